// The table behind the reader: built from small hand-kept parts, packed into sixteen bits, fingerprints in sorted sets.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
	FOLD_BITS,
	FOLD_OF,
	FOLD_OTHER,
	FOLD_WILD,
	isPlainDigit,
	isPlainLetter,
	LEET_OF,
	PLAIN_A,
	PLAIN_MASK,
	PLAIN_OTHER,
	PLAIN_ZERO,
	showPlain,
} from '../../src/text/alphabet.ts';
import {
	buildFoldTable,
	digraphKey,
	entryKind,
	entryValue,
	HIDDEN_LETTER,
	KIND_FOREIGN,
	KIND_GAP,
	KIND_LETTER,
	KIND_MASK,
	KIND_SCRIPT,
	KIND_SPELLED,
} from '../../src/text/fold-table.ts';
import { FingerprintSet, fingerprintSet, finishHash, HASH_SEED, hashStep } from '../../src/text/hash.ts';

const table = buildFoldTable({
	confusables: new Map([
		[0x13aa, 'GO'],
		[0x1d7ce, '0'],
		[0x4e00, '-'],
	]),
	supplement: { ø: 'o', '🅰': 'a', æ: 'ae' },
	transliteration: { ж: 'zh', а: 'a' },
	lookAlike: { ж: 'x' },
	masks: '*',
	digraphs: { жа: 'j' },
	signs: { '@': 'a', '|-|': 'h' },
	hardStops: ';',
});
const entry = (char: string): number => {
	const cp = char.codePointAt(0) ?? 0;
	return (cp > 0xffff ? table.astral.get(cp) : table.entries[cp]) ?? -1;
};
const spelling = (char: string): string | undefined => table.spellings[entryValue(entry(char))];

test('each character has its kind', () => {
	for (const [char, kind] of [
		['a', KIND_LETTER],
		['Z', KIND_LETTER],
		['7', KIND_LETTER],
		['é', KIND_LETTER],
		['ø', KIND_LETTER],
		['Ø', KIND_LETTER],
		['ａ', KIND_LETTER],
		['٣', KIND_LETTER],
		['🅰', KIND_LETTER],
		['𝐚', KIND_LETTER],
		['æ', KIND_SPELLED],
		['ﬁ', KIND_SPELLED],
		['Ꭺ', KIND_SPELLED],
		['ж', KIND_SCRIPT],
		['Ж', KIND_SCRIPT],
		['*', KIND_MASK],
		['@', KIND_GAP],
		[HIDDEN_LETTER, KIND_LETTER],
		[' ', KIND_GAP],
		[';', KIND_GAP],
		['-', KIND_GAP],
		['\u200b', KIND_GAP],
		['\u0301', KIND_GAP],
		['丙', KIND_FOREIGN],
		['ა', KIND_FOREIGN],
		['一', KIND_FOREIGN],
	] as const)
		assert.equal(entryKind(entry(char)), kind, char);
});

test('values are plain letters, or point at spellings', () => {
	assert.equal(showPlain(entryValue(entry('Ø'))), 'o');
	assert.equal(showPlain(entryValue(entry('٣'))), '3');
	assert.equal(showPlain(entryValue(entry(HIDDEN_LETTER))), '*');
	assert.equal(table.digraphs.get(digraphKey(entry('Ж'), entry('а'))), 'j');
	assert.equal(spelling('æ'), 'ae');
	assert.equal(spelling('ﬃ'), 'ffi');
	assert.equal(spelling('ж'), 'x', 'the look-alike comes first');
	assert.equal(table.spellings[entryValue(entry('ж')) + 1], 'zh', 'then the sound');
});

test('every entry of the basic plane unpacks to something the reader knows', () => {
	for (let cp = 0; cp < 65536; cp++) {
		const packed = table.entries[cp] ?? 0;
		assert.ok(entryKind(packed) <= KIND_MASK);
		const value = entryValue(packed);
		if (entryKind(packed) === KIND_LETTER) assert.ok(isPlainLetter(value) || isPlainDigit(value) || value === PLAIN_MASK);
		if (entryKind(packed) === KIND_SPELLED) assert.match(table.spellings[entryValue(packed)] ?? '', /^[a-z0-9]{1,}$/);
	}
});

test('folded codes fit their bits and merge only letters with letters', () => {
	for (let plain = PLAIN_A; plain <= PLAIN_OTHER; plain++) {
		for (const code of [FOLD_OF[plain] ?? 0, LEET_OF[plain] ?? 0]) assert.ok(code > 0 && code < 1 << FOLD_BITS, showPlain(plain));
	}
	const digits = new Set(Array.from({ length: 10 }, (_, digit) => FOLD_OF[PLAIN_ZERO + digit]));
	assert.equal(digits.size, 10, 'digits keep apart: a locant is identity');
	for (let letter = 0; letter < 26; letter++) assert.ok(!digits.has(FOLD_OF[PLAIN_A + letter]));
	assert.equal(FOLD_OF[PLAIN_MASK], FOLD_WILD);
	assert.equal(FOLD_OF[PLAIN_OTHER], FOLD_OTHER);
});

test('a fingerprint set holds exactly what was put in', () => {
	const word = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 1, maxLength: 8 });
	const print = (text: string): number => finishHash([...text].reduce((hash, char) => hashStep(hash, char.charCodeAt(0) - 96), HASH_SEED));
	fc.assert(
		fc.property(fc.array(word, { maxLength: 60 }), fc.array(word, { maxLength: 20 }), (kept, asked) => {
			const prints = new Set(kept.map(print));
			const set = fingerprintSet(prints);
			assert.equal(set.length, prints.size);
			const asking = new FingerprintSet(set);
			for (const text of [...kept, ...asked]) assert.equal(asking.has(print(text)), prints.has(print(text)), text);
		}),
		{ seed: 25, numRuns: 500 },
	);
	const has = (values: readonly number[], value: number): boolean => new FingerprintSet(Uint32Array.from(values)).has(value);
	assert.equal(has([], 7), false);
	assert.equal(has([0, 0xffffffff], 0xffffffff), true);
	assert.equal(has([0, 0xffffffff], 0), true);
	assert.equal(has([1, 2, 3, 4, 5, 6, 7, 8, 0xffffffff], 0x80000000), false);
});
