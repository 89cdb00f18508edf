// Words that nothing explains are looked at once more. The first search finds names a few edits away; this one finds names whose
// vowels were dropped, whose letters a scanner misread or an ear misspelled, which are written backwards, which another word was
// pushed into, or which ordinary words are glued to. Only windows around unexplained words are tried, so ordinary text pays for telling its words apart.
import type { EncoderTable } from '../text/encoder.ts';
import type { Reading } from '../text/reading.ts';
import type { FoldedName } from './folded-names.ts';
import type { KnownNames } from './known.ts';
import type { Alias } from './lexicon.ts';
import { indexNames, Key, type KeyedName, type KeyKind, LEAST, type NameKeys } from './name-keys.ts';
import { Resemblance } from './resemblance.ts';
import type { Form } from './respell.ts';
import type { Hit } from './retrieve.ts';
import { isPlainWord, type SideWords } from './surroundings.ts';
import { MIN_WORD, ORDINARY, STRANGE, type Words } from './words.ts';

/** A name met again: plain letters [from, to) of the reading say it, once what `form` names is undone. */
export interface Recalled {
	readonly name: KeyedName;
	readonly form: Form | 'resembling';
	readonly from: number;
	readonly to: number;
}

/** Words a name has at most; its locants count. */
const MOST_WORDS = 18;
/** Letters a name has at most. */
const MOST_LETTERS = 90;
/** A text that seems to hold more names than this is not looked at to its end. */
const MOST_FOUND = 2_000;
/** Letters of a name that is found glued to words or backwards; shorter ones are met by chance. */
const LONG_ENOUGH = 8;
/** Words to each side of an unexplained one that may belong to its name. */
const MOST_BESIDE = 8;
const MOST_TOGETHER = 24;
/** Letters of a word that is glued to a name. */
const MOST_GLUED = 12;
const MOST_MET = 256;
/** Letter sequences that no chemical name has: a slip leaves two or more in its word, another chemical none or one. */
const ODD = 2;
/** Letters of an unexplained word that is worth more than a look for glued words. */
const LEAST_ODD = 4;
/** Letters of one that is worth asking what it resembles. */
const LEAST_RESEMBLING = 6;

const LOSSY = ['consonants', 'misread', 'sounds'] as const;

/** What a name met under a key has gone through; under its own letters it is met backwards. */
const FORM: Readonly<Record<KeyKind, Form>> = { letters: 'reversed', consonants: 'skeleton', misread: 'misread', sounds: 'sounded' };

/** Unexplained words [strange, last] that may be parts of one name, among words [first, end) that may be parts of it too. */
interface Group {
	readonly first: number;
	readonly strange: number;
	readonly last: number;
	readonly end: number;
	/** One past the last word that a name beginning here may reach, words of its own like "cid" (acid) among them. */
	readonly limit: number;
}

export interface SecondLookParts {
	readonly encoder: EncoderTable;
	readonly known: KnownNames;
	readonly side: SideWords;
}

export class SecondLook {
	private readonly names: NameKeys;
	private readonly known: KnownNames;
	private readonly side: SideWords;
	private readonly keys: Readonly<Record<KeyKind, Key>>;
	private readonly cut: Words;
	private readonly resemblance: Resemblance;
	private readonly edges: number[] = [];
	private found: Recalled[] = [];
	/** Set by find(): work was cut short, so the text was not fully evaluated. */
	exhausted = false;

	/** `words`: of the reading that is looked at, already cut. */
	constructor(folded: readonly FoldedName[], words: Words, { encoder, known, side }: SecondLookParts) {
		const names = indexNames(folded);
		this.names = names;
		this.keys = {
			letters: new Key('letters', names.letters),
			consonants: new Key('consonants', names.consonants),
			misread: new Key('misread', names.misread),
			sounds: new Key('sounds', names.sounds),
		};
		this.resemblance = new Resemblance(encoder, folded);
		this.cut = words;
		this.known = known;
		this.side = side;
	}

	/** How little plain letters [from, to) resemble the name as a whole: one less the cosine. */
	unlike(reading: Reading, from: number, to: number, alias: Alias): number {
		return 1 - this.resemblance.alike(reading, foldAt(reading, from), foldAt(reading, to), alias);
	}

	/** Names met again in the reading that `words` was cut from last. `hits`: what the first search found, which need not be searched for by resemblance. */
	find(reading: Reading, hits: readonly Hit[]): readonly Recalled[] {
		this.found = [];
		this.exhausted = false;
		const { cut } = this;
		if (!cut.strange) return this.found;
		for (let i = 0; i < cut.count && this.found.length < MOST_FOUND; ) {
			if (cut.kinds[i] === ORDINARY) {
				this.pushedInto(reading, i);
				i++;
				continue;
			}
			let end = i + 1;
			while (end < cut.count && cut.kinds[end] !== ORDINARY && !cut.isStop(reading, end)) end++;
			this.stretch(reading, i, end, hits);
			i = end;
		}
		this.exhausted = this.found.length >= MOST_FOUND;
		return this.found;
	}

