// The tree, its tiles and its proofs against the reference tree of RFC 6962, and against a definition written a second time.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { EMPTY_ROOT, type Hash, hashLeaf, hashNode, hashTree } from '../../src/log/merkle.ts';
import { consistencyProof, inclusionProof, type Node, verifyConsistency, verifyInclusion } from '../../src/log/proof.ts';

interface Vectors {
	readonly emptyRoot: string;
	readonly leaves: readonly string[];
	readonly roots: readonly string[];
	readonly inclusion: readonly { readonly leaf: number; readonly size: number; readonly proof: readonly string[] }[];
	readonly consistency: readonly { readonly old: number; readonly size: number; readonly proof: readonly string[] }[];
}
const VECTORS = JSON.parse(readFileSync(new URL('../vectors/log/rfc6962.json', import.meta.url), 'utf8')) as Vectors;
const LEAVES = VECTORS.leaves.map((leaf) => hashLeaf(hexToBytes(leaf)));
const ROOTS = VECTORS.roots.map((root) => hexToBytes(root));
const root = (size: number): Hash => (size === 0 ? EMPTY_ROOT : (ROOTS[size - 1] as Hash));

// MTH as RFC 6962 writes it.
function mth(leaves: readonly Hash[]): Hash {
	if (leaves.length === 0) return EMPTY_ROOT;
	if (leaves.length === 1) return leaves[0] as Hash;
	let k = 1;
	while (k * 2 < leaves.length) k *= 2;
	return hashNode(mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

const reader =
	(leaves: readonly Hash[]) =>
	async ({ level, index }: Node): Promise<Hash> =>
		mth(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));

const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte, i) => (i === 0 ? byte ^ 8 : byte));

test('the roots of the reference tree', () => {
	assert.equal(bytesToHex(EMPTY_ROOT), VECTORS.emptyRoot);
	for (let size = 1; size <= 8; size++) assert.equal(bytesToHex(hashTree(LEAVES.slice(0, size))), VECTORS.roots[size - 1]);
});

test('the inclusion proofs of the reference tree', async () => {
	for (const { leaf, size, proof } of VECTORS.inclusion) {
		const made = await inclusionProof(leaf - 1, size, reader(LEAVES));
		assert.deepEqual(made.map(bytesToHex), proof);
		assert.ok(verifyInclusion(leaf - 1, LEAVES[leaf - 1] as Hash, { size, root: root(size) }, made));
	}
});

test('the consistency proofs of the reference tree', async () => {
	for (const { old, size, proof } of VECTORS.consistency) {
		const made = await consistencyProof(old, size, reader(LEAVES));
		assert.deepEqual(made.map(bytesToHex), proof);
		assert.ok(verifyConsistency({ size: old, root: root(old) }, { size, root: root(size) }, made));
	}
});

test('every leaf and every pair of sizes up to 40 has a proof that verifies, and no spoilt one does', async () => {
	const leaves = Array.from({ length: 40 }, (_, i) => hashLeaf(Uint8Array.of(i)));
	const roots = Array.from({ length: 41 }, (_, size) => mth(leaves.slice(0, size)));
	for (let size = 0; size <= leaves.length; size++) {
		const tree = { size, root: roots[size] as Hash };
		assert.deepEqual(hashTree(leaves.slice(0, size)), tree.root);
		for (let index = 0; index < size; index++) {
			const leaf = leaves[index] as Hash;
			const proof = await inclusionProof(index, size, reader(leaves));
			assert.ok(verifyInclusion(index, leaf, tree, proof), `${index} in ${size}`);
			for (const spoilt of spoiltProofs(proof, tree.root)) assert.equal(verifyInclusion(index, leaf, tree, spoilt), false);
			assert.equal(verifyInclusion(index, flip(leaf), tree, proof), false);
			for (const other of [index - 1, index + 1, size]) assert.equal(verifyInclusion(other, leaf, tree, proof), false);
		}
		for (let old = 0; old <= size; old++) {
			const before = { size: old, root: roots[old] as Hash };
			const proof = await consistencyProof(old, size, reader(leaves));
			assert.ok(verifyConsistency(before, tree, proof), `${old} to ${size}`);
			for (const spoilt of spoiltProofs(proof, tree.root)) assert.equal(verifyConsistency(before, tree, spoilt), false);
			if (old < size) assert.equal(verifyConsistency(tree, before, proof), false, 'time runs one way');
			assert.equal(verifyConsistency({ ...before, root: flip(before.root) }, tree, proof), false);
			if (old > 0) assert.equal(verifyConsistency(before, { ...tree, root: flip(tree.root) }, proof), false);
		}
	}
});

function spoiltProofs(proof: readonly Hash[], more: Hash): Hash[][] {
	return [
		[...proof, more],
		[more, ...proof],
		[...proof, new Uint8Array(0)],
		...(proof.length > 0 ? [proof.slice(0, -1), proof.slice(1)] : []),
		...proof.map((_, i) => proof.map((hash, j) => (i === j ? flip(hash) : hash))),
	];
}
