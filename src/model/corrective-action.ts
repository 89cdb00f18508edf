// Corrective actions: what quality assurance found wrong, why it came about, what is done about it, by whom and until when, and whether it
// worked. Events are only ever appended, numbered from 1 without gaps. Must never name a seller or a listing's text.
import type { Actor } from './actor.ts';

/** Why something went wrong. `other` says so in words. */
export const CAUSES = [
	'catalogue-or-rule',
	'policy-setting',
	'guidance',
	'training',
	'workload',
	'tool',
	'missing-facts',
	'conduct',
	'other',
] as const;
export type Cause = (typeof CAUSES)[number];

/** What it was found in: a case, one second review in it by the number of its event, a golden case, or a listing the gate let through. */
export type ActionLink =
	| { readonly kind: 'case'; readonly caseId: string }
	| { readonly kind: 'review'; readonly caseId: string; readonly seq: number }
	| { readonly kind: 'golden'; readonly goldenId: string }
	| { readonly kind: 'clear'; readonly listingId: string; readonly revision: number };

/** The part that may be changed while the action is open. */
export interface Undertaking {
	readonly measure: string;
	/** Person id. */
	readonly owner: string;
	/** ISO date, the last day. */
	readonly due: string;
}

export type CorrectiveFact =
	| ({
			readonly kind: 'recorded';
			readonly actionId: string;
			readonly found: string;
			readonly links: readonly ActionLink[];
			readonly cause: Cause;
			readonly causeNote: string;
	  } & Undertaking)
	| ({ readonly kind: 'changed'; readonly note: string } & Undertaking)
	| { readonly kind: 'done'; readonly note: string }
	/** `due`: until when it is done again, where it did not work. */
	| { readonly kind: 'checked'; readonly effective: true; readonly note: string }
	| { readonly kind: 'checked'; readonly effective: false; readonly note: string; readonly due: string };

export type CorrectiveEvent = CorrectiveFact & { readonly seq: number; readonly at: string; readonly actor: Actor };

/** `done`: another person's check is awaited. */
export const ACTION_STATUSES = ['open', 'done', 'effective'] as const;
export type ActionStatus = (typeof ACTION_STATUSES)[number];

/** Where an action stands: nothing but a fold of its events. */
export interface CorrectiveAction extends Undertaking {
	readonly id: string;
	readonly seq: number;
	readonly status: ActionStatus;
	readonly found: string;
	readonly links: readonly ActionLink[];
	readonly cause: Cause;
	readonly causeNote: string;
	readonly recordedAt: string;
	readonly recordedBy: Actor;
	readonly updatedAt: string;
	readonly done?: { readonly at: string; readonly by: Actor; readonly note: string };
	/** How often a check found that it had not worked. */
	readonly failedChecks: number;
	readonly checked?: { readonly at: string; readonly by: Actor; readonly note: string };
	/** Persons who ever owned it or reported it done; none of them may check it. */
	readonly hands: readonly string[];
}

/** Whether its last day has passed without its being done. `today`: ISO date. */
export const isOverdue = ({ status, due }: Pick<CorrectiveAction, 'status' | 'due'>, today: string): boolean =>
	status === 'open' && due < today;
