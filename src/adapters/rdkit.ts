// The structure engine on RDKit MinimalLib (BSD-3-Clause, WebAssembly), with its WASM read from the installed package.
// Texts pass the lexers and their limits first; what is left is bounded to milliseconds. A trap inside WASM leaves its memory
// unusable, so the engine then swaps to a spare instance and reports `errored` for that text. Every Mol is deleted.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import rdkit, { type MainModule, type Mol } from '@rdkit/rdkit';
import { Fault } from '../base/fault.ts';
import { componentInchi, type InchiComponent, parseInchi } from '../chem/inchi.ts';
import { molfileFromInchi } from '../chem/inchi-graph.ts';
import { flatSmiles, lexSmiles } from '../chem/smiles.ts';
import {
	type CompiledQueries,
	KEY_ATOMS,
	type StructureComponent,
	type StructureEngine,
	type StructureNotation,
	type StructureOutcome,
	type StructureQuery,
} from '../chem/structure-engine.ts';

const CACHE_SIZE = 2048;
const MAX_PARTS = 64;
const FLAT = '-SNon';
const TAUTOMERS = '-SNon -KET -15T';

// The part of the WebAssembly API used here; the compiler's libraries for this project leave browser globals out.
const WASM = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;
interface WasmApi {
	compile(bytes: Uint8Array): Promise<object>;
	readonly Instance: new (module: object, imports: object) => object;
}

type Start = () => Promise<MainModule>;

/**
 * Loads the engine: about 0.3 s and 30 MB once per process or worker.
 * @throws Fault `engine-unavailable` when the package or its WASM file cannot be read.
 */
export async function loadRdkit(): Promise<StructureEngine> {
	try {
		const path = createRequire(import.meta.url).resolve('@rdkit/rdkit/RDKit_minimal.wasm');
		const compiled = await WASM.compile(await readFile(path));
		const start: Start = async () => {
			const module = await rdkit.default({ instantiateWasm: instantiateFrom(compiled), print: ignore, printErr: ignore });
			module.disable_logging();
			return module;
		};
		const engine = new RdkitEngine(await start(), await start(), start);
		engine.resolve('smiles', 'CCO');
		return engine;
	} catch (cause) {
		throw new Fault('engine-unavailable', 'RDKit could not be started; reinstall the package @rdkit/rdkit', { cause });
	}
}

class RdkitQueries implements CompiledQueries {
	readonly source: readonly StructureQuery[];
	readonly id: number;
	/** Compiled on one instance; rebuilt when the engine has swapped to another. */
	owner: MainModule | null = null;
	mols: readonly Mol[] = [];

	constructor(source: readonly StructureQuery[], id: number) {
		this.source = source;
		this.id = id;
	}
	get size(): number {
		return this.source.length;
	}
}

class RdkitEngine implements StructureEngine {
	readonly version: string;
	private module: MainModule | null;
	private spare: MainModule | null;
	private readonly start: Start;
	private starting = false;
	private queryCount = 0;
	private readonly cache = new Map<string, StructureOutcome>();

	constructor(module: MainModule, spare: MainModule, start: Start) {
		this.module = module;
		this.spare = spare;
		this.start = start;
		this.version = `RDKit ${module.version()}`;
	}

	compile(queries: readonly StructureQuery[]): CompiledQueries {
		const module = this.current();
		if (module === null) throw new Fault('engine-unavailable');
		const compiled = new RdkitQueries(queries, ++this.queryCount);
		compileOn(module, compiled);
		return compiled;
	}

	resolve(notation: StructureNotation, text: string, queries?: CompiledQueries): StructureOutcome {
		const own = queries instanceof RdkitQueries ? queries : null;
		if (queries !== undefined && own === null) throw new Fault('impossible', 'The queries were compiled by another engine');
		if (text.length > 2 * 4000) return { kind: 'too-large', reason: 'longer than 4000 characters' };
		const key = `${own?.id ?? 0} ${notation} ${text}`;
		const known = this.cache.get(key);
		if (known !== undefined) {
			this.cache.delete(key);
			this.cache.set(key, known);
			return known;
		}
		const outcome = this.evaluate(notation, text, own);
		this.remember(key, outcome);
		return outcome;
	}

	firstBlock(smiles: string): string | null {
		const module = this.current();
		const reading = lexSmiles(smiles);
		if (module === null || reading.kind !== 'smiles' || reading.heavyAtoms > KEY_ATOMS) return null;
		try {
			const mol = module.get_mol(flatSmiles(smiles));
			if (mol === null) return null;
			const block = module.get_inchikey_for_inchi(mol.get_inchi(FLAT)).slice(0, 14);
			mol.delete();
			return block.length === 14 ? block : null;
		} catch {
			this.retire();
			return null;
		}
	}

