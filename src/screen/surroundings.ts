// What stands directly beside a match. A bound neighbour ("4-chloro-", ", 4-methyl-", "-oxime") makes the name part of another
// name; a salt, a grade, a quantity or a stop leaves it alone.
import { GAP_HARD, GAP_SPACE, isPlainDigit, PLAIN_OTHER } from '../text/alphabet.ts';
import type { Reading } from '../text/reading.ts';
import type { KnownNames } from './known.ts';

export interface SideWords {
	/** Salts, grades, vendor words: beside a name they leave it the same. */
	readonly same: ReadonlySet<string>;
	readonly stereo: ReadonlySet<string>;
	readonly locants: ReadonlySet<string>;
	/** Chemicals whose name is one whole word: beside a name they are a second product. */
	readonly complete: ReadonlySet<string>;
	/** Words of chemical texts that name no compound. */
	readonly generic: ReadonlySet<string>;
	/** Endings that name a class of compound. */
	readonly suffixes: ReadonlySet<string>;
}

/** Plain indices at which listed names, written without a mistake, start and end. */
export interface NameEdges {
	readonly starts: ReadonlySet<number>;
	readonly ends: ReadonlySet<number>;
}

/** What is on one side. `bound` kinds touch the name without a space. */
export type Side = 'open' | 'same' | 'stereo' | 'locant' | 'bound-chemical' | 'bound-word' | 'chemical' | 'inverted' | 'word';

export interface Surroundings {
	readonly left: Side;
	readonly right: Side;
}

const BINDERS = "-‐‑‒–—−)]},'’′(";

export function surroundings(
	reading: Reading,
	from: number,
	to: number,
	edges: NameEdges,
	known: KnownNames,
	words: SideWords,
): Surroundings {
	return { left: leftSide(reading, from, edges, known, words), right: rightSide(reading, to, edges, known, words) };
}

// Letters and digits around index i that touch each other.
const tokenStart = (reading: Reading, i: number): number => {
	let k = i;
	while (k > 0 && (reading.gap[k] ?? 0) <= 1 && i - k < 40) k--;
	return k;
};
const tokenEnd = (reading: Reading, i: number): number => {
	let k = i + 1;
	while (k < reading.length && (reading.gap[k] ?? GAP_HARD) <= 1 && k - i < 40) k++;
	return k;
};

/** Plain letters [from, to) in the Latin alphabet. */
export function spell(reading: Reading, from: number, to: number): string {
	let word = '';
	for (let i = from; i < to; i++) {
		const plain = reading.plain[i] ?? 0;
		word += plain <= 26 ? String.fromCharCode(96 + plain) : isPlainDigit(plain) ? String.fromCharCode(plain - 27 + 48) : '';
	}
	return word;
}

const allDigits = (word: string): boolean => /^\d{1,2}[a-h]?$/.test(word);

function leftSide(reading: Reading, from: number, edges: NameEdges, known: KnownNames, words: SideWords): Side {
	if (from === 0) return 'open';
	const gap = reading.gap[from] ?? 0;
	if (gap >= GAP_HARD || (reading.plain[from - 1] ?? 0) >= PLAIN_OTHER) return 'open';
	const start = tokenStart(reading, from - 1);
	const word = spell(reading, start, from);
	const between = reading.text.slice(reading.end[from - 1] ?? 0, reading.start[from] ?? 0);
	if (gap >= GAP_SPACE) {
		if (between.trim() !== '') return 'open';
		if (words.same.has(word) || /\d/.test(word)) return 'same';
		// "toluene acetone": two products, not one longer name.
		if ((edges.ends.has(from) && !PREFIX.test(word)) || words.complete.has(word)) return 'word';
		return PREFIX.test(word) && isNameWord(reading, start, from, known, words, word) ? 'chemical' : 'word';
	}
	// ".alpha.-chloro-.gamma.-": dots around a locant do not loosen the bond.
	const last = between.replaceAll('.', '').at(-1) ?? '';
	if (last === '' || !BINDERS.includes(last) || (last === '(' && between.length === 1)) return 'open';
	if (between.includes('%')) return 'open';
	if (allDigits(word) || words.locants.has(word)) return 'locant';
	if (words.stereo.has(word)) return 'stereo';
	if ((edges.ends.has(from) && !PREFIX.test(word)) || isPlainWord(reading, start, from, known, words)) return 'word';
	if (known.isChemicalWord(reading, start, from) || /(?:yl|o|oxy|ino|ene|ido|yl[a-z]?)$/.test(word)) return 'bound-chemical';
	// "Brand-piperidine": no part of any chemical name.
	if (word.length >= 5 && !/\d|[aoy]$/.test(word) && known.strangeGrams(reading, start, from) > 0) return 'word';
	return 'bound-word';
}

