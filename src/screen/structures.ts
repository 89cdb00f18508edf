// Recognises listed substances and legal families behind a chemical line notation. Identity is equality of the neutral, flat,
// isotope-free parent of a component (salts, hydrates, isotopes, stereoisomers and common tautomers all meet there), never
// similarity. Counter-ions are not the offer: a hydrochloride is not hydrochloric acid. Pure; the toolkit is a port.
import { Fault } from '../base/fault.ts';
import type {
	CompiledQueries,
	StructureComponent,
	StructureEngine,
	StructureNotation,
	StructureOutcome,
	StructureQuery,
} from '../chem/structure-engine.ts';
import type { Family, Substance } from '../model/substance.ts';

export interface StructureHit {
	readonly id: string;
	/** True when the parent itself equals the listed one; false for a family member that is listed under this substance. */
	readonly exact: boolean;
}

export interface StructureIdentity {
	readonly outcome: StructureOutcome['kind'];
	/** Why there is no structure, or why it is not `complete`; empty otherwise. */
	readonly reason: string;
	/** Most specific first. Substances that differ only in stereo (the ephedrines) are all reported. */
	readonly substances: readonly StructureHit[];
	/** Family ids: of the substances, then by query; open-ended (review-only) families last. */
	readonly families: readonly string[];
	/** False when the family queries could not be run on some component: an empty `families` then proves nothing. */
	readonly complete: boolean;
}

export interface StructureIndex {
	/** Bounded and total: any text gets an answer. `errored` and `too-large` outcomes must never end as clear. */
	identify(notation: StructureNotation, text: string): StructureIdentity;
	/**
	 * Substances with this InChIKey first block, in catalogue order: the listed parent and its usual salts, whose keys a hash cannot
	 * relate to the parent. The first call takes a moment to compute them.
	 */
	byKey(firstBlock: string): readonly string[];
	/** All such first blocks; takes about a second, so the compile step stores them. */
	keys(): ReadonlyMap<string, readonly string[]>;
}

interface Entry {
	readonly substance: Substance;
	readonly parent: StructureComponent;
	/** Set for inorganic substances: the whole formula unit is compared, never a part of it. */
	readonly unit: string | null;
	/** Index of the query that looks for this substance inside a family member; -1 without one. */
	readonly query: number;
	/** A free carboxylic acid: the one under which its esters are listed. */
	readonly acid: boolean;
}

interface FamilyEntry {
	readonly id: string;
	readonly reviewOnly: boolean;
	readonly queries: readonly number[];
	/** Skeletons and tautomer forms of `exactParents`. */
	readonly parents: ReadonlySet<string>;
	/** Substances listed under the family. */
	readonly entries: readonly Entry[];
	/** Skeleton of a published member → substances that carry the member's CAS number. */
	readonly members: ReadonlyMap<string, readonly string[]>;
}

const FREE_ACID: StructureQuery = { kind: 'smarts', text: '[CX3](=O)[OX2H1]' };
/** Solvents crystallise along with other molecules: beside another organic component they are not the offer. */
const SOLVENT_GROUP = 'solvent';

/**
 * Compiles the structures of a catalogue once per engine. Substances without SMILES are left out.
 * @throws Fault `catalogue-invalid` for a SMILES or SMARTS that the engine refuses.
 */
export function compileStructures(engine: StructureEngine, substances: readonly Substance[], families: readonly Family[]): StructureIndex {
	const queries: StructureQuery[] = [];
	const entries = compileEntries(engine, substances, queries);
	const familyEntries = families.map((family) => compileFamily(engine, family, entries, queries));
	return new CompiledStructures(engine, entries, familyEntries, engine.compile(queries));
}

