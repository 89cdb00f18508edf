// Golden cases over the wire: proposing, confirming, retiring, and the work itself, which comes without its answer. What is right is
// told to those who keep or made the case, and to whoever has answered it.
import { type Static, Type } from 'typebox';
import { OUTCOMES } from '../model/case.ts';
import { GOLDEN_STATUSES, type GoldenSnapshot, RETIREMENTS } from '../model/golden.ts';
import { byId, Choice, cursor, limit, Page, Time } from './fields.ts';
import { routes } from './route.ts';

const closed = { additionalProperties: false } as const;
const GOLDEN_ID = byId('Id of the golden case');
const answer = {
	outcome: Choice(OUTCOMES, 'What becomes of the listing'),
	reasonCode: Type.String({ minLength: 1, maxLength: 100, description: 'A code of GET /v1/reasons that fits the outcome' }),
};
const AnswerSchema = Type.Object(answer, closed);
const RightSchema = Type.Object(answer);
const Person = (description: string) => Type.Optional(Type.String({ description }));

export const GoldenCaseSchema = Type.Object({
	id: Type.String(),
	caseId: Type.String(),
	revision: Type.Integer({ description: 'Of the listing, as it was decided' }),
	title: Type.String(),
	status: Choice(GOLDEN_STATUSES, 'proposed: another person must confirm it; live: handed out; retired: no more'),
	right: RightSchema,
	yours: Type.Optional(RightSchema),
	proposedBy: Person('Id of the person'),
	proposedAt: Time,
	confirmedBy: Person('Id of the person'),
	confirmedAt: Type.Optional(Time),
	retiredBy: Person('Id of the person'),
	retiredAt: Type.Optional(Time),
	because: Type.Optional(Choice(RETIREMENTS, 'mistaken: its answers count for nothing')),
	answers: Type.Integer({ minimum: 0, description: 'How many reviewers have answered it' }),
});

const GoldenPageSchema = Type.Object({
	...Page(GoldenCaseSchema).properties,
	people: Type.Record(Type.String(), Type.String(), { description: 'Id → name' }),
});

const GoldenQuerySchema = Type.Object(
	{ caseId: Type.Optional(Type.String({ maxLength: 200, description: 'Only of this case' })), limit, cursor },
	closed,
);

const ProposeGoldenSchema = Type.Object(
	{
		caseId: Type.String({ minLength: 1, maxLength: 200, description: 'A decided case that is not restricted' }),
		seq: Type.Integer({ minimum: 1, description: 'Number of the last event of the case you have seen; another one answers 412' }),
		...answer,
	},
	closed,
);

const RetireGoldenSchema = Type.Object(
	{ because: Choice(RETIREMENTS, 'outdated: law or terms moved on; mistaken: the answer was wrong; known: it got about') },
	closed,
);

export const GoldenWorkSchema = Type.Object({
	left: Type.Integer({ minimum: 0, description: 'Golden cases that wait for you, this one included' }),
	work: Type.Optional(
		Type.Object({
			id: Type.String(),
			snapshot: Type.Unsafe<GoldenSnapshot>({
				type: 'object',
				required: ['listing', 'verdict'],
				description: 'The listing without ids, party and files, `sellerCountry`, and the verdict with its findings, as they were',
			}),
		}),
	),
});

export const GoldenResultSchema = Type.Object({
	id: Type.String(),
	answer: RightSchema,
	right: RightSchema,
	agrees: Type.Boolean({ description: 'The outcome is the right one' }),
	reasonAgrees: Type.Boolean({ description: 'So is the reason code' }),
	entryId: Type.String({ description: 'The log entry of the answer' }),
});

export const GOLDEN_ROUTES = routes({
	listGolden: {
		method: 'GET',
		path: '/v1/golden',
		access: 'golden:read',
		tag: 'Golden cases',
		summary: 'Golden cases whose right answer you may know, latest first',
		description: 'Those you proposed, confirmed, may confirm or have answered; all of them for who keeps them. `yours` is your answer.',
		query: GoldenQuerySchema,
		answers: { 200: GoldenPageSchema },
	},
	proposeGolden: {
		method: 'POST',
		path: '/v1/golden',
		access: 'golden:propose',
		tag: 'Golden cases',
		summary: 'Make a golden case of a decided one, with its right answer',
		body: ProposeGoldenSchema,
		answers: { 201: GoldenCaseSchema },
	},
	nextGolden: {
		method: 'GET',
		path: '/v1/golden:next',
		access: 'golden:answer',
		tag: 'Golden cases',
		summary: 'The next golden case to answer, without what is right',
		description: 'Never one that the caller has answered or had a hand in. No `work`: nothing waits.',
		answers: { 200: GoldenWorkSchema },
	},
	confirmGolden: {
		method: 'POST',
		path: '/v1/golden/{id}:confirm',
		access: 'golden:confirm',
		tag: 'Golden cases',
		summary: 'Agree to the right answer, as another person than who proposed it or decided the case',
		params: GOLDEN_ID,
		answers: { 200: GoldenCaseSchema },
	},
	retireGolden: {
		method: 'POST',
		path: '/v1/golden/{id}:retire',
		access: 'golden:retire',
		tag: 'Golden cases',
		summary: 'Hand it out no more; nothing is deleted',
		params: GOLDEN_ID,
		body: RetireGoldenSchema,
		answers: { 200: GoldenCaseSchema },
	},
	answerGolden: {
		method: 'POST',
		path: '/v1/golden/{id}:answer',
		access: 'golden:answer',
		tag: 'Golden cases',
		summary: 'Answer a golden case, once; then see what is right',
		params: GOLDEN_ID,
		body: AnswerSchema,
		answers: { 201: GoldenResultSchema },
	},
});

export type GoldenCaseWire = Static<typeof GoldenCaseSchema>;
export type GoldenPage = Static<typeof GoldenPageSchema>;
export type GoldenWork = Static<typeof GoldenWorkSchema>;
export type GoldenResult = Static<typeof GoldenResultSchema>;
export type GoldenAnswerWire = Static<typeof AnswerSchema>;
