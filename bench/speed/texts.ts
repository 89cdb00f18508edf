// Texts for the speed bench: about 600 characters each, ordinary, chemical and disguised, from the seed or from local sets. Strings are
// flattened first: a rope made by concatenation would be flattened inside the measured call.
import type { Listing } from '../../src/model/listing.ts';
import type { Catalogue } from '../../src/model/substance.ts';
import { benignNames } from '../accuracy/benign.ts';
import type { Given } from '../accuracy/given.ts';
import { casesOf } from '../perturb/cases.ts';
import { type Random, seeded } from '../perturb/random.ts';
import { CHEMICAL, fill, fillable, filler } from '../perturb/templates.ts';

export const LENGTH = 600;

export interface TextSet {
	readonly name: string;
	readonly texts: readonly string[];
}

/** A copy that is one flat string. */
export const flat = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');

/** Joins sentences until the text is long enough, then cuts at a code-point border. */
function lengthened(first: string, more: () => string): string {
	let text = first;
	while (text.length < LENGTH) text += `. ${more()}`;
	const end = /[\ud800-\udbff]/u.test(text.charAt(LENGTH - 1)) ? LENGTH - 1 : LENGTH;
	return flat(text.slice(0, end).toWellFormed());
}

/** Generated sets: `ordinary`, `chemical`, `evasion`. */
export function generatedTexts(catalogue: Catalogue, seed: number, count: number): TextSet[] {
	const names = benignNames();
	const sentence = (random: Random): string => {
		const entry = random.pick(names);
		const values = { x: entry.name, cas: entry.cas, alias: entry.alias, formula: undefined };
		return fill(random.pick(CHEMICAL.filter((template) => fillable(template, values))), values, random);
	};
	const make = (name: string, draw: (random: Random) => string): TextSet => {
		const random = seeded(seed, 'speed', name);
		return { name, texts: Array.from({ length: count }, () => lengthened(draw(random), () => draw(random))) };
	};
	const cases = casesOf(catalogue, { seed, perKind: Math.max(1, Math.ceil(count / 200)) });
	const random = seeded(seed, 'speed', 'evasion');
	const evasion = Array.from({ length: count }, () => lengthened(random.pick(cases).text, () => filler(random)));
	return [make('ordinary', filler), make('chemical', sentence), { name: 'evasion', texts: evasion }];
}

/** The same sets from local texts: benign texts of one source joined and cut to length. */
export function givenTexts(given: Given, seed: number, count: number): TextSet[] {
	const pools = { ordinary: 'generic/', chemical: 'chem/' } as const;
	return Object.entries(pools).flatMap(([name, prefix]) => {
		const pool = given.negatives.filter((probe) => probe.set.startsWith(prefix)).map((probe) => probe.listing.title);
		if (pool.length === 0) return [];
		const random = seeded(seed, 'speed-given', name);
		return [{ name: `given-${name}`, texts: Array.from({ length: count }, () => lengthened(random.pick(pool), () => random.pick(pool))) }];
	});
}

/** A listing whose title is the first words of the text, up to 80 characters, and whose description is the rest. */
export function listingOf(text: string): Listing {
	const border = text.lastIndexOf(' ', 80);
	const cut = border > 20 ? border : Math.min(80, text.length);
	return { title: flat(text.slice(0, cut).toWellFormed()), description: flat(text.slice(cut).toWellFormed()) };
}

/** Inputs that break engines with backtracking or quadratic parts. Each must stay linear. */
export function pathological(quick: boolean): TextSet[] {
	const size = quick ? 100_000 : 1_000_000;
	const part = size / 10;
	const make = (name: string, text: string): TextSet => ({ name, texts: [flat(text)] });
	return [
		make(`repeated-letter ${size}`, 'a'.repeat(size)),
		make(`repeated-digit ${size}`, '1'.repeat(size)),
		make(`spaced-letters ${part}`, 'p '.repeat(part)),
		make(`spaced-digits ${part}`, '4 '.repeat(part)),
		make(`combining-marks ${part}`, 'e\u0301\u0308\u0323'.repeat(part / 4)),
		make(`open-brackets ${part}`, '('.repeat(part)),
		make(`ampersands ${part}`, '&#x'.repeat(part / 3)),
		make(`percent ${part}`, '%4'.repeat(part / 2)),
		make(`hyphens ${part}`, '1-1-'.repeat(part / 4)),
		make(`base64-like ${part}`, 'QUJD'.repeat(part / 4)),
		make(`near-name ${part}`, 'piperidin '.repeat(part / 10)),
		make(`open-tags ${part}`, '<b '.repeat(part / 3)),
		make(`masked-letters ${part}`, 'a*'.repeat(part / 2)),
		make(`drawn-letters ${part}`, '|_|)'.repeat(part / 4)),
		make(`alternating-scripts ${part}`, 'a\u0431'.repeat(part / 2)),
		make(`overrides ${part}`, '\u202ea'.repeat(part / 2)),
		make(`hex-bytes ${part}`, '61 '.repeat(part / 3)),
		make(`zero-width ${part}`, '\u200b\u200c'.repeat(part / 2)),
	];
}
