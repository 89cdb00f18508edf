// Candidate retrieval: slides over the folded text, looks rare pieces up, and verifies each candidate by extending the piece to
// both sides within the pattern's edit budget (optimal string alignment: substitution, insertion, deletion, transposition; a
// masked character matches any letter). Time per candidate is bounded by the budget, not by the text.
import { FOLD_BITS, FOLD_WILD, GAP_INVISIBLE, GAP_TIGHT, PLAIN_ZERO } from '../text/alphabet.ts';
import { beginsWord, endsWord, type Reading } from '../text/reading.ts';
import type { PatternSet } from './patterns.ts';
import { EXTRA, type PieceIndex, SLOT_MASK, slotOf } from './pieces.ts';

/** One place where a pattern occurs: plain indices [from, to) of the reading. */
export interface Hit {
	readonly pattern: number;
	readonly from: number;
	readonly to: number;
	/** Edits in the folded alphabet, counting letters that belong to the same word but not to the name. */
	readonly edits: number;
	/** Letters of the surrounding word to the left and right that the name does not explain, beyond the budget. */
	readonly overhang: number;
}

/** Where to search: plain letters [from[s], to[s]), in text order and apart. */
export interface Stretches {
	readonly from: readonly number[];
	readonly to: readonly number[];
}

const MASK4 = (1 << (4 * FOLD_BITS)) - 1;
const MASK3 = (1 << (3 * FOLD_BITS)) - 1;
/** Texts that repeat a piece endlessly cannot buy endless work. */
const MAX_VERIFICATIONS = 200_000;
const MAX_HITS = 4_000;
const NEVER = -1_000_000;
/** Postings worth looking at one by one rather than searching. */
const FEW = 6;

export class Retriever {
	private readonly set: PatternSet;
	private readonly index: PieceIndex;
	/** Last diagonal that matched, and last that did not, per pattern; cleared through `touched` so that a listing pays only for what it met. */
	private readonly seen: Int32Array;
	private readonly failed: Int32Array;
	private readonly touched: number[] = [];
	private readonly reachA = new Int32Array(16);
	private readonly reachB = new Int32Array(16);
	private verifications = 0;
	/** Set when work was cut short: the text was not fully evaluated. */
	exhausted = false;
	private reachedEnd = 0;

	constructor(set: PatternSet, index: PieceIndex) {
		this.set = set;
		this.index = index;
		this.seen = new Int32Array(set.count).fill(NEVER);
		this.failed = new Int32Array(set.count).fill(NEVER);
	}

	/** All occurrences in one reading, or in stretches of it, in text order of their pieces. */
	retrieve(reading: Reading, stretches: Stretches = { from: [0], to: [reading.length] }): Hit[] {
		const hits: Hit[] = [];
		this.verifications = 0;
		this.exhausted = false;
		let i = 0;
		for (let s = 0; s < stretches.from.length; s++) {
			const from = stretches.from[s] ?? 0;
			const to = stretches.to[s] ?? 0;
			while (i < reading.folds && (reading.at[i] ?? 0) < from) i++;
			const first = i;
			while (i < reading.folds && (reading.at[i] ?? 0) < to) i++;
			this.search(reading, first, i, hits);
		}
		for (const p of this.touched) {
			this.seen[p] = NEVER;
			this.failed[p] = NEVER;
		}
		this.touched.length = 0;
		return hits;
	}

	// Pieces within the folded codes [first, last).
	private search(reading: Reading, first: number, last: number, hits: Hit[]): void {
		const { fold } = reading;
		const { bitmap, keys, starts3, ranges } = this.index;
		let four = 0;
		for (let i = first; i < last; i++) {
			four = ((four << FOLD_BITS) | (fold[i] ?? 0)) & MASK4;
			if (i < first + 2) continue;
			const three = four & MASK3;
			const from3 = starts3[three] ?? 0;
			const to3 = starts3[three + 1] ?? 0;
			if (from3 < to3) this.consider(reading, from3, to3, i - 2, 3, hits);
			if (i < first + 3 || ((bitmap[four >>> 5] ?? 0) & (1 << (four & 31))) === 0) continue;
			let slot = slotOf(four);
			while (keys[slot] !== 0 && keys[slot] !== four + 1) slot = (slot + 1) & SLOT_MASK;
			if (keys[slot] === 0) continue;
			const from = ranges[2 * slot] ?? 0;
			const to = ranges[2 * slot + 1] ?? 0;
			if (to - from <= FEW) this.consider(reading, from, to, i - 3, 4, hits);
			else this.considerMany(reading, from, to, i - 3, hits);
		}
	}

