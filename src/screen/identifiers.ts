// Registry numbers and keys of one reading: what is recognised by its grammar rather than as a name.
import type { Reading } from '../text/reading.ts';
import type { CasIndex } from './cas-index.ts';
import { findSpelledKeys, type KeyIndex } from './keys.ts';
import { findCas } from './numbers.ts';
import type { Sighting } from './sighting.ts';
import { findSpelled, type Numerals } from './spelled.ts';

export interface IdentifierParts {
	readonly cas: CasIndex;
	readonly numerals: Numerals;
	readonly keys: KeyIndex;
}

/** Every number and spelled-out key sighted in the reading. `declaredCas`: the whole text is said to be a CAS number. */
export function findIdentifiers(reading: Reading, parts: IdentifierParts, declaredCas: boolean): Sighting[] {
	return [
		...findCas(reading, parts.cas, declaredCas),
		...findSpelled(reading, parts.numerals, parts.cas),
		...findSpelledKeys(reading, parts.keys),
	];
}
