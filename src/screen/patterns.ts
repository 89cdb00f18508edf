// The lexicon as the text scanner sees it: every name folded by the same alphabet as the text, with an edit budget and the rare
// pieces that make it a candidate. Built from the catalogue when the engine starts.
import { FOLD_BITS, PLAIN_ZERO } from '../text/alphabet.ts';
import type { FoldTable } from '../text/fold-table.ts';
import { Reading, read } from '../text/reading.ts';

/** What a name belongs to. */
export interface Owner {
	readonly kind: 'substance' | 'family-member' | 'drug' | 'equipment';
	readonly id: string;
	/** 1–3 for substances and family members; 0 otherwise. */
	readonly tier: number;
}

export type AliasKind = 'name' | 'abbreviation' | 'identifier' | 'pinyin';

/** One published way to write an owner's name. */
export interface Alias {
	readonly owner: number;
	readonly text: string;
	readonly lang: string;
	readonly kind: AliasKind;
	/** Letters and digits only, as plain codes. */
	readonly plain: Uint16Array;
	/** Gap classes before each plain letter. */
	readonly gaps: Uint8Array;
}

/** How the pattern was derived from its alias; anything but `name` is itself something undone. */
export type PatternForm = 'name' | 'joined' | 'phonetic' | 'reordered' | 'reversed' | 'rotated' | 'skeleton';

export interface Pattern {
	readonly codes: Uint8Array;
	/** Edits allowed when matching the folded text. */
	readonly budget: number;
	readonly form: PatternForm;
	/** Aliases (several when they fold alike), and for each the plain letters this form spells. */
	readonly aliases: readonly number[];
	readonly plains: readonly Uint16Array[];
}

/** Edits allowed for a folded length: honest typos stay within two (CSpell); long names need more against an adversary. */
export function editBudget(length: number): number {
	if (length < 6) return 0;
	if (length < 9) return 1;
	if (length < 16) return 2;
	return length < 28 ? 3 : 4;
}

export const folder = (table: FoldTable, foreign: ReadonlyMap<number, number>): ((text: string) => Reading) => {
	const reading = new Reading();
	return (text) => {
		read(text, table, foreign, 'by-word', reading);
		return reading;
	};
};

// Respellings that other languages, phonetic writers and dropped doubles share; the class merges do the rest.
const PHONETIC: readonly (readonly [string, string])[] = [
	['ph', 'f'],
	['th', 't'],
	['ch', 'k'],
	['rh', 'r'],
	['x', 'ks'],
	['ae', 'e'],
	['oe', 'e'],
];

// What a name looks like when the line is turned upside down: letters that turn into each other are exchanged.
const TURNED: Readonly<Record<string, string>> = { b: 'q', q: 'b', d: 'p', p: 'd', n: 'u', u: 'n' };

const ROTATE = (text: string): string =>
	text.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97));

/** Derived spellings of one alias: form → text to fold. Reversal and rotation need length so that chance does not write them. */
export function respellings(text: string): readonly (readonly [PatternForm, string])[] {
	const lower = text.toLowerCase();
	const letters = lower.replace(/[^\p{L}\p{N}]/gu, '');
	const forms: [PatternForm, string][] = [['name', lower], ['joined', letters]];
	const greek = lower.replace(/alpha/g, 'a').replace(/beta/g, 'b').replace(/gamma/g, 'g');
	if (greek !== lower) forms.push(['name', greek]);
	let phonetic = lower;
	for (const [from, to] of PHONETIC) phonetic = phonetic.replaceAll(from, to);
	if (phonetic !== lower) forms.push(['phonetic', phonetic]);
	if (/^[\x20-\x7e]+$/.test(lower) && letters.length >= 7) {
		forms.push(['reversed', [...letters].reverse().join('')], ['rotated', ROTATE(lower)]);
		const words = lower.split(' ');
		if (words.length > 1) {
			forms.push(['reversed', words.map((word) => [...word].reverse().join('')).join(' ')]);
			if (words.length < 5) forms.push(['reordered', [...words].reverse().join(' ')]);
		}
		forms.push(['reversed', [...lower].reverse().map((char) => TURNED[char] ?? char).join('')]);
		const skeleton = letters.replace(/[aeiou]/g, '');
		if (skeleton.length >= 6) forms.push(['skeleton', skeleton]);
	}
	return forms;
}

