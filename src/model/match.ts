// What recognising hands to deciding: which identities were seen, how surely, and what was undone to see them.
import type { Basis, EvasionKind } from './verdict.ts';

/**
 * How sure the identity is. `certain`: a deterministic notation (exact name, valid CAS, structure, identifier), read as
 * written or through a lossless normalisation. `probable`: a bounded edit away, or a model's word above the review threshold.
 * `possible`: an abbreviation or a mention without the context that would settle it.
 */
export type Certainty = 'certain' | 'probable' | 'possible';

/** An honest reading that explains a match: a negation ("safrole-free"), a mention (a book about it), a look-alike, a collision. */
export interface Excuse {
	readonly reason: 'negation' | 'mention' | 'look-alike' | 'collision';
	readonly note: string;
}

/** One identity. A listing that names both a substance and one of its limited forms (an ester) yields one match for each. */
export interface Match {
	readonly substance: string;
	readonly confidence: number;
	readonly certainty: Certainty;
	readonly basis: readonly Basis[];
	/** Disguises undone; empty when the identity is openly declared. */
	readonly evasion: readonly EvasionKind[];
	/** When set, the match is reported with this reason and does not by itself raise the verdict. */
	readonly excused?: Excuse;
	/**
	 * The form the listing names when it is not the substance itself (`LimitedForm.form` or `CasNumber.form`, such as
	 * `ethyl ester (US: its esters)`): the wording of some regimes stops short of it. Absent: base or salt.
	 */
	readonly form?: string;
	/** Share of the substance in the goods as stated, in per cent (0 to 100). Absent: not stated. */
	readonly percent?: number;
}

/** One legal class whose structural query matched. */
export interface FamilyMatch {
	readonly family: string;
	readonly certainty: Certainty;
	readonly evasion: readonly EvasionKind[];
	/** The listed substance the same structure is: the most specific entry wins, so the class then adds nothing. */
	readonly substance?: string;
	readonly excused?: Excuse;
}

/** Regulated equipment seen in the listing. */
export interface EquipmentMatch {
	readonly equipment: string;
	readonly certainty: Certainty;
	readonly evasion: readonly EvasionKind[];
	/** The marking offered copies a medicine or brand (a counterfeit imprint). */
	readonly imprint?: boolean;
	readonly excused?: Excuse;
}

/** A controlled drug named in the listing. Drugs are outside the catalogue; a recognised one is at least reviewed. */
export interface DrugMention {
	readonly name: string;
	readonly list: string;
	readonly source: string;
	readonly excused?: Excuse;
}

/** A phrase that changes what the matches mean. Never decisive alone. */
export interface RedFlag {
	readonly kind: 'stealth' | 'off-platform' | 'replacement';
	readonly note: string;
	/** The substance the phrase is about ("replacement for …"), when it is about one. */
	readonly substance?: string;
}

/** A part of the screening that could not be evaluated. It can never end as `clear`. */
export interface Errored {
	readonly rule: string;
	/** RFC 6901 JSON Pointer to the field. */
	readonly field: string;
	readonly note: string;
}
