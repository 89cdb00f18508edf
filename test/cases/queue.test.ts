// The order of the queue: by risk, by deadline, by age; as comparator and number alike.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addHours } from '../../src/base/time.ts';
import { compareQueue, escalationDue, priorityOf, riskOf } from '../../src/cases/queue.ts';
import { RISKS } from '../../src/model/case.ts';
import { rules, Story, screened, T0 } from './fixtures.ts';

const RUNS = { seed: Number(process.env['FAST_CHECK_SEED'] ?? 20_261_122), numRuns: 300 };
const queued = fc.record({
	id: fc.constantFrom('a', 'b', 'c', 'd'),
	risk: fc.constantFrom(...RISKS),
	escalation: fc.constantFrom(0 as const, 1 as const, 2 as const),
	deadline: fc.integer({ min: 0, max: 400 }).map((hours) => addHours(T0, hours)),
	openedAt: fc.integer({ min: 0, max: 4 }).map((hours) => addHours(T0, -hours)),
});

describe('risk', () => {
	it('grows with verdict, tier and disguise', () => {
		const of = (over: Parameters<typeof screened>[0]) => riskOf(screened(over));
		assert.equal(of({ tier: 1, verdict: 'block' }), 'critical');
		assert.equal(of({ tier: 1 }), 'high');
		assert.equal(of({ tier: 1, evasion: ['spacing'] }), 'critical');
		assert.equal(of({ tier: 2, verdict: 'block' }), 'high');
		assert.equal(of({ tier: 2, score: 0.95 }), 'high');
		assert.equal(of({ tier: 2, score: 0.6 }), 'medium');
		assert.equal(of({ tier: 3, score: 0.6 }), 'medium');
		assert.equal(of({ tier: null, score: 0.1 }), 'low');
		assert.equal(of({ tier: null, score: 0.1, evasion: ['leet'] }), 'medium');
	});
});

describe('the queue', () => {
	it('is one order: total, and the same by number', () => {
		fc.assert(
			fc.property(queued, queued, queued, (a, b, c) => {
				assert.equal(Math.sign(compareQueue(a, b)), -Math.sign(compareQueue(b, a)));
				if (compareQueue(a, b) <= 0 && compareQueue(b, c) <= 0) assert.ok(compareQueue(a, c) <= 0);
				if (priorityOf(a) < priorityOf(b)) assert.ok(compareQueue(a, b) < 0);
				for (const one of [a, b, c]) assert.ok(Number.isSafeInteger(priorityOf(one)) && priorityOf(one) >= 0);
			}),
			RUNS,
		);
	});
	it('puts higher risk first, then the earlier deadline, then the older case; a step of escalation is a step of risk', () => {
		const base = { id: 'x', risk: 'medium', escalation: 0, deadline: addHours(T0, 72), openedAt: T0 } as const;
		const order = (...some: Parameters<typeof compareQueue>[0][]) =>
			some
				.map((one, n) => ({ ...one, n }))
				.sort(compareQueue)
				.map(({ n }) => n);
		assert.deepEqual(order(base, { ...base, risk: 'high', deadline: addHours(T0, 99) }), [1, 0]);
		assert.deepEqual(order(base, { ...base, deadline: addHours(T0, 71) }), [1, 0]);
		assert.deepEqual(order(base, { ...base, openedAt: addHours(T0, -1) }), [1, 0]);
		assert.deepEqual(order({ ...base, risk: 'high' }, { ...base, escalation: 1, deadline: addHours(T0, 1) }), [1, 0]);
	});
});

it('escalation falls due before the deadline and at it, while people are waited for', () => {
	const { case: state } = new Story();
	const due = (hours: number) => escalationDue(state, addHours(T0, hours), rules);
	assert.deepEqual([0, 47.9, 48, 71.9, 72].map(due), [undefined, undefined, 'deadline-near', 'deadline-near', 'deadline-passed']);
});
