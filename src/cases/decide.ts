// Deciding, approving, rejecting and hearing complaints. A decision needs facts, a legal basis, a fitting reason code and evidence the
// case holds. What needs two people is only proposed by the first; nobody hears a complaint about what they decided themselves.
import { addMonths, isBefore } from '../base/time.ts';
import { type Actor, personBehind } from '../model/actor.ts';
import { type Case, type Decision, decisionInForce } from '../model/case.ts';
import type { CaseFact } from '../model/case-event.ts';
import type { ReasonCodes } from '../model/casework.ts';
import { maySecond, twoPersonActs } from '../policy/four-eyes.ts';
import type { Acted, Context } from './laws.ts';
import { type Refusal, refusal, refuse, unpermitted } from './refusals.ts';

/** DSA Article 20(1): complaints stay open for at least this long. */
const LEAST_APPEAL_MONTHS = 6;

/** Decides alone where one person may, else proposes. */
export function decide(state: Case, decision: Decision, actor: Actor, context: Context): Acted {
	if (heldByOther(state, actor, context.now)) return refuse('claimed-by-other');
	const wrong = defects(state, decision, context.reasons);
	if (wrong.length > 0) return { refusals: wrong };
	if (twoPersonActs({ ...decision, tier: state.worstTier }).length > 0) {
		return { facts: [{ kind: 'decision-proposed', stage: 'decision', decision }] };
	}
	return { facts: [decided(decision, context)] };
}

/** The second half of a decision for two. */
export function approve(state: Case, actor: Actor, context: Context): Acted {
	const { proposal } = state;
	if (proposal === undefined) return refuse('wrong-status');
	if (!maySecond(proposal.by, actor)) return refuse('same-person');
	if (proposal.stage === 'appeal') {
		const unfit = unfitForAppeal(state, actor);
		if (unfit !== undefined) return { refusals: [unfit] };
		return { facts: [{ kind: 'decision-approved' }, appealDecided(state, proposal.decision, proposal.by)] };
	}
	return { facts: [{ kind: 'decision-approved' }, { ...decided(proposal.decision, context), proposedBy: proposal.by }] };
}

/** Sends a proposal back. The proposer cannot: withdrawing would let one person try decisions until one pleases. */
export function reject(state: Case, note: string, actor: Actor): Acted {
	if (state.proposal === undefined) return refuse('wrong-status');
	if (!maySecond(state.proposal.by, actor)) return refuse('same-person');
	if (note.trim() === '') return refuse('text-missing', '/note');
	return { facts: [{ kind: 'decision-rejected', note }] };
}

/** Gives a complaint to a person who took no part in the decision. */
export function assignAppeal(state: Case, to: string): Acted {
	if (to.trim() === '') return refuse('text-missing', '/to');
	if (state.deciders.includes(to)) return refuse('decided-by-you', '/to');
	return { facts: [{ kind: 'appeal-assigned', to }] };
}

/** Answers a complaint: another person than the first, never a machine alone. Releasing tier 1 takes a third. */
export function decideAppeal(state: Case, decision: Decision, actor: Actor, context: Context): Acted {
	const unfit = unfitForAppeal(state, actor);
	if (unfit !== undefined) return { refusals: [unfit] };
	if (state.appeal?.assignee !== undefined && state.appeal.assignee !== personBehind(actor)) return refuse('assigned-to-other');
	if (heldByOther(state, actor, context.now)) return refuse('claimed-by-other');
	const wrong = defects(state, decision, context.reasons);
	if (wrong.length > 0) return { refusals: wrong };
	if (twoPersonActs({ ...decision, tier: state.worstTier }).length > 0) {
		return { facts: [{ kind: 'decision-proposed', stage: 'appeal', decision }] };
	}
	return { facts: [appealDecided(state, decision)] };
}

/** True while another person's lease runs. */
export function heldByOther(state: Case, actor: Actor, now: string): boolean {
	return state.claim !== undefined && state.claim.by !== personBehind(actor) && isBefore(now, state.claim.until);
}

function unfitForAppeal(state: Case, actor: Actor): Refusal | undefined {
	const lacking = unpermitted(actor, 'case:decide-appeal');
	if (lacking !== undefined) return lacking;
	if (actor.kind !== 'person') return refusal('person-required');
	return state.deciders.includes(actor.id) ? refusal('decided-by-you') : undefined;
}

function decided(decision: Decision, { now, rules }: Context): Extract<CaseFact, { kind: 'decided' }> {
	return { kind: 'decided', decision, appealUntil: addMonths(now, Math.max(LEAST_APPEAL_MONTHS, rules.appealMonths)) };
}

function appealDecided(state: Case, decision: Decision, proposedBy?: Actor): CaseFact {
	const reversed = decision.outcome !== decisionInForce(state)?.outcome;
	return { kind: 'appeal-decided', decision, reversed, ...(proposedBy === undefined ? {} : { proposedBy }) };
}

/** Why the reason code does not carry the outcome; undefined when it does. */
export function reasonDefect({ outcome, reasonCode }: Pick<Decision, 'outcome' | 'reasonCode'>, reasons: ReasonCodes): Refusal | undefined {
	const reason = reasons.get(reasonCode);
	if (reasonCode === '') return refusal('reason-missing', '/reasonCode');
	if (reason === undefined) return refusal('reason-unknown', '/reasonCode');
	return reason.outcomes.includes(outcome) ? undefined : refusal('reason-unfit', '/reasonCode');
}

/** Everything that keeps a decision from being one. */
function defects(state: Case, decision: Decision, reasons: ReasonCodes): Refusal[] {
	const found: Refusal[] = [];
	const unfit = reasonDefect(decision, reasons);
	if (unfit !== undefined) found.push(unfit);
	if (decision.facts.trim() === '') found.push(refusal('facts-missing', '/facts'));
	if (decision.legalBasis.trim() === '') found.push(refusal('legal-basis-missing', '/legalBasis'));
	if (decision.evidence.length === 0) found.push(refusal('evidence-missing', '/evidence'));
	const held = new Set(state.evidence.map(({ id }) => id));
	for (const [index, id] of decision.evidence.entries()) if (!held.has(id)) found.push(refusal('evidence-unknown', `/evidence/${index}`));
	const { followUp } = decision;
	const contradicts =
		(followUp.includes('report-authority') && followUp.includes('no-report')) ||
		(followUp.includes('terminate-supplier') && followUp.includes('whitelist'));
	if (contradicts) found.push(refusal('follow-up-contradicts', '/followUp'));
	return found;
}
