// Checks that the facts of a parsed catalogue agree with each other; a catalogue that lint refuses must not be compiled. Pure: the
// structure toolkit is handed in. Shape (types, keys, file names) is parse.ts's work and is not repeated here.
import type { StructureEngine } from '../chem/structure-engine.ts';
import type { Catalogue } from '../model/substance.ts';
import { lintAround } from './lint-around.ts';
import { type LawTables, lintLaw } from './lint-law.ts';
import { lintNameForms } from './lint-name-form.ts';
import { lintNames } from './lint-names.ts';
import { knownIds, type LintProblem } from './lint-problem.ts';
import { lintStructures } from './lint-structures.ts';
import { lintSubstances } from './lint-substances.ts';

export interface LintOptions extends LawTables {
	/** Without it, structures are not compared with formulae, keys and family queries; the caller must say so. */
	readonly structures?: StructureEngine;
}

/**
 * Every refusal, in the order substances, identifiers across entries, everything around them, law tables, structures; empty for
 * a catalogue that may be compiled. Under a second for the shipped catalogue, structures included.
 */
export function lintCatalogue(catalogue: Catalogue, options: LintOptions = {}): LintProblem[] {
	const known = knownIds(catalogue);
	return [
		...lintSubstances(catalogue, known),
		...lintNameForms(catalogue),
		...lintNames(catalogue, known),
		...lintAround(catalogue, known),
		...lintLaw(catalogue, options, known),
		...(options.structures === undefined ? [] : lintStructures(catalogue, options.structures)),
	];
}