class CompiledStructures implements StructureIndex {
	private readonly engine: StructureEngine;
	private readonly families: readonly FamilyEntry[];
	private readonly queries: CompiledQueries;
	private readonly bySkeleton: ReadonlyMap<string, readonly Entry[]>;
	private readonly byTautomer: ReadonlyMap<string, readonly Entry[]>;
	private readonly byUnit: ReadonlyMap<string, readonly Entry[]>;
	private readonly entries: readonly Entry[];
	private byFirstBlock: ReadonlyMap<string, readonly string[]> | null = null;

	constructor(engine: StructureEngine, entries: readonly Entry[], families: readonly FamilyEntry[], queries: CompiledQueries) {
		const organic = entries.filter((entry) => entry.unit === null);
		this.engine = engine;
		this.families = families;
		this.queries = queries;
		this.bySkeleton = grouped(organic, (entry) => entry.parent.skeleton);
		this.byTautomer = grouped(organic, (entry) => entry.parent.tautomer);
		this.byUnit = grouped(entries, (entry) => entry.unit);
		this.entries = entries;
	}

	identify(notation: StructureNotation, text: string): StructureIdentity {
		const outcome = this.engine.resolve(notation, text, this.queries);
		if (outcome.kind !== 'structure') {
			return { outcome: outcome.kind, reason: outcome.reason, substances: [], families: [], complete: outcome.kind === 'not-a-structure' };
		}
		const components = [...outcome.components].sort((a, b) => b.heavyAtoms - a.heavyAtoms);
		const organic = components.some((component) => component.organic);
		const exact = organic ? this.organicEntries(components) : (this.byUnit.get(unitOf(components, outcome.charge) ?? '') ?? []);
		const settled = new Set(components.filter((component) => this.equalTo(component).some((entry) => exact.includes(entry))));
		const hits = new Map<string, boolean>(exact.map((entry) => [entry.substance.id, true]));
		const closed = new Set<string>();
		const open = new Set<string>();
		for (const { substance } of exact) if (substance.family !== null) closed.add(substance.family);
		for (const family of this.families) {
			for (const component of components) {
				if (!isMember(family, component)) continue;
				(family.reviewOnly ? open : closed).add(family.id);
				if (family.reviewOnly || settled.has(component)) continue;
				for (const [id, equal] of listedUnder(family, component)) if (!hits.has(id)) hits.set(id, equal);
			}
		}
		// A substance may itself name an open-ended family: it stays last.
		for (const { id, reviewOnly } of this.families) if (reviewOnly && closed.delete(id)) open.add(id);
		const complete = components.every((component) => component.matched !== null);
		return {
			outcome: 'structure',
			reason: complete ? '' : 'the family queries could not be run on a component',
			substances: [...hits].map(([id, equal]) => ({ id, exact: equal })),
			families: [...closed, ...open],
			complete,
		};
	}

	byKey(firstBlock: string): readonly string[] {
		return this.keys().get(firstBlock) ?? [];
	}

	keys(): ReadonlyMap<string, readonly string[]> {
		this.byFirstBlock ??= firstBlocks(this.engine, this.entries);
		return this.byFirstBlock;
	}

	private equalTo(component: StructureComponent): readonly Entry[] {
		return this.bySkeleton.get(component.skeleton ?? '') ?? this.byTautomer.get(component.tautomer ?? '') ?? [];
	}

	// Every organic component counts, whichever is larger: a bulky counter-ion must not hide the listed one.
	private organicEntries(components: readonly StructureComponent[]): Entry[] {
		const found: Entry[] = [];
		let otherThanSolvent = false;
		for (const component of components) {
			if (!component.organic) continue;
			const entries = this.equalTo(component);
			found.push(...entries);
			if (!entries.some(isSolvent)) otherThanSolvent = true;
		}
		return otherThanSolvent ? found.filter((entry) => !isSolvent(entry)) : found;
	}
}

