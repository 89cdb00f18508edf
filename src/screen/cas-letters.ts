// Tokens shaped like a CAS number (2 to 7 characters, 2 and 1, between hyphens) in which letters stand for digits ("lO8-88-3") or
// signs cover one or two ("108-x8-3"). Each character stands for a set of digits; what fits exactly one listed number is it.

import { casFromDigits } from '../chem/cas.ts';
import { GAP_TIGHT, isPlainDigit, PLAIN_A, PLAIN_ZERO } from '../text/alphabet.ts';
import type { Reading } from '../text/reading.ts';
import { type CasIndex, casSighting, nearSighting } from './cas-index.ts';
import { DASH } from './digit-groups.ts';
import type { Sighting } from './sighting.ts';

const ANY_DIGIT = 0x3ff;
/** Letters drawn like a digit, and letters that leet writes for one: of the latter alone nothing is certain. */
const DRAWN_LIKE: Readonly<Record<string, string>> = { b: '8', i: '1', l: '1', o: '0', s: '5', z: '2' };
const WRITTEN_FOR: Readonly<Record<string, string>> = { a: '4', b: '6', d: '0', e: '3', g: '69', q: '09', t: '7', z: '3' };

/** Plain code → bit per digit that it may stand for; 0 for what ends a number. */
const CERTAINLY = bitsOf(DRAWN_LIKE);
const POSSIBLY = bitsOf(WRITTEN_FOR);

function bitsOf(table: Readonly<Record<string, string>>): Uint16Array {
	const bits = new Uint16Array(64);
	for (let digit = 0; digit < 10; digit++) bits[PLAIN_ZERO + digit] = 1 << digit;
	for (const [letter, digits] of Object.entries(table)) {
		for (const digit of digits)
			bits[PLAIN_A + letter.charCodeAt(0) - 97] = (bits[PLAIN_A + letter.charCodeAt(0) - 97] ?? 0) | (1 << Number(digit));
	}
	return bits;
}

const SIGNS = '*#?•●■█_';
const COVERS = `${SIGNS}xX×`;
const MOST_COVERED = 2;
const LEAST_KNOWN = 4;
const MOST_FITTING = 4;
const LONGEST_FIRST = 7;
const LEAST_DIGITS = 5;
const LETTER = /\p{L}/u;
const HYPHEN = 45;
const BLANK = 32;

/** Listed numbers written with letters or covers. `cued`: the label "CAS" stands before this plain index. */
export function lettered(reading: Reading, index: CasIndex, cued: (at: number) => boolean): Sighting[] {
	const { gap, length, text } = reading;
	const sightings: Sighting[] = [];
	for (let i = 2; i < length; i++) {
		// The last character stands alone behind a hyphen.
		if ((gap[i] ?? 0) < GAP_TIGHT || (i + 1 < length && (gap[i + 1] ?? 0) < GAP_TIGHT)) continue;
		if (dashBefore(text, reading.start[i] ?? 0) < 0) continue;
		const shape = shapeBefore(reading, i);
		if (shape !== null) sightings.push(...fitting(shape, index, cued(shape.from)));
	}
	return sightings;
}

/** Where the hyphen that stands before `at`, a blank on either side allowed, begins; -1 without one. */
function dashBefore(text: string, at: number): number {
	const end = text.charCodeAt(at - 1) === BLANK ? at - 1 : at;
	const code = text.charCodeAt(end - 1);
	if (code !== HYPHEN && !(code > 127 && DASH.test(String.fromCharCode(code)))) return -1;
	return text.charCodeAt(end - 2) === BLANK ? end - 2 : end - 1;
}

/** A token in the shape of a CAS number. */
interface Shape {
	/** Per digit, the bits of those it surely is and of those it may be. */
	readonly surely: readonly number[];
	readonly maybe: readonly number[];
	readonly covered: number;
	/** It begins with a cover that is no letter. */
	readonly signed: boolean;
	/** Characters that are digits. */
	readonly numerals: number;
	/** Plain index of its first letter or digit. */
	readonly from: number;
	readonly start: number;
	readonly end: number;
}

// Reads backwards from the last character: one, a hyphen, two, a hyphen, two to seven. Null for another shape.
function shapeBefore(reading: Reading, last: number): Shape | null {
	const { text, plain } = reading;
	const surely: number[] = [];
	const maybe: number[] = [];
	let covered = 0;
	let numerals = 0;
	let i = last;
	const end = reading.end[last] ?? 0;
	let at = end;
	let part = 0;
	for (let size = 0; at > 0; ) {
		const char = text[at - 1] ?? '';
		const isCover = COVERS.includes(char);
		const isRead = i >= 0 && reading.end[i] === at;
		// "CAS#108-88-3".
		if (char === '#' && part === 2 && size > 1 && LETTER.test(text[at - 2] ?? '')) break;
		if (isCover || isRead) {
			const code = plain[i] ?? 0;
			const certain = isCover ? ANY_DIGIT : (CERTAINLY[code] ?? 0);
			const possible = isCover ? ANY_DIGIT : certain | (POSSIBLY[code] ?? 0);
			if (possible === 0 || size >= (part < 2 ? part + 1 : LONGEST_FIRST)) return null;
			surely.unshift(certain);
			maybe.unshift(possible);
			size++;
			if (isCover) covered++;
			else if (isPlainDigit(code)) numerals++;
			at = isRead ? (reading.start[i] ?? 0) : at - 1;
			if (isRead) i--;
			continue;
		}
		const dash = part < 2 && size === part + 1 ? dashBefore(text, at) : -1;
		if (dash < 0) break;
		part++;
		size = 0;
		at = dash;
	}
	if (part < 2 || maybe.length < LEAST_DIGITS || numerals === 0) return null;
	const signed = SIGNS.includes(text[at] ?? ' ');
	return { surely, maybe, covered, signed, numerals, from: i + 1, start: at, end };
}

function fitting(shape: Shape, index: CasIndex, cue: boolean): Sighting[] {
	const { surely, maybe, covered, numerals } = shape;
	// A sign before a whole number is a bullet or a number sign.
	if (shape.signed && maybe.length > LEAST_DIGITS) {
		const rest = { ...shape, surely: surely.slice(1), maybe: maybe.slice(1), covered: covered - 1, start: shape.start + 1, signed: false };
		const found = fitting(rest, index, cue);
		if (found.length > 0 || casFromDigits(exactly(rest.surely)) !== null) return found;
	}
	// A number in digits is read elsewhere.
	if (numerals === maybe.length || covered > MOST_COVERED || (maybe.length - covered < LEAST_KNOWN && !cue)) return [];
	const fits = index.all.filter((number) => matches(maybe, number));
	if (fits.length > MOST_FITTING) return [];
	return fits.flatMap((number) => {
		const confidence = fits.length === 1 && matches(surely, number) ? 0.97 : 0.85;
		return (index.byDigits.get(number) ?? []).map((listed) =>
			covered > 0 ? nearSighting(listed, shape, 'digits are covered') : casSighting(listed, shape, confidence, 'letters stand for digits'),
		);
	});
}

/** The digits, where each can be but one; a sign in the place of others. */
const exactly = (bits: readonly number[]): string =>
	bits.map((one) => (one > 0 && (one & (one - 1)) === 0 ? Math.log2(one) : '-')).join('');

function matches(bits: readonly number[], number: string): boolean {
	if (bits.length !== number.length) return false;
	for (let i = 0; i < bits.length; i++) if (((bits[i] ?? 0) & (1 << (number.charCodeAt(i) - 48))) === 0) return false;
	return true;
}
