// Starts a screening engine from the compiled catalogue on disk, with native hashing and the structure toolkit.
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Digest } from '../base/digest.ts';
import { Fault } from '../base/fault.ts';
import type { StructureEngine } from '../chem/structure-engine.ts';
import type { ConditionLanguage } from '../policy/condition-language.ts';
import { createEngine, type EnginePorts } from '../screen/engine.ts';
import type { PolicyEngine } from '../screen/screening.ts';
import { loadRdkit } from './rdkit.ts';

/** Where the package keeps its compiled catalogue. */
export const ARTEFACT = fileURLToPath(new URL('../../catalogue/compiled/weir.catalogue', import.meta.url));

export const nativeDigest: Digest = (input) => hash('sha256', input, 'hex');

export interface LoadOptions {
	/** Path of a compiled catalogue, or its bytes; the package's own by default. */
	readonly artefact?: string | Uint8Array;
	readonly knownHalves?: NonNullable<EnginePorts['knownHalves']>;
	/** The structure toolkit; RDKit, started at once, by default. */
	readonly structures?: StructureEngine;
	/** Whether the engine can read policy documents with expressions; a fifth of a second more to start, unless the host brings them. */
	readonly conditions?: boolean | ConditionLanguage;
	/** A policy document to decide by (implies `conditions`). */
	readonly policy?: unknown;
	readonly watchLists?: NonNullable<EnginePorts['watchLists']>;
}

/** Loads catalogue and structure toolkit. @throws Fault `file-unreadable`, `artefact-invalid`, `policy-invalid` or `engine-unavailable`. */
export async function loadEngine(options: LoadOptions = {}): Promise<PolicyEngine> {
	const { artefact = ARTEFACT } = options;
	const bytes = typeof artefact === 'string' ? readArtefact(artefact) : artefact;
	// Sections are viewed in place and must start on a multiple of eight: a pooled buffer may not.
	const aligned = bytes.byteOffset % 8 === 0 ? bytes : Uint8Array.from(bytes);
	const structures = options.structures ?? (await loadRdkit());
	return createEngine(aligned, {
		digest: nativeDigest,
		structures,
		...(options.knownHalves === undefined ? {} : { knownHalves: options.knownHalves }),
		...(await conditionsOf(options)),
		...(options.policy === undefined ? {} : { policy: options.policy }),
		...(options.watchLists === undefined ? {} : { watchLists: options.watchLists }),
	});
}

/** The bytes of a compiled catalogue. @throws Fault `file-unreadable`. */
export function readArtefact(path: string): Uint8Array {
	try {
		return readFileSync(path);
	} catch (cause) {
		throw new Fault('file-unreadable', `The compiled catalogue ${path} cannot be read; run "weir catalogue compile" or reinstall.`, {
			cause,
		});
	}
}

async function conditionsOf({ conditions, policy }: LoadOptions): Promise<{ conditions?: ConditionLanguage }> {
	if (typeof conditions === 'object') return { conditions };
	return conditions === true || policy !== undefined ? { conditions: (await import('./cel.ts')).cel } : {};
}
