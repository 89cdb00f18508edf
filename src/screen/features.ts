// The identity model's features: each says one thing about whether the letters found are this name. The descriptions are the
// published documentation of the model (docs/screening.md is checked against them); the weights live in the artefact.
import { GAP_SPACE, GAP_TIGHT, WRITTEN_COMPATIBLE, WRITTEN_ENCODED, WRITTEN_HOMOGLYPH, WRITTEN_TRANSLITERATED } from '../text/alphabet.ts';
import { finishHash, HASH_SEED, hashStep } from '../text/hash.ts';
import type { Reading } from '../text/reading.ts';
import type { Alignment } from './align.ts';
import { type KnownNames, LONGEST_UNRECORDED, runEnd, runStart } from './known.ts';
import type { Alias } from './lexicon.ts';
import type { Form } from './respell.ts';
import { countInvisible, type Hit, isLetter, isSpacedOut } from './retrieve.ts';
import type { SideWords, Surroundings } from './surroundings.ts';

/** Feature name → what it says. Order is the order of the weights. */
export const FEATURES = {
	bias: 'Always 1.',
	exact: 'Every letter is the name’s own, as written or through a lossless reading.',
	lossless: 'Only disguises that keep every letter were undone (look-alike characters, invisible ones, leet, masks).',
	alone: 'Lossless, and nothing beside it makes it part of another name.',
	costPerLetter: 'Weighted edits per letter of the name, times ten.',
	hard: 'Letters substituted, inserted, deleted or swapped beyond look-alike classes.',
	hardInShort: 'The same, when the name has fewer than ten letters.',
	soft: 'Substitutions inside a look-alike or sound-alike class, pairs of letters written as one by sound, and doubled letters.',
	digits: 'Locants that differ, are missing or are extra.',
	digitsOnly: 'Nothing but locants differs.',
	exchanged: 'A locant is exchanged for another digit.',
	unlike: 'How little the span as a whole resembles the name to the encoder: one less the cosine.',
	first: 'The first or last-but-first letter is edited.',
	length: 'Letters of the name, as a fraction of forty.',
	short: 'The name has fewer than seven letters.',
	overhang: 'Letters of the same word that the name does not explain.',
	leet: 'Digits or symbols stand for letters.',
	masks: 'Masked letters, as a fraction of the name.',
	homoglyphs: 'Letters of another script or look-alike symbols are mixed in.',
	invisible: 'Invisible characters stand between the letters.',
	spaced: 'The letters are spaced or punctuated apart.',
	rewritten: 'The name is reversed, rotated, reordered, misread, misheard, parted or written without vowels.',
	shortened: 'The name lost vowels and nothing else.',
	misread: 'The name is what remains when letters that scanners confuse count as one.',
	sounded: 'The name is what remains when letters that sound alike count as one.',
	rewrittenWhole: 'Such a rewriting, without further edits, of whole words.',
	rewrittenEdits: 'Edits on top of such a rewriting.',
	encoded: 'Letters came from entities, escapes or enclosed forms.',
	transliterated: 'The word is written in Cyrillic or Greek by sound.',
	leftLocant: 'A locant is bound to the left.',
	leftChemical: 'A chemical word is bound to the left.',
	leftChemicalWord: 'A chemical word stands to the left with a space.',
	leftBoundWord: 'Another word is bound to the left.',
	rightLocant: 'A locant is bound to the right.',
	rightChemical: 'A chemical word is bound to the right.',
	rightChemicalWord: 'A chemical word that is neither a salt nor a grade follows with a space.',
	rightBoundWord: 'Another word is bound to the right.',
	inverted: 'An inverted substituent follows (“, 4-methyl-”).',
	longerKnown: 'A longer name that contains the span is a known, unlisted chemical.',
	equalKnown: 'The span itself, edited letters and all, is a known, unlisted chemical.',
	editedChemicalWords: 'Edited words that are words of known chemical names.',
	editedOrdinaryWords: 'Edited words that are ordinary words.',
	strange: 'Letter sequences at the edits that no known chemical name has (a typo makes them; another chemical does not).',
	unstrange: 'There are edits, yet every letter sequence occurs in known chemical names.',
	splitEdited: 'A space stands inside the span where the name has none, and letters are edited too.',
	splitOrdinary: 'Of the pieces such a space makes, one is a whole ordinary word.',
	pureScript: 'Every letter is read for a look-alike, none is Latin, and letters are edited too: an ordinary word of another script.',
	suffix: 'An edited word ends in the ending of another class of compound (-ol for -one, -ate for -ite).',
	suffixOnly: 'Nothing but such an ending differs, and chemical names have it: the name of another compound of the same root.',
	loneLetter: 'A letter standing alone, such as N or o, takes the place of another letter or of a digit.',
	capitals: 'The edited word is written like a proper name (one capital) inside ordinary words.',
	bound: 'The match starts or ends inside a run of letters, digits and hyphens that goes on.',
} as const;

