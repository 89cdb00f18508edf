// Weighted alignment of a name with the letters found, on the unmerged alphabet: tells a disguise (leet, look-alike class,
// doubled letter, mask) from a misspelling, and a misspelling from a different locant. Optimal string alignment with trace-back.
import { FOLD_OF, isPlainDigit, LEET_OF, PLAIN_A, PLAIN_MASK, PLAIN_ZERO, WRITTEN_LEET } from '../text/alphabet.ts';
import type { Reading } from '../text/reading.ts';

export interface Alignment {
	/** Total weighted cost. */
	readonly cost: number;
	/** Letters substituted, inserted or deleted beyond look-alike classes. */
	readonly hard: number;
	/** Of these, neighbours exchanged. */
	readonly swaps: number;
	/** Substitutions inside one folded class (c/k/s, i/y/l, u/v/w …), letter pairs written as one by sound (ph/f), and doubled letters. */
	readonly soft: number;
	/** Digits that differ, are missing or are extra: another locant is another chemical. */
	readonly digits: number;
	/** Of these, locants exchanged for another digit. */
	readonly exchanged: number;
	readonly leet: number;
	readonly masks: number;
	/** The first letter differs. */
	readonly first: boolean;
	/** Plain index in the reading of each edited letter. */
	readonly edited: readonly number[];
}

const MAX = 160;
const WIDTH = MAX + 1;
const costs = new Float32Array(WIDTH * WIDTH);
const moves = new Uint8Array(WIDTH * WIDTH);

const MATCH = 0;
const LEET = 1;
const MASK = 2;
const SOFT = 3;
const HARD = 4;
const DIGIT = 5;
const INSERT = 6;
const DELETE = 7;
const SWAP = 8;
const MERGE = 9;
const PART = 10;

// Two letters that are written for one, by sound: [first, second, one].
const DIGRAPHS = ['phf', 'tht', 'chk', 'rhr', 'ksx'];
/** By plain codes: may the letter end such a pair, and what does the pair sound like? */
const ENDS_DIGRAPH = new Uint8Array(64);
const SOUND = new Uint8Array(64 * 64);
for (const digraph of DIGRAPHS) {
	const [first = 0, second = 0, one = 0] = [...digraph].map((letter) => PLAIN_A + letter.charCodeAt(0) - 97);
	ENDS_DIGRAPH[second] = 1;
	SOUND[(first << 6) | second] = one;
}

const SOFT_COST = 0.4;
const DOUBLE_COST = 0.3;
const MASK_COST = 0.3;
/** Cost of a letter written as a digit. */
export const LEET_COST = 0.05;

/** Aligns `name` (plain codes) with plain letters [from, to) of the reading. Names are at most 160 letters here. */
export function align(name: Uint16Array, reading: Reading, from: number, to: number): Alignment {
	const n = Math.min(name.length, MAX);
	const m = Math.min(to - from, MAX);
	const { plain } = reading;
	const band = Math.abs(n - m) + 7;
	for (let j = 0; j <= Math.min(m, band + 1); j++) {
		costs[j] = j;
		moves[j] = INSERT;
	}
	for (let i = 1; i <= n; i++) {
		const row = i * WIDTH;
		const lo = Math.max(1, i - band);
		const hi = Math.min(m, i + band);
		costs[row + lo - 1] = lo === 1 ? i : 1e3;
		moves[row + lo - 1] = DELETE;
		const a = name[i - 1] ?? 0;
		for (let j = lo; j <= hi; j++) {
			const b = plain[from + j - 1] ?? 0;
			let move = MATCH;
			let step = 0;
			if (a !== b) {
				move = substitution(a, b, reading.written[from + j - 1] ?? 0);
				step = STEP[move] ?? 1;
			}
			let cost = (costs[row - WIDTH + j - 1] ?? 1e3) + step;
			const inserted = (costs[row + j - 1] ?? 1e3) + (j > 1 && isSameSound(b, plain[from + j - 2] ?? 0) ? DOUBLE_COST : 1);
			if (inserted < cost) {
				cost = inserted;
				move = INSERT;
			}
			const above = j === i + band ? 1e3 : (costs[row - WIDTH + j] ?? 1e3);
			const deleted = above + (i > 1 && isSameSound(a, name[i - 2] ?? 0) ? DOUBLE_COST : 1);
			if (deleted < cost) {
				cost = deleted;
				move = DELETE;
			}
			if (i > 1 && ENDS_DIGRAPH[a] === 1 && SOUND[((name[i - 2] ?? 0) << 6) | a] === b) {
				const merged = (costs[row - 2 * WIDTH + j - 1] ?? 1e3) + SOFT_COST;
				if (merged < cost) {
					cost = merged;
					move = MERGE;
				}
			}
			if (j > 1 && ENDS_DIGRAPH[b] === 1 && SOUND[((plain[from + j - 2] ?? 0) << 6) | b] === a) {
				const parted = (costs[row - WIDTH + j - 2] ?? 1e3) + SOFT_COST;
				if (parted < cost) {
					cost = parted;
					move = PART;
				}
			}
			if (i > 1 && j > 1 && a === plain[from + j - 2] && b === name[i - 2] && a !== b) {
				const swapped = (costs[row - 2 * WIDTH + j - 2] ?? 1e3) + 1;
				if (swapped < cost) {
					cost = swapped;
					move = SWAP;
				}
			}
			costs[row + j] = cost;
			moves[row + j] = move;
		}
		if (hi < m) costs[row + hi + 1] = 1e3;
	}
	return trace(name, reading, from, n, m);
}

