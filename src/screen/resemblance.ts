// Names that resemble a stretch of text although no piece of them survived within the edit budget: rare letter triples vote for names,
// and the encoder compares the stretch with those that many vote for. It is asked only about words that nothing explains.
import { FOLD_BITS, FOLD_WILD } from '../text/alphabet.ts';
import { cosine, DIMENSIONS, type EncoderTable, encode } from '../text/encoder.ts';
import type { Reading } from '../text/reading.ts';
import type { FoldedName } from './folded-names.ts';
import type { Alias } from './lexicon.ts';
import type { KeyedName } from './name-keys.ts';

const TRIPLE = (1 << (3 * FOLD_BITS)) - 1;
/** Triples that more names share say too little about any of them. */
const COMMON = 160;
const MIN_CODES = 7;
/** Share of a name's rare triples that must stand in the text, by weight. */
const VOTES = 0.26;
const MOST_VOTED = 4;
/** Codes of a place, as a share of the name's. */
const LEAST_SIZE = 0.6;
/** Least cosine worth aligning. */
const ALIKE = 0.55;
const MOST_CODES = 4095;
/** A name's row of the tally: its votes first. */
const ROW = 4;
const PLACE = 1;
const TOTAL = 2;
const SIZE = 3;

/** A name and the codes [from, to) of the reading that resemble it. */
interface Resembling {
	readonly name: KeyedName;
	readonly from: number;
	readonly to: number;
}

interface Voted {
	readonly name: number;
	readonly share: number;
	/** Code at which the name seems to begin. */
	readonly place: number;
}

export class Resemblance {
	private readonly table: EncoderTable;
	private readonly names: KeyedName[] = [];
	private readonly byAlias = new Map<Alias, number>();
	// Flat arrays by place in `names`: most names that get a vote are looked at once and dropped.
	private readonly codes: Uint8Array[] = [];
	private readonly vectors: Float32Array;
	private readonly encoded: Uint8Array;
	/** Postings of triple t: [starts[t], starts[t + 1]); name << 8 | offset. */
	private readonly starts = new Int32Array(TRIPLE + 2);
	private readonly postings: Int32Array;
	private readonly weights = new Float32Array(TRIPLE + 1);
	/** Per name, in one cache line: its votes, the place they point at, all the votes it can get, its size. */
	private readonly tally: Float32Array;
	private readonly voted: number[] = [];
	private readonly span = new Float32Array(DIMENSIONS);
	/** Vectors of the places one question has looked at: similar names stand in the same places. */
	private readonly spans = new Map<number, Float32Array>();

	/** Names of controlled substances and family members, in letters the folded alphabet has. */
	constructor(table: EncoderTable, names: readonly FoldedName[]) {
		this.table = table;
		for (const { at, alias, controlled, plain, codes } of names) {
			if (!controlled || codes.length < MIN_CODES || codes.length > 255 || codes.some((code) => code >= FOLD_WILD)) continue;
			this.byAlias.set(alias, this.names.push({ alias: at, plain }) - 1);
			this.codes.push(codes);
		}
		const count = this.names.length;
		this.vectors = new Float32Array(count * DIMENSIONS);
		this.encoded = new Uint8Array(count);
		this.tally = new Float32Array(ROW * count);
		for (const [i, codes] of this.codes.entries()) this.tally[ROW * i + SIZE] = codes.length;
		this.postings = this.index(this.codes.map(triplesOf));
	}

	// Few names are ever compared: each is encoded when it first is.
	private vectorOf(name: number): Float32Array {
		const vector = this.vectors.subarray(name * DIMENSIONS, (name + 1) * DIMENSIONS);
		const codes = this.codes[name];
		if (this.encoded[name] === 0 && codes !== undefined) {
			encode(this.table, codes, 0, codes.length, vector);
			this.encoded[name] = 1;
		}
		return vector;
	}

	private index(lists: readonly (readonly number[])[]): Int32Array {
		const { starts, weights, tally } = this;
		const bearers = new Int32Array(TRIPLE + 1);
		for (const list of lists) for (const triple of new Set(list)) bearers[triple] = (bearers[triple] ?? 0) + 1;
		for (let t = 0; t <= TRIPLE; t++) weights[t] = (bearers[t] ?? 0) === 0 ? 0 : Math.log(lists.length / (bearers[t] ?? 1));
		const sizes = new Int32Array(TRIPLE + 1);
		lists.forEach((list, i) => {
			for (const triple of list) {
				tally[ROW * i + TOTAL] = (tally[ROW * i + TOTAL] ?? 0) + (weights[triple] ?? 0);
				if ((bearers[triple] ?? 0) <= COMMON) sizes[triple] = (sizes[triple] ?? 0) + 1;
			}
		});
		for (let t = 0; t <= TRIPLE; t++) {
			if ((bearers[t] ?? 0) > COMMON) weights[t] = 0;
			starts[t + 1] = (starts[t] ?? 0) + (sizes[t] ?? 0);
		}
		const postings = new Int32Array(starts[TRIPLE + 1] ?? 0);
		const next = starts.slice(0, TRIPLE + 1);
		lists.forEach((list, i) => {
			list.forEach((triple, offset) => {
				if (weights[triple] === 0) return;
				postings[next[triple] ?? 0] = (i << 8) | offset;
				next[triple] = (next[triple] ?? 0) + 1;
			});
		});
		return postings;
	}

