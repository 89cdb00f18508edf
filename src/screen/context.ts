// What the words around a match make of it: a negation, a mention, an offer, a replacement, a promise to slip past customs. Windows
// are short and bounded; phrases come from the catalogue in several languages.
import type { Excuse } from '../model/match.ts';
import type { ContextKind, ContextPhrases } from '../model/substance.ts';

export type Phrases = Readonly<Record<ContextKind, readonly string[]>>;

const KINDS: readonly ContextKind[] = [
	'negation-before',
	'negation-after',
	'mention',
	'replacement',
	'stealth',
	'off-platform',
	'offer',
	'chemical',
];

/** All phrases of each kind, lower case, longest first; a phrase that is both a mention and an offer settles neither. */
export function compilePhrases(context: readonly ContextPhrases[]): Phrases {
	const of = (kind: ContextKind): string[] =>
		context
			.filter((entry) => entry.kind === kind)
			.flatMap((entry) => Object.values(entry.phrases).flat())
			.map((phrase) => phrase.toLowerCase())
			.sort((a, b) => b.length - a.length);
	const table = Object.fromEntries(KINDS.map((kind) => [kind, of(kind)])) as Record<ContextKind, string[]>;
	const offers = new Set([...table.offer, ...table.chemical]);
	table.mention = table.mention.filter((phrase) => !offers.has(phrase));
	return table;
}

/** Lower case with every offset kept: some letters change length when they change case. */
export function lowered(text: string): string {
	const lower = text.toLowerCase();
	return lower.length === text.length ? lower : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

const REACH = 90;
const NEAR = 48;
const STOPS = new Set(['\n', ';', '|', '。', '；', '!', '！', '?', '？']);

/** The segment around [start, end): at most REACH characters to each side, cut at a hard stop or at the end of a sentence. */
export function segment(text: string, start: number, end: number): { before: string; after: string } {
	let from = start;
	while (from > 0 && start - from < REACH && !isStop(text, from - 1)) from--;
	let to = end;
	while (to < text.length && to - end < REACH && !isStop(text, to)) to++;
	return { before: text.slice(from, start).toLowerCase(), after: text.slice(end, to).toLowerCase() };
}

const isStop = (text: string, i: number): boolean => {
	const char = text[i] ?? '';
	if (STOPS.has(char)) return true;
	return (
		char === '.' &&
		(text[i + 1] === ' ' || i + 1 >= text.length) &&
		!/\b(?:no|ca|approx|min|max|conc|sol|purif|reg|nr|cas)$/i.test(text.slice(Math.max(0, i - 6), i))
	);
};

const isWordChar = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);
const IDEOGRAPH = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

/** Does the text hold the phrase as whole words (ideographs need no word edge)? */
export function holds(text: string, phrase: string): boolean {
	for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
		if (IDEOGRAPH.test(phrase)) return true;
		const before = text[at - 1];
		const after = text[at + phrase.length];
		if ((!isWordChar(before) || !isWordChar(phrase[0])) && (!isWordChar(after) || !isWordChar(phrase.at(-1)))) return true;
	}
	return false;
}

const count = (text: string, phrases: readonly string[], most: number): number => {
	let found = 0;
	for (const phrase of phrases) {
		if (holds(text, phrase)) found++;
		if (found >= most) break;
	}
	return found;
};

const QUANTITY =
	/\d ?(?:kgs?|g|gr|grams?|mg|l|lt|ltr|litres?|liters?|ml|tons?|t|mt|gal|gallons?|drums?|barrels?|lbs?|oz|кг|г|л|мл|公斤|千克|克|升|毫升|吨)(?![\p{L}])/iu;
const PURITY = /\d(?:[.,]\d+)? ?%/;

/** Quantities or a purity directly beside the span: the name is what is sold. */
export function isOffered(text: string, start: number, end: number): boolean {
	const left = text.slice(Math.max(0, start - 14), start);
	// A clause further on ("…; 90 L steel") is about something else; a table cell ("| 25 kg") is not.
	const right = text.slice(end, end + 32).split(/[;\n!]/, 1)[0] ?? '';
	return QUANTITY.test(left) || QUANTITY.test(right) || PURITY.test(left) || PURITY.test(right);
}

const MENTION_REACH = 64;
/** Punctuation, a conjunction or one more listed item may stand between a negation and its object; a full clause may not. */
const NEGATION_REACH = 70;

