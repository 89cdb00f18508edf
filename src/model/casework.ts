// The business rules of casework (tables/cases/rules.yaml) and the reason codes (tables/cases/reasons.yaml) after parsing.
import type { Outcome, Risk } from './case.ts';

export const LANGUAGES = ['en', 'zh', 'es', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One text in every language Weir speaks. */
export type Texts = Readonly<Record<Language, string>>;

export interface Casework {
	/** From opening to deadline, by risk. */
	readonly deadlineHours: Readonly<Record<Risk, number>>;
	/** How long before the deadline a case escalates by itself, by risk; shorter than the deadline. */
	readonly warningHours: Readonly<Record<Risk, number>>;
	readonly claimMinutes: number;
	/** Live claims one person may hold. */
	readonly claimsPerPerson: number;
	/** Never less than six. */
	readonly appealMonths: number;
	/** Shares of decided cases that get a second review: of all, and in addition by risk. */
	readonly secondReview: { readonly random: number; readonly byRisk: Readonly<Record<Risk, number>> };
	/** Shares of listings the gate let through on its own that a person looks at, in the same way. */
	readonly clearReview: { readonly random: number; readonly byRisk: Readonly<Record<Risk, number>> };
}

/** Whether a restriction rests on the law or on the marketplace's terms (DSA Article 17(3)(d) and (e)). */
export type Ground = 'law' | 'terms';

/** A confidential code is for staff only; sellers see `shownAs` instead, in every place and word. */
export interface ReasonCode {
	readonly code: string;
	readonly outcomes: readonly Outcome[];
	readonly ground: Ground;
	/** Present on confidential codes: the public code whose texts and code the seller gets. */
	readonly shownAs?: string;
	/** For reviewers: when to use it. */
	readonly internal: Texts;
	/** For the seller: what the decision rests on, in a way one can answer. Absent on confidential codes. */
	readonly seller?: Texts;
}

export type ReasonCodes = ReadonlyMap<string, ReasonCode>;
