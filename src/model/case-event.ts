// What can happen in a case. Events are only ever appended, numbered from 1 without gaps; there is none that removes anything.
import type { Actor } from './actor.ts';
import type { CaseEvidence, Decision, Outcome, Risk, Screened } from './case.ts';

export type CaseFact =
	| {
			readonly kind: 'opened';
			readonly caseId: string;
			readonly listing: string;
			readonly seller?: string;
			readonly screened: Screened;
			readonly risk: Risk;
			readonly deadline: string;
			readonly evidence: readonly CaseEvidence[];
			/** Restricted from its beginning, for a reason that nobody else may learn: this event says so, and no other one. */
			readonly visibleTo?: readonly string[];
	  }
	| { readonly kind: 'evidence-added'; readonly evidence: CaseEvidence }
	| { readonly kind: 'claimed'; readonly by: string; readonly until: string }
	| { readonly kind: 'claim-released'; readonly by: string }
	| { readonly kind: 'commented'; readonly text: string }
	| { readonly kind: 'escalated'; readonly cause: 'asked' | 'deadline-near' | 'deadline-passed'; readonly note: string }
	| { readonly kind: 'restricted'; readonly visibleTo: readonly string[]; readonly note: string }
	| { readonly kind: 'decision-proposed'; readonly stage: 'decision' | 'appeal'; readonly decision: Decision }
	| { readonly kind: 'decision-approved' }
	| { readonly kind: 'decision-rejected'; readonly note: string }
	| {
			readonly kind: 'decided';
			readonly decision: Decision;
			/** Who proposed it, where the actor of this event is the second person. */
			readonly proposedBy?: Actor;
			readonly appealUntil: string;
	  }
	| { readonly kind: 'appealed'; readonly grounds: string }
	| { readonly kind: 'appeal-assigned'; readonly to: string }
	| {
			readonly kind: 'appeal-decided';
			readonly decision: Decision;
			readonly proposedBy?: Actor;
			/** True when the outcome differs from the one complained about: a labelled error of the first decision. */
			readonly reversed: boolean;
	  }
	| {
			readonly kind: 'rescreened';
			readonly screened: Screened;
			readonly risk: Risk;
			readonly evidence: readonly CaseEvidence[];
			/** As in `opened`: restricted from this screening on. */
			readonly visibleTo?: readonly string[];
	  }
	| { readonly kind: 'reviewed'; readonly outcome: Outcome; readonly agrees: boolean; readonly note: string }
	| { readonly kind: 'closed'; readonly note: string }
	| { readonly kind: 'reopened'; readonly deadline: string; readonly note: string };

export type CaseEventKind = CaseFact['kind'];

export type CaseEvent = CaseFact & {
	/** 1, 2, 3 … within the case. */
	readonly seq: number;
	/** RFC 3339 UTC. */
	readonly at: string;
	readonly actor: Actor;
};
