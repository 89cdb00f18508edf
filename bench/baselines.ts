// What a marketplace would use instead, over the same names: an exact multi-pattern list, the same after NFKD and mark removal, and a
// typo-tolerant search library. All three respect word boundaries. They exist to be compared with, and must stay simple and honest.
import MiniSearch from 'minisearch';
import type { Catalogue } from '../src/model/substance.ts';

/** Which substances a text names, by a baseline's own rule. */
export type Baseline = (text: string) => ReadonlySet<string>;

export interface Term {
	readonly text: string;
	readonly substance: string;
}

/** Names in all languages, CAS numbers and InChIKeys: the list a filter would be given. Abbreviations are left out: they would fire on everything. */
export function termsOf(catalogue: Catalogue): Term[] {
	return catalogue.substances.flatMap((substance) =>
		[
			...Object.values(substance.names).flat(),
			...substance.cas.map((cas) => cas.number),
			...(substance.inchikey === null ? [] : [substance.inchikey]),
		].map((text) => ({
			text,
			substance: substance.id,
		})),
	);
}

/** A dense deterministic automaton (Aho & Corasick, CACM 18, 1975): one table look-up per UTF-16 unit. */
export class KeywordAutomaton {
	readonly #symbols = new Uint16Array(65536);
	readonly #width: number;
	readonly #next: Int32Array;
	readonly #outputs: (number[] | undefined)[];
	readonly #terms: readonly Term[];
	readonly #lengths: readonly number[];

	/** @param prepare how terms (and later texts) are brought to one form. */
	constructor(terms: readonly Term[], prepare: (text: string) => string) {
		const patterns = terms.map((term) => prepare(term.text));
		let width = 1;
		for (const pattern of patterns) {
			for (let at = 0; at < pattern.length; at++) {
				const unit = pattern.charCodeAt(at);
				if (this.#symbols[unit] === 0) this.#symbols[unit] = width++;
			}
		}
		const states = patterns.reduce((sum, pattern) => sum + pattern.length, 1);
		const next = new Int32Array(states * width);
		const outputs: (number[] | undefined)[] = [];
		let used = 1;
		patterns.forEach((pattern, index) => {
			let state = 0;
			for (let at = 0; at < pattern.length; at++) {
				const edge = state * width + (this.#symbols[pattern.charCodeAt(at)] ?? 0);
				if (next[edge] === 0) next[edge] = used++;
				state = next[edge] ?? 0;
			}
			outputs[state] = [...(outputs[state] ?? []), index];
		});
		this.#terms = terms;
		this.#lengths = patterns.map((pattern) => pattern.length);
		this.#width = width;
		this.#outputs = outputs;
		this.#next = next.subarray(0, used * width);
		this.#complete(used);
	}

	/** Breadth first: missing edges become those of the failure state, outputs are inherited. */
	#complete(states: number): void {
		const fail = new Int32Array(states);
		const queue: number[] = [];
		const next = this.#next;
		for (let symbol = 1; symbol < this.#width; symbol++) if (next[symbol] !== 0) queue.push(next[symbol] ?? 0);
		for (let head = 0; head < queue.length; head++) {
			const state = queue[head] ?? 0;
			const back = fail[state] ?? 0;
			const inherited = this.#outputs[back];
			if (inherited !== undefined) this.#outputs[state] = [...(this.#outputs[state] ?? []), ...inherited];
			for (let symbol = 1; symbol < this.#width; symbol++) {
				const target = next[state * this.#width + symbol] ?? 0;
				const fallback = next[back * this.#width + symbol] ?? 0;
				if (target === 0) next[state * this.#width + symbol] = fallback;
				else {
					fail[target] = fallback;
					queue.push(target);
				}
			}
		}
	}

	/** Substances with a term in the prepared text between word boundaries. */
	find(text: string): Set<string> {
		const found = new Set<string>();
		const next = this.#next;
		let state = 0;
		for (let at = 0; at < text.length; at++) {
			const symbol = this.#symbols[text.charCodeAt(at)] ?? 0;
			state = symbol === 0 ? 0 : (next[state * this.#width + symbol] ?? 0);
			const outputs = this.#outputs[state];
			if (outputs === undefined) continue;
			for (const index of outputs) {
				const start = at + 1 - (this.#lengths[index] ?? 0);
				if (boundary(text, start) && boundary(text, at + 1)) found.add(this.#terms[index]?.substance ?? '');
			}
		}
		return found;
	}

	/** Bytes of the tables. */
	get bytes(): number {
		return this.#next.byteLength + this.#symbols.byteLength;
	}
}

/** No word runs across this place. Chinese is written without gaps, so Han characters never join. */
function boundary(text: string, at: number): boolean {
	if (at <= 0 || at >= text.length) return true;
	return !(isWord(text.charCodeAt(at - 1)) && isWord(text.charCodeAt(at)));
}

const WORD = /[\p{L}\p{N}]/u;
const HAN = /\p{Script=Han}/u;

function isWord(unit: number): boolean {
	if (unit < 128) return (unit >= 48 && unit <= 57) || (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90);
	const letter = String.fromCharCode(unit);
	return WORD.test(letter) && !HAN.test(letter);
}

export const lowerCase = (text: string): string => text.toLowerCase();

/** Compatibility decomposition, marks dropped, lower case. */
export const decomposed = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** The exact list, lower case. */
export function exactBaseline(terms: readonly Term[]): Baseline {
	const automaton = new KeywordAutomaton(terms, lowerCase);
	return (text) => automaton.find(lowerCase(text));
}

/** The exact list after NFKD. */
export function decomposedBaseline(terms: readonly Term[]): Baseline {
	const automaton = new KeywordAutomaton(terms, decomposed);
	return (text) => automaton.find(decomposed(text));
}

/** Edits allowed for one word, as the `AUTO` fuzziness of common search servers: none below 3 letters, 1 below 6, 2 from there. */
const allowed = (word: string): number => (word.length < 3 ? 0 : word.length < 6 ? 1 : 2);

/**
 * Typo-tolerant search used as a filter: the texts are indexed, every term is searched with all its words required.
 * Works on a batch, because a search index answers "which texts match this term", not the reverse.
 */
export function fuzzySearch(terms: readonly Term[], texts: readonly string[]): Set<string>[] {
	const found = texts.map(() => new Set<string>());
	const index = new MiniSearch<{ id: number; text: string }>({ fields: ['text'] });
	index.addAll(texts.map((text, id) => ({ id, text })));
	for (const term of terms) {
		for (const result of index.search(term.text, { fuzzy: allowed, combineWith: 'AND' })) {
			const id: unknown = result.id;
			if (typeof id === 'number') found[id]?.add(term.substance);
		}
	}
	return found;
}
