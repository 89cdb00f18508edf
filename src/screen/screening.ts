// One listing through the parts: inspect, decide, record what the verdict rests on. Anything that fails inside becomes an `errored`
// finding, and a verdict with one is never `clear`.
import type { Digest } from '../base/digest.ts';
import { canonicalJson, type Json } from '../base/json.ts';
import { describeProblem, type Problem } from '../base/result.ts';
import type { Listing } from '../model/listing.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Decider } from './decider.ts';
import { inspectWithMedia } from './media.ts';
import type { ScreenOptions } from './options.ts';
import type { Parts } from './parts.ts';
import type { StructureIndex } from './structures.ts';

/** Raised with every change that can alter a verdict. */
export const ENGINE_VERSION = '0.1.0';

export interface Engine {
	readonly catalogueVersion: string;
	readonly engineVersion: string;
	readonly policyVersion: string;
	/** The verdict on one listing. Never throws for any listing: what fails inside becomes an `errored` finding. */
	screen(listing: Listing, options: ScreenOptions): Verdict;
	/** The verdict of a record that could not be read: review, with an errored finding that carries the problems. */
	unreadable(problems: readonly Problem[], raw: string, options: ScreenOptions): Verdict;
}

/** The engine over its parts; engine.ts builds them. */
export class ScreeningEngine implements Engine {
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
			const inspection = inspectWithMedia(listing, this.parts, this.structures, options.media);
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
		const { media } = options;
		return {
			catalogueVersion: this.catalogueVersion,
			engineVersion: this.engineVersion,
			policyVersion: this.policyVersion,
			inputHash,
			...(media === undefined || media.length === 0 ? {} : { mediaHash: this.digest(canonicalJson(media as unknown as Json)) }),
			decidedAt: options.now,
		};
	}
}
