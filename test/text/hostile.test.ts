// Reading is one forward pass: no text, however hostile, costs more than its length.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Reading, read } from '../../src/text/reading.ts';
import { prepared } from '../support/compiled.ts';
import { assertLinear } from '../support/growth.ts';

/** What is repeated, by what it attacks. */
const UNITS: Readonly<Record<string, string>> = {
	'openers of references': '&',
	'references that never close': '&#x',
	'references in full': '&#97;',
	'openers of tags': '<',
	'tags that never close': '<b ',
	'comments that never close': '<!--',
	'percent signs': '%',
	'percent escapes': '%C3',
	'equals signs': '=',
	backslashes: '\\u',
	'combining marks': '\u0301',
	'invisible characters': '\u200b',
	'one letter': 'a',
	'collapsing letters': 'rn',
	'one digit': '1',
	'digits and letters': '1a',
	'digits apart': '1 ',
	masks: '*',
	'masked letters': 'a*',
	symbols: '@$!|',
	'alternating scripts': 'aб',
	'one script': 'п',
	'script with hidden gaps': 'п\u200b',
	ideographs: '苯',
	'astral letters': '𝐚',
	emoji: '😀',
	'spelled-out letters': 'ﬃ',
};

test('reading takes time in proportion to the text', () => {
	const buffer = new Reading();
	for (const [name, unit] of Object.entries(UNITS)) {
		const text = unit.repeat(Math.ceil(100_000 / unit.length));
		assertLinear(name, 25_000, (size) => read(text.slice(0, size), prepared.fold, prepared.foreign, 'by-word', buffer));
	}
});

test('a million characters are read within seconds', () => {
	const buffer = new Reading();
	const startedAt = performance.now();
	for (const unit of ['&', '<', 'a', 'aб', '\u0301', '1a']) {
		read(unit.repeat(1_000_000 / unit.length), prepared.fold, prepared.foreign, 'by-word', buffer);
	}
	assert.ok(performance.now() - startedAt < 20_000);
	assert.equal(buffer.length, 1_000_000);
});

test('the buffer grows with the longest spelling of a character', () => {
	const buffer = new Reading();
	read('㎏'.repeat(5000), prepared.fold, prepared.foreign, 'by-word', buffer);
	assert.equal(buffer.length, 10_000);
	read('x', prepared.fold, prepared.foreign, 'by-word', buffer);
	assert.equal(buffer.length, 1);
	assert.equal(buffer.folds, 1);
});
