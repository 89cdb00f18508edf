// Screens one batch of raw records and renders its verdicts. Runs in the main thread or in a worker, the same either way.
// Every record gets a verdict: one that cannot be read, or that the engine fails on, gets a `review` with an errored finding.
import { lstatSync, realpathSync } from 'node:fs';
import { isAbsolute, join, normalize, sep } from 'node:path';
import { type DecodedRecord, decodeRecord, type RecordShape } from '../adapters/listing-source.ts';
import type { RawRecord } from '../adapters/raw-record.ts';
import { CSV, JSON_LIST, JSONL, type Layout } from '../adapters/verdict-sink.ts';
import { describeProblem, ok, type Problem, type Result } from '../base/result.ts';
import type { Listing } from '../model/listing.ts';
import type { Verdict, VerdictKind } from '../model/verdict.ts';
import type { ScreenOptions } from '../screen/options.ts';
import type { Engine } from '../screen/screening.ts';
import type { PolicySettings } from './policy-file.ts';
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
	readonly problems: readonly { readonly line: number; readonly text: string }[];
	readonly engineVersion: string;
	readonly catalogueVersion: string;
}

const LAYOUTS: Readonly<Record<Exclude<OutputFormat, 'table'>, Layout>> = { jsonl: JSONL, json: JSON_LIST, csv: CSV };

/** Head, separator and tail of an output format. */
export function layoutOf(format: OutputFormat): Pick<Layout, 'head' | 'between' | 'tail'> {
	return format === 'table' ? { head: '', between: '\n', tail: '\n' } : LAYOUTS[format];
}

/** Screens the records in order. Never throws for anything a record contains. */
export function screenBatch(records: readonly RawRecord[], engine: Engine, settings: BatchSettings, now: () => string): BatchOutcome {
	const at = now();
	return gather(records, engine, settings, (record) => {
		const decoded = decodeRecord(record, settings.shape);
		const options = optionsFor(decoded, settings, at);
		const listing = decoded.listing.ok ? mediaInside(decoded.listing.value, settings.files) : decoded.listing;
		if (!listing.ok) return { verdict: engine.unreadable(listing.problems, decoded.raw, options), problems: listing.problems };
		try {
			return { verdict: engine.screen(listing.value, options), listing: listing.value, problems: [] };
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
	records: readonly RawRecord[],
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
}

function gather(
	records: readonly RawRecord[],
	engine: Engine,
	settings: BatchSettings,
	judge: (record: RawRecord) => Judged,
): BatchOutcome {
	const counts = { clear: 0, review: 0, block: 0 };
	const problems: { line: number; text: string }[] = [];
	const texts: string[] = [];
	for (const record of records) {
		const judged = judge(record);
		counts[judged.verdict.verdict]++;
		for (const problem of judged.problems) problems.push({ line: record.line, text: describeProblem(problem) });
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

// With --files, media must be relative paths that stay inside the folder, links included. A file that is not there is left to
// the engine, which names it in `unscreened`.
function mediaInside(listing: Listing, folder: string | undefined): Result<Listing> {
	if (folder === undefined || (listing.images === undefined && listing.attachments === undefined)) return ok(listing);
	const problems: Problem[] = [];
	for (const key of ['images', 'attachments'] as const) {
		listing[key]?.forEach((path, i) => {
			const why = escapes(path, folder);
			if (why !== undefined)
				problems.push({
					pointer: `/${key}/${i}`,
					message: `${JSON.stringify(path.slice(0, 80))} ${why}`,
					fix: 'give a relative path inside the --files folder',
				});
		});
	}
	return problems.length > 0 ? { ok: false, problems } : ok(listing);
}

function escapes(path: string, folder: string): string | undefined {
	if (path.includes('\0')) return 'holds a zero byte';
	if (/^[a-z][a-z0-9+.-]*:/i.test(path)) return 'is a URL, not a file';
	if (isAbsolute(path) || path.startsWith('\\')) return 'is an absolute path';
	const inside = normalize(path.replaceAll('\\', '/'));
	if (inside === '..' || inside.startsWith(`..${sep}`)) return 'leaves the folder';
	const full = join(folder, inside);
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
