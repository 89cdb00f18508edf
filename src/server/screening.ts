// The screening port over worker threads. Requests that arrive together travel to a worker together. A batch whose worker died or
// hung is tried again one by one, so that only the listing at fault is answered as `errored`.

import type { RawRecord } from '../adapters/raw-record.ts';
import { type OpenPool, openPool } from '../adapters/worker-pool.ts';
import { Fault } from '../base/fault.ts';
import { describeProblem, type Result } from '../base/result.ts';
import { Lanes } from '../flows/lanes.ts';
import type { ReadMedia } from '../flows/listing-media.ts';
import type { NamedMedium, Ruling, Screened, Screening, Submitted, Versions } from '../flows/screening.ts';
import type { MediaText } from '../model/media.ts';
import { mergeBacktests } from '../policy/backtest.ts';
import type { ComparedPolicy, ScreenAnswer, ScreenJob, ScreenRecord, StoredText } from './screen-job.ts';

const BATCH = 32;
const MOST_WAITING = 20_000;
/** Dead workers are replaced for as long as the server runs; each death costs its listing a time-out first. */
const REPLACEMENTS = Number.MAX_SAFE_INTEGER;

export interface ScreeningOptions {
	readonly worker: URL;
	readonly workers: number;
	readonly timeoutMs: number;
	/** What to decide by from the start. */
	readonly ruling: Ruling;
}

export type ReadNamed = (named: readonly NamedMedium[]) => Promise<ReadMedia>;

export interface WorkerScreening extends Screening {
	/** Screens records of a stream; one line of JSON each. `media` is asked for what the media of a record say. */
	lines(records: readonly RawRecord[], now: string, media: ReadNamed): Promise<string>;
	/** Version of the policy that the catalogue brings along. */
	readonly builtInPolicy: string;
	/** What is decided by now. */
	readonly ruling: Ruling;
	/** Decides by this from the next job on. @throws Fault `policy-invalid` when the catalogue at hand cannot; then all stays as it was. */
	adopt(ruling: Ruling): Promise<void>;
	/** Stored listings screened again: whose decision moves, or what a preview says of them. */
	again(items: readonly StoredText[], now: string, preview?: Preview): Promise<WentOver>;
	/** What a policy document, or the catalogue's own policy, would change. */
	compare(document: unknown): Promise<Result<ComparedPolicy>>;
	close(): Promise<void>;
}

/** Starts the workers and waits until one has answered. @throws Fault `worker-died` when none can start. */
export async function openScreening(options: ScreeningOptions): Promise<WorkerScreening> {
	const pool: Workers = openPool({
		worker: options.worker,
		workerData: undefined,
		size: options.workers,
		timeoutMs: options.timeoutMs,
		replacements: REPLACEMENTS,
		lost: (_job, reason) => ({ kind: 'lost' as const, reason }),
	});
	let ruling = options.ruling;
	const { policyVersion: builtInPolicy } = await versionsUnder(pool, { number: 0 });
	let versions = await versionsUnder(pool, ruling);
	const screenAll = async (items: readonly Submitted[]): Promise<readonly Screened[]> => {
		const answer = await pool.run({ kind: 'submitted', items, ruling });
		if (answer.kind === 'screened') return answer.items;
		const [only] = items;
		if (items.length === 1 && only !== undefined) return [await failed(pool, only, answer, ruling)];
		return Promise.all(items.map(async (item) => (await screenAll([item]))[0] as Screened));
	};
	const lanes = new Lanes<Submitted, Screened>({ size: BATCH, lanes: options.workers * 2, run: screenAll, most: MOST_WAITING });
	return {
		builtInPolicy,
		get versions() {
			return versions;
		},
		get ruling() {
			return ruling;
		},
		adopt: async (next) => {
			versions = await versionsUnder(pool, next);
			ruling = next;
		},
		again: (items, now, preview) => screenAgain(pool, items, { now, ruling, ...(preview === undefined ? {} : { preview }) }),
		compare: async (document) => {
			const answer = await pool.run({ kind: 'compare', ruling, ...(document === undefined ? {} : { document }) });
			if (answer.kind !== 'compared') throw new Fault('worker-died', 'The policies could not be compared.');
			return answer.compared;
		},
		screen: (one) => lanes.add(one) ?? Promise.reject(new Fault('overloaded')),
		lines: (records, now, media) => screenLines(pool, records, { now, ruling, media }),
		close: () => pool.close(),
	};
}