	// A piece that begins many longer ones: only those whose further codes stand in the text.
	private considerMany(reading: Reading, from: number, to: number, at: number, hits: Hit[]): void {
		const fifth = at + 4 < reading.folds ? (reading.fold[at + 4] ?? 0) : 0;
		const sixth = at + 5 < reading.folds ? (reading.fold[at + 5] ?? 0) : 0;
		this.considerExtra(reading, from, to, at, 0, hits);
		if (fifth === 0) return;
		this.considerExtra(reading, from, to, at, fifth, hits);
		if (sixth !== 0) this.considerExtra(reading, from, to, at, fifth | (sixth << 5), hits);
	}

	private considerExtra(reading: Reading, from: number, to: number, at: number, extra: number, hits: Hit[]): void {
		const { around } = this.index;
		let lo = from;
		let hi = to;
		while (lo < hi) {
			const mid = (lo + hi) >>> 1;
			if (((around[mid] ?? 0) & EXTRA) < extra) lo = mid + 1;
			else hi = mid;
		}
		let end = lo;
		while (end < to && ((around[end] ?? 0) & EXTRA) === extra) end++;
		if (lo < end) this.consider(reading, lo, end, at, 4, hits);
	}

	// Postings of one piece at folded position `at`: those whose neighbouring codes fit within one local edit to each side.
	private consider(reading: Reading, from: number, to: number, at: number, width: number, hits: Hit[]): void {
		const { fold, folds } = reading;
		const { postings, around, beyond } = this.index;
		const before1 = at > 0 ? (fold[at - 1] ?? 0) : 0;
		const before2 = at > 1 ? (fold[at - 2] ?? 0) : 0;
		for (let k = from; k < to; k++) {
			const codes = around[k] ?? 0;
			const fifth = codes & 31;
			let end = at + width;
			if (fifth !== 0) {
				if (fold[end] !== fifth) continue;
				end++;
				const sixth = (codes >> 5) & 31;
				if (sixth !== 0) {
					if (fold[end] !== sixth) continue;
					end++;
				}
			}
			if (end > folds) continue;
			const next1 = (codes >> 10) & 31;
			const after1 = end < folds ? (fold[end] ?? 0) : 0;
			if (next1 !== 0 && next1 !== after1 && after1 !== FOLD_WILD) {
				const next2 = (codes >> 15) & 31;
				const after2 = end + 1 < folds ? (fold[end + 1] ?? 0) : 0;
				if (next2 !== 0 && after2 !== next2 && after1 !== next2 && after2 !== next1 && after2 !== FOLD_WILD) continue;
			}
			const previous1 = (codes >> 20) & 31;
			if (previous1 !== 0 && previous1 !== before1 && before1 !== FOLD_WILD) {
				const previous2 = codes >>> 25;
				if (previous2 !== 0 && before2 !== previous2 && before1 !== previous2 && before2 !== previous1 && before2 !== FOLD_WILD) continue;
			}
			const further = beyond[k] ?? 0;
			if (!resembles(fold, end, 1, folds, next1, (codes >> 15) & 31, further & 31, (further >> 5) & 31, (further >> 10) & 31)) continue;
			if (!resembles(fold, at - 1, -1, folds, previous1, codes >>> 25, (further >> 15) & 31, (further >> 20) & 31, further >>> 25))
				continue;
			this.verify(reading, postings[k] ?? 0, at, end - at, hits);
		}
	}

