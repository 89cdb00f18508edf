// What honest text is made of: names of chemicals that are not controlled, the words they are built from, ordinary words, and the
// letter sequences that occur in real chemical names. "A typo is not a valid chemical name; a different chemical is."
// Each dictionary comes in two halves, split by chemical, so that a model can be fitted (and measured) on chemicals the
// dictionary does not hold (cross-fitting).
import { GAP_HARD, GAP_SPACE, GAP_TIGHT, isPlainLetter, PLAIN_ZERO } from '../text/alphabet.ts';
import { FingerprintSet, fingerprintSet, finishHash, HASH_SEED, hashStep } from '../text/hash.ts';
import type { Reading } from '../text/reading.ts';

export interface KnownHalf {
	/** Whole names, letters and digits only. */
	readonly names: Uint32Array;
	/** Words of four letters or more inside those names. */
	readonly words: Uint32Array;
	/** Bit per four-letter sequence (27-letter alphabet with the word edge as 0). */
	readonly grams: Uint8Array;
}

export interface Known {
	readonly halves: readonly [KnownHalf, KnownHalf];
	/** Words of ordinary texts. */
	readonly ordinary: Uint32Array;
}

const GRAM_BITS = 27 * 27 * 27 * 27;
const MIN_WORD = 4;

/** Which half of the dictionary is consulted: both in production, one while fitting or measuring on the other. */
export type Halves = 'both' | 0 | 1;

export class KnownNames {
	private readonly ordinary: FingerprintSet;
	private readonly names: FingerprintSet;
	private readonly words: FingerprintSet;
	private readonly grams: Uint8Array;

	constructor(known: Known, halves: Halves = 'both') {
		// The halves are joined: each question is then one look, not two.
		const use: readonly KnownHalf[] = halves === 'both' ? known.halves : [known.halves[halves]];
		this.ordinary = new FingerprintSet(known.ordinary);
		this.names = new FingerprintSet(joined(use.map((half) => half.names)));
		this.words = new FingerprintSet(joined(use.map((half) => half.words)));
		this.grams = new Uint8Array(Math.ceil(GRAM_BITS / 8));
		for (const { grams } of use) for (let i = 0; i < grams.length; i++) this.grams[i] = (this.grams[i] ?? 0) | (grams[i] ?? 0);
	}

	/** The name spelled by plain letters [from, to), gaps ignored, is a known chemical. */
	isName(reading: Reading, from: number, to: number): boolean {
		return this.isNameHash(hashSpan(reading, from, to));
	}

	/** The same, for a fingerprint already computed. */
	isNameHash(hash: number): boolean {
		return this.names.has(hash);
	}

	isChemicalWord(reading: Reading, from: number, to: number): boolean {
		if (to - from < MIN_WORD) return false;
		return this.isChemicalHash(hashSpan(reading, from, to));
	}

	isOrdinaryWord(reading: Reading, from: number, to: number): boolean {
		return to - from >= 3 && this.isOrdinaryHash(hashSpan(reading, from, to));
	}

	/** The same two, for fingerprints already computed. */
	isOrdinaryHash(hash: number): boolean {
		return this.ordinary.has(hash);
	}

	isChemicalHash(hash: number): boolean {
		return this.words.has(hash);
	}

	/** Four-letter sequences of the word [from, to) that no known chemical name has. */
	strangeGrams(reading: Reading, from: number, to: number): number {
		const { grams } = this;
		let strange = 0;
		let gram = 0;
		for (let i = from - 1; i <= to; i++) {
			const plain = i < from || i >= to ? 0 : (reading.plain[i] ?? 0);
			gram = (gram * 27 + (isPlainLetter(plain) ? plain : 0)) % GRAM_BITS;
			if (i - from >= 2 && ((grams[gram >> 3] ?? 0) & (1 << (gram & 7))) === 0) strange++;
		}
		return strange;
	}
}

function joined(lists: readonly Uint32Array[]): Uint32Array {
	const all = new Uint32Array(lists.reduce((size, list) => size + list.length, 0));
	let at = 0;
	for (const list of lists) {
		all.set(list, at);
		at += list.length;
	}
	return all.sort();
}

