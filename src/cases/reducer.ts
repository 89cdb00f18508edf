// From events to the state of a case: one pure fold, exhaustive over the kinds of event. It accepts whatever was recorded and never
// judges it; what may be recorded is command.ts's to say. It never forgets: evidence, decisions and reviews only grow.
import { assertNever, Fault } from '../base/fault.ts';
import { personBehind } from '../model/actor.ts';
import type { Appeal, Case, StandingDecision } from '../model/case.ts';
import type { CaseEvent } from '../model/case-event.ts';
import type { Tier } from '../model/substance.ts';

/** The state after all events. @throws Fault `history-broken` for an empty history, a wrong first event, a gap or a second opening. */
export function reduce(events: readonly CaseEvent[]): Case {
	const [first, ...rest] = events;
	if (first === undefined) throw new Fault('history-broken', 'A case without events does not exist.');
	return rest.reduce(advance, begin(first));
}

/** The state after one more event; `null` is the state before the first. @throws Fault `history-broken`. */
export function apply(state: Case | null, event: CaseEvent): Case {
	return state === null ? begin(event) : advance(state, event);
}

function begin(event: CaseEvent): Case {
	if (event.kind !== 'opened' || event.seq !== 1) {
		throw new Fault('history-broken', `A case begins with event 1, "opened", not with ${event.seq}, "${event.kind}".`);
	}
	return {
		id: event.caseId,
		seq: 1,
		status: 'open',
		listing: event.listing,
		...(event.seller === undefined ? {} : { seller: event.seller }),
		openedAt: event.at,
		openedBy: event.actor,
		deadline: event.deadline,
		risk: event.risk,
		escalation: 0,
		screened: event.screened,
		worstTier: event.screened.tier,
		evidence: event.evidence,
		...discreetly(event),
		decisions: [],
		deciders: [],
		reviews: [],
		comments: 0,
	};
}

function advance(before: Case, event: CaseEvent): Case {
	if (event.seq !== before.seq + 1) {
		throw new Fault('history-broken', `Case ${before.id} has event ${event.seq} after event ${before.seq}.`);
	}
	const state: Case = { ...before, seq: event.seq };
	switch (event.kind) {
		case 'opened':
			throw new Fault('history-broken', `Case ${before.id} is opened twice.`);
		case 'evidence-added':
			return { ...state, evidence: [...state.evidence, event.evidence] };
		case 'claimed':
			return { ...state, claim: { by: event.by, until: event.until } };
		case 'claim-released':
			return without(state, 'claim');
		case 'commented':
			return { ...state, comments: state.comments + 1 };
		case 'escalated':
			return { ...state, escalation: event.cause === 'deadline-passed' ? 2 : state.escalation === 2 ? 2 : 1 };
		case 'restricted':
			return { ...state, visibleTo: event.visibleTo };
		case 'decision-proposed':
			return {
				...without(state, 'claim'),
				status: 'proposed',
				proposal: { stage: event.stage, decision: event.decision, by: event.actor, at: event.at },
			};
		case 'decision-approved':
			return state; // the decision itself follows as an event of its own
		case 'decision-rejected':
			return withoutProposal(state);
		case 'decided':
			return { ...withDecision(without(state, 'appeal'), event), appealUntil: event.appealUntil };
		case 'appealed':
			// Before a decision the complaint is about the gate's own, and the decision will answer it.
			return {
				...state,
				status: state.status === 'decided' || state.status === 'closed' ? 'appealed' : state.status,
				appeal: { at: event.at, grounds: event.grounds },
			};
		case 'appeal-assigned':
			return { ...state, appeal: { ...appealOf(state, event.at), assignee: event.to } };
		case 'appeal-decided':
			return {
				...withDecision(state, event),
				appeal: { ...appealOf(state, event.at), decided: { at: event.at, by: event.proposedBy ?? event.actor, reversed: event.reversed } },
			};
		case 'rescreened':
			return {
				...withoutProposal(state), // it was about what the listing no longer is
				screened: event.screened,
				risk: event.risk,
				worstTier: stricter(state.worstTier, event.screened.tier),
				evidence: [...state.evidence, ...event.evidence],
				...discreetly(event),
			};
		case 'reviewed': {
			const { outcome, agrees, note, actor: by, at } = event;
			return { ...state, reviews: [...state.reviews, { by, at, outcome, agrees, note }] };
		}
		case 'closed':
			return { ...without(without(state, 'claim'), 'proposal'), status: 'closed' };
		case 'reopened':
			return {
				...without(without(without(state, 'proposal'), 'claim'), 'appeal'),
				status: 'open',
				deadline: event.deadline,
				escalation: 0,
			};
		default:
			return assertNever(event);
	}
}

const discreetly = ({ visibleTo }: { readonly visibleTo?: readonly string[] }): Pick<Case, 'visibleTo' | 'discreet'> =>
	visibleTo === undefined ? {} : { visibleTo, discreet: true };

// A decision takes effect: it ends claim and proposal, and everyone who took part in it is a decider from now on.
function withDecision(state: Case, event: Extract<CaseEvent, { kind: 'decided' | 'appeal-decided' }>): Case {
	const standing: StandingDecision = {
		...event.decision,
		at: event.at,
		by: event.proposedBy ?? event.actor,
		...(event.proposedBy === undefined ? {} : { approvedBy: event.actor }),
		on: state.screened,
	};
	const people = [event.proposedBy, event.actor].flatMap((actor) => (actor === undefined ? [] : (personBehind(actor) ?? [])));
	return {
		...without(without(state, 'claim'), 'proposal'),
		status: 'decided',
		decisions: [...state.decisions, standing],
		deciders: [...new Set([...state.deciders, ...people])],
	};
}

// Back to where the proposal came from.
function withoutProposal(state: Case): Case {
	if (state.proposal === undefined) return state;
	return { ...without(state, 'proposal'), status: state.proposal.stage === 'appeal' ? 'appealed' : 'open' };
}

// A recorded answer to a complaint implies the complaint, even if its own event said little.
const appealOf = (state: Case, at: string): Appeal => state.appeal ?? { at, grounds: '' };

/** The stricter of two tiers; null is none. */
const stricter = (a: Tier | null, b: Tier | null): Tier | null => (a === null ? b : b === null ? a : a < b ? a : b);

function without<K extends 'claim' | 'proposal' | 'appeal'>(state: Case, key: K): Omit<Case, K> {
	const { [key]: _gone, ...rest } = state;
	return rest;
}
