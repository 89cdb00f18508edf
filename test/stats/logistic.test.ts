// The fit against figures that can be worked out by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitLogistic, sampleOf } from '../../src/stats/logistic.ts';

const probability = (weights: Float64Array, x: readonly number[]): number =>
	1 / (1 + Math.exp(-x.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0)));

test('a sample keeps the features that are not zero', () => {
	const { at, value } = sampleOf([1, 0, 0.5, 0], 1, 2);
	assert.deepEqual([...at], [0, 2]);
	assert.deepEqual([...value], [1, 0.5]);
});

test('the fit returns the log odds of its groups', () => {
	// Of those without the feature one in four is positive, of those with it three in four.
	const samples = [0, 1].flatMap((feature) =>
		Array.from({ length: 400 }, (_, i) => sampleOf([1, feature], (feature === 1 ? i % 4 !== 0 : i % 4 === 0) ? 1 : 0, 1)),
	);
	const weights = fitLogistic(samples, 2, 0);
	assert.ok(Math.abs(probability(weights, [1, 0]) - 0.25) < 1e-3);
	assert.ok(Math.abs(probability(weights, [1, 1]) - 0.75) < 1e-3);
});

test('the penalty holds weights back, never the constant', () => {
	const samples = Array.from({ length: 40 }, (_, i) => sampleOf([1, i % 2], i % 2 === 0 ? 0 : 1, 1));
	const free = fitLogistic(samples, 2, 0.1);
	const held = fitLogistic(samples, 2, 10);
	assert.ok((held[1] ?? 0) < (free[1] ?? 0));
	const lone = fitLogistic(
		Array.from({ length: 100 }, (_, i) => sampleOf([1], i < 90 ? 1 : 0, 1)),
		1,
		1000,
	);
	assert.ok(Math.abs((lone[0] ?? 0) - Math.log(9)) < 1e-3);
});

test('weights count examples', () => {
	const weights = fitLogistic([sampleOf([1], 1, 3), sampleOf([1], 0, 1)], 1, 0);
	assert.ok(Math.abs(probability(weights, [1]) - 0.75) < 1e-3);
});
