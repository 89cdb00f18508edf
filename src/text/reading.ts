// Reads one field into letters and gaps with an exact offset map back to the original (UTF-16), undoing what hides letters:
// compatibility forms, marks, homoglyphs, invisible characters, entities and escapes, markup. One forward pass, no backtracking.
// Two streams result: plain letters (nothing merged) and folded codes (classes merged, doubled letters collapsed).
import {
	FOLD_OF,
	FOLD_OTHER,
	GAP_HARD,
	GAP_INVISIBLE,
	GAP_NONE,
	GAP_SPACE,
	GAP_TIGHT,
	LEET_OF,
	PLAIN_A,
	PLAIN_FOREIGN,
	PLAIN_MASK,
	PLAIN_OTHER,
	PLAIN_ZERO,
	WRITTEN_COMPATIBLE,
	WRITTEN_ENCODED,
	WRITTEN_HOMOGLYPH,
	WRITTEN_LEET,
	WRITTEN_MASK,
	WRITTEN_TRANSLITERATED,
} from './alphabet.ts';
import { type Decoded, decodeAt } from './decode.ts';
import {
	digraphKey,
	entryKind,
	entryValue,
	entryWritten,
	type FoldTable,
	KIND_FOREIGN,
	KIND_GAP,
	KIND_LETTER,
	KIND_MASK,
	KIND_SCRIPT,
	KIND_SPELLED,
} from './fold-table.ts';
import { scriptWord } from './script.ts';

/** How Cyrillic and Greek words are read: each word by its own evidence, or every letter as the Latin letter it resembles. */
export type ScriptMode = 'by-word' | 'look-alike';

const CODE_M = 10;
const CODE_N = 11;
const CODE_R = 14;
const LETTERS_END = PLAIN_A + 26;
const DIGITS_END = PLAIN_ZERO + 10;
const HIGHEST_LETTER_CLASS = 17;

/** A reusable buffer: one listing's field at a time. Fields are public because inner loops read them. */
export class Reading {
	text = '';
	/** Number of plain letters. */
	length = 0;
	plain = new Uint16Array(1024);
	/** Gap class before each plain letter. */
	gap = new Uint8Array(1024);
	written = new Uint8Array(1024);
	/** UTF-16 offsets of each plain letter in `text`. */
	start = new Int32Array(1024);
	end = new Int32Array(1024);
	/** Number of folded codes. */
	folds = 0;
	fold = new Uint8Array(1024);
	/** Plain index at which each folded code begins; one past the end at `folds`. */
	at = new Int32Array(1025);
	/** Words purely of Cyrillic or Greek were read by sound; a look-alike reading may say something else. */
	ambiguousScript = false;
	foreign = false;
	/** Every character is ASCII. */
	ascii = true;
	/** Digits seen, so that number scanners can be skipped. */
	digits = 0;

	grow(needed: number): void {
		if (needed <= this.plain.length) return;
		const size = Math.max(needed, this.plain.length * 2);
		const widen = <T extends Uint8Array | Uint16Array | Int32Array>(from: T, to: T): T => {
			to.set(from);
			return to;
		};
		this.plain = widen(this.plain, new Uint16Array(size));
		this.gap = widen(this.gap, new Uint8Array(size));
		this.written = widen(this.written, new Uint8Array(size));
		this.start = widen(this.start, new Int32Array(size));
		this.end = widen(this.end, new Int32Array(size));
		this.fold = widen(this.fold, new Uint8Array(size));
		this.at = widen(this.at, new Int32Array(size + 1));
	}
}

