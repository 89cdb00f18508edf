// Listings over the wire: what a submission answers, what a reader sees. A caller with the seller's role sees state and reason
// code only; nothing here that a seller receives carries a score, a span or a finding.
import { type Static, Type } from 'typebox';
import type { Listing } from '../model/listing.ts';
import { ListingSchema } from '../model/listing-schema.ts';
import type { Verdict } from '../model/verdict.ts';
import { VerdictSchema } from '../model/verdict-schema.ts';
import { ActorSchema } from './access.ts';
import { Choice, cursor, limit, Page, Time } from './fields.ts';

/** The published schemas, typed as the nouns they are. */
export const ListingBodySchema = Type.Unsafe<Listing>(ListingSchema);
export const VerdictBodySchema = Type.Unsafe<Verdict>(VerdictSchema);

export const LISTING_STATES = ['published', 'held', 'refused', 'withdrawn'] as const;
export const ListingStateSchema = Choice(
	LISTING_STATES,
	'published: may be shown to buyers; held: a person decides; refused; withdrawn: its seller took it back',
);

const id = Type.String({ description: 'Id in the marketplace' });
const revision = Type.Integer({ minimum: 1, description: 'Counts the submissions of this listing' });
const reasonCode = Type.Optional(Type.String({ description: 'Why it is not published; may be shown to the seller' }));

export const SubmissionSchema = Type.Object({
	listingId: id,
	revision,
	state: ListingStateSchema,
	reasonCode,
	caseId: Type.Optional(Type.String({ description: 'The case that a person decides; not for sellers' })),
	verdict: Type.Optional(VerdictBodySchema),
});

export const ListingSummarySchema = Type.Object({
	id,
	revision,
	state: ListingStateSchema,
	reasonCode,
	title: Type.String(),
	seller: Type.Optional(Type.String({ description: "The seller's id" })),
	verdict: Type.Optional(Choice(['clear', 'review', 'block'], 'Of the latest revision')),
	caseId: Type.Optional(Type.String()),
	updatedAt: Time,
});

export const RevisionSchema = Type.Object({
	revision,
	submittedAt: Time,
	submittedBy: Type.Optional(ActorSchema),
	state: ListingStateSchema,
	reasonCode,
	listing: ListingBodySchema,
	verdict: Type.Optional(VerdictBodySchema),
	entryId: Type.Optional(Type.String({ description: 'The log entry of this decision' })),
});

export const ListingDetailSchema = Type.Object({
	...ListingSummarySchema.properties,
	listing: ListingBodySchema,
	detail: Type.Optional(VerdictBodySchema),
	revisions: Type.Array(RevisionSchema, { description: 'Newest first' }),
});

export const ListingQuerySchema = Type.Object(
	{
		state: Type.Optional(ListingStateSchema),
		q: Type.Optional(Type.String({ maxLength: 200, description: 'Words of the title, or an id' })),
		limit,
		cursor,
	},
	{ additionalProperties: false },
);

export const ListingPageSchema = Page(ListingSummarySchema);

/** Texts beside listings that the same engine answers for: stateless, and only where the installation has switched them on. */
export const TEXT_KINDS = ['message', 'profile', 'search'] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

export const ScreenTextSchema = Type.Object(
	{
		kind: Choice(TEXT_KINDS, 'A message between users, a profile or shop text, a search query'),
		text: Type.String({ minLength: 1, maxLength: 100_000 }),
	},
	{ additionalProperties: false },
);

export const ScreenRequestSchema = Type.Union([
	ListingBodySchema,
	Type.Object({ listings: Type.Array(ListingBodySchema, { minItems: 1, maxItems: 1000 }) }, { additionalProperties: false }),
	ScreenTextSchema,
]);

/** All that a caller with the seller's or the buyer's role is told by screening: what the gate would make of it, and under which reason code. */
export const ScreenStandingSchema = Type.Object({
	listingId: id,
	state: ListingStateSchema,
	reasonCode,
});
export const ScreenAnswerSchema = Type.Union([
	VerdictBodySchema,
	Type.Object({ verdicts: Type.Array(VerdictBodySchema) }),
	ScreenStandingSchema,
	Type.Object({ verdicts: Type.Array(ScreenStandingSchema) }),
]);

export type ListingState = (typeof LISTING_STATES)[number];
export type ScreenStanding = Static<typeof ScreenStandingSchema>;
export type Submission = Static<typeof SubmissionSchema>;
export type ListingSummary = Static<typeof ListingSummarySchema>;
export type ListingRevision = Static<typeof RevisionSchema>;
export type ListingDetail = Static<typeof ListingDetailSchema>;
