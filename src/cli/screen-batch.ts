// Screens one batch of raw records and renders its verdicts. Runs in the main thread or in a worker, the same either way.
// Every record gets a verdict: one that cannot be read, or that the engine fails on, gets a `review` with an errored finding.
import { lstatSync, realpathSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';
import { type DecodedRecord, decodeRecord, type RecordShape } from '../adapters/listing-source.ts';
import { leavesFolder } from '../adapters/media/open.ts';
import { placeOf, type RawRecord } from '../adapters/raw-record.ts';
import { CSV, JSON_LIST, JSONL, type Layout } from '../adapters/verdict-sink.ts';
import { describeProblem, ok, type Problem, type Result } from '../base/result.ts';
import type { Listing } from '../model/listing.ts';
import type { MediaText } from '../model/media.ts';
import type { Verdict, VerdictKind } from '../model/verdict.ts';
import type { ScreenOptions } from '../screen/options.ts';
import type { Engine } from '../screen/screening.ts';
import type { PolicySettings } from './policy-file.ts';
import { mediaOf, type ScreenJob } from './screen-media.ts';
import { renderRow, type TableStyle } from './table.ts';

export type OutputFormat = 'jsonl' | 'csv' | 'json' | 'table';

/** Everything a batch needs besides the engine; plain values, sent to workers. */
export interface BatchSettings {
	readonly shape: RecordShape;
	readonly format: OutputFormat;
	readonly table: TableStyle;
	readonly asOf?: string;
	readonly regimes?: readonly string[];
	/** The policy document and restricted lists that the engine was, or is to be, started with. */
	readonly policy: PolicySettings;
	/** Real path of --files. */
	readonly files?: string;
}

export interface BatchOutcome {
	readonly records: number;
	/** Verdicts rendered and joined. */
	readonly text: string;
	readonly counts: Readonly<Record<VerdictKind, number>>;
	/** What could not be read, for standard error. */
	readonly problems: readonly { readonly place: string; readonly text: string }[];
	/** Which images and attachments could not be read, for standard error. */
	readonly unread: readonly { readonly place: string; readonly text: string }[];
	readonly engineVersion: string;
	readonly catalogueVersion: string;
}

const LAYOUTS: Readonly<Record<Exclude<OutputFormat, 'table'>, Layout>> = { jsonl: JSONL, json: JSON_LIST, csv: CSV };

/** Head, separator and tail of an output format. */
export function layoutOf(format: OutputFormat): Pick<Layout, 'head' | 'between' | 'tail'> {
	return format === 'table' ? { head: '', between: '\n', tail: '\n' } : LAYOUTS[format];
}

/** Screens the records in order. Never throws for anything a record contains. */
export function screenBatch({ records, media }: ScreenJob, engine: Engine, settings: BatchSettings, now: () => string): BatchOutcome {
	const at = now();
	return gather(records, engine, settings, (record, i) => {
		const decoded = decodeRecord(record, settings.shape);
		const texts = media?.[i];
		const options = { ...optionsFor(decoded, settings, at), ...(texts === undefined ? {} : { media: texts }) };
		const listing = decoded.listing.ok ? mediaInside(decoded.listing.value, settings.files) : decoded.listing;
		if (!listing.ok) return { verdict: engine.unreadable(listing.problems, decoded.raw, options), problems: listing.problems };
		try {
			const unread = texts === undefined ? [] : unreadMedia(listing.value, texts);
			return { verdict: engine.screen(listing.value, options), listing: listing.value, problems: [], unread };
		} catch (error) {
			return refuse(
				engine,
				decoded,
				options,
				`the engine failed on this record (${error instanceof Error ? error.message : String(error)})`,
			);
		}
	});
}

/** The outcome of a batch whose worker died: every record gets an errored verdict. */
export function lostBatch(
	{ records }: ScreenJob,
	reason: string,
	engine: Engine,
	settings: BatchSettings,
	now: () => string,
): BatchOutcome {
	const at = now();
	return gather(records, engine, settings, (record) => {
		const decoded = decodeRecord(record, settings.shape);
		return refuse(engine, decoded, optionsFor(decoded, settings, at), `was not screened: its worker stopped (${reason})`);
	});
}

interface Judged {
	readonly verdict: Verdict;
	readonly listing?: Listing;
	readonly problems: readonly Problem[];
	readonly unread?: readonly string[];
}

function gather(
	records: readonly RawRecord[],
	engine: Engine,
	settings: BatchSettings,
	judge: (record: RawRecord, i: number) => Judged,
): BatchOutcome {
	const counts = { clear: 0, review: 0, block: 0 };
	const problems: { place: string; text: string }[] = [];
	const unread: { place: string; text: string }[] = [];
	const texts: string[] = [];
	for (const [i, record] of records.entries()) {
		const judged = judge(record, i);
		counts[judged.verdict.verdict]++;
		for (const problem of judged.problems) problems.push({ place: placeOf(record), text: describeProblem(problem) });
		for (const text of judged.unread ?? []) unread.push({ place: placeOf(record), text });
		texts.push(
			settings.format === 'table'
				? renderRow(judged.verdict, judged.listing, settings.table)
				: LAYOUTS[settings.format].render(judged.verdict),
		);
	}
	const { engineVersion, catalogueVersion } = engine;
	return {
		records: records.length,
		text: texts.join(layoutOf(settings.format).between),
		counts,
		problems,
		unread,
		engineVersion,
		catalogueVersion,
	};
}

function refuse(engine: Engine, decoded: DecodedRecord, options: ScreenOptions, message: string): Judged {
	const problems: Problem[] = [{ pointer: '', message, fix: 'screen it again, and report it if it happens twice' }];
	return {
		verdict: engine.unreadable(problems, decoded.raw, options),
		problems,
		...(decoded.listing.ok ? { listing: decoded.listing.value } : {}),
	};
}

function optionsFor(decoded: DecodedRecord, settings: BatchSettings, now: string): ScreenOptions {
	return {
		listingId: decoded.listingId,
		now,
		...(settings.asOf === undefined ? {} : { asOf: settings.asOf }),
		...(settings.regimes === undefined ? {} : { regimes: settings.regimes }),
	};
}

// One line for each file that was not read, or not to its end.
function unreadMedia(listing: Listing, texts: readonly MediaText[]): string[] {
	const paths = new Map(mediaOf(listing));
	return texts
		.filter((part) => part.outcome !== 'read')
		.map(
			({ pointer, page, note }) =>
				`${pointer}: ${JSON.stringify(paths.get(pointer))}${page === undefined ? '' : `, page ${page}`}: ${note}`,
		);
}

// With --files, media must be relative paths that stay inside the folder, links included. A file that is not there is left to
// the engine, which names it in `unscreened`.
function mediaInside(listing: Listing, folder: string | undefined): Result<Listing> {
	if (folder === undefined) return ok(listing);
	const problems: Problem[] = [];
	for (const [pointer, path] of mediaOf(listing)) {
		const why = escapes(path, folder);
		const message = `${JSON.stringify(path.slice(0, 80))} ${why}`;
		if (why !== undefined) problems.push({ pointer, message, fix: 'give a relative path inside the --files folder' });
	}
	return problems.length > 0 ? { ok: false, problems } : ok(listing);
}

function escapes(path: string, folder: string): string | undefined {
	const why = leavesFolder(path);
	if (why !== undefined) return why;
	const full = join(folder, normalize(path.replaceAll('\\', '/')));
	try {
		lstatSync(full);
	} catch {
		return undefined;
	}
	try {
		return realpathSync(full).startsWith(folder.endsWith(sep) ? folder : folder + sep) ? undefined : 'is a link that leaves the folder';
	} catch {
		return 'is a link that leads nowhere';
	}
}
