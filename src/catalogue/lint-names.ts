// Lint across entries: a number, name or key that two substances claim, a look-alike or a controlled drug that is itself listed.
// What rightly belongs to two is declared in shared-identifiers.yaml. Must never let a listed name pass as an honest one.
import type { Catalogue, LookAlike, SharedIdentifier } from '../model/substance.ts';
import { inFamily, inLookAlikes, inSubstance, type Known, type LintProblem, placedNames, refusal } from './lint-problem.ts';
import { nameKey, nameKeys } from './name-key.ts';

type Kind = SharedIdentifier['kind'];

/** Who claims one identifier, and where first. */
interface Claim {
	readonly written: string;
	readonly places: Map<string, string>;
}

type Claims = Readonly<Record<Kind, Map<string, Claim>>>;

export function* lintNames(catalogue: Catalogue, known: Known): Generator<LintProblem> {
	const claims = claimsOf(catalogue);
	yield* lintSharing(catalogue.shared, claims, known);
	const listed = listedBy(catalogue, claims);
	yield* lintLookAlikes(catalogue, listed);
	yield* lintDrugs(catalogue, listed);
	yield* lintBenign(catalogue, listed);
}

function claimsOf(catalogue: Catalogue): Claims {
	const claims: Claims = { cas: new Map(), name: new Map(), inchikey: new Map() };
	const claim = (kind: Kind, key: string, written: string, owner: string, place: string): void => {
		const entry = claims[kind].get(key) ?? { written, places: new Map() };
		if (!entry.places.has(owner)) entry.places.set(owner, place);
		claims[kind].set(key, entry);
	};
	for (const substance of catalogue.substances) {
		const { id } = substance;
		for (const { name, place } of placedNames(substance)) claim('name', nameKey(name), name, id, place);
		for (const [index, cas] of substance.cas.entries()) claim('cas', cas.number, cas.number, id, inSubstance(id, `/cas/${index}/number`));
		if (substance.inchikey !== null) claim('inchikey', substance.inchikey, substance.inchikey, id, inSubstance(id, '/inchikey'));
	}
	return claims;
}

const RULES = { cas: 'cas-shared', name: 'name-shared', inchikey: 'inchikey-shared' } as const;
const TITLES = { cas: 'CAS number', name: 'name', inchikey: 'InChIKey' } as const;

function* lintSharing(shared: readonly SharedIdentifier[], claims: Claims, known: Known): Generator<LintProblem> {
	const declared = new Map<Claim, ReadonlySet<string>>();
	for (const [index, entry] of shared.entries()) {
		const here = `shared-identifiers.yaml#/shared/${index}`;
		for (const id of entry.substances) {
			if (!known.substances.has(id))
				yield refusal('unknown-reference', `${here}/substances`, `there is no substance "${id}"`, 'correct the id');
		}
		const claim = claims[entry.kind].get(entry.kind === 'name' ? nameKey(entry.value) : entry.value);
		if (claim === undefined || entry.substances.some((id) => known.substances.has(id) && !claim.places.has(id))) {
			yield refusal(
				'shared-unused',
				here,
				`the ${TITLES[entry.kind]} ${entry.value} is not shared as declared`,
				'remove the entry or correct it',
			);
		}
		if (claim !== undefined) declared.set(claim, new Set(entry.substances));
	}
	for (const kind of ['cas', 'name', 'inchikey'] as const) {
		for (const claim of claims[kind].values()) {
			const [first, ...others] = claim.places.keys();
			for (const id of others) {
				const may = declared.get(claim);
				if (first === undefined || (may?.has(id) === true && may.has(first))) continue;
				const fix = 'keep it in one of them, or declare it in shared-identifiers.yaml';
				yield refusal(RULES[kind], claim.places.get(id) ?? '', `the ${TITLES[kind]} ${claim.written} is also that of ${first}`, fix);
			}
		}
	}
}

/** Name key or CAS number → what is listed under it. */
function listedBy(catalogue: Catalogue, claims: Claims): ReadonlyMap<string, string> {
	const listed = new Map<string, string>();
	for (const family of catalogue.families) {
		for (const member of family.members) {
			for (const key of [member.name, ...member.aliases].flatMap(nameKeys)) listed.set(key, `a member of ${family.id}`);
			if (member.cas !== null) listed.set(member.cas, `a member of ${family.id}`);
		}
	}
	for (const kind of ['name', 'cas'] as const)
		for (const [key, claim] of claims[kind]) listed.set(key, [...claim.places.keys()].join(' and '));
	return listed;
}