function compileEntries(engine: StructureEngine, substances: readonly Substance[], queries: StructureQuery[]): Entry[] {
	const acidQuery = engine.compile([FREE_ACID]);
	const entries: Entry[] = [];
	for (const substance of substances) {
		if (substance.smiles === null) continue;
		const { components, charge } = requireStructure(engine, substance.smiles, substance.id, acidQuery);
		const parent = largest(components);
		const unit = components.some((component) => component.organic) ? null : unitOf(components, charge);
		// The query is the substance as drawn, so it is only used for substances of a single component.
		const query = substance.family !== null && components.length === 1 ? queries.push({ kind: 'smiles', text: substance.smiles }) - 1 : -1;
		entries.push({ substance, parent, unit, query, acid: parent.matched?.[0] === true });
	}
	return entries;
}

function compileFamily(engine: StructureEngine, family: Family, entries: readonly Entry[], queries: StructureQuery[]): FamilyEntry {
	const parents = new Set<string>();
	for (const smiles of family.exactParents) {
		const parent = largest(requireStructure(engine, smiles, family.id).components);
		if (parent.skeleton !== null) parents.add(parent.skeleton);
		if (parent.tautomer !== null) parents.add(parent.tautomer);
	}
	const members = new Map<string, readonly string[]>();
	for (const member of family.members) {
		const { skeleton } = largest(requireStructure(engine, member.smiles, family.id).components);
		const listed = entries.filter(({ substance }) => substance.cas.some((cas) => cas.number === member.cas));
		if (skeleton !== null && listed.length > 0)
			members.set(
				skeleton,
				listed.map(({ substance }) => substance.id),
			);
	}
	return {
		id: family.id,
		reviewOnly: family.reviewOnly,
		// "X and its salts" families are decided by equality alone; a substructure query would catch every larger molecule.
		queries: family.exactParents.length > 0 ? [] : family.smarts.map((text) => queries.push({ kind: 'smarts', text }) - 1),
		parents,
		entries: entries.filter(({ substance }) => substance.family === family.id),
		members,
	};
}

// Counter-ions of trade forms: what is added to how many parents. Protons do not change a first block, so acids stay as drawn.
const HYDRATES = ['.O'];
const SALTS_OF_BASES = [
	'.Cl',
	'.Cl.Cl',
	'.Cl.O',
	'.Br',
	'.OS(=O)(=O)O',
	'.OP(=O)(O)O',
	'.OC(=O)C(O)C(O)C(=O)O',
	'.OC(=O)C=CC(=O)O',
	'.OC(=O)C(=O)O',
	'.OC(=O)C(F)(F)F',
];
const SALTS_OF_TWO_BASES = ['.OS(=O)(=O)O', '.OC(=O)C(O)C(O)C(=O)O'];
const SALTS_OF_ACIDS = ['.[Na+]', '.[K+]', '.[Li+]', '.[NH4+]', '.[Na+].O'];
const SALTS_OF_TWO_ACIDS = ['.[Ca+2]', '.[Mg+2]'];

function firstBlocks(engine: StructureEngine, entries: readonly Entry[]): Map<string, string[]> {
	const blocks = new Map<string, string[]>();
	const add = (block: string | null | undefined, id: string): void => {
		if (block === null || block === undefined) return;
		const ids = blocks.get(block) ?? [];
		if (!ids.includes(id)) blocks.set(block, [...ids, id]);
	};
	for (const { substance, unit, acid, parent } of entries) {
		const smiles = substance.smiles ?? '';
		const base = parent.organic && /N(?![a-z])/.test(parent.formula);
		const saltAcid = acid || (unit !== null && substance.family !== null);
		const ions = ['', ...HYDRATES, ...(base ? SALTS_OF_BASES : []), ...(saltAcid ? SALTS_OF_ACIDS : [])];
		const ionsOfTwo = [...(base ? SALTS_OF_TWO_BASES : []), ...(saltAcid ? SALTS_OF_TWO_ACIDS : [])];
		add(substance.inchikey?.slice(0, 14), substance.id);
		for (const ion of ions) add(engine.firstBlock(smiles + ion), substance.id);
		for (const ion of ionsOfTwo) add(engine.firstBlock(`${smiles}.${smiles}${ion}`), substance.id);
	}
	return blocks;
}

