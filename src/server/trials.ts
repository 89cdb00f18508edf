// Catalogues that are tried out before they are in force: each has a process of its own beside the threads that decide, there only while
// something is asked of it, so that its memory is given back and whatever is wrong with it harms nobody.
import type { CatalogueBytes } from '../adapters/compiled-catalogue.ts';
import { startProcess } from '../adapters/worker-process.ts';
import { type Bench, type BenchOptions, openBench, type Workers } from './bench.ts';

export interface Trials {
	/** Work in the process of a catalogue. @throws Fault `worker-died` with the reason when it cannot be started with it. */
	use<T>(catalogue: CatalogueBytes, work: (workers: Workers) => Promise<T>): Promise<T>;
	close(): Promise<void>;
}

/** How long the process of a catalogue waits for more work: the stretches of a preview follow each other closely. */
const IDLE_MS = 3_000;
/** Comparing two whole catalogues is one job, done when nothing else wants the processors. */
const TIMEOUT_MS = 300_000;

interface Trial {
	readonly bench: Promise<Bench>;
	users: number;
	timer?: NodeJS.Timeout;
}

export function openTrials(options: Omit<BenchOptions, 'catalogue' | 'workers' | 'timeoutMs'>): Trials {
	const trials = new Map<string, Trial>();
	const end = (version: string, trial: Trial, how: 'retire' | 'close'): Promise<void> => {
		clearTimeout(trial.timer);
		if (trials.get(version) === trial) trials.delete(version);
		return trial.bench.then(
			(bench) => bench[how](),
			() => undefined,
		);
	};
	const begin = (version: string, catalogue: CatalogueBytes): Trial => {
		for (const [other, trial] of trials) if (trial.users === 0) void end(other, trial, 'retire');
		const bench = openBench({ ...options, catalogue, workers: 1, timeoutMs: TIMEOUT_MS, start: startProcess });
		bench.catch(() => undefined);
		const trial = { bench, users: 0 };
		trials.set(version, trial);
		return trial;
	};
	return {
		use: async (catalogue, work) => {
			const version = Buffer.from(catalogue.subarray(8, 40)).toString('hex');
			const trial = trials.get(version) ?? begin(version, catalogue);
			clearTimeout(trial.timer);
			trial.users++;
			try {
				return await (await trial.bench).use(work);
			} catch (error) {
				void end(version, trial, 'retire');
				throw error;
			} finally {
				trial.users--;
				if (trial.users === 0 && trials.get(version) === trial) trial.timer = setTimeout(() => void end(version, trial, 'retire'), IDLE_MS);
			}
		},
		close: async () => {
			await Promise.all([...trials].map(([version, trial]) => end(version, trial, 'close')));
		},
	};
}
