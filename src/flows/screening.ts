// The screening port: what flows ask of the engine, wherever it runs. A listing that cannot be screened (a time-out, a dead worker)
// comes back as `errored`, which is never clear; only when not even that can be said does the promise reject.
import type { Problem } from '../base/result.ts';
import type { MediaText } from '../model/media.ts';
import type { VerdictKind } from '../model/verdict.ts';

/** What listings are decided by at a moment. `number` counts activations; 0: the catalogue that the server brings along and its policy. */
export interface Ruling {
	readonly number: number;
	readonly policy?: PolicyText;
	/** Version of the catalogue; absent: the one that the server brings along. */
	readonly catalogue?: string;
	/** A candidate that decides silently beside it. */
	readonly shadow?: PolicyText & { readonly id: string };
}

/** A policy document on its way to where engines run. */
export interface PolicyText {
	readonly version: string;
	/** JSON; absent: the policy that the catalogue brings along. */
	readonly document?: string;
	/** The restricted lists that it names and that could be read, as JSON in memory that threads share; absent: it names none. */
	readonly lists?: Uint8Array;
}

/** What every verdict of this process rests on. */
export interface Versions {
	readonly catalogueVersion: string;
	readonly engineVersion: string;
	readonly policyVersion: string;
}

/** One image or attachment of a listing, as the listing names it. */
export interface NamedMedium {
	/** RFC 6901 JSON Pointer. */
	readonly pointer: string;
	readonly given: string;
}

/** What a revision keeps of its media. */
export interface ListedMedia {
	readonly files: readonly { readonly pointer: string; readonly uploadId: string; readonly hash: string }[];
	/** JSON of the list that the engine was given. */
	readonly texts: string;
}

/** A listing with its verdict. The texts are JSON, made where the engine runs: nobody parses them on the way. */
export interface ScreenedListing extends Versions {
	readonly kind: 'screened';
	/** The id in the body, when it states one. */
	readonly id?: string;
	readonly title: string;
	readonly seller?: string;
	/** The listing as submitted, as JSON. */
	readonly content: string;
	/** The verdict as JSON. */
	readonly text: string;
	readonly verdict: VerdictKind;
	readonly substances: readonly { readonly id: string; readonly name: string }[];
	/** SHA-256 of the RFC 8785 form of the listing, lower-case hex. */
	readonly inputHash: string;
	/** SHA-256 of `text`, lower-case hex. */
	readonly verdictHash: string;
	/** Of a listing that names images or attachments. */
	readonly media?: ListedMedia;
	/** The number of the ruling it was decided by. */
	readonly ruling: number;
	/** What the candidate policy says, while there is one. */
	readonly shadow?: ShadowVerdict;
	/** What restricted lists say of it, as JSON: for named staff only. The verdict says nothing of it. */
	readonly hits?: string;
}

export interface ShadowVerdict {
	readonly shadow: string;
	readonly verdict: VerdictKind;
	/** The first reason of whichever verdict has one; empty when both agree. */
	readonly why: string;
}

export type Screened =
	| ScreenedListing
	| { readonly kind: 'unreadable'; readonly problems: readonly Problem[] }
	/** It names media and came without what they say, so it was not screened yet. */
	| { readonly kind: 'with-media'; readonly named: readonly NamedMedium[] };

/** One body to screen under an id. */
export interface Submitted {
	readonly listingId: string;
	/** JSON, as the caller sent it. */
	readonly body: string;
	/** RFC 3339 UTC. */
	readonly now: string;
	/** What was read from its media; without it a listing that names any is answered as `with-media`. */
	readonly media?: readonly MediaText[];
	/** Nothing is stored: restricted lists are not consulted, or whoever probes would learn them unseen. */
	readonly stateless?: true;
}

export interface Screening {
	/** Of the ruling in force. */
	readonly versions: Versions;
	screen(one: Submitted): Promise<Screened>;
}
