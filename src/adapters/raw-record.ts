// A record as it stands in the input: its bytes and its line, before anything is decoded. Splitters turn a byte stream into
// these with bounded buffering; no splitter may ever drop a record: what it cannot delimit it emits with a problem.
import type { Problem } from '../base/result.ts';

export interface RawRecord {
	/** 1-based line in the input on which the record starts. */
	readonly line: number;
	/** In a JSON document, 1 for the first record that starts on this line, 2 for the next: it may be all on one line. */
	readonly nth?: number;
	/** UTF-8 as found; for an over-long record only its beginning. Valid until the next push of the splitter. */
	readonly bytes: Uint8Array;
	/** Set when the record could not even be delimited. */
	readonly problem?: Problem;
}

/** Where a record is, for people: its line, and which of that line's records it is after the first. */
export const placeOf = ({ line, nth = 1 }: RawRecord): string => (nth === 1 ? `${line}` : `${line}:${nth}`);

export type Emit = (record: RawRecord) => void;

/** Finds record boundaries in chunks that may be cut anywhere. */
export interface Splitter {
	push(chunk: Uint8Array, emit: Emit): void;
	/** The input ended: emits what is left. */
	end(emit: Emit): void;
}

/** A record longer than this is not buffered. The largest valid listing is far smaller, even fully escaped. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;
/** How much of an over-long record is kept, to hash and to show. */
export const KEPT_BYTES = 64 * 1024;

export const LF = 0x0a;
export const CR = 0x0d;

/** The problem of a record over the limit. */
export const overLong = (what: string, limit: number): Problem => ({
	pointer: '',
	message: `the ${what} is longer than ${(limit / 1024 / 1024).toLocaleString('en-US')} MiB, the limit of one record`,
	fix: 'put each listing on its own line, or shorten its fields',
});

/** Joins what is held over with the next chunk; copies only when something is held. */
export function join(held: Uint8Array, chunk: Uint8Array): Uint8Array {
	if (held.length === 0) return chunk;
	const joined = new Uint8Array(held.length + chunk.length);
	joined.set(held);
	joined.set(chunk, held.length);
	return joined;
}

export const NOTHING = new Uint8Array(0);
