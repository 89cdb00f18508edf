// What the server asks of a screening worker, and how the worker answers: plain values that cross a thread.

import { nativeDigest } from '../adapters/engine.ts';
import { decodeRecord } from '../adapters/listing-source.ts';
import type { RawRecord } from '../adapters/raw-record.ts';
import { JSONL } from '../adapters/verdict-sink.ts';
import { assertNever } from '../base/fault.ts';
import { bad, type Problem, type Result } from '../base/result.ts';
import type { NamedMedium, PolicyText, Ruling, Screened, ScreenedListing, ShadowVerdict, Submitted, Versions } from '../flows/screening.ts';
import type { Listing } from '../model/listing.ts';
import type { MediaText } from '../model/media.ts';
import { parseListing } from '../model/parse-listing.ts';
import type { Verdict } from '../model/verdict.ts';
import { type Backtest, startBacktest } from '../policy/backtest.ts';
import { diffPolicies, needsTwoPeople, type PolicyChange } from '../policy/compare.ts';
import { type Parted, parted } from '../policy/confidential.ts';
import type { ScreenOptions } from '../screen/options.ts';
import type { Engine, Inspected, PolicyEngine } from '../screen/screening.ts';
import { type Engines, listsOf } from './engines.ts';
import { type TriedCatalogue, type TryJob, tryCatalogue } from './try-catalogue.ts';

export type ScreenJob =
	| { readonly kind: 'versions'; readonly ruling: Ruling }
	| { readonly kind: 'submitted'; readonly items: readonly Submitted[]; readonly ruling: Ruling }
	/** Listings whose screening failed: says so in verdicts of their own, without screening them. `as`: what would have decided. */
	| {
			readonly kind: 'failed';
			readonly items: readonly Submitted[];
			readonly reason: string;
			readonly ruling: Ruling;
			readonly as?: Versions;
	  }
	| {
			readonly kind: 'records';
			readonly records: readonly ScreenRecord[];
			readonly now: string;
			readonly ruling: Ruling;
			readonly as?: Versions;
	  }
	/** Stored listings screened again, to see whose decision moves. `candidate` and `asOf`: what a preview tries out. */
	| {
			readonly kind: 'again';
			readonly items: readonly StoredText[];
			readonly now: string;
			readonly ruling: Ruling;
			readonly preview?: { readonly candidate?: PolicyText; readonly asOf?: string };
			/** Why the worker before died of them: they are not screened, and go to a person. */
			readonly lost?: string;
	  }
	/** What a policy document means beside the policy in force, with the restricted lists it names; without one, the catalogue's own. */
	| { readonly kind: 'compare'; readonly document?: unknown; readonly lists?: PolicyText['lists']; readonly ruling: Ruling }
	/** Whether the catalogue of this thread can be decided by, and what it changes of the live one. */
	| TryJob;

/** A record of a stream; one that names media is screened once they are given. */
export interface ScreenRecord extends RawRecord {
	readonly media?: readonly MediaText[];
}

export type ScreenAnswer =
	| { readonly kind: 'versions'; readonly versions: Versions }
	| { readonly kind: 'again'; readonly impact: Backtest; readonly moved: readonly MovedText[] }
	| { readonly kind: 'compared'; readonly compared: Result<ComparedPolicy> }
	| { readonly kind: 'tried'; readonly tried: Result<TriedCatalogue> }
	/** The policy in force cannot be read with this catalogue. */
	| { readonly kind: 'unusable'; readonly problems: readonly Problem[] }
	| { readonly kind: 'screened'; readonly items: readonly Screened[] }
	/** One line of JSON for each record, joined. */
	| { readonly kind: 'lines'; readonly text: string; readonly count: number }
	/** Some records name media that were not given: by the record's place. Nothing was screened. */
	| { readonly kind: 'with-media'; readonly named: ReadonlyMap<number, readonly NamedMedium[]> }
	/** The worker died or took too long. */
	| { readonly kind: 'lost'; readonly reason: string };

/** A stored revision: its text, its verdict, and what was read from its media when it has some, as JSON. */
export interface StoredText {
	readonly listingId: string;
	readonly revision: number;
	readonly body: string;
	readonly before: string;
	readonly media?: string;
	/** What restricted lists said of it, as JSON. */
	readonly hits?: string;
}

/** A stored revision that is decided differently now. */
export interface MovedText {
	readonly listingId: string;
	readonly revision: number;
	readonly screened: ScreenedListing;
}

/** A policy document as read, and what it changes. */
export interface ComparedPolicy {
	readonly version: string;
	readonly hash: string;
	readonly name: string;
	/** Of the policy it was compared with. */
	readonly base: string;
	readonly changes: readonly PolicyChange[];
	readonly needsTwoPeople: boolean;
}

