// CAS Registry Numbers in running text, in any formatting: odd dashes, spaces, dots, no separators, look-alike digits, letters
// for digits, a digit masked, missing, swapped or wrong, the check digit cut off. Works on the reading's digits, so full-width,
// circled and superscript digits are already digits. Linear in the number of digits.
import { casCheckDigit, casSlip } from '../chem/cas.ts';
import type { Substance } from '../model/substance.ts';
import type { EvasionKind } from '../model/verdict.ts';
import { GAP_HARD, GAP_TIGHT, isPlainDigit } from '../text/alphabet.ts';
import type { Reading } from '../text/reading.ts';
import { digitGroups, type Group } from './digit-groups.ts';
import type { Sighting } from './sighting.ts';

interface Listed {
	readonly substance: string;
	readonly number: string;
	readonly form: string;
}

export interface CasIndex {
	/** Digits without hyphens → substances that carry the number. */
	readonly byDigits: ReadonlyMap<string, readonly Listed[]>;
	/** Numbers of look-alikes: a valid one settles an abbreviation's honest reading. */
	readonly honest: ReadonlySet<string>;
	readonly lengths: ReadonlySet<number>;
	readonly all: readonly string[];
}

export function indexCas(
	substances: readonly Substance[],
	honest: Iterable<string>,
	members: Iterable<readonly [string, string]>,
): CasIndex {
	const byDigits = new Map<string, Listed[]>();
	const add = (digits: string, listed: Listed): void => {
		const known = byDigits.get(digits);
		if (known === undefined) byDigits.set(digits, [listed]);
		else if (!known.some((other) => other.substance === listed.substance)) known.push(listed);
	};
	for (const substance of substances) {
		for (const cas of substance.cas) add(cas.number.replaceAll('-', ''), { substance: substance.id, number: cas.number, form: cas.form });
	}
	for (const [family, number] of members) {
		const digits = number.replaceAll('-', '');
		if (!byDigits.has(digits)) add(digits, { substance: `family:${family}`, number, form: 'member' });
	}
	const clean = new Set([...honest].map((number) => number.replaceAll('-', '')).filter((digits) => !byDigits.has(digits)));
	const all = [...byDigits.keys()];
	return { byDigits, honest: clean, lengths: new Set(all.map((digits) => digits.length)), all };
}

const MIN_DIGITS = 5;
const MAX_DIGITS = 10;
const MAX_GROUPS = 10;

/** Every CAS number sighted in the reading. `declared`: the whole text is said to be a CAS number. */
export function findCas(reading: Reading, index: CasIndex, declared: boolean): Sighting[] {
	if (reading.digits < 3 && !declared) return [];
	const groups = digitGroups(reading);
	const sightings: Sighting[] = [];
	let next = 0;
	for (let g = 0; g < groups.length; g++) {
		if (g < next || !(mayBegin(groups, g) || isMaskedBeside(reading, groups[g]))) continue;
		const found = longestAt(reading, groups, g, index, declared);
		if (found === null) continue;
		sightings.push(...found.sightings);
		next = g + found.groups;
	}
	return sightings;
}

// A number needs five digits within a few groups, or a mask or a cut after a few; most prices and sizes end here.
function mayBegin(groups: readonly Group[], g: number): boolean {
	let digits = 0;
	let last = groups[g];
	for (let k = g; k < groups.length && k - g < MAX_GROUPS; k++) {
		const group = groups[k];
		if (group === undefined || last === undefined || (k > g && group.from !== last.to)) break;
		digits += group.digits.length;
		if (digits >= MIN_DIGITS - 1) return true;
		last = group;
	}
	return false;
}

interface Found {
	readonly sightings: Sighting[];
	readonly groups: number;
}

