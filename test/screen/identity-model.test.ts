// The identity model: sums and products of named features, and the script that fits them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitIdentity } from '../../scripts/fit-identity.ts';
import { FEATURE_NAMES } from '../../src/screen/features.ts';
import { compileIdentity } from '../../src/screen/identity-model.ts';

const features = (values: Readonly<Record<number, number>>): Float32Array => {
	const out = new Float32Array(FEATURE_NAMES.length);
	for (const [at, value] of Object.entries(values)) out[Number(at)] = value;
	return out;
};
const near = (actual: number, log: number): void => assert.ok(Math.abs(actual - 1 / (1 + Math.exp(-log))) < 1e-6);

test('features and their products add up', () => {
	const weights = FEATURE_NAMES.map((_, i) => (i === 0 ? -1 : i === 2 ? 0.5 : 0));
	const identity = compileIdentity({ features: FEATURE_NAMES, weights, pairs: [[2, 5, 2] as const, [5, 5, 0.25] as const] });
	near(identity(features({ 0: 1 })), -1);
	near(identity(features({ 0: 1, 2: 2 })), 0);
	near(identity(features({ 0: 1, 2: 2, 5: 1 })), -1 + 1 + 4 + 0.25);
});

test('a model for other features is refused', () => {
	assert.throws(() => compileIdentity({ features: ['bias'], weights: [0], pairs: [] }), { code: 'artefact-invalid' });
});

test('what only two features together tell is learnt, and scores come from models that have not seen the example', () => {
	// Positive exactly when one of two features is present: no sum of two weights says that.
	const examples = Array.from({ length: 400 }, (_, i) => {
		const a = i % 2;
		const b = (i >> 1) % 2;
		return { features: features({ 0: 1, 3: a, 7: b }), y: (a === b ? 0 : 1) as 0 | 1, weight: 1, group: `group ${i % 40}` };
	});
	const { model, scores } = fitIdentity(examples);
	const identity = compileIdentity(model);
	for (const { features: x, y } of examples.slice(0, 4)) assert.equal(identity(x) > 0.5, y === 1);
	assert.equal(scores.length, examples.length);
	assert.ok(examples.every(({ y }, i) => (scores[i] ?? 0) > 0.5 === (y === 1)));
});
