// Lint of the tables beside the catalogue (regimes, duties, mixtures) against it: regimes, families, substances, equipment and
// sources they name must exist, and every control's regime must have a table row. Their own shape is their parsers' work.
import type { RegimeTable } from '../model/law.ts';
import type { Duty, MixtureRule } from '../model/policy.ts';
import type { Catalogue } from '../model/substance.ts';
import { checkSources, inFamily, inSubstance, type Known, type LintProblem, refusal } from './lint-problem.ts';
import { lintDates } from './lint-substances.ts';

/** The tables that other floors read; each is optional. */
export interface LawTables {
	readonly regimes?: RegimeTable;
	readonly duties?: readonly Duty[];
	readonly mixtures?: readonly MixtureRule[];
}

const missing = (place: string, what: string, id: string): LintProblem =>
	refusal('unknown-reference', place, `there is no ${what} "${id}"`, `add the ${what} or correct the id`);

export function* lintLaw(catalogue: Catalogue, { regimes, duties = [], mixtures = [] }: LawTables, known: Known): Generator<LintProblem> {
	if (regimes !== undefined) {
		const ids = new Set(regimes.regimes.map((regime) => regime.id));
		for (const substance of catalogue.substances) {
			for (const [index, control] of substance.controls.entries()) {
				if (!ids.has(control.regime)) yield missing(inSubstance(substance.id, `/controls/${index}/regime`), 'regime', control.regime);
			}
			for (const [index, form] of (substance.limited ?? []).entries()) {
				for (const id of form.regimes)
					if (!ids.has(id)) yield missing(inSubstance(substance.id, `/limited/${index}/regimes`), 'regime', id);
			}
		}
		for (const family of catalogue.families) {
			for (const id of family.regimes) if (!ids.has(id)) yield missing(inFamily(family.id, '/regimes'), 'regime', id);
		}
		for (const [index, line] of regimes.classes.entries()) {
			const here = `regimes.yaml#/classes/${index}`;
			if (!known.families.has(line.family)) yield missing(`${here}/family`, 'family', line.family);
			yield* checkSources(line.sources, `${here}/sources`, known);
			yield* lintDates(line, here);
		}
		for (const family of Object.keys(regimes.namedOnly)) {
			if (!known.families.has(family)) yield missing(`regimes.yaml#/namedOnly/${family}`, 'family', family);
		}
		for (const [place, rows] of [
			['obligations.yaml#/duties', duties],
			['mixtures.yaml#/mixtures', mixtures],
		] as const) {
			for (const [index, row] of rows.entries()) if (!ids.has(row.regime)) yield missing(`${place}/${index}/regime`, 'regime', row.regime);
		}
	}
	for (const [index, duty] of duties.entries()) {
		const here = `obligations.yaml#/duties/${index}`;
		for (const id of duty.equipment ?? []) if (!known.equipment.has(id)) yield missing(`${here}/equipment`, 'equipment', id);
		yield* checkSources(duty.sources, `${here}/sources`, known);
	}
	for (const [index, rule] of mixtures.entries()) {
		const here = `mixtures.yaml#/mixtures/${index}`;
		for (const id of rule.substances) if (!known.substances.has(id)) yield missing(`${here}/substances`, 'substance', id);
		yield* checkSources(rule.sources, `${here}/sources`, known);
	}
}
