// InChIKeys: the first block names the skeleton; the whole key as written is what is cited. A first block alone is no key by the
// book, nor is one that is spaced, joined or in small letters.
import { parseInchiKey } from '../chem/inchikey.ts';
import { GAP_HARD, GAP_TIGHT, isPlainLetter, PLAIN_A } from '../text/alphabet.ts';
import type { Reading } from '../text/reading.ts';
import type { Candidate } from './candidates.ts';
import type { Alias, Owner } from './lexicon.ts';
import type { Sighting } from './sighting.ts';
import { disguises } from './undone.ts';

const BLOCK = 14;
const REST = 11;

/** First block → ids of the substances that have it. */
export type KeyIndex = ReadonlyMap<string, readonly string[]>;

/** Only substances have keys. */
export function indexKeys(aliases: readonly Alias[], owners: readonly Owner[]): KeyIndex {
	const keys = new Map<string, string[]>();
	for (const alias of aliases) {
		const id = owners[alias.owner]?.id;
		if (alias.kind !== 'identifier' || id === undefined) continue;
		const block = alias.text.slice(0, BLOCK);
		const ids = keys.get(block) ?? [];
		if (!ids.includes(id)) keys.set(block, [...ids, id]);
	}
	return keys;
}

/** The sighting of a key, or of its first block, that name retrieval found; `literal`: without a slip. */
export function keySighting(reading: Reading, candidate: Candidate, literal: boolean, probability: number): Sighting {
	const { hit, alias, owner } = candidate;
	const undone = disguises(reading, hit.from, hit.to, candidate).filter((one) => one !== 'split');
	const sighting = sightingOf(reading, hit.from, hit.to, alias.text, owner.id);
	return {
		...sighting,
		confidence: probability,
		certainty: literal ? 'certain' : 'probable',
		undone: sighting.undone.length === 0 ? [] : [...sighting.undone, ...undone],
	};
}

/** First blocks spelled out letter by letter; exact, so that a quantity may follow. */
export function findSpelledKeys(reading: Reading, keys: KeyIndex): Sighting[] {
	const sightings: Sighting[] = [];
	const { plain, gap, length } = reading;
	let from = 0;
	for (let i = 0; i <= length; i++) {
		if (i < length && isPlainLetter(plain[i] ?? 0) && (gap[i] ?? 0) >= GAP_TIGHT) continue;
		if (i - from >= BLOCK) sightings.push(...keysBetween(reading, from, i, keys));
		// The letter that a gap does not precede may end a word ("to"); the one before the gap is the first of a run.
		from = i < length && isPlainLetter(plain[i] ?? 0) ? i : i + 1;
	}
	return sightings;
}

function keysBetween(reading: Reading, from: number, to: number, keys: KeyIndex): Sighting[] {
	const letters = String.fromCharCode(...reading.plain.slice(from, to).map((code) => code - PLAIN_A + 65));
	const sightings: Sighting[] = [];
	for (let at = 0; at + BLOCK <= letters.length; at++) {
		const block = letters.slice(at, at + BLOCK);
		for (const id of keys.get(block) ?? []) sightings.push(sightingOf(reading, from + at, from + at + BLOCK, block, id));
	}
	return sightings;
}

function sightingOf(reading: Reading, from: number, to: number, read: string, id: string): Sighting {
	const start = reading.start[from] ?? 0;
	const end = reading.end[wholeKey(reading, from, to) - 1] ?? 0;
	const text = reading.text.slice(start, end);
	const key = parseInchiKey(text);
	return {
		rule: 'inchikey',
		kind: 'substance',
		id,
		start,
		end,
		read,
		confidence: 0.99,
		certainty: 'certain',
		basis: 'identifier',
		undone: key.ok && text === key.value && text.startsWith(read) ? [] : ['identifier-format'],
		note: `InChIKey ${read}`,
	};
}

const [N, S, A] = [14, 19, 1];

// The blocks after the first: ten letters, of which the ninth is S or N and the tenth A, and one more.
function wholeKey({ plain, gap, length }: Reading, from: number, to: number): number {
	const end = to + REST;
	if (end > length || to - from > BLOCK + 1) return to;
	for (let i = to; i < end; i++) if (!isPlainLetter(plain[i] ?? 0) || (gap[i] ?? 0) >= GAP_HARD) return to;
	const flag = plain[end - 3] ?? 0;
	const closed = end === length || (gap[end] ?? 0) >= GAP_TIGHT;
	return closed && (flag === N || flag === S) && plain[end - 2] === A ? end : to;
}
