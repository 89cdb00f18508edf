// Keys under which a name is found although its letters were dropped or misread. Each key is a hash over a stream of codes that text
// and name share; a stream is read forwards, letter by letter, so that every window of words costs one step per letter.
import { PLAIN_A, PLAIN_OTHER, PLAIN_ZERO } from '../text/alphabet.ts';
import { finishHash, HASH_SEED, hashStep } from '../text/hash.ts';
import type { Reading } from '../text/reading.ts';
import type { Lexicon } from './lexicon.ts';

/** `letters`: as written; `consonants`: without vowels; `misread`: letters that scanners confuse are one code. */
export const KEYS = ['letters', 'consonants', 'misread'] as const;
export type KeyKind = (typeof KEYS)[number];

// What optical recognition confuses, each letter as the strokes it shares with others: rn/m/n+i, cl/d, vv/w, ii/u, 1/l/i, 0/o/c/e/a.
const STROKES: Readonly<Record<string, string>> = {
	a: 'o',
	c: 'o',
	e: 'o',
	'0': 'o',
	h: 'b',
	'8': 'b',
	i: 'l',
	'1': 'l',
	t: 'f',
	y: 'v',
	'5': 's',
	d: 'ol',
	n: 'rl',
	m: 'rrl',
	u: 'll',
	w: 'vv',
};
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

const streamOf = (codes: (char: string) => string): readonly Uint8Array[] => {
	const table: Uint8Array[] = [];
	[...ALPHABET].forEach((char, i) => {
		table[PLAIN_A + i] = Uint8Array.from(codes(char), (code) => PLAIN_A + ALPHABET.indexOf(code));
	});
	return table;
};

/** Codes each plain letter adds to a key. Masks and foreign letters add themselves, and so match nothing. */
const STREAMS: Readonly<Record<KeyKind, readonly Uint8Array[]>> = {
	letters: streamOf((char) => char),
	consonants: streamOf((char) => ('aeiouy'.includes(char) ? '' : char)),
	misread: streamOf((char) => STROKES[char] ?? char),
};

/** Shorter streams are met by chance. */
export const LEAST: Readonly<Record<KeyKind, number>> = { letters: 6, consonants: 6, misread: 8 };

/** One key while it grows. */
export class Key {
	private readonly stream: readonly Uint8Array[];
	private hash = HASH_SEED;
	/** Codes so far. */
	size = 0;

	constructor(kind: KeyKind) {
		this.stream = STREAMS[kind];
	}

	clear(): void {
		this.hash = HASH_SEED;
		this.size = 0;
	}

	add(plain: number): void {
		const codes = this.stream[plain];
		if (codes === undefined) {
			this.hash = hashStep(this.hash, plain);
			this.size++;
			return;
		}
		for (let i = 0; i < codes.length; i++) this.hash = hashStep(this.hash, codes[i] ?? 0);
		this.size += codes.length;
	}

	get value(): number {
		return finishHash(this.hash);
	}
}

/** A listed name under its keys. */
export interface KeyedName {
	readonly alias: number;
	readonly plain: Uint16Array;
}

/** Key value → names, per kind of key. */
export type NameKeys = Readonly<Record<KeyKind, ReadonlyMap<number, readonly KeyedName[]>>>;

/** Indexes the names of controlled substances and family members that are written in Latin letters, or sound so. */
export function indexNames(lexicon: Lexicon, fold: (text: string) => Reading): NameKeys {
	const index: Record<KeyKind, Map<number, KeyedName[]>> = { letters: new Map(), consonants: new Map(), misread: new Map() };
	const keys = KEYS.map((kind) => ({ kind, key: new Key(kind) }));
	lexicon.aliases.forEach((alias, at) => {
		if (alias.kind !== 'name' || (lexicon.owners[alias.owner]?.tier ?? 0) === 0) return;
		const reading = fold(alias.text);
		const plain = reading.plain.slice(0, reading.length);
		if (plain.some((code) => code >= PLAIN_OTHER)) return;
		for (const { kind, key } of keys) {
			key.clear();
			for (const code of plain) key.add(code);
			if (key.size < LEAST[kind] || !plain.some((code) => code < PLAIN_ZERO)) continue;
			const same = index[kind].get(key.value);
			if (same === undefined) index[kind].set(key.value, [{ alias: at, plain }]);
			else same.push({ alias: at, plain });
		}
	});
	return index;
}
