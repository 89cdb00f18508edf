// 32-bit fingerprints of letter runs, and sets of them as sorted arrays: compact dictionaries that ship in the artefact.

export const HASH_SEED = 0x811c9dc5;

/** FNV-1a over plain codes. */
export const hashStep = (hash: number, plain: number): number => Math.imul(hash ^ plain, 0x01000193) >>> 0;

/** A final mix so that fingerprints spread evenly for interpolation. */
export function finishHash(hash: number): number {
	let h = hash;
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return (h ^ (h >>> 16)) >>> 0;
}

// Few enough beginnings to stay in a processor's cache.
const BUCKET_BITS = 14;

/** A sorted set of fingerprints that answers in one or two steps: they are uniform, so those that begin alike are few. */
export class FingerprintSet {
	private readonly sorted: Uint32Array;
	/** First place of each beginning; one past the last at the end. */
	private readonly starts = new Uint32Array((1 << BUCKET_BITS) + 1);

	/** `sorted`: ascending; kept, not copied. */
	constructor(sorted: Uint32Array) {
		this.sorted = sorted;
		let at = 0;
		for (let bucket = 0; bucket <= 1 << BUCKET_BITS; bucket++) {
			while (at < sorted.length && (sorted[at] ?? 0) >>> (32 - BUCKET_BITS) < bucket) at++;
			this.starts[bucket] = at;
		}
	}

	has(value: number): boolean {
		const bucket = value >>> (32 - BUCKET_BITS);
		const end = this.starts[bucket + 1] ?? 0;
		for (let i = this.starts[bucket] ?? 0; i < end; i++) if (this.sorted[i] === value) return true;
		return false;
	}
}

/** A sorted, duplicate-free set of fingerprints. */
export const fingerprintSet = (values: Iterable<number>): Uint32Array => Uint32Array.from(new Set(values)).sort();
