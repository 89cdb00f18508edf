// Reading is one forward pass: no text, however hostile, costs more than its length.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { turned } from '../../src/text/direction.ts';
import { Reading, read } from '../../src/text/reading.ts';
import { buildSignTable } from '../../src/text/sign-table.ts';
import { undrawn } from '../../src/text/signs.ts';
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

/** The same for drawn letters. */
const DRAWN: Readonly<Record<string, string>> = {
	bars: 'a|',
	strokes: '/\\',
	'low lines': 'a_',
	'brackets that open': '(a',
	'brackets that nest': '(',
	'pairs of brackets': 'a()',
	'drawn letters': '|_|)',
	overrides: 'a\u202e',
	'overrides that end': '\u202ea\u202c',
};

test('reading looks at a text in proportion to its length', () => {
	const buffer = new Reading();
	for (const [name, unit] of Object.entries(UNITS)) {
		const text = unit.repeat(Math.ceil(8_000 / unit.length));
		assertLinear(name, 2_000, (size) => read(text.slice(0, size), prepared.fold, prepared.foreign, 'by-word', buffer));
	}
});

test('so does looking for drawn letters and turned text', () => {
	const table = buildSignTable(prepared.fold);
	for (const [name, unit] of Object.entries({ ...UNITS, ...DRAWN })) {
		const text = unit.repeat(Math.ceil(8_000 / unit.length));
		assertLinear(name, 2_000, (size) => void undrawn(text.slice(0, size), table));
		assertLinear(`turned ${name}`, 2_000, (size) => void turned(`\u202e${text.slice(0, size)}`));
	}
});

test('the buffer grows with the longest spelling of a character', () => {
	const buffer = new Reading();
	read('㎏'.repeat(5000), prepared.fold, prepared.foreign, 'by-word', buffer);
	assert.equal(buffer.length, 10_000);
	read('x', prepared.fold, prepared.foreign, 'by-word', buffer);
	assert.equal(buffer.length, 1);
	assert.equal(buffer.folds, 1);
});