/** These say themselves that another rule or another country's law lists them. */
const mayBeListed = (one: LookAlike): boolean => one.expect === 'other-entry' || one.expect === 'jurisdiction';

function* lintLookAlikes(catalogue: Catalogue, listed: ReadonlyMap<string, string>): Generator<LintProblem> {
	const drugs = new Set(catalogue.drugs.map((drug) => nameKey(drug.name)));
	const owners = new Map<string, string>();
	for (const [index, one] of catalogue.lookAlikes.entries()) {
		const names: readonly (readonly [string, string])[] = [
			[one.name, '/name'],
			...one.aliases.map((alias, i) => [alias, `/aliases/${i}`] as const),
		];
		for (const [name, pointer] of names) {
			const here = inLookAlikes(index, pointer);
			for (const key of nameKeys(name)) {
				const owner = listed.get(key);
				if (owner !== undefined && !mayBeListed(one)) yield listedLookAlike(here, `"${name}" is the name of ${owner}`);
				if (drugs.has(key)) yield listedLookAlike(here, `"${name}" is the name of a controlled drug`);
			}
			const other = owners.get(nameKey(name));
			if (other !== undefined && other !== one.name) {
				yield refusal('look-alike-repeated', here, `"${name}" also stands under "${other}"`, 'merge the two entries or remove it from one');
			}
			owners.set(nameKey(name), one.name);
		}
		const owner = one.cas === null ? undefined : listed.get(one.cas);
		if (owner !== undefined && !mayBeListed(one))
			yield listedLookAlike(inLookAlikes(index, '/cas'), `${one.cas} is the CAS number of ${owner}`);
		const twin = one.cas === null ? undefined : owners.get(one.cas);
		if (twin !== undefined)
			yield refusal('look-alike-repeated', inLookAlikes(index, '/cas'), `${one.cas} also stands under "${twin}"`, 'merge the two entries');
		if (one.cas !== null) owners.set(one.cas, one.name);
	}
}

const listedLookAlike = (place: string, message: string): LintProblem =>
	refusal('look-alike-listed', place, message, 'remove it: what is listed must never pass as honest');

function* lintDrugs(catalogue: Catalogue, listed: ReadonlyMap<string, string>): Generator<LintProblem> {
	let [schedule, row, alias] = [-1, -1, 0];
	let previous = '';
	for (const drug of catalogue.drugs) {
		// Rows are counted as the file has them: a new list or source opens a schedule, a name that is no alias a row.
		const heading = `${drug.list}\n${drug.source}`;
		if (heading !== previous) [schedule, row, previous] = [schedule + 1, -1, heading];
		if (drug.aliasOf === undefined) [row, alias] = [row + 1, 0];
		else alias++;
		const owner = listed.get(nameKey(drug.name));
		if (owner === undefined) continue;
		const here = `controlled-drugs.yaml#/schedules/${schedule}/drugs/${row}`;
		const what = alias === 0 ? 'drug' : `other name ${alias} of the drug`;
		yield refusal(
			'drug-listed',
			here,
			`the ${what}, "${drug.name}", is the name of ${owner}`,
			'keep it in one place: a precursor is a substance, not a drug',
		);
	}
}

function* lintBenign(catalogue: Catalogue, listed: ReadonlyMap<string, string>): Generator<LintProblem> {
	for (const [index, one] of catalogue.abbreviations.entries()) {
		const here = `abbreviations.yaml#/abbreviations/${index}`;
		for (const word of [...one.benign.map(nameKey), ...one.benignCas]) {
			const owner = listed.get(word);
			if (owner !== undefined)
				yield refusal('abbreviation', here, `its honest reading "${word}" is listed as ${owner}`, 'remove it from benign or benignCas');
		}
	}
	for (const family of catalogue.families) {
		for (const [index, member] of family.members.entries()) {
			const owners = catalogue.substances.filter((one) => one.cas.some((cas) => cas.number === member.cas));
			if (owners.length === 0 || owners.some((one) => one.family === family.id)) continue;
			const message = `${member.cas} is listed as ${owners.map((one) => one.id).join(' and ')}, outside the family`;
			yield refusal(
				'family-members',
				inFamily(family.id, `/members/${index}/cas`),
				message,
				`give the substance the family ${family.id} or remove the member`,
			);
		}
	}
}
