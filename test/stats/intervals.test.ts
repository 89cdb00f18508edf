// Wilson intervals against published and independently computed values.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { macro, macroInterval, wilson, zeroSeenUpper } from '../../src/stats/intervals.ts';

const near = (actual: number, expected: number, tolerance = 5e-5): void =>
	assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

test('Wilson intervals match Newcombe 1998 (Statistics in Medicine 17, table I, method 3)', () => {
	for (const [hits, total, low, high] of [
		[81, 263, 0.2553, 0.3662],
		[15, 148, 0.0624, 0.1605],
		[0, 20, 0, 0.1611],
		[1, 29, 0.0061, 0.1718],
	] as const) {
		const interval = wilson(hits, total);
		near(interval.low, low);
		near(interval.high, high);
	}
});

test('the interval lies in [0, 1], holds the rate and mirrors', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (total, share) => {
			const hits = Math.round(total * share);
			const { rate, low, high } = wilson(hits, total);
			const mirror = wilson(total - hits, total);
			return low >= 0 && high <= 1 && low <= rate && rate <= high && Math.abs(mirror.low - (1 - high)) < 1e-9;
		}),
		{ seed: 7, numRuns: 300 },
	);
});

test('no trials mean no knowledge; nonsense counts are refused', () => {
	assert.deepEqual({ ...wilson(0, 0), rate: 0 }, { hits: 0, total: 0, rate: 0, low: 0, high: 1 });
	for (const [hits, total] of [
		[2, 1],
		[-1, 3],
		[0.5, 2],
	] as const)
		assert.throws(() => wilson(hits, total), RangeError);
});

test('zero seen: the rule of three', () => {
	near(zeroSeenUpper(12588), 3 / 12588, 2e-6);
	assert.equal(zeroSeenUpper(0), 1);
});

test('a macro mean counts each tried group once', () => {
	const groups = [wilson(10, 10), wilson(0, 1000), wilson(0, 0)];
	assert.equal(macro(groups), 0.5);
	const interval = macroInterval(groups);
	assert.ok(interval.low < 0.5 && interval.high > 0.5);
});