// Tries the longest run of neighbouring groups that spells a listed number; then the shapes that say "a CAS number, mistyped".
function longestAt(reading: Reading, groups: readonly Group[], g: number, index: CasIndex, declared: boolean): Found | null {
	const cue = declared || hasCue(reading, groups[g]?.from ?? 0);
	let digits = '';
	let best: Found | null = null;
	for (let k = g; k < groups.length && k - g < MAX_GROUPS; k++) {
		const group = groups[k];
		if (group === undefined || (k > g && !adjoins(reading, groups[k - 1], group))) break;
		digits += group.digits;
		if (digits.length > MAX_DIGITS) break;
		if (digits.length < MIN_DIGITS) continue;
		const listed = index.byDigits.get(digits);
		const shape = shapeOf(groups, g, k);
		if (
			listed !== undefined &&
			isFree(reading, groups, g, k) &&
			(cue || !areLocants(reading, groups, g, k)) &&
			plausible(shape, digits, cue, k - g + 1)
		) {
			best = { sightings: listed.map((entry) => sighting(reading, groups, g, k, entry, shape, declared)), groups: k - g + 1 };
		} else if (index.honest.has(digits) && shape === 'grouped') {
			best = { sightings: [honest(reading, groups, g, k, digits)], groups: k - g + 1 };
		}
	}
	return best ?? backwards(reading, groups, g, index) ?? masked(reading, groups, g, index, cue) ?? nearMiss(reading, groups, g, index, cue);
}

// "7-97-301": the whole number written from its end.
function backwards(reading: Reading, groups: readonly Group[], g: number, index: CasIndex): Found | null {
	const [first, second, third] = [groups[g], groups[g + 1], groups[g + 2]];
	if (first === undefined || second === undefined || third === undefined) return null;
	if (first.digits.length !== 1 || second.digits.length !== 2 || third.digits.length < 2) return null;
	if (!isDash(reading, first, second) || !isDash(reading, second, third)) return null;
	const digits = [...(first.digits + second.digits + third.digits)].reverse().join('');
	const listed = index.byDigits.get(digits);
	if (listed === undefined) return null;
	return { sightings: listed.map((entry) => miss(reading, groups, g, g + 2, entry, 'it is written backwards')), groups: 3 };
}

const isMaskedBeside = (reading: Reading, group: Group | undefined): boolean =>
	MASKS.includes(reading.text[spanEnd(reading, group)] ?? ' ') || MASKS.includes(reading.text[spanStart(reading, group) - 1] ?? ' ');

const MASKS = '*#?•●■█_xX×';

// "1*3-79-7": one or two digits covered; the rest and the hyphens must fit one listed number.
function masked(reading: Reading, groups: readonly Group[], g: number, index: CasIndex, cue: boolean): Found | null {
	const first = groups[g];
	if (first === undefined) return null;
	let from = spanStart(reading, first);
	if (
		!MASKS.includes(reading.text[spanEnd(reading, first)] ?? ' ') &&
		!MASKS.includes(reading.text[from - 1] ?? ' ') &&
		!hasMask(reading, first, groups[Math.min(g + 3, groups.length - 1)] ?? first)
	)
		return null;
	if (from > 0 && MASKS.includes(reading.text[from - 1] ?? '')) from--;
	let shape = '';
	let hidden = 0;
	let k = from;
	for (; k < reading.text.length && shape.length < 13; k++) {
		const char = reading.text[k] ?? '';
		if (char >= '0' && char <= '9') shape += char;
		else if (MASKS.includes(char)) {
			shape += '?';
			hidden++;
		} else if (/[-‐‑‒–—−]/.test(char)) shape += '-';
		else break;
	}
	if (hidden === 0 || hidden > 2 || !/^[\d?]{2,7}-[\d?]{2}-[\d?]$/.test(shape)) return null;
	const fitting = [...index.byDigits.values()]
		.flat()
		.filter((entry) => entry.number.length === shape.length && [...shape].every((char, i) => char === '?' || char === entry.number[i]));
	const known = shape.length - 2 - hidden;
	if (fitting.length === 0 || (known < 4 && !cue)) return null;
	let last = g;
	while (last + 1 < groups.length && spanStart(reading, groups[last + 1]) < k) last++;
	return {
		sightings: fitting
			.slice(0, 4)
			.map((entry) => ({ ...miss(reading, groups, g, last, entry, 'digits are covered'), start: from, end: k })),
		groups: last - g + 1,
	};
}

