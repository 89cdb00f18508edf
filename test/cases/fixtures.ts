// A small world of casework for tests: people, a screening, rules, and a case brought forward by commands.
import assert from 'node:assert/strict';
import { readCaseTables } from '../../src/adapters/case-tables.ts';
import { addMinutes } from '../../src/base/time.ts';
import { command } from '../../src/cases/command.ts';
import type { Command, Context } from '../../src/cases/laws.ts';
import { apply } from '../../src/cases/reducer.ts';
import { type Actor, ROLES, type Role } from '../../src/model/actor.ts';
import type { Case, CaseEvidence, Decision, Screened } from '../../src/model/case.ts';
import type { CaseEvent } from '../../src/model/case-event.ts';

export const T0 = '2026-03-02T08:00:00.000Z';
export const { rules, reasons } = readCaseTables();

export const person = (id: string, role: Role): Actor => ({ kind: 'person', id, role });
export const key = (id: string, role: Role, by?: string): Actor => ({ kind: 'key', id, role, ...(by === undefined ? {} : { person: by }) });
export const WEIR: Actor = { kind: 'system', id: 'gate', role: 'system' };
export const ANA = person('ana', 'analyst');
export const APP = person('pavel', 'approver');
export const CO = person('chen', 'compliance-officer');
export const CO2 = person('carmen', 'compliance-officer');
export const SELLER = person('sam', 'seller');

export const screened = (over: Partial<Screened> = {}): Screened => ({
	revision: 1,
	verdict: 'review',
	score: 0.8,
	tier: 2,
	evasion: [],
	inputHash: 'a'.repeat(64),
	catalogueVersion: 'c1',
	engineVersion: 'e1',
	policyVersion: 'p1',
	...over,
});
export const evidence = (id: string): CaseEvidence => ({ id, kind: 'note', hash: 'b'.repeat(64), source: 'test', capturedAt: T0 });
export const decision = (over: Partial<Decision> = {}): Decision => ({
	outcome: 'refuse',
	reasonCode: 'restricted-chemical',
	facts: 'Offers a listed chemical without a licence.',
	legalBasis: 'Regulation (EC) No 273/2004, Article 3',
	followUp: [],
	evidence: ['verdict-1'],
	...over,
});
export const PUBLISH = decision({ outcome: 'publish', reasonCode: 'lawful-offer' });

export const context = (over: Partial<Context> = {}): Context => ({
	now: T0,
	rules,
	reasons,
	standing: { certified: ROLES, conflicts: [] },
	claims: 0,
	...over,
});

export const opening = (over: Partial<Screened> = {}): Command => ({
	kind: 'open',
	caseId: 'case-1',
	listing: 'listing-1',
	seller: 'seller-1',
	screened: screened(over),
	evidence: [{ ...evidence('verdict-1'), kind: 'verdict' }],
});

/** A history one can extend; every step must be legal unless tried with `refused`. */
export class Story {
	readonly events: CaseEvent[] = [];
	state: Case | null = null;
	now = T0;
	constructor(over: Partial<Screened> = {}) {
		this.do(opening(over), WEIR);
	}
	do(wanted: Command, actor: Actor, over: Partial<Context> = {}): this {
		const answer = command(this.state, wanted, actor, context({ now: this.now, ...over }));
		assert.ok(answer.ok, answer.ok ? '' : JSON.stringify(answer.problems));
		for (const event of answer.value) {
			this.events.push(event);
			this.state = apply(this.state, event);
		}
		return this;
	}
	/** The codes of the refusals; fails when the command is accepted. */
	refused(wanted: Command, actor: Actor, over: Partial<Context> = {}): string[] {
		const answer = command(this.state, wanted, actor, context({ now: this.now, ...over }));
		assert.ok(!answer.ok, `${wanted.kind} by ${actor.role} was accepted`);
		return answer.problems.map(({ code }) => code);
	}
	later(minutes: number): this {
		this.now = addMinutes(this.now, minutes);
		return this;
	}
	get case(): Case {
		assert.ok(this.state !== null);
		return this.state;
	}
}
