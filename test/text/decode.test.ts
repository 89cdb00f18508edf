// One escaped character at a time: what it is, and how many characters of the text it took.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeAt } from '../../src/text/decode.ts';

const at = (text: string, i = 0, running = false): [number, number] | null => {
	const found = decodeAt(text, i, running);
	return found === null ? null : [found.codePoint, found.width];
};
const A = 97;

test('character references (HTML)', () => {
	assert.deepEqual(at('&#97;x'), [A, 5]);
	assert.deepEqual(at('&#0097;'), [A, 7]);
	assert.deepEqual(at('&#97x'), [A, 4], 'browsers read a reference without its semicolon');
	assert.deepEqual(at('&#x61;'), [A, 6]);
	assert.deepEqual(at('&#X1F600;'), [0x1f600, 9]);
	assert.deepEqual(at('&amp;'), [38, 5]);
	for (const [reference, letter] of [
		['&alpha;', 'α'],
		['&sigmaf;', 'ς'],
		['&sigma;', 'σ'],
		['&Omega;', 'Ω'],
		['&eacute;', 'é'],
		['&Uuml;', 'Ü'],
		['&ccedil;', 'ç'],
		['&rcaron;', 'ř'],
		['&odblac;', 'ő'],
		['&szlig;', 'ß'],
		['&Lstrok;', 'Ł'],
	] as const)
		assert.deepEqual(at(reference), [letter.codePointAt(0), reference.length], reference);
	for (const text of [
		'&',
		'&;',
		'&#;',
		'&#x;',
		'&#xg;',
		'&nosuch;',
		'&amp',
		'&averyveryverylongname;',
		'&qacute;',
		'&acute;',
		'&toString;',
		'& amp;',
		'&#1114112;',
	])
		assert.equal(at(text), null, text);
});

test('percent escapes (RFC 3986), only where they hide something', () => {
	assert.deepEqual(at('%61%62'), [A, 3], 'followed by another');
	assert.deepEqual(at('%62', 0, true), [98, 3], 'after another');
	assert.deepEqual(at('%20'), [32, 3], 'a separator');
	assert.deepEqual(at('x%61', 1), [A, 3], 'inside a word');
	assert.deepEqual(at('%C3%A9'), [0xe9, 6], 'UTF-8');
	assert.deepEqual(at('%E4%B8%99'), [0x4e19, 9]);
	assert.deepEqual(at('%F0%9F%98%80'), [0x1f600, 12]);
	assert.deepEqual(at('(%31-', 1), [49, 3], 'a locant');
	assert.deepEqual(at('-%32%2d', 1), [50, 3]);
	assert.equal(at('%C0%AF'), null, 'an overlong form is no character');
	assert.equal(at('%ED%A0%80'), null, 'nor is half of one');
	for (const text of ['%', '%6', '%zz', '50%61 x'.slice(2), '%C3x%A9%A9', '%C3%41']) assert.equal(at(text), null, text);
});

test('quoted-printable (RFC 2045)', () => {
	assert.deepEqual(at('=61=62'), [A, 3]);
	assert.deepEqual(at('x=61y', 1), [A, 3]);
	assert.deepEqual(at('=C3=A9'), [0xe9, 6], 'UTF-8');
	for (const text of ['=', '=6', '=61', '=6e=6f', '=0A=0D', '=80=81']) assert.equal(at(text), null, text);
});

test('backslash escapes', () => {
	assert.deepEqual(at('\\u0061'), [A, 6]);
	assert.deepEqual(at('\\u{61}'), [A, 6]);
	assert.deepEqual(at('\\x61'), [A, 4]);
	assert.deepEqual(at('\\xc3\\xa9'), [0xe9, 8], 'UTF-8');
	assert.deepEqual(at('\\xe9th'), [0xe9, 4], 'Latin-1');
	assert.deepEqual(at('\\ud835\\udc1a'), [0x1d41a, 12], 'both halves of one character');
	assert.deepEqual(at('\\ud835x'), [0xd835, 6]);
	assert.deepEqual(at('\\n'), [32, 2]);
	assert.deepEqual(at('\\t'), [32, 2]);
	for (const text of ['\\', '\\u', '\\u006', '\\u{}', '\\x6', '\\xzz', '\\q']) assert.equal(at(text), null, text);
});

test('markup', () => {
	assert.deepEqual(at('<b>'), [0, 3]);
	assert.deepEqual(at('</b>'), [0, 4]);
	assert.deepEqual(at('<!-- x -->'), [0, 10]);
	assert.deepEqual(at('<br/>'), [10, 5]);
	assert.deepEqual(at('<P>'), [10, 3]);
	for (const text of ['<', '<>', '< b>', '<5>', '<=', '<b', `<b${'x'.repeat(500)}>`]) assert.equal(at(text), null, text);
});

test('other characters are themselves', () => {
	for (const text of ['', 'a', '7', ' ', '>', ';', 'é', '😀']) assert.equal(at(text), null, text);
});

function checkDecoded(units: string, seed: number): void {
	const text = fc.string({ unit: fc.constantFrom(...units), minLength: 1, maxLength: 30 });
	fc.assert(
		fc.property(text, fc.boolean(), (sample, running) => {
			for (let i = 0; i < sample.length; i++) {
				const found = decodeAt(sample, i, running);
				if (found === null) continue;
				assert.ok(found.codePoint >= 0 && found.codePoint <= 0x10ffff, sample);
				assert.ok(found.width >= 2 && i + found.width <= sample.length, `${sample} at ${i}: width ${found.width}`);
			}
		}),
		{ seed, numRuns: 5000 },
	);
}

test('whatever is decoded is a character of Unicode and lies within the text', () => {
	checkDecoded('&#%=\\<>!-/;xXuU0169aAbBfFgnt ', 24);
});

test('the same with braces, which may never close', () => {
	assert.equal(at('\\u{61 '), null);
	checkDecoded('\\u{}0169aAfF ', 26);
});
