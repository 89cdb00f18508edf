// What a seller sees of a case: the state of the listing and a public reason code, nothing else. Escalation, restriction, proposals,
// comments, follow-ups and confidential reasons leave no trace here, not even in which members exist.
import { type Case, decisionInForce, type Outcome } from '../model/case.ts';
import type { ReasonCodes } from '../model/casework.ts';
import type { VerdictKind } from '../model/verdict.ts';
import { reasonOfVerdict, shownReason } from '../policy/casework.ts';

export type ListingState = 'published' | 'held' | 'refused';

export interface SellerView {
	readonly listing: string;
	readonly state: ListingState;
	/** Absent when the listing is published without having been restricted. */
	readonly reasonCode?: string;
}

const BY_OUTCOME: Readonly<Record<Outcome, ListingState>> = { publish: 'published', hold: 'held', refuse: 'refused' };
const BY_VERDICT: Readonly<Record<VerdictKind, ListingState>> = { clear: 'published', review: 'held', block: 'refused' };

/** The seller's view: the decision in force, or while there is none what the last screening means. */
export function sellerView(state: Case, reasons: ReasonCodes): SellerView {
	const decision = decisionInForce(state);
	const wanted = decision === undefined ? reasonOfVerdict(state.screened.verdict) : decision.reasonCode;
	const code = wanted === undefined ? undefined : shownReason(reasons, wanted)?.code;
	return {
		listing: state.listing,
		state: decision === undefined ? BY_VERDICT[state.screened.verdict] : BY_OUTCOME[decision.outcome],
		...(code === undefined ? {} : { reasonCode: code }),
	};
}
