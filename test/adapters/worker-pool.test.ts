// The pool: order, bounded reading, and nothing lost when a worker dies, hangs or cannot start, be it a thread or a process.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runOrdered, type StartWorker } from '../../src/adapters/worker-pool.ts';
import { startProcess } from '../../src/adapters/worker-process.ts';

// A worker in a data: URL. A job is [delay in ms, what to do].
const WORKER = new URL(
	`data:text/javascript,${encodeURIComponent(`
		import { parentPort, workerData } from 'node:worker_threads';
		if (workerData === 'broken') { parentPort.postMessage({ kind: 'failed', message: 'no catalogue' }); }
		else if (workerData === 'crash') { throw new Error('bad start'); }
		else {
			parentPort.on('message', ([ms, act]) => {
				if (act === 'die') process.exit(9);
				if (act === 'throw') throw new Error('out of luck');
				while (act === 'hang');
				const until = performance.now() + ms;
				while (performance.now() < until);
				parentPort.postMessage({ kind: 'done', outcome: act });
			});
			parentPort.postMessage({ kind: 'ready' });
		}
	`)}`,
);

type Job = readonly [ms: number, act: string];

async function* from(jobs: readonly Job[], taken?: () => void): AsyncGenerator<Job> {
	for (const job of jobs) {
		taken?.();
		yield job;
	}
}

const WAYS: readonly (readonly [string, { readonly start?: StartWorker }])[] = [
	['threads', {}],
	['processes', { start: startProcess }],
];

for (const [way, start] of WAYS) {
	describe(`a pool of ${way}`, () => {
		async function all(jobs: readonly Job[], workerData = '', timeoutMs?: number): Promise<string[]> {
			const outcomes: string[] = [];
			const options = {
				worker: WORKER,
				workerData,
				size: 2,
				...start,
				lost: (job: Job, reason: string) => `lost ${job[1]}: ${reason}`,
				...(timeoutMs === undefined ? {} : { timeoutMs }),
			};
			for await (const outcome of runOrdered<Job, string>(from(jobs), options)) outcomes.push(outcome);
			return outcomes;
		}

		it('outcomes come in the order of the jobs', async () => {
			const jobs = Array.from({ length: 30 }, (_, i): Job => [i % 3 === 0 ? 8 : 0, `job ${i}`]);
			assert.deepEqual(
				await all(jobs),
				jobs.map(([, act]) => act),
			);
			assert.deepEqual(await all([]), []);
		});

		it('a worker that dies loses the job it was on, and only that one', async () => {
			const jobs: Job[] = [
				[0, 'a'],
				[0, 'die'],
				[0, 'b'],
				[0, 'c'],
				[0, 'throw'],
				[0, 'd'],
				[0, 'e'],
			];
			assert.deepEqual(await all(jobs), ['a', 'lost die: it ended with code 9', 'b', 'c', 'lost throw: out of luck', 'd', 'e']);
		});

		it('an input that kills every worker still gets an answer for each job', async () => {
			const outcomes = await all(Array.from({ length: 25 }, (): Job => [0, 'die']));
			assert.equal(outcomes.length, 25);
			assert.ok(outcomes.every((outcome) => outcome.startsWith('lost die')));
		});

		it('a worker that hangs is given up', async () => {
			assert.deepEqual(
				await all(
					[
						[0, 'a'],
						[0, 'hang'],
						[0, 'b'],
					],
					'',
					3_000,
				),
				['a', 'lost hang: took longer than 3 s', 'b'],
			);
		});

		it('workers that cannot start end the run with their reason', async () => {
			await assert.rejects(all([[0, 'a']], 'crash'), /A worker could not start: bad start/);
			await assert.rejects(all([[0, 'a']], 'broken'), /A worker could not start: no catalogue/);
		});

		it('the source is read no faster than outcomes are taken', async () => {
			let taken = 0;
			const jobs = Array.from({ length: 200 }, (_, i): Job => [0, `${i}`]);
			const outcomes = runOrdered<Job, string>(
				from(jobs, () => taken++),
				{ worker: WORKER, workerData: '', size: 2, ...start, lost: () => 'lost' },
			);
			await outcomes.next();
			await new Promise((resolve) => setTimeout(resolve, 100));
			assert.ok(taken <= 2 * 3 + 1, `${taken} jobs were read ahead`);
			await outcomes.return(undefined);
		});
	});
}
