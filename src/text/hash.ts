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

/** Is `value` in the sorted set? Interpolation search: fingerprints are uniform, so a few probes suffice. */
export function hasFingerprint(sorted: Uint32Array, value: number): boolean {
	let lo = 0;
	let hi = sorted.length - 1;
	for (let probes = 0; lo <= hi; probes++) {
		const low = sorted[lo] ?? 0;
		const high = sorted[hi] ?? 0;
		if (value < low || value > high) return false;
		const mid = probes < 6 && high > low ? lo + Math.floor(((value - low) / (high - low)) * (hi - lo)) : (lo + hi) >>> 1;
		const found = sorted[mid] ?? 0;
		if (found === value) return true;
		if (found < value) lo = mid + 1;
		else hi = mid - 1;
	}
	return false;
}

/** A sorted, duplicate-free set of fingerprints. */
export const fingerprintSet = (values: Iterable<number>): Uint32Array => Uint32Array.from(new Set(values)).sort();
