// The candidate index: rare pieces of three to six folded codes → patterns. By the pigeonhole principle a pattern with budget k cut
// into k + 1 disjoint pieces keeps one whole under k edits; which pieces, a dynamic programme chooses by how rare they are in a
// background of ordinary and chemical words. Each posting carries the codes around the piece, so that most chance candidates
// are refused without touching the pattern.
import { FOLD_BITS } from '../text/alphabet.ts';
import type { PatternSet } from './patterns.ts';

export interface PieceIndex {
	/** Bit per possible four-code piece: is it anyone's? */
	readonly bitmap: Uint32Array;
	/** Open-addressing table: piece + 1 (0 = free) and its postings [ranges[2s], ranges[2s + 1]). */
	readonly keys: Int32Array;
	readonly ranges: Int32Array;
	/** Postings of three-code pieces: [starts3[piece], starts3[piece + 1]). */
	readonly starts3: Int32Array;
	/** pattern * 256 + offset of the piece; four-code pieces first, then three-code ones; within a piece in order of EXTRA codes. */
	readonly postings: Int32Array;
	/** Codes around the piece, five bits each, 0 = none: fifth, sixth, next, next but one, previous, previous but one. */
	readonly around: Int32Array;
	/** Codes further out: third to fifth after, third to fifth before. */
	readonly beyond: Int32Array;
}

const SLOTS = 1 << 16;
const WIDEST = 6;
const MAX_OFFSET = 255;
/** The bits of `around` that hold a piece's fifth and sixth code. */
export const EXTRA = 1023;

/** Slot of a piece in the hash table. */
export const slotOf = (piece: number): number => (Math.imul(piece, 0x9e3779b1) >>> 16) & (SLOTS - 1);
export const SLOT_MASK = SLOTS - 1;

/** Builds the index. `background[piece]`: how often a three-code piece occurs in background text. */
export function indexPieces(set: PatternSet, background: Float32Array): PieceIndex {
	const four = new Map<number, Posting[]>();
	const three = new Map<number, Posting[]>();
	for (let p = 0; p < set.count; p++) {
		const codes = set.codes.subarray(set.codeStart[p], set.codeStart[p + 1]);
		for (const [offset, width] of choosePieces(codes, set.budget[p] ?? 0, background)) {
			const table = width === 3 ? three : four;
			const piece = pieceAt(codes, offset, Math.min(width, 4));
			const posting = { at: p * 256 + offset, around: aroundPiece(codes, offset, width), beyond: beyondPiece(codes, offset, width) };
			const list = table.get(piece);
			if (list === undefined) table.set(piece, [posting]);
			else list.push(posting);
		}
	}
	if (four.size > SLOTS * 0.7) throw new RangeError('The piece table is too full: widen SLOTS');
	const bitmap = new Uint32Array(1 << (4 * FOLD_BITS - 5));
	const keys = new Int32Array(SLOTS);
	const ranges = new Int32Array(SLOTS * 2);
	const all: Posting[] = [];
	for (const [piece, list] of four) {
		bitmap[piece >>> 5] = (bitmap[piece >>> 5] ?? 0) | (1 << (piece & 31));
		let slot = slotOf(piece);
		while (keys[slot] !== 0) slot = (slot + 1) & SLOT_MASK;
		keys[slot] = piece + 1;
		ranges[2 * slot] = all.length;
		all.push(...list.sort((a, b) => (a.around & EXTRA) - (b.around & EXTRA)));
		ranges[2 * slot + 1] = all.length;
	}
	const starts3 = new Int32Array((1 << (3 * FOLD_BITS)) + 1);
	for (let piece = 0; piece < 1 << (3 * FOLD_BITS); piece++) {
		starts3[piece] = all.length;
		all.push(...(three.get(piece) ?? []));
	}
	starts3[1 << (3 * FOLD_BITS)] = all.length;
	return {
		bitmap,
		keys,
		ranges,
		starts3,
		postings: Int32Array.from(all, (one) => one.at),
		around: Int32Array.from(all, (one) => one.around),
		beyond: Int32Array.from(all, (one) => one.beyond),
	};
}

interface Posting {
	readonly at: number;
	readonly around: number;
	readonly beyond: number;
}

const pieceAt = (codes: Uint8Array, i: number, width: number): number => {
	let piece = 0;
	for (let k = 0; k < width; k++) piece = (piece << FOLD_BITS) | (codes[i + k] ?? 0);
	return piece;
};

function aroundPiece(codes: Uint8Array, offset: number, width: number): number {
	const end = offset + width;
	const code = (i: number): number => codes[i] ?? 0;
	return (
		(width > 4 ? code(offset + 4) : 0) |
		((width > 5 ? code(offset + 5) : 0) << 5) |
		(code(end) << 10) |
		(code(end + 1) << 15) |
		((offset > 0 ? code(offset - 1) : 0) << 20) |
		((offset > 1 ? code(offset - 2) : 0) << 25)
	);
}

function beyondPiece(codes: Uint8Array, offset: number, width: number): number {
	const end = offset + width;
	const before = (distance: number): number => (offset >= distance ? (codes[offset - distance] ?? 0) : 0);
	return (
		(codes[end + 2] ?? 0) |
		((codes[end + 3] ?? 0) << 5) |
		((codes[end + 4] ?? 0) << 10) |
		(before(3) << 15) |
		(before(4) << 20) |
		(before(5) << 25)
	);
}

// Left to right: best[i][j] = cheapest way to place j pieces in the first i codes.
function choosePieces(codes: Uint8Array, budget: number, background: Float32Array): (readonly [number, number])[] {
	const n = Math.min(codes.length, MAX_OFFSET);
	const rows = budget + 2;
	const best = new Float64Array((n + 1) * rows).fill(Number.POSITIVE_INFINITY);
	const step = new Int8Array((n + 1) * rows);
	for (let i = 0; i <= n; i++) best[i * rows] = 0;
	for (let i = 3; i <= n; i++) {
		for (let j = 1; j < rows; j++) {
			let value = best[(i - 1) * rows + j] ?? 0;
			let choice = 0;
			for (let size = 3; size <= Math.min(i, WIDEST); size++) {
				const candidate = (best[(i - size) * rows + j - 1] ?? 0) + pieceCost(codes, i - size, size, background);
				if (candidate < value) {
					value = candidate;
					choice = size;
				}
			}
			best[i * rows + j] = value;
			step[i * rows + j] = choice;
		}
	}
	const pieces: [number, number][] = [];
	let j = budget + 1;
	while (j > 0 && !Number.isFinite(best[n * rows + j] ?? 0)) j--;
	for (let i = n; i > 0 && j > 0; ) {
		const size = step[i * rows + j] ?? 0;
		if (size === 0) i--;
		else {
			i -= size;
			j--;
			pieces.push([i, size]);
		}
	}
	return pieces;
}

// Each further code makes a piece about an order of magnitude rarer than its rarest three.
function pieceCost(codes: Uint8Array, i: number, width: number, background: Float32Array): number {
	let frequency = Number.POSITIVE_INFINITY;
	for (let k = i; k + 3 <= i + width; k++) frequency = Math.min(frequency, background[pieceAt(codes, k, 3)] ?? 0);
	return 1 + frequency * 0.12 ** (width - 3);
}
