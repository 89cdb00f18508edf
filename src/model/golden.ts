// The nouns of golden cases: decided cases whose right answer two people have established, by which reviewers are measured. Must never
// name a person, a party or the listing it was made from.
import type { Actor } from './actor.ts';
import type { Outcome } from './case.ts';
import type { Listing } from './listing.ts';
import type { Verdict } from './verdict.ts';

/** What a reviewer would have decided, or what is right. */
export interface GoldenAnswer {
	readonly outcome: Outcome;
	readonly reasonCode: string;
}

/** The listing and what the engine said of it, frozen. */
export interface GoldenSnapshot {
	/** Without ids, party and files. */
	readonly listing: Omit<Listing, 'id' | 'revision' | 'seller' | 'images' | 'imageAlts' | 'attachments'>;
	/** Where the seller is; the law may depend on it. */
	readonly sellerCountry?: string;
	/** Without what would lead back to the listing. */
	readonly verdict: Omit<Verdict, 'listingId' | 'inputHash' | 'mediaHash'>;
}

/** `proposed`: a second person is awaited. `live`: handed out. */
export const GOLDEN_STATUSES = ['proposed', 'live', 'retired'] as const;
export type GoldenStatus = (typeof GOLDEN_STATUSES)[number];

/** Why one is no longer handed out. `mistaken`: the right answer was not, so its answers count for nothing. `known`: it got about. */
export const RETIREMENTS = ['outdated', 'mistaken', 'known'] as const;
export type Retirement = (typeof RETIREMENTS)[number];

export interface GoldenCase {
	readonly id: string;
	readonly caseId: string;
	/** The revision its decision was taken on. */
	readonly revision: number;
	readonly snapshot: GoldenSnapshot;
	readonly right: GoldenAnswer;
	readonly status: GoldenStatus;
	readonly proposedBy: Actor;
	readonly proposedAt: string;
	readonly confirmedBy?: Actor;
	readonly confirmedAt?: string;
	readonly retiredBy?: Actor;
	readonly retiredAt?: string;
	readonly because?: Retirement;
}
