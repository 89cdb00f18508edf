// Small pieces for byte streams: look at the beginning without losing it, put things back in front, leave bytes out.
import { setTimeout as after } from 'node:timers/promises';
import { LF, NOTHING } from './raw-record.ts';

/** Up to this much is read ahead to learn whether an input is small. */
const HEAD_BYTES = 1024 * 1024;
/** How long a pipe that has already sent a line may keep the first verdict waiting. */
const PATIENCE_MS = 50;

/** Reads the beginning of a stream, then gives the rest without losing a chunk in between. */
export class Lookahead {
	readonly #input: AsyncIterator<Uint8Array>;
	#pending: Promise<IteratorResult<Uint8Array>> | undefined;
	constructor(input: AsyncIterator<Uint8Array>) {
		this.#input = input;
	}

	async head(): Promise<{ chunks: Uint8Array[]; bytes: number; ended: boolean }> {
		const chunks: Uint8Array[] = [];
		let bytes = 0;
		let line = false;
		while (bytes < HEAD_BYTES) {
			const coming: Promise<IteratorResult<Uint8Array>> = this.#input.next();
			coming.catch(() => undefined);
			this.#pending = coming;
			const next: IteratorResult<Uint8Array> | undefined = line
				? await Promise.race([coming, after(PATIENCE_MS, undefined)])
				: await coming;
			if (next === undefined) return { chunks, bytes, ended: false };
			this.#pending = undefined;
			if (next.done === true) return { chunks, bytes, ended: true };
			chunks.push(next.value);
			bytes += next.value.length;
			line ||= next.value.includes(LF);
		}
		return { chunks, bytes, ended: false };
	}

	async *rest(): AsyncGenerator<Uint8Array> {
		while (true) {
			const next = await (this.#pending ?? this.#input.next());
			this.#pending = undefined;
			if (next.done === true) return;
			yield next.value;
		}
	}
}

/** Chunks already read, then the rest. */
export async function* chain(first: readonly Uint8Array[], rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
	yield* first;
	yield* rest;
}

/** The stream without its first `count` bytes. */
export async function* skip(chunks: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
	let left = count;
	for await (const chunk of chunks) {
		const rest = chunk.subarray(Math.min(left, chunk.length));
		left -= chunk.length - rest.length;
		if (rest.length > 0) yield rest;
	}
}

export async function* once<T>(value: T): AsyncGenerator<T> {
	yield value;
}

/** One value in front of the others. */
export async function* prepend<T>(value: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
	yield value;
	yield* rest;
}

export function concat(chunks: readonly Uint8Array[]): Uint8Array {
	return chunks.length === 0 ? NOTHING : Buffer.concat(chunks);
}