const isNameWord = (reading: Reading, from: number, to: number, known: KnownNames, words: SideWords, word: string): boolean =>
	known.isChemicalWord(reading, from, to) && !known.isOrdinaryWord(reading, from, to) && !words.generic.has(word);

/** Is [from, to) a word that stays apart from the name it is joined to ("pure-piperidine", "ephedrine-containing")? */
export function isPlainWord(reading: Reading, from: number, to: number, known: KnownNames, words: SideWords): boolean {
	if (to - from < MIN_PLAIN) return false;
	const word = spell(reading, from, to);
	return (
		(words.same.has(word) || words.generic.has(word) || words.complete.has(word) || known.isOrdinaryWord(reading, from, to)) &&
		!PREFIX.test(word)
	);
}

const MIN_PLAIN = 3;
/** How radicals, cations and other words that make a new name of the next one end. */
const PREFIX = /(?:yl|o|oxy|ium|ic|ylene|ous|di|tri)$/;
const QUANTITY = /^\d+(?:kgs?|gr?|mg|lt?|ml|tons?|t|mt|gal|lbs?|oz|pcs|pct)$/;

const endsAsClass = (word: string, words: SideWords): boolean => {
	const one = word.endsWith('s') ? word.slice(0, -1) : word;
	for (let k = Math.max(0, one.length - 7); k <= one.length - 2; k++) if (words.suffixes.has(one.slice(k))) return true;
	return !/^[a-z]+$/.test(word);
};

function rightSide(reading: Reading, to: number, edges: NameEdges, known: KnownNames, words: SideWords): Side {
	if (to >= reading.length) return 'open';
	const gap = reading.gap[to] ?? 0;
	if (gap >= GAP_HARD || (reading.plain[to] ?? 0) >= PLAIN_OTHER) return 'open';
	const end = tokenEnd(reading, to);
	const word = spell(reading, to, end);
	const after = reading.end[to - 1] ?? 0;
	const between = reading.text.slice(after, reading.start[to] ?? 0);
	if (between.startsWith(',') && isInverted(reading.text, after + 1)) return 'inverted';
	if (gap >= GAP_SPACE) {
		if (between.trim() !== '') return 'open';
		if (words.same.has(word) || /\d/.test(word)) return 'same';
		if (edges.starts.has(to) || words.complete.has(word)) return 'word';
		return endsAsClass(word, words) && isNameWord(reading, to, end, known, words, word) ? 'chemical' : 'word';
	}
	const first = between[0] ?? '';
	if (between === '' || !BINDERS.includes(first) || first === ')' || first === ']') {
		return first === ')' && /^\)-?[a-z]/i.test(reading.text.slice(after, after + 3)) ? 'bound-chemical' : 'open';
	}
	if (words.same.has(word)) return 'same';
	if (first === ',' || first === '(') return first === ',' && isPlainDigit(reading.plain[to] ?? 0) ? 'locant' : 'open';
	if (allDigits(word)) return /^-\d{1,2}[a-h]?[-',]/i.test(reading.text.slice(after, after + 6)) ? 'locant' : 'same';
	if (words.stereo.has(word)) return 'stereo';
	if (QUANTITY.test(word)) return 'same';
	if (edges.starts.has(to) || isPlainWord(reading, to, end, known, words)) return 'word';
	return known.isChemicalWord(reading, to, end) ? 'bound-chemical' : 'bound-word';
}

// "benzeneacetic acid, 4-chloro-": a comma, then a part that ends with a hyphen before the next break.
function isInverted(text: string, from: number): boolean {
	let i = from;
	while (i < text.length && text.charCodeAt(i) === 32 && i < from + 2) i++;
	const stop = Math.min(text.length, i + 80);
	let k = i;
	while (k < stop && !' ;|\n\t'.includes(text[k] ?? '')) k++;
	if (k === i) return false;
	const part = text.slice(i, k).replace(/[,.]$/, '');
	return part.length > 2 && part.endsWith('-');
}
