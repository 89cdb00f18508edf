// What lint says: one refusal with its rule, its place in the catalogue folder, what is wrong and how to mend it.
import type { Problem } from '../base/result.ts';
import type { Catalogue, Substance } from '../model/substance.ts';
import { at } from './yaml.ts';

export type LintRule =
	| 'abbreviation'
	| 'cas-check-digit'
	| 'cas-shared'
	| 'context-contradiction'
	| 'control-date'
	| 'control-repeated'
	| 'drug-listed'
	| 'examples-missing'
	| 'family-members'
	| 'family-query'
	| 'formula'
	| 'id-repeated'
	| 'inchikey'
	| 'inchikey-shared'
	| 'look-alike-listed'
	| 'look-alike-repeated'
	| 'name-form'
	| 'name-shared'
	| 'shared-unused'
	| 'smiles'
	| 'source-missing'
	| 'tier'
	| 'unknown-reference';

/** A refusal. `pointer` is file and RFC 6901 pointer: `substances/acetone.yaml#/cas/0/number`. */
export interface LintProblem extends Problem {
	readonly rule: LintRule;
}

/** Makes a refusal; `place` is what `inSubstance` and its neighbours return. */
export const refusal = (rule: LintRule, place: string, message: string, fix: string): LintProblem => ({
	rule,
	pointer: place,
	message,
	fix,
});

export const inSubstance = (id: string, pointer: string): string => at(`substances/${id}.yaml`, pointer);
export const inFamily = (id: string, pointer: string): string => at(`families/${id}.yaml`, pointer);
export const inLookAlikes = (index: number, pointer = ''): string => at('look-alikes.yaml', `/lookAlikes/${index}${pointer}`);

/** Every name of a substance with its place, in file order: languages first, abbreviations last. */
export function* placedNames(substance: Substance): Generator<{ readonly name: string; readonly place: string }> {
	for (const [language, names] of Object.entries(substance.names)) {
		for (const [index, name] of names.entries()) yield { name, place: inSubstance(substance.id, `/names/${language}/${index}`) };
	}
	for (const [index, name] of substance.abbreviations.entries())
		yield { name, place: inSubstance(substance.id, `/abbreviations/${index}`) };
}

/** What references may point at. */
export interface Known {
	readonly substances: ReadonlySet<string>;
	readonly families: ReadonlySet<string>;
	readonly sources: ReadonlySet<string>;
	readonly equipment: ReadonlySet<string>;
}

export const knownIds = (catalogue: Catalogue): Known => ({
	substances: new Set(catalogue.substances.map((one) => one.id)),
	families: new Set(catalogue.families.map((one) => one.id)),
	sources: new Set(catalogue.sources.map((one) => one.id)),
	equipment: new Set(catalogue.equipment.map((one) => one.id)),
});

/** Refuses a list of source ids that is empty or names one that sources.yaml lacks. */
export function* checkSources(ids: readonly string[], place: string, known: Known): Generator<LintProblem> {
	if (ids.length === 0)
		yield refusal('source-missing', place, 'no source is named', 'name the source, or KNOW when no stored text backs it');
	for (const id of ids) {
		if (!known.sources.has(id))
			yield refusal('source-missing', place, `sources.yaml has no source "${id}"`, 'add the source or correct the id');
	}
}