/** Reads `text` into `out`. `foreign` numbers the foreign letters the catalogue uses (code point → plain code). */
export function read(text: string, table: FoldTable, foreign: ReadonlyMap<number, number>, mode: ScriptMode, out: Reading): void {
	const { entries, astral, spellings, digraphs } = table;
	const size = text.length;
	// One code point spells at most three letters.
	out.grow(size * 3 + 8);
	out.text = text;
	out.ambiguousScript = false;
	out.foreign = false;
	out.digits = 0;
	let ascii = true;
	const { plain, gap, written, start, end } = out;
	let n = 0;
	let pending = GAP_HARD;
	let wordLook = false;
	let wordUntil = -1;
	let decodedUntil = -1;
	// The last letter read by sound, and the plain letters it gave: the next may sound with it as one.
	let sound = 0;
	let soundStart = 0;
	let soundEnd = -1;
	let i = 0;
	while (i < size) {
		let cp = text.charCodeAt(i);
		if (cp < 128) {
			const simple = ASCII_LETTER[cp] ?? 0;
			if (simple !== 0) {
				plain[n] = simple;
				gap[n] = pending;
				written[n] = 0;
				start[n] = i;
				end[n] = ++i;
				if (simple >= PLAIN_ZERO) out.digits++;
				n++;
				pending = GAP_NONE;
				continue;
			}
			if (cp === 32) {
				if (pending < GAP_SPACE) pending = GAP_SPACE;
				i++;
				continue;
			}
		} else ascii = false;
		let width = 1;
		let entry: number;
		let encoded = 0;
		if (cp < 0xd800 || cp > 0xdfff) entry = entries[cp] ?? 0;
		else {
			cp = text.codePointAt(i) ?? cp;
			width = cp > 0xffff ? 2 : 1;
			entry = cp > 0xffff ? (astral.get(cp) ?? foreignOrGap(cp)) : GAP_ENTRY;
		}
		if (cp === 38 || cp === 37 || cp === 92 || cp === 60 || cp === 61) {
			const decoded: Decoded | null = decodeAt(text, i, decodedUntil === i);
			if (decoded !== null) {
				width = decoded.width;
				decodedUntil = i + width;
				cp = decoded.codePoint;
				encoded = WRITTEN_ENCODED;
				entry = cp === 0 ? INVISIBLE_ENTRY : cp <= 0xffff ? (entries[cp] ?? 0) : (astral.get(cp) ?? foreignOrGap(cp));
			}
		}
		switch (entryKind(entry)) {
			case KIND_LETTER: {
				const value = entryValue(entry);
				plain[n] = value;
				gap[n] = pending;
				written[n] = encoded || entryWritten(entry);
				start[n] = i;
				end[n] = i + width;
				if (value >= PLAIN_ZERO) out.digits++;
				n++;
				pending = GAP_NONE;
				break;
			}
			case KIND_GAP: {
				const value = entryValue(entry);
				if (value > pending) pending = value;
				break;
			}
			case KIND_SPELLED:
			case KIND_SCRIPT: {
				let spelling: string;
				let how = encoded || entryWritten(entry);
				let from = i;
				if (entryKind(entry) === KIND_SPELLED) spelling = spellings[entryValue(entry)] ?? '';
				else {
					if (encoded !== 0) {
						// What stands beside it in the text is the escape, not its word: after a Latin letter it resembles one.
						wordLook = mode === 'look-alike' || (n > 0 && n !== soundEnd && pending <= GAP_INVISIBLE && (plain[n - 1] ?? 0) < PLAIN_ZERO);
						out.ambiguousScript ||= !wordLook;
					} else if (i >= wordUntil) {
						const word = scriptWord(text, i, entries);
						wordLook = mode === 'look-alike' || word.look;
						wordUntil = word.until;
						if (!word.look) out.ambiguousScript = true;
					}
					spelling = spellings[entryValue(entry) + (wordLook ? 0 : 1)] ?? '';
					const paired = !wordLook && n === soundEnd && pending <= GAP_INVISIBLE;
					const pair = paired ? digraphs.get(digraphKey(sound, entry)) : undefined;
					if (pair !== undefined) {
						spelling = pair;
						n = soundStart;
						pending = gap[n] ?? 0;
						from = start[n] ?? i;
					}
					sound = pair === undefined ? entry : 0;
					soundStart = n;
					soundEnd = wordLook ? -1 : n + spelling.length;
					how = encoded || (wordLook ? WRITTEN_HOMOGLYPH : WRITTEN_TRANSLITERATED);
				}
				for (let k = 0; k < spelling.length; k++) {
					const code = spelling.charCodeAt(k);
					plain[n] = code >= 97 ? code - 96 : code - 48 + PLAIN_ZERO;
					gap[n] = k === 0 ? pending : GAP_NONE;
					written[n] = how;
					start[n] = from;
					end[n] = i + width;
					n++;
					pending = GAP_NONE;
				}
				break;
			}
			case KIND_MASK: {
				if (!masksAt(text, i, width, n, pending, out, entries)) {
					const stop = cp === 63 ? GAP_HARD : GAP_TIGHT;
					if (stop > pending) pending = stop;
					break;
				}
				plain[n] = PLAIN_MASK;
				gap[n] = pending;
				written[n] = WRITTEN_MASK;
				start[n] = i;
				end[n] = i + width;
				n++;
				pending = GAP_NONE;
				break;
			}
			case KIND_FOREIGN: {
				const code = foreign.get(cp) ?? PLAIN_OTHER;
				out.foreign ||= code >= PLAIN_FOREIGN;
				plain[n] = code;
				gap[n] = pending;
				written[n] = encoded;
				start[n] = i;
				end[n] = i + width;
				n++;
				pending = GAP_NONE;
				break;
			}
			default:
				if (pending < GAP_TIGHT) pending = GAP_TIGHT;
		}
		i += width;
	}
	out.length = n;
	out.ascii = ascii;
	foldInto(out);
}