	private verify(reading: Reading, posting: number, at: number, width: number, hits: Hit[]): void {
		const p = posting >> 8;
		const offset = posting & 255;
		const budget = this.set.budget[p] ?? 0;
		const diagonal = at - offset;
		const last = this.seen[p] ?? NEVER;
		if ((diagonal >= last - budget && diagonal <= last + budget) || this.failed[p] === diagonal) return;
		if (++this.verifications > MAX_VERIFICATIONS || hits.length >= MAX_HITS) {
			this.exhausted = true;
			return;
		}
		const first = this.set.codeStart[p] ?? 0;
		const end = this.set.codeStart[p + 1] ?? 0;
		const right = this.extendRight(reading, at + width, first + offset + width, end, budget);
		const stop = this.reachedEnd;
		const left = right < 0 ? -1 : this.extendLeft(reading, at - 1, first + offset - 1, first, budget - right);
		const start = this.reachedEnd + 1;
		if (last === NEVER && this.failed[p] === NEVER) this.touched.push(p);
		if (left < 0 || start >= stop) {
			// Another piece of the name on the same diagonal would fail the same way.
			this.failed[p] = diagonal;
			return;
		}
		this.seen[p] = diagonal;
		const from = reading.at[start] ?? 0;
		const to = reading.at[stop] ?? reading.length;
		const before = leftOver(reading, from);
		const after = rightOver(reading, to);
		const over = before + after;
		const edits = left + right;
		// Letters glued on within the budget are insertions; more of them mean the name is part of another word.
		if (over <= budget - edits) hits.push({ pattern: p, from: from - before, to: to + after, edits: edits + over, overhang: 0 });
		else hits.push({ pattern: p, from, to, edits, overhang: over });
	}

	// Furthest-reaching diagonals (Ukkonen 1985) to the right of the piece. Returns edits, or -1; sets reachedEnd to the folded end.
	private extendRight(reading: Reading, t0: number, p0: number, m: number, budget: number): number {
		const { fold, folds } = reading;
		const { codes } = this.set;
		let whole = p0;
		let text = t0;
		while (whole < m && text < folds && (fold[text] === codes[whole] || fold[text] === FOLD_WILD)) {
			whole++;
			text++;
		}
		if (whole >= m) {
			this.reachedEnd = text;
			return 0;
		}
		let prev = this.reachA;
		let curr = this.reachB;
		const zero = budget + 1;
		prev[zero] = whole;
		for (let e = 1; e <= budget; e++) {
			let bestEnd = -1;
			for (let d = -e; d <= e; d++) {
				// Substitution, insertion in the text, deletion from the text.
				let reach = Math.abs(d) < e ? (prev[zero + d] ?? 0) + 1 : p0;
				if (d - 1 >= -(e - 1)) reach = Math.max(reach, prev[zero + d - 1] ?? 0);
				if (d + 1 <= e - 1) reach = Math.max(reach, (prev[zero + d + 1] ?? 0) + 1);
				if (Math.abs(d) < e) {
					const p = prev[zero + d] ?? 0;
					const t = t0 + p - p0 + d;
					if (p + 1 < m && t + 1 < folds && fold[t] === codes[p + 1] && fold[t + 1] === codes[p]) reach = Math.max(reach, p + 2);
				}
				if (reach > m) reach = m;
				let t = t0 + reach - p0 + d;
				while (reach < m && t < folds && (fold[t] === codes[reach] || fold[t] === FOLD_WILD)) {
					reach++;
					t++;
				}
				curr[zero + d] = reach;
				if (reach >= m && t <= folds) {
					const to = reading.at[t] ?? reading.length;
					if (bestEnd < 0 || (t > 0 && endsWord(reading, to - 1))) bestEnd = t;
				}
			}
			if (bestEnd >= 0) {
				this.reachedEnd = bestEnd;
				return e;
			}
			const spare = prev;
			prev = curr;
			curr = spare;
		}
		return -1;
	}

