// Corrective actions over the wire: recording one, changing it, reporting it done, another person's check whether it worked.
import { type Static, Type } from 'typebox';
import { ACTION_STATUSES, CAUSES } from '../model/corrective-action.ts';
import { byId, Choice, cursor, limit, Page, Time } from './fields.ts';
import { routes } from './route.ts';

const closed = { additionalProperties: false } as const;
const text = (description: string) => Type.String({ minLength: 1, maxLength: 4000, description });
const id = Type.String({ minLength: 1, maxLength: 200 });
const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', format: 'date', description: 'ISO 8601, the last day' });
const Status = Choice(ACTION_STATUSES, 'done: waits for another person to check whether it worked');
const CauseSchema = Choice(CAUSES, 'Why it came about');
const person = Type.String({ description: 'Id of the person' });

export const LinkSchema = Type.Union(
	[
		Type.Object({ kind: Type.Literal('case'), caseId: id }, closed),
		Type.Object({ kind: Type.Literal('review'), caseId: id, seq: Type.Integer({ minimum: 1 }) }, closed),
		Type.Object({ kind: Type.Literal('golden'), goldenId: id }, closed),
		Type.Object({ kind: Type.Literal('clear'), listingId: id, revision: Type.Integer({ minimum: 1 }) }, closed),
	],
	{ description: 'What it was found in: a case, the event of a second review, a golden case, a listing of the sample of clears' },
);

const Word = Type.Object({ at: Time, by: person, note: Type.String() });

export const CorrectiveActionSchema = Type.Object({
	id: Type.String(),
	seq: Type.Integer({ description: 'Number of its last event: the ETag' }),
	status: Status,
	overdue: Type.Boolean(),
	found: Type.String(),
	links: Type.Array(LinkSchema),
	cause: CauseSchema,
	causeNote: Type.String(),
	measure: Type.String(),
	owner: person,
	due: Day,
	recordedAt: Time,
	recordedBy: person,
	done: Type.Optional(Word),
	checked: Type.Optional(Type.Object({ ...Word.properties }, { description: 'The last check' })),
	failedChecks: Type.Integer({ minimum: 0, description: 'Checks that found that it had not worked' }),
	yours: Type.Boolean({ description: 'The caller owned it or reported it done, and may not check it' }),
});

const People = Type.Record(Type.String(), Type.String(), { description: 'Id → name' });
const CorrectivePageSchema = Type.Object({
	...Page(CorrectiveActionSchema).properties,
	people: People,
	overdue: Type.Integer({ minimum: 0, description: 'Open actions whose last day has passed, on all pages' }),
});
const CorrectiveDetailSchema = Type.Object({
	...CorrectiveActionSchema.properties,
	events: Type.Array(
		Type.Object({ kind: Type.String(), at: Time, by: person, note: Type.Optional(Type.String()), entryId: Type.String() }),
	),
	people: People,
});

const RecordSchema = Type.Object(
	{
		found: text('What was found, without names of sellers'),
		links: Type.Array(LinkSchema, { maxItems: 50 }),
		cause: CauseSchema,
		causeNote: Type.Optional(Type.String({ maxLength: 4000, description: 'The cause in words; needed with `other`' })),
		measure: text('What is done about it'),
		owner: Type.String({ minLength: 1, maxLength: 200, description: 'Id of a person of GET /v1/reviewers' }),
		due: Day,
	},
	closed,
);
const ChangeSchema = Type.Object(
	{
		note: text('Why'),
		measure: Type.Optional(text('What is done about it')),
		owner: Type.Optional(id),
		due: Type.Optional(Day),
	},
	closed,
);
const DoneSchema = Type.Object({ note: text('What was done') }, closed);
const CheckSchema = Type.Object(
	{ effective: Type.Boolean(), note: text('How that was seen'), due: Type.Optional(Day) },
	{ ...closed, description: 'Without effect it is open again until `due`' },
);

const ACTION_ID = byId('Id of the corrective action');
const SEEN = { 'if-match': 'The ETag of the action as you read it; another one answers 412' };
const tag = 'Corrective actions';

export const CORRECTIVE_ROUTES = routes({
	listCorrective: {
		method: 'GET',
		path: '/v1/corrective-actions',
		access: 'corrective:read',
		tag,
		summary: 'Corrective actions, latest first',
		query: Type.Object(
			{
				status: Type.Optional(Status),
				overdue: Type.Optional(Type.Boolean({ description: 'Only those whose last day has passed' })),
				limit,
				cursor,
			},
			closed,
		),
		answers: { 200: CorrectivePageSchema },
	},
	recordCorrective: {
		method: 'POST',
		path: '/v1/corrective-actions',
		access: 'corrective:record',
		tag,
		summary: 'Record what was found, its cause, the measure, who owns it and until when',
		body: RecordSchema,
		answers: { 201: CorrectiveActionSchema },
	},
	readCorrective: {
		method: 'GET',
		path: '/v1/corrective-actions/{id}',
		access: 'corrective:read',
		tag,
		summary: 'One corrective action with its history',
		params: ACTION_ID,
		answers: { 200: CorrectiveDetailSchema },
	},
	changeCorrective: {
		method: 'POST',
		path: '/v1/corrective-actions/{id}:change',
		access: 'corrective:record',
		tag,
		summary: 'Another measure, owner or day, while it is open',
		params: ACTION_ID,
		headers: SEEN,
		body: ChangeSchema,
		answers: { 200: CorrectiveActionSchema },
	},
	doneCorrective: {
		method: 'POST',
		path: '/v1/corrective-actions/{id}:done',
		access: 'corrective:do',
		tag,
		summary: 'Report it done, as its owner or a compliance officer',
		params: ACTION_ID,
		headers: SEEN,
		body: DoneSchema,
		answers: { 200: CorrectiveActionSchema },
	},
	checkCorrective: {
		method: 'POST',
		path: '/v1/corrective-actions/{id}:check',
		access: 'corrective:check',
		tag,
		summary: 'Say whether it worked, as somebody who never owned it nor reported it done',
		params: ACTION_ID,
		headers: SEEN,
		body: CheckSchema,
		answers: { 200: CorrectiveActionSchema },
	},
});

export type CorrectiveWire = Static<typeof CorrectiveActionSchema>;
export type CorrectivePage = Static<typeof CorrectivePageSchema>;
export type CorrectiveDetail = Static<typeof CorrectiveDetailSchema>;
