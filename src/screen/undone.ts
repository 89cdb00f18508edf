// Which disguises had to be undone to read a name in a span: named kinds, from how each letter was written and how the letters differ.
import type { EvasionKind } from '../model/verdict.ts';
import {
	GAP_INVISIBLE,
	GAP_NONE,
	GAP_TIGHT,
	WRITTEN_COMPATIBLE,
	WRITTEN_ENCODED,
	WRITTEN_HOMOGLYPH,
	WRITTEN_MARKED,
	WRITTEN_TRANSLITERATED,
} from '../text/alphabet.ts';
import type { Reading } from '../text/reading.ts';
import type { Alignment } from './align.ts';
import type { Alias } from './lexicon.ts';
import type { Form } from './respell.ts';
import { isSpacedOut } from './retrieve.ts';

const OWN_SCRIPT: ReadonlySet<string> = new Set(['ru', 'uk', 'bg', 'sr', 'mk', 'be', 'kk', 'el']);

/** Disguises undone in plain letters [from, to); empty when the name is openly written. */
export function disguises(
	reading: Reading,
	from: number,
	to: number,
	matched: { readonly form: Form; readonly alias: Alias; readonly alignment: Alignment; readonly gaps: Uint8Array },
): EvasionKind[] {
	const { form, alias, alignment, gaps: own } = matched;
	const kinds = new Set<EvasionKind>();
	let homoglyphs = 0;
	let compatible = 0;
	let sounded = 0;
	let marked = 0;
	for (let i = from; i < to; i++) {
		const how = reading.written[i];
		if (how === WRITTEN_HOMOGLYPH) homoglyphs++;
		else if (how === WRITTEN_COMPATIBLE && !(reading.foreign && isFullWidth(reading, i))) compatible++;
		else if (how === WRITTEN_TRANSLITERATED) sounded++;
		else if (how === WRITTEN_MARKED) marked++;
		else if (how === WRITTEN_ENCODED) kinds.add('encoding');
	}
	if (homoglyphs > 0 && !isGreekLocant(reading, from, to, homoglyphs)) kinds.add('homoglyph');
	// Full-width letters are ordinary beside Chinese and Japanese, and superscripts or ligatures slip in singly.
	if (compatible > 1) kinds.add('homoglyph');
	// Accents on a name of a language without them; a single one is a slip or a loan.
	if (marked > 1 && alias.lang === 'en') kinds.add('homoglyph');
	if (sounded > 2 && !OWN_SCRIPT.has(alias.lang)) kinds.add('transliteration');
	if (hasInvisible(reading, from, to)) kinds.add('invisible');
	if (isSpacedOut(reading, from, to) && to - from > 3 && !isSpacedName(own)) kinds.add('spacing');
	else if (extraGaps(reading, from, to) > countGaps(own)) kinds.add('split');
	if (alignment.leet > 0) kinds.add('leet');
	if (alignment.masks > 0) kinds.add('mask');
	if (form === 'reordered' || form === 'parted') kinds.add('split');
	if (form === 'reversed') kinds.add('reversed');
	if (form === 'rotated') kinds.add('encoding');
	if (form === 'skeleton' || form === 'misread' || alignment.hard + alignment.digits > 0) kinds.add('misspelling');
	else if (alignment.soft > 0 || form === 'sounded' || (form === 'phonetic' && alignment.cost === 0)) kinds.add('phonetic');
	return [...kinds];
}

const isFullWidth = (reading: Reading, i: number): boolean => {
	const code = reading.text.charCodeAt(reading.start[i] ?? 0);
	return code >= 0xff01 && code <= 0xff5e;
};

// "α-" before a name is how chemists write it.
const isGreekLocant = (reading: Reading, from: number, to: number, count: number): boolean => {
	if (count > 1 || to - from < 4) return false;
	for (let i = from; i < to; i++) {
		if (reading.written[i] !== WRITTEN_HOMOGLYPH) continue;
		const code = reading.text.charCodeAt(reading.start[i] ?? 0);
		const apart = i === from || (reading.gap[i] ?? 0) > GAP_NONE || (i + 1 < to && (reading.gap[i + 1] ?? 0) > GAP_NONE);
		return apart && code >= 0x3b1 && code <= 0x3c9;
	}
	return false;
};

function hasInvisible(reading: Reading, from: number, to: number): boolean {
	let marks = 0;
	for (let i = from + 1; i < to; i++) {
		if (reading.gap[i] === GAP_NONE) continue;
		const between = reading.text.slice(reading.end[i - 1] ?? 0, reading.start[i] ?? 0);
		if (between === '') continue;
		if (/\p{Cf}|[<\u034f\u180b-\u180f\ufe00-\ufe0f\u115f\u1160\u3164\uffa0]/u.test(between)) return true;
		if (reading.gap[i] !== GAP_INVISIBLE) continue;
		// An escape or markup that shows nothing.
		if (/[^\p{M}]/u.test(between)) return true;
		marks++;
	}
	return marks > 2 && marks > (to - from) / 3;
}

const countGaps = (gaps: Uint8Array): number => gaps.reduce((sum, gap, i) => sum + (i > 0 && gap >= GAP_TIGHT ? 1 : 0), 0);
const isSpacedName = (gaps: Uint8Array): boolean => countGaps(gaps) >= (gaps.length - 1) * 0.6;

function extraGaps(reading: Reading, from: number, to: number): number {
	let gaps = 0;
	for (let i = from + 1; i < to; i++) if ((reading.gap[i] ?? 0) >= GAP_TIGHT) gaps++;
	return gaps;
}