/** Compiles aliases into patterns, one per distinct folded form. Names with foreign letters are left to the foreign-name trie. */
export function compilePatterns(aliases: readonly Alias[], owners: readonly Owner[], fold: (text: string) => Reading): Pattern[] {
	const byCodes = new Map<string, { codes: Uint8Array; form: PatternForm; aliases: number[]; plains: Uint16Array[] }>();
	aliases.forEach((alias, index) => {
		if (alias.kind === 'abbreviation' || hasForeign(alias.plain)) return;
		// Only controlled identities are worth every respelling; names that merely route to review are matched as written.
		const listed = alias.kind === 'name' && (owners[alias.owner]?.tier ?? 0) > 0;
		const forms: readonly (readonly [PatternForm, string])[] = listed ? respellings(alias.text) : [['name', alias.text]];
		for (const [form, text] of forms) {
			const reading = fold(text);
			const codes = reading.fold.slice(0, reading.folds);
			if (codes.length < MIN_LENGTH[form]) continue;
			const plain = reading.plain.slice(0, reading.length);
			const key = String.fromCharCode(...codes);
			const known = byCodes.get(key);
			if (known === undefined) byCodes.set(key, { codes, form, aliases: [index], plains: [plain] });
			else if (!known.aliases.includes(index)) {
				// The plainest derivation names the form: a reversal that folds like a real name is that name.
				if (FORM_RANK[form] < FORM_RANK[known.form]) {
					known.form = form;
					known.aliases.unshift(index);
					known.plains.unshift(plain);
				} else {
					known.aliases.push(index);
					known.plains.push(plain);
				}
			}
		}
	});
	const limit = (alias: number): number => OWNER_BUDGET[owners[aliases[alias]?.owner ?? -1]?.kind ?? 'drug'];
	return [...byCodes.values()].map(({ codes, form, aliases: named, plains }) => ({
		codes,
		form,
		aliases: named,
		plains,
		budget: Math.min(MAX_BUDGET[form], editBudget(codes.length), Math.max(...named.map(limit))),
	}));
}

const hasForeign = (plain: Uint16Array): boolean => plain.some((code) => code > PLAIN_ZERO + 10);

const MIN_LENGTH: Readonly<Record<PatternForm, number>> = { name: 4, joined: 5, phonetic: 5, reordered: 8, reversed: 7, rotated: 7, skeleton: 6 };
const OWNER_BUDGET: Readonly<Record<Owner['kind'], number>> = { substance: 4, 'family-member': 4, equipment: 1, drug: 0 };
const MAX_BUDGET: Readonly<Record<PatternForm, number>> = { name: 4, joined: 4, phonetic: 4, reordered: 1, reversed: 1, rotated: 0, skeleton: 1 };
const FORM_RANK: Readonly<Record<PatternForm, number>> = { name: 0, joined: 1, phonetic: 2, reordered: 3, skeleton: 4, reversed: 5, rotated: 6 };

/** Candidate index: rare three- and four-code pieces → (pattern, offset). */
export interface PieceIndex {
	/** Bit per possible four-code piece: is it anyone's piece? */
	readonly bitmap: Uint32Array;
	/** Open-addressing table: key + 1, then the range of postings. */
	readonly keys: Int32Array;
	readonly ranges: Int32Array;
	/** Postings of three-code pieces: `starts3[piece]` to `starts3[piece + 1]`. */
	readonly starts3: Int32Array;
	/** pattern * 256 + offset of the piece in the pattern. */
	readonly postings: Int32Array;
	/** Codes beyond the fourth that must match too (0–2). */
	readonly extra: Uint8Array;
	readonly postings3: Int32Array;
}

const SLOTS = 1 << 16;
const hash = (piece: number): number => (Math.imul(piece, 0x9e3779b1) >>> 16) & (SLOTS - 1);

const pieceAt = (codes: Uint8Array, i: number, width: number): number => {
	let piece = 0;
	for (let k = 0; k < width; k++) piece = (piece << FOLD_BITS) | (codes[i + k] ?? 0);
	return piece;
};

/**
 * Chooses budget + 1 disjoint pieces per pattern (pigeonhole: that many edits leave one whole), the rarest by a dynamic programme
 * over `rarity3`/`rarity4`, counts of pieces in a background of ordinary and chemical words.
 */
