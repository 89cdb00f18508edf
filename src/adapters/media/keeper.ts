// The process in which hostile files are opened. Its main thread is never busy: it watches how large the process grows while a worker
// thread reads, and ends with its parent. A defect in a native decoder ends this process and nothing else.
import { Worker } from 'node:worker_threads';
import type { MediaReply, MediaRequest } from './worker.ts';

const WATCH_MS = 20;
const HEAP_MIB = 512;

const worker = new Worker(new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url), {
	resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
});
const reply = (message: MediaReply): void => void process.send?.(message);
const give = (why: string): void => void process.send?.({ kind: 'gave-up', message: why } satisfies MediaReply, () => process.exit(1));

worker.on('message', reply);
worker.on('error', (error) => give(`its reader failed (${error instanceof Error ? error.message : String(error)})`));
process.on('message', (request: MediaRequest) => {
	worker.postMessage(request);
	watch(request.limits.memoryMiB);
});
process.on('disconnect', () => process.exit(0));
// An interrupt is for the parent to answer; it may still want what was read.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

let timer: NodeJS.Timeout | undefined;
function watch(mostMiB: number): void {
	clearInterval(timer);
	timer = setInterval(() => {
		if (process.memoryUsage.rss() <= mostMiB * 1024 * 1024) return;
		clearInterval(timer);
		give(`it takes more than ${mostMiB} MiB of memory to read`);
	}, WATCH_MS);
}
