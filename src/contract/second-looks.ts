// Second looks over the wire: what was drawn of decisions and of what the gate let through, and a person's word on the latter. A second
// review of a decision is a command on its case.
import { type Static, Type } from 'typebox';
import { OUTCOMES, RISKS } from '../model/case.ts';
import { Choice, Time } from './fields.ts';
import { routes } from './route.ts';

const closed = { additionalProperties: false } as const;
const left = Type.Integer({ minimum: 0, description: 'How many wait, those shown included' });
const Why = Choice(['random', 'risk'] as const, 'random: of all; risk: in addition, where the risk is');
const listing = {
	listingId: Type.String({ minLength: 1, maxLength: 200 }),
	revision: Type.Integer({ minimum: 1 }),
};

export const SecondLooksSchema = Type.Object({
	decisions: Type.Object({
		left,
		items: Type.Array(
			Type.Object({
				caseId: Type.String(),
				title: Type.String(),
				outcome: Choice(OUTCOMES, 'What was decided'),
				risk: Choice(RISKS, 'Of the case'),
				decidedAt: Time,
				why: Why,
			}),
		),
	}),
	clears: Type.Object({
		left,
		items: Type.Array(Type.Object({ ...listing, title: Type.String(), drawnAt: Time, why: Why })),
	}),
});

const LookSchema = Type.Object(
	{
		...listing,
		outcome: Choice(OUTCOMES, 'What should have become of it; publish: the gate was right'),
		note: Type.String({ minLength: 1, maxLength: 4000, description: 'What was seen' }),
	},
	closed,
);

export const SECOND_LOOK_ROUTES = routes({
	listSecondLooks: {
		method: 'GET',
		path: '/v1/second-looks',
		access: 'qa:review',
		tag: 'Quality',
		summary: 'What was drawn for a second look and waits for one: decisions you took no part in, and listings the gate let through',
		description: 'Shares are in tables/cases/rules.yaml. A decision is reviewed on its case: POST /v1/cases/{id}:review.',
		answers: { 200: SecondLooksSchema },
	},
	lookAgain: {
		method: 'POST',
		path: '/v1/second-looks',
		access: 'qa:review',
		tag: 'Quality',
		summary: 'Say what should have become of a listing that the gate let through',
		description: 'Once for each that was drawn. Anything but publish opens its case, and the listing is held until people decide.',
		body: LookSchema,
		answers: {
			201: Type.Object({
				agrees: Type.Boolean(),
				entryId: Type.String({ description: 'The log entry of the look' }),
				caseId: Type.Optional(Type.String({ description: 'The case that was opened' })),
			}),
		},
	},
});

export type SecondLooks = Static<typeof SecondLooksSchema>;
export type LookWire = Static<typeof LookSchema>;