	// Words [first, end) may belong to one name; what does not lie near an unexplained one is left alone.
	private stretch(reading: Reading, first: number, end: number, hits: readonly Hit[]): void {
		const { cut } = this;
		let limit = end;
		while (limit < Math.min(cut.count, end + MOST_BESIDE) && cut.mayBePart(limit) && !cut.isStop(reading, limit)) limit++;
		for (let w = first; w < end; ) {
			if (cut.kinds[w] !== STRANGE) {
				w++;
				continue;
			}
			// Unexplained words a few words apart may be parts of one name.
			let last = w;
			for (let k = w + 1; k < Math.min(end, last + MOST_BESIDE, w + MOST_TOGETHER); k++) if (cut.kinds[k] === STRANGE) last = k;
			this.group(
				reading,
				{ first: Math.max(first, w - MOST_BESIDE), strange: w, last, end: Math.min(end, last + MOST_BESIDE), limit },
				hits,
			);
			w = last + 1;
		}
	}

	private group(reading: Reading, group: Group, hits: readonly Hit[]): void {
		const { cut } = this;
		let odd = false;
		let unmet = false;
		for (let w = group.strange; w <= group.last; w++) {
			const from = cut.starts[w] ?? 0;
			const to = cut.ends[w] ?? 0;
			if (cut.kinds[w] !== STRANGE || to - from < LEAST_ODD) continue;
			// Slips leave letter sequences that no chemical name has; words without any are other chemicals.
			const oddities = this.known.strangeGrams(reading, from, Math.min(to, from + MOST_LETTERS));
			odd ||= oddities > 0;
			unmet ||= oddities >= ODD && to - from >= LEAST_RESEMBLING && !isMet(hits, from, to);
		}
		this.gluedTo(reading, group);
		if (!odd) return;
		for (const kind of LOSSY) this.forwards(reading, group, kind);
		this.backwards(reading, group);
		if (unmet) this.resembles(reading, group);
	}

	private forwards(reading: Reading, { first, last, limit }: Group, kind: KeyKind): void {
		const key = this.keys[kind];
		for (let a = first; a <= last; a++) {
			key.clear();
			let strange = false;
			const end = Math.min(limit, a + MOST_WORDS);
			for (let b = a; b < end && this.readOn(reading, key, b); b++) {
				strange ||= this.cut.kinds[b] === STRANGE;
				if (strange) this.meet(reading, kind, key, a, b);
			}
		}
	}

	private backwards(reading: Reading, { first, end, strange: earliest }: Group): void {
		const { letters } = this.keys;
		for (let b = end - 1; b >= earliest; b--) {
			letters.clear();
			let strange = false;
			for (let a = b; a >= first && letters.open && letters.size < MOST_LETTERS; a--) {
				strange ||= this.cut.kinds[a] === STRANGE;
				for (let i = (this.cut.ends[a] ?? 0) - 1; i >= (this.cut.starts[a] ?? 0) && letters.open && letters.size <= MOST_LETTERS; i--)
					letters.add(reading.plain[i] ?? 0);
				if (strange && letters.size >= LONG_ENOUGH) this.meet(reading, 'letters', letters, a, b);
			}
		}
	}

	// Adds word `w` to the key; false when no name goes on like that.
	private readOn(reading: Reading, key: Key, w: number): boolean {
		const end = this.cut.ends[w] ?? 0;
		for (let i = this.cut.starts[w] ?? 0; i < end; i++) {
			key.add(reading.plain[i] ?? 0);
			if (!key.open || key.size > 2 * MOST_LETTERS) return false;
		}
		key.endWord();
		return true;
	}

	private resembles(reading: Reading, { first, end }: Group): void {
		const { edges, cut } = this;
		edges.length = 0;
		for (let w = first; w < end; w++) edges.push(foldAt(reading, cut.starts[w] ?? 0));
		edges.push(foldAt(reading, cut.ends[end - 1] ?? 0));
		for (const one of this.resemblance.find(reading, edges))
			this.found.push({ name: one.name, form: 'resembling', from: reading.at[one.from] ?? 0, to: reading.at[one.to] ?? reading.length });
	}

	private meet(reading: Reading, kind: KeyKind, key: Key, a: number, b: number): void {
		if (key.size < LEAST[kind]) return;
		const from = this.cut.starts[a] ?? 0;
		const to = this.cut.ends[b] ?? 0;
		for (const name of this.names[kind].get(key)) {
			if (kind === 'consonants' && !isShortened(name.plain, reading, from, to)) continue;
			this.found.push({ name, form: FORM[kind], from, to });
		}
	}