export type FeatureName = keyof typeof FEATURES;
export const FEATURE_NAMES = Object.keys(FEATURES) as FeatureName[];

const INDEX = Object.fromEntries(FEATURE_NAMES.map((name, i) => [name, i])) as Record<FeatureName, number>;

/** A name as the reader sees it. */
export interface NameLetters {
	/** Gap classes before its letters and digits. */
	readonly gap: Uint8Array;
	/** Its words, letters only, in the Latin alphabet. */
	readonly words: readonly string[];
}

/** One hit aligned with one name. */
export interface Matched {
	readonly hit: Hit;
	readonly form: Form;
	readonly alias: Alias;
	readonly alignment: Alignment;
	/** Letters and digits of the name. */
	readonly letters: number;
	/** How little the encoder finds the span to resemble the name: one less the cosine. */
	readonly unlike: number;
}

/** Features of one hit against one alias, in the order of FEATURE_NAMES. */
export function identityFeatures(
	reading: Reading,
	matched: Matched,
	name: NameLetters,
	sides: Surroundings,
	known: KnownNames,
	words: SideWords,
): Float32Array {
	const { hit, form, alignment, letters } = matched;
	const out = new Float32Array(FEATURE_NAMES.length);
	const set = (name: FeatureName, value: number): void => {
		out[INDEX[name]] = value;
	};
	const { from, to } = hit;
	const rewritten = form !== 'name' && form !== 'joined' && form !== 'phonetic';
	const edits = alignment.hard + alignment.digits;
	const spaced = isSpacedOut(reading, from, to);
	set('bias', 1);
	set('exact', edits + alignment.soft + alignment.masks + alignment.leet === 0 && !rewritten ? 1 : 0);
	set('lossless', edits + alignment.soft === 0 && !rewritten ? 1 : 0);
	const longer = longerKnown(reading, from, to, known);
	const freeLeft = sides.left === 'open' || sides.left === 'same' || sides.left === 'stereo' || sides.left === 'word';
	const freeRight = sides.right === 'open' || sides.right === 'same' || sides.right === 'stereo' || sides.right === 'word';
	set('alone', edits + alignment.soft === 0 && !rewritten && freeLeft && freeRight && !longer && hit.overhang === 0 ? 1 : 0);
	set('costPerLetter', Math.min(4, (10 * alignment.cost) / Math.max(4, letters)));
	set('hard', Math.min(5, alignment.hard));
	set('hardInShort', letters < 10 ? Math.min(3, alignment.hard) : 0);
	set('soft', Math.min(5, alignment.soft));
	set('digits', Math.min(3, alignment.digits));
	set('digitsOnly', alignment.digits > 0 && alignment.hard + alignment.soft === 0 ? 1 : 0);
	set('exchanged', alignment.exchanged > 0 ? 1 : 0);
	set('unlike', matched.unlike);
	set('first', alignment.first ? 1 : 0);
	set('length', Math.min(1, letters / 40));
	set('short', letters < 7 ? 1 : 0);
	set('overhang', Math.min(4, hit.overhang / 2));
	set('leet', Math.min(1, alignment.leet / 2));
	set('masks', Math.min(1, (4 * alignment.masks) / letters));
	const written = countWritten(reading, from, to);
	set('homoglyphs', written.homoglyphs > 0 ? 1 : 0);
	set('invisible', countInvisible(reading, from, to) > 0 ? 1 : 0);
	set('spaced', spaced ? 1 : 0);
	set('rewritten', rewritten ? 1 : 0);
	set('shortened', form === 'skeleton' ? 1 : 0);
	set('misread', form === 'misread' ? 1 : 0);
	set('sounded', form === 'sounded' ? 1 : 0);
	set('rewrittenWhole', rewritten && edits + alignment.soft === 0 && hit.overhang === 0 && freeLeft && freeRight ? 1 : 0);
	set('rewrittenEdits', rewritten ? Math.min(3, edits + alignment.soft) : 0);
	set('encoded', written.encoded > 0 ? 1 : 0);
	set('transliterated', written.transliterated > (to - from) / 2 ? 1 : 0);
	set('leftLocant', sides.left === 'locant' ? 1 : 0);
	set('leftChemical', sides.left === 'bound-chemical' ? 1 : 0);
	set('leftChemicalWord', sides.left === 'chemical' ? 1 : 0);
	set('leftBoundWord', sides.left === 'bound-word' ? 1 : 0);
	set('rightLocant', sides.right === 'locant' ? 1 : 0);
	set('rightChemical', sides.right === 'bound-chemical' ? 1 : 0);
	set('rightChemicalWord', sides.right === 'chemical' ? 1 : 0);
	set('rightBoundWord', sides.right === 'bound-word' ? 1 : 0);
	set('inverted', sides.right === 'inverted' ? 1 : 0);
	const exact = edits + alignment.soft + alignment.masks === 0 && !rewritten;
	set('longerKnown', longer ? 1 : 0);
	set('equalKnown', !exact && known.isName(reading, from, to) ? 1 : 0);
	if (!exact && !spaced) {
		const edited = editedWords(reading, from, to, alignment.edited);
		let chemical = 0;
		let ordinary = 0;
		let strange = 0;
		let proper = 0;
		let suffix = 0;
		let suffixOnly = 0;
		for (const [a, b] of edited) {
			if (known.isChemicalWord(reading, a, b)) chemical++;
			if (known.isOrdinaryWord(reading, a, b)) ordinary++;
			const odd = known.strangeGrams(reading, a, b);
			strange += odd;
			if (isProperName(reading, a, b)) proper++;
			const ending = otherEnding(reading, a, b, name.words, words);
			if (ending === 0) continue;
			suffix = 1;
			// A slip in the ending leaves letter sequences that no name has; an ending on its own has no others.
			const slip = odd > 0 && ending < b - a;
			if (edited.length === 1 && alignment.swaps === 0 && !slip && alignment.edited.every((at) => at >= b - ending)) suffixOnly = 1;
		}
		set('editedChemicalWords', Math.min(2, chemical));
		set('editedOrdinaryWords', Math.min(2, ordinary));
		set('strange', Math.min(4, strange) / 2);
		set('suffix', suffix);
		set('suffixOnly', suffixOnly);
		set('loneLetter', isLoneLetter(reading, alignment.edited) ? 1 : 0);
		set('unstrange', strange === 0 ? 1 : 0);
		set('capitals', proper > 0 ? 1 : 0);
	}
	const pieces = splitPieces(reading, hit, name.gap, known);
	set('splitEdited', pieces.extra > 0 && alignment.hard > 0 && !spaced ? 1 : 0);
	set('splitOrdinary', pieces.extra > 0 && alignment.hard > 0 && pieces.ordinary ? 1 : 0);
	set('pureScript', alignment.cost > 0.3 && written.homoglyphs >= (to - from) * 0.9 ? 1 : 0);
	set('bound', runStart(reading, from) < from || runEnd(reading, to) > to ? 1 : 0);
	return out;
}

