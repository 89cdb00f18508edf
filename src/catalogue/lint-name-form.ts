// Lint of how names are written: slips of copying that a reviewer overlooks in a long list and that would make the screener look for
// the wrong thing (a name cut at a comma, a broken encoding, a bracket that never closes).
import type { Catalogue } from '../model/substance.ts';
import { inLookAlikes, inSubstance, type LintProblem, refusal } from './lint-problem.ts';

export function* lintNameForms(catalogue: Catalogue): Generator<LintProblem> {
	for (const substance of catalogue.substances) {
		for (const [language, names] of Object.entries(substance.names))
			yield* lintList(names, inSubstance(substance.id, `/names/${language}`));
	}
	for (const [index, one] of catalogue.lookAlikes.entries()) {
		yield* lintName(one.name, inLookAlikes(index, '/name'));
		yield* lintList(one.aliases, inLookAlikes(index, '/aliases'));
	}
	for (const [index, machine] of catalogue.equipment.entries()) {
		for (const [language, names] of Object.entries(machine.names))
			yield* lintList(names, `equipment.yaml#/equipment/${index}/names/${language}`);
	}
	for (const drug of catalogue.drugs) yield* lintName(drug.name, 'controlled-drugs.yaml');
}

function* lintList(names: readonly string[], place: string): Generator<LintProblem> {
	for (const [index, name] of names.entries()) {
		yield* lintName(name, `${place}/${index}`);
		const next = names[index + 1] ?? '';
		if (/(?:^|-)\d{1,2}$/.test(name) && /^\d{1,2}-/.test(next)) {
			yield refusal(
				'name-form',
				`${place}/${index}`,
				`"${name}" and "${next}" look like one name cut at a comma`,
				'join them, or move them apart',
			);
		}
	}
}

function* lintName(name: string, place: string): Generator<LintProblem> {
	const flaw = flawOf(name);
	if (flaw !== null) yield refusal('name-form', place, `"${name}" ${flaw}`, 'compare it with its source');
}

/** UTF-8 read as Latin-1 leaves a Latin capital with a sign after it; control and replacement characters are never part of a name. */
const BROKEN = /[\u0080-\u009f\ufffd\p{Cc}]|[ÂÃ][\u00a0-\u00bf]/u;

function flawOf(name: string): string | null {
	if (!/\p{L}/u.test(name)) return 'holds no letter';
	if (BROKEN.test(name)) return 'holds broken characters';
	let depth = 0;
	for (const char of name.normalize('NFKC')) {
		if ('([{'.includes(char)) depth++;
		else if (')]}'.includes(char) && --depth < 0) break;
	}
	return depth === 0 ? null : 'has brackets that do not pair';
}
