// The Merkle tree of RFC 6962, section 2.1 (RFC 9162, section 2.1): SHA-256, leaves and nodes told apart by their first byte.
// Everything else in this folder rests on these few functions.
import { sha256 } from '@noble/hashes/sha2.js';

/** A SHA-256 hash, 32 bytes. */
export type Hash = Uint8Array;

export const HASH_BYTES = 32;

/** The root of the empty tree: the hash of nothing. */
export const EMPTY_ROOT: Hash = sha256(new Uint8Array(0));

const LEAF = Uint8Array.of(0x00);
const NODE = Uint8Array.of(0x01);

/** SHA-256(0x00 || entry). */
export function hashLeaf(entry: Uint8Array): Hash {
	return sha256.create().update(LEAF).update(entry).digest();
}

/** SHA-256(0x01 || left || right). */
export function hashNode(left: Hash, right: Hash): Hash {
	return sha256.create().update(NODE).update(left).update(right).digest();
}

/**
 * The Merkle tree hash over the hashes of consecutive subtrees. All but the last must be perfect and of one height; the last may
 * cover less. With leaf hashes this is MTH of RFC 6962.
 */
export function hashTree(hashes: readonly Hash[]): Hash {
	if (hashes.length === 0) return EMPTY_ROOT;
	// Pairing level by level, the odd one out rising as it is, gives the split at the largest power of two of the RFC.
	let row = hashes;
	while (row.length > 1) {
		const above: Hash[] = [];
		for (let i = 0; i + 1 < row.length; i += 2) above.push(hashNode(row[i] as Hash, row[i + 1] as Hash));
		if (row.length % 2 === 1) above.push(row[row.length - 1] as Hash);
		row = above;
	}
	return row[0] as Hash;
}

/** Whether two byte strings are the same. Nothing here is secret, so the time it takes may show where they differ. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
	return true;
}
