// CAS Registry Numbers in running text, in any formatting: odd dashes, spaces, dots, no separators, letters for digits, a digit
// covered, missing, swapped or wrong, the check digit cut off. Works on the reading's digits, so full-width, circled and superscript
// digits are already digits. What makes digits a CAS number is its grouping or the label "CAS"; digits that only coincide with a
// listed number are probable, never certain: article numbers do. Linear in the number of digits.
import { GAP_TIGHT, isPlainDigit, PLAIN_FOREIGN } from '../text/alphabet.ts';
import { beginsWord, type Reading } from '../text/reading.ts';
import { type CasIndex, casSighting, type Found, honestSighting, type Run, type Span } from './cas-index.ts';
import { lettered } from './cas-letters.ts';
import { digitGroups, type Group, runOf } from './digit-groups.ts';
import { nearNumber } from './near-numbers.ts';
import type { Sighting } from './sighting.ts';

const MIN_DIGITS = 5;
const MAX_DIGITS = 10;
const MAX_GROUPS = 10;

/** Every CAS number sighted in the reading. `declared`: the whole text is said to be a CAS number. */
export function findCas(reading: Reading, index: CasIndex, declared: boolean): Sighting[] {
	if (reading.digits === 0) return [];
	const cued = (at: number): boolean => declared || hasCue(reading, at);
	const sightings = lettered(reading, index, cued);
	if (reading.digits < MIN_DIGITS - 1) return sightings;
	const written = sightings.length;
	const groups = digitGroups(reading);
	let next = 0;
	for (let g = 0; g < groups.length; g++) {
		const first = groups[g];
		if (g < next || first === undefined || !mayBegin(groups, g) || isWithin(first, sightings, written)) continue;
		const run: Run = { ...runOf(reading, groups, g, MAX_GROUPS + 1), cue: cued(first.from), declared };
		const found = exact(run, index) ?? nearNumber(run, index);
		if (found === null) continue;
		sightings.push(...found.sightings);
		next = g + found.groups;
	}
	return sightings;
}

const isWithin = (group: Span, sightings: readonly Sighting[], count: number): boolean => {
	for (let i = 0; i < count; i++) {
		const one = sightings[i];
		if (one !== undefined && one.start <= group.start && group.end <= one.end) return true;
	}
	return false;
};

// A number needs five digits within a few groups, or four before a cut; most prices and sizes end here.
function mayBegin(groups: readonly Group[], g: number): boolean {
	let digits = 0;
	for (let k = g; k < groups.length && k - g < MAX_GROUPS; k++) {
		if (k > g && groups[k]?.from !== groups[k - 1]?.to) break;
		digits += groups[k]?.digits.length ?? 0;
		if (digits >= MIN_DIGITS - 1) return true;
	}
	return false;
}

// The longest run of neighbouring groups that spells a listed number.
function exact(run: Run, index: CasIndex): Found | null {
	const { reading, groups, joints, cue, declared } = run;
	let digits = '';
	let best: Found | null = null;
	for (let size = 1; size <= Math.min(groups.length, MAX_GROUPS); size++) {
		digits += groups[size - 1]?.digits ?? '';
		if (digits.length > MAX_DIGITS) break;
		if (digits.length < MIN_DIGITS) continue;
		const listed = index.byDigits.get(digits);
		const honest = index.honest.has(digits);
		if (listed === undefined && !honest) continue;
		const span = { start: groups[0]?.start ?? 0, end: groups[size - 1]?.end ?? 0 };
		const grouping = groupingOf(groups.slice(0, size), joints.slice(0, size - 1));
		if (listed !== undefined && (cue || isPlausible(run, grouping, digits, size))) {
			const certain = cue || grouping === 'hyphened' || (grouping === 'alike' && digits.length >= LONG);
			const confidence = !certain ? 0.85 : grouping === 'hyphened' ? 0.995 : 0.97;
			const text = reading.text.slice(span.start, span.end);
			const plainly = (number: string): boolean => text === number || (declared && grouping === 'bare');
			best = {
				sightings: listed.map((one) => casSighting(one, span, confidence, plainly(one.number) ? null : '')),
				groups: size,
			};
		} else if (honest && (grouping === 'hyphened' || grouping === 'alike')) {
			best = { sightings: [honestSighting(digits, span)], groups: size };
		}
	}
	return best;
}

/** How digits are grouped: as in a CAS number by hyphens, so by any like signs, not at all, one by one, or otherwise. */
type Grouping = 'hyphened' | 'alike' | 'bare' | 'single' | 'broken';

function groupingOf(groups: readonly Group[], joints: readonly string[]): Grouping {
	if (groups.length === 1) return 'bare';
	const single = groups.every((group) => group.digits.length === 1);
	// Digits may stand apart between the hyphens ("7 4 - 8 9 - 5").
	const parts = joints.filter((one) => one === '-').length + 1;
	if (parts === 3 && (groups.length === 3 || (single && joints.every((one) => one === '-' || one === ' ')))) {
		const second = joints.indexOf('-') + 1;
		const third = joints.lastIndexOf('-') + 1;
		const sizes = [groups.slice(second, third), groups.slice(third)].map((part) => part.reduce((sum, one) => sum + one.digits.length, 0));
		if (sizes[0] === 2 && sizes[1] === 1) return 'hyphened';
	}
	const [, second, third] = groups;
	if (groups.length === 3 && second?.digits.length === 2 && third?.digits.length === 1 && joints[0] === joints[1]) return 'alike';
	return single ? 'single' : 'broken';
}

/** From here on a number is too long to be met by chance. */
const LONG = 8;

// Without the label, digits that are not grouped by hyphens can be anything: the shorter, the likelier.
function isPlausible(run: Run, grouping: Grouping, digits: string, size: number): boolean {
	switch (grouping) {
		case 'hyphened':
			return true;
		case 'alike':
			return digits.length >= LONG || !goesOn(run, size);
		case 'bare':
			return digits.length >= 7;
		case 'single':
			return digits.length >= 6 && !areLocants(run, size);
		case 'broken':
			return digits.length >= LONG && size <= 5;
	}
}

// "10.108.88.3": the same sign goes on on either side. After a blank a quantity may follow.
function goesOn({ joints, before }: Run, size: number): boolean {
	return joints[0] !== ' ' && (before === joints[0] || joints[size - 1] === joints[0]);
}

// "3,4,5,7,8,8a-": single digits between bare commas are the locants of a name.
const areLocants = ({ joints }: Run, size: number): boolean => joints.slice(0, size - 1).every((one) => one === ',');

const [C, A, S, N, R] = [3, 1, 19, 14, 18];

/** As long as "CAS Registriernummer". */
const LABEL = 20;

/** The word "CAS", alone or before "No." and "RN", within the letters of a label before. */
function hasCue(reading: Reading, at: number): boolean {
	const { plain, gap } = reading;
	for (let i = Math.max(0, at - LABEL); i + 2 < at; i++) {
		if (plain[i] !== C || plain[i + 1] !== A || plain[i + 2] !== S || !beginsWord(reading, i)) continue;
		const next = plain[i + 3] ?? 0;
		if ((gap[i + 3] ?? 0) >= GAP_TIGHT || isPlainDigit(next) || next >= PLAIN_FOREIGN || next === N || next === R) return true;
	}
	return false;
}
