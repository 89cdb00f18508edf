// The screening engine: listing + compiled catalogue → verdict. Pure: time is an argument, the structure toolkit and the digest are
// ports. This file only assembles it.
import { type Digest, pureDigest } from '../base/digest.ts';
import { unpackArtefact } from '../catalogue/artefact.ts';
import type { StructureEngine } from '../chem/structure-engine.ts';
import type { Catalogue } from '../model/substance.ts';
import { createDecider } from './decider.ts';
import { gather } from './gather.ts';
import type { Halves } from './known.ts';
import { buildParts } from './parts.ts';
import { type Engine, ScreeningEngine } from './screening.ts';
import { fromSections } from './sections.ts';
import { compileStructures, type StructureIndex } from './structures.ts';

export interface EnginePorts {
	/** SHA-256; a host may pass a native one. */
	readonly digest?: Digest;
	/** Without it, a listing that holds a structure cannot be evaluated and goes to review. */
	readonly structures?: StructureEngine;
	/** Which half of the known names to consult; anything but `both` is for honest measurement on the other half. */
	readonly knownHalves?: Halves;
}

/** Starts an engine on a compiled catalogue. @throws Fault `artefact-invalid` for a truncated, altered or foreign file. */
export function createEngine(artefact: Uint8Array, ports: EnginePorts = {}): Engine {
	const digest = ports.digest ?? pureDigest;
	const opened = unpackArtefact(artefact, digest);
	const prepared = fromSections(opened);
	const parts = buildParts(prepared, ports.knownHalves);
	const structures = ports.structures === undefined ? null : lazily(ports.structures, prepared.catalogue);
	const decider = createDecider(prepared.catalogue, prepared.law, (inspection) => gather(inspection, prepared.intent.score), digest);
	return new ScreeningEngine(opened.version, parts, structures, decider, digest);
}

// Structures are rare in listings and their index takes a while to build: it is built when the first one comes.
function lazily(engine: StructureEngine, catalogue: Catalogue): StructureIndex {
	let index: StructureIndex | null = null;
	const open = (): StructureIndex => {
		index ??= compileStructures(engine, catalogue.substances, catalogue.families);
		return index;
	};
	return {
		identify: (notation, text) => open().identify(notation, text),
		byKey: (block) => open().byKey(block),
		keys: () => open().keys(),
	};
}
