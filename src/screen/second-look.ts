// Words that nothing explains are looked at once more. The first search finds names a few edits away; this one finds names whose
// vowels were dropped, whose letters a scanner misread or an ear misspelled, which are written backwards, which another word was pushed into, or which
// ordinary words are glued to. Only windows around unexplained words are tried, so ordinary text pays for telling its words apart.
import { GAP_HARD, GAP_TIGHT, isPlainLetter, PLAIN_OTHER } from '../text/alphabet.ts';
import { finishHash, HASH_SEED, hashStep } from '../text/hash.ts';
import type { Reading } from '../text/reading.ts';
import type { KnownNames } from './known.ts';
import { Key, type KeyedName, type KeyKind, LEAST, type NameKeys } from './name-keys.ts';
import type { PatternForm } from './respell.ts';
import { isPlainWord, type SideWords } from './surroundings.ts';

/** A name met again: plain letters [from, to) of the reading say it, once what `form` names is undone. */
export interface Recalled {
	readonly name: KeyedName;
	readonly form: PatternForm;
	readonly from: number;
	readonly to: number;
}

/** Words a name has at most; its locants count. */
const MOST_WORDS = 18;
/** Letters a name has at most. */
const MOST_LETTERS = 90;
const MOST_FOUND = 64;
const MIN_WORD = 3;
const MOST_PIECE = 5;
/** Letters of a name that is found glued to words or backwards; shorter ones are met by chance. */
const LONG_ENOUGH = 8;

/** What a name met under a key has gone through; under its own letters it is met backwards. */
const FORM: Readonly<Record<KeyKind, PatternForm>> = { letters: 'reversed', consonants: 'skeleton', misread: 'misread', sounds: 'sounded' };

/** What a word is: names hold no ordinary words, so one ends every window. */
const NEUTRAL = 0;
const STRANGE = 1;
const ORDINARY = 2;

export class SecondLook {
	private readonly names: NameKeys;
	private readonly known: KnownNames;
	private readonly words: SideWords;
	private readonly keys = {
		letters: new Key('letters'),
		consonants: new Key('consonants'),
		misread: new Key('misread'),
		sounds: new Key('sounds'),
	};
	private starts = new Int32Array(256);
	private ends = new Int32Array(256);
	private kinds = new Uint8Array(256);
	private count = 0;
	private found: Recalled[] = [];

	constructor(names: NameKeys, known: KnownNames, words: SideWords) {
		this.names = names;
		this.known = known;
		this.words = words;
	}

	find(reading: Reading): readonly Recalled[] {
		this.found = [];
		if (!this.split(reading)) return this.found;
		for (let i = 0; i < this.count && this.found.length < MOST_FOUND; ) {
			if (this.kinds[i] === ORDINARY) {
				this.pushedInto(reading, i);
				i++;
				continue;
			}
			// A stretch of words that may belong to one name.
			let end = i;
			let strange = -1;
			while (end < this.count && this.kinds[end] !== ORDINARY && (end === i || !this.isStop(reading, end))) {
				if (this.kinds[end] === STRANGE) strange = end;
				end++;
			}
			if (strange >= 0) this.stretch(reading, i, end, strange);
			i = end;
		}
		return this.found;
	}

