// A small HTTP/1.1 client for load: one request at a time on each of many connections, so that it takes as little of the shared cores
// as it can. It reads answers by Content-Length only, which is what the server sends.
import { connect, type Socket } from 'node:net';

export interface Answered {
	readonly status: number;
	readonly body: string;
}

/** One connection. */
export class Connection {
	readonly #socket: Socket;
	#buffer: Buffer = Buffer.alloc(0);
	#waiting: { readonly done: (answer: Answered) => void; readonly fail: (error: Error) => void } | undefined;

	private constructor(socket: Socket) {
		this.#socket = socket;
		socket.setNoDelay(true);
		socket.on('data', (chunk: Buffer) => this.#read(chunk));
		const end = (): void => this.#waiting?.fail(new Error('the connection ended'));
		socket.on('error', end);
		socket.on('close', end);
	}

	static open(host: string, port: number): Promise<Connection> {
		return new Promise((done, fail) => {
			const socket = connect(port, host, () => done(new Connection(socket)));
			socket.once('error', fail);
		});
	}

	send(request: string): Promise<Answered> {
		return new Promise((done, fail) => {
			this.#waiting = { done, fail };
			this.#socket.write(request);
		});
	}

	close(): void {
		this.#waiting = undefined;
		this.#socket.destroy();
	}

	#read(chunk: Buffer): void {
		this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
		const end = this.#buffer.indexOf('\r\n\r\n');
		if (end < 0) return;
		const head = this.#buffer.toString('latin1', 0, end);
		const length = Number(/content-length: (\d{1,9})/i.exec(head)?.[1] ?? 0);
		if (this.#buffer.length < end + 4 + length) return;
		const body = this.#buffer.toString('utf8', end + 4, end + 4 + length);
		this.#buffer = this.#buffer.subarray(end + 4 + length);
		const { done } = this.#waiting ?? {};
		this.#waiting = undefined;
		done?.({ status: Number(head.slice(9, 12)), body });
	}
}

export interface Load {
	readonly connections: number;
	readonly requests: number;
	/** The text of request number `i`. */
	readonly request: (i: number) => string;
	/** Requests per second; as fast as answers come when absent. Latency then counts from when a request was due. */
	readonly rate?: number;
}

export interface Loaded {
	readonly seconds: number;
	/** Milliseconds, sorted. */
	readonly latencies: readonly number[];
	readonly statuses: ReadonlyMap<number, number>;
	/** Numbers of the requests that were answered with success. */
	readonly acknowledged: readonly number[];
}

/** Sends every request and waits for every answer. */
export async function load(host: string, port: number, { connections, requests, request, rate }: Load): Promise<Loaded> {
	const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(host, port)));
	const latencies: number[] = [];
	const statuses = new Map<number, number>();
	const acknowledged: number[] = [];
	let next = 0;
	const began = performance.now();
	await Promise.all(
		open.map(async (connection) => {
			while (next < requests) {
				const i = next++;
				const due = rate === undefined ? performance.now() : began + (i * 1000) / rate;
				const early = due - performance.now();
				if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
				const { status } = await connection.send(request(i));
				latencies.push(performance.now() - due);
				statuses.set(status, (statuses.get(status) ?? 0) + 1);
				if (status < 300) acknowledged.push(i);
			}
		}),
	);
	const seconds = (performance.now() - began) / 1000;
	for (const connection of open) connection.close();
	return { seconds, latencies: latencies.sort((a, b) => a - b), statuses, acknowledged };
}

export const quantile = (sorted: readonly number[], q: number): number =>
	sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
