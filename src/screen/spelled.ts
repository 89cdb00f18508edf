// CAS numbers written out digit by digit in words ("one zero eight dash …"), in the languages of tables/numerals.yaml. Only a run
// of five or more digit words that spells a listed number counts.
import { GAP_HARD, GAP_TIGHT, PLAIN_FOREIGN, PLAIN_ZERO } from '../text/alphabet.ts';
import { finishHash, HASH_SEED, hashStep } from '../text/hash.ts';
import type { Reading } from '../text/reading.ts';
import { type CasIndex, casSighting } from './cas-index.ts';
import { hashSpan } from './known.ts';
import type { Sighting } from './sighting.ts';

export interface Numerals {
	/** Fingerprint of a word (or of one ideograph) → its digit, or -1 for a hyphen word. */
	readonly words: ReadonlyMap<number, number>;
	readonly longest: number;
	/** Bit per first two plain codes of any number word. */
	readonly prefixes: Uint8Array;
}

export interface NumeralSource {
	readonly digits: Readonly<Record<string, readonly (readonly string[])[]>>;
	readonly hyphens: readonly string[];
}

/** Fingerprints the number words with the reader that reads the listings. */
export function compileNumerals(source: NumeralSource, fold: (text: string) => Reading): Numerals {
	const words = new Map<number, number>();
	let longest = 1;
	const prefixes = new Uint8Array(64 * 64);
	const add = (word: string, value: number): void => {
		const reading = fold(word);
		longest = Math.max(longest, reading.length);
		const [first, second] = [reading.plain[0] ?? 0, reading.plain[1] ?? 0];
		if (first < 64 && second < 64) prefixes[(first << 6) | second] = 1;
		words.set(hashSpan(reading, 0, reading.length), value);
	};
	for (const word of source.hyphens) add(word, -1);
	for (const language of Object.values(source.digits)) {
		for (const [value, forms] of language.entries()) for (const form of forms) add(form, value);
	}
	return { words, longest, prefixes };
}

const MIN_DIGITS = 5;

/** Listed CAS numbers spelled out in the reading. */
export function findSpelled(reading: Reading, numerals: Numerals, index: CasIndex): Sighting[] {
	const sightings: Sighting[] = [];
	const { plain, gap, length } = reading;
	let run = '';
	let runFrom = 0;
	let runTo = 0;
	const close = (): void => {
		if (run.length >= MIN_DIGITS) sightings.push(...listedIn(reading, run, runFrom, runTo, index));
		run = '';
	};
	for (let from = 0; from < length; ) {
		let to = from;
		const first = plain[from] ?? 0;
		const second = plain[from + 1] ?? 0;
		if (first < PLAIN_ZERO && second < PLAIN_ZERO && numerals.prefixes[(first << 6) | second] !== 1) {
			// No number word begins like this: on to the next word.
			if (run !== '') close();
			do to++;
			while (to < length && (gap[to] ?? GAP_HARD) < GAP_TIGHT && (plain[to] ?? 0) < PLAIN_ZERO);
			from = to;
			continue;
		}
		let hash = HASH_SEED;
		if ((plain[from] ?? 0) >= PLAIN_FOREIGN) hash = hashStep(hash, plain[to++] ?? 0);
		else {
			while (to < length && (to === from || (gap[to] ?? GAP_HARD) < GAP_TIGHT) && (plain[to] ?? 0) < PLAIN_ZERO)
				hash = hashStep(hash, plain[to++] ?? 0);
		}
		if (to === from) {
			// A digit or an unknown sign ends the run.
			close();
			from++;
			continue;
		}
		const value = to - from > numerals.longest ? undefined : numerals.words.get(finishHash(hash));
		if (value === undefined) close();
		else if (value >= 0) {
			if (run === '') runFrom = from;
			run += String(value);
			runTo = to;
		}
		from = to;
	}
	close();
	return sightings;
}

function listedIn(reading: Reading, digits: string, from: number, to: number, index: CasIndex): Sighting[] {
	const span = { start: reading.start[from] ?? 0, end: reading.end[to - 1] ?? 0 };
	return (index.byDigits.get(digits) ?? []).map((listed) => casSighting(listed, span, 0.97, 'spelled out'));
}