// Digits of one number stand apart by separators only: no letters between, and no full stop of a phrase.
function adjoins(reading: Reading, before: Group | undefined, after: Group): boolean {
	if (before === undefined || after.from !== before.to) return false;
	const gap = reading.gap[after.from] ?? GAP_HARD;
	if (gap >= GAP_HARD) {
		const between = reading.text.slice(reading.end[before.to - 1] ?? 0, reading.start[after.from] ?? 0);
		return between.length <= 3 && !/[\n;]/.test(between) && !between.includes('!');
	}
	return (reading.start[after.from] ?? 0) - (reading.end[before.to - 1] ?? 0) <= 6;
}

// "3,4,5,7,8,8a-": single digits between bare commas are the locants of a name.
function areLocants(reading: Reading, groups: readonly Group[], from: number, to: number): boolean {
	for (let k = from + 1; k <= to; k++) {
		const [before, after] = [groups[k - 1], groups[k]];
		if (before === undefined || after === undefined || before.digits.length > 1 || after.digits.length > 1) return false;
		if (reading.text.slice(reading.end[before.to - 1] ?? 0, reading.start[after.from] ?? 0) !== ',') return false;
	}
	return to > from;
}

type Shape = 'grouped' | 'bare' | 'spaced' | 'broken';

function shapeOf(groups: readonly Group[], from: number, to: number): Shape {
	const sizes = groups.slice(from, to + 1).map((group) => group.digits.length);
	if (sizes.length === 1) return 'bare';
	if (sizes.length === 3 && sizes[1] === 2 && sizes[2] === 1) return 'grouped';
	return sizes.every((size) => size === 1) ? 'spaced' : 'broken';
}

// Bare or broken digits can be anything; a short number needs the cue "CAS", a long listed one speaks for itself.
function plausible(shape: Shape, digits: string, cue: boolean, groups: number): boolean {
	if (shape === 'grouped' || cue) return true;
	if (shape === 'bare') return digits.length >= 7;
	return shape === 'spaced' ? digits.length >= 6 : digits.length >= 8 && groups <= 5;
}

// Not a piece of a longer number or code.
function isFree(reading: Reading, groups: readonly Group[], from: number, to: number): boolean {
	const first = groups[from];
	const last = groups[to];
	if (first === undefined || last === undefined) return false;
	const before = first.from === 0 || (reading.gap[first.from] ?? 0) >= GAP_TIGHT || !isPlainDigit(reading.plain[first.from - 1] ?? 0);
	const after = last.to >= reading.length || (reading.gap[last.to] ?? 0) >= GAP_TIGHT || !isPlainDigit(reading.plain[last.to] ?? 0);
	return before && after;
}

/** "CAS" within the dozen letters before. */
function hasCue(reading: Reading, at: number): boolean {
	for (let i = Math.max(0, at - 12); i + 2 < at; i++) {
		if (reading.plain[i] === 3 && reading.plain[i + 1] === 1 && reading.plain[i + 2] === 19) return true;
	}
	return false;
}

const spanStart = (reading: Reading, group: Group | undefined): number => reading.start[group?.from ?? 0] ?? 0;
const spanEnd = (reading: Reading, group: Group | undefined): number => reading.end[(group?.to ?? 1) - 1] ?? 0;

function sighting(
	reading: Reading,
	groups: readonly Group[],
	from: number,
	to: number,
	listed: Listed,
	shape: Shape,
	declared: boolean,
): Sighting {
	const start = spanStart(reading, groups[from]);
	const end = spanEnd(reading, groups[to]);
	const text = reading.text.slice(start, end);
	const plainly = text === listed.number || (declared && shape === 'bare');
	const undone: EvasionKind[] = plainly ? [] : ['cas-format'];
	const family = listed.substance.startsWith('family:');
	return {
		rule: 'cas',
		kind: family ? 'family' : 'substance',
		id: family ? listed.substance.slice(7) : listed.substance,
		start,
		end,
		read: listed.number,
		confidence: shape === 'grouped' ? 0.995 : 0.97,
		certainty: 'certain',
		basis: 'cas',
		undone,
		...(listed.form === 'base' ? {} : { form: listed.form }),
		note: `CAS number ${listed.number} (${listed.form})`,
	};
}

