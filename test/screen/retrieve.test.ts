// The candidate search against plain references: nothing written as listed is passed over, and nothing is reported that lies beyond
// the edits it claims.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Random, seeded } from '../../bench/perturb/random.ts';
import { buildLexicon } from '../../src/screen/lexicon.ts';
import { editBudget } from '../../src/screen/patterns.ts';
import { type Hit, Retriever } from '../../src/screen/retrieve.ts';
import { FOLD_WILD } from '../../src/text/alphabet.ts';
import type { Reading } from '../../src/text/reading.ts';
import { prepared, reading } from '../support/compiled.ts';
import { editDistance } from '../support/edit-distance.ts';

const { patterns, pieces } = prepared;
const { aliases, owners } = buildLexicon(prepared.catalogue, prepared.pinyin, prepared.skeletons);
const retriever = new Retriever(patterns, pieces);

const letters = (text: string): number => text.replace(/[^\p{L}\p{N}]/gu, '').length;
const ENGLISH = aliases.flatMap((alias, index) => {
	const tier = owners[alias.owner]?.tier ?? 0;
	return alias.kind === 'name' && alias.lang === 'en' && tier > 0 && letters(alias.text) >= 8 ? [{ index, text: alias.text, tier }] : [];
});

/** Words of three to nine random letters: what stands around a name is anything. */
function filler(random: Random): string {
	const word = (): string => Array.from({ length: 3 + random.below(7) }, () => String.fromCharCode(97 + random.below(26))).join('');
	return Array.from({ length: random.below(6) }, word).join(' ');
}

const spells = (hit: Hit, alias: number): boolean => {
	for (let e = patterns.entryStart[hit.pattern] ?? 0; e < (patterns.entryStart[hit.pattern + 1] ?? 0); e++)
		if (patterns.entryAlias[e] === alias) return true;
	return false;
};

const spanOf = (one: Reading, hit: Hit): string => one.text.slice(one.start[hit.from], one.end[hit.to - 1]);

test('the listed English names are many', () => {
	assert.ok(ENGLISH.length > 1000);
});

test('every exact occurrence on word boundaries is found, whatever stands around it', () => {
	const random = seeded(31, 'exact');
	for (const { index, text } of ENGLISH) {
		const whole = [filler(random), text, filler(random)].filter((part) => part !== '').join(' ');
		const one = reading(whole);
		const hit = retriever.retrieve(one).find((found) => found.edits === 0 && found.overhang === 0 && spells(found, index));
		assert.ok(hit !== undefined, `“${text}” in “${whole}”`);
		assert.equal(
			spanOf(one, hit)
				.toLowerCase()
				.replace(/[^a-z0-9]/g, ''),
			text.toLowerCase().replace(/[^a-z0-9]/g, ''),
		);
		assert.equal(retriever.exhausted, false);
	}
});

test('every occurrence of several names in one text is found', () => {
	const random = seeded(32, 'several');
	for (let turn = 0; turn < 150; turn++) {
		const chosen = random.sample(5, ENGLISH.length).flatMap((at) => ENGLISH[at] ?? []);
		const one = reading(chosen.map(({ text }) => `${filler(random)}, ${text}`).join(', '));
		const hits = retriever.retrieve(one);
		for (const { index, text } of chosen)
			assert.ok(
				hits.some((hit) => hit.edits === 0 && spells(hit, index)),
				`“${text}” in “${one.text}”`,
			);
	}
});

test('capitals and repeated searches change nothing', () => {
	const random = seeded(33, 'again');
	for (let turn = 0; turn < 100; turn++) {
		const { text } = random.pick(ENGLISH);
		const lower = reading(`${filler(random)} ${text}`);
		const upper = reading(lower.text.toUpperCase());
		const first = retriever.retrieve(lower);
		assert.deepEqual(retriever.retrieve(lower), first);
		assert.deepEqual(retriever.retrieve(upper), first);
	}
});

/** One random edit inside the letters of a name, not at its first or last two. */
function edited(text: string, random: Random): string {
	const at = 2 + random.below(Math.max(1, text.length - 4));
	const letter = String.fromCharCode(97 + random.below(26));
	const kind = random.below(4);
	if (kind === 0) return text.slice(0, at) + letter + text.slice(at + 1);
	if (kind === 1) return text.slice(0, at) + letter + text.slice(at);
	if (kind === 2) return text.slice(0, at) + text.slice(at + 1);
	return text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2);
}