// A doubled letter, or a neighbour of the same class ("diethy" for "diethyl"), is half heard.
const isSameSound = (a: number, b: number): boolean => a === b || (a < PLAIN_ZERO && b < PLAIN_ZERO && FOLD_OF[a] === FOLD_OF[b]);

/** Cost by kind of substitution. */
const STEP = [0, LEET_COST, MASK_COST, SOFT_COST, 1, 1];

// A digit stands for a letter only where it touches letters; a digit on its own is a locant.
function substitution(a: number, b: number, written: number): number {
	if (b === PLAIN_MASK) return MASK;
	if (isPlainDigit(a)) return DIGIT;
	if (isPlainDigit(b)) return a < PLAIN_ZERO && written === WRITTEN_LEET && LEET_OF[b] === FOLD_OF[a] ? LEET : DIGIT;
	return b < 64 && FOLD_OF[a] === FOLD_OF[b] ? SOFT : HARD;
}

const isLocant = (plain: number): boolean => isPlainDigit(plain) && plain !== PLAIN_ZERO;

function trace(name: Uint16Array, reading: Reading, from: number, n: number, m: number): Alignment {
	let hard = 0;
	let swaps = 0;
	let soft = 0;
	let digits = 0;
	let exchanged = 0;
	let leet = 0;
	let masks = 0;
	let first = false;
	const edited: number[] = [];
	let i = n;
	let j = m;
	const at = (k: number): number => from + Math.max(0, Math.min(m - 1, k));
	while (i > 0 || j > 0) {
		const move = i === 0 ? INSERT : j === 0 ? DELETE : (moves[i * WIDTH + j] ?? MATCH);
		if (move !== MATCH && move !== LEET && move !== MASK && (i <= 1 || j <= 1)) first = true;
		switch (move) {
			case LEET:
				leet++;
				break;
			case MASK:
				masks++;
				break;
			case SOFT:
				soft++;
				break;
			case MERGE:
			case PART:
				soft++;
				edited.push(at(j - 1));
				break;
			case HARD:
			case SWAP:
				if (move === SWAP) swaps++;
				hard++;
				edited.push(at(j - 1));
				break;
			case DIGIT:
				digits++;
				// Locants begin at one: a nought is a letter o or a slip.
				if (isPlainDigit(name[i - 1] ?? 0) && isLocant(reading.plain[from + j - 1] ?? 0)) exchanged++;
				edited.push(at(j - 1));
				break;
			case INSERT: {
				const b = reading.plain[from + j - 1] ?? 0;
				if (isPlainDigit(b)) digits++;
				else if (j > 1 && isSameSound(b, reading.plain[from + j - 2] ?? 0)) soft++;
				else hard++;
				edited.push(at(j - 1));
				break;
			}
			case DELETE: {
				const a = name[i - 1] ?? 0;
				if (isPlainDigit(a)) digits++;
				else if (i > 1 && isSameSound(a, name[i - 2] ?? 0)) soft++;
				else hard++;
				edited.push(at(j));
				break;
			}
			default:
		}
		if (move === INSERT) j--;
		else if (move === DELETE) i--;
		else if (move === SWAP) {
			i -= 2;
			j -= 2;
		} else if (move === MERGE) {
			i -= 2;
			j--;
		} else if (move === PART) {
			i--;
			j -= 2;
		} else {
			i--;
			j--;
		}
	}
	return { cost: costs[n * WIDTH + m] ?? 0, hard, swaps, soft, digits, exchanged, leet, masks, first, edited };
}