	/** Cosine of codes [from, to) and a name; 0 for a name the index does not hold. */
	alike(reading: Reading, from: number, to: number, alias: Alias): number {
		const name = this.byAlias.get(alias);
		if (name === undefined) return 0;
		encode(this.table, reading.fold, from, to, this.span);
		return Math.max(0, cosine(this.vectorOf(name), this.span));
	}

	/**
	 * Names that codes [from, to) may hold, each with its best place. `edges` lists, ascending, the codes at which words begin, and the
	 * end of the last.
	 */
	find(reading: Reading, edges: readonly number[]): Resembling[] {
		const from = edges[0] ?? 0;
		const to = Math.min(edges.at(-1) ?? 0, from + MOST_CODES);
		const { starts, postings, weights, tally, voted } = this;
		let triple = 0;
		for (let i = from; i < to; i++) {
			triple = ((triple << FOLD_BITS) | (reading.fold[i] ?? 0)) & TRIPLE;
			const weight = weights[triple] ?? 0;
			if (i < from + 2 || weight === 0) continue;
			const end = starts[triple + 1] ?? 0;
			for (let k = starts[triple] ?? 0; k < end; k++) {
				const posting = postings[k] ?? 0;
				const row = (posting >> 8) * ROW;
				const sum = tally[row] ?? 0;
				if (sum === 0) voted.push(row);
				tally[row] = sum + weight;
				tally[row + PLACE] = (tally[row + PLACE] ?? 0) + weight * (i - 2 - (posting & 255));
			}
		}
		const best: Voted[] = [];
		for (let k = 0; k < voted.length; k++) {
			const row = voted[k] ?? 0;
			const sum = tally[row] ?? 0;
			const place = (tally[row + PLACE] ?? 0) / sum;
			tally[row] = 0;
			tally[row + PLACE] = 0;
			const share = sum / (tally[row + TOTAL] ?? 1);
			if (share < VOTES || LEAST_SIZE * (tally[row + SIZE] ?? 0) > to - from) continue;
			if (best.length === MOST_VOTED && share <= (best.at(-1)?.share ?? 0)) continue;
			if (best.length === MOST_VOTED) best.pop();
			let at = best.length;
			while (at > 0 && (best[at - 1]?.share ?? 0) < share) at--;
			best.splice(at, 0, { name: row / ROW, share, place });
		}
		voted.length = 0;
		this.spans.clear();
		return best.flatMap((one) => this.placed(reading, one, edges));
	}

	// Whole words nearest to where the votes say the name stands.
	private placed(reading: Reading, { name, place }: Voted, edges: readonly number[]): Resembling[] {
		const size = this.tally[ROW * name + SIZE] ?? 0;
		const keyed = this.names[name];
		if (keyed === undefined) return [];
		const vector = this.vectorOf(name);
		let best = ALIKE;
		let found: Resembling | null = null;
		for (const from of nearest(edges, place, 0, edges.length - 1)) {
			for (const to of nearest(edges, place + size, 1, edges.length)) {
				if (to - from < LEAST_SIZE * size || to - from > 1.5 * size + 1) continue;
				const score = cosine(vector, this.spanOf(reading, from, to));
				if (score <= best) continue;
				best = score;
				found = { name: keyed, from, to };
			}
		}
		return found === null ? [] : [found];
	}

	private spanOf(reading: Reading, from: number, to: number): Float32Array {
		const key = from * (MOST_CODES + 1) + (to - from);
		let vector = this.spans.get(key);
		if (vector === undefined) {
			vector = new Float32Array(DIMENSIONS);
			encode(this.table, reading.fold, from, to, vector);
			this.spans.set(key, vector);
		}
		return vector;
	}
}

/** Of edges[first..end), ascending: the two around `place`. */
function nearest(edges: readonly number[], place: number, first: number, end: number): number[] {
	let at = first;
	while (at + 2 < end && (edges[at + 1] ?? 0) <= place) at++;
	return edges.slice(at, Math.min(end, at + 2));
}

function triplesOf(codes: Uint8Array): number[] {
	const triples: number[] = [];
	for (let i = 0; i + 2 < codes.length; i++)
		triples.push(((codes[i] ?? 0) << (2 * FOLD_BITS)) | ((codes[i + 1] ?? 0) << FOLD_BITS) | (codes[i + 2] ?? 0));
	return triples;
}
