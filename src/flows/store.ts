// The storage ports of the flows: rows as flows speak of them, and what one transaction can do. An adapter implements them on
// PostgreSQL. All of a batch is stored, or nothing.

import type { AnnouncementKind } from '../model/announcement.ts';
import type { Case } from '../model/case.ts';
import type { CaseEvent } from '../model/case-event.ts';
import type { VerdictKind } from '../model/verdict.ts';
import type { LogRow } from './record.ts';
import type { ListedMedia } from './screening.ts';

export type ListingState = 'published' | 'held' | 'refused' | 'withdrawn';

/** Where a listing stands now. */
export interface ListingRow {
	readonly id: string;
	readonly revision: number;
	readonly state: ListingState;
	readonly reasonCode?: string;
	readonly verdict: VerdictKind;
	readonly seller?: string;
	readonly title: string;
	readonly caseId?: string;
	readonly updatedAt: string;
}

/** What is asked of the present row before a submission: the row, and what its revision rested on. */
export interface PresentListing extends ListingRow {
	readonly inputHash: string;
	readonly catalogueVersion: string;
	readonly engineVersion: string;
	readonly policyVersion: string;
	/** The verdict of the present revision, as JSON. */
	readonly verdictText: string;
}

export interface RevisionRow {
	readonly listingId: string;
	readonly revision: number;
	/** JSON. */
	readonly content: string;
	readonly inputHash: string;
	/** JSON. */
	readonly verdictText: string;
	readonly verdict: VerdictKind;
	readonly catalogueVersion: string;
	readonly engineVersion: string;
	readonly policyVersion: string;
	readonly state: ListingState;
	readonly reasonCode?: string;
	readonly submittedAt: string;
	/** JSON of the actor. */
	readonly submittedBy: string;
	readonly entryId: string;
	readonly substances: readonly { readonly id: string; readonly name: string }[];
	readonly media?: ListedMedia;
	/** What restricted lists say of it, as JSON; stored sealed. */
	readonly hits?: string;
}

export interface KeptAnswer {
	readonly actor: string;
	readonly key: string;
	readonly requestHash: string;
	readonly status: number;
	/** JSON. */
	readonly answer: string;
	readonly at: string;
}

export interface NewEvent {
	readonly caseId: string;
	readonly event: CaseEvent;
	readonly entryId: string;
}

/** An announcement on its way to webhooks. Its id and body stay the same whatever is tried. */
export interface AnnouncementRow {
	readonly id: string;
	readonly kind: AnnouncementKind;
	/** JSON. */
	readonly body: string;
	/** RFC 3339 UTC. */
	readonly at: string;
}

/** What one transaction can do. */
export interface Tx {
	/** The present rows of these listings, locked until the transaction ends. */
	lockListings(ids: readonly string[]): Promise<ReadonlyMap<string, PresentListing>>;
	/** The present row of the listing a case is about, locked; undefined when there is no such case. */
	lockListingOf(caseId: string): Promise<PresentListing | undefined>;
	/** Answers kept under these idempotency keys since `after`. */
	keptAnswers(keys: readonly { readonly actor: string; readonly key: string }[], after: string): Promise<readonly KeptAnswer[]>;
	keepAnswers(rows: readonly KeptAnswer[]): Promise<void>;
	saveListings(rows: readonly ListingRow[]): Promise<void>;
	/** What the present revisions of these listings keep of their media. */
	mediaOf(ids: readonly string[]): Promise<ReadonlyMap<string, ListedMedia>>;
	addRevisions(rows: readonly RevisionRow[]): Promise<void>;
	/** Cases by id, locked until the transaction ends. */
	lockCases(ids: readonly string[]): Promise<ReadonlyMap<string, Case>>;
	/** Writes the fold of each case; `priority` is its place in the queue. */
	saveCases(rows: readonly { readonly state: Case; readonly priority: number }[]): Promise<void>;
	addEvents(rows: readonly NewEvent[]): Promise<void>;
	/** Live claims of a person on cases other than `except`. */
	countClaims(person: string, except: string, now: string): Promise<number>;
	addEntries(rows: readonly LogRow[]): Promise<void>;
	/** Puts announcements into the outbox, for every webhook that wants to hear of them. */
	addAnnouncements(rows: readonly AnnouncementRow[]): Promise<void>;
	/** The number of the ruling in force, which stays in force until the transaction ends. */
	ruling(): Promise<number>;
	/** Counts what the candidate policy said, and keeps where it differs. */
	addShadows(rows: readonly ShadowRow[]): Promise<void>;
}

/** What the candidate policy would have decided on a revision. */
export interface ShadowRow {
	readonly shadow: string;
	readonly listingId: string;
	readonly revision: number;
	readonly live: VerdictKind;
	readonly candidate: VerdictKind;
	readonly why: string;
	readonly at: string;
}

export interface Store {
	/** @throws Fault `database-unavailable` when the database is away; nothing is stored then. */
	transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}
