// Statements of reasons on their way to the DSA Transparency Database, over the wire: what waits, what was sent and where it stands there,
// what was refused and why. A statement names neither listing nor seller.
import { type Static, Type } from 'typebox';
import { byId, Choice, cursor, limit, Page, Time } from './fields.ts';
import { routes } from './route.ts';

const closed = { additionalProperties: false } as const;
const count = Type.Integer({ minimum: 0 });
const text = Type.String();
const State = Choice(
	['waiting', 'sent', 'refused', 'dead'] as const,
	'refused: by Weir (`made` false) or by the database, with the reason; dead: every attempt failed',
);

export const FiledStatementSchema = Type.Object({
	puid: Type.String({ description: 'The identifier the database knows it by: the same at every attempt' }),
	caseId: text,
	restriction: Type.Integer({ minimum: 1, description: 'Number of the restriction within the case' }),
	state: State,
	made: Type.Boolean({ description: 'false: Weir would not make it; `problems` say why' }),
	problems: Type.Array(Type.Object({ pointer: text, message: text, fix: text })),
	attempts: count,
	createdAt: Time,
	nextAt: Type.Optional(Time),
	lastAt: Type.Optional(Time),
	lastError: Type.Optional(text),
	sentAt: Type.Optional(Time),
	uuid: Type.Optional(Type.String({ description: 'Given by the database; absent when it only said that it has the statement' })),
	permalink: Type.Optional(Type.String({ description: 'Where the database shows it' })),
	entryId: Type.Optional(Type.String({ description: 'The log entry of the call that settled it' })),
});

const FilingSchema = Type.Object({
	host: Type.Optional(Type.String({ description: 'Where to; absent while sending is off' })),
	since: Type.Optional(Type.String({ description: 'ISO date from which on restrictions are sent; absent while sending was never on' })),
	waiting: count,
	sent: count,
	refused: count,
	dead: count,
	lastSentAt: Type.Optional(Time),
	waitingSince: Type.Optional(Type.String({ format: 'date-time', description: 'When the oldest one that waits was found' })),
});

const StatementPageSchema = Type.Object({ ...Page(FiledStatementSchema).properties, filing: FilingSchema });

export const STATEMENT_ROUTES = routes({
	listStatements: {
		method: 'GET',
		path: '/v1/statements',
		access: 'statement:read',
		tag: 'Statements of reasons',
		summary: 'Statements sent to the DSA Transparency Database or waiting for it, newest first',
		description: 'Of restricted cases there are none.',
		query: Type.Object({ state: Type.Optional(State), limit, cursor }, closed),
		answers: { 200: StatementPageSchema },
	},
	readStatement: {
		method: 'GET',
		path: '/v1/statements/{id}',
		access: 'statement:read',
		tag: 'Statements of reasons',
		summary: 'One statement, as it is sent',
		params: byId('puid of the statement'),
		answers: {
			200: Type.Object({
				...FiledStatementSchema.properties,
				statement: Type.Optional(Type.Unknown({ description: 'In the documented fields of the database' })),
			}),
		},
	},
	resendStatements: {
		method: 'POST',
		path: '/v1/statements:resend',
		access: 'statement:resend',
		tag: 'Statements of reasons',
		summary: 'Make refused or dead statements anew and send them: one, or all',
		description: 'Under the same identifier. What cannot be made stays refused. 409 while sending is off.',
		body: Type.Object({ puid: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'Absent: all of them' })) }, closed),
		answers: { 202: Type.Object({ count }) },
	},
});

export type FiledStatement = Static<typeof FiledStatementSchema>;
export type StatementPage = Static<typeof StatementPageSchema>;
