// What the server asks of a screening worker, and how the worker answers: plain values that cross a thread.

import { nativeDigest } from '../adapters/engine.ts';
import { decodeRecord } from '../adapters/listing-source.ts';
import type { RawRecord } from '../adapters/raw-record.ts';
import { JSONL } from '../adapters/verdict-sink.ts';
import { assertNever } from '../base/fault.ts';
import { bad, type Problem, type Result } from '../base/result.ts';
import type { NamedMedium, Screened, ScreenedListing, Submitted, Versions } from '../flows/screening.ts';
import type { Listing } from '../model/listing.ts';
import type { MediaText } from '../model/media.ts';
import { parseListing } from '../model/parse-listing.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Engine } from '../screen/screening.ts';

export type ScreenJob =
	| { readonly kind: 'versions' }
	| { readonly kind: 'submitted'; readonly items: readonly Submitted[] }
	/** A listing whose screening failed: says so in a verdict of its own, without screening it again. */
	| { readonly kind: 'failed'; readonly item: Submitted; readonly reason: string }
	| { readonly kind: 'records'; readonly records: readonly ScreenRecord[]; readonly now: string };

/** A record of a stream; one that names media is screened once they are given. */
export interface ScreenRecord extends RawRecord {
	readonly media?: readonly MediaText[];
}

export type ScreenAnswer =
	| { readonly kind: 'versions'; readonly versions: Versions }
	| { readonly kind: 'screened'; readonly items: readonly Screened[] }
	/** One line of JSON for each record, joined. */
	| { readonly kind: 'lines'; readonly text: string; readonly count: number }
	/** Some records name media that were not given: by the record's place. Nothing was screened. */
	| { readonly kind: 'with-media'; readonly named: ReadonlyMap<number, readonly NamedMedium[]> }
	/** The worker died or took too long. */
	| { readonly kind: 'lost'; readonly reason: string };

/** Does one job. Never throws for anything a listing contains. */
export function doJob(job: ScreenJob, engine: Engine): ScreenAnswer {
	switch (job.kind) {
		case 'versions':
			return { kind: 'versions', versions: versionsOf(engine) };
		case 'submitted':
			return { kind: 'screened', items: job.items.map((item) => screenOne(item, engine)) };
		case 'failed':
			return { kind: 'screened', items: [failedOne(job.item, job.reason, engine)] };
		case 'records': {
			const named = new Map<number, readonly NamedMedium[]>();
			const verdicts = job.records.map((record, i) => screenRecord(record, job.now, engine, (media) => named.set(i, media)));
			if (named.size > 0) return { kind: 'with-media', named };
			return { kind: 'lines', text: verdicts.map((verdict) => `${JSONL.render(verdict)}\n`).join(''), count: verdicts.length };
		}
		default:
			return assertNever(job);
	}
}

const versionsOf = ({ catalogueVersion, engineVersion, policyVersion }: Engine): Versions => ({
	catalogueVersion,
	engineVersion,
	policyVersion,
});

function screenOne(item: Submitted, engine: Engine): Screened {
	const read = readListing(item.body);
	if (!read.ok) return { kind: 'unreadable', problems: read.problems };
	const listing = read.value;
	const { listingId, now, media } = item;
	if (media !== undefined) return describe(listing, engine.screen(listing, { listingId, now, media }));
	const named = namedIn(listing);
	return named.length > 0 ? { kind: 'with-media', named } : describe(listing, engine.screen(listing, { listingId, now }));
}

const namedIn = ({ images = [], attachments = [] }: Listing): NamedMedium[] => [
	...images.map((given, i) => ({ pointer: `/images/${i}`, given })),
	...attachments.map((given, i) => ({ pointer: `/attachments/${i}`, given })),
];

function failedOne(item: Submitted, reason: string, engine: Engine): Screened {
	const read = readListing(item.body);
	if (!read.ok) return { kind: 'unreadable', problems: read.problems };
	const problem: Problem = { pointer: '', message: `was not screened: ${reason}`, fix: 'a person must look at it' };
	const verdict = engine.unreadable([problem], read.value.title, { listingId: item.listingId, now: item.now });
	return describe(read.value, verdict);
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

function describe(listing: Listing, verdict: Verdict): ScreenedListing {
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
	};
}

function screenRecord(record: ScreenRecord, now: string, engine: Engine, lacks: (named: readonly NamedMedium[]) => void): Verdict {
	const decoded = decodeRecord(record, { kind: 'json' });
	const { media } = record;
	const options = { listingId: decoded.listingId, now, ...(media === undefined ? {} : { media }) };
	if (!decoded.listing.ok) return engine.unreadable(decoded.listing.problems, decoded.raw, options);
	const named = media === undefined ? namedIn(decoded.listing.value) : [];
	if (named.length > 0) lacks(named);
	return engine.screen(decoded.listing.value, options);
}
