// Files as bodies of requests: read within bounds of size and time, a few of them at once.
import type { Readable } from 'node:stream';
import { Refused } from './problems.ts';

const UPLOAD_MS = 60_000;

/** All bytes of a body. @throws `tooLarge`, or Refused `malformed-request` when it does not arrive in time. */
export async function readBytesOf(body: Readable, mostBytes: number, tooLarge: Refused): Promise<Uint8Array> {
	const late = setTimeout(() => body.destroy(new Refused('malformed-request', 'The file did not arrive in time.')), UPLOAD_MS);
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		for await (const chunk of body.iterator({ destroyOnReturn: false })) {
			size += (chunk as Buffer).length;
			if (size > mostBytes) throw tooLarge;
			chunks.push(chunk as Buffer);
		}
	} finally {
		clearTimeout(late);
	}
	return Buffer.concat(chunks);
}

/** So many at once; the next ones wait their turn. */
export class Places {
	#free: number;
	readonly #waiting: (() => void)[] = [];

	constructor(free: number) {
		this.#free = free;
	}

	async take(): Promise<() => void> {
		if (this.#free > 0) this.#free--;
		else await new Promise<void>((resolve) => this.#waiting.push(resolve));
		return () => {
			const next = this.#waiting.shift();
			if (next === undefined) this.#free++;
			else next();
		};
	}
}
