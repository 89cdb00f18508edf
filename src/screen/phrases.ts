// The catalogue's context phrases as the engine holds them: lower case, longest first, matched as whole words.
import { CONTEXT_KINDS } from '../catalogue/parse-around.ts';
import type { ContextKind, ContextPhrases } from '../model/substance.ts';

export type Phrases = Readonly<Record<ContextKind, readonly string[]>> & {
	/** Words that cancel a phrase: after one that follows the name ("free base"), before one that precedes it ("CAS no"). */
	readonly unless: Readonly<Partial<Record<ContextKind, readonly string[]>>>;
};

const longestFirst = (phrases: readonly string[]): string[] =>
	phrases.map((phrase) => phrase.toLowerCase()).sort((a, b) => b.length - a.length);

/** All phrases of each kind; a phrase that is both a mention and an offer settles neither. */
export function compilePhrases(context: readonly ContextPhrases[]): Phrases {
	const of = (kind: ContextKind): string[] =>
		longestFirst(context.filter((entry) => entry.kind === kind).flatMap((entry) => Object.values(entry.phrases).flat()));
	const table = Object.fromEntries(CONTEXT_KINDS.map((kind) => [kind, of(kind)])) as Record<ContextKind, string[]>;
	const offers = new Set([...table.offer, ...table.chemical]);
	table.mention = table.mention.filter((phrase) => !offers.has(phrase));
	const unless = context.flatMap(({ kind, unless: words }) =>
		words === undefined ? [] : [[kind, longestFirst(Object.values(words).flat())] as const],
	);
	return { ...table, unless: Object.fromEntries(unless) };
}

export const isWordChar = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);
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

const pair = (text: string, at: number): number => ((text.charCodeAt(at) * 31) ^ text.charCodeAt(at + 1)) & 1023;

/** Which pairs of letters a text has: most phrases begin with one it has not, and are passed over without a search. */
export class LetterPairs {
	private readonly seen = new Uint8Array(1024);

	constructor(text: string) {
		for (let i = 0; i + 1 < text.length; i++) this.seen[pair(text, i)] = 1;
	}

	/** False when the text cannot hold the phrase. */
	mayHold(phrase: string): boolean {
		return phrase.length < 2 || this.seen[pair(phrase, 0)] === 1;
	}
}

/** How many of the phrases the text holds, at most `most`. */
export function countHeld(text: string, phrases: readonly string[], most: number): number {
	let found = 0;
	const pairs = new LetterPairs(text);
	for (const phrase of phrases) {
		if (pairs.mayHold(phrase) && holds(text, phrase)) found++;
		if (found >= most) break;
	}
	return found;
}

/** The text without one of the phrases at its end; unchanged when none stands there. */
export function endsWithWords(text: string, phrases: readonly string[]): string {
	const own = text.trimEnd();
	for (const phrase of phrases) {
		if (!own.endsWith(phrase)) continue;
		const rest = own.slice(0, own.length - phrase.length);
		if (IDEOGRAPH.test(phrase) || !isWordChar(rest.at(-1)) || !isWordChar(phrase[0])) return rest;
	}
	return text;
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