/** Whether the language of conditions must be loaded before this job is done. */
export const needsConditions = (job: ScreenJob): boolean =>
	job.kind === 'compare' ||
	[job.ruling.policy, job.ruling.shadow, job.kind === 'again' ? job.preview?.candidate : undefined].some(
		(policy) => policy?.document !== undefined,
	);

/** Does one job. Never throws for anything a listing contains. */
export function doJob(job: ScreenJob, engines: Engines): ScreenAnswer {
	if (job.kind === 'try-catalogue') return { kind: 'tried', tried: tryCatalogue(job, engines) };
	if (job.kind === 'compare') return { kind: 'compared', compared: compare(job, engines) };
	const policy = job.kind === 'again' ? (job.preview?.candidate ?? job.ruling.policy) : job.ruling.policy;
	const under = engines.under(policy);
	if (!under.ok) return { kind: 'unusable', problems: under.problems };
	const engine = under.value;
	switch (job.kind) {
		case 'versions':
			return { kind: 'versions', versions: versionsOf(engine) };
		case 'submitted':
			return { kind: 'screened', items: job.items.map((item) => screenOne(item, { engine, engines, ruling: job.ruling })) };
		case 'failed':
			return { kind: 'screened', items: job.items.map((item) => failedOne(item, job, engine)) };
		case 'records': {
			const named = new Map<number, readonly NamedMedium[]>();
			const open = engines.open(engine);
			const verdicts = job.records.map((record, i) => screenRecord(record, job.now, open, (media) => named.set(i, media)));
			if (named.size > 0) return { kind: 'with-media', named };
			const text = verdicts.map((verdict) => `${JSONL.render({ ...verdict, ...job.as })}\n`).join('');
			return { kind: 'lines', text, count: verdicts.length };
		}
		case 'again':
			return goOver(job, engine, engines);
		default:
			return assertNever(job);
	}
}

const UNREADABLE: PolicyChange = {
	setting: '',
	effect: 'unknown',
	text: 'the policy in force cannot be read with this catalogue, so nobody can tell what changes',
};

function compare({ document, lists, ruling }: Extract<ScreenJob, { kind: 'compare' }>, engines: Engines): Result<ComparedPolicy> {
	const { own } = engines;
	const read = document === undefined ? { ok: true as const, value: own.policy } : own.readPolicy(document, listsOf(lists));
	if (!read.ok) return read;
	const { version, hash, policy } = read.value;
	const inForce = ruling.policy;
	const live = engines.under(inForce);
	const changes = live.ok ? diffPolicies(live.value.policy.policy, policy, (id) => own.tierOf(id)) : [UNREADABLE];
	const base = live.ok ? live.value.policyVersion : (inForce?.version ?? '');
	return { ok: true, value: { version, hash, name: policy.name, base, changes, needsTwoPeople: needsTwoPeople(changes) } };
}

interface Bench {
	readonly engine: PolicyEngine;
	readonly engines: Engines;
	readonly ruling: Ruling;
}

const versionsOf = ({ catalogueVersion, engineVersion, policyVersion }: Engine): Versions => ({
	catalogueVersion,
	engineVersion,
	policyVersion,
});

function screenOne(item: Submitted, { engine, engines, ruling }: Bench): Screened {
	const read = readListing(item.body);
	if (!read.ok) return { kind: 'unreadable', problems: read.problems };
	const listing = read.value;
	const { listingId, now, media, stateless } = item;
	const named = media === undefined ? namedIn(listing) : [];
	if (named.length > 0) return { kind: 'with-media', named };
	const options = { listingId, now, ...(media === undefined ? {} : { media }) };
	const seen = engine.inspect(listing, media);
	const told = stateless === true ? { verdict: engines.open(engine).decide(seen, options) } : decideBy(engine, seen, options, engines);
	const screened = describe(listing, told, ruling);
	const { shadow } = ruling;
	if (shadow === undefined) return screened;
	const candidate = engines.under(shadow);
	// A candidate that another catalogue made unreadable falls silent; it must never stand in the way of the policy in force.
	if (!candidate.ok) return screened;
	return { ...screened, shadow: beside(told.verdict, decideBy(candidate.value, seen, options, engines).verdict, shadow.id) };
}

// Twice where the policy names restricted lists: with them, and as if there were none.
function decideBy(engine: PolicyEngine, seen: Inspected, options: ScreenOptions, engines: Engines): Parted {
	const open = engines.open(engine);
	const full = engine.decide(seen, options);
	return open === engine ? { verdict: full } : parted(full, open.decide(seen, options));
}

