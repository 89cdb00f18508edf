// Calibration: hand-computed tables, and fits that must recover a known curve.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
	applyIsotonic,
	applyPlatt,
	brier,
	calibrationError,
	fitIsotonic,
	fitPlatt,
	reliability,
	type Scored,
} from '../../src/stats/calibration.ts';

const EXAMPLES: readonly Scored[] = [
	{ score: 0.1, truth: false },
	{ score: 0.1, truth: true },
	{ score: 0.9, truth: true },
	{ score: 1, truth: true },
];

test('reliability table, calibration error and Brier score by hand', () => {
	const bins = reliability(EXAMPLES, 2);
	assert.deepEqual(
		bins.map(({ count, predicted, observed }) => [count, predicted, observed]),
		[
			[2, 0.1, 0.5],
			[2, 0.95, 1],
		],
	);
	assert.ok(Math.abs(calibrationError(EXAMPLES, 2) - 0.225) < 1e-12);
	assert.ok(Math.abs(brier(EXAMPLES) - (0.01 + 0.81 + 0.01) / 4) < 1e-12);
});

test('Platt recovers the curve its examples were drawn from', () => {
	const truth = { slope: -4, offset: 1 };
	// Each score carries true and false examples in the exact proportion of the curve.
	const examples: Scored[] = [];
	for (let step = 0; step <= 20; step++) {
		const score = step / 20;
		const positives = Math.round(1000 * applyPlatt(truth, score));
		for (let at = 0; at < 1000; at++) examples.push({ score, truth: at < positives });
	}
	const fit = fitPlatt(examples);
	assert.ok(Math.abs(fit.slope - truth.slope) < 0.05 && Math.abs(fit.offset - truth.offset) < 0.05, JSON.stringify(fit));
});

test('Platt stays finite on separable and constant examples', () => {
	const separable = fitPlatt([...Array(20)].map((_, at) => ({ score: at / 20, truth: at >= 10 })));
	assert.ok(Number.isFinite(separable.slope) && separable.slope < 0);
	const constant = fitPlatt([...Array(10)].map((_, at) => ({ score: 0.5, truth: at < 5 })));
	assert.ok(Math.abs(applyPlatt(constant, 0.5) - 0.5) < 1e-6);
});

test('isotonic pools violators', () => {
	const fit = fitIsotonic([
		{ score: 1, truth: false },
		{ score: 2, truth: true },
		{ score: 3, truth: false },
		{ score: 4, truth: true },
	]);
	assert.deepEqual(fit, { scores: [1, 2, 4], values: [0, 0.5, 1] });
	assert.deepEqual(
		[0, 1, 2.5, 3.9, 4, 9].map((score) => applyIsotonic(fit, score)),
		[0, 0, 0.5, 0.5, 1, 1],
	);
});

test('isotonic never decreases and keeps the total', () => {
	fc.assert(
		fc.property(fc.array(fc.record({ score: fc.integer({ min: 0, max: 20 }), truth: fc.boolean() }), { minLength: 1 }), (examples) => {
			const fit = fitIsotonic(examples);
			const fitted = examples.reduce((sum, { score }) => sum + applyIsotonic(fit, score), 0);
			return (
				fit.values.every((value, at) => at === 0 || value > (fit.values[at - 1] ?? 0)) &&
				Math.abs(fitted - examples.filter((one) => one.truth).length) < 1e-9
			);
		}),
		{ seed: 11, numRuns: 200 },
	);
});
