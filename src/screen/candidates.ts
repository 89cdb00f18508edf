// From hits to candidates: each hit is aligned letter by letter with the names behind its pattern, looked at in its surroundings,
// and described by the identity model's features. Used by the engine and, unchanged, by the script that fits the model.
import { beginsWord, type Reading } from '../text/reading.ts';
import { type Alignment, align, LEET_COST } from './align.ts';
import { identityFeatures, type Matched, type NameLetters } from './features.ts';
import { type KnownNames, runEnd, runStart, wordsOf } from './known.ts';
import type { Alias, Lexicon, Owner } from './lexicon.ts';
import { type FinderParts, NameSearch } from './name-search.ts';
import { formOf, type PatternSet } from './patterns.ts';
import { type Hit, leftOver, rightOver } from './retrieve.ts';
import type { Recalled } from './second-look.ts';
import { isPlainWord, type NameEdges, type SideWords, type Surroundings, spell, surroundings } from './surroundings.ts';

export interface Candidate {
	readonly hit: Hit;
	readonly form: Matched['form'];
	readonly alias: Alias;
	readonly owner: Owner;
	readonly alignment: Alignment;
	/** Gap classes between the letters of the name. */
	readonly gaps: Uint8Array;
	readonly sides: Surroundings;
	readonly features: Float32Array;
}

export class CandidateFinder {
	private readonly lexicon: Lexicon;
	private readonly set: PatternSet;
	private readonly fold: (text: string) => Reading;
	private readonly letters = new Map<Alias, NameLetters>();
	private readonly search: NameSearch;
	private readonly known: KnownNames;
	private readonly words: SideWords;

	/** `fold` reads names as listings are read. */
	constructor(lexicon: Lexicon, parts: FinderParts, fold: (text: string) => Reading) {
		this.lexicon = lexicon;
		this.set = parts.patterns;
		this.fold = fold;
		this.search = new NameSearch(lexicon, parts, fold);
		this.known = parts.known;
		this.words = parts.words;
	}

	/** Set by find(): the text was too repetitive to evaluate fully. */
	exhausted = false;

	/** Candidates of one reading: for each place and owner the closest name. */
	find(reading: Reading): Candidate[] {
		const { hits, recalled } = this.search.find(reading);
		this.exhausted = this.search.exhausted;
		if (hits.length + recalled.length === 0) return [];
		const found: Draft[] = recalled.flatMap((one) => this.draftOf(reading, one));
		for (const met of hits) {
			const hit = this.isGlued(reading, met) ? { ...met, overhang: 0 } : met;
			// A name inside a longer word, and misspelled at that, is chance.
			if (hit.overhang > MAX_OVERHANG || (hit.overhang > 0 && hit.edits > 0) || isFormula(reading, hit)) continue;
			const form = formOf(this.set, hit.pattern);
			for (let e = this.set.entryStart[hit.pattern] ?? 0; e < (this.set.entryStart[hit.pattern + 1] ?? 0); e++) {
				const alias = this.lexicon.aliases[this.set.entryAlias[e] ?? -1];
				const owner = alias === undefined ? undefined : this.lexicon.owners[alias.owner];
				if (alias === undefined || owner === undefined) continue;
				const plain = this.set.plain.subarray(this.set.plainStart[e], this.set.plainStart[e + 1]);
				const alignment = align(plain, reading, hit.from, hit.to);
				if (alignment.cost > WORST * plain.length) continue;
				found.push({ hit, form, alias, owner, alignment, letters: plain.length, rank: rank(alignment, hit, form) });
			}
		}
		const kept = closest(reading, found);
		if (kept.length > MAX_CANDIDATES) this.exhausted = true;
		const edges = edgesOf(kept);
		return kept.map((draft) => {
			const { hit } = draft;
			const sides = surroundings(reading, hit.from, hit.to, edges, this.known, this.words);
			// Letters that are the name's own need no comparison.
			const unlike = draft.alignment.cost < COMPARED ? 0 : this.search.unlike(reading, hit.from, hit.to, draft.alias);
			const name = this.lettersOf(draft.alias);
			const features = identityFeatures(reading, { ...draft, unlike }, name, sides, this.known, this.words);
			return { ...draft, gaps: name.gap, sides, features };
		});
	}

	private draftOf(reading: Reading, { name, form, from, to }: Recalled): Draft[] {
		const alias = this.lexicon.aliases[name.alias];
		const owner = alias === undefined ? undefined : this.lexicon.owners[alias.owner];
		if (alias === undefined || owner === undefined) return [];
		const hit = { pattern: NO_PATTERN, from, to, edits: 0, overhang: 0 };
		if (form === 'resembling') {
			const alignment = align(name.plain, reading, from, to);
			if (alignment.cost > WORST * name.plain.length) return [];
			return [{ hit, form: 'name', alias, owner, alignment, letters: name.plain.length, rank: rank(alignment, hit, 'name') }];
		}
		const alignment = form === 'name' ? WHOLE : { ...WHOLE, cost: RECALLED_COST, edited: [from, to - 1] };
		return [{ hit, form, alias, owner, alignment, letters: name.plain.length, rank: rank(alignment, hit, form) }];
	}