	// The same to the left, counting down. Sets reachedEnd to the folded index just before the match.
	private extendLeft(reading: Reading, t0: number, p0: number, first: number, budget: number): number {
		const { fold } = reading;
		const { codes } = this.set;
		const m = p0 - first + 1;
		let whole = 0;
		while (whole < m && t0 - whole >= 0 && (fold[t0 - whole] === codes[p0 - whole] || fold[t0 - whole] === FOLD_WILD)) whole++;
		if (whole >= m) {
			this.reachedEnd = t0 - m;
			return 0;
		}
		let prev = this.reachA;
		let curr = this.reachB;
		const zero = budget + 1;
		prev[zero] = whole;
		for (let e = 1; e <= budget; e++) {
			let bestEnd = -2;
			for (let d = -e; d <= e; d++) {
				// reach = pattern codes consumed; text codes consumed = reach + d.
				let reach = Math.abs(d) < e ? (prev[zero + d] ?? 0) + 1 : 0;
				if (d - 1 >= -(e - 1)) reach = Math.max(reach, prev[zero + d - 1] ?? 0);
				if (d + 1 <= e - 1) reach = Math.max(reach, (prev[zero + d + 1] ?? 0) + 1);
				if (Math.abs(d) < e) {
					const used = prev[zero + d] ?? 0;
					const t = t0 - used - d;
					const p = p0 - used;
					if (p - 1 >= first && t - 1 >= 0 && fold[t] === codes[p - 1] && fold[t - 1] === codes[p]) reach = Math.max(reach, used + 2);
				}
				if (reach > m) reach = m;
				let t = t0 - reach - d;
				while (reach < m && t >= 0 && (fold[t] === codes[p0 - reach] || fold[t] === FOLD_WILD)) {
					reach++;
					t--;
				}
				curr[zero + d] = reach;
				if (reach >= m && t >= -1) {
					const from = reading.at[t + 1] ?? 0;
					if (bestEnd < -1 || beginsWord(reading, from)) bestEnd = t;
				}
			}
			if (bestEnd >= -1) {
				this.reachedEnd = bestEnd;
				return e;
			}
			const spare = prev;
			prev = curr;
			curr = spare;
		}
		return -1;
	}
}

const codeAt = (fold: Uint8Array, i: number, folds: number): number => (i >= 0 && i < folds ? (fold[i] ?? 0) : 0);

/**
 * Do the five codes beside a piece resemble the text there, read in step or one code out of step? Two of five on one diagonal is what
 * any two edits leave; chance leaves it one time in six. Fewer codes ask for less.
 */
function resembles(
	fold: Uint8Array,
	at: number,
	way: 1 | -1,
	folds: number,
	c1: number,
	c2: number,
	c3: number,
	c4: number,
	c5: number,
): boolean {
	if (c3 === 0) return true;
	const need = c5 === 0 ? 1 : 2;
	const t0 = codeAt(fold, at, folds);
	const t1 = codeAt(fold, at + way, folds);
	const t2 = codeAt(fold, at + 2 * way, folds);
	const t3 = codeAt(fold, at + 3 * way, folds);
	const t4 = codeAt(fold, at + 4 * way, folds);
	if (t0 === FOLD_WILD || t1 === FOLD_WILD || t2 === FOLD_WILD || t3 === FOLD_WILD) return true;
	let same = 0;
	if (t0 === c1) same++;
	if (t1 === c2) same++;
	if (t2 === c3) same++;
	if (t3 === c4 && c4 !== 0) same++;
	if (t4 === c5 && c5 !== 0) same++;
	if (same >= need) return true;
	same = 0;
	if (t1 === c1) same++;
	if (t2 === c2) same++;
	if (t3 === c3) same++;
	if (t4 === c4 && c4 !== 0) same++;
	if (same >= need) return true;
	same = 0;
	if (t0 === c2) same++;
	if (t1 === c3) same++;
	if (t2 === c4 && c4 !== 0) same++;
	if (t3 === c5 && c5 !== 0) same++;
	return same >= need;
}

/** Letters of the word before `from` that are not part of the match. */
export function leftOver(reading: Reading, from: number): number {
	let i = from;
	while (i > 0 && from - i < 12 && !beginsWord(reading, i)) i--;
	return from - i;
}

/** Letters of the word after `to` (exclusive) that are not part of the match. */
export function rightOver(reading: Reading, to: number): number {
	let i = to;
	while (i > 0 && i < reading.length && i - to < 12 && !endsWord(reading, i - 1)) i++;
	return i - to;
}

/** Every letter of the span stands alone: the writer spaced it out, so its words cannot be told from its neighbours'. */
export function isSpacedOut(reading: Reading, from: number, to: number): boolean {
	let apart = 0;
	for (let i = from + 1; i < to; i++) if ((reading.gap[i] ?? 0) >= GAP_TIGHT) apart++;
	return apart >= (to - from - 1) * 0.6;
}

/** Gaps inside a span that show nothing (zero-width and the like). */
export function countInvisible(reading: Reading, from: number, to: number): number {
	let count = 0;
	for (let i = from + 1; i < to; i++) if (reading.gap[i] === GAP_INVISIBLE) count++;
	return count;
}

export const isLetter = (plain: number): boolean => plain < PLAIN_ZERO;
