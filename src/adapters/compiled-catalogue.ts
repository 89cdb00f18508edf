// The catalogue and the policy inside a compiled artefact, for reading: the engine itself runs elsewhere.
import { Fault } from '../base/fault.ts';
import { requireSection, unpackArtefact } from '../catalogue/artefact.ts';
import { parseRegimeTable } from '../catalogue/law-table.ts';
import type { RegimeTable } from '../model/law.ts';
import type { Catalogue } from '../model/substance.ts';
import { ARTEFACT, nativeDigest, readArtefact } from './engine.ts';

/** A compiled catalogue in memory that threads share. */
export type CatalogueBytes = Uint8Array<SharedArrayBuffer>;

/** A copy that threads can share. */
export function sharedBytes(bytes: Uint8Array): CatalogueBytes {
	const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
	shared.set(bytes);
	return shared;
}

export interface CompiledCatalogue {
	readonly version: string;
	readonly catalogue: Catalogue;
	/** The policy as parsed YAML. */
	readonly policy: unknown;
	readonly regimes: RegimeTable;
}

/** The package's own unless bytes are given. @throws Fault `file-unreadable` or `artefact-invalid`. */
export function readCompiledCatalogue(bytes: Uint8Array = readArtefact(ARTEFACT)): CompiledCatalogue {
	const artefact = unpackArtefact(bytes, nativeDigest);
	const section = (name: string): unknown => {
		try {
			return JSON.parse(new TextDecoder().decode(requireSection(artefact, name)));
		} catch (cause) {
			if (cause instanceof Fault) throw cause;
			throw new Fault('artefact-invalid', `The section "${name}" of the compiled catalogue is malformed; compile it again.`, { cause });
		}
	};
	const { policy, regimes } = section('law') as { readonly policy: unknown; readonly regimes: unknown };
	const table = parseRegimeTable(regimes);
	if (!table.ok) throw new Fault('artefact-invalid', 'The regimes of the compiled catalogue are malformed; compile it again.');
	return { version: artefact.version, catalogue: section('catalogue') as Catalogue, policy, regimes: table.value };
}
