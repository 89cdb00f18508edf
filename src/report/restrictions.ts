// Every restriction a listing was ever under, read off the events of its case: the gate's own holds and refusals and those that people
// decided. Proposals, escalations and comments leave no trace. What is read here becomes a statement of reasons.
import { addMonths } from '../base/time.ts';
import type { Decision, Screened } from '../model/case.ts';
import type { CaseEvent } from '../model/case-event.ts';
import { reasonOfVerdict } from '../policy/casework.ts';

/** A restriction that took effect; it ended when the next standing of the listing began. */
export interface PastRestriction {
	/** 1, 2, 3 … within the case. */
	readonly number: number;
	readonly revision: number;
	readonly outcome: 'refuse' | 'hold';
	readonly reasonCode: string;
	/** RFC 3339 UTC. */
	readonly from: string;
	readonly decidedBy: 'software' | 'person';
	readonly appealUntil: string;
	/** Whether the listing is still under it. */
	readonly inForce: boolean;
}

interface Standing {
	readonly screened: Screened;
	readonly decision?: Decision & { readonly on: string; readonly appealUntil: string };
	/** The case waits for its first decision, or for another one: whatever the text says now, the listing is not published. */
	readonly waiting: boolean;
	/** A person had it taken off although the text is clear. */
	readonly doubted: boolean;
}

/** In order. `appealMonths`: how long a complaint about the gate's own restriction stays open. */
export function restrictionsOf(events: readonly CaseEvent[], appealMonths: number): PastRestriction[] {
	const found: PastRestriction[] = [];
	let standing: Standing | undefined;
	let before = '';
	for (const event of events) {
		const next = after(standing, event, addMonths(event.at, appealMonths));
		if (next === undefined) continue;
		standing = next;
		const now = restrictionIn(next, event.at, addMonths(event.at, appealMonths));
		const key = now === undefined ? '' : [now.outcome, now.reasonCode, now.decidedBy, now.revision].join(' ');
		if (key === before) continue;
		before = key;
		const last = found.at(-1);
		if (last?.inForce === true) found.splice(-1, 1, { ...last, inForce: false });
		if (now !== undefined) found.push({ ...now, number: found.length + 1, inForce: true });
	}
	return found;
}

// Where the listing stands after the event; undefined when the event does not touch it.
function after(before: Standing | undefined, event: CaseEvent, appealUntil: string): Standing | undefined {
	switch (event.kind) {
		case 'opened':
			return { screened: event.screened, waiting: true, doubted: event.screened.verdict === 'clear' };
		case 'rescreened':
			return { waiting: false, doubted: false, ...before, screened: event.screened };
		case 'decided':
		case 'appeal-decided': {
			if (before === undefined) return undefined;
			const until = event.kind === 'decided' ? event.appealUntil : (before.decision?.appealUntil ?? appealUntil);
			return {
				...before,
				waiting: false,
				doubted: false,
				decision: { ...event.decision, on: before.screened.inputHash, appealUntil: until },
			};
		}
		case 'reopened':
			return before === undefined ? undefined : { screened: before.screened, waiting: true, doubted: before.screened.verdict === 'clear' };
		case 'closed':
			return before === undefined ? undefined : { ...before, waiting: false };
		default:
			return undefined;
	}
}

function restrictionIn(
	{ screened, decision, waiting, doubted }: Standing,
	from: string,
	gateUntil: string,
): Omit<PastRestriction, 'number' | 'inForce'> | undefined {
	const { revision, verdict } = screened;
	if (decision !== undefined && decision.on === screened.inputHash) {
		const { outcome, reasonCode, appealUntil } = decision;
		return outcome === 'publish' ? undefined : { revision, outcome, reasonCode, from, decidedBy: 'person', appealUntil };
	}
	const reasonCode = reasonOfVerdict(verdict) ?? (waiting ? reasonOfVerdict('review') : undefined);
	if (reasonCode === undefined) return undefined;
	const decidedBy = doubted && verdict === 'clear' ? 'person' : 'software';
	return { revision, outcome: verdict === 'block' ? 'refuse' : 'hold', reasonCode, from, decidedBy, appealUntil: gateUntil };
}
