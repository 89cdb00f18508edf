// Kappa and alpha against the worked examples of their authors.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cohenKappa, krippendorffAlpha } from '../../src/stats/agreement.ts';

const near = (actual: number, expected: number): void => assert.ok(Math.abs(actual - expected) < 5e-4, `${actual} is not ${expected}`);

/** Pairs from a table of counts, rows by the first reviewer. */
const table = (counts: readonly (readonly number[])[]): [string, string][] =>
	counts.flatMap((cells, a) => cells.flatMap((n, b) => Array.from({ length: n }, (): [string, string] => [String(a), String(b)])));

describe('Cohen’s kappa', () => {
	it('is 0.492 in Cohen 1960, table 1 (200 cases, proportions .44 .07 .09 / .05 .20 .05 / .01 .03 .06)', () => {
		const pairs = table([
			[88, 14, 18],
			[10, 40, 10],
			[2, 6, 12],
		]);
		near(cohenKappa(pairs), 0.4915);
	});
	it('is 1 for perfect agreement, 0 for chance, negative below, and unknown without variety', () => {
		near(
			cohenKappa(
				table([
					[5, 0],
					[0, 5],
				]),
			),
			1,
		);
		near(
			cohenKappa(
				table([
					[4, 4],
					[4, 4],
				]),
			),
			0,
		);
		near(
			cohenKappa(
				table([
					[0, 5],
					[5, 0],
				]),
			),
			-1,
		);
		assert.ok(Number.isNaN(cohenKappa([])));
		assert.ok(Number.isNaN(cohenKappa(table([[7]]))));
	});
});

// Krippendorff 2011, section C: four observers, twelve units; a dot is a gap.
const OBSERVERS = ['123321412...', '1233224125.3', '.3332342251.', '12332441251.'];
const UNITS = Array.from({ length: 12 }, (_, unit) => OBSERVERS.flatMap((labels) => (labels[unit] === '.' ? [] : Number(labels[unit]))));
const twoObservers = (a: string, b: string): string[][] => [...a].map((label, unit) => [label, b[unit] as string]);

describe('Krippendorff’s alpha', () => {
	it('is 0.095 for the binary example of Krippendorff 2011, section A', () =>
		near(krippendorffAlpha(twoObservers('0100000010', '1110010000')), 0.0952));
	it('is 0.692 for its nominal example, section B', () => near(krippendorffAlpha(twoObservers('aabbdcccedda', 'babbbccceddd')), 0.6923));
	it('is 0.743 nominal and 0.849 interval for four observers with gaps, section C', () => {
		near(krippendorffAlpha(UNITS), 0.7434);
		near(krippendorffAlpha(UNITS, 'interval'), 0.8491);
	});
	it('counts no unit with one label, and is unknown without variety', () => {
		near(krippendorffAlpha([...UNITS, [9], []]), 0.7434);
		assert.ok(Number.isNaN(krippendorffAlpha([['a', 'a']])));
		assert.ok(Number.isNaN(krippendorffAlpha([])));
		assert.throws(() => krippendorffAlpha([['a', 'b']], 'interval'), RangeError);
	});
});
