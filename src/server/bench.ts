// Screening threads over one catalogue. A thread has one catalogue for life and takes the policy with each job, so that no decision can
// rest on a mixture; another catalogue has other threads, and these end when their last job is done.
import type { CatalogueBytes } from '../adapters/compiled-catalogue.ts';
import { type OpenPool, openPool, type PoolOptions } from '../adapters/worker-pool.ts';
import { Fault } from '../base/fault.ts';
import { describeProblem } from '../base/result.ts';
import type { Ruling, Versions } from '../flows/screening.ts';
import type { ScreenAnswer, ScreenJob } from './screen-job.ts';

/** Dead workers are replaced for as long as the server runs; each death costs its listing a time-out first. */
const REPLACEMENTS = Number.MAX_SAFE_INTEGER;

/** What a screening thread is started with. */
export interface BenchStart {
	/** Absent: the catalogue that the server brings along. */
	readonly catalogue?: CatalogueBytes;
}

export type Workers = Pick<OpenPool<ScreenJob, ScreenAnswer>, 'run'>;

export interface BenchOptions extends BenchStart {
	readonly worker: URL;
	readonly workers: number;
	readonly timeoutMs: number;
	/** How a worker is started; as a thread unless stated. */
	readonly start?: PoolOptions<ScreenJob, ScreenAnswer>['start'];
}

export interface Bench {
	/** Absent: the catalogue that the server brings along. */
	readonly catalogue?: CatalogueBytes;
	/** Under the policy that the catalogue brings along. */
	readonly own: Versions;
	/** Work on its threads, which stay until it has ended. */
	use<T>(work: (workers: Workers) => Promise<T>): Promise<T>;
	/** Ends the threads when nothing uses them any more. */
	retire(): void;
	/** Ends the threads now; what they were at is never answered. */
	close(): Promise<void>;
}

/** Starts threads and waits until one has answered. @throws Fault `worker-died` with the reason when none can start. */
export async function openBench({ worker, workers, timeoutMs, catalogue, start }: BenchOptions): Promise<Bench> {
	const workerData: BenchStart = catalogue === undefined ? {} : { catalogue };
	const pool = openPool<ScreenJob, ScreenAnswer>({
		...{ worker, workerData, timeoutMs },
		...(start === undefined ? {} : { start }),
		size: workers,
		replacements: REPLACEMENTS,
		lost: (_job, reason) => ({ kind: 'lost' as const, reason }),
	});
	let users = 0;
	let isRetired = false;
	let closed: Promise<void> | undefined;
	const close = (): Promise<void> => (closed ??= pool.close());
	try {
		return {
			...workerData,
			own: await versionsUnder(pool, { number: 0 }),
			use: async (work) => {
				users++;
				try {
					return await work(pool);
				} finally {
					users--;
					if (isRetired && users === 0) await close();
				}
			},
			retire: () => {
				isRetired = true;
				if (users === 0) void close();
			},
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

/** @throws Fault `policy-invalid` when the catalogue of these threads cannot read the policy of the ruling. */
export async function versionsUnder(workers: Workers, ruling: Ruling): Promise<Versions> {
	const answer = await workers.run({ kind: 'versions', ruling });
	if (answer.kind === 'versions') return answer.versions;
	if (answer.kind !== 'unusable') throw new Fault('worker-died', 'The screening worker gave no versions.');
	const why = answer.problems.map(describeProblem).join('; ');
	throw new Fault('policy-invalid', `The policy in force (${ruling.policy?.version}) cannot be read with this catalogue: ${why}`);
}