function isMember(family: FamilyEntry, component: StructureComponent): boolean {
	if (family.queries.some((query) => component.matched?.[query] === true)) return true;
	return [component.skeleton, component.tautomer].some((form) => form !== null && (family.parents.has(form) || family.members.has(form)));
}

/**
 * The substances under which the law lists a family member: those that share a published member's CAS number; else the most
 * specific one that occurs in it (an ester is listed under its acid, so acids go first); else the family's smallest substance.
 */
function listedUnder(family: FamilyEntry, component: StructureComponent): [id: string, exact: boolean][] {
	const published = family.members.get(component.skeleton ?? '');
	if (published !== undefined) return published.map((id) => [id, false]);
	const equal = family.entries.filter(({ parent }) => parent.skeleton === component.skeleton);
	if (equal.length > 0) return equal.map(({ substance }) => [substance.id, true]);
	const inside = family.entries.filter((entry) => component.matched?.[entry.query] === true);
	const acids = inside.filter((entry) => entry.acid);
	if (inside.length > 0) return sized(acids.length > 0 ? acids : inside, Math.max);
	return sized(family.entries, Math.min);
}

function sized(entries: readonly Entry[], pick: (...sizes: number[]) => number): [string, boolean][] {
	const size = pick(...entries.map(({ parent }) => parent.heavyAtoms));
	return entries.filter(({ parent }) => parent.heavyAtoms === size).map(({ substance }) => [substance.id, false]);
}

/**
 * One string for an inorganic compound: its components and their ratio, water of crystallisation left out. Metals are drawn with
 * or without charges and bonds, so charges on parts are ignored; null when the whole is charged (an ion is no substance).
 */
function unitOf(components: readonly StructureComponent[], charge: number): string | null {
	if (charge !== 0) return null;
	const counts = new Map<string, number>();
	for (const component of components) {
		if (component.skeleton === null) return null;
		const part = component.skeleton.split('/q')[0] ?? '';
		if (component.formula !== 'H2O') counts.set(part, (counts.get(part) ?? 0) + component.count);
	}
	const divisor = [...counts.values()].reduce(greatestDivisor, 0);
	if (divisor === 0) return null;
	return [...counts]
		.map(([part, count]) => `${count / divisor} ${part}`)
		.sort()
		.join(' + ');
}

function greatestDivisor(a: number, b: number): number {
	let [x, y] = [a, b];
	while (y > 0) [x, y] = [y, x % y];
	return x;
}

function requireStructure(engine: StructureEngine, smiles: string, owner: string, queries?: CompiledQueries): Structure {
	const outcome = engine.resolve('smiles', smiles, queries);
	if (outcome.kind === 'structure' && outcome.components.length > 0) return outcome;
	const why = outcome.kind === 'structure' ? 'no atoms' : outcome.reason;
	throw new Fault('catalogue-invalid', `The SMILES "${smiles.slice(0, 200)}" of ${owner} cannot be read: ${why}`);
}

type Structure = Extract<StructureOutcome, { kind: 'structure' }>;

// Carbon before size: the parent of a salt with a heavy inorganic part is its organic component.
function largest(components: readonly StructureComponent[]): StructureComponent {
	const rank = (component: StructureComponent): number => component.heavyAtoms + (component.organic ? 1000 : 0);
	return components.reduce((best, component) => (rank(component) > rank(best) ? component : best));
}

const isSolvent = (entry: Entry): boolean => entry.substance.group === SOLVENT_GROUP;

function grouped(entries: readonly Entry[], keyOf: (entry: Entry) => string | null): Map<string, Entry[]> {
	const groups = new Map<string, Entry[]>();
	for (const entry of entries) {
		const key = keyOf(entry);
		if (key === null || key === '') continue;
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [entry]);
		else group.push(entry);
	}
	return groups;
}
