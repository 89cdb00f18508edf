// Phrases in text: whole words, and the shortcut that passes most of them over.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compilePhrases, countHeld, endsWithWords, holds, LetterPairs } from '../../src/screen/phrases.ts';
import { prepared } from '../support/compiled.ts';

const phrases = compilePhrases(prepared.catalogue.context);
const all = Object.entries(phrases).flatMap(([kind, list]) => (kind === 'unless' ? [] : (list as readonly string[])));

test('a phrase is held as whole words; ideographs need no edge', () => {
	assert.ok(holds('free of acetone', 'free of'));
	assert.ok(!holds('carefree office', 'free of'));
	assert.ok(holds('本品不含丙酮', '不含'));
	assert.equal(countHeld('buy now in bulk, buy again', ['buy', 'bulk', 'sell'], 3), 2);
	assert.equal(countHeld('buy now in bulk', ['buy', 'bulk'], 1), 1);
});

test('the shortcut never passes over a phrase that is held', () => {
	assert.ok(all.length > 1500);
	fc.assert(
		fc.property(fc.constantFrom(...all), fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (phrase, before, after) =>
			new LetterPairs(`${before} ${phrase} ${after}`).mayHold(phrase),
		),
		{ seed: 1, numRuns: 2000 },
	);
	assert.ok(!new LetterPairs('acetone').mayHold('buy'), 'and passes over others');
});

test('words at the end are taken off, whole words only', () => {
	assert.equal(endsWithWords('free of any', ['any']), 'free of ');
	assert.equal(endsWithWords('company', ['any']), 'company');
});
