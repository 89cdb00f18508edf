// The structure toolkit for a server: most listings hold no structure, and RDKit costs a third of a second and 70 MB. Until it is
// loaded every question about a structure fails and is noted as `missed`; whoever asked loads it then and asks the whole again.
import { Fault } from '../base/fault.ts';
import type { CompiledQueries, StructureEngine, StructureNotation, StructureOutcome, StructureQuery } from '../chem/structure-engine.ts';
import { loadRdkit } from './rdkit.ts';

export class RdkitWhenNeeded implements StructureEngine {
	readonly #load: () => Promise<StructureEngine>;
	#engine: StructureEngine | undefined;
	#missed = false;

	constructor(load: () => Promise<StructureEngine> = loadRdkit) {
		this.#load = load;
	}

	get version(): string {
		return this.#engine?.version ?? 'RDKit';
	}

	/** Whether an answer given so far lacked the toolkit: it is not to be used. */
	get missed(): boolean {
		return this.#missed;
	}

	/** @throws Fault `engine-unavailable` when it cannot be loaded. */
	async load(): Promise<void> {
		this.#engine ??= await this.#load();
		this.#missed = false;
	}

	compile(queries: readonly StructureQuery[]): CompiledQueries {
		return this.#loaded().compile(queries);
	}

	resolve(notation: StructureNotation, text: string, queries?: CompiledQueries): StructureOutcome {
		return this.#loaded().resolve(notation, text, queries);
	}

	firstBlock(smiles: string): string | null {
		return this.#loaded().firstBlock(smiles);
	}

	#loaded(): StructureEngine {
		if (this.#engine !== undefined) return this.#engine;
		this.#missed = true;
		throw new Fault('engine-unavailable', 'The structure toolkit is not loaded yet.');
	}
}
