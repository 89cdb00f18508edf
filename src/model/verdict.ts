// What the engine answers. The shape is a fixed interface: it may be extended, never broken.
import type { Medium } from './media.ts';
import type { Tier } from './substance.ts';

export type VerdictKind = 'clear' | 'review' | 'block';

/** How a substance was recognised. */
export type Basis = 'name' | 'cas' | 'identifier' | 'structure' | 'family' | 'context' | 'semantic' | 'image';

/** A disguise that reading the text undid. */
export type EvasionKind =
	| 'homoglyph'
	| 'invisible'
	| 'spacing'
	| 'split'
	| 'leet'
	| 'misspelling'
	| 'phonetic'
	| 'mask'
	| 'reversed'
	| 'encoding'
	| 'transliteration'
	| 'cas-format'
	| 'cas-near-miss'
	| 'identifier-format';

export interface SubstanceMatch {
	readonly id: string;
	readonly name: string;
	readonly tier: Tier;
	/** Calibrated probability, 0 to 1, that the listing names this substance. */
	readonly confidence: number;
	readonly basis: readonly Basis[];
}

/** Something that must exist before the offer may proceed: a licence, a certificate, a report. */
export interface Obligation {
	readonly code: string;
	readonly regime: string;
	readonly citation: string;
	readonly text: string;
}

/**
 * One rule's outcome with its evidence. `start`/`end` are UTF-16 offsets into the original field; `text` is that slice. With `media`,
 * `field` names an image or attachment, and the offsets count in the text read from that part of it.
 */
export interface Finding {
	readonly rule: string;
	readonly outcome: 'match' | 'errored';
	/** RFC 6901 JSON Pointer to the field, e.g. `/title`. */
	readonly field: string;
	readonly start: number;
	readonly end: number;
	readonly text: string;
	/** How the engine read the span, after normalisation. */
	readonly read: string;
	readonly citation?: string;
	readonly note: string;
	/** Substance or family this finding is about, when it is about one. */
	readonly subject?: string;
	/** Disguises undone inside this span. */
	readonly undone?: readonly EvasionKind[];
	/** Which part of an image or attachment the span stands in. */
	readonly media?: Medium;
}

export interface VerdictReason {
	readonly code: string;
	readonly text: string;
	/** The legal citation, or the policy line (`policy: …`) for reasons that are not law. */
	readonly citation: string;
	readonly substance?: string;
}

export interface Verdict {
	readonly listingId: string;
	readonly verdict: VerdictKind;
	/** Calibrated probability, 0 to 1, that the listing offers a controlled identity. */
	readonly score: number;
	readonly substances: readonly SubstanceMatch[];
	readonly families: readonly string[];
	readonly evasion: readonly EvasionKind[];
	readonly obligations: readonly Obligation[];
	/** Why the verdict is what it is, strictest first; the first one carries it. */
	readonly reasons: readonly VerdictReason[];
	readonly findings: readonly Finding[];
	/** JSON Pointers of parts that were present but not screened (media not fetched, for example). */
	readonly unscreened: readonly string[];
	readonly catalogueVersion: string;
	readonly engineVersion: string;
	readonly policyVersion: string;
	/** SHA-256 of the RFC 8785 form of the listing. */
	readonly inputHash: string;
	/** SHA-256 of the RFC 8785 form of the media texts the verdict rests on; absent when none were given. */
	readonly mediaHash?: string;
	/** RFC 3339 UTC. */
	readonly decidedAt: string;
}