	// "chlor top oform": the word at `at` was pushed into the name around it.
	private pushedInto(reading: Reading, at: number): void {
		const { cut } = this;
		if (at === 0 || at + 1 >= cut.count || !(cut.mayBePart(at - 1) && cut.mayBePart(at + 1))) return;
		if ((cut.kinds[at - 1] !== STRANGE && cut.kinds[at + 1] !== STRANGE) || cut.isStop(reading, at) || cut.isStop(reading, at + 1)) return;
		const { letters } = this.keys;
		for (let a = at - 1; a >= 0 && at - a < MOST_WORDS && (a === at - 1 || cut.kinds[a] !== ORDINARY); a--) {
			letters.clear();
			let strange = false;
			let open = true;
			for (let w = a; w < at && open; w++) {
				strange ||= cut.kinds[w] === STRANGE;
				open = this.readOn(reading, letters, w);
			}
			for (let b = at + 1; open && b < cut.count && b - at < MOST_WORDS && (b === at + 1 || cut.kinds[b] !== ORDINARY); b++) {
				strange ||= cut.kinds[b] === STRANGE;
				open = letters.size < MOST_LETTERS && this.readOn(reading, letters, b);
				if (!open || !strange || letters.size < LEAST.letters) continue;
				for (const name of this.names.letters.get(letters))
					this.found.push({ name, form: 'parted', from: cut.starts[a] ?? 0, to: cut.ends[b] ?? 0 });
			}
			if (cut.isStop(reading, a)) break;
		}
	}

	// "bestsafrolepack": ordinary words are glued to the first or last word of the name, or to both.
	private gluedTo(reading: Reading, { first, end, last }: Group): void {
		for (let a = first; a <= last; a++) {
			const open = this.cut.starts[a] ?? 0;
			const until = this.cut.ends[a] ?? 0;
			if (this.cut.kinds[a] !== STRANGE) continue;
			if (this.endsPlainly(reading, open, until))
				for (let b = first; b <= a; b++) this.gluedAfter(reading, b, this.cut.starts[b] ?? 0, end);
			for (let from = open + MIN_WORD; from < Math.min(until, open + MOST_GLUED); from++)
				if (this.known.isOrdinaryWord(reading, open, from)) this.gluedAfter(reading, a, from, end);
		}
	}

	private endsPlainly(reading: Reading, open: number, until: number): boolean {
		for (let from = Math.max(open + 1, until - MOST_GLUED); from <= until - MIN_WORD; from++)
			if (this.known.isOrdinaryWord(reading, from, until)) return true;
		return false;
	}

	// A name that begins at plain index `from` of word `a` and ends with a word or inside an unexplained one.
	private gluedAfter(reading: Reading, a: number, from: number, end: number): void {
		const { letters } = this.keys;
		const open = this.cut.starts[a] ?? 0;
		letters.clear();
		for (let b = a; b < end && letters.open && letters.size < MOST_LETTERS; b++) {
			const stop = this.cut.ends[b] ?? 0;
			for (let i = b === a ? from : (this.cut.starts[b] ?? 0); i < stop && letters.open && letters.size < MOST_LETTERS; ) {
				letters.add(reading.plain[i] ?? 0);
				i++;
				if (letters.size < LONG_ENOUGH || (i === stop ? from === open : this.cut.kinds[b] !== STRANGE)) continue;
				const names = this.names.letters.get(letters);
				if (names.length === 0 || !this.isApart(reading, this.cut.starts[a] ?? 0, from) || !this.isApart(reading, i, stop)) continue;
				for (const name of names) this.found.push({ name, form: 'name', from, to: i });
			}
		}
	}

	// Nothing, or a word of its own.
	private isApart(reading: Reading, from: number, to: number): boolean {
		return from === to || (to - from <= MOST_GLUED && isPlainWord(reading, from, to, this.known, this.side));
	}
}

// Hits stand in text order, nearly: what lies far behind cannot cover the word.
function isMet(hits: readonly Hit[], from: number, to: number): boolean {
	let low = 0;
	let high = hits.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((hits[middle]?.to ?? 0) + 2 * MOST_LETTERS < from) low = middle + 1;
		else high = middle;
	}
	for (let i = low; i < hits.length && i < low + MOST_MET; i++) {
		const hit = hits[i];
		if (hit !== undefined && hit.overhang === 0 && hit.from <= from && to <= hit.to) return true;
	}
	return false;
}

/** The folded code that begins at plain index `i`, or the next one. */
function foldAt(reading: Reading, i: number): number {
	let low = 0;
	let high = reading.folds;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((reading.at[middle] ?? 0) < i) low = middle + 1;
		else high = middle;
	}
	return low;
}

// The span is the name with some of its vowels left out, and nothing else changed.
function isShortened(name: Uint16Array, reading: Reading, from: number, to: number): boolean {
	if (to - from >= name.length) return false;
	let i = from;
	for (let k = 0; k < name.length && i < to; k++) if (name[k] === reading.plain[i]) i++;
	return i === to;
}
