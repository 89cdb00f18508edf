// Code point → plain letters. Built once when the catalogue is compiled, from Unicode decompositions (NFKD), the Unicode
// confusables table (UTS #39) and a short supplement for its gaps; stored in the artefact; read-only afterwards.
import {
	GAP_HARD,
	GAP_INVISIBLE,
	GAP_SPACE,
	GAP_TIGHT,
	PLAIN_MASK,
	PLAIN_ZERO,
	WRITTEN_COMPATIBLE,
	WRITTEN_HOMOGLYPH,
	WRITTEN_MARKED,
	WRITTEN_MASK,
	WRITTEN_PLAIN,
} from './alphabet.ts';

/**
 * `entries[cp]` for the basic plane: `0` means foreign letter (look it up by itself); otherwise bits 0–9 value, bits 10–12 kind,
 * bits 13–15 how it was written. Value is a plain code (kind LETTER), a gap class (kind GAP), or an index into `spellings`
 * (kinds SPELLED and SCRIPT).
 */
export interface FoldTable {
	readonly entries: Uint16Array;
	/** The same for code points above U+FFFF; absent ones are foreign letters or symbols. */
	readonly astral: ReadonlyMap<number, number>;
	/** Plain letters a single code point spells, e.g. `ﬁ` → `fi`; for SCRIPT kinds: [look-alike, transliteration]. */
	readonly spellings: readonly string[];
	/** Two letters of a script that sound as one, by `digraphKey` of their entries → Latin letters. */
	readonly digraphs: ReadonlyMap<number, string>;
	/** Signs, one or several, drawn for a letter → that letter, or the digit that stands for several. */
	readonly signs: ReadonlyMap<string, string>;
}

export const KIND_FOREIGN = 0;
export const KIND_LETTER = 1;
export const KIND_GAP = 2;
export const KIND_SPELLED = 3;
/** A Cyrillic or Greek letter: `spellings[value]` is the look-alike, `spellings[value + 1]` the transliteration. */
export const KIND_SCRIPT = 4;
export const KIND_MASK = 5;

/** A noncharacter, which no text holds (Unicode 23.7): hides a letter wherever it stands. Rewritings write it. */
export const HIDDEN_LETTER = '\ufdd0';

const pack = (kind: number, value: number, written: number): number => (written << 13) | (kind << 10) | value;
export const entryValue = (entry: number): number => entry & 1023;
export const entryKind = (entry: number): number => (entry >> 10) & 7;
export const entryWritten = (entry: number): number => entry >> 13;

/** Key of two letters of a script, capital or small, with or without a stress mark. */
export const digraphKey = (first: number, second: number): number => (entryValue(first) << 10) | entryValue(second);

const plainOf = (char: string): number => {
	const code = char.charCodeAt(0);
	if (code >= 97 && code <= 122) return code - 96;
	return code - 48 + 27;
};

/** Hand-kept parts of the table, read from `tables/fold.yaml`. */
export interface FoldSources {
	/** Code point → prototype string, from Unicode `confusables.txt`. */
	readonly confusables: ReadonlyMap<number, string>;
	/** Character → letters, for what the two Unicode tables lack; none for a mark that separates. */
	readonly supplement: Readonly<Record<string, string>>;
	/** Cyrillic and Greek letter → Latin letters it sounds like. */
	readonly transliteration: Readonly<Record<string, string>>;
	/** Cyrillic and Greek letter → Latin letter it looks like. */
	readonly lookAlike: Readonly<Record<string, string>>;
	/** Two Cyrillic or Greek letters that sound as one → Latin letters. */
	readonly digraphs: Readonly<Record<string, string>>;
	readonly masks: string;
	/** Signs drawn for a letter → letter. */
	readonly signs: Readonly<Record<string, string>>;
	/** Characters that end a phrase. */
	readonly hardStops: string;
}

/** Value of a decimal digit of any script (Unicode keeps each script's ten together, zero first), or -1. */
function decimalDigit(cp: number): number {
	if (!/\p{Nd}/u.test(String.fromCodePoint(cp))) return -1;
	let before = 0;
	while (before < 60 && /\p{Nd}/u.test(String.fromCodePoint(cp - before - 1))) before++;
	return before % 10;
}

const INVISIBLE = /^[\p{Cf}\p{M}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u00ad\u{e0000}-\u{e007f}\u{fe00}-\u{fe0f}]$/u;

