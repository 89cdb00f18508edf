// What comes first: risk of a screening, the order of the queue as a comparator and as one number a database can index, and when a
// case escalates by itself. The order depends on the events alone, never on the hour, so an index stays true without upkeep.
import { addHours, epochMs, isBefore } from '../base/time.ts';
import { type Case, RISKS, type Risk, type Screened } from '../model/case.ts';
import type { Casework } from '../model/casework.ts';

const SURE = 0.9;
const DOUBTFUL = 0.5;

/** How urgent a screening is: by verdict and tier, one step more when something was disguised; the score settles only the mild rest. */
export function riskOf(screened: Pick<Screened, 'verdict' | 'tier' | 'score' | 'evasion'>): Risk {
	const { verdict, tier, score, evasion } = screened;
	let step: number;
	if (tier === 1) step = verdict === 'block' ? 0 : 1;
	else if (verdict === 'block') step = 1;
	else if (tier === 2) step = score >= SURE ? 1 : 2;
	else step = score >= DOUBTFUL ? 2 : 3;
	if (evasion.length > 0) step -= 1;
	return RISKS[Math.max(0, step)] as Risk;
}

export const deadlineOf = (risk: Risk, from: string, rules: Casework): string => addHours(from, rules.deadlineHours[risk]);

type Queued = Pick<Case, 'id' | 'risk' | 'escalation' | 'deadline' | 'openedAt'>;

// Room for deadlines in seconds until the year 5138 below each step of rank.
const RANK = 100_000_000_000;

/**
 * The place in the queue as a safe integer, smallest first: rank by risk, raised one step for each step of escalation, then the
 * earlier deadline. Index (priority, opened_at, id).
 */
export function priorityOf(one: Queued): number {
	const rank = RISKS.length - 1 + RISKS.indexOf(one.risk) - one.escalation;
	return rank * RANK + Math.floor(epochMs(one.deadline) / 1000);
}

/** The order of the queue: priority, then the older case, then the id. */
export function compareQueue(a: Queued, b: Queued): number {
	return priorityOf(a) - priorityOf(b) || epochMs(a.openedAt) - epochMs(b.openedAt) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The escalation that is due and not yet recorded, for a case that waits for people; undefined when none is. */
export function escalationDue(state: Case, now: string, rules: Casework): 'deadline-near' | 'deadline-passed' | undefined {
	if (state.status === 'decided' || state.status === 'closed') return undefined;
	if (!isBefore(now, state.deadline)) return state.escalation < 2 ? 'deadline-passed' : undefined;
	const near = !isBefore(now, addHours(state.deadline, -rules.warningHours[state.risk]));
	return near && state.escalation < 1 ? 'deadline-near' : undefined;
}
