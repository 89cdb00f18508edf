// One listing through the parts: inspect, decide, record what the verdict rests on. Anything that fails inside becomes an `errored`
// finding, and a verdict with one is never `clear`.
import type { Digest } from '../base/digest.ts';
import { canonicalJson, type Json } from '../base/json.ts';
import { describeProblem, type Problem, type Result } from '../base/result.ts';
import type { Listing } from '../model/listing.ts';
import type { MediaText } from '../model/media.ts';
import type { VersionedPolicy, WatchList } from '../model/policy.ts';
import type { Tier } from '../model/substance.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Decider } from './decider.ts';
import type { ScreenOptions } from './options.ts';
import type { PolicyReader } from './policies.ts';
import type { See, Seen } from './seeing.ts';

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

/** A listing read once; any number of policies may decide on it. */
export interface Inspected {
	readonly listing: Listing;
	/** Hashes of what was read. */
	readonly inputs: Pick<Verdict, 'inputHash' | 'mediaHash'>;
	/** What was seen, or why the engine failed. */
	readonly seen: Seen | { readonly failed: string };
}

/** An engine that can be asked what another policy would decide. */
export interface PolicyEngine extends Engine {
	readonly policy: VersionedPolicy;
	/** The slow half of `screen`. Never throws for any listing. */
	inspect(listing: Listing, media?: readonly MediaText[]): Inspected;
	/** The quick half: `screen` is `decide(inspect(listing, options.media), options)`. */
	decide(inspected: Inspected, options: ScreenOptions): Verdict;
	/** A policy document against this engine's catalogue, or every problem in it. `watchLists`: those at hand, if others than the host's. */
	readPolicy(document: unknown, watchLists?: readonly WatchList[]): Result<VersionedPolicy>;
	/** The same engine under another policy; shares everything else. */
	under(policy: VersionedPolicy): PolicyEngine;
	/** The tier the catalogue gives a substance or family. */
	tierOf(id: string): Tier | undefined;
}

/** What an engine is made of; engine.ts builds it. */
export interface EngineParts {
	readonly version: string;
	readonly see: See;
	readonly digest: Digest;
	readonly policies: PolicyReader;
}

export class ScreeningEngine implements PolicyEngine {
	readonly catalogueVersion: string;
	readonly engineVersion = ENGINE_VERSION;
	readonly policyVersion: string;
	readonly policy: VersionedPolicy;
	private readonly made: EngineParts;
	private readonly decider: Decider;

	constructor(made: EngineParts, decider: Decider, policy: VersionedPolicy) {
		this.catalogueVersion = made.version;
		this.policyVersion = policy.version;
		this.policy = policy;
		this.made = made;
		this.decider = decider;
	}

	screen(listing: Listing, options: ScreenOptions): Verdict {
		return this.decide(this.inspect(listing, options.media), options);
	}

	inspect(listing: Listing, media: readonly MediaText[] = []): Inspected {
		const inputs = {
			inputHash: this.made.digest(canonicalJson(listing as unknown as Json)),
			...(media.length === 0 ? {} : { mediaHash: this.made.digest(canonicalJson(media as unknown as Json)) }),
		};
		try {
			return { listing, inputs, seen: this.made.see(listing, media) };
		} catch (error) {
			return { listing, inputs, seen: { failed: wordOf(error) } };
		}
	}

	decide({ listing, inputs, seen }: Inspected, options: ScreenOptions): Verdict {
		const fail = (why: string): Verdict =>
			this.failed(`the engine failed on this listing (${why}); a person must look at it`, listing.title, inputs, options);
		if ('failed' in seen) return fail(seen.failed);
		try {
			return { listingId: options.listingId, ...this.decider.decide(listing, seen, options), ...this.record(inputs, options) };
		} catch (error) {
			return fail(wordOf(error));
		}
	}

	readPolicy(document: unknown, watchLists?: readonly WatchList[]): Result<VersionedPolicy> {
		return this.made.policies.read(document, watchLists);
	}

	under(policy: VersionedPolicy): PolicyEngine {
		return new ScreeningEngine(this.made, this.decider.under(policy.policy), policy);
	}

	tierOf(id: string): Tier | undefined {
		return this.made.policies.tierOf(id);
	}

	unreadable(problems: readonly Problem[], raw: string, options: ScreenOptions): Verdict {
		return this.failed(
			problems.map(describeProblem).join('; '),
			raw,
			{ inputHash: this.made.digest(raw.isWellFormed() ? raw : raw.toWellFormed()) },
			options,
		);
	}

	private failed(note: string, raw: string, inputs: Inspected['inputs'], options: ScreenOptions): Verdict {
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
			...this.record(inputs, options),
		};
	}

	private record(inputs: Inspected['inputs'], options: ScreenOptions) {
		return {
			catalogueVersion: this.catalogueVersion,
			engineVersion: this.engineVersion,
			policyVersion: this.policyVersion,
			...inputs,
			decidedAt: options.now,
		};
	}
}

const wordOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
