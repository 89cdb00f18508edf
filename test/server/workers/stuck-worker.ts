// A screening worker that hangs on one title and dies on another; everything else is a real engine's answer.
import { parentPort } from 'node:worker_threads';
import { loadEngine } from '../../../src/adapters/engine.ts';
import { Engines } from '../../../src/server/engines.ts';
import { doJob, type ScreenJob } from '../../../src/server/screen-job.ts';

const port = parentPort;
if (port !== null) {
	const engines = new Engines(await loadEngine());
	port.on('message', (job: ScreenJob) => {
		const text = job.kind === 'submitted' ? job.items.map(({ body }) => body).join() : '';
		if (text.includes('hang here')) while (true);
		if (text.includes('die here')) process.exit(1);
		port.postMessage({ kind: 'done', outcome: doJob(job, engines) });
	});
	port.postMessage({ kind: 'ready' });
}
