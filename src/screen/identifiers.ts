// Registry numbers and keys of one reading: what is recognised by its grammar rather than as a name.
import type { Catalogue } from '../model/substance.ts';
import type { Reading } from '../text/reading.ts';
import { type CasIndex, indexCas } from './cas-index.ts';
import { findSpelledKeys, indexKeys, type KeyIndex } from './keys.ts';
import type { Lexicon } from './lexicon.ts';
import { findCas } from './numbers.ts';
import type { Sighting } from './sighting.ts';
import { compileNumerals, findSpelled, type NumeralSource, type Numerals } from './spelled.ts';

export interface IdentifierParts {
	readonly cas: CasIndex;
	readonly numerals: Numerals;
	readonly keys: KeyIndex;
}

/** Indexes every listed number and key, and the numbers that honest chemicals bear. `fold` reads numerals as listings are read. */
export function indexIdentifiers(
	catalogue: Catalogue,
	lexicon: Lexicon,
	numerals: NumeralSource,
	fold: (text: string) => Reading,
): IdentifierParts {
	const honest = [
		...catalogue.lookAlikes.flatMap((one) => (one.cas === null ? [] : [one.cas])),
		...catalogue.abbreviations.flatMap((one) => one.benignCas),
	];
	const members = catalogue.families.flatMap((family) =>
		family.members.flatMap((one) => (one.cas === null ? [] : [[family.id, one.cas] as const])),
	);
	return {
		cas: indexCas(catalogue.substances, honest, members),
		numerals: compileNumerals(numerals, fold),
		keys: indexKeys(lexicon.aliases, lexicon.owners),
	};
}

/** Every number and spelled-out key sighted in the reading. `declaredCas`: the whole text is said to be a CAS number. */
export function findIdentifiers(reading: Reading, parts: IdentifierParts, declaredCas: boolean): Sighting[] {
	return [
		...findCas(reading, parts.cas, declaredCas),
		...findSpelled(reading, parts.numerals, parts.cas),
		...findSpelledKeys(reading, parts.keys),
	];
}
