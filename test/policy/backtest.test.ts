// Counting what a candidate policy would have changed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tier } from '../../src/model/substance.ts';
import type { Verdict, VerdictKind } from '../../src/model/verdict.ts';
import { mergeBacktests, startBacktest } from '../../src/policy/backtest.ts';

const verdict = (listingId: string, kind: VerdictKind, tier?: Tier): Verdict => ({
	listingId,
	verdict: kind,
	score: 0,
	substances: tier === undefined ? [] : [{ id: `t${tier}`, name: 'A substance', tier, confidence: 1, basis: ['name'] }],
	families: [],
	evasion: [],
	obligations: [],
	reasons: [{ code: 'x', text: `why ${kind}`, citation: 'policy: x' }],
	findings: [],
	unscreened: [],
	catalogueVersion: 'c',
	engineVersion: 'e',
	policyVersion: 'p',
	inputHash: 'h',
	decidedAt: '2026-11-22T00:00:00Z',
});

test('a backtest counts transitions, by tier and by substance, newly clear listings first', () => {
	const run = startBacktest(1);
	const add = (id: string, live: VerdictKind, candidate: VerdictKind, tier?: Tier): void =>
		run.add(verdict(id, live, tier), verdict(id, candidate, tier));
	add('a', 'clear', 'clear');
	add('b', 'clear', 'review', 3);
	add('c', 'clear', 'review', 3);
	add('d', 'block', 'review', 1);
	add('e', 'review', 'clear', 2);
	add('f', 'review', 'block');
	const report = run.report();
	assert.deepEqual(report.transitions, { 'block→review': 1, 'clear→clear': 1, 'clear→review': 2, 'review→block': 1, 'review→clear': 1 });
	assert.deepEqual([report.listings, report.changed, report.raised, report.lowered, report.newlyClear], [6, 5, 3, 2, 1]);
	assert.deepEqual(report.byTier, {
		'1': { lowered: 1, raised: 0 },
		'2': { lowered: 1, raised: 0 },
		'3': { lowered: 0, raised: 2 },
		none: { lowered: 0, raised: 1 },
	});
	assert.deepEqual(report.bySubstance['t3'], { lowered: 0, raised: 2 });
	assert.deepEqual(
		report.examples.map((one) => `${one.listingId} ${one.transition} ${one.why}`),
		['e review→clear why review', 'd block→review why review', 'b clear→review why review', 'f review→block why block'],
	);
});

test('a backtest of nothing is empty', () => {
	assert.deepEqual(startBacktest().report(), {
		listings: 0,
		changed: 0,
		transitions: {},
		newlyClear: 0,
		lowered: 0,
		raised: 0,
		byTier: {},
		bySubstance: {},
		examples: [],
	});
});

test('backtests of two halves come to the backtest of the whole', () => {
	const pairs: readonly (readonly [VerdictKind, VerdictKind, Tier])[] = [
		['clear', 'review', 3],
		['review', 'clear', 2],
		['clear', 'clear', 3],
		['block', 'review', 1],
		['clear', 'review', 3],
		['review', 'block', 2],
	];
	const over = (from: number, to: number) => {
		const run = startBacktest(2);
		for (const [i, [live, candidate, tier]] of pairs.entries())
			if (i >= from && i < to) run.add(verdict(`l${i}`, live, tier), verdict(`l${i}`, candidate, tier));
		return run.report();
	};
	const sorted = (report: ReturnType<typeof over>) => ({ ...report, examples: [...report.examples].map((one) => one.listingId).sort() });
	for (let cut = 0; cut <= pairs.length; cut++) {
		const merged = mergeBacktests(over(0, cut), over(cut, pairs.length), 2);
		assert.deepEqual(sorted(merged), sorted(over(0, pairs.length)), `cut at ${cut}`);
	}
});