/** Builds the table. Costs tens of milliseconds, so it runs at compile time. */
export function buildFoldTable(sources: FoldSources): FoldTable {
	const spellings: string[] = [];
	const spell = (text: string): number => {
		const known = spellings.indexOf(text);
		if (known >= 0) return known;
		spellings.push(text);
		return spellings.length - 1;
	};
	const scripts = new Map<string, number>();
	for (const [char, sound] of Object.entries(sources.transliteration)) {
		scripts.set(char, spellings.length);
		spellings.push(sources.lookAlike[char] ?? sound, sound);
	}
	const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
	const entry = (cp: number): number => {
		const char = String.fromCodePoint(cp);
		const lower = char.toLowerCase();
		if (/^[a-z0-9]$/.test(lower))
			return pack(KIND_LETTER, plainOf(lower), lower.length === 1 && cp < 128 ? WRITTEN_PLAIN : WRITTEN_COMPATIBLE);
		const digit = decimalDigit(cp);
		if (digit >= 0) return pack(KIND_LETTER, PLAIN_ZERO + digit, WRITTEN_COMPATIBLE);
		if (sources.masks.includes(char)) return pack(KIND_MASK, 0, 0);
		if (char === HIDDEN_LETTER) return pack(KIND_LETTER, PLAIN_MASK, WRITTEN_MASK);
		if (sources.hardStops.includes(char)) return pack(KIND_GAP, GAP_HARD, 0);
		// What it may be drawn for is another reading's matter (signs.ts).
		if (sources.signs[char] !== undefined) return pack(KIND_GAP, GAP_TIGHT, 0);
		if (char === '\n' || char === '\r') return pack(KIND_GAP, GAP_SPACE, 0);
		const script = scripts.get(char) ?? scripts.get(lower);
		if (script !== undefined) return pack(KIND_SCRIPT, script, WRITTEN_HOMOGLYPH);
		const supplement = sources.supplement[char] ?? sources.supplement[lower];
		if (supplement !== undefined) return supplement === '' ? pack(KIND_GAP, GAP_TIGHT, 0) : spelled(supplement, WRITTEN_HOMOGLYPH);
		if (INVISIBLE.test(char) || (cp < 32 && cp !== 9)) return pack(KIND_GAP, GAP_INVISIBLE, 0);
		const decomposed = char.normalize('NFKD');
		const stripped = decomposed.replace(/\p{M}/gu, '').toLowerCase();
		if (/^[a-z0-9]+$/.test(stripped)) return spelled(stripped, char.normalize('NFD') === decomposed ? WRITTEN_MARKED : WRITTEN_COMPATIBLE);
		const enclosed = letters(stripped);
		if (enclosed !== '' && enclosed.length <= 3 && !/\p{L}/u.test(char)) return spelled(enclosed, WRITTEN_COMPATIBLE);
		const base = scripts.get([...stripped][0] ?? '');
		if (base !== undefined && [...stripped].length === 1) return pack(KIND_SCRIPT, base, WRITTEN_HOMOGLYPH);
		const confusable = sources.confusables.get(cp) ?? sources.confusables.get(lower.codePointAt(0) ?? cp);
		if (confusable !== undefined && !/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(char)) {
			const prototype = letters(confusable.normalize('NFKD'));
			if (prototype !== '' && /\p{L}|\p{N}|\p{So}|\p{Sm}/u.test(char)) return spelled(prototype.slice(0, 3), WRITTEN_HOMOGLYPH);
		}
		if (/\s/u.test(char)) return pack(KIND_GAP, GAP_SPACE, 0);
		if (/\p{L}|\p{N}/u.test(char)) return 0;
		return pack(KIND_GAP, GAP_TIGHT, 0);
	};
	const spelled = (text: string, written: number): number =>
		text.length === 1 ? pack(KIND_LETTER, plainOf(text), written) : pack(KIND_SPELLED, spell(text), written);
	const entries = new Uint16Array(65536);
	for (let cp = 0; cp < 65536; cp++) if (cp < 0xd800 || cp > 0xdfff) entries[cp] = entry(cp);
	const astral = new Map<number, number>();
	const consider = (cp: number): void => {
		const packed = entry(cp);
		if (packed !== 0) astral.set(cp, packed);
	};
	for (const cp of sources.confusables.keys()) if (cp > 0xffff) consider(cp);
	for (const [from, to] of [
		[0x1d400, 0x1d7ff],
		[0x1f100, 0x1f1ff],
		[0xe0000, 0xe01ef],
		[0x1fbf0, 0x1fbf9],
	] as const) {
		for (let cp = from; cp <= to; cp++) consider(cp);
	}
	for (const char of Object.keys(sources.supplement)) consider(char.codePointAt(0) ?? 0);
	if (spellings.length > 1023) throw new RangeError('More than 1,023 spellings: widen the entry');
	const entryOf = (pair: string, i: number): number => entries[pair.charCodeAt(i)] ?? 0;
	const digraphs = new Map(
		Object.entries(sources.digraphs).map(([pair, sound]) => [digraphKey(entryOf(pair, 0), entryOf(pair, 1)), sound]),
	);
	return { entries, astral, spellings, digraphs, signs: new Map(Object.entries(sources.signs)) };
}