type Workers = OpenPool<ScreenJob, ScreenAnswer>;
type Again = Extract<ScreenJob, { kind: 'again' }>;
type Preview = NonNullable<Again['preview']>;
type WentOver = Omit<Extract<ScreenAnswer, { kind: 'again' }>, 'kind'>;

// In parts, so that submissions take turns with them and every thread has its share. A listing whose worker died is told apart.
async function screenAgain(pool: Workers, items: readonly StoredText[], how: Omit<Again, 'kind' | 'items'>): Promise<WentOver> {
	const parts: StoredText[][] = [];
	for (let i = 0; i < items.length; i += BATCH) parts.push(items.slice(i, i + BATCH));
	const answers = await Promise.all(parts.map((part) => againPart(pool, part, how)));
	return together(answers);
}

const together = (answers: readonly WentOver[]): WentOver => ({
	impact: answers.map(({ impact }) => impact).reduce((a, b) => mergeBacktests(a, b)),
	moved: answers.flatMap(({ moved }) => moved),
});

async function againPart(pool: Workers, items: readonly StoredText[], how: Omit<Again, 'kind' | 'items'>): Promise<WentOver> {
	const answer = await pool.run({ kind: 'again', items, ...how });
	if (answer.kind === 'again') return answer;
	if (answer.kind !== 'lost') throw new Fault('policy-invalid', 'The policy of a job cannot be read with this catalogue.');
	if (items.length > 1) return screenEach(pool, items, how);
	const lost = await pool.run({ kind: 'again', items, ...how, lost: answer.reason });
	if (lost.kind !== 'again') throw new Fault('worker-died', `Listing ${items[0]?.listingId} could not be screened again.`);
	return lost;
}

async function screenEach(pool: Workers, items: readonly StoredText[], how: Omit<Again, 'kind' | 'items'>): Promise<WentOver> {
	const answers: WentOver[] = [];
	for (const item of items) answers.push(await againPart(pool, [item], how));
	return together(answers);
}

async function versionsUnder(pool: Workers, ruling: Ruling): Promise<Versions> {
	const answer = await pool.run({ kind: 'versions', ruling });
	if (answer.kind === 'versions') return answer.versions;
	if (answer.kind !== 'unusable') throw new Fault('worker-died', 'The screening worker gave no versions.');
	const why = answer.problems.map(describeProblem).join('; ');
	throw new Fault('policy-invalid', `The policy in force (${ruling.policy?.version}) cannot be read with this catalogue: ${why}`);
}

async function failed(pool: Workers, item: Submitted, answer: ScreenAnswer, ruling: Ruling): Promise<Screened> {
	const reason = answer.kind === 'lost' ? answer.reason : 'its worker gave a wrong answer';
	const said = await pool.run({ kind: 'failed', item, reason, ruling });
	const [only] = said.kind === 'screened' ? said.items : [];
	if (only === undefined) throw new Fault('worker-died', `Listing ${item.listingId} could not be screened: ${reason}.`);
	return only;
}

interface Lines {
	readonly now: string;
	readonly ruling: Ruling;
	readonly media: ReadNamed;
}

async function screenLines(pool: Workers, records: readonly ScreenRecord[], how: Lines): Promise<string> {
	const { now, ruling, media } = how;
	const answer = await pool.run({ kind: 'records', records, now, ruling });
	if (answer.kind === 'lines') return answer.text;
	if (answer.kind === 'with-media') return screenLines(pool, await withMedia(records, answer.named, media), how);
	if (records.length > 1) {
		const each: string[] = [];
		for (const record of records) each.push(await screenLines(pool, [record], how));
		return each.join('');
	}
	const reason = answer.kind === 'lost' ? answer.reason : 'its worker gave a wrong answer';
	const problem = { pointer: '', message: `was not screened: ${reason}`, fix: 'screen it again, and report it if it happens twice' };
	const again = await pool.run({ kind: 'records', records: records.map((record) => ({ ...record, problem })), now, ruling });
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
