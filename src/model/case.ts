// The nouns of casework: what a case is about, what a reviewer found and decided, and where a case stands. The events it is a fold
// of are in case-event.ts; the rules of moving between states are in cases/.
import type { Actor } from './actor.ts';
import type { Tier } from './substance.ts';
import type { EvasionKind, VerdictKind } from './verdict.ts';

/** What becomes of the listing. `hold`: not published until the seller has mended it. */
export const OUTCOMES = ['publish', 'refuse', 'hold'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How much harm waiting can do; most urgent first. */
export const RISKS = ['critical', 'high', 'medium', 'low'] as const;
export type Risk = (typeof RISKS)[number];

/** What happens besides the outcome. `terminate-supplier`, `whitelist` and `no-report` need a second person (policy/four-eyes.ts). */
export const FOLLOW_UPS = [
	'request-documents',
	'watch-seller',
	'propose-alias',
	'report-authority',
	'no-report',
	'terminate-supplier',
	'whitelist',
] as const;
export type FollowUp = (typeof FOLLOW_UPS)[number];

/** `proposed`: one person has decided something that needs two. `appealed`: a decision stands and its complaint is open. */
export type CaseStatus = 'open' | 'proposed' | 'decided' | 'appealed' | 'closed';

/** Something a decision may rest on. The content lives elsewhere, under its hash, and outlives the listing. */
export interface CaseEvidence {
	/** Unique in the case. */
	readonly id: string;
	readonly kind: 'verdict' | 'listing' | 'snapshot' | 'document' | 'note';
	/** SHA-256 of the content, lower-case hex. */
	readonly hash: string;
	/** Where it came from. */
	readonly source: string;
	/** RFC 3339 UTC. */
	readonly capturedAt: string;
}

/** What a verdict says about a listing revision, as far as casework needs it; with everything the verdict was bound to. */
export interface Screened {
	readonly revision: number;
	readonly verdict: VerdictKind;
	/** Calibrated probability, 0 to 1. */
	readonly score: number;
	/** The strictest tier recognised; null when nothing was. */
	readonly tier: Tier | null;
	readonly evasion: readonly EvasionKind[];
	readonly inputHash: string;
	readonly catalogueVersion: string;
	readonly engineVersion: string;
	readonly policyVersion: string;
	/** Under a key of the server, what restricted lists said of it; absent: nothing. */
	readonly watched?: string;
}

/** A structured decision, as a person submits it. */
export interface Decision {
	readonly outcome: Outcome;
	/** A code of tables/cases/reasons.yaml that fits the outcome. */
	readonly reasonCode: string;
	/** What the reviewer found, in words. Never shown to the seller. */
	readonly facts: string;
	/** The provision or the clause of the terms. */
	readonly legalBasis: string;
	readonly followUp: readonly FollowUp[];
	/** Ids of evidence in the case; at least one. */
	readonly evidence: readonly string[];
	/** Free text beside the structure. */
	readonly note?: string;
}

/** A decision that took effect, bound to the revision and the versions it was taken on. */
export interface StandingDecision extends Decision {
	readonly at: string;
	readonly by: Actor;
	/** The second person, where two were needed. */
	readonly approvedBy?: Actor;
	readonly on: Screened;
}

export interface Proposal {
	readonly stage: 'decision' | 'appeal';
	readonly decision: Decision;
	readonly by: Actor;
	readonly at: string;
}

export interface Appeal {
	readonly at: string;
	readonly grounds: string;
	/** Person id; only this person may decide it once set. */
	readonly assignee?: string;
	readonly decided?: { readonly at: string; readonly by: Actor; readonly reversed: boolean };
}

export interface Claim {
	/** Person id. */
	readonly by: string;
	/** RFC 3339 UTC; the lease is over from this moment on. */
	readonly until: string;
}

/** A second look at a decision for quality's sake; it changes nothing in the case. */
export interface SecondReview {
	readonly by: Actor;
	readonly at: string;
	readonly outcome: Outcome;
	readonly agrees: boolean;
	readonly note: string;
}

/** Where a case stands: nothing but a fold of its events. */
export interface Case {
	readonly id: string;
	/** Events folded so far; the number of the last one. Use it as the entity tag. */
	readonly seq: number;
	readonly status: CaseStatus;
	readonly listing: string;
	/** The party that offers; absent when the listing names none. */
	readonly seller?: string;
	readonly openedAt: string;
	readonly openedBy: Actor;
	readonly deadline: string;
	readonly risk: Risk;
	/** 0: not escalated. 1: the deadline is near, or someone asked. 2: the deadline has passed. */
	readonly escalation: 0 | 1 | 2;
	/** The last screening, of the revision a decision would be about. */
	readonly screened: Screened;
	/** The strictest tier any screening of this case saw. An edit never makes a release of tier 1 a one-person act. */
	readonly worstTier: Tier | null;
	readonly evidence: readonly CaseEvidence[];
	readonly claim?: Claim;
	/** Person ids, and `role:…` for whoever has a role; absent while the case is not restricted. */
	readonly visibleTo?: readonly string[];
	/** Restricted by a screening: from outside it must look like any other case. */
	readonly discreet?: true;
	readonly proposal?: Proposal;
	/** Every decision that ever took effect, the one in force last. */
	readonly decisions: readonly StandingDecision[];
	/** Persons who took or approved a decision; none of them may hear the appeal. */
	readonly deciders: readonly string[];
	/** Until when the seller may complain about the decision in force. */
	readonly appealUntil?: string;
	/** About the decision in force. */
	readonly appeal?: Appeal;
	readonly reviews: readonly SecondReview[];
	readonly comments: number;
}

/** The decision in force; undefined before the first and while the case is open again. */
export function decisionInForce(one: Case): StandingDecision | undefined {
	return one.status === 'open' || (one.status === 'proposed' && one.proposal?.stage === 'decision') ? undefined : one.decisions.at(-1);
}
