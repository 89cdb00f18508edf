// Inclusion and consistency proofs (RFC 9162, sections 2.1.3 and 2.1.4): which subtrees a proof consists of, and its verification.
// Indexes and sizes are whole numbers up to 2^53; no bit operators, which end at 2^32.
import { HASH_BYTES, type Hash, hashNode, hashTree, sameBytes } from './merkle.ts';

/** The perfect subtree over leaves `index * 2^level` to `(index + 1) * 2^level`. */
export interface Node {
	readonly level: number;
	readonly index: number;
}

/** Gives the hash of a perfect subtree that lies wholly inside the tree. */
export type NodeReader = (node: Node) => Promise<Hash>;

interface Range {
	readonly start: number;
	readonly end: number;
}

// The largest power of two smaller than n (n > 1): where RFC 6962 splits n leaves.
function splitPoint(n: number): number {
	let power = 1;
	while (power * 2 < n) power *= 2;
	return power;
}

/** The proof that leaf `index` is in the tree of `size` leaves, lowest first. */
export function inclusionProof(index: number, size: number, read: NodeReader): Promise<Hash[]> {
	return readRanges(inclusionRanges(index, { start: 0, end: size }), read);
}

/** The proof that the tree of `oldSize` leaves is the beginning of the tree of `size` leaves. Empty for equal sizes and for size 0. */
export function consistencyProof(oldSize: number, size: number, read: NodeReader): Promise<Hash[]> {
	const ranges = oldSize === 0 || oldSize === size ? [] : consistencyRanges(oldSize, { start: 0, end: size }, true);
	return readRanges(ranges, read);
}

function inclusionRanges(index: number, { start, end }: Range): Range[] {
	if (end - start <= 1) return [];
	const middle = start + splitPoint(end - start);
	const left = { start, end: middle };
	const right = { start: middle, end };
	return index < middle ? [...inclusionRanges(index, left), right] : [...inclusionRanges(index, right), left];
}

// SUBPROOF of RFC 9162: `whole` says that the verifier knows the hash of the old part of this range already.
function consistencyRanges(old: number, { start, end }: Range, whole: boolean): Range[] {
	if (old === end) return whole ? [] : [{ start, end }];
	const middle = start + splitPoint(end - start);
	if (old <= middle) return [...consistencyRanges(old, { start, end: middle }, whole), { start: middle, end }];
	return [...consistencyRanges(old, { start: middle, end }, false), { start, end: middle }];
}

function readRanges(ranges: readonly Range[], read: NodeReader): Promise<Hash[]> {
	return Promise.all(ranges.map((range) => hashRange(range, read)));
}

// Every range of a proof begins at a multiple of the largest power of two it holds, so it falls apart into perfect subtrees.
async function hashRange({ start, end }: Range, read: NodeReader): Promise<Hash> {
	const parts: Promise<Hash>[] = [];
	for (let at = start; at < end; ) {
		let level = 0;
		let width = 1;
		while (width * 2 <= end - at) {
			width *= 2;
			level++;
		}
		parts.push(read({ level, index: at / width }));
		at += width;
	}
	const hashes = await Promise.all(parts);
	return hashes.reduceRight((right, left) => hashNode(left, right));
}

/** The root that an inclusion proof leads to, or undefined when its length does not fit index and size. */
export function rootFromInclusion(index: number, size: number, leaf: Hash, proof: readonly Hash[]): Hash | undefined {
	if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, ...proof])) return undefined;
	// RFC 9162, section 2.1.3.2.
	let at = index;
	let last = size - 1;
	let root = leaf;
	for (const hash of proof) {
		if (last === 0) return undefined;
		if (at % 2 === 1 || at === last) {
			root = hashNode(hash, root);
			while (at % 2 === 0 && at !== 0) {
				at /= 2;
				last = Math.floor(last / 2);
			}
		} else root = hashNode(root, hash);
		at = Math.floor(at / 2);
		last = Math.floor(last / 2);
	}
	return last === 0 ? root : undefined;
}

/** Whether `proof` shows that `leaf` (a leaf hash) is entry `index` of the tree with this size and root. */
export function verifyInclusion(
	index: number,
	leaf: Hash,
	tree: { readonly size: number; readonly root: Hash },
	proof: readonly Hash[],
): boolean {
	const root = rootFromInclusion(index, tree.size, leaf, proof);
	return root !== undefined && sameBytes(root, tree.root);
}

/** Whether `proof` shows that the old tree is the beginning of the new one. */
export function verifyConsistency(
	old: { readonly size: number; readonly root: Hash },
	tree: { readonly size: number; readonly root: Hash },
	proof: readonly Hash[],
): boolean {
	if (!isCount(old.size) || !isCount(tree.size) || old.size > tree.size || !areHashes(proof)) return false;
	if (old.size === tree.size) return proof.length === 0 && sameBytes(old.root, tree.root);
	if (old.size === 0) return proof.length === 0 && sameBytes(old.root, hashTree([]));
	// RFC 9162, section 2.1.4.2. Where the old size is a power of two, its root is the first hash of the path.
	let at = old.size - 1;
	let last = tree.size - 1;
	while (at % 2 === 1) {
		at = Math.floor(at / 2);
		last = Math.floor(last / 2);
	}
	const path = at === 0 ? [old.root, ...proof] : proof;
	const [first, ...rest] = path;
	if (first === undefined) return false;
	let oldRoot = first;
	let root = first;
	for (const hash of rest) {
		if (last === 0) return false;
		if (at % 2 === 1 || at === last) {
			oldRoot = hashNode(hash, oldRoot);
			root = hashNode(hash, root);
			while (at % 2 === 0 && at !== 0) {
				at /= 2;
				last = Math.floor(last / 2);
			}
		} else root = hashNode(root, hash);
		at = Math.floor(at / 2);
		last = Math.floor(last / 2);
	}
	return last === 0 && sameBytes(oldRoot, old.root) && sameBytes(root, tree.root);
}

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const areHashes = (hashes: readonly Hash[]): boolean => hashes.every((hash) => hash.length === HASH_BYTES);