function honest(reading: Reading, groups: readonly Group[], from: number, to: number, digits: string): Sighting {
	const number = `${digits.slice(0, -3)}-${digits.slice(-3, -1)}-${digits.slice(-1)}`;
	return {
		rule: 'look-alike-cas',
		kind: 'honest',
		id: number,
		start: spanStart(reading, groups[from]),
		end: spanEnd(reading, groups[to]),
		read: number,
		confidence: 0.99,
		certainty: 'certain',
		basis: 'cas',
		undone: [],
		note: `CAS number ${number} of an unlisted look-alike`,
	};
}

// A number in CAS shape (or after the cue) whose check digit fails, one slip from a listed one; or cut off before its check digit.
function nearMiss(reading: Reading, groups: readonly Group[], g: number, index: CasIndex, cue: boolean): Found | null {
	const first = groups[g];
	const second = groups[g + 1];
	if (first === undefined || second === undefined || !adjoins(reading, first, second)) return null;
	const third = groups[g + 2];
	// Across a bare space a third group is a quantity that follows ("CAS 125541-22, 5 kg"), unless all groups are spaced so.
	const dashed = isDash(reading, first, second);
	const three = third !== undefined && adjoins(reading, second, third) && (!dashed || isDash(reading, second, third));
	const tight = dashed;
	if (first.digits.length < 2 || first.digits.length > 8) return null;
	if (three && (tight || cue) && second.digits.length <= 3 && third.digits.length <= 2) {
		const digits = first.digits + second.digits + third.digits;
		const shaped = second.digits.length === 2 && third.digits.length === 1;
		if (!shaped && !cue && !hasMask(reading, first, third)) return null;
		if (shaped && casCheckDigit(digits.slice(0, -1)) === Number(digits.at(-1))) return null;
		return nearest(reading, groups, g, g + 2, digits, index);
	}
	if ((tight || cue) && second.digits.length === 2 && (first.digits.length >= 3 || cue)) {
		// Cut off: "28578-16-" or "28578-16-?".
		const after = reading.text.slice(spanEnd(reading, second), spanEnd(reading, second) + 2);
		if (!cue && !/^[-‐‑‒–—−_*?#]/.test(after)) return null;
		const digits = first.digits + second.digits;
		const complete = digits + String(casCheckDigit(digits));
		const listed = index.byDigits.get(complete);
		if (listed === undefined) return null;
		return { sightings: listed.map((entry) => miss(reading, groups, g, g + 1, entry, 'its check digit is missing')), groups: 2 };
	}
	return null;
}

const isDash = (reading: Reading, before: Group, after: Group): boolean =>
	/^ ?[-‐‑‒–—−./_·] ?$/.test(reading.text.slice(spanEnd(reading, before), spanStart(reading, after)));

const hasMask = (reading: Reading, first: Group, last: Group): boolean =>
	/[*#?_•x×]/i.test(reading.text.slice(spanStart(reading, first), Math.min(spanEnd(reading, last), spanStart(reading, first) + 14)));

function nearest(reading: Reading, groups: readonly Group[], from: number, to: number, digits: string, index: CasIndex): Found | null {
	const sightings: Sighting[] = [];
	for (const candidate of index.all) {
		const slip = casSlip(digits, candidate);
		if (slip === null) continue;
		for (const entry of index.byDigits.get(candidate) ?? []) sightings.push(miss(reading, groups, from, to, entry, SLIPS[slip]));
	}
	return sightings.length === 0 ? null : { sightings: sightings.slice(0, 4), groups: to - from + 1 };
}

const SLIPS = {
	substitution: 'one digit differs and the check digit fails',
	transposition: 'two digits are swapped and the check digit fails',
	missing: 'one digit is missing',
	extra: 'one digit is too many',
} as const;

function miss(reading: Reading, groups: readonly Group[], from: number, to: number, listed: Listed, how: string): Sighting {
	const family = listed.substance.startsWith('family:');
	return {
		rule: 'cas-near-miss',
		kind: family ? 'family' : 'substance',
		id: family ? listed.substance.slice(7) : listed.substance,
		start: spanStart(reading, groups[from]),
		end: spanEnd(reading, groups[to]),
		read: listed.number,
		confidence: 0.8,
		certainty: 'probable',
		basis: 'cas',
		undone: ['cas-near-miss'],
		note: `Near miss of CAS number ${listed.number}: ${how}`,
	};
}
