// The screening engine: listing + compiled catalogue → verdict. Pure: time is an argument, the structure toolkit and the digest are
// ports. Anything that cannot be evaluated becomes an `errored` finding, and a verdict with one is never `clear`.
import { type Digest, pureDigest } from '../base/digest.ts';
import { canonicalJson, type Json } from '../base/json.ts';
import { describeProblem, type Problem } from '../base/result.ts';
import { unpackArtefact } from '../catalogue/artefact.ts';
import type { StructureEngine } from '../chem/structure-engine.ts';
import type { Listing } from '../model/listing.ts';
import type { Catalogue } from '../model/substance.ts';
import type { Verdict } from '../model/verdict.ts';
import { createDecider, type Decider } from './decider.ts';
import { inspect } from './inspect.ts';
import type { Halves } from './known.ts';
import { buildParts, type Parts } from './parts.ts';
import { fromSections } from './sections.ts';
import { compileStructures, type StructureIndex } from './structures.ts';

/** Raised with every change that can alter a verdict. */
export const ENGINE_VERSION = '0.1.0';

export interface ScreenOptions {
	readonly listingId: string;
	/** RFC 3339 UTC. */
	readonly now: string;
	/** ISO date: decide by the law of that day. Otherwise the listing's own `asOf`, else `now`. */
	readonly asOf?: string;
	readonly regimes?: readonly string[];
}

export interface Engine {
	readonly catalogueVersion: string;
	readonly engineVersion: string;
	readonly policyVersion: string;
	/** The verdict on one listing. Never throws for any listing: what fails inside becomes an `errored` finding. */
	screen(listing: Listing, options: ScreenOptions): Verdict;
	/** The verdict of a record that could not be read: review, with an errored finding that carries the problems. */
	unreadable(problems: readonly Problem[], raw: string, options: ScreenOptions): Verdict;
}

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
	const decider = createDecider(prepared.catalogue, prepared.law, digest);
	return new ScreeningEngine(opened.version, parts, structures, decider, digest);
}

// Structures are rare in listings and their index takes a while to build: it is built when the first one comes.
function lazily(engine: StructureEngine, catalogue: Catalogue): StructureIndex {
	let index: StructureIndex | null = null;
	const open = (): StructureIndex => {
		index ??= compileStructures(engine, catalogue.substances, catalogue.families);
		return index;
	};
	return { identify: (notation, text) => open().identify(notation, text), byKey: (block) => open().byKey(block), keys: () => open().keys() };
}

class ScreeningEngine implements Engine {
	readonly catalogueVersion: string;
	readonly engineVersion = ENGINE_VERSION;
	readonly policyVersion: string;
	private readonly parts: Parts;
	private readonly structures: StructureIndex | null;
	private readonly decider: Decider;
	private readonly digest: Digest;

	constructor(version: string, parts: Parts, structures: StructureIndex | null, decider: Decider, digest: Digest) {
		this.catalogueVersion = version;
		this.policyVersion = decider.policyVersion;
		this.parts = parts;
		this.structures = structures;
		this.decider = decider;
		this.digest = digest;
	}

	screen(listing: Listing, options: ScreenOptions): Verdict {
		const hash = this.digest(canonicalJson(listing as unknown as Json));
		try {
			const inspection = inspect(listing, this.parts, this.structures);
			return { listingId: options.listingId, ...this.decider.decide(listing, inspection, options), ...this.record(hash, options) };
		} catch (error) {
			const why = error instanceof Error ? error.message : String(error);
			return this.failed(`the engine failed on this listing (${why}); a person must look at it`, listing.title, hash, options);
		}
	}

	unreadable(problems: readonly Problem[], raw: string, options: ScreenOptions): Verdict {
		return this.failed(problems.map(describeProblem).join('; '), raw, this.digest(raw.isWellFormed() ? raw : raw.toWellFormed()), options);
	}

	private failed(note: string, raw: string, hash: string, options: ScreenOptions): Verdict {
		const text = raw.slice(0, 200);
		return {
			listingId: options.listingId,
			verdict: 'review',
			score: 0,
			substances: [],
			families: [],
			evasion: [],
			obligations: [],
			reasons: [{ code: 'errored', text: `The record could not be evaluated: ${note}`, citation: 'policy: errored is never clear' }],
			findings: [{ rule: 'unreadable', outcome: 'errored', field: '', start: 0, end: text.length, text, read: '', note }],
			unscreened: [],
			...this.record(hash, options),
		};
	}

	private record(inputHash: string, options: ScreenOptions) {
		return {
			catalogueVersion: this.catalogueVersion,
			engineVersion: this.engineVersion,
			policyVersion: this.policyVersion,
			inputHash,
			decidedAt: options.now,
		};
	}
}
