// The worker's side of the pool's protocol, apart from the thread it runs in so that tests can give it another engine.
import type { MessagePort } from 'node:worker_threads';
import type { WorkerReply } from '../adapters/worker-pool.ts';
import type { Engine } from '../screen/screening.ts';
import { type BatchOutcome, type BatchSettings, screenBatch } from './screen-batch.ts';
import type { ScreenJob } from './screen-media.ts';

/** Answers every batch of records sent to the port with its outcome. A failure to start is reported, then the worker ends. */
export async function serveScreenWorker(port: MessagePort, settings: BatchSettings, load: () => Promise<Engine>): Promise<void> {
	const reply = (message: WorkerReply<BatchOutcome>): void => port.postMessage(message);
	let engine: Engine;
	try {
		engine = await load();
	} catch (error) {
		reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
		port.close();
		return;
	}
	port.on('message', (job: ScreenJob) => {
		reply({ kind: 'done', outcome: screenBatch(job, engine, settings, () => new Date().toISOString()) });
	});
	reply({ kind: 'ready' });
}
