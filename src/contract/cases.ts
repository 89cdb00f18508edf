// Cases over the wire: the queue, one case with everything a reviewer needs, and the commands. A command names the case's
// sequence number in If-Match, so that nobody decides on something they have not seen.
import { type Static, Type } from 'typebox';
import { type Case, FOLLOW_UPS, OUTCOMES, RISKS } from '../model/case.ts';
import type { CaseEvent } from '../model/case-event.ts';
import { VERDICT_KINDS } from '../model/verdict-schema.ts';
import { RoleSchema } from './access.ts';
import { Choice, cursor, limit, Page, Time } from './fields.ts';
import { ListingBodySchema, ListingSummarySchema, VerdictBodySchema } from './listings.ts';
import { WatchHitsSchema } from './watch-lists.ts';

const closed = { additionalProperties: false } as const;
const Text = (description: string, maxLength = 10_000) => Type.String({ minLength: 1, maxLength, description });

export const CASE_STATUSES = ['open', 'proposed', 'decided', 'appealed', 'closed'] as const;

export const CaseSummarySchema = Type.Object({
	id: Type.String(),
	seq: Type.Integer({ description: 'Number of the latest event: the ETag of the case' }),
	status: Choice(CASE_STATUSES, 'proposed: decided by one person where two are needed; appealed: a complaint is open'),
	listingId: Type.String(),
	revision: Type.Integer(),
	title: Type.String(),
	seller: Type.Optional(Type.String()),
	verdict: Choice(VERDICT_KINDS, 'What the engine said'),
	score: Type.Number({ minimum: 0, maximum: 1 }),
	tier: Type.Optional(Type.Integer({ minimum: 1, maximum: 3, description: 'The strictest any screening of this case saw' })),
	substances: Type.Array(Type.String(), { description: 'Names of what was recognised' }),
	risk: Choice(RISKS, 'How much harm waiting can do'),
	escalation: Type.Integer({ minimum: 0, maximum: 2 }),
	openedAt: Time,
	deadline: Time,
	claimedBy: Type.Optional(Type.String({ description: 'Id of the person who holds the case' })),
	claimedUntil: Type.Optional(Time),
	outcome: Type.Optional(Choice(OUTCOMES, 'In force, or proposed while a second person is awaited')),
	decidedAt: Type.Optional(Time),
	restricted: Type.Boolean({ description: 'Named staff only' }),
});

/** What the reducer makes of the events, as it is: see model/case.ts. */
const CaseStateSchema = Type.Unsafe<Case>({ type: 'object', description: 'The case as the fold of its events' });

export const CaseEventSchema = Type.Unsafe<CaseEvent & { readonly entryId: string }>({
	type: 'object',
	required: ['seq', 'at', 'actor', 'kind', 'entryId'],
	description: 'What happened. Further members depend on the kind; `entryId` names its log entry',
});

export const CaseDetailSchema = Type.Object({
	case: CaseSummarySchema,
	state: CaseStateSchema,
	listing: ListingBodySchema,
	verdict: VerdictBodySchema,
	events: Type.Array(CaseEventSchema, { description: 'Oldest first' }),
	similar: Type.Array(ListingSummarySchema, { description: 'Other listings of the seller or with the same substances' }),
	people: Type.Record(Type.String(), Type.String(), { description: 'Id → name of everyone in the events' }),
	watch: Type.Optional(WatchHitsSchema),
});

export const CasePageSchema = Page(CaseSummarySchema);

export const CaseQuerySchema = Type.Object(
	{ state: Type.Optional(Choice(['open', 'mine', 'decided', 'all'], 'Default open')), limit, cursor },
	closed,
);

export const NothingSchema = Type.Optional(Type.Object({}, closed));
export const NoteSchema = Type.Object({ note: Text('Why') }, closed);
export const CommentSchema = Type.Object({ text: Text('What to note on the case') }, closed);
export const AppealSchema = Type.Object({ grounds: Text('What the seller says against the decision') }, closed);
export const AssignSchema = Type.Object({ to: Text('Id of the person who shall hear the complaint', 200) }, closed);
export const RestrictSchema = Type.Object(
	{
		visibleTo: Type.Array(Type.String({ maxLength: 200 }), { minItems: 1, maxItems: 100, description: 'Ids of persons' }),
		note: Text('Why'),
	},
	closed,
);
export const ReviewSchema = Type.Object({ outcome: Choice(OUTCOMES, 'What you would have decided'), note: Text('Why') }, closed);

export const DecideSchema = Type.Object(
	{
		outcome: Choice(OUTCOMES, 'publish; refuse; hold until the seller has mended it'),
		reasonCode: Text('A code of GET /v1/reasons that fits the outcome', 100),
		facts: Text('What you found. Never shown to the seller'),
		legalBasis: Text('The provision or the clause of the terms', 2_000),
		followUp: Type.Optional(Type.Array(Choice(FOLLOW_UPS, 'What happens besides'), { maxItems: 10 })),
		evidence: Type.Array(Type.String({ maxLength: 200 }), { minItems: 1, maxItems: 100, description: 'Ids of evidence in the case' }),
		note: Type.Optional(Text('Free text beside the structure')),
	},
	closed,
);

export const ReasonSchema = Type.Object({
	code: Type.String(),
	outcomes: Type.Array(Choice(OUTCOMES, 'Outcomes it fits')),
	ground: Choice(['law', 'terms'], 'What the restriction rests on'),
	text: Type.Record(Type.String(), Type.String(), { description: 'Language → when to use it' }),
	seller: Type.Optional(Type.Record(Type.String(), Type.String(), { description: 'Language → what the seller reads' })),
	shownAs: Type.Optional(Type.String({ description: 'The public code the seller gets instead of this confidential one' })),
});
export const ReasonPageSchema = Page(ReasonSchema);

export const ReviewerSchema = Type.Object({
	id: Type.String(),
	name: Type.String(),
	role: RoleSchema,
	mayHear: Type.Boolean({ description: 'May decide a complaint that is not about a decision of their own' }),
});
export const ReviewerPageSchema = Page(ReviewerSchema);

export type Reviewer = Static<typeof ReviewerSchema>;
export type CaseSummary = Static<typeof CaseSummarySchema>;
export type CaseEventWire = Static<typeof CaseEventSchema>;
export type CaseDetail = Static<typeof CaseDetailSchema>;
export type Decide = Static<typeof DecideSchema>;
export type Reason = Static<typeof ReasonSchema>;
