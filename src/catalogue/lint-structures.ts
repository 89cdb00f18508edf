// Lint that needs chemistry: every structure against its formula and InChIKey, every family against its positives, negatives,
// members and substances, every look-alike against what is listed. The toolkit is the port of chem/structure-engine.ts, which
// compares flat (stereo-free) skeletons: of an InChIKey the first block is proved, of the second only whether it states stereo.
import { Fault } from '../base/fault.ts';
import { formatFormula, parseFormula } from '../chem/formula.ts';
import type { StructureEngine, StructureOutcome, StructureQuery } from '../chem/structure-engine.ts';
import type { Catalogue, Family, LookAlike, Substance } from '../model/substance.ts';
import { inFamily, inLookAlikes, inSubstance, type LintProblem, refusal } from './lint-problem.ts';

type Structure = Extract<StructureOutcome, { kind: 'structure' }>;

export function* lintStructures(catalogue: Catalogue, engine: StructureEngine): Generator<LintProblem> {
	const queries: StructureQuery[] = [];
	const families: Membership[] = [];
	for (const family of catalogue.families) {
		const membership = yield* compileFamily(family, engine, queries);
		if (membership !== null) families.push(membership);
	}
	// Every structure is read once, against the queries of all families together.
	const compiled = engine.compile(queries);
	const read: Read = (smiles) => engine.resolve('smiles', smiles, compiled);
	for (const membership of families) yield* lintFamily(membership, read);
	const listed = new Map<string, string>();
	for (const substance of catalogue.substances) {
		if (substance.smiles === null) continue;
		const outcome = read(substance.smiles);
		yield* lintSubstance(substance, outcome, engine);
		if (outcome.kind !== 'structure') continue;
		listed.set(wholeKey(outcome), substance.id);
		for (const skeleton of organicSkeletons(outcome)) listed.set(skeleton, substance.id);
		yield* lintMembership(substance, outcome, families);
	}
	for (const [index, one] of catalogue.lookAlikes.entries()) {
		if (one.smiles !== null) yield* lintLookAlike(one, index, read(one.smiles), listed, families);
	}
}

type Read = (smiles: string) => StructureOutcome;

function* lintSubstance(substance: Substance, outcome: StructureOutcome, engine: StructureEngine): Generator<LintProblem> {
	const { id, inchikey, formula } = substance;
	const smiles = substance.smiles ?? '';
	if (outcome.kind !== 'structure') {
		yield refusal('smiles', inSubstance(id, '/smiles'), `the SMILES cannot be read: ${outcome.reason}`, 'correct the SMILES');
		return;
	}
	const drawn = formulaOf(outcome);
	const stated = formula === null ? null : parseFormula(formula);
	if (stated?.ok === true && formatFormula(stated.value.counts) !== drawn) {
		yield refusal('formula', inSubstance(id, '/formula'), `the SMILES is ${drawn}, not ${formula}`, 'correct the formula or the SMILES');
	}
	const block = engine.firstBlock(smiles);
	if (inchikey !== null && block !== inchikey.slice(0, 14)) {
		const message = `the SMILES has the InChIKey ${block ?? '(none)'}-…, not ${inchikey}`;
		yield refusal('inchikey', inSubstance(id, '/inchikey'), message, 'correct the InChIKey or the SMILES');
	} else if (inchikey !== null && isFlatKey(inchikey) === hasStereo(smiles)) {
		const message = `the InChIKey is ${isFlatKey(inchikey) ? 'flat, the SMILES draws' : 'stereospecific, the SMILES does not draw'} stereo or isotopes`;
		yield refusal('inchikey', inSubstance(id, '/inchikey'), message, 'write the key of exactly what the SMILES draws');
	}
}

