// What the recognisers report: one identity seen at one place, with how surely and what was undone.
import type { Certainty, Excuse } from '../model/match.ts';
import type { Basis, EvasionKind } from '../model/verdict.ts';

export interface Sighting {
	/** `name`, `cas`, `cas-near-miss`, `abbreviation`, `inchikey`, `structure`, … */
	readonly rule: string;
	readonly kind: 'substance' | 'family' | 'drug' | 'equipment' | 'honest';
	/** Substance, family, drug or equipment id; for `honest` (a look-alike's CAS) the number. */
	readonly id: string;
	/** UTF-16 offsets into the field's original text. */
	readonly start: number;
	readonly end: number;
	/** The span as read. */
	readonly read: string;
	readonly confidence: number;
	readonly certainty: Certainty;
	readonly basis: Basis;
	readonly undone: readonly EvasionKind[];
	/** CAS form or limited form the span names, when not the substance itself. */
	readonly form?: string;
	readonly note: string;
	/** Read in a picture. */
	readonly image?: true;
}

/** A sighting in its field, and why it is no offer. */
export interface FieldSighting extends Sighting {
	readonly field: string;
	/** The slice of the original text. */
	readonly text: string;
	/** Features of the intent model. */
	readonly intent: Float32Array;
	/** Probability that what is named is offered. */
	readonly offered: number;
	readonly excused: Excuse | null;
}
