// The encoder of names: its arithmetic, and that the shipped table puts slips beside their names.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUCKETS, cosine, DIMENSIONS, encode, sequences } from '../../src/text/encoder.ts';
import { prepared, reading } from '../support/compiled.ts';

const vectorOf = (text: string): Float32Array => {
	const { fold, folds } = reading(text);
	const out = new Float32Array(DIMENSIONS);
	encode(prepared.encoder, fold, 0, folds, out);
	return out;
};

test('every sequence of two to four codes is visited, edges included, in buckets that exist', () => {
	const buckets: number[] = [];
	sequences(Uint8Array.from([1, 2, 3]), 0, 3, (bucket) => buckets.push(bucket));
	// Five places (three codes, two edges) hold four pairs, three triples and two quadruples.
	assert.equal(buckets.length, 9);
	assert.ok(buckets.every((bucket) => bucket >= 0 && bucket < BUCKETS));
});

test('vectors have length one, and none is made of nothing', () => {
	assert.ok(Math.abs(cosine(vectorOf('piperonal'), vectorOf('piperonal')) - 1) < 1e-4);
	const out = new Float32Array(DIMENSIONS).fill(7);
	encode(new Int8Array(BUCKETS * DIMENSIONS), Uint8Array.from([1, 2]), 0, 2, out);
	assert.ok(out.every((value) => value === 0));
});

test('a slip stays nearer to its name than to another chemical', () => {
	for (const [name, slip, other] of [
		['phenylacetone', 'phenylacetome', 'phenylephrine'],
		['anthranilic acid', 'anthranlic acid', 'anthraquinone'],
		['potassium permanganate', 'potasium premanganate', 'potassium perchlorate'],
	] as const)
		assert.ok(cosine(vectorOf(name), vectorOf(slip)) > cosine(vectorOf(other), vectorOf(slip)), name);
});
