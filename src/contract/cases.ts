// Cases over the wire: the queue, one case with everything a reviewer needs, and the commands. A command names the case's
// sequence number in If-Match, so that nobody decides on something they have not seen.
import { type Static, Type } from 'typebox';
import { ListingSchema } from '../model/listing-schema.ts';
import { VerdictSchema } from '../model/verdict-schema.ts';
import { ActorSchema } from './access.ts';
import { Choice, cursor, limit, Page, Time } from './fields.ts';
import { ListingSummarySchema } from './listings.ts';

const closed = { additionalProperties: false } as const;
const Text = (description: string, maxLength = 10_000) => Type.String({ minLength: 1, maxLength, description });

export const OUTCOMES = ['publish', 'refuse', 'hold'] as const;

export const CaseSummarySchema = Type.Object({
	id: Type.String(),
	seq: Type.Integer({ description: 'Sequence number of the latest event: the ETag of the case' }),
	status: Type.String({ description: 'open, claimed, proposed, decided, appealed, closed' }),
	listingId: Type.String(),
	revision: Type.Integer(),
	title: Type.String(),
	seller: Type.Optional(Type.String()),
	verdict: Choice(['clear', 'review', 'block'], 'What the engine said'),
	tier: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })),
	substances: Type.Array(Type.String(), { description: 'Names of what was recognised' }),
	risk: Type.Number({ minimum: 0, maximum: 1 }),
	openedAt: Time,
	deadline: Type.Optional(Time),
	claimedBy: Type.Optional(ActorSchema),
	claimedUntil: Type.Optional(Time),
	outcome: Type.Optional(Choice(OUTCOMES, 'Decided, or proposed while a second person is awaited')),
	restricted: Type.Optional(Type.Boolean()),
});

export const CaseEventSchema = Type.Object(
	{ seq: Type.Integer(), at: Time, actor: ActorSchema, kind: Type.String(), entryId: Type.Optional(Type.String()) },
	{ additionalProperties: true, description: 'What happened; further members depend on the kind' },
);

export const CaseDetailSchema = Type.Object({
	case: CaseSummarySchema,
	listing: ListingSchema,
	verdict: VerdictSchema,
	events: Type.Array(CaseEventSchema, { description: 'Oldest first' }),
	similar: Type.Array(ListingSummarySchema, { description: 'Other listings of the seller or with the same substances' }),
});

export const CasePageSchema = Page(CaseSummarySchema);

export const CaseQuerySchema = Type.Object(
	{ state: Type.Optional(Choice(['open', 'mine', 'decided', 'all'], 'Default open')), limit, cursor },
	closed,
);

export const NothingSchema = Type.Optional(Type.Object({}, closed));
export const CommentSchema = Type.Object({ text: Text('What to note on the case') }, closed);
export const EscalateSchema = Type.Object({ text: Text('Why someone else should look') }, closed);

export const DecideSchema = Type.Object(
	{
		outcome: Choice(OUTCOMES, 'publish, refuse, or keep on hold'),
		reasonCode: Text('A code of the table of reasons', 100),
		facts: Text('The facts relied on, in words that may be shown to the seller'),
		legalBasis: Type.Optional(Text('The law or rule relied on', 2_000)),
		followUp: Type.Optional(Text('What is done next', 2_000)),
		evidence: Type.Optional(Type.Array(Type.String({ maxLength: 500 }), { maxItems: 100, description: 'Findings relied on, by pointer' })),
	},
	closed,
);
export const ApproveSchema = Type.Object({ text: Type.Optional(Text('Why')) }, closed);
export const RejectSchema = Type.Object({ text: Text('Why not') }, closed);
export const AppealSchema = Type.Object({ text: Text('What the seller says against the decision') }, closed);
export const DecideAppealSchema = Type.Object(
	{
		outcome: Choice(['upheld', 'reversed'], 'upheld: the decision stands; reversed: it is undone'),
		reasonCode: Text('A code of the table of reasons', 100),
		facts: Text('The facts relied on'),
	},
	closed,
);

export type CaseSummary = Static<typeof CaseSummarySchema>;
export type CaseEventWire = Static<typeof CaseEventSchema>;
export type CaseDetail = Static<typeof CaseDetailSchema>;
export type Decide = Static<typeof DecideSchema>;
