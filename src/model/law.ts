// Law as data: which regimes exist, which classes their texts state, and what holds for one subject on one day. Shared by the
// floor that looks the law up (catalogue/law.ts) and the floor that decides from it (policy/).
import type { Control } from './substance.ts';

/** One body of law and where it reaches. */
export interface Regime {
	readonly id: string;
	readonly title: string;
	/** ISO 3166-1 alpha-2. A party there brings the regime in. */
	readonly countries: readonly string[];
	/** IANA zone whose local midnight switches this regime's law. */
	readonly timeZone: string;
	/** Applies to every known country (the 1988 Convention), beside the national law. */
	readonly universal: boolean;
	/** Issues permits of its own; a regime that does not needs no entitlement of its own. */
	readonly permits: boolean;
	readonly note?: string;
}

/** A class stated by one regime's text, as a control with dates of its own. */
export interface ClassLaw extends Control {
	readonly family: string;
}

/** `catalogue/regimes.yaml`, parsed. */
export interface RegimeTable {
	readonly regimes: readonly Regime[];
	/** Days either side of a low-confidence date in which that date decides nothing alone. */
	readonly uncertainDays: number;
	readonly classes: readonly ClassLaw[];
	/** Family → regimes that name single members only: the class itself is not their law. */
	readonly namedOnly: Readonly<Record<string, readonly string[]>>;
}

/** When: an instant (RFC 3339; each regime reads it in its own time zone) or a calendar date taken as local everywhere. */
export type At = { readonly instant: string } | { readonly asOf: string };

/**
 * Why a control in force needs a person's eye. `date-unknown`: no date compiled; counts as in force. `date-partial`: only the
 * year or month is known and it is that year or month. `date-uncertain`: a low-confidence date is near. `low-confidence`: the
 * line itself is. `term-ended`: a temporary control whose successor is not compiled. `reach-unknown`: whether the wording
 * extends to this form is not compiled. `mixture-uncertain`: a low-confidence mixture rule would exempt the goods.
 */
export type LawMark =
	| 'date-unknown'
	| 'date-partial'
	| 'date-uncertain'
	| 'low-confidence'
	| 'term-ended'
	| 'reach-unknown'
	| 'mixture-uncertain';

/** As a reader sees them, such as "date unknown". */
export const marksInWords = (marks: readonly LawMark[]): string => marks.map((mark) => mark.replaceAll('-', ' ')).join(', ');

export interface ControlInForce {
	readonly control: Control;
	readonly marks: readonly LawMark[];
	/** No mark that makes the control itself doubtful. Only a firm control blocks or clears. */
	readonly firm: boolean;
	/** Set when the control is a class the subject belongs to, not a line of its own. */
	readonly family?: string;
}

/** A control with a date still to come. */
export interface UpcomingControl {
	readonly control: Control;
	/** First day in force (ISO), read conservatively when only a year or month is known. */
	readonly from: string;
	readonly daysLeft: number;
	/** The date is of low confidence. */
	readonly uncertain: boolean;
}

export interface NotApplied {
	readonly control: Control;
	readonly why: 'proposed' | 'watch' | 'lapsed' | 'form-outside' | 'mixture-exempt';
	readonly note: string;
}

/** What one regime says about one subject on one local date. */
export interface RegimeStanding {
	readonly regime: string;
	readonly localDate: string;
	/** False: the table has no such regime, so nothing is known of its law. */
	readonly known: boolean;
	/** False: no line of this regime is compiled for the subject. That is not a statement that it is free. */
	readonly compiled: boolean;
	readonly permits: boolean;
	readonly inForce: readonly ControlInForce[];
	readonly upcoming: readonly UpcomingControl[];
	readonly notApplied: readonly NotApplied[];
}

/** What the applicable regimes say about one subject. */
export interface LawStanding {
	readonly subject: string;
	readonly regimes: readonly RegimeStanding[];
}

/** A mark that makes the control itself doubtful; `date-unknown` alone does not, an unknown date counts as in force. */
export const isFirm = (marks: readonly LawMark[]): boolean => marks.every((mark) => mark === 'date-unknown');
