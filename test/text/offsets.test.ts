// The offset map is exact: every letter points back at the characters that gave it, whatever the text. Evidence shown to a person
// rests on it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { GAP_HARD, PLAIN_FOREIGN, PLAIN_MASK, PLAIN_OTHER, PLAIN_ZERO, showPlain } from '../../src/text/alphabet.ts';
import { decodeAt } from '../../src/text/decode.ts';
import { entryKind, entryValue, KIND_FOREIGN, KIND_LETTER, KIND_MASK, KIND_SCRIPT, KIND_SPELLED } from '../../src/text/fold-table.ts';
import { Reading, read } from '../../src/text/reading.ts';
import { prepared, reading } from '../support/compiled.ts';

const { fold, foreign } = prepared;
const RUN = { seed: 20, numRuns: 2000 };

const isIdeograph = (cp: number): boolean => cp >= 0x20000 && cp < 0x32000;
const entryOf = (cp: number): number | undefined =>
	cp <= 0xffff ? fold.entries[cp] : (fold.astral.get(cp) ?? (isIdeograph(cp) ? 0 : undefined));

/** Everything a code point may be read as, as strings of plain letters; foreign letters as their code. */
function readingsOf(cp: number): string[] {
	const entry = entryOf(cp);
	if (entry === undefined) return [];
	const value = entryValue(entry);
	switch (entryKind(entry)) {
		case KIND_LETTER:
			return [showPlain(value)];
		case KIND_MASK:
			return [showPlain(PLAIN_MASK)];
		case KIND_SPELLED:
			return [fold.spellings[value] ?? ''];
		case KIND_SCRIPT:
			return [fold.spellings[value] ?? '', fold.spellings[value + 1] ?? ''];
		case KIND_FOREIGN:
			return [`#${foreign.get(cp) ?? PLAIN_OTHER}`];
		default:
			return [];
	}
}

/** Letters grouped by the span they point at: [start, end, letters]. */
function spans(one: Reading): [start: number, end: number, letters: string][] {
	const out: [number, number, string][] = [];
	for (let i = 0; i < one.length; i++) {
		const plain = one.plain[i] ?? 0;
		const letter = plain >= PLAIN_OTHER ? `#${plain}` : showPlain(plain);
		const last = out.at(-1);
		const [start, end] = [one.start[i] ?? 0, one.end[i] ?? 0];
		if (last !== undefined && last[0] === start && last[1] === end) last[2] += letter;
		else out.push([start, end, letter]);
	}
	return out;
}

const DIGRAPHS = new Set(fold.digraphs.values());

function checkOffsets(text: string, one: Reading): void {
	let before = 0;
	for (const [start, end, letters] of spans(one)) {
		const shownAs = JSON.stringify(text.slice(start, end));
		assert.ok(start >= before && end > start && end <= text.length, `spans in order: ${JSON.stringify(text)} at ${start}`);
		before = end;
		const cp = text.codePointAt(start) ?? 0;
		const decoded = decodeAt(text, start, false) ?? decodeAt(text, start, true);
		if (end - start === (cp > 0xffff ? 2 : 1)) assert.ok(readingsOf(cp).includes(letters), `${shownAs} was read as ${letters}`);
		else if (decoded?.width === end - start)
			assert.ok(readingsOf(decoded.codePoint).includes(letters), `${shownAs} was read as ${letters}`);
		else assert.ok(DIGRAPHS.has(letters), `${shownAs} is no single character, no escape and no two letters that sound as one`);
	}
	for (let m = 0; m < one.folds; m++) assert.ok((one.at[m] ?? 0) < (one.at[m + 1] ?? 0), 'folded codes cover plain letters in order');
	assert.equal(one.at[one.folds], one.length);
	assert.ok(one.length === 0 || one.gap[0] === GAP_HARD, 'a text begins with a hard stop');
}

// Texts that disguises are made of, at random.
const PIECES = [
	...['a', 'Z', '7', '0', ' ', '-', '.', ',', '(', "'", '*', '#', '@', '$', '!', '|', '+', '&', '%', '=', '\\', '<', '>', ';', '\n', '\t'],
	...['é', 'ﬁ', 'ß', '㎏', '²', '①', 'ａ', '７', '𝐚', '🅰', '\u0301', '\u200b', '\u00ad', '\u2060', '‐', '—', '·', '、', '。', '😀'],
	...['а', 'о', 'ж', 'ь', 'ѕ', 'Ж', 'α', 'μ', 'π', 'Ω', '٣', '३', '丙', '酮', '㓟', '𠮷', 'あ', '한', 'ا', 'ह'],
	...[
		'&#97;',
		'&#x62;',
		'&amp;',
		'&nbsp;',
		'&shy;',
		'&alpha;',
		'%61',
		'%20',
		'%C3%A9',
		'\\u0061',
		'\\x62',
		'=63',
		'<b>',
		'</b>',
		'<br>',
		'<!-- x -->',
	],
];
const disguised = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((parts) => parts.join(''));
const unicode = fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => text.isWellFormed());

test('every letter points at the characters that gave it, in order', () => {
	const buffer = new Reading();
	for (const text of [disguised, unicode, fc.string({ unit: 'grapheme', maxLength: 60 })]) {
		fc.assert(
			fc.property(text, fc.constantFrom('by-word' as const, 'look-alike' as const), (sample, mode) => {
				read(sample, fold, foreign, mode, buffer);
				checkOffsets(sample, buffer);
			}),
			RUN,
		);
	}
});

test('every letter and digit of a text without escapes is read', () => {
	fc.assert(
		fc.property(unicode, (sample) => {
			const text = sample.replace(/[&%=\\<]/g, ' ');
			const seen = new Set(spans(reading(text)).map(([start]) => start));
			let at = 0;
			for (const char of text) {
				const entry = entryOf(char.codePointAt(0) ?? 0);
				const kind = entry === undefined ? -1 : entryKind(entry);
				const letter = kind === KIND_LETTER || kind === KIND_FOREIGN || kind === KIND_SPELLED;
				if (letter) assert.ok(seen.has(at), `${JSON.stringify(char)} at ${at} of ${JSON.stringify(text)} was passed over`);
				at += char.length;
			}
		}),
		RUN,
	);
});

test('a reused buffer gives what a fresh one gives', () => {
	const buffer = new Reading();
	fc.assert(
		fc.property(disguised, (text) => {
			read(text, fold, foreign, 'by-word', buffer);
			assert.deepEqual(
				[spans(buffer), [...buffer.fold.subarray(0, buffer.folds)]],
				[spans(reading(text)), [...reading(text).fold.subarray(0, buffer.folds)]],
			);
		}),
		{ seed: 21, numRuns: 300 },
	);
});

test('flags tell what a text holds', () => {
	assert.equal(reading('acetone 5 L').ascii, true);
	assert.equal(reading('acétone').ascii, false);
	assert.equal(reading('108-88-3').digits, 6);
	assert.equal(reading('丙酮').foreign, true);
	assert.ok((reading('丙酮').plain[0] ?? 0) >= PLAIN_FOREIGN);
	assert.equal(reading('㓟').foreign, false, 'a letter that no listed name uses');
	assert.equal(reading('ацетон').ambiguousScript, true);
	assert.equal(reading('acetone').ambiguousScript, false);
	assert.equal(reading('').length, 0);
	assert.ok((reading('x7').plain[1] ?? 0) >= PLAIN_ZERO);
});
