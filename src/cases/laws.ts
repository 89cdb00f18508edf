// The commands of casework and the law of each: which permission it needs, in which states it is legal, whether it takes a certified
// person. One table, walked by a test and drawn in docs/cases.md. There is no command that deletes.
import type { Role } from '../model/actor.ts';
import type { CaseEvidence, CaseStatus, Decision, Outcome, Screened } from '../model/case.ts';
import type { CaseFact } from '../model/case-event.ts';
import type { Casework, ReasonCodes } from '../model/casework.ts';
import type { Action } from '../policy/permissions.ts';
import type { Refusal } from './refusals.ts';

export type Command =
	| {
			readonly kind: 'open';
			readonly caseId: string;
			readonly listing: string;
			readonly seller?: string;
			readonly screened: Screened;
			readonly evidence: readonly CaseEvidence[];
			/** Named staff only, from the beginning. */
			readonly visibleTo?: readonly string[];
	  }
	| { readonly kind: 'add-evidence'; readonly evidence: CaseEvidence }
	| { readonly kind: 'claim' }
	| { readonly kind: 'release' }
	| { readonly kind: 'comment'; readonly text: string }
	/** From Weir itself the cause is the clock; from a person it is the note. */
	| { readonly kind: 'escalate'; readonly note: string }
	| { readonly kind: 'restrict'; readonly visibleTo: readonly string[]; readonly note: string }
	| { readonly kind: 'decide'; readonly decision: Decision }
	| { readonly kind: 'approve' }
	| { readonly kind: 'reject'; readonly note: string }
	/** `seller`: the party the actor acts for, from the key or the session, never from the request. */
	| { readonly kind: 'appeal'; readonly seller: string; readonly grounds: string }
	| { readonly kind: 'assign-appeal'; readonly to: string }
	| { readonly kind: 'decide-appeal'; readonly decision: Decision }
	| {
			readonly kind: 'rescreen';
			readonly screened: Screened;
			readonly evidence: readonly CaseEvidence[];
			/** Named staff only, from now on. */
			readonly visibleTo?: readonly string[];
	  }
	| { readonly kind: 'review'; readonly outcome: Outcome; readonly note: string }
	| { readonly kind: 'close'; readonly note: string }
	| { readonly kind: 'reopen'; readonly note: string };

/** What the register says about the person behind the actor. Without it nobody can judge anything. */
export interface Standing {
	/** Roles this person is trained and certified for. */
	readonly certified: readonly Role[];
	/** Sellers this person declared a conflict of interest with. */
	readonly conflicts: readonly string[];
}

export interface Context {
	/** RFC 3339 UTC. */
	readonly now: string;
	readonly rules: Casework;
	readonly reasons: ReasonCodes;
	readonly standing?: Standing;
	/** Live claims of this person on other cases. */
	readonly claims?: number;
}

export interface Law {
	readonly action: Action;
	readonly from: readonly CaseStatus[];
	/** Judging takes a certified person without a conflict of interest. */
	readonly judging?: true;
	/** Not even a key that a person answers for. */
	readonly inPerson?: true;
}

const WAITING: readonly CaseStatus[] = ['open', 'proposed', 'appealed'];
const ANY: readonly CaseStatus[] = [...WAITING, 'decided', 'closed'];

/** Command → permission and legal states. `open` is the one command before the first event. */
export const LAWS: Readonly<Record<Command['kind'], Law>> = {
	open: { action: 'case:open', from: [] },
	'add-evidence': { action: 'case:add-evidence', from: [...WAITING, 'decided'] },
	claim: { action: 'case:claim', from: ['open', 'appealed'] },
	release: { action: 'case:claim', from: ['open', 'appealed'] },
	comment: { action: 'case:comment', from: ANY },
	escalate: { action: 'case:escalate', from: WAITING },
	restrict: { action: 'case:restrict', from: ANY },
	decide: { action: 'case:decide', from: ['open'], judging: true },
	approve: { action: 'case:approve', from: ['proposed'], judging: true },
	reject: { action: 'case:approve', from: ['proposed'], judging: true },
	// In any state: a refusal for the state would tell the seller what staff are doing.
	appeal: { action: 'case:appeal', from: ANY },
	'assign-appeal': { action: 'case:assign-appeal', from: ['appealed'] },
	'decide-appeal': { action: 'case:decide-appeal', from: ['appealed'], judging: true, inPerson: true },
	rescreen: { action: 'case:rescreen', from: ANY },
	review: { action: 'qa:review', from: ['decided', 'closed'], judging: true },
	close: { action: 'case:close', from: ['open', 'decided'] },
	reopen: { action: 'case:reopen', from: ['decided', 'closed'] },
};

/** What a command comes to: facts to record, or refusals. */
export type Acted = { readonly facts: readonly CaseFact[] } | { readonly refusals: readonly Refusal[] };