	private remember(key: string, outcome: StructureOutcome): void {
		// A trap may be the instance's fault rather than the text's: such an outcome is not kept.
		if (outcome.kind === 'errored') return;
		this.cache.set(key, outcome);
		if (this.cache.size <= CACHE_SIZE) return;
		for (const oldest of this.cache.keys()) {
			this.cache.delete(oldest);
			return;
		}
	}

	private evaluate(notation: StructureNotation, text: string, queries: RdkitQueries | null): StructureOutcome {
		const module = this.current();
		if (module === null) return { kind: 'errored', reason: 'the structure engine is restarting' };
		try {
			if (queries !== null && queries.owner !== module) compileOn(module, queries);
			return notation === 'smiles' ? fromSmiles(module, text, queries) : fromInchi(module, text, queries);
		} catch (cause) {
			if (cause instanceof Fault) throw cause;
			this.retire();
			return { kind: 'errored', reason: 'the structure engine failed on this text' };
		}
	}

	private retire(): void {
		this.module = null;
		this.current();
	}

	// The live instance; after a trap the spare takes over at once and a new spare starts in the background.
	private current(): MainModule | null {
		if (this.module !== null) return this.module;
		this.module = this.spare;
		this.spare = null;
		if (!this.starting) {
			this.starting = true;
			this.start()
				.then((fresh) => {
					if (this.module === null) this.module = fresh;
					else this.spare = fresh;
				})
				.catch(ignore)
				.finally(() => {
					this.starting = false;
				});
		}
		return this.module;
	}
}

function fromSmiles(module: MainModule, text: string, queries: RdkitQueries | null): StructureOutcome {
	const { smiles, reading } = readSmiles(text);
	if (reading.kind === 'not-smiles') return { kind: 'not-a-structure', reason: reading.reason };
	if (reading.kind === 'too-large') return reading;
	const parts = new Map<string, { keyed: boolean; count: number }>();
	let charge = 0;
	for (const part of reading.components) {
		charge += part.charge;
		// A bare proton has no skeleton; it only balances the charge.
		if (part.heavyAtoms === 0 && part.charge !== 0) continue;
		if (part.elements.has('*')) return { kind: 'errored', reason: 'wildcard atoms leave the identity open' };
		const flat = flatSmiles(smiles.slice(part.start, part.end));
		parts.set(flat, { keyed: part.heavyAtoms <= KEY_ATOMS, count: (parts.get(flat)?.count ?? 0) + 1 });
	}
	if (parts.size > MAX_PARTS) return { kind: 'too-large', reason: `more than ${MAX_PARTS} different components` };
	const components: StructureComponent[] = [];
	for (const [part, { keyed, count }] of parts) {
		const mol = module.get_mol(part);
		if (mol === null) return { kind: 'not-a-structure', reason: 'an atom has an impossible valence or a ring cannot be aromatic' };
		try {
			const matched = matchAll(mol, queries);
			if (!keyed) {
				const heavyAtoms = mol.get_num_atoms(true);
				components.push({ organic: true, heavyAtoms, count, formula: '', key: null, skeleton: null, tautomer: null, matched });
				continue;
			}
			const described = describe(module, mol, matched);
			if (described === null) return { kind: 'errored', reason: 'no InChI can be written for a component' };
			for (const component of described) components.push({ ...component, count });
		} finally {
			mol.delete();
		}
	}
	return { kind: 'structure', components: merged(components), charge };
}

// White space may be a slip or a disguise inside the notation, or end it ("C=O formaldehyde"): the first word is read alone, and
// the words joined when that fails.
function readSmiles(text: string): { smiles: string; reading: ReturnType<typeof lexSmiles> } {
	const trimmed = text.trim();
	const words = trimmed.split(/\s+/);
	const first = words[0] ?? '';
	const reading = lexSmiles(first);
	if (reading.kind !== 'not-smiles' || words.length === 1) return { smiles: first, reading };
	const joined = words.join('');
	return { smiles: joined, reading: lexSmiles(joined) };
}