export function hashSpan(reading: Pick<Reading, 'plain'>, from: number, to: number): number {
	let hash = HASH_SEED;
	for (let i = from; i < to; i++) hash = hashStep(hash, reading.plain[i] ?? 0);
	return finishHash(hash);
}

/** Words of a reading as [from, to) plain ranges: letters without a visible gap between them. */
export function wordsOf(reading: Pick<Reading, 'plain' | 'gap' | 'length'>): [number, number][] {
	const words: [number, number][] = [];
	let from = -1;
	for (let i = 0; i < reading.length; i++) {
		const letter = (reading.plain[i] ?? 0) < PLAIN_ZERO;
		if (letter && (from < 0 || (reading.gap[i] ?? 0) >= GAP_TIGHT)) {
			if (from >= 0) words.push([from, i]);
			from = i;
		} else if (!letter && from >= 0) {
			words.push([from, i]);
			from = -1;
		}
	}
	if (from >= 0) words.push([from, reading.length]);
	return words;
}

/** The half of the dictionary a chemical belongs to, by its identifier. */
export function halfOf(identifier: string): 0 | 1 {
	let hash = HASH_SEED;
	for (let i = 0; i < identifier.length; i++) hash = hashStep(hash, identifier.charCodeAt(i));
	return (finishHash(hash) & 1) as 0 | 1;
}

/** Words of names up to this long are recorded only if they recur. */
export const LONGEST_UNRECORDED = 6;
const RECURRENCE = 3;

const isKept = (entry: { readonly bearers: ReadonlySet<string>; readonly short: boolean }): boolean =>
	!entry.short || entry.bearers.size >= RECURRENCE;

/** Builds the dictionaries. `refuse` names a listed or controlled identity, which must never sit among the benign. */
export function buildKnown(
	names: Iterable<readonly [name: string, identifier: string]>,
	ordinary: Uint32Array,
	fold: (text: string) => Reading,
	refuse: (reading: Reading) => boolean,
): Known {
	const halves = [0, 1].map(() => ({
		names: new Set<number>(),
		words: new Map<number, { bearers: Set<string>; short: boolean }>(),
		grams: new Uint8Array(Math.ceil(GRAM_BITS / 8)),
	}));
	for (const [name, identifier] of names) {
		const reading = fold(name);
		if (reading.length < MIN_WORD || refuse(reading)) continue;
		const half = halves[halfOf(identifier)];
		if (half === undefined) continue;
		half.names.add(hashSpan(reading, 0, reading.length));
		for (const [from, to] of wordsOf(reading)) {
			if (to - from < MIN_WORD) continue;
			// Short words must recur: public name lists hold slips of the pen ("aicd") too.
			const word = hashSpan(reading, from, to);
			const entry = half.words.get(word) ?? { bearers: new Set<string>(), short: to - from <= LONGEST_UNRECORDED };
			if (entry.bearers.size <= RECURRENCE) entry.bearers.add(identifier);
			half.words.set(word, entry);
			if (!isKept(entry)) continue;
			let gram = 0;
			for (let i = from - 1; i <= to; i++) {
				gram = (gram * 27 + (i < from || i >= to ? 0 : (reading.plain[i] ?? 0))) % GRAM_BITS;
				if (i - from >= 2) half.grams[gram >> 3] = (half.grams[gram >> 3] ?? 0) | (1 << (gram & 7));
			}
		}
	}
	const [a, b] = halves.map((half) => ({
		names: fingerprintSet(half.names),
		words: fingerprintSet([...half.words].filter(([, entry]) => isKept(entry)).map(([word]) => word)),
		grams: half.grams,
	}));
	if (a === undefined || b === undefined) throw new RangeError('two halves');
	return { halves: [a, b], ordinary };
}

/** Start of the name-like run around plain index `i`: no space or hard stop inside. */
export function runStart(reading: Reading, i: number): number {
	let k = i;
	while (k > 0 && (reading.gap[k] ?? 0) < GAP_SPACE) k--;
	return k;
}

/** End (exclusive) of the name-like run around plain index `i`. */
export function runEnd(reading: Reading, i: number): number {
	let k = i;
	while (k < reading.length && (reading.gap[k] ?? GAP_HARD) < GAP_SPACE) k++;
	return k;
}
