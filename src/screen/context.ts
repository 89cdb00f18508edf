// Pieces of the words around a match: its sentence, quantities beside it, a heading, a comparison, a trade in chemicals. Windows are
// short and bounded; phrases come from the catalogue in several languages.
import { countHeld, holds, type Phrases } from './phrases.ts';

/** Lower case with every offset kept: some letters change length when they change case. */
export function lowered(text: string): string {
	const lower = text.toLowerCase();
	return lower.length === text.length ? lower : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

const REACH = 90;
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

const QUANTITY =
	/\d ?(?:kgs?|g|gr|grams?|mg|l|lt|ltr|litres?|liters?|ml|tons?|t|mt|gal|gallons?|drums?|barrels?|lbs?|oz|кг|г|л|мл|公斤|千克|克|升|毫升|吨)(?![\p{L}])/iu;
const PURITY = /\d(?:[.,]\d+)? ?%/;

/** Quantities or a purity directly beside the span: the name is what is sold. */
export function isOffered(text: string, start: number, end: number): boolean {
	const left = text.slice(Math.max(0, start - 14), start);
	// A clause further on ("…; 90 L steel") is about something else; a table cell ("| 25 kg") is not.
	const right = text.slice(end, end + 32).split(/[;\n!]/, 1)[0] ?? '';
	return isMeasured(left) || isMeasured(right);
}

export const isQuantity = (text: string): boolean => QUANTITY.test(text);
export const isPercentage = (text: string): boolean => PURITY.test(text);
const isMeasured = (text: string): boolean => isQuantity(text) || isPercentage(text);

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
	if (countHeld(near, phrases.chemical, 1) > 0) return true;
	if (PURITY.test(near)) return true;
	// A quantity close by, or a bulk offer around one.
	if (QUANTITY.test(before.slice(-14)) || QUANTITY.test(after.slice(0, 18))) return true;
	return QUANTITY.test(near) && countHeld(near, phrases.offer, 2) > 1;
}