const namedIn = ({ images = [], attachments = [] }: Listing): NamedMedium[] => [
	...images.map((given, i) => ({ pointer: `/images/${i}`, given })),
	...attachments.map((given, i) => ({ pointer: `/attachments/${i}`, given })),
];

function beside(live: Verdict, candidate: Verdict, shadow: string): ShadowVerdict {
	const reason = candidate.verdict === 'clear' ? live.reasons[0] : candidate.reasons[0];
	return { shadow, verdict: candidate.verdict, why: candidate.verdict === live.verdict ? '' : (reason?.text ?? '') };
}

type Failed = Extract<ScreenJob, { kind: 'failed' }>;

function failedOne(item: Submitted, { reason, ruling, as }: Failed, engine: Engine): Screened {
	const read = readListing(item.body);
	if (!read.ok) return { kind: 'unreadable', problems: read.problems };
	const problem: Problem = { pointer: '', message: `was not screened: ${reason}`, fix: 'a person must look at it' };
	const verdict = engine.unreadable([problem], read.value.title, { listingId: item.listingId, now: item.now });
	return describe(read.value, { verdict: { ...verdict, ...as } }, ruling);
}

function readListing(body: string): Result<Listing> {
	let value: unknown;
	try {
		value = JSON.parse(body);
	} catch (error) {
		return bad('', `is not valid JSON: ${error instanceof Error ? error.message : String(error)}`, 'send one JSON object');
	}
	return parseListing(value);
}

function describe(listing: Listing, { verdict, hits }: Parted, ruling: Ruling): ScreenedListing {
	const text = JSON.stringify(verdict);
	return {
		kind: 'screened',
		...(listing.id === undefined ? {} : { id: listing.id }),
		title: listing.title,
		...(listing.seller === undefined ? {} : { seller: listing.seller.id }),
		content: JSON.stringify(listing),
		text,
		verdict: verdict.verdict,
		substances: verdict.substances.map(({ id, name }) => ({ id, name })),
		inputHash: verdict.inputHash,
		verdictHash: nativeDigest(text),
		catalogueVersion: verdict.catalogueVersion,
		engineVersion: verdict.engineVersion,
		policyVersion: verdict.policyVersion,
		ruling: ruling.number,
		...(hits === undefined ? {} : { hits: JSON.stringify(hits) }),
	};
}

function goOver(
	{ items, now, ruling, preview, lost }: Extract<ScreenJob, { kind: 'again' }>,
	engine: PolicyEngine,
	engines: Engines,
): ScreenAnswer {
	const run = startBacktest();
	const moved: MovedText[] = [];
	for (const { listingId, revision, body, before, media, hits } of items) {
		const read = lost === undefined ? readListing(body) : bad('', `was not screened: ${lost}`, 'a person must look at it');
		const options = {
			...{ listingId, now },
			...(preview?.asOf === undefined ? {} : { asOf: preview.asOf }),
			...(media === undefined ? {} : { media: JSON.parse(media) as readonly MediaText[] }),
		};
		// What could be read when it was stored and cannot be read now is for a person.
		const told: Parted = read.ok
			? decideBy(engine, engine.inspect(read.value, options.media), options, engines)
			: { verdict: engine.unreadable(read.problems, body, options) };
		const { verdict } = told;
		const live = JSON.parse(before) as Verdict;
		run.add(live, verdict);
		if (preview !== undefined || (gist(live) === gist(verdict) && JSON.stringify(told.hits) === hits)) continue;
		const listing = read.ok ? read.value : (JSON.parse(body) as Listing);
		moved.push({ listingId, revision, screened: describe(listing, told, ruling) });
	}
	return { kind: 'again', impact: run.report(), moved };
}

// What of a verdict somebody acts on. Versions, scores and wordings move without a decision moving.
const gist = ({ verdict, substances, families, obligations, reasons }: Verdict): string =>
	JSON.stringify([
		verdict,
		substances.map(({ id, tier }) => `${id} ${tier}`).sort(),
		[...families].sort(),
		obligations.map(({ code, regime, citation }) => `${code} ${regime} ${citation}`).sort(),
		reasons.map(({ code, substance }) => `${code} ${substance ?? ''}`).sort(),
	]);

function screenRecord(record: ScreenRecord, now: string, engine: Engine, lacks: (named: readonly NamedMedium[]) => void): Verdict {
	const decoded = decodeRecord(record, { kind: 'json' });
	const { media } = record;
	const options = { listingId: decoded.listingId, now, ...(media === undefined ? {} : { media }) };
	if (!decoded.listing.ok) return engine.unreadable(decoded.listing.problems, decoded.raw, options);
	const named = media === undefined ? namedIn(decoded.listing.value) : [];
	if (named.length > 0) lacks(named);
	return engine.screen(decoded.listing.value, options);
}