function fromInchi(module: MainModule, text: string, queries: RdkitQueries | null): StructureOutcome {
	const reading = parseInchi(text);
	if (!reading.ok) return { kind: 'not-a-structure', reason: reading.problems[0]?.message ?? 'not an InChI' };
	const components: StructureComponent[] = [];
	const seen = new Map<string, StructureComponent>();
	for (const component of reading.value.components) {
		const skeleton = componentInchi(component);
		const rebuilt = seen.get(skeleton) ?? rebuild(module, component, skeleton, queries);
		if (rebuilt !== null) {
			components.push(rebuilt);
			seen.set(skeleton, rebuilt);
			continue;
		}
		const key = module.get_inchikey_for_inchi(skeleton).slice(0, 14);
		if (key.length !== 14) return { kind: 'not-a-structure', reason: 'the InChI layers cannot be read' };
		const lone = heavyAtomsOf(component) <= 1;
		const matched = lone ? new Array<boolean>(queries?.size ?? 0).fill(false) : null;
		components.push({ ...facts(component), key, skeleton, tautomer: null, matched });
	}
	return { kind: 'structure', components: merged(components), charge: reading.value.charge };
}

// Equal components become one with the sum of their counts; the order of first appearance is kept.
function merged(components: readonly StructureComponent[]): StructureComponent[] {
	const bySkeleton = new Map<string, StructureComponent>();
	for (const [i, component] of components.entries()) {
		const key = component.skeleton ?? `unkeyed ${i}`;
		const known = bySkeleton.get(key);
		const matched = known?.matched?.map((hit, query) => hit || component.matched?.[query] === true) ?? component.matched;
		bySkeleton.set(key, { ...component, count: (known?.count ?? 0) + component.count, matched });
	}
	return [...bySkeleton.values()];
}

// The molecule behind an InChI component, proved by writing its InChI again; null when it cannot be rebuilt.
function rebuild(module: MainModule, component: InchiComponent, skeleton: string, queries: RdkitQueries | null): StructureComponent | null {
	const molfile = molfileFromInchi(component);
	const mol = molfile === null ? null : module.get_mol(molfile);
	if (mol === null) return null;
	try {
		const described = describe(module, mol, matchAll(mol, queries));
		const only = described?.[0];
		return only !== undefined && described?.length === 1 && only.skeleton === skeleton ? only : null;
	} finally {
		mol.delete();
	}
}

// InChI separates covalently drawn metals, so one drawn component may be several. Null when no InChI can be written.
function describe(module: MainModule, mol: Mol, matched: readonly boolean[]): StructureComponent[] | null {
	const plain = parseInchi(mol.get_inchi(FLAT));
	const tautomers = parseInchi(mol.get_inchi(TAUTOMERS));
	if (!plain.ok || !tautomers.ok) return null;
	return plain.value.components.map((component, i) => {
		const skeleton = componentInchi(component);
		const twin = tautomers.value.components[i];
		const key = module.get_inchikey_for_inchi(skeleton).slice(0, 14);
		return { ...facts(component), key, skeleton, tautomer: twin === undefined ? null : componentInchi(twin), matched };
	});
}

function facts(component: InchiComponent): Pick<StructureComponent, 'organic' | 'heavyAtoms' | 'count' | 'formula'> {
	return { count: 1, organic: component.counts.has('C'), heavyAtoms: heavyAtomsOf(component), formula: component.formula };
}

function heavyAtomsOf(component: InchiComponent): number {
	let heavy = 0;
	for (const [symbol, count] of component.counts) if (symbol !== 'H') heavy += count;
	return heavy;
}

function matchAll(mol: Mol, queries: RdkitQueries | null): boolean[] {
	return (queries?.mols ?? []).map((query) => mol.get_substruct_match(query) !== '{}');
}

function compileOn(module: MainModule, queries: RdkitQueries): void {
	const mols: Mol[] = [];
	for (const query of queries.source) {
		const bounded = query.text.length <= 4000;
		const mol = !bounded ? null : query.kind === 'smarts' ? module.get_qmol(query.text) : module.get_mol(query.text);
		if (mol === null || mol.get_num_atoms() === 0) {
			for (const done of mols) done.delete();
			throw new Fault(
				'catalogue-invalid',
				`This ${query.kind === 'smarts' ? 'SMARTS' : 'SMILES'} is not valid: ${query.text.slice(0, 200)}`,
			);
		}
		mols.push(mol);
	}
	queries.owner = module;
	queries.mols = mols;
}

function instantiateFrom(compiled: object) {
	return (imports: object, done: (instance: object, module: object) => void): object => {
		done(new WASM.Instance(compiled, imports), compiled);
		return {};
	};
}

function ignore(): void {}
