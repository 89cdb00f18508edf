// The screening port over worker threads. Requests that arrive together travel to a worker together. A batch whose worker died or
// hung is tried again one by one, so that only the listing at fault is answered as `errored`.

import type { RawRecord } from '../adapters/raw-record.ts';
import { type OpenPool, openPool } from '../adapters/worker-pool.ts';
import { Fault } from '../base/fault.ts';
import { Lanes } from '../flows/lanes.ts';
import type { ReadMedia } from '../flows/listing-media.ts';
import type { NamedMedium, Screened, Screening, Submitted } from '../flows/screening.ts';
import type { MediaText } from '../model/media.ts';
import type { ScreenAnswer, ScreenJob, ScreenRecord } from './screen-job.ts';

const BATCH = 32;
const MOST_WAITING = 20_000;
/** Dead workers are replaced for as long as the server runs; each death costs its listing a time-out first. */
const REPLACEMENTS = Number.MAX_SAFE_INTEGER;

export interface ScreeningOptions {
	readonly worker: URL;
	readonly workers: number;
	readonly timeoutMs: number;
}

export type ReadNamed = (named: readonly NamedMedium[]) => Promise<ReadMedia>;

export interface WorkerScreening extends Screening {
	/** Screens records of a stream; one line of JSON each. `media` is asked for what the media of a record say. */
	lines(records: readonly RawRecord[], now: string, media: ReadNamed): Promise<string>;
	close(): Promise<void>;
}

/** Starts the workers and waits until one has answered. @throws Fault `worker-died` when none can start. */
export async function openScreening(options: ScreeningOptions): Promise<WorkerScreening> {
	const pool: OpenPool<ScreenJob, ScreenAnswer> = openPool({
		worker: options.worker,
		workerData: undefined,
		size: options.workers,
		timeoutMs: options.timeoutMs,
		replacements: REPLACEMENTS,
		lost: (_job, reason) => ({ kind: 'lost' as const, reason }),
	});
	const first = await pool.run({ kind: 'versions' });
	if (first.kind !== 'versions') throw new Fault('worker-died', 'The screening worker gave no versions.');
	const screenAll = async (items: readonly Submitted[]): Promise<readonly Screened[]> => {
		const answer = await pool.run({ kind: 'submitted', items });
		if (answer.kind === 'screened') return answer.items;
		const [only] = items;
		if (items.length === 1 && only !== undefined) return [await failed(pool, only, answer)];
		return Promise.all(items.map(async (item) => (await screenAll([item]))[0] as Screened));
	};
	const lanes = new Lanes<Submitted, Screened>({ size: BATCH, lanes: options.workers * 2, run: screenAll, most: MOST_WAITING });
	return {
		versions: first.versions,
		screen: (one) => lanes.add(one) ?? Promise.reject(new Fault('overloaded')),
		lines: (records, now, media) => screenLines(pool, records, now, media),
		close: () => pool.close(),
	};
}

async function failed(pool: OpenPool<ScreenJob, ScreenAnswer>, item: Submitted, answer: ScreenAnswer): Promise<Screened> {
	const reason = answer.kind === 'lost' ? answer.reason : 'its worker gave a wrong answer';
	const said = await pool.run({ kind: 'failed', item, reason });
	const [only] = said.kind === 'screened' ? said.items : [];
	if (only === undefined) throw new Fault('worker-died', `Listing ${item.listingId} could not be screened: ${reason}.`);
	return only;
}

async function screenLines(
	pool: OpenPool<ScreenJob, ScreenAnswer>,
	records: readonly ScreenRecord[],
	now: string,
	media: ReadNamed,
): Promise<string> {
	const answer = await pool.run({ kind: 'records', records, now });
	if (answer.kind === 'lines') return answer.text;
	if (answer.kind === 'with-media') return screenLines(pool, await withMedia(records, answer.named, media), now, media);
	if (records.length > 1) {
		const each: string[] = [];
		for (const record of records) each.push(await screenLines(pool, [record], now, media));
		return each.join('');
	}
	const reason = answer.kind === 'lost' ? answer.reason : 'its worker gave a wrong answer';
	const problem = { pointer: '', message: `was not screened: ${reason}`, fix: 'screen it again, and report it if it happens twice' };
	const again = await pool.run({ kind: 'records', records: records.map((record) => ({ ...record, problem })), now });
	if (again.kind !== 'lines') throw new Fault('worker-died', `A record could not be screened: ${reason}.`);
	return again.text;
}

// In a stream nothing can be refused: media that are named wrongly are errored, so the record leaves as a review that says so.
function withMedia(
	records: readonly ScreenRecord[],
	named: ReadonlyMap<number, readonly NamedMedium[]>,
	media: ReadNamed,
): Promise<readonly ScreenRecord[]> {
	const one = async (record: ScreenRecord, wanted: readonly NamedMedium[]): Promise<ScreenRecord> => {
		const { texts, problems } = await media(wanted);
		const wrong = problems.map(({ pointer, message, fix }): MediaText => {
			const note = `it ${message}; ${fix}`;
			return { pointer, kind: 'text', text: '', outcome: 'errored', note };
		});
		return { ...record, media: [...texts, ...wrong] };
	};
	return Promise.all(records.map((record, i) => (named.has(i) ? one(record, named.get(i) ?? []) : record)));
}