// Plain codes of ASCII letters and digits: nine characters in ten take this path.
const ASCII_LETTER = new Uint8Array(128);
for (let code = 0; code < 26; code++) {
	ASCII_LETTER[65 + code] = PLAIN_A + code;
	ASCII_LETTER[97 + code] = PLAIN_A + code;
}
for (let digit = 0; digit < 10; digit++) ASCII_LETTER[48 + digit] = PLAIN_ZERO + digit;

const GAP_ENTRY = (KIND_GAP << 10) | GAP_TIGHT;
const INVISIBLE_ENTRY = (KIND_GAP << 10) | GAP_INVISIBLE;

// Astral code points that the table does not know: ideographs are letters, the rest (emoji, symbols) are gaps.
const foreignOrGap = (cp: number): number => (cp >= 0x20000 && cp < 0x32000 ? 0 : GAP_ENTRY);

/** The folded stream: classes merged, doubled letters and `rn` collapsed, digits that touch letters read as letters. */
function foldInto(out: Reading): void {
	const { plain, gap, written, fold, at, length } = out;
	let m = 0;
	for (let i = 0; i < length; i++) {
		const value = plain[i] ?? 0;
		let code: number;
		if (value < PLAIN_ZERO) code = FOLD_OF[value] ?? 0;
		else if (value < DIGITS_END) {
			if (touchesLetter(out, i) || standsAmongSingles(out, i)) {
				code = LEET_OF[value] ?? 0;
				if (written[i] === 0 || written[i] === WRITTEN_COMPATIBLE) written[i] = WRITTEN_LEET;
			} else code = FOLD_OF[value] ?? 0;
		} else code = value < PLAIN_FOREIGN ? (FOLD_OF[value] ?? FOLD_OTHER) : FOLD_OTHER;
		if (m > 0 && code <= HIGHEST_LETTER_CLASS) {
			const before = fold[m - 1] ?? 0;
			const spaced = (gap[i] ?? 0) > GAP_INVISIBLE;
			// Of spaced-out letters both stand alone: the next word may begin with the last letter of the name.
			if (before === code && (!spaced || ((gap[i - 1] ?? 0) > GAP_INVISIBLE && (i + 1 >= length || (gap[i + 1] ?? 0) > GAP_INVISIBLE))))
				continue;
			if (code === CODE_N && before === CODE_R && !spaced) {
				fold[m - 1] = CODE_M;
				if (m > 1 && fold[m - 2] === CODE_M && (gap[at[m - 1] ?? 0] ?? 0) <= GAP_INVISIBLE) m--;
				continue;
			}
		}
		fold[m] = code;
		at[m] = i;
		m++;
	}
	at[m] = length;
	out.folds = m;
}

// A digit touches a letter directly, or over one more digit ("54fr0le"); over more only when letters stand on both sides.
function touchesLetter(out: Reading, i: number): boolean {
	const { plain, gap, length } = out;
	let left = i;
	while (left > 0 && i - left < 4 && (gap[left] ?? 9) <= GAP_INVISIBLE && isDigit(plain[left - 1] ?? 0)) left--;
	let right = i;
	while (right + 1 < length && right - i < 4 && (gap[right + 1] ?? 9) <= GAP_INVISIBLE && isDigit(plain[right + 1] ?? 0)) right++;
	const before = left > 0 && (gap[left] ?? 9) <= GAP_INVISIBLE && (plain[left - 1] ?? 0) < LETTERS_END;
	const after = right + 1 < length && (gap[right + 1] ?? 9) <= GAP_INVISIBLE && (plain[right + 1] ?? 0) < LETTERS_END;
	if (right - left < 2) return before || after;
	return right - left < 4 && ((before && after) || (before && isMixed(out, left - 1)));
}

