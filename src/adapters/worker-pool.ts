// Jobs spread over worker threads, outcomes in the order of the jobs. A bounded window of jobs is in flight; the source is
// read no faster than outcomes are taken. A worker that dies or hangs loses nothing: the job it was on goes to `lost`, which
// answers for it, and the jobs behind it go to another worker.
import { Worker } from 'node:worker_threads';
import { Fault } from '../base/fault.ts';

/** From a worker: it is ready, it could not start, or the outcome of its oldest job. */
export type WorkerReply<Outcome> =
	| { readonly kind: 'ready' }
	| { readonly kind: 'failed'; readonly message: string }
	| { readonly kind: 'done'; readonly outcome: Outcome };

/** What a pool needs of a worker; a thread is one. */
export interface PoolWorker {
	postMessage(job: unknown): void;
	/** Resolves when it is gone. */
	terminate(): Promise<unknown>;
}

/** What a worker tells its pool, never before `start` has returned. */
export interface Heard {
	readonly message: (reply: unknown) => void;
	readonly error: (error: unknown) => void;
	/** The last of all. */
	readonly exit: (code: number) => void;
}

/** Starts a worker on a module. */
export type StartWorker = (worker: URL, workerData: unknown, heard: Heard) => PoolWorker;

export interface PoolOptions<Job, Outcome> {
	readonly worker: URL;
	readonly workerData: unknown;
	/** Starts a worker; as a thread unless stated. */
	readonly start?: StartWorker;
	readonly size: number;
	/** The outcome of a job whose worker died while working on it. */
	readonly lost: (job: Job, reason: string) => Outcome | Promise<Outcome>;
	/** A job that takes longer than this is given up and its worker ended. */
	readonly timeoutMs?: number;
	/** How many workers may be hired in place of dead ones; four for each of the pool's size unless stated. */
	readonly replacements?: number;
}

/** A pool that answers single jobs for as long as it is open. */
export interface OpenPool<Job, Outcome> {
	run(job: Job): Promise<Outcome>;
	/** Ends every worker; jobs not answered yet never are. */
	close(): Promise<void>;
}

/** Opens a pool for jobs that come one by one; `run` rejects only when no worker can start at all. */
export const openPool = <Job, Outcome>(options: PoolOptions<Job, Outcome>): OpenPool<Job, Outcome> => new Pool(options);

const DEPTH = 2; // jobs a worker holds: one in work, one waiting, so that it never idles
const JOB_TIMEOUT_MS = 120_000;
const START_TIMEOUT_MS = 120_000;

/**
 * Runs every job and yields the outcomes in job order.
 * @throws Fault `worker-died` when a worker cannot start at all.
 */
export async function* runOrdered<Job, Outcome>(jobs: AsyncIterable<Job>, options: PoolOptions<Job, Outcome>): AsyncGenerator<Outcome> {
	const pool = new Pool(options);
	const source = jobs[Symbol.asyncIterator]();
	const window = options.size * (DEPTH + 1);
	const inFlight: Promise<Outcome>[] = [];
	let pulling: Promise<IteratorResult<Job>> | undefined;
	let ended = false;
	try {
		while (true) {
			if (!ended && pulling === undefined && inFlight.length < window) pulling = source.next();
			const [oldest] = inFlight;
			if (pulling === undefined) {
				if (oldest === undefined) return;
				yield await oldest;
				inFlight.shift();
				continue;
			}
			// Whichever is first: a new job, or the oldest outcome (a slow source must not delay finished work).
			const first: 'job' | 'outcome' =
				oldest === undefined ? 'job' : await Promise.race([pulling.then(() => 'job' as const), oldest.then(() => 'outcome' as const)]);
			if (first === 'outcome' && oldest !== undefined) {
				yield await oldest;
				inFlight.shift();
				continue;
			}
			const next: IteratorResult<Job> = await pulling;
			pulling = undefined;
			if (next.done === true) ended = true;
			else inFlight.push(pool.run(next.value));
		}
	} finally {
		pulling?.catch(() => undefined);
		await pool.close();
	}
}

interface Task<Job, Outcome> {
	readonly job: Job;
	readonly settle: (outcome: Outcome | Promise<Outcome>) => void;
	readonly fail: (error: unknown) => void;
}

interface Member<Job, Outcome> {
	readonly worker: PoolWorker;
	readonly tasks: Task<Job, Outcome>[];
	timer: NodeJS.Timeout | undefined;
	ready: boolean;
	gone: boolean;
	failure: string | undefined;
}

const startThread: StartWorker = (worker, workerData, { message, error, exit }) =>
	new Worker(worker, { workerData }).on('message', message).on('error', error).on('exit', exit);

