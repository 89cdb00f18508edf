// Lint of single substances: check digits, notations, references, sources and dates of every control line. What two substances
// have in common is lint-names.ts; what a structure engine has to say is lint-structures.ts.
import { parseCas } from '../chem/cas.ts';
import { parseFormula } from '../chem/formula.ts';
import { isInchiKey } from '../chem/inchikey.ts';
import type { Catalogue, Control, Substance } from '../model/substance.ts';
import { checkSources, inSubstance, type Known, type LintProblem, refusal } from './lint-problem.ts';

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
/** The first international precursor controls are younger; an earlier date is a slip of the pen. */
const FIRST_YEAR = 1900;

export function* lintSubstances(catalogue: Catalogue, known: Known): Generator<LintProblem> {
	for (const substance of catalogue.substances) {
		yield* lintIdentity(substance, known);
		yield* lintControls(substance, known);
		yield* lintLimited(substance);
		yield* lintExamples(substance);
	}
}

function* lintIdentity(substance: Substance, known: Known): Generator<LintProblem> {
	const here = (pointer: string): string => inSubstance(substance.id, pointer);
	const { tier, family, smiles, inchikey, formula } = substance;
	if (tier !== 1 && tier !== 2 && tier !== 3) yield refusal('tier', here('/tier'), 'the tier is missing', 'write 1, 2 or 3');
	if (family !== null && !known.families.has(family)) {
		yield refusal('unknown-reference', here('/family'), `there is no family "${family}"`, 'add families/<id>.yaml or write null');
	}
	for (const [index, cas] of substance.cas.entries()) {
		yield* lintCas(cas.number, here(`/cas/${index}/number`));
		if (substance.cas.findIndex((other) => other.number === cas.number) !== index) {
			yield refusal('cas-shared', here(`/cas/${index}/number`), `${cas.number} is listed twice`, 'remove one');
		}
	}
	if (inchikey !== null && !isInchiKey(inchikey)) {
		yield refusal('inchikey', here('/inchikey'), `"${inchikey}" is not an InChIKey`, 'compare it with its source, or write null');
	}
	if (formula !== null && !parseFormula(formula).ok) {
		yield refusal('formula', here('/formula'), `"${formula}" is not a molecular formula`, 'write element symbols and counts, or null');
	}
	// A structure without its key and formula could not be checked against anything.
	if (smiles !== null && (inchikey === null || formula === null)) {
		yield refusal('smiles', here('/smiles'), 'the SMILES stands without InChIKey or formula', 'add both, from a source of their own');
	}
	yield* checkSources(substance.sources, here('/sources'), known);
}

function* lintControls(substance: Substance, known: Known): Generator<LintProblem> {
	const lines = new Set<string>();
	for (const [index, control] of substance.controls.entries()) {
		const here = inSubstance(substance.id, `/controls/${index}`);
		const line = `${control.regime} ${control.list}`;
		if (lines.has(line))
			yield refusal('control-repeated', here, `the line "${line}" stands twice`, 'merge the two lines or name their lists apart');
		lines.add(line);
		yield* checkSources(control.sources, `${here}/sources`, known);
		yield* lintDates(control, here);
	}
}

/** Refuses dates of a control line that no calendar has, or that contradict each other. */
export function* lintDates(control: Control, place: string): Generator<LintProblem> {
	const { effective, until } = control;
	const mend = 'write unknown, YYYY, YYYY-MM or YYYY-MM-DD';
	if (effective !== 'unknown' && !isDate(effective)) {
		yield refusal('control-date', `${place}/effective`, `"${effective}" is not a date of the calendar`, mend);
	}
	if (until === undefined) return;
	if (!isDate(until)) yield refusal('control-date', `${place}/until`, `"${until}" is not a date of the calendar`, 'write YYYY-MM-DD');
	else if (effective !== 'unknown' && until < effective) {
		yield refusal('control-date', `${place}/until`, `it ends (${until}) before it begins (${effective})`, 'correct one of the two dates');
	}
}

function isDate(text: string): boolean {
	const [, year, month = '01', day = '01'] = DATE.exec(text) ?? [];
	if (year === undefined || Number(year) < FIRST_YEAR) return false;
	const time = new Date(`${year}-${month}-${day}T00:00:00Z`);
	return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(`${year}-${month}-${day}`);
}

function* lintLimited(substance: Substance): Generator<LintProblem> {
	const names = new Set(Object.values(substance.names).flat());
	const numbers = new Set(substance.cas.map((cas) => cas.number));
	for (const [index, form] of (substance.limited ?? []).entries()) {
		const here = inSubstance(substance.id, `/limited/${index}`);
		for (const name of form.names) {
			if (!names.has(name))
				yield refusal('unknown-reference', `${here}/names`, `"${name}" is none of the names`, 'add it to names or correct it');
		}
		for (const number of form.cas) {
			if (!numbers.has(number))
				yield refusal('unknown-reference', `${here}/cas`, `${number} is none of the CAS numbers`, 'add it to cas or correct it');
		}
	}
}

function* lintExamples(substance: Substance): Generator<LintProblem> {
	for (const kind of ['match', 'clear'] as const) {
		if ((substance.examples?.[kind].length ?? 0) > 0) continue;
		const text = kind === 'match' ? 'that must be recognised' : 'that must stay clear';
		yield refusal('examples-missing', inSubstance(substance.id, `/examples/${kind}`), `no example of a text ${text}`, 'add at least one');
	}
}

/** Refuses a CAS number with a wrong form or check digit. */
export function* lintCas(number: string, place: string): Generator<LintProblem> {
	const parsed = parseCas(number);
	for (const problem of parsed.ok ? [] : parsed.problems) yield refusal('cas-check-digit', place, problem.message, problem.fix);
}
