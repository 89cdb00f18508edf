// Does the text say that the goods are without what is named, or that it is not for sale? A negation reaches its object only across
// filler words, or as the last item of a list: "without prescription, X" denies nothing about X. Phrases come from the catalogue.
import type { Excuse } from '../model/match.ts';
import { endsWithWords, holds, isWordChar, LetterPairs, type Phrases } from './phrases.ts';

export interface Around {
	/** Lower case, from the start of the sentence to the name. */
	readonly before: string;
	/** Lower case, from the name to the end of the sentence. */
	readonly after: string;
	/** A quantity or a purity stands beside the name. */
	readonly offered: boolean;
	/** So does a word of trade. */
	readonly traded: boolean;
}

/** What denies the name, and where it stands. */
export interface Negation {
	readonly phrase: string;
	readonly kind: 'absent' | 'refused';
	readonly side: 'before' | 'after';
	/** Words between the denial and the name that are neither fillers nor items of a list. */
	readonly between: number;
}

/** Punctuation, a conjunction or a few listed items may stand between a negation and its object; a full clause may not. */
const REACH = 70;

const BEFORE = ['negation-before', 'negation-direct', 'refusal-before'] as const;

/** The negation that reaches the name; `far` when one stands before it and is about something else; else null. */
export function negationOf(around: Around, phrases: Phrases): Negation | 'far' | null {
	const before = deniedBefore(around, phrases);
	return before === null || before === 'far' ? (deniedAfter(around, phrases) ?? before) : before;
}

/** The negation as the reason in a verdict. */
export const negationExcuse = ({ phrase, kind }: Negation): Excuse => ({
	reason: 'negation',
	note: kind === 'absent' ? `“${phrase}” says the goods are without it` : `“${phrase}” says it is not for sale`,
});

/** "0 %", "0,00 mg of": an amount of nothing directly before. */
const NO_AMOUNT_BEFORE = /(?<![\d.,])0(?:[.,]0{1,3})? ?(?:%|mg|g|ppm|мг|г|毫克|克)(?: (?:of|de|di|d['’]))? ?$/u;
/** ": 0 %", " content 0 mg". */
const NO_AMOUNT_AFTER =
	/^[-\s]?(?:content|level|gehalt|contenido|teneur|содержание|含量)?[:：=\s]{0,3}0(?:[.,]0{1,3})? ?(?:%|mg|g|ppm|мг|г|毫克|克)(?!\p{L})/u;

function deniedBefore(around: Around, phrases: Phrases): Negation | 'far' | null {
	const { before, offered } = around;
	const amount = NO_AMOUNT_BEFORE.exec(before);
	if (amount !== null) return { phrase: amount[0].trim(), kind: 'absent', side: 'before', between: 0 };
	let far = false;
	const window = before.slice(-REACH);
	const pairs = new LetterPairs(window);
	for (const kind of BEFORE) {
		// An offer of a quantity is no refusal: "we do not sell X under 5 kg".
		if (kind === 'refusal-before' && offered) continue;
		for (const phrase of phrases[kind]) {
			if (!pairs.mayHold(phrase)) continue;
			const at = lastHeld(window, phrase);
			// "CAS no", "item no" count, they do not deny.
			if (at < 0 || endsWithWords(window.slice(0, at), phrases.unless[kind] ?? []) !== window.slice(0, at)) continue;
			const between = reach(window.slice(at + phrase.length), around, phrases);
			const most = kind === 'negation-direct' || around.traded ? 0 : 2;
			if (between <= most) return { phrase, kind: kind === 'refusal-before' ? 'refused' : 'absent', side: 'before', between };
			far = true;
		}
	}
	return far ? 'far' : null;
}

function deniedAfter({ after, offered }: Around, phrases: Phrases): Negation | null {
	const amount = NO_AMOUNT_AFTER.exec(after);
	if (amount !== null) return { phrase: amount[0].trim(), kind: 'absent', side: 'after', between: 0 };
	const dashed = after.replace(/^[-‐‑‒–—−]{1,3}/, '-');
	const next = afterList(after, phrases);
	for (const kind of ['negation-after', 'refusal-after'] as const) {
		if (kind === 'refusal-after' && offered) continue;
		for (const phrase of phrases[kind]) {
			const text = /^[-:]/.test(phrase) ? dashed : next;
			if (!text.startsWith(phrase) || isWordChar(text[phrase.length])) continue;
			// "ephedrine free base", "acetone free shipping" say nothing is absent.
			const rest = text.slice(phrase.length).replace(/^[-\s]{1,3}/, '');
			if (phrases.unless[kind]?.some((word) => rest.startsWith(word) && !isWordChar(rest[word.length])) === true) continue;
			return { phrase: phrase.trim(), kind: kind === 'refusal-after' ? 'refused' : 'absent', side: 'after', between: 0 };
		}
	}
	return null;
}

/** Items of one list, most. */
const LONGEST_LIST = 8;
const LIST_MARK = /[,/、，;]/;

/** Words between a denial and the name that explain nothing; infinity when the denial is about something else. */
function reach(words: string, { after, offered }: Around, phrases: Phrases): number {
	// An opening bracket or a stereo mark belongs to the name.
	const between = words.replace(/[([{][^\s,;]{0,6}$/, '');
	if (/[:!?()]/.test(between) || phrases.contrast.some((word) => holds(between, word))) return Number.POSITIVE_INFINITY;
	let text = between;
	for (let i = 0; i < 4; i++) text = endsWithWords(text, phrases.filler);
	if (text.trim() === '') return 0;
	const linked = endsWithWords(text, phrases.link);
	const items = linked.split(LIST_MARK).map((item) => item.trim());
	const isList = items.length <= LONGEST_LIST && items.every((item) => item.split(/\s+/).length <= 3 && !/\d{3}/.test(item));
	// "free of A, B and X", "A, X or B", "不含甲醛、X"; a comma alone begins something new unless the list is longer.
	const goesOn = !offered && beginsWithWord(after.trimStart(), phrases.link);
	if (isList && (linked !== text || /[/、]\s*$/.test(text) || items.length > 2 || goesOn)) return 0;
	if (LIST_MARK.test(text)) return Number.POSITIVE_INFINITY;
	const unknown = text.trim().split(/\s+/);
	return unknown.some((word) => /\d/.test(word) || IDEOGRAPHS.test(word)) ? Number.POSITIVE_INFINITY : unknown.length;
}

const IDEOGRAPHS = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

const beginsWithWord = (text: string, words: readonly string[]): boolean =>
	words.some((word) => text.startsWith(word) && !isWordChar(text[word.length]));

/** What follows the name and, when it heads a list ("X or Y"), the list: at most two more items of up to two words. */
function afterList(after: string, phrases: Phrases): string {
	const own = after.trimStart();
	const link = phrases.link.find((word) => own.startsWith(word) && !isWordChar(own[word.length]));
	if (link === undefined) return own;
	const rest = own.slice(link.length).trimStart();
	const item = /^[^\s,.]{2,40}/u.exec(rest);
	return item === null ? own : rest.slice(item[0].length).trimStart();
}

function lastHeld(text: string, phrase: string): number {
	for (let at = text.lastIndexOf(phrase); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(phrase, at - 1)) {
		if (IDEOGRAPHS.test(phrase)) return at;
		if (!isWordChar(text[at - 1]) && (!isWordChar(phrase.at(-1)) || !isWordChar(text[at + phrase.length]))) return at;
	}
	return -1;
}
