// Runs of digits in a reading, as the parts of numbers: letters that pass for digits count where the run is otherwise digits.
import { GAP_INVISIBLE, GAP_TIGHT, isPlainDigit, PLAIN_ZERO } from '../text/alphabet.ts';
import type { Reading } from '../text/reading.ts';

// One run of digits without a visible gap; letters that pass for digits count when the run is otherwise digits.
export interface Group {
	readonly digits: string;
	/** Plain indices [from, to). */
	readonly from: number;
	readonly to: number;
}

// Letters o, i, l, s, b, z, q standing among digits.
const PASSES_FOR: Readonly<Record<number, string>> = { 15: '0', 9: '1', 12: '1', 19: '5', 2: '8', 26: '2', 17: '9' };

const passes = (plain: number): boolean => isPlainDigit(plain) || PASSES_FOR[plain] !== undefined;

/** The groups of a reading, in order. */
export function digitGroups(reading: Reading): Group[] {
	const groups: Group[] = [];
	const { plain, gap, length } = reading;
	for (let i = 0; i < length; i++) {
		if (!isPlainDigit(plain[i] ?? 0)) continue;
		// One token: letters and digits that touch.
		let from = i;
		while (from > 0 && (gap[from] ?? 9) <= GAP_INVISIBLE && i - from < MAX_TOKEN) from--;
		let to = i + 1;
		while (to < length && (gap[to] ?? 9) <= GAP_INVISIBLE && to - i < MAX_TOKEN) to++;
		pushLetters(reading, from, groups);
		let digits = 0;
		let others = 0;
		for (let k = from; k < to; k++) {
			if (isPlainDigit(plain[k] ?? 0)) digits++;
			else if (!passes(plain[k] ?? 0)) others++;
		}
		if (others === 0 && 2 * digits >= to - from) groups.push(groupOf(reading, from, to));
		else pushDigitRuns(reading, from, to, groups);
		if (to < length && (gap[to] ?? 9) === GAP_TIGHT && !isPlainDigit(plain[to] ?? 0)) pushAfter(reading, to, groups);
		i = to - 1;
	}
	return groups;
}

const MAX_TOKEN = 40;

const LONGEST_LETTERS = 8;

// Letters that pass for digits, bound to a digit by a separator: "67-b4-I", "I-03".
function pushLetters(reading: Reading, before: number, groups: Group[]): void {
	if ((reading.gap[before] ?? 9) !== GAP_TIGHT || before === 0) return;
	let from = before - 1;
	while (from > 0 && (reading.gap[from] ?? 9) <= GAP_INVISIBLE && before - from < LONGEST_LETTERS) from--;
	const last = groups.at(-1);
	if (last !== undefined && last.to > from) return;
	for (let k = from; k < before; k++) if (!passes(reading.plain[k] ?? 0) || isPlainDigit(reading.plain[k] ?? 0)) return;
	if (before - from < LONGEST_LETTERS) groups.push(groupOf(reading, from, before));
}

function pushAfter(reading: Reading, from: number, groups: Group[]): void {
	let to = from + 1;
	while (to < reading.length && (reading.gap[to] ?? 9) <= GAP_INVISIBLE && to - from < LONGEST_LETTERS) to++;
	if (to - from >= LONGEST_LETTERS) return;
	for (let k = from; k < to; k++) if (!passes(reading.plain[k] ?? 0)) return;
	groups.push(groupOf(reading, from, to));
}

// "5kg", "CAS110": only the digits of a mixed token.
function pushDigitRuns(reading: Reading, from: number, to: number, groups: Group[]): void {
	for (let i = from; i < to; ) {
		if (!isPlainDigit(reading.plain[i] ?? 0)) {
			i++;
			continue;
		}
		let end = i + 1;
		while (end < to && isPlainDigit(reading.plain[end] ?? 0)) end++;
		groups.push(groupOf(reading, i, end));
		i = end;
	}
}

function groupOf(reading: Reading, from: number, to: number): Group {
	let digits = '';
	for (let k = from; k < to; k++) {
		const plain = reading.plain[k] ?? 0;
		digits += isPlainDigit(plain) ? String.fromCharCode(plain - PLAIN_ZERO + 48) : (PASSES_FOR[plain] ?? '');
	}
	return { digits, from, to };
}
