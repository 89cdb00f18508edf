// A text written anew, with a map back to the original: how a further reading sees it. Offsets are UTF-16.

/** How a place of the rewriting came about, as bits. */
export const HOW_DRAWN = 1;
export const HOW_HIDDEN = 2;
export const HOW_TURNED = 4;

export interface Rewriting {
	readonly text: string;
	/** Of each place, where its characters begin and end in the original. */
	readonly start: Int32Array;
	readonly end: Int32Array;
	/** Of each place, what was done to it; 0 when it stands as written. */
	readonly how: Uint8Array;
}

/** Writes a text piece by piece; never longer than the original. */
export class Rewriter {
	private readonly original: string;
	private readonly parts: string[] = [];
	private readonly start: Int32Array;
	private readonly end: Int32Array;
	private readonly how: Uint8Array;
	private length = 0;

	constructor(original: string) {
		this.original = original;
		this.start = new Int32Array(original.length);
		this.end = new Int32Array(original.length);
		this.how = new Uint8Array(original.length);
	}

	/** Writes `text` for the original's characters [start, end). */
	write(text: string, start: number, end: number, how: number): void {
		this.parts.push(text);
		for (const last = this.length + text.length; this.length < last; this.length++) {
			this.start[this.length] = start;
			this.end[this.length] = end;
			this.how[this.length] = how;
		}
	}

	/** Copies the original's characters [start, end), each at its own place. */
	copy(start: number, end: number): void {
		if (start >= end) return;
		this.parts.push(this.original.slice(start, end));
		for (let i = start; i < end; i++) {
			this.start[this.length] = i;
			this.end[this.length++] = i + 1;
		}
	}

	finish(): Rewriting {
		const { length } = this;
		const [start, end, how] = [this.start.subarray(0, length), this.end.subarray(0, length), this.how.subarray(0, length)];
		return { text: this.parts.join(''), start, end, how };
	}
}

/** The rewriting `last` of a text that is itself the rewriting `first`, as one. */
export function after(first: Rewriting, last: Rewriting): Rewriting {
	const size = last.text.length;
	const [start, end, how] = [new Int32Array(size), new Int32Array(size), new Uint8Array(size)];
	for (let i = 0; i < size; i++) {
		const span = spanOf(first, last.start[i] ?? 0, last.end[i] ?? 0);
		start[i] = span.start;
		end[i] = span.end;
		how[i] = span.how | (last.how[i] ?? 0);
	}
	return { text: last.text, start, end, how };
}

/** What stands in the original for places [from, to), and all that was done to them. */
export function spanOf(rewriting: Rewriting, from: number, to: number): { start: number; end: number; how: number } {
	let start = rewriting.start[from] ?? 0;
	let end = rewriting.end[from] ?? start;
	let how = 0;
	for (let i = from; i < to; i++) {
		start = Math.min(start, rewriting.start[i] ?? start);
		end = Math.max(end, rewriting.end[i] ?? end);
		how |= rewriting.how[i] ?? 0;
	}
	return { start, end, how };
}
