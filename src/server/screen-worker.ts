// One screening worker of the server: loads the engine once, then answers jobs in the order they arrive.
import { parentPort } from 'node:worker_threads';
import { loadEngine } from '../adapters/engine.ts';
import type { WorkerReply } from '../adapters/worker-pool.ts';
import { doJob, type ScreenAnswer, type ScreenJob } from './screen-job.ts';

if (parentPort !== null) {
	const port = parentPort;
	const reply = (message: WorkerReply<ScreenAnswer>): void => port.postMessage(message);
	try {
		const engine = await loadEngine();
		port.on('message', (job: ScreenJob) => reply({ kind: 'done', outcome: doJob(job, engine) }));
		reply({ kind: 'ready' });
	} catch (error) {
		reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
		port.close();
	}
}
