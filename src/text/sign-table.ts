// What each character may be when words mix letters with signs, and the drawings of letters, from the table of signs.
import { GAP_INVISIBLE, PLAIN_ZERO } from './alphabet.ts';
import { entryKind, entryValue, type FoldTable, KIND_GAP, KIND_LETTER, KIND_MASK, KIND_SCRIPT, KIND_SPELLED } from './fold-table.ts';

export const LETTER = 1;
export const DIGIT = 2;
/** Shows nothing between letters. */
export const THIN = 3;
/** Drawn for a letter by itself; from here on bits, for a sign may be several things. */
export const SIGN = 4;
/** Part of a drawing only. */
export const PART = 8;
export const OPENER = 16;
export const CLOSER = 32;
export const MASK = 64;
/** Part of a drawing that stands beside words in honest text. */
export const PLAIN = 128;

export type Drawing = readonly [signs: string, letter: string];

export interface SignTable {
	/** By UTF-16 code unit; 0 for what separates words. */
	readonly classes: Uint8Array;
	/** Drawings by their first code unit, longest first. */
	readonly drawings: ReadonlyMap<number, readonly Drawing[]>;
}

/** Builds the table; a few milliseconds. */
export function buildSignTable(table: FoldTable): SignTable {
	const classes = Uint8Array.from(table.entries, classOf);
	const drawings = new Map<number, Drawing[]>();
	for (const drawing of table.signs) {
		const [signs] = drawing;
		const first = signs.charCodeAt(0);
		drawings.set(first, [...(drawings.get(first) ?? []), drawing]);
		for (const char of signs) {
			const code = char.charCodeAt(0);
			const own = classes[code] ?? 0;
			if (own === LETTER || own === DIGIT) continue;
			classes[code] = own | bitOf(char, signs.length === 1);
		}
	}
	for (const char of ')]}') classes[char.charCodeAt(0)] = CLOSER;
	for (const list of drawings.values()) list.sort((a, b) => b[0].length - a[0].length);
	return { classes, drawings };
}

function bitOf(char: string, alone: boolean): number {
	if ('([{'.includes(char)) return OPENER;
	if (')]}'.includes(char)) return CLOSER;
	if ("-/'=".includes(char)) return PLAIN;
	return alone ? SIGN : PART;
}

function classOf(entry: number): number {
	switch (entryKind(entry)) {
		case KIND_LETTER:
			return entryValue(entry) < PLAIN_ZERO ? LETTER : DIGIT;
		case KIND_SPELLED:
		case KIND_SCRIPT:
			return LETTER;
		case KIND_GAP:
			return entryValue(entry) === GAP_INVISIBLE ? THIN : 0;
		case KIND_MASK:
			return MASK;
		default:
			return 0;
	}
}
