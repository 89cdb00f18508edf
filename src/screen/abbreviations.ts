// Short codes (PMK, P2P, 4-AP …). They collide with ordinary codes and brands, so they are looked up as whole words only, never
// fuzzily, and never decide alone: the words around them say whether they are chemicals here.
import type { Abbreviation } from '../model/substance.ts';
import { GAP_INVISIBLE, GAP_SPACE, GAP_TIGHT, PLAIN_OTHER } from '../text/alphabet.ts';
import { finishHash, HASH_SEED, hashStep } from '../text/hash.ts';
import type { Reading } from '../text/reading.ts';
import { isChemicalTrade } from './context.ts';
import type { Alias, Owner } from './lexicon.ts';
import { holds, type Phrases } from './phrases.ts';
import type { Sighting } from './sighting.ts';

interface Code {
	readonly text: string;
	readonly substance: string;
	readonly length: number;
	/** Words that make the honest reading the better one. */
	readonly benign: readonly string[];
	readonly benignCas: readonly string[];
}

export interface CodeIndex {
	/** Bit per first two plain codes of any code: most words end there. */
	readonly prefixes: Uint8Array;
	readonly codes: ReadonlyMap<number, readonly Code[]>;
	readonly longest: number;
}

/** Indexes every abbreviation of every substance, with the honest readings the catalogue knows. */
export function indexCodes(
	aliases: readonly Alias[],
	owners: readonly Owner[],
	abbreviations: readonly Abbreviation[],
	fold: (text: string) => Reading,
): CodeIndex {
	const codes = new Map<number, Code[]>();
	let longest = 0;
	const prefixes = new Uint8Array(64 * 64);
	for (const alias of aliases) {
		const owner = owners[alias.owner];
		if (alias.kind !== 'abbreviation' || owner === undefined) continue;
		const reading = fold(alias.text);
		let hash = HASH_SEED;
		for (let i = 0; i < reading.length; i++) hash = hashStep(hash, reading.plain[i] ?? 0);
		const known = abbreviations.filter((entry) => entry.text.toLowerCase() === alias.text.toLowerCase());
		const code: Code = {
			text: alias.text,
			substance: owner.id,
			length: reading.length,
			benign: known.flatMap((entry) => entry.benign).map((word) => word.toLowerCase()),
			benignCas: known.flatMap((entry) => entry.benignCas),
		};
		const key = finishHash(hash);
		const list = codes.get(key);
		if (list === undefined) codes.set(key, [code]);
		else if (!list.some((other) => other.substance === code.substance)) list.push(code);
		longest = Math.max(longest, code.length);
		prefixes[((reading.plain[0] ?? 0) << 6) | (reading.plain[1] ?? 0)] = 1;
	}
	return { codes, longest, prefixes };
}

/** More codes than this in one field are not looked at: the caller reports the field as not fully evaluated. */
export const MOST_CODES = 1_000;

/** At most MOST_CODES codes standing as whole words. A sighting is `possible` in a chemical trade; `settled` tells that the honest reading stands. */
export function findCodes(reading: Reading, index: CodeIndex, phrases: Phrases, honestCas: ReadonlySet<string>): Sighting[] {
	const sightings: Sighting[] = [];
	const { plain, gap, length } = reading;
	let lower: string | null = null;
	const benign = new Map<Code, string | undefined>();
	for (let from = 0; from < length; from++) {
		if (from > 0 && (gap[from] ?? 0) < GAP_TIGHT && (plain[from - 1] ?? 0) < PLAIN_OTHER) continue;
		const first = plain[from] ?? 0;
		const second = plain[from + 1] ?? 0;
		if (first >= PLAIN_OTHER || second >= PLAIN_OTHER || index.prefixes[(first << 6) | second] !== 1) continue;
		let hash = HASH_SEED;
		for (let i = from; i < length && i - from < index.longest; i++) {
			if (i > from && (gap[i] ?? 0) >= GAP_SPACE) break;
			const letter = plain[i] ?? 0;
			if (letter >= PLAIN_OTHER) break;
			hash = hashStep(hash, letter);
			if (i - from < 1 || !endsCode(reading, i)) continue;
			const codes = index.codes.get(finishHash(hash));
			if (codes === undefined) continue;
			lower ??= reading.text.toLowerCase();
			for (const code of codes) {
				if (i - from + 1 === code.length && isWrittenAsCode(reading, from, i + 1, code.text.includes(','))) {
					if (sightings.length >= MOST_CODES) return sightings;
					if (!benign.has(code)) benign.set(code, honestReading(code, lower, honestCas));
					sightings.push(sight(reading, from, i + 1, code, benign.get(code), phrases));
				}
			}
		}
	}
	return sightings;
}

// Hyphens, dots and invisible characters may stand inside a code; commas and Greek locants make something else of it ("α,α-").
function isWrittenAsCode(reading: Reading, from: number, to: number, commas: boolean): boolean {
	for (let i = from; i < to; i++) {
		const code = reading.text.charCodeAt(reading.start[i] ?? 0);
		if (code >= 0x370 && code < 0x400) return false;
		if (i === from || (reading.gap[i] ?? 0) < GAP_TIGHT) continue;
		const between = reading.text.slice(reading.end[i - 1] ?? 0, reading.start[i] ?? 0);
		if (!/^[-‐‑‒–—−._\u200b-\u200f\u2060\ufeff]+$/.test(between) && !(commas && between === ',')) return false;
	}
	return true;
}

// The code ends where a word does, and nothing numeric is bound to it ("PMK-200" is a product number).
function endsCode(reading: Reading, i: number): boolean {
	if (i + 1 >= reading.length) return true;
	const gap = reading.gap[i + 1] ?? 0;
	if (gap <= GAP_INVISIBLE) return (reading.plain[i + 1] ?? 0) >= PLAIN_OTHER;
	if (gap >= GAP_SPACE) return true;
	const between = reading.text.slice(reading.end[i] ?? 0, reading.start[i + 1] ?? 0);
	return !/^[-‐‑‒–—_'’]$/.test(between);
}

/** The word or number anywhere in the text that makes the honest reading the better one. */
const honestReading = (code: Code, lower: string, honestCas: ReadonlySet<string>): string | undefined =>
	code.benign.find((word) => holds(lower, word)) ?? code.benignCas.find((number) => honestCas.has(number));

function sight(reading: Reading, from: number, to: number, code: Code, benign: string | undefined, phrases: Phrases): Sighting {
	const start = reading.start[from] ?? 0;
	const end = reading.end[to - 1] ?? 0;
	const before = reading.text.slice(Math.max(0, start - 1), start);
	const bound = /[-‐‑‒–—_'’]/.test(before);
	const trade = !bound && benign === undefined && isChemicalTrade(reading.text, start, end, phrases);
	// "mapa" is a word in several languages, "GBL" is written in capitals: a code in small letters says less.
	const capital = /[A-Z0-9]/.test(reading.text.slice(start, end));
	return {
		rule: 'abbreviation',
		kind: 'substance',
		id: code.substance,
		start,
		end,
		read: code.text,
		confidence: trade ? (capital ? 0.6 : 0.45) : 0.05,
		certainty: 'possible',
		basis: 'name',
		undone: [],
		note:
			benign !== undefined
				? `“${code.text}” is read as its honest meaning: “${benign}” is named`
				: trade
					? `“${code.text}” is a short code for this substance in a text that trades in chemicals`
					: `“${code.text}” is a short code; nothing around it is about chemicals`,
	};
}