// "gly41d473": a word that has a digit between its letters has more of them.
function isMixed(out: Reading, i: number): boolean {
	const { plain, gap } = out;
	for (let k = i; k > 1 && (gap[k] ?? 9) <= GAP_INVISIBLE && (gap[k - 1] ?? 9) <= GAP_INVISIBLE; k--)
		if (isDigit(plain[k - 1] ?? 0) && (plain[k] ?? 99) < LETTERS_END && (plain[k - 2] ?? 99) < LETTERS_END) return true;
	return false;
}

const isDigit = (plain: number): boolean => plain >= PLAIN_ZERO && plain < DIGITS_END;

// "p 1 p 3 r i d i n 3": letters spaced apart, and a digit in a letter's place.
function standsAmongSingles(out: Reading, i: number): boolean {
	const { plain, gap, length } = out;
	const apart = (k: number): boolean => k >= length || (gap[k] ?? 0) > GAP_INVISIBLE;
	if (!apart(i) || !apart(i + 1)) return false;
	const single = (k: number): boolean => k >= 0 && k < length && (plain[k] ?? 0) < DIGITS_END && apart(k) && apart(k + 1);
	// Two neighbours at least: "5 L" is a quantity.
	return (single(i - 1) && single(i + 1)) || (single(i - 1) && single(i - 2)) || (single(i + 1) && single(i + 2));
}

const isLetterEntry = (entry: number): boolean => {
	const kind = entryKind(entry);
	return kind === KIND_SCRIPT || kind === KIND_SPELLED || (kind === KIND_LETTER && entryValue(entry) < PLAIN_ZERO);
};

// A mask hides a letter when letters touch it; between single letters it is a separator (`a*c*e*t*o*n*e`).
function masksAt(text: string, i: number, width: number, n: number, pending: number, out: Reading, entries: Uint16Array): boolean {
	if (n === 0 || pending > GAP_INVISIBLE) return false;
	const before = out.plain[n - 1] ?? 0;
	if (before >= LETTERS_END && before !== PLAIN_MASK) return false;
	const entryAt = (k: number): number => (k < text.length ? (entries[text.charCodeAt(k)] ?? 0) : GAP_ENTRY);
	let next = i + width;
	while (next < i + 4 && entryKind(entryAt(next)) === KIND_MASK) next++;
	if (!isLetterEntry(entryAt(next))) return false;
	const singleBefore = before !== PLAIN_MASK && (out.gap[n - 1] ?? 0) >= GAP_TIGHT;
	const singleAfter = next === i + width && !isLetterEntry(entryAt(next + 1));
	return !(singleBefore && singleAfter);
}

/** A word begins at plain index i. */
export function beginsWord(reading: Reading, i: number): boolean {
	if (i <= 0 || (reading.gap[i] ?? 0) >= GAP_TIGHT) return true;
	const before = reading.plain[i - 1] ?? 0;
	const here = reading.plain[i] ?? 0;
	return before >= PLAIN_OTHER || isMask(reading, i - 1) || (before >= PLAIN_ZERO && before < DIGITS_END && here < PLAIN_ZERO);
}

// A mask may be only a sign.
const isMask = (reading: Reading, i: number): boolean => reading.written[i] === WRITTEN_MASK;

/** A word ends after plain index i. */
export function endsWord(reading: Reading, i: number): boolean {
	if (i + 1 >= reading.length || (reading.gap[i + 1] ?? 0) >= GAP_TIGHT) return true;
	const after = reading.plain[i + 1] ?? 0;
	const here = reading.plain[i] ?? 0;
	return after >= PLAIN_OTHER || isMask(reading, i + 1) || (after >= PLAIN_ZERO && after < DIGITS_END && here < PLAIN_ZERO);
}
