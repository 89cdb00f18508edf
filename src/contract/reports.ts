// Reports over the wire: figures of the gate and of casework, live changes, the statement of reasons a seller gets, the export for the
// Transparency Database. A notice is made from the public side of a decision alone, so sellers may read it as it is.
import { type Static, Type } from 'typebox';
import { LANGUAGES } from '../model/casework.ts';
import { CAUSES } from '../model/corrective-action.ts';
import { CorrectiveActionSchema } from './corrective.ts';
import { DashboardQuerySchema, DashboardSchema } from './dashboard.ts';
import { byId, Choice, Time } from './fields.ts';
import { ListingStateSchema } from './listings.ts';
import { routes } from './route.ts';

const closed = { additionalProperties: false } as const;
const count = Type.Integer({ minimum: 0 });
const text = Type.String();

export const NoticeQuerySchema = Type.Object({ language: Type.Optional(Choice(LANGUAGES, 'Default en')) }, closed);

export const NoticeSchema = Type.Object({
	caseId: Type.String({ description: 'Where to complain: POST /v1/cases/{id}:appeal' }),
	listingId: text,
	revision: Type.Integer(),
	state: ListingStateSchema,
	language: Choice(LANGUAGES, 'Of the notice'),
	statementId: Type.String({ description: 'Unique for ever; says nothing about listing or seller' }),
	outcome: Choice(['refuse', 'hold'], 'What became of the listing'),
	reasonCode: text,
	decidedBy: Choice(['software', 'person'], 'Article 17(3)(c)'),
	from: Time,
	appealUntil: Time,
	subject: text,
	sections: Type.Array(Type.Object({ heading: text, text }), { description: 'Article 17(3)(a) to (f), in words' }),
	text: Type.String({ description: 'The whole notice as plain text' }),
	draft: Type.Boolean({ description: "The marketplace's own particulars are not set (WEIR_PLATFORM): not to be sent" }),
});

const ProportionSchema = Type.Object({
	hits: count,
	total: count,
	low: Type.Number({ description: 'Wilson 95 % interval' }),
	high: Type.Number(),
});

const BySampleSchema = Type.Object(
	{ random: ProportionSchema, risk: ProportionSchema },
	{ description: 'By why it was drawn: the random sample alone speaks for all; what somebody chose to look at is in neither' },
);
const ByRole = Type.Array(Type.Object({ role: text, errors: ProportionSchema }));
const ByPerson = Type.Array(Type.Object({ by: text, errors: ProportionSchema }));
const Kappa = Type.Optional(Type.Number({ description: "Cohen's kappa; absent when it cannot be said" }));

export const CaseFiguresSchema = Type.Object({
	overrides: Type.Array(
		Type.Object({
			by: Type.String({ description: 'Id of who decided' }),
			reasonCode: text,
			direction: Choice(['milder', 'stricter'], 'milder: published what was blocked'),
			total: count,
			reversed: count,
			doubted: count,
		}),
	),
	appeals: Type.Object({ received: count, open: count, upheld: count, reversed: count }),
	timeToDecision: Type.Array(Type.Object({ upToHours: Type.Optional(Type.Number()), count })),
	reviews: Type.Object({
		total: count,
		errors: ProportionSchema,
		kappa: Kappa,
		bySample: BySampleSchema,
		byPerson: ByPerson,
		byRole: ByRole,
	}),
	clears: Type.Object(
		{ total: count, errors: ProportionSchema, bySample: BySampleSchema },
		{ description: 'Looks of the span at listings that the gate let through on its own: how many should not have been' },
	),
	corrective: Type.Object(
		{
			open: count,
			overdue: count,
			unchecked: count,
			effective: count,
			failedChecks: count,
			byCause: Type.Array(Type.Object({ cause: Choice(CAUSES, 'Why it came about'), count })),
			items: Type.Array(CorrectiveActionSchema),
		},
		{ description: 'Corrective actions that stood open, or were touched, in the span, as they stand now' },
	),
	golden: Type.Object(
		{
			total: count,
			cases: Type.Integer({ minimum: 0, description: 'Golden cases that were answered' }),
			errors: ProportionSchema,
			reasons: Type.Object(ProportionSchema.properties, { description: 'Right outcomes for another reason' }),
			kappa: Kappa,
			alpha: Type.Optional(
				Type.Number({ description: "Krippendorff's alpha among reviewers of one golden case; absent when it cannot be said" }),
			),
			byRole: ByRole,
			byPerson: ByPerson,
		},
		{
			description:
				'Answers of the span to golden cases. Unless the caller may read of people, `byPerson` holds the caller alone and `byRole` only roles in which at least two others answered; the same holds for `reviews`',
		},
	),
	people: Type.Record(text, text, { description: 'Id → name' }),
	cases: Type.Integer({ description: 'Cases the figures are made of: those decided in the span' }),
});