// Spaces of the span that the name does not have, and whether a piece between spaces is an ordinary word of its own.
function splitPieces(reading: Reading, hit: Hit, gaps: Uint8Array, known: KnownNames): { extra: number; ordinary: boolean } {
	let spaces = 0;
	for (const gap of gaps.subarray(1)) if (gap >= GAP_SPACE) spaces++;
	let extra = -spaces;
	let ordinary = false;
	let from = hit.from;
	for (let i = hit.from + 1; i <= hit.to; i++) {
		const end = i === hit.to || (reading.gap[i] ?? 0) >= GAP_SPACE;
		if (!end) continue;
		if (i < hit.to) extra++;
		if (known.isOrdinaryWord(reading, from, i) || i - from < 3) ordinary = true;
		from = i;
	}
	return { extra, ordinary };
}

function countWritten(reading: Reading, from: number, to: number): { homoglyphs: number; encoded: number; transliterated: number } {
	let homoglyphs = 0;
	let encoded = 0;
	let transliterated = 0;
	for (let i = from; i < to; i++) {
		const how = reading.written[i];
		if (how === WRITTEN_HOMOGLYPH) homoglyphs++;
		else if (how === WRITTEN_ENCODED || how === WRITTEN_COMPATIBLE) encoded++;
		else if (how === WRITTEN_TRANSLITERATED) transliterated++;
	}
	return { homoglyphs, encoded, transliterated };
}

