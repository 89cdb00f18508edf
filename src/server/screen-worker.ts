// One screening worker of the server: loads the engine once, then answers jobs in the order they arrive.
import { parentPort } from 'node:worker_threads';
import { conditionsLater } from '../adapters/cel-later.ts';
import { loadEngine } from '../adapters/engine.ts';
import type { WorkerReply } from '../adapters/worker-pool.ts';
import { Engines } from './engines.ts';
import { doJob, needsConditions, type ScreenAnswer, type ScreenJob } from './screen-job.ts';

if (parentPort !== null) {
	const port = parentPort;
	const reply = (message: WorkerReply<ScreenAnswer>): void => port.postMessage(message);
	try {
		const conditions = conditionsLater();
		const engines = new Engines(await loadEngine({ conditions: conditions.language }));
		let before: Promise<void> = Promise.resolve();
		const answer = async (job: ScreenJob): Promise<void> => {
			if (needsConditions(job)) await conditions.load();
			reply({ kind: 'done', outcome: doJob(job, engines) });
		};
		port.on('message', (job: ScreenJob) => {
			// Answers leave in the order of the jobs, also while one of them waits for the language.
			before = before.then(() => answer(job));
		});
		reply({ kind: 'ready' });
	} catch (error) {
		reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
		port.close();
	}
}