export function indexPieces(patterns: readonly Pattern[], background: Float32Array): PieceIndex {
	const four = new Map<number, [posting: number, extra: number][]>();
	const three = new Map<number, number[]>();
	patterns.forEach((pattern, p) => {
		for (const [offset, width] of choosePieces(pattern, background)) {
			const posting = p * 256 + offset;
			if (width === 3) listAt(three, pieceAt(pattern.codes, offset, 3)).push(posting);
			else listAt(four, pieceAt(pattern.codes, offset, 4)).push([posting, width - 4]);
		}
	});
	const bitmap = new Uint32Array(1 << (4 * FOLD_BITS - 5));
	const keys = new Int32Array(SLOTS);
	const ranges = new Int32Array(SLOTS * 2);
	const postings: number[] = [];
	const extra: number[] = [];
	for (const [piece, list] of four) {
		bitmap[piece >>> 5] = (bitmap[piece >>> 5] ?? 0) | (1 << (piece & 31));
		let slot = hash(piece);
		while (keys[slot] !== 0) slot = (slot + 1) & (SLOTS - 1);
		keys[slot] = piece + 1;
		ranges[2 * slot] = postings.length;
		for (const [posting, more] of list) {
			postings.push(posting);
			extra.push(more);
		}
		ranges[2 * slot + 1] = postings.length;
	}
	const starts3 = new Int32Array((1 << (3 * FOLD_BITS)) + 1);
	const postings3: number[] = [];
	for (let piece = 0; piece < 1 << (3 * FOLD_BITS); piece++) {
		starts3[piece] = postings3.length;
		postings3.push(...(three.get(piece) ?? []));
	}
	starts3[1 << (3 * FOLD_BITS)] = postings3.length;
	return { bitmap, keys, ranges, starts3, postings: Int32Array.from(postings), extra: Uint8Array.from(extra), postings3: Int32Array.from(postings3) };
}

const listAt = <T>(table: Map<number, T[]>, key: number): T[] => {
	const known = table.get(key);
	if (known !== undefined) return known;
	const list: T[] = [];
	table.set(key, list);
	return list;
};

/** Range of postings of a four-code piece as [from, to), or -1 when nobody owns it. */
export function findSlot(index: PieceIndex, piece: number): number {
	let slot = hash(piece);
	while (index.keys[slot] !== 0) {
		if (index.keys[slot] === piece + 1) return slot;
		slot = (slot + 1) & (SLOTS - 1);
	}
	return -1;
}

const WIDEST = 6;

// Picks pieces left to right: best[i][j] = cheapest way to place j pieces in the first i codes.
function choosePieces(pattern: Pattern, background: Float32Array): (readonly [number, number])[] {
	const { codes, budget } = pattern;
	const wanted = budget + 1;
	const n = Math.min(codes.length, 255);
	const cost = (i: number, width: number): number => {
		// Each further code makes a piece about an order of magnitude rarer than its rarest three.
		let frequency = Number.POSITIVE_INFINITY;
		for (let k = i; k + 3 <= i + width; k++) frequency = Math.min(frequency, background[pieceAt(codes, k, 3)] ?? 0);
		return 1 + frequency * 0.12 ** (width - 3);
	};
	const width = wanted + 1;
	const best = new Float64Array((n + 1) * width).fill(Number.POSITIVE_INFINITY);
	const step = new Int8Array((n + 1) * width);
	for (let i = 0; i <= n; i++) best[i * width] = 0;
	for (let i = 3; i <= n; i++) {
		for (let j = 1; j <= wanted; j++) {
			let value = best[(i - 1) * width + j] ?? Number.POSITIVE_INFINITY;
			let choice = 0;
			for (let size = 3; size <= Math.min(i, WIDEST); size++) {
				const candidate = (best[(i - size) * width + j - 1] ?? Number.POSITIVE_INFINITY) + cost(i - size, size);
				if (candidate < value) {
					value = candidate;
					choice = size;
				}
			}
			best[i * width + j] = value;
			step[i * width + j] = choice;
		}
	}
	const pieces: [number, number][] = [];
	let j = wanted;
	while (j > 0 && !Number.isFinite(best[n * width + j] ?? 0)) j--;
	for (let i = n; i > 0 && j > 0; ) {
		const size = step[i * width + j] ?? 0;
		if (size === 0) i--;
		else {
			i -= size;
			j--;
			pieces.push([i, size]);
		}
	}
	return pieces;
}