// Words (letter runs) of the span that hold an edit, at their full extent in the text.
function editedWords(reading: Reading, from: number, to: number, edited: readonly number[]): [number, number][] {
	const words: [number, number][] = [];
	for (const at of edited) {
		let a = Math.min(Math.max(at, from), to - 1);
		let b = a + 1;
		while (a > 0 && (reading.gap[a] ?? 0) < GAP_TIGHT && (reading.plain[a - 1] ?? 99) <= 26) a--;
		while (b < reading.length && (reading.gap[b] ?? 9) < GAP_TIGHT && (reading.plain[b] ?? 99) <= 26) b++;
		if (!words.some(([known]) => known === a)) words.push([a, b]);
	}
	return words;
}

const LONGEST_SUFFIX = 7;

// Letters of the ending, if the word in the text ends as no word of the name does; else 0.
function otherEnding(reading: Reading, from: number, to: number, name: readonly string[], words: SideWords): number {
	let end = '';
	let found = '';
	for (let i = to - 1; i >= from && to - i <= LONGEST_SUFFIX; i--) {
		end = String.fromCharCode(96 + (reading.plain[i] ?? 0)) + end;
		if (words.suffixes.has(end)) found = end;
	}
	const ending = withoutLastVowel(found);
	return name.some((word) => withoutLastVowel(word).endsWith(ending)) ? 0 : found.length;
}

// Languages differ in the last vowel: "propanon" and "propanona" are propanone.
const withoutLastVowel = (word: string): string => (LAST_VOWELS.includes(word.at(-1) ?? '') ? word.slice(0, -1) : word);
const LAST_VOWELS = 'eao';

// "N-phenyl" is not "2-phenyl": single letters are locants.
function isLoneLetter(reading: Reading, edited: readonly number[]): boolean {
	return edited.some(
		(i) =>
			(reading.plain[i] ?? 99) <= 26 &&
			(reading.gap[i] ?? 0) >= GAP_TIGHT &&
			(i + 1 >= reading.length || (reading.gap[i + 1] ?? 0) >= GAP_TIGHT),
	);
}

function isProperName(reading: Reading, from: number, to: number): boolean {
	if (to - from < 3) return false;
	const first = reading.text.charCodeAt(reading.start[from] ?? 0);
	const second = reading.text.charCodeAt(reading.start[from + 1] ?? 0);
	return first >= 65 && first <= 90 && second >= 97 && second <= 122 && from > 0;
}

const REACH = 4;

/** Is some longer run of whole words around the span a known name? Looks up to four words to each side, never across a stop. */
function longerKnown(reading: Reading, from: number, to: number, known: KnownNames): boolean {
	const starts = [from];
	for (let i = from; i > 0 && starts.length <= REACH + 1; i--) {
		const gap = reading.gap[i] ?? 0;
		if (gap > 3) break;
		if (gap >= GAP_TIGHT && i !== from) starts.push(i);
		if (i === 1) starts.push(0);
		if (from - i > 60) break;
	}
	const ends = [to];
	for (let i = to; i <= reading.length && ends.length <= REACH + 1; i++) {
		const gap = i < reading.length ? (reading.gap[i] ?? 0) : 4;
		if (gap >= GAP_TIGHT && i !== to) ends.push(i);
		if (gap > 3 || i - to > 60) break;
	}
	const last = ends.at(-1) ?? to;
	for (const a of starts) {
		let hash = HASH_SEED;
		let next = 0;
		for (let i = a; i < last && i - a < MAX_NAME; i++) {
			hash = hashStep(hash, reading.plain[i] ?? 0);
			while (next < ends.length && (ends[next] ?? 0) < i + 1) next++;
			if (ends[next] !== i + 1 || (a === from && i + 1 === to) || !known.isNameHash(finishHash(hash))) continue;
			if (areNameWords(reading, a, i + 1, known)) return true;
		}
	}
	return false;
}

const MAX_NAME = 100;

// A known name's longer words are all known words: where one is not, two different texts only share a fingerprint.
function areNameWords(reading: Reading, from: number, to: number, known: KnownNames): boolean {
	for (let a = from; a < to; ) {
		let b = a + 1;
		while (b < to && (reading.gap[b] ?? 0) < GAP_TIGHT && isLetter(reading.plain[b - 1] ?? 0) === isLetter(reading.plain[b] ?? 0)) b++;
		if (b - a > LONGEST_UNRECORDED && isLetter(reading.plain[a] ?? 0) && !known.isChemicalWord(reading, a, b)) return false;
		a = b;
	}
	return true;
}
