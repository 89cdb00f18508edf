// A catalogue that is tried out before it is in force: one thread of its own beside those that decide, there only while something is
// asked of it, so that its memory is given back and whatever is wrong with it harms nobody.
import type { CatalogueBytes } from '../adapters/compiled-catalogue.ts';
import { type Bench, type BenchOptions, openBench, type Workers } from './bench.ts';

export interface Trials {
	/** Work on the thread of a catalogue. @throws Fault `worker-died` with the reason when it cannot be started with it. */
	use<T>(catalogue: CatalogueBytes, work: (workers: Workers) => Promise<T>): Promise<T>;
	close(): Promise<void>;
}

/** How long the thread of a catalogue waits for more work: the stretches of a preview follow each other closely. */
const IDLE_MS = 3_000;
/** Comparing two whole catalogues is one job. */
const TIMEOUT_MS = 60_000;

interface Trial {
	readonly version: string;
	readonly bench: Promise<Bench>;
	users: number;
	timer?: NodeJS.Timeout;
}

export function openTrials(options: Omit<BenchOptions, 'catalogue' | 'workers' | 'timeoutMs'>): Trials {
	let current: Trial | undefined;
	const end = async (trial: Trial): Promise<void> => {
		clearTimeout(trial.timer);
		if (current === trial) current = undefined;
		await trial.bench.then(
			(bench) => bench.retire(),
			() => undefined,
		);
	};
	const begin = (version: string, catalogue: CatalogueBytes): Trial => {
		if (current !== undefined) void end(current);
		const bench = openBench({ ...options, catalogue, workers: 1, timeoutMs: TIMEOUT_MS });
		bench.catch(() => undefined);
		return { version, bench, users: 0 };
	};
	return {
		use: async (catalogue, work) => {
			const version = Buffer.from(catalogue.subarray(8, 40)).toString('hex');
			const trial = current?.version === version ? current : begin(version, catalogue);
			current = trial;
			clearTimeout(trial.timer);
			trial.users++;
			try {
				return await (await trial.bench).use(work);
			} catch (error) {
				void end(trial);
				throw error;
			} finally {
				trial.users--;
				if (trial.users === 0 && current === trial) trial.timer = setTimeout(() => void end(trial), IDLE_MS);
			}
		},
		close: async () => {
			const trial = current;
			if (trial === undefined) return;
			clearTimeout(trial.timer);
			current = undefined;
			await trial.bench.then(
				(bench) => bench.close(),
				() => undefined,
			);
		},
	};
}