	// "safroleoil", "buysafrole": what is left of the word is an ordinary word, and the whole is no chemical ("trim-ethylamine").
	private isGlued(reading: Reading, hit: Hit): boolean {
		if (hit.overhang === 0 || hit.edits > 0) return false;
		const { from, to } = hit;
		let first = from + 1;
		while (first < to && !beginsWord(reading, first)) first++;
		let last = to - 1;
		while (last > from && !beginsWord(reading, last)) last--;
		return (
			this.isOtherWord(reading, from - leftOver(reading, from), from, first) &&
			this.isOtherWord(reading, to, to + rightOver(reading, to), last)
		);
	}

	// Is [from, to), glued to the name that goes on to (or begins at) `far`, nothing, or a word of its own?
	private isOtherWord(reading: Reading, from: number, to: number, far: number): boolean {
		if (from === to) return true;
		const [start, end] = [Math.min(from, far), Math.max(to, far)];
		if (end - start - (to - from) < MIN_GLUED || this.known.isChemicalWord(reading, start, end)) return false;
		return isPlainWord(reading, from, to, this.known, this.words);
	}

	/** What features ask about a name; read once per name that ever becomes a candidate. */
	private lettersOf(alias: Alias): NameLetters {
		let letters = this.letters.get(alias);
		if (letters === undefined) {
			const reading = this.fold(alias.text);
			letters = { gap: reading.gap.slice(0, reading.length), words: wordsOf(reading).map(([from, to]) => spell(reading, from, to)) };
			this.letters.set(alias, letters);
		}
		return letters;
	}
}

interface Draft extends Omit<Matched, 'unlike'> {
	readonly owner: Owner;
	readonly rank: number;
}

// One candidate per owner and place: of overlapping ones the closest stays.
function closest(reading: Reading, drafts: Draft[]): Draft[] {
	drafts.sort((a, b) => a.rank - b.rank);
	const kept: Draft[] = [];
	const byOwner = new Map<Owner, Draft[]>();
	for (const draft of drafts) {
		const others = byOwner.get(draft.owner) ?? [];
		if (others.some((other) => isSamePlace(other.hit, draft.hit) && !explainsMore(reading, draft, other))) continue;
		if (others.push(draft) === 1) byOwner.set(draft.owner, others);
		kept.push(draft);
		if (kept.length > MAX_CANDIDATES) break;
	}
	return kept;
}

// "alpa-phenylacetone": the shorter name is literal, but only the longer one explains what is bound to it.
function explainsMore(reading: Reading, draft: Draft, closer: Draft): boolean {
	const { from, to } = closer.hit;
	if (draft.hit.from > from || draft.hit.to < to || to - from >= draft.hit.to - draft.hit.from - draft.alignment.hard) return false;
	return (draft.hit.from < from && runStart(reading, from) < from) || (draft.hit.to > to && runEnd(reading, to) > to);
}

// Where names stand that are written without a mistake.
function edgesOf(drafts: readonly Draft[]): NameEdges {
	const exact = drafts.filter((one) => one.alignment.cost === 0 && one.hit.overhang === 0 && one.alias.kind !== 'code');
	return { starts: new Set(exact.map((one) => one.hit.from)), ends: new Set(exact.map((one) => one.hit.to)) };
}

// Mostly the same letters; a longer name around a shorter one of the same owner is a reading of its own.
function isSamePlace(a: Hit, b: Hit): boolean {
	const overlap = Math.min(a.to, b.to) - Math.max(a.from, b.from);
	return overlap > 0.7 * (Math.max(a.to, b.to) - Math.min(a.from, b.from));
}

const MAX_CANDIDATES = 2_000;

const NO_PATTERN = -1;
/** Weighted edits from which a span is compared as a whole. */
const COMPARED = 0.5;
/** Every letter of the name is explained by what its form undoes. */
const WHOLE: Alignment = { cost: 0, hard: 0, swaps: 0, soft: 0, digits: 0, exchanged: 0, leet: 0, masks: 0, first: false, edited: [] };
/** A name found again yields to one that is written with fewer changes. */
const RECALLED_COST = 0.5;

// "C7H11N3" is a molecular formula, not a name in leet.
function isFormula(reading: Reading, hit: Hit): boolean {
	const start = reading.start[hit.from] ?? 0;
	if (hit.to - hit.from > 12 || reading.text.charCodeAt(start) !== 67) return false;
	let digits = 0;
	for (let i = start; i < (reading.end[hit.to - 1] ?? 0); i++) {
		const code = reading.text.charCodeAt(i);
		if (code >= 48 && code <= 57) digits++;
		else if ((code < 65 || code > 90) && !(code >= 97 && code <= 122 && i > start && isUpper(reading.text.charCodeAt(i - 1)))) return false;
	}
	return digits >= 2;
}

const isUpper = (code: number): boolean => code >= 65 && code <= 90;

/** Shorter names occur inside ordinary words. */
const MIN_GLUED = 7;

/** Weighted edits per letter beyond which a span is no longer the name. */
const WORST = 0.32;

// Letters of a longer word beside the name: more than a few and the name is only a part of it.
const MAX_OVERHANG = 3;

// Letters written as digits are explained; a name must not gain by leaving one out.
const rank = (alignment: Alignment, hit: Hit, form: Matched['form']): number =>
	alignment.cost -
	LEET_COST * alignment.leet +
	hit.overhang +
	(form === 'name' || form === 'joined' ? 0 : 0.2) -
	0.02 * (hit.to - hit.from);
