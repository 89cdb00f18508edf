// COPY as Node streams (protocol 3.0, "COPY Operations"): rows leave or enter one table in PostgreSQL's text form, at the pace of whoever
// takes or gives them. Only for a plain client: a pool that pipelines refuses queries of one's own making.
import { Readable, Writable } from 'node:stream';
import type pg from 'pg';
import { Fault } from '../../base/fault.ts';

const STAGE_BYTES = 64 * 1024;
const HIGH_WATER = 256 * 1024;
const HEAD_BYTES = 5;

/** What the driver calls with each row. */
const ROW_CAME = 'handleCopyData';

/** Rows that a command says it moved: `COPY 12`. */
const rowsOf = (tag: string): number => Number(/^COPY (\d{1,15})$/.exec(tag)?.[1] ?? 0);

/** The text of `COPY … TO STDOUT`, whole rows only. `rows` grows while it is read and is what the server says at the end. */
export class CopyOut extends Readable {
	rows = 0;
	readonly #text: string;
	#connection: pg.Connection | undefined;
	#stage = Buffer.allocUnsafe(STAGE_BYTES);
	#staged = 0;
	#done = false;

	constructor(text: string) {
		super({ highWaterMark: HIGH_WATER });
		this.#text = text;
	}

	submit(connection: pg.Connection): void {
		this.#connection = connection;
		connection.query(this.#text);
	}

	// What the driver hands over is a view of a buffer that it uses again: it is copied at once.
	[ROW_CAME]({ chunk }: { readonly chunk: Buffer }): void {
		this.rows++;
		if (chunk.length > STAGE_BYTES - this.#staged) this.#flush();
		if (chunk.length > STAGE_BYTES) this.#give(Buffer.from(chunk));
		else this.#staged += chunk.copy(this.#stage, this.#staged);
	}

	handleCommandComplete({ text }: { readonly text: string }): void {
		this.rows = rowsOf(text);
		this.#flush();
	}

	handleReadyForQuery(): void {
		this.#done = true;
		if (!this.destroyed) this.push(null);
	}

	handleError(error: Error): void {
		this.#done = true;
		this.destroy(error);
	}

	override _read(): void {
		this.#connection?.stream.resume();
	}

	// Rows that nobody wants any more cannot be told to stop but by ending the connection.
	override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
		if (!this.#done) this.#connection?.stream.destroy();
		callback(error);
	}

	#flush(): void {
		if (this.#staged === 0) return;
		this.#give(this.#stage.subarray(0, this.#staged));
		this.#stage = Buffer.allocUnsafe(STAGE_BYTES);
		this.#staged = 0;
	}

	#give(bytes: Buffer): void {
		if (!this.destroyed && !this.push(bytes)) this.#connection?.stream.pause();
	}
}

/** Takes the text of `COPY … FROM STDIN`. It has finished when the server has taken every row; `rows` is how many. */
export class CopyIn extends Writable {
	rows = 0;
	readonly #text: string;
	#connection: pg.Connection | undefined;
	#open: (() => void) | undefined;
	#isOpen = false;
	#finished: ((error?: Error | null) => void) | undefined;
	#done = false;

	constructor(text: string) {
		super({ highWaterMark: HIGH_WATER });
		this.#text = text;
	}

	submit(connection: pg.Connection): void {
		this.#connection = connection;
		connection.query(this.#text);
	}

	handleCopyInResponse(): void {
		this.#isOpen = true;
		this.#open?.();
	}

	handleCommandComplete({ text }: { readonly text: string }): void {
		this.rows = rowsOf(text);
	}

	handleReadyForQuery(): void {
		this.#done = true;
		this.#finished?.();
	}

	handleError(error: Error): void {
		this.#done = true;
		this.destroy(error);
	}

	override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
		const head = Buffer.alloc(HEAD_BYTES, 'd');
		head.writeInt32BE(chunk.length + 4, 1);
		this.#whenOpen((stream) => {
			stream.write(head);
			stream.write(chunk, callback);
		});
	}

	override _final(callback: (error?: Error | null) => void): void {
		this.#finished = callback;
		this.#whenOpen((stream) => void stream.write(Buffer.from([0x63, 0, 0, 0, 4])));
	}

	override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
		if (!this.#done) this.#connection?.stream.destroy();
		callback(error);
	}

	#whenOpen(act: (stream: pg.Connection['stream']) => void): void {
		const go = (): void => {
			if (this.#connection === undefined) throw new Fault('impossible', 'Rows were given before the statement was sent.');
			act(this.#connection.stream);
		};
		if (this.#isOpen) go();
		else this.#open = go;
	}
}
