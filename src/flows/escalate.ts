// The clock of cases: whatever waits too near its deadline, or past it, is escalated by Weir itself. Each escalation is a case event
// like any other; of two servers that try at once, one finds it done.
import { escalationDue } from '../cases/queue.ts';
import type { Case } from '../model/case.ts';
import { type CaseOutcome, decideCase } from './decide-case.ts';
import type { Dice } from './record.ts';
import { type Casebook, SYSTEM } from './screened-case.ts';
import type { Store } from './store.ts';

export interface EscalationOptions {
	/** Waiting cases whose next escalation may be due, most urgent first. */
	readonly due: (now: string, most: number) => Promise<readonly Case[]>;
	readonly store: Store;
	readonly casebook: Casebook;
	readonly dice: Dice;
	/** RFC 3339 UTC. */
	readonly now: string;
}

const MOST = 200;

/** Escalates what is due; the cases as they stand then. */
export async function escalateDue({ due, store, casebook, dice, now }: EscalationOptions): Promise<Case[]> {
	const escalated: Case[] = [];
	for (const state of await due(now, MOST)) {
		if (escalationDue(state, now, casebook.rules) === undefined) continue;
		const wanted = { kind: 'escalate', note: '' } as const;
		const outcome: CaseOutcome = await decideCase(
			{ caseId: state.id, wanted, actor: SYSTEM, seen: state.seq, at: now },
			store,
			casebook,
			dice,
		);
		if (outcome.kind === 'done') escalated.push(outcome.state);
	}
	return escalated;
}
