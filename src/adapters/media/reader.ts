// Reads images and attachments in threads that can be ended: a file that takes too long, grows too large or brings its thread down
// costs its own reading and nothing else. The same content is read once. Threads start with the first file, end when idle and at close().
import { hash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { MediaPart } from '../../model/media.ts';
import { MEDIA_LIMITS, type MediaLimits } from './limits.ts';
import { tooLarge } from './open.ts';
import type { MediaReply, MediaRequest } from './worker.ts';

/** Where parts are kept, by the SHA-256 of the content. `memoryCache` is one; a server may keep them in its database. */
export interface MediaCache {
	get(sha256: string): Promise<readonly MediaPart[] | undefined>;
	set(sha256: string, parts: readonly MediaPart[]): Promise<void>;
}

export interface MediaReaderOptions {
	readonly limits?: Partial<MediaLimits>;
	/** Threads; each holds some 200 MB while it lives. */
	readonly threads?: number;
	/** Files that may wait for a thread; one more is answered as errored at once. */
	readonly queue?: number;
	readonly cache?: MediaCache;
	/** An idle thread is ended after this long. */
	readonly idleMs?: number;
}

interface Task {
	readonly bytes: Uint8Array;
	readonly settle: (reading: Reading) => void;
}

/** `lasting`: another try would find the same. */
interface Reading {
	readonly parts: readonly MediaPart[];
	readonly lasting: boolean;
}

interface Member {
	readonly worker: Worker;
	readonly idle: NodeJS.Timeout;
	task: Task | undefined;
	parts: MediaPart[];
	finish: ((lasting: boolean, note?: string) => void) | undefined;
}

const WATCH_MS = 50;
const HEAP_MIB = 512;
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

const errored = (note: string): MediaPart => ({ kind: 'text', text: '', outcome: 'errored', note });

/** Reads files into parts. */
export class MediaReader {
	readonly limits: MediaLimits;
	readonly #threads: number;
	readonly #queue: number;
	readonly #idleMs: number;
	readonly #cache: MediaCache;
	readonly #waiting: Task[] = [];
	readonly #members = new Set<Member>();
	readonly #reading = new Map<string, Promise<readonly MediaPart[]>>();
	#closed = false;

	constructor(options: MediaReaderOptions = {}) {
		this.limits = { ...MEDIA_LIMITS, ...options.limits };
		this.#threads = options.threads ?? 1;
		this.#queue = options.queue ?? 256;
		this.#idleMs = options.idleMs ?? 30_000;
		this.#cache = options.cache ?? memoryCache();
	}

	/** The parts of a file. Never rejects: what cannot be read is an errored part. */
	async read(bytes: Uint8Array): Promise<readonly MediaPart[]> {
		if (bytes.length > this.limits.bytes) return [errored(tooLarge(bytes.length, this.limits.bytes))];
		const key = hash('sha256', bytes, 'hex');
		const underWay = this.#reading.get(key);
		if (underWay !== undefined) return underWay;
		const reading = this.#readOnce(key, bytes).finally(() => this.#reading.delete(key));
		this.#reading.set(key, reading);
		return reading;
	}

	/** Ends every thread; what was waiting is answered as errored. */
	async close(): Promise<void> {
		this.#closed = true;
		for (const task of this.#waiting.splice(0)) task.settle(CLOSED);
		await Promise.all([...this.#members].map((member) => this.#end(member, 'reading was stopped')));
	}

	async #readOnce(key: string, bytes: Uint8Array): Promise<readonly MediaPart[]> {
		const known = await this.#cache.get(key);
		if (known !== undefined) return known;
		const { parts, lasting } = await new Promise<Reading>((settle) => {
			if (this.#closed) settle(CLOSED);
			else if (this.#waiting.length >= this.#queue) settle(FULL);
			else this.#waiting.push({ bytes, settle });
			this.#assign();
		});
		if (lasting) await this.#cache.set(key, parts);
		return parts;
	}

	#assign(): void {
		while (this.#waiting.length > 0) {
			const free = [...this.#members].find((member) => member.task === undefined);
			if (free === undefined && this.#members.size >= this.#threads) return;
			const task = this.#waiting.shift();
			if (task !== undefined) this.#start(free ?? this.#hire(), task);
		}
	}

	#hire(): Member {
		const worker = new Worker(WORKER, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB }, stdout: true, stderr: true });
		const idle = setTimeout(() => void (member.task === undefined && this.#end(member, 'it was idle')), this.#idleMs).unref();
		const member: Member = { worker, idle, task: undefined, parts: [], finish: undefined };
		worker.on('message', (reply: MediaReply) => {
			if (reply.kind === 'part') member.parts.push(reply.part);
			else member.finish?.(true, reply.kind === 'failed' ? reply.message : undefined);
		});
		worker.on('error', (error) => void this.#end(member, `its reader failed (${error instanceof Error ? error.message : String(error)})`));
		worker.on('exit', () => void this.#end(member, 'its reader ended unexpectedly'));
		worker.unref();
		this.#members.add(member);
		return member;
	}

	#start(member: Member, task: Task): void {
		const { limits } = this;
		const before = process.memoryUsage.rss();
		const { parts } = Object.assign(member, { task, parts: [] as MediaPart[] });
		member.worker.ref();
		const late = setTimeout(() => void this.#end(member, `it takes longer than ${limits.timeMs / 1000} s to read`), limits.timeMs);
		const watch = setInterval(() => {
			if (process.memoryUsage.rss() - before > limits.memoryMiB * 1024 * 1024)
				void this.#end(member, `it takes more than ${limits.memoryMiB} MiB of memory to read`);
		}, WATCH_MS);
		member.finish = (lasting, note) => {
			clearTimeout(late);
			clearInterval(watch);
			Object.assign(member, { task: undefined, finish: undefined });
			member.worker.unref();
			member.idle.refresh();
			task.settle({ parts: note === undefined ? parts : [...parts, errored(note)], lasting });
			this.#assign();
		};
		const request: MediaRequest = { bytes: task.bytes, limits };
		member.worker.postMessage(request);
	}

	async #end(member: Member, why: string): Promise<void> {
		const known = this.#members.delete(member);
		clearTimeout(member.idle);
		member.finish?.(false, why);
		if (known) await member.worker.terminate();
	}
}

const CLOSED: Reading = { parts: [errored('reading was stopped')], lasting: false };
const FULL: Reading = { parts: [errored('too many files wait to be read; submit it again later')], lasting: false };

/** Keeps the parts of the last so many files. */
export function memoryCache(most = 500): MediaCache {
	const kept = new Map<string, readonly MediaPart[]>();
	return {
		get: async (sha256) => kept.get(sha256),
		set: async (sha256, parts) => {
			kept.set(sha256, parts);
			const [oldest] = kept.keys();
			if (kept.size > most && oldest !== undefined) kept.delete(oldest);
		},
	};
}
