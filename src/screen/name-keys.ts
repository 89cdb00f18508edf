// Keys under which a name is found although its letters were dropped or misread. Each key is a hash over a stream of codes that text
// and name share; a stream is read forwards, letter by letter, so that every window of words costs one step per letter.
import { GAP_TIGHT, PLAIN_A, PLAIN_OTHER, PLAIN_ZERO } from '../text/alphabet.ts';
import { finishHash, HASH_SEED, hashStep } from '../text/hash.ts';
import type { FoldedName } from './folded-names.ts';

/**
 * `letters`: as written; `consonants`: without vowels; `misread`: letters that scanners confuse are one code; `sounds`: letters that
 * sound alike are one code, doubled ones and mute h count once or not at all, and so do the vowels by which languages end a word.
 */
const KEYS = ['letters', 'consonants', 'misread', 'sounds'] as const;
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
// Ph and f, c and k and s and z and x, y and i, v and w; h alone is mute.
const SOUNDS: Readonly<Record<string, string>> = { h: '', f: 'p', k: 'c', q: 'c', s: 'c', z: 'c', x: 'c', y: 'i', j: 'i', w: 'v' };
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
	sounds: streamOf((char) => SOUNDS[char] ?? char),
};
const VOWELS: ReadonlySet<number> = new Set([...'aeiou'].map((char) => PLAIN_A + ALPHABET.indexOf(char)));

/** Shorter streams are met by chance. */
export const LEAST: Readonly<Record<KeyKind, number>> = { letters: 6, consonants: 6, misread: 8, sounds: 8 };

/** Codes after which a key is asked whether any name begins so: almost every window ends there. */
const OPENING = 4;

/** A listed name under its keys. */
export interface KeyedName {
	readonly alias: number;
	readonly plain: Uint16Array;
}

const NONE: readonly KeyedName[] = [];
const BITS = 1 << 18;

class Bits {
	private readonly words = new Uint32Array(BITS / 32);

	set(value: number): void {
		const bit = value % BITS;
		this.words[bit >>> 5] = (this.words[bit >>> 5] ?? 0) | (1 << (bit & 31));
	}

	has(value: number): boolean {
		const bit = value % BITS;
		return ((this.words[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
	}
}

/** Names by the value of one kind of key. Nearly every question is answered "none" by one bit. */
class NameIndex {
	private readonly values = new Bits();
	private readonly openings = new Bits();
	private readonly names = new Map<number, KeyedName[]>();

	add(key: Key, name: KeyedName): void {
		this.values.set(key.value);
		this.openings.set(key.opening);
		const same = this.names.get(key.value);
		if (same === undefined) this.names.set(key.value, [name]);
		else same.push(name);
	}

	get(key: Key): readonly KeyedName[] {
		return this.values.has(key.value) ? (this.names.get(key.value) ?? NONE) : NONE;
	}

	/** May a name begin as the key does? */
	opens(key: Key): boolean {
		return this.openings.has(key.opening);
	}
}

export type NameKeys = Readonly<Record<KeyKind, NameIndex>>;

/** One key while it grows. */
export class Key {
	private readonly stream: readonly Uint8Array[];
	private readonly bySound: boolean;
	private readonly index: NameIndex;
	private hash = HASH_SEED;
	/** Of a key by sound: the code added last, and a vowel that counts only if its word goes on. */
	private last = 0;
	private held = 0;
	/** Codes so far. */
	size = 0;
	/** Fingerprint of the first codes. */
	opening = 0;
	/** Some name may begin as the key does. */
	open = true;

	/** `index`: the names it is meant for. */
	constructor(kind: KeyKind, index: NameIndex) {
		this.stream = STREAMS[kind];
		this.bySound = kind === 'sounds';
		this.index = index;
	}

	clear(): void {
		this.hash = HASH_SEED;
		this.size = 0;
		this.last = 0;
		this.held = 0;
		this.open = true;
	}

	add(plain: number): void {
		const codes = this.stream[plain];
		if (codes === undefined) this.push(plain);
		else if (this.bySound) this.hear(codes[0] ?? 0);
		else for (let i = 0; i < codes.length; i++) this.push(codes[i] ?? 0);
	}

	/** A word ends here. */
	endWord(): void {
		this.held = 0;
	}

	get value(): number {
		return finishHash(this.hash);
	}

	private push(code: number): void {
		this.hash = hashStep(this.hash, code);
		if (++this.size !== OPENING) return;
		this.opening = finishHash(this.hash);
		this.open = this.index.opens(this);
	}

	private hear(code: number): void {
		if (code === 0 || code === this.last) return;
		this.last = code;
		if (this.held !== 0) this.push(this.held);
		this.held = VOWELS.has(code) ? code : 0;
		if (this.held === 0) this.push(code);
	}
}

/** Indexes the names of controlled substances and family members that are written in Latin letters, or sound so. */
export function indexNames(names: readonly FoldedName[]): NameKeys {
	const index: NameKeys = { letters: new NameIndex(), consonants: new NameIndex(), misread: new NameIndex(), sounds: new NameIndex() };
	const keys = KEYS.map((kind) => ({ kind, key: new Key(kind, index[kind]) }));
	for (const { at, controlled, plain, gap } of names) {
		if (!controlled || plain.some((code) => code >= PLAIN_OTHER) || !plain.some((code) => code < PLAIN_ZERO)) continue;
		const name = { alias: at, plain };
		for (const { kind, key } of keys) {
			key.clear();
			for (let i = 0; i < plain.length; i++) {
				if ((gap[i] ?? 0) >= GAP_TIGHT) key.endWord();
				key.add(plain[i] ?? 0);
			}
			key.endWord();
			if (key.size >= LEAST[kind]) index[kind].add(key, name);
		}
	}
	return index;
}