	// Cuts the reading into words and says what each is; false when every word is explained.
	private split(reading: Reading): boolean {
		const { plain, gap, length } = reading;
		let count = 0;
		let strange = false;
		for (let i = 0; i < length; ) {
			const from = i;
			let hash = HASH_SEED;
			let letters = 0;
			do {
				const code = plain[i] ?? 0;
				hash = hashStep(hash, code);
				if (isPlainLetter(code)) letters++;
				i++;
			} while (i < length && (gap[i] ?? 0) < GAP_TIGHT && (plain[i] ?? 0) < PLAIN_OTHER);
			if (count === this.starts.length) this.grow();
			this.starts[count] = from;
			this.ends[count] = i;
			let kind = NEUTRAL;
			if (i - from === 1 && letters === 1) {
				// Letters that stand alone one after another are one spaced-out word.
				if (count > 0 && this.kinds[count - 1] !== ORDINARY && (this.ends[count - 1] ?? 0) - (this.starts[count - 1] ?? 0) === 1) {
					let run = 1;
					while (run < 5 && count - run >= 0 && (this.ends[count - run] ?? 0) - (this.starts[count - run] ?? 0) === 1) run++;
					if (run >= 5) kind = STRANGE;
				}
			} else if (letters >= MIN_WORD) {
				const word = finishHash(hash);
				kind = this.known.isOrdinaryHash(word) ? ORDINARY : this.known.isChemicalHash(word) ? NEUTRAL : STRANGE;
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

	private isStop(reading: Reading, word: number): boolean {
		return (reading.gap[this.starts[word] ?? 0] ?? 0) >= GAP_HARD;
	}

	// Windows of whole words that hold an unexplained one, forwards under the lossy keys and backwards as written.
	private stretch(reading: Reading, first: number, end: number, lastStrange: number): void {
		const { consonants, misread, sounds, letters } = this.keys;
		for (let a = first; a <= lastStrange; a++) {
			consonants.clear();
			misread.clear();
			sounds.clear();
			let strange = false;
			for (let b = a; b < end && b - a < MOST_WORDS; b++) {
				strange ||= this.kinds[b] === STRANGE;
				for (let i = this.starts[b] ?? 0; i < (this.ends[b] ?? 0); i++) {
					consonants.add(reading.plain[i] ?? 0);
					misread.add(reading.plain[i] ?? 0);
					sounds.add(reading.plain[i] ?? 0);
				}
				sounds.endWord();
				if (misread.size > 2 * MOST_LETTERS) break;
				if (!strange) continue;
				this.meet(reading, 'consonants', consonants, a, b);
				this.meet(reading, 'misread', misread, a, b);
				this.meet(reading, 'sounds', sounds, a, b);
			}
		}
		for (let b = end - 1; b >= first; b--) {
			letters.clear();
			let strange = false;
			for (let a = b; a >= first && b - a < MOST_WORDS && letters.size < MOST_LETTERS; a--) {
				strange ||= this.kinds[a] === STRANGE;
				for (let i = (this.ends[a] ?? 0) - 1; i >= (this.starts[a] ?? 0); i--) letters.add(reading.plain[i] ?? 0);
				if (strange && letters.size >= LONG_ENOUGH) this.meet(reading, 'letters', letters, a, b);
			}
		}
		this.gluedTo(reading, first, end, lastStrange);
	}

	private meet(reading: Reading, kind: KeyKind, key: Key, a: number, b: number): void {
		if (key.size < LEAST[kind]) return;
		const from = this.starts[a] ?? 0;
		const to = this.ends[b] ?? 0;
		for (const name of this.names[kind].get(key.value)) {
			if (kind === 'consonants' && !isShortened(name.plain, reading, from, to)) continue;
			this.found.push({ name, form: FORM[kind], from, to });
		}
	}

	// "chlor top oform": the word at `at` was pushed into the name around it.
	private pushedInto(reading: Reading, at: number): void {
		if (at === 0 || at + 1 >= this.count || !(this.mayBePart(at - 1) && this.mayBePart(at + 1))) return;
		if ((this.kinds[at - 1] !== STRANGE && this.kinds[at + 1] !== STRANGE) || this.isStop(reading, at) || this.isStop(reading, at + 1))
			return;
		const { letters } = this.keys;
		for (let a = at - 1; a >= 0 && at - a < MOST_WORDS && (a === at - 1 || this.kinds[a] !== ORDINARY); a--) {
			letters.clear();
			let strange = false;
			for (let w = a; w < at; w++) {
				strange ||= this.kinds[w] === STRANGE;
				for (let i = this.starts[w] ?? 0; i < (this.ends[w] ?? 0); i++) letters.add(reading.plain[i] ?? 0);
			}
			for (
				let b = at + 1;
				b < this.count && b - at < MOST_WORDS && (b === at + 1 || this.kinds[b] !== ORDINARY) && letters.size < MOST_LETTERS;
				b++
			) {
				strange ||= this.kinds[b] === STRANGE;
				for (let i = this.starts[b] ?? 0; i < (this.ends[b] ?? 0); i++) letters.add(reading.plain[i] ?? 0);
				if (!strange || letters.size < LEAST.letters) continue;
				for (const name of this.names.letters.get(letters.value))
					this.found.push({ name, form: 'parted', from: this.starts[a] ?? 0, to: this.ends[b] ?? 0 });
			}
			if (this.isStop(reading, a)) break;
		}
	}

	// A piece of a broken word is at times a short word of its own ("pro" of propanol).
	private mayBePart(word: number): boolean {
		return this.kinds[word] !== ORDINARY || (this.ends[word] ?? 0) - (this.starts[word] ?? 0) <= MOST_PIECE;
	}

	// "bestsafrolepack": ordinary words are glued to the first or last word of the name, or to both.
	private gluedTo(reading: Reading, first: number, end: number, lastStrange: number): void {
		for (let a = first; a <= lastStrange; a++) {
			const open = this.starts[a] ?? 0;
			this.gluedAfter(reading, a, open, end);
			if (this.kinds[a] !== STRANGE) continue;
			for (let from = open + MIN_WORD; from < (this.ends[a] ?? 0); from++) this.gluedAfter(reading, a, from, end);
		}
	}

	// A name that begins at plain index `from` of word `a` and ends with a word or inside an unexplained one.
	private gluedAfter(reading: Reading, a: number, from: number, end: number): void {
		const { letters } = this.keys;
		const open = this.starts[a] ?? 0;
		letters.clear();
		for (let b = a; b < end && b - a < MOST_WORDS && letters.size < MOST_LETTERS; b++) {
			const stop = this.ends[b] ?? 0;
			for (let i = b === a ? from : (this.starts[b] ?? 0); i < stop; ) {
				letters.add(reading.plain[i] ?? 0);
				i++;
				if (letters.size < LONG_ENOUGH || (i === stop ? from === open : this.kinds[b] !== STRANGE)) continue;
				const names = this.names.letters.get(letters.value);
				if (names.length === 0 || !(this.isApart(reading, open, from) && this.isApart(reading, i, stop))) continue;
				for (const name of names) this.found.push({ name, form: 'name', from, to: i });
			}
		}
	}

	// Nothing, or a word of its own.
	private isApart(reading: Reading, from: number, to: number): boolean {
		return from === to || isPlainWord(reading, from, to, this.known, this.words);
	}
}

// The span is the name with some of its vowels left out, and nothing else changed.
function isShortened(name: Uint16Array, reading: Reading, from: number, to: number): boolean {
	if (to - from >= name.length) return false;
	let i = from;
	for (let k = 0; k < name.length && i < to; k++) if (name[k] === reading.plain[i]) i++;
	return i === to;
}
