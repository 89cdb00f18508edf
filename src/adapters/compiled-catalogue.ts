// The catalogue and the policy inside the compiled artefact, for reading: the engine itself runs elsewhere.
import { readFileSync } from 'node:fs';
import { Fault } from '../base/fault.ts';
import { requireSection, unpackArtefact } from '../catalogue/artefact.ts';
import { parseRegimeTable } from '../catalogue/law-table.ts';
import type { RegimeTable } from '../model/law.ts';
import type { Catalogue } from '../model/substance.ts';
import { ARTEFACT, nativeDigest } from './engine.ts';

export interface CompiledCatalogue {
	readonly version: string;
	readonly catalogue: Catalogue;
	/** The policy as parsed YAML. */
	readonly policy: unknown;
	readonly regimes: RegimeTable;
}

/** @throws Fault `file-unreadable` or `artefact-invalid`. */
export function readCompiledCatalogue(path: string = ARTEFACT): CompiledCatalogue {
	let bytes: Uint8Array;
	try {
		bytes = readFileSync(path);
	} catch (cause) {
		throw new Fault('file-unreadable', `The compiled catalogue ${path} cannot be read; run "npm run compile" or reinstall.`, { cause });
	}
	const artefact = unpackArtefact(bytes, nativeDigest);
	const section = (name: string): unknown => JSON.parse(new TextDecoder().decode(requireSection(artefact, name)));
	const { policy, regimes } = section('law') as { readonly policy: unknown; readonly regimes: unknown };
	const table = parseRegimeTable(regimes);
	if (!table.ok) throw new Fault('artefact-invalid', `The regimes of the compiled catalogue ${path} are malformed; reinstall.`);
	return { version: artefact.version, catalogue: section('catalogue') as Catalogue, policy, regimes: table.value };
}
