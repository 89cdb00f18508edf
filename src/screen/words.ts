// The words of a reading and what each is worth to the second look: names hold no ordinary words, and a name that lost or gained
// letters holds a word that nothing explains.
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

/** A reusable buffer: one reading at a time. Word w is plain letters [starts[w], ends[w]). */
export class Words {
	starts = new Int32Array(256);
	ends = new Int32Array(256);
	kinds = new Uint8Array(256);
	count = 0;

	/** Cuts the reading into words and says what each is; false when every word is explained. `parts`: more words that are never strange. */
	split(reading: Reading, known: KnownNames, parts: FingerprintSet): boolean {
		const { plain, gap, length } = reading;
		let count = 0;
		let strange = false;
		let run = 0;
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
					strange = true;
					continue;
				}
			} else run = 0;
			if (count === this.starts.length) this.grow();
			this.starts[count] = from;
			this.ends[count] = i;
			let kind = NEUTRAL;
			if (letters >= MIN_WORD && !numeral) {
				const word = finishHash(hash);
				kind = known.isOrdinaryHash(word) ? ORDINARY : known.isChemicalHash(word) || parts.has(word) ? NEUTRAL : STRANGE;
			}
			strange ||= kind === STRANGE;
			this.kinds[count] = kind;
			count++;
		}
		this.count = count;
		return strange;
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
		const kinds = new Uint8Array(size);
		kinds.set(this.kinds);
		this.kinds = kinds;
	}

	/** A sentence or line ends before the word. */
	isStop(reading: Reading, word: number): boolean {
		return (reading.gap[this.starts[word] ?? 0] ?? 0) >= GAP_HARD;
	}
}
