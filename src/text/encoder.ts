// A small semantic model of names: hashed letter sequences of the folded alphabet, each with a learned vector; a name is the sum of its
// sequences' vectors, scaled to length one. Names that differ as disguises and slips make them differ lie close together
// (subword embeddings after Bojanowski et al. 2017; trained contrastively by scripts/train-encoder.ts).

export const DIMENSIONS = 24;
export const BUCKETS = 8192;
const LONGEST = 4;
const SHORTEST = 2;

/** Learned vectors, BUCKETS rows of DIMENSIONS; what counts is their proportion to each other. */
export type EncoderTable = Int8Array;

/** Calls `visit` with the bucket of every sequence of 2 to 4 codes in [from, to), the edges counting as code 0. */
export function sequences(codes: Uint8Array, from: number, to: number, visit: (bucket: number) => void): void {
	for (let i = from - 1; i < to; i++) {
		let key = i < from ? 0 : (codes[i] ?? 0);
		for (let size = SHORTEST; size <= LONGEST && i + size - 1 <= to; size++) {
			const at = i + size - 1;
			key = (key << 5) | (at >= to ? 0 : (codes[at] ?? 0));
			visit(bucketOf(key, size));
		}
	}
}

const bucketOf = (key: number, size: number): number => (Math.imul(key + (size << 20), 0x9e3779b1) >>> 16) % BUCKETS;

/** Writes the unit vector of codes [from, to) into `out`. */
export function encode(table: EncoderTable, codes: Uint8Array, from: number, to: number, out: Float32Array): void {
	out.fill(0);
	// The same walk as sequences(), without a call for each.
	for (let i = from - 1; i < to; i++) {
		let key = i < from ? 0 : (codes[i] ?? 0);
		for (let size = SHORTEST; size <= LONGEST && i + size - 1 <= to; size++) {
			const at = i + size - 1;
			key = (key << 5) | (at >= to ? 0 : (codes[at] ?? 0));
			const row = bucketOf(key, size) * DIMENSIONS;
			for (let k = 0; k < DIMENSIONS; k++) out[k] = (out[k] ?? 0) + (table[row + k] ?? 0);
		}
	}
	let square = 0;
	for (let k = 0; k < DIMENSIONS; k++) square += (out[k] ?? 0) ** 2;
	const scale = square === 0 ? 0 : 1 / Math.sqrt(square);
	for (let k = 0; k < DIMENSIONS; k++) out[k] = (out[k] ?? 0) * scale;
}

/** Cosine of two unit vectors. */
export function cosine(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let k = 0; k < DIMENSIONS; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
	return sum;
}
