// One screening worker of the server: loads the engine of its catalogue once, then answers jobs in the order they arrive. The structure
// toolkit joins when the first structure comes; a job that met one before is done again, so that no answer is given without it.
import { parentPort, workerData } from 'node:worker_threads';
import { conditionsLater } from '../adapters/cel-later.ts';
import { loadEngine } from '../adapters/engine.ts';
import { RdkitWhenNeeded } from '../adapters/rdkit-when-needed.ts';
import type { WorkerReply } from '../adapters/worker-pool.ts';
import type { BenchStart } from './bench.ts';
import { Engines } from './engines.ts';
import { doJob, needsConditions, type ScreenAnswer, type ScreenJob } from './screen-job.ts';

if (parentPort !== null) {
	const port = parentPort;
	const reply = (message: WorkerReply<ScreenAnswer>): void => port.postMessage(message);
	try {
		const structures = new RdkitWhenNeeded();
		const conditions = conditionsLater();
		const { catalogue } = workerData as BenchStart;
		const ports = { structures, conditions: conditions.language };
		const engines = new Engines(await loadEngine({ ...ports, ...(catalogue === undefined ? {} : { artefact: catalogue }) }));
		const answer = async (job: ScreenJob): Promise<void> => {
			if (needsConditions(job)) await conditions.load();
			let outcome = doJob(job, engines);
			if (structures.missed) {
				await structures.load();
				outcome = doJob(job, engines);
			}
			reply({ kind: 'done', outcome });
		};
		let last = Promise.resolve();
		port.on('message', (job: ScreenJob) => {
			last = last.then(() => answer(job));
		});
		reply({ kind: 'ready' });
	} catch (error) {
		reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
		port.close();
	}
}
