// Reads images and attachments in worker threads, each in a process of its own that can be ended: a file that takes too long, grows too
// large or brings its process down costs its own reading and nothing else. The same content is read once. Processes start with the
// first file and end when idle and at close().
import { type ChildProcess, fork } from 'node:child_process';
import { hash } from 'node:crypto';
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
	/** Processes; each holds 200 to 600 MB while it lives. */
	readonly processes?: number;
	/** Files that may wait for a process; one more is answered as errored at once. */
	readonly queue?: number;
	readonly cache?: MediaCache;
	/** An idle process is ended after this long. */
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
	readonly child: ChildProcess;
	readonly idle: NodeJS.Timeout;
	task: Task | undefined;
	parts: MediaPart[];
	finish: ((lasting: boolean, note?: string) => void) | undefined;
}

const KEEPER = new URL(import.meta.url.endsWith('.ts') ? './keeper.ts' : './keeper.js', import.meta.url);

const errored = (note: string): MediaPart => ({ kind: 'text', text: '', outcome: 'errored', note });

/** Reads files into parts. */
export class MediaReader {
	readonly limits: MediaLimits;
	readonly #processes: number;
	readonly #queue: number;
	readonly #idleMs: number;
	readonly #cache: MediaCache;
	readonly #waiting: Task[] = [];
	readonly #members = new Set<Member>();
	readonly #reading = new Map<string, Promise<readonly MediaPart[]>>();
	#closed = false;

	constructor(options: MediaReaderOptions = {}) {
		this.limits = { ...MEDIA_LIMITS, ...options.limits };
		this.#processes = options.processes ?? 1;
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

	/** Ends every process; what was waiting is answered as errored. */
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
			if (free === undefined && this.#members.size >= this.#processes) return;
			const task = this.#waiting.shift();
			if (task !== undefined) this.#start(free ?? this.#hire(), task);
		}
	}

	#hire(): Member {
		// It opens what strangers wrote: it is given no environment, where secrets may stand.
		const child = fork(KEEPER, { env: {}, execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
		const idle = setTimeout(() => void (member.task === undefined && this.#end(member, 'it was idle')), this.#idleMs).unref();
		const member: Member = { child, idle, task: undefined, parts: [], finish: undefined };
		child.on('message', (reply: MediaReply) => {
			if (reply.kind === 'part') member.parts.push(reply.part);
			else if (reply.kind === 'gave-up') void this.#end(member, reply.message);
			else member.finish?.(true, reply.kind === 'failed' ? reply.message : undefined);
		});
		child.on('error', (error) => void this.#end(member, `its reader failed (${error.message})`));
		child.on('exit', () => void this.#end(member, 'its reader ended unexpectedly'));
		this.#members.add(member);
		return member;
	}

	#start(member: Member, task: Task): void {
		const { limits } = this;
		const { parts, child } = Object.assign(member, { task, parts: [] as MediaPart[] });
		child.ref();
		child.channel?.ref();
		const late = setTimeout(() => void this.#end(member, `it takes longer than ${limits.timeMs / 1000} s to read`), limits.timeMs);
		member.finish = (lasting, note) => {
			clearTimeout(late);
			Object.assign(member, { task: undefined, finish: undefined });
			// An idle process keeps nobody from ending.
			child.unref();
			child.channel?.unref();
			member.idle.refresh();
			task.settle({ parts: note === undefined ? parts : [...parts, errored(note)], lasting });
			this.#assign();
		};
		const request: MediaRequest = { bytes: task.bytes, limits };
		child.send(request, (error) => {
			if (error !== null) void this.#end(member, `its reader failed (${error.message})`);
		});
	}

	async #end(member: Member, why: string): Promise<void> {
		const known = this.#members.delete(member);
		clearTimeout(member.idle);
		const { child } = member;
		const gone = new Promise<void>((resolve) => {
			if (!known || child.exitCode !== null || child.signalCode !== null || child.pid === undefined) resolve();
			else child.once('exit', () => resolve());
		});
		if (known) {
			child.ref();
			child.kill('SIGKILL');
		}
		member.finish?.(false, why);
		await gone;
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
