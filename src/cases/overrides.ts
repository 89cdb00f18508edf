// Where people overruled the software, in both directions, and what became of it; and what each decision teaches (the labelled set).
// Both are folds over the events of one case, so they agree with the log by construction.
import { groupBy } from '../base/group.ts';
import { personBehind } from '../model/actor.ts';
import type { Case, Outcome, StandingDecision } from '../model/case.ts';
import type { CaseEvent } from '../model/case-event.ts';
import type { VerdictKind } from '../model/verdict.ts';
import { apply } from './reducer.ts';

export interface Override {
	readonly caseId: string;
	readonly seq: number;
	readonly at: string;
	/** Person id of who decided, and of the second person where there was one. */
	readonly by: string;
	readonly approvedBy?: string;
	readonly reasonCode: string;
	/** What the software said and what the person made of it. */
	readonly verdict: VerdictKind;
	readonly outcome: Outcome;
	/** `milder`: published what was blocked. `stricter`: kept back what was clear. */
	readonly direction: 'milder' | 'stricter';
	/** `reversed`: another decision with another outcome followed. `doubted`: a second review disagreed. */
	readonly later: 'stands' | 'reversed' | 'doubted';
}

/** Overrides of one case, in order. A `review` leaves the decision to a person, so deciding it overrules nobody. */
export function overridesOf(events: readonly CaseEvent[]): Override[] {
	const found: Override[] = [];
	let state: Case | null = null;
	for (const event of events) {
		state = apply(state, event);
		const latest = found.at(-1);
		if (event.kind === 'reviewed' && !event.agrees && latest?.later === 'stands') found.splice(-1, 1, { ...latest, later: 'doubted' });
		if (event.kind !== 'decided' && event.kind !== 'appeal-decided') continue;
		if (latest !== undefined && latest.outcome !== event.decision.outcome) found.splice(-1, 1, { ...latest, later: 'reversed' });
		const decision = state.decisions.at(-1);
		const direction = decision === undefined ? undefined : directionOf(decision);
		if (decision === undefined || direction === undefined) continue;
		const second = decision.approvedBy === undefined ? undefined : personBehind(decision.approvedBy);
		found.push({
			caseId: state.id,
			seq: event.seq,
			at: event.at,
			by: personBehind(decision.by) ?? decision.by.id,
			...(second === undefined ? {} : { approvedBy: second }),
			reasonCode: decision.reasonCode,
			verdict: decision.on.verdict,
			outcome: decision.outcome,
			direction,
			later: 'stands',
		});
	}
	return found;
}

function directionOf({ on, outcome }: StandingDecision): Override['direction'] | undefined {
	if (on.verdict === 'block' && outcome === 'publish') return 'milder';
	return on.verdict === 'clear' && outcome !== 'publish' ? 'stricter' : undefined;
}

export interface OverrideCount {
	readonly by: string;
	readonly reasonCode: string;
	readonly direction: Override['direction'];
	readonly total: number;
	readonly reversed: number;
	readonly doubted: number;
}

/** Overrides by person, reason and direction, with what became of them. */
export function countOverrides(overrides: readonly Override[]): OverrideCount[] {
	const groups = groupBy(overrides, ({ by, reasonCode, direction }) => JSON.stringify([by, reasonCode, direction]));
	return [...groups]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([, some]) => {
			const became = (later: Override['later']): number => some.filter((one) => one.later === later).length;
			const { by, reasonCode, direction } = some[0] as Override;
			return { by, reasonCode, direction, total: some.length, reversed: became('reversed'), doubted: became('doubted') };
		});
}

/** One row of the labelled set: what was screened and what people say it is. */
export interface Label {
	readonly caseId: string;
	readonly listing: string;
	readonly revision: number;
	readonly inputHash: string;
	readonly verdict: VerdictKind;
	readonly outcome: Outcome;
	readonly reasonCode: string;
	/** True when a later decision on the same text had another outcome: the label was an error. */
	readonly mistaken: boolean;
}

/** Every decision of a case as a label, the mistaken ones marked. */
export function labelsOf(state: Case): Label[] {
	return state.decisions.map(({ on, outcome, reasonCode }, index) => {
		const mistaken = state.decisions.slice(index + 1).some((later) => later.on.inputHash === on.inputHash && later.outcome !== outcome);
		const { revision, inputHash, verdict } = on;
		return { caseId: state.id, listing: state.listing, revision, inputHash, verdict, outcome, reasonCode, mistaken };
	});
}