test('no hit claims fewer edits than there are, or more than its budget', () => {
	const random = seeded(34, 'sound');
	let hits = 0;
	for (let turn = 0; turn < 600; turn++) {
		const { text } = random.pick(ENGLISH);
		const one = reading(`${filler(random)} ${edited(edited(text, random), random)} ${filler(random)}`);
		for (const hit of retriever.retrieve(one)) {
			hits++;
			assert.ok(hit.edits <= (patterns.budget[hit.pattern] ?? 0), `${one.text}: ${hit.edits} edits`);
			assert.ok(hit.from >= 0 && hit.from < hit.to && hit.to <= one.length);
			let first = 0;
			while (first < one.folds && (one.at[first + 1] ?? 0) <= hit.from) first++;
			let last = first;
			while (last < one.folds && (one.at[last] ?? 0) < hit.to) last++;
			const codes = patterns.codes.subarray(patterns.codeStart[hit.pattern], patterns.codeStart[hit.pattern + 1]);
			const distance = editDistance(codes, one.fold.subarray(first, last), FOLD_WILD);
			assert.ok(distance <= hit.edits, `“${spanOf(one, hit)}” in “${one.text}”: ${distance} edits, ${hit.edits} claimed`);
		}
	}
	assert.ok(hits > 600, `${hits} hits`);
});

test('one letter changed, added, dropped or swapped leaves a name of moderate length to be found', () => {
	const random = seeded(35, 'one-edit');
	const words = ENGLISH.filter(({ text }) => /^[a-z]{11,}$/i.test(text));
	assert.ok(words.length > 30);
	let tried = 0;
	const missed: string[] = [];
	for (const { index, text } of words) {
		for (let turn = 0; turn < 20; turn++) {
			const spelled = edited(text.toLowerCase(), random);
			const one = reading(`${filler(random)} ${spelled} ${filler(random)}`);
			tried++;
			if (!retriever.retrieve(one).some((hit) => spells(hit, index))) missed.push(`${text} → ${spelled}`);
		}
	}
	// A dropped vowel can merge its neighbours (“r n” folds like “m”), which costs a second edit.
	assert.ok(missed.length <= tried * 0.02, `${missed.length} of ${tried}: ${missed.slice(0, 10)}`);
});

test('the edit budget grows with length and strictness of tier, and short names have none', () => {
	for (let length = 1; length < 60; length++) {
		for (const tier of [1, 2, 3]) {
			const budget = editBudget(length, tier);
			assert.ok(budget >= editBudget(length - 1, tier), `${length} ${tier}`);
			assert.ok(budget <= editBudget(length, Math.max(1, tier - 1)), 'a stricter tier never allows less');
			assert.ok(budget <= 4 && (length >= 6 || budget === 0));
			assert.ok(budget * 3 <= length, 'some piece of three letters always stays whole');
		}
	}
	for (let p = 0; p < patterns.count; p++) {
		const length = (patterns.codeStart[p + 1] ?? 0) - (patterns.codeStart[p] ?? 0);
		assert.ok((patterns.budget[p] ?? 0) <= editBudget(length, 1));
	}
});

test('a pattern has room for its pieces: budget plus one, disjoint, all indexed', () => {
	const pieceCount = new Int32Array(patterns.count);
	for (const posting of pieces.postings) pieceCount[posting >> 8] = (pieceCount[posting >> 8] ?? 0) + 1;
	for (let p = 0; p < patterns.count; p++) {
		const length = (patterns.codeStart[p + 1] ?? 0) - (patterns.codeStart[p] ?? 0);
		const room = Math.floor(length / 3);
		assert.ok((pieceCount[p] ?? 0) >= Math.min(room, (patterns.budget[p] ?? 0) + 1), `pattern ${p}`);
	}
});

test('a text that repeats itself endlessly is cut short and says so', () => {
	const one = reading('piperidine '.repeat(20_000));
	const hits = retriever.retrieve(one);
	assert.equal(retriever.exhausted, true);
	assert.ok(hits.length > 0 && hits.length < 100_000);
	retriever.retrieve(reading('acetone'));
	assert.equal(retriever.exhausted, false, 'the next text starts afresh');
});