export const TransparencySchema = Type.Object({
	entryId: Type.String({ description: 'The log entry of this export' }),
	statements: count,
	batches: Type.Array(Type.Object({ statements: Type.Array(Type.Unknown({ description: 'One statement, in the documented fields' })) }), {
		description: 'At most 100 statements each: one call to the Transparency Database',
	}),
	leftOut: Type.Array(Type.Object({ puid: text, problems: Type.Array(Type.Object({ pointer: text, message: text, fix: text })) }), {
		description: 'What could identify someone or does not fit the documented form',
	}),
});

export const REPORT_ROUTES = routes({
	readDashboard: {
		method: 'GET',
		path: '/v1/dashboard',
		access: 'dashboard:read',
		tag: 'Dashboard',
		summary: 'Figures of a span of days',
		query: DashboardQuerySchema,
		answers: { 200: DashboardSchema },
	},
	streamChanges: {
		method: 'GET',
		path: '/v1/events',
		access: 'case:read',
		tag: 'Dashboard',
		summary: 'Changes of cases and listings as they happen',
		description: 'Server-sent events named `listing` and `case`; a comment every 15 seconds keeps the connection open.',
		produces: 'text/event-stream',
		answers: { 200: Type.String() },
	},
	readNotice: {
		method: 'GET',
		path: '/v1/cases/{id}/notice',
		access: 'listing:read',
		tag: 'Reports',
		summary: 'The statement of reasons for the restriction in force, in words',
		description: 'What the seller is told (DSA Article 17). 404 while nothing is restricted.',
		params: byId('Id of the case'),
		query: NoticeQuerySchema,
		answers: { 200: NoticeSchema },
	},
	readListingNotice: {
		method: 'GET',
		path: '/v1/listings/{id}/notice',
		access: 'listing:read',
		tag: 'Reports',
		summary: 'The same, found by the listing',
		params: byId('Id of the listing in the marketplace'),
		query: NoticeQuerySchema,
		answers: { 200: NoticeSchema },
	},
	readCaseFigures: {
		method: 'GET',
		path: '/v1/reports/casework',
		access: 'dashboard:read',
		tag: 'Reports',
		summary: 'Overrides, complaints, time to decision, and the quality of decisions by second reviews and golden cases',
		query: DashboardQuerySchema,
		answers: { 200: CaseFiguresSchema },
	},
	exportTransparency: {
		method: 'GET',
		path: '/v1/reports/transparency',
		access: 'export:make',
		tag: 'Reports',
		summary: 'Statements of reasons for the DSA Transparency Database',
		description: 'Article 24(5): restrictions that took effect in the span of days. Every export leaves an entry in the log.',
		query: DashboardQuerySchema,
		answers: { 200: TransparencySchema },
	},
});

export type NoticeWire = Static<typeof NoticeSchema>;
export type CaseFiguresWire = Static<typeof CaseFiguresSchema>;