/** The second block of a key without stereo and isotopes is the hash of nothing. */
const isFlatKey = (inchikey: string): boolean => inchikey.slice(15, 23) === 'UHFFFAOY';
const hasStereo = (smiles: string): boolean => /[@/\\]|\[\d/.test(smiles);

// The components are neutral parents (InChI moves protons to /p): protons that the drawing lacks or has more are what charge the
// parents' own /q cannot explain.
function formulaOf({ components, charge }: Structure): string {
	const counts = new Map<string, number>();
	const add = (symbol: string, count: number): void => void counts.set(symbol, (counts.get(symbol) ?? 0) + count);
	let fixed = 0;
	for (const component of components) {
		const parsed = parseFormula(component.formula);
		if (parsed.ok) for (const [symbol, count] of parsed.value.counts) add(symbol, count * component.count);
		fixed += component.count * Number(/\/q([+-]\d{1,3})$/.exec(component.skeleton ?? '')?.[1] ?? '0');
	}
	add('H', charge - fixed);
	return formatFormula(counts);
}

/** One string for everything drawn: the components with their counts. */
const wholeKey = ({ components }: Structure): string =>
	components
		.map((component) => `${component.count} ${component.skeleton}`)
		.sort()
		.join(' + ');

const organicSkeletons = ({ components }: Structure): string[] =>
	components.flatMap((component) => (component.organic && component.skeleton !== null ? [component.skeleton] : []));

/** A family whose query is valid. */
interface Membership {
	readonly family: Family;
	/** Indices of its queries among those of all families. */
	readonly queries: readonly number[];
	/** Skeletons and tautomer forms of the exact parents. */
	readonly parents: ReadonlySet<string>;
}

// Null when there is no query or one that is refused: its examples would only repeat that.
function* compileFamily(family: Family, engine: StructureEngine, queries: StructureQuery[]): Generator<LintProblem, Membership | null> {
	const own: number[] = [];
	for (const [index, text] of family.smarts.entries()) {
		try {
			engine.compile([{ kind: 'smarts', text }]);
			own.push(queries.push({ kind: 'smarts', text }) - 1);
		} catch (cause) {
			if (!(cause instanceof Fault) || cause.code !== 'catalogue-invalid') throw cause;
			yield refusal('family-query', inFamily(family.id, `/smarts/${index}`), 'the SMARTS is not valid', 'correct the SMARTS');
		}
	}
	const parents = new Set<string>();
	let unread = 0;
	for (const [index, smiles] of family.exactParents.entries()) {
		const outcome = engine.resolve('smiles', smiles);
		if (outcome.kind !== 'structure') {
			unread++;
			yield refusal('family-query', inFamily(family.id, `/exactParents/${index}`), `"${smiles}" cannot be read`, 'correct the SMILES');
			continue;
		}
		for (const { skeleton, tautomer } of outcome.components) for (const form of [skeleton, tautomer]) if (form !== null) parents.add(form);
	}
	const whole = unread === 0 && own.length === family.smarts.length && own.length + parents.size > 0;
	return whole ? { family, queries: own, parents } : null;
}

/** Is any component in the family? `unreadable` when that cannot be told. */
function holds({ queries, parents }: Membership, outcome: StructureOutcome): boolean | 'unreadable' {
	if (outcome.kind !== 'structure' || outcome.components.some((component) => component.matched === null)) return 'unreadable';
	return outcome.components.some(
		({ matched, skeleton, tautomer }) =>
			queries.some((query) => matched?.[query] === true) || parents.has(skeleton ?? '') || parents.has(tautomer ?? ''),
	);
}

function* lintFamily(membership: Membership, read: Read): Generator<LintProblem> {
	const { family } = membership;
	const cases: readonly (readonly [string, string, boolean])[] = [
		...family.positives.map((smiles, i) => [smiles, `/positives/${i}`, true] as const),
		...family.negatives.map((smiles, i) => [smiles, `/negatives/${i}`, false] as const),
		...family.members.map((member, i) => [member.smiles, `/members/${i}/smiles`, true] as const),
	];
	for (const [smiles, pointer, expected] of cases) {
		const found = holds(membership, read(smiles));
		const place = inFamily(family.id, pointer);
		if (found === 'unreadable') yield refusal('smiles', place, `"${smiles}" cannot be read`, 'correct the SMILES');
		else if (found !== expected) {
			const what = expected ? 'belongs to the family and is missed by its query' : 'is outside the family and is hit by its query';
			yield refusal(
				'family-members',
				place,
				`"${smiles}" ${what}`,
				'correct the query or the example, with the wording of the law at hand',
			);
		}
	}
}

function* lintMembership(substance: Substance, outcome: StructureOutcome, families: readonly Membership[]): Generator<LintProblem> {
	const place = inSubstance(substance.id, '/family');
	for (const membership of families) {
		const { id, reviewOnly } = membership.family;
		const found = holds(membership, outcome);
		if (substance.family === id && found !== true) {
			yield refusal('family-members', place, `the query of ${id} misses its own substance`, 'correct the query, the SMILES or the family');
		} else if (substance.family === null && !reviewOnly && found === true) {
			yield refusal('family-members', place, `the substance is in ${id}, but names no family`, `write family: ${id}, or narrow the query`);
		}
	}
}

function* lintLookAlike(
	one: LookAlike,
	index: number,
	outcome: StructureOutcome,
	listed: ReadonlyMap<string, string>,
	families: readonly Membership[],
): Generator<LintProblem> {
	const place = inLookAlikes(index, '/smiles');
	if (outcome.kind !== 'structure') {
		yield refusal('smiles', place, `the SMILES of "${one.name}" cannot be read: ${outcome.reason}`, 'correct the SMILES');
		return;
	}
	if (one.expect === 'other-entry' || one.expect === 'jurisdiction') return;
	const mend = 'remove it, or say expect: other-entry or jurisdiction';
	const owner = [wholeKey(outcome), ...organicSkeletons(outcome)].map((key) => listed.get(key)).find((id) => id !== undefined);
	if (owner !== undefined) yield refusal('look-alike-listed', place, `"${one.name}" has the structure of ${owner}`, mend);
	for (const membership of families) {
		if (holds(membership, outcome) === true) yield refusal('look-alike-listed', place, `"${one.name}" is in ${membership.family.id}`, mend);
	}
}
