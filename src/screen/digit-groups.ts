// Runs of digits in a reading, as the parts of numbers, and what joins one to the next.
import { GAP_HARD, GAP_INVISIBLE, isPlainDigit, PLAIN_ZERO } from '../text/alphabet.ts';
import type { Reading } from '../text/reading.ts';

/** One run of digits without a visible gap. */
export interface Group {
	readonly digits: string;
	/** Plain indices [from, to). */
	readonly from: number;
	readonly to: number;
	/** UTF-16 offsets into the reading's text. */
	readonly start: number;
	readonly end: number;
}

/** The groups of a reading, in order. */
export function digitGroups(reading: Reading): Group[] {
	const groups: Group[] = [];
	const { plain, gap, start, end, length } = reading;
	for (let from = 0; from < length; ) {
		if (!isPlainDigit(plain[from] ?? 0)) {
			from++;
			continue;
		}
		let to = from;
		let digits = '';
		do digits += String.fromCharCode((plain[to++] ?? 0) - PLAIN_ZERO + 48);
		while (to < length && isPlainDigit(plain[to] ?? 0) && (gap[to] ?? GAP_HARD) <= GAP_INVISIBLE);
		groups.push({ digits, from, to, start: start[from] ?? 0, end: end[to - 1] ?? 0 });
		from = to;
	}
	return groups;
}

/** Any hyphen, dash or minus. */
export const DASH = /[\p{Pd}\u2212]/u;

/** Beside one of these a hyphen does not join ("134-72-?, 5 kg"). */
const OTHER_MARKS = /[,.:;!?*_#•]/;

const MOST_APART = 6;
const MOST_APART_HARD = 3;

/**
 * What joins two neighbouring groups to one number: `-` for a hyphen of any kind, ` ` for blanks alone, otherwise the signs as
 * written, brackets of any kind alike; null when letters, a new sentence or too much stands between.
 */
function joint(reading: Reading, before: Group | undefined, after: Group | undefined): string | null {
	if (before === undefined || after === undefined || after.from !== before.to) return null;
	const apart = after.start - before.end;
	const hard = (reading.gap[after.from] ?? GAP_HARD) >= GAP_HARD;
	if (apart > (hard ? MOST_APART_HARD : MOST_APART)) return null;
	// Nearly every joint is one sign.
	if (apart === 1 && !hard) {
		const code = reading.text.charCodeAt(before.end);
		if (code === 32) return ' ';
		if (code === 45) return '-';
		if (code === 44 || code === 46 || code === 47) return reading.text.charAt(before.end);
	}
	const between = reading.text.slice(before.end, after.start);
	if (DASH.test(between) && !OTHER_MARKS.test(between)) return '-';
	if (hard && /[\n;!]/.test(between)) return null;
	const signs = between.replace(/<[^<>]{0,5}>/g, '').replace(/[()[\]{}]{1,4}/g, '()');
	return signs.trim() === '' ? ' ' : signs;
}

/** Neighbouring groups, with what joins each to the one before. */
export interface GroupRun {
	readonly reading: Reading;
	readonly groups: readonly Group[];
	/** `joints[i]` stands between `groups[i]` and `groups[i + 1]`. */
	readonly joints: readonly string[];
	/** What joins the first group to one before it. */
	readonly before: string | null;
}

/** The run of at most `most` groups from `g` on. */
export function runOf(reading: Reading, all: readonly Group[], g: number, most: number): GroupRun {
	const groups = all.slice(g, g + 1);
	const joints: string[] = [];
	for (let k = g + 1; k < all.length && k - g < most; k++) {
		const group = all[k];
		const between = joint(reading, all[k - 1], group);
		if (group === undefined || between === null) break;
		joints.push(between);
		groups.push(group);
	}
	return { reading, groups, joints, before: joint(reading, all[g - 1], all[g]) };
}