/** Why the match is no offer of the substance, or null. */
export function excuse(text: string, start: number, end: number, phrases: Phrases): Excuse | null {
	const { before, after } = segment(text, start, end);
	const next = after.trimStart();
	for (const phrase of phrases['negation-after']) {
		const direct =
			phrase.startsWith('-') || phrase.startsWith(':')
				? after.startsWith(phrase) || after.replace(/^[‐‑‒–—−]/, '-').startsWith(phrase)
				: next.startsWith(phrase);
		if (!direct || isWordChar((phrase.startsWith('-') ? after : next)[phrase.length])) continue;
		// "ephedrine free base", "acetone free shipping" say nothing is absent.
		if (/^[- ]?free/.test(phrase) && /^[-\s]*free[- ](?:base|shipping|sample|delivery|freight|flowing|acid|amine)/.test(after)) continue;
		return { reason: 'negation', note: `“${phrase.trim()}” says the goods are without it` };
	}
	const window = before.slice(-NEGATION_REACH);
	for (const phrase of phrases['negation-before']) {
		const at = lastHeld(window, phrase);
		if (at < 0) continue;
		const between = window.slice(at + phrase.length);
		if (reaches(between)) return { reason: 'negation', note: `“${phrase}” says the goods are without it` };
	}
	const mentions = count(`${before.slice(-MENTION_REACH)} ${after.slice(0, MENTION_REACH)}`, phrases.mention, 3);
	if (mentions > 0 && !isOffered(text, start, end)) {
		const offers = count(`${before.slice(-NEAR)} ${after.slice(0, NEAR)}`, phrases.offer, 3);
		if (offers < mentions + 1) return { reason: 'mention', note: 'the text is about the substance, not an offer of it' };
	}
	return null;
}

// Between a negation and the name only a list of other things may stand.
function reaches(between: string): boolean {
	if (
		/[:!?]|\b(?:but|however|only|instead|contains|with|is|available|offer|selling|sale|buy)\b|但|而是|но|pero|mais|aber|sondern/.test(
			between,
		)
	)
		return false;
	const words = between.split(/[\s,/]+/).filter((word) => word !== '' && word !== 'or' && word !== 'and' && word !== 'any');
	return words.length <= (between.includes(',') || /\b(?:or|and|nor)\b/.test(between) ? 6 : 2);
}

function lastHeld(text: string, phrase: string): number {
	for (let at = text.lastIndexOf(phrase); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(phrase, at - 1)) {
		if (IDEOGRAPH.test(phrase)) return at;
		if (!isWordChar(text[at - 1]) && !isWordChar(text[at + phrase.length])) return at;
	}
	return -1;
}

/** Do the title or category say that the goods are a book, a poster, a test kit … about substances? The phrase, or null. */
export function aboutPhrase(listing: { readonly title: string; readonly category?: string }, phrases: Phrases): string | null {
	const heading = `${listing.title} \n ${listing.category ?? ''}`.toLowerCase();
	return phrases.mention.find((phrase) => holds(heading, phrase)) ?? null;
}

/** Is the name only compared with ("works like X")? The phrase that says so, or null. */
export function comparedBy(text: string, start: number, phrases: Phrases): string | null {
	const before = text
		.slice(Math.max(0, start - 40), start)
		.toLowerCase()
		.trimEnd();
	return (
		phrases.replacement.find((phrase) => before.endsWith(phrase) || before.endsWith(`${phrase} the`) || before.endsWith(`${phrase} a`)) ??
		null
	);
}

/** Does the text around [start, end) trade in chemicals? Needed before a short code means anything. */
export function isChemicalTrade(text: string, start: number, end: number, phrases: Phrases): boolean {
	const before = text.slice(Math.max(0, start - 32), start).toLowerCase();
	const after = text.slice(end, end + 60).toLowerCase();
	const near = `${before} ${after}`;
	if (count(near, phrases.chemical, 1) > 0) return true;
	if (PURITY.test(near)) return true;
	// A quantity close by, or a bulk offer around one.
	if (QUANTITY.test(before.slice(-14)) || QUANTITY.test(after.slice(0, 18))) return true;
	return QUANTITY.test(near) && count(near, phrases.offer, 2) > 1;
}

/** Phrases of a kind anywhere in the text, for red flags: each with its offset. */
export function findPhrases(lower: string, phrases: readonly string[], most: number): { phrase: string; at: number }[] {
	const found: { phrase: string; at: number }[] = [];
	for (const phrase of phrases) {
		const at = lower.indexOf(phrase);
		if (at >= 0 && holds(lower.slice(Math.max(0, at - 1), at + phrase.length + 1), phrase)) found.push({ phrase, at });
		if (found.length >= most) break;
	}
	return found;
}
