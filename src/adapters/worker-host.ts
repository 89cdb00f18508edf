// The process of one worker (worker-process.ts): it runs the worker as a thread, passes on what is said both ways, and ends with its
// thread or with the process that started it. Whoever decides has the processors first.
import { setPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { HostReply, HostStart } from './worker-process.ts';

/** A third of the share of what decides, where both want all they can get. */
const NICENESS = 5;
setPriority(NICENESS);

const reply = (message: HostReply): void => void process.send?.(message);

process.once('message', ({ worker, workerData }: HostStart) => {
	const thread = new Worker(new URL(worker), { workerData });
	thread.on('message', (message) => reply({ kind: 'said', message }));
	thread.on('error', (error) => reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }));
	thread.on('exit', (code) => {
		process.exitCode = code;
		process.disconnect?.();
	});
	process.on('message', (job) => thread.postMessage(job));
	process.once('disconnect', () => process.exit());
});
// An interrupt is for the parent to answer; it may still want what was asked.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
