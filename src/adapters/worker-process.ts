// A worker in a process of its own, for work whose memory has to be given back: the system takes all of a process when it ends, while a
// thread leaves behind whatever its allocator has set aside. It speaks and ends as a thread does.
import { type ChildProcess, fork } from 'node:child_process';
import module from 'node:module';
import { dirname } from 'node:path';
import type { Heard, PoolWorker, StartWorker } from './worker-pool.ts';

/** To the process: what its worker is, then one job after another. */
export interface HostStart {
	/** URL of the module. */
	readonly worker: string;
	readonly workerData: unknown;
}

/** From the process: what its worker said, or why it failed. */
export type HostReply = { readonly kind: 'said'; readonly message: unknown } | { readonly kind: 'failed'; readonly message: string };

const HOST = new URL(import.meta.url.endsWith('.ts') ? './worker-host.ts' : './worker-host.js', import.meta.url);
/** As for the server itself (bin/weir.mjs): what V8 and the C library may set aside is bounded. */
const FLAGS = ['--max-semi-space-size=8'];

/** Starts a worker in a process of its own, which ends with this one. */
export const startProcess: StartWorker = (worker, workerData, heard) => new WorkerProcess({ worker: worker.href, workerData }, heard);

class WorkerProcess implements PoolWorker {
	readonly #child: ChildProcess;
	readonly #heard: Heard;
	#gone = false;
	#whenGone: () => void = () => undefined;

	constructor(start: HostStart, heard: Heard) {
		this.#heard = heard;
		// It reads what strangers wrote: it is given no environment, where secrets may stand.
		const env = { MALLOC_ARENA_MAX: '1', ...compileCache() };
		this.#child = fork(HOST, { env, execArgv: FLAGS, serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
		this.#child.on('message', (reply: HostReply) => {
			if (reply.kind === 'said') heard.message(reply.message);
			else heard.error(new Error(reply.message));
		});
		this.#child.on('error', (error) => this.#over(error, 1));
		this.#child.on('exit', (code) => this.#over(undefined, code ?? 1));
		this.#send(start);
	}

	postMessage(job: unknown): void {
		this.#send(job);
	}

	async terminate(): Promise<void> {
		if (this.#gone) return;
		const over = new Promise<void>((resolve) => {
			this.#whenGone = resolve;
		});
		this.#child.kill('SIGKILL');
		await over;
	}

	// What can no longer be sent is lost with the process, whose end is told.
	#send(message: unknown): void {
		if (this.#child.connected) this.#child.send(message as object, () => undefined);
	}

	#over(error: Error | undefined, code: number): void {
		if (this.#gone) return;
		this.#gone = true;
		if (error !== undefined) this.#heard.error(error);
		this.#heard.exit(code);
		this.#whenGone();
	}
}

// The folder above the one that Node keeps for its own version; an older Node keeps none.
function compileCache(): { NODE_COMPILE_CACHE?: string } {
	const folder = module.getCompileCacheDir?.();
	return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}
