// The words of a reading and what each is worth to whoever looks for names: the search leaves out what lies among ordinary words
// only, and a name that lost or gained letters holds a word that nothing explains, which the second look begins at.
import { GAP_HARD, GAP_TIGHT, isPlainLetter, PLAIN_OTHER } from '../text/alphabet.ts';
import { type FingerprintSet, finishHash, HASH_SEED, hashStep } from '../text/hash.ts';
import type { Reading } from '../text/reading.ts';
import type { KnownNames } from './known.ts';

export const NEUTRAL = 0;
export const STRANGE = 1;
export const ORDINARY = 2;

/** Letters of a word that is told apart at all. */
export const MIN_WORD = 3;
/** Digits in a row that make a word a number or a code of its own. */
const NUMERAL = 3;
/** Letters standing alone one after another that make one spaced-out word. */
const SPACED_OUT = 5;
/** Words too short to tell apart, one after another or with numbers between, of which more may be a name in pieces. */
const MOST_SHORT = 2;

/** Letters of an ordinary word that may be a piece of a broken one. */
const MOST_PIECE = 5;

/** What the words of listed names are, beside the dictionaries of honest text. */
export interface NameWords {
	/** Never strange, though no dictionary holds them. */
	readonly parts: FingerprintSet;
	/** Words of listed names, ordinary ones among them ("red phosphorus"). */
	readonly listed: FingerprintSet;
}

/** Words remembered with what they are: a text repeats its words, and texts repeat each other's. */
const REMEMBERED = 4096;
const LIVE = 4;
const SEEN = 8;

/** A reusable buffer: one reading at a time. Word w is plain letters [starts[w], ends[w]). */
export class Words {
	private readonly known: KnownNames;
	private readonly named: NameWords;
	private readonly seen = new Uint32Array(REMEMBERED);
	private readonly told = new Uint8Array(REMEMBERED);
	starts = new Int32Array(256);
	ends = new Int32Array(256);
	kinds = new Uint8Array(256);
	/** 1: a name may stand here. */
	private live = new Uint8Array(256);
	count = 0;
	/** Some word is explained by nothing. */
	strange = false;
	/** Stretch s of the text that may hold a name: plain letters [from[s], to[s]). All else is words that others explain. */
	readonly from: number[] = [];
	readonly to: number[] = [];

	constructor(known: KnownNames, named: NameWords) {
		this.known = known;
		this.named = named;
	}

	/** Cuts the reading into words and says what each is, and where names may stand. */
	split(reading: Reading): void {
		const { plain, gap, length } = reading;
		let count = 0;
		let strange = false;
		let run = 0;
		let short = 0;
		let begun = 0;
		for (let i = 0; i < length; ) {
			const from = i;
			let hash = HASH_SEED;
			let letters = 0;
			let digits = 0;
			let numeral = false;
			do {
				const code = plain[i] ?? 0;
				hash = hashStep(hash, code);
				if (isPlainLetter(code)) {
					letters++;
					digits = 0;
				} else if (++digits >= NUMERAL) numeral = true;
				i++;
			} while (i < length && (gap[i] ?? 0) < GAP_TIGHT && (plain[i] ?? 0) < PLAIN_OTHER);
			// Letters that stand alone one after another are one spaced-out word.
			if (i - from === 1 && letters === 1) {
				run = (gap[from] ?? 0) < GAP_HARD ? run + 1 : 1;
				if (run >= SPACED_OUT) {
					if (run === SPACED_OUT) count -= SPACED_OUT - 2;
					this.ends[count - 1] = i;
					this.kinds[count - 1] = STRANGE;
					this.live[count - 1] = 1;
					strange = true;
					continue;
				}
			} else run = 0;
			if (count === this.starts.length) this.grow();
			this.starts[count] = from;
			this.ends[count] = i;
			let kind = NEUTRAL;
			let live = true;
			if (letters >= MIN_WORD) {
				if (!numeral) {
					const told = this.tell(finishHash(hash));
					kind = told & 3;
					live = (told & LIVE) !== 0;
				}
				short = 0;
			} else if ((plain[from] ?? 0) < PLAIN_OTHER) {
				if (short === 0) begun = count;
				// A number of several digits is never read as letters.
				if ((letters > 0 || i - from === 1) && ++short === MOST_SHORT + 1) this.live.fill(1, begun, count);
				live = short > MOST_SHORT;
			}
			strange ||= kind === STRANGE;
			this.kinds[count] = kind;
			this.live[count] = live ? 1 : 0;
			count++;
		}
		this.count = count;
		this.strange = strange;
		this.findStretches();
	}

	// The kind of a word, and whether a name may stand there.
	private tell(word: number): number {
		const place = word % REMEMBERED;
		const before = this.told[place] ?? 0;
		if (before !== 0 && this.seen[place] === word) return before;
		const { known, named } = this;
		const kind = known.isOrdinaryHash(word) ? ORDINARY : known.isChemicalHash(word) || named.parts.has(word) ? NEUTRAL : STRANGE;
		const told = SEEN | kind | (kind !== ORDINARY || named.listed.has(word) ? LIVE : 0);
		this.seen[place] = word;
		this.told[place] = told;
		return told;
	}

	// Each live word, with a neighbour to each side that may be a piece of its name, joined where they touch.
	private findStretches(): void {
		const { from, to, count, live } = this;
		let last = -1;
		for (let w = 0; w < count; w++) {
			if (live[w] === 0) continue;
			const start = this.starts[w > 0 && this.mayBePart(w - 1) ? w - 1 : w] ?? 0;
			const end = this.ends[w + 1 < count && this.mayBePart(w + 1) ? w + 1 : w] ?? 0;
			if (last >= 0 && start <= (to[last] ?? 0)) to[last] = end;
			else {
				from[++last] = start;
				to[last] = end;
			}
		}
		from.length = last + 1;
		to.length = last + 1;
	}

	/** A piece of a broken word is at times a short word of its own ("pro" of propanol). */
	mayBePart(word: number): boolean {
		return this.kinds[word] !== ORDINARY || (this.ends[word] ?? 0) - (this.starts[word] ?? 0) <= MOST_PIECE;
	}

	private grow(): void {
		const size = this.starts.length * 2;
		const widen = (from: Int32Array): Int32Array<ArrayBuffer> => {
			const to = new Int32Array(size);
			to.set(from);
			return to;
		};
		this.starts = widen(this.starts);
		this.ends = widen(this.ends);
		const widenBytes = (from: Uint8Array): Uint8Array<ArrayBuffer> => {
			const to = new Uint8Array(size);
			to.set(from);
			return to;
		};
		this.kinds = widenBytes(this.kinds);
		this.live = widenBytes(this.live);
	}

	/** A sentence or line ends before the word. */
	isStop(reading: Reading, word: number): boolean {
		return (reading.gap[this.starts[word] ?? 0] ?? 0) >= GAP_HARD;
	}
}