class Pool<Job, Outcome> {
	readonly #options: PoolOptions<Job, Outcome>;
	readonly #waiting: Task<Job, Outcome>[] = [];
	readonly #members: Member<Job, Outcome>[] = [];
	#deaths = 0;
	#started = false;
	#broken: Fault | undefined;
	#closed = false;

	constructor(options: PoolOptions<Job, Outcome>) {
		this.#options = options;
		for (let i = 0; i < options.size; i++) this.#hire();
	}

	run(job: Job): Promise<Outcome> {
		const outcome = new Promise<Outcome>((resolve, reject) => {
			this.#waiting.push({ job, settle: resolve, fail: reject });
		});
		// Awaited in order; a rejection behind the head of the line is seen when its turn comes.
		outcome.catch(() => undefined);
		this.#assign();
		return outcome;
	}

	async close(): Promise<void> {
		this.#closed = true;
		for (const member of this.#members) clearTimeout(member.timer);
		await Promise.all(this.#members.map((member) => member.worker.terminate()));
	}

	#hire(): void {
		const { start = startThread, worker: module, workerData } = this.#options;
		const worker = start(module, workerData, {
			message: (reply) => this.#heard(member, reply as WorkerReply<Outcome>),
			error: (error) => {
				member.failure ??= error instanceof Error ? error.message : String(error);
			},
			exit: (code) => this.#left(member, code),
		});
		const member: Member<Job, Outcome> = { worker, tasks: [], timer: undefined, ready: false, gone: false, failure: undefined };
		this.#members.push(member);
		member.timer = setTimeout(() => this.#end(member, 'did not start in time'), START_TIMEOUT_MS);
	}

	#heard(member: Member<Job, Outcome>, reply: WorkerReply<Outcome>): void {
		switch (reply.kind) {
			case 'ready':
				member.ready = true;
				this.#started = true;
				this.#watch(member);
				break;
			case 'failed':
				member.failure = reply.message;
				break;
			case 'done':
				member.tasks.shift()?.settle(reply.outcome);
				this.#watch(member);
				break;
		}
		this.#assign();
	}

	// A thread can hang as well as die; its oldest job has a time limit.
	#watch(member: Member<Job, Outcome>): void {
		clearTimeout(member.timer);
		member.timer = undefined;
		if (member.tasks.length > 0) {
			const limit = this.#options.timeoutMs ?? JOB_TIMEOUT_MS;
			member.timer = setTimeout(() => this.#end(member, `took longer than ${limit / 1000} s`), limit);
		}
	}

	#end(member: Member<Job, Outcome>, reason: string): void {
		member.failure = reason;
		void member.worker.terminate();
	}

	#left(member: Member<Job, Outcome>, code: number): void {
		clearTimeout(member.timer);
		member.gone = true;
		this.#members.splice(this.#members.indexOf(member), 1);
		if (this.#closed) return;
		const reason = member.failure ?? `it ended with code ${code}`;
		this.#deaths++;
		const [oldest, ...behind] = member.tasks;
		if (member.ready) {
			if (oldest !== undefined) this.#lose(oldest, reason);
			this.#waiting.unshift(...behind);
		} else {
			// It never looked at its jobs. When none ever started, the run cannot go on at all.
			this.#waiting.unshift(...member.tasks);
			if (!this.#started) return this.#break(new Fault('worker-died', `A worker could not start: ${reason}.`));
		}
		// Replacements are limited: an input that ends every worker must not start threads for ever.
		if (this.#deaths <= (this.#options.replacements ?? this.#options.size * 4)) this.#hire();
		this.#assign();
	}

	#lose(task: Task<Job, Outcome>, reason: string): void {
		try {
			task.settle(this.#options.lost(task.job, reason));
		} catch (error) {
			task.fail(error);
		}
	}

	#break(fault: Fault): void {
		this.#broken ??= fault;
		for (const task of this.#waiting.splice(0)) task.fail(this.#broken);
	}

	#assign(): void {
		if (this.#broken !== undefined) return this.#break(this.#broken);
		if (this.#members.length === 0) {
			for (const task of this.#waiting.splice(0)) this.#lose(task, 'no worker is left');
			return;
		}
		for (let depth = 0; depth < DEPTH; depth++) {
			for (const member of this.#members) {
				if (this.#waiting.length === 0) return;
				if (member.gone || member.tasks.length > depth) continue;
				const task = this.#waiting.shift();
				if (task === undefined) return;
				member.tasks.push(task);
				member.worker.postMessage(task.job);
				if (member.ready && member.tasks.length === 1) this.#watch(member);
			}
		}
	}
}
