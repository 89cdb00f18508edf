// A log as a directory: written step by step, read back, verified; never a half-written file under its name.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { bytesToHex } from '@noble/hashes/utils.js';
import { directoryReader, writeResources, writeStep } from '../../src/adapters/log-directory.ts';
import { Fault } from '../../src/base/fault.ts';
import { hashLeaf } from '../../src/log/merkle.ts';
import { verifyConsistency, verifyInclusion } from '../../src/log/proof.ts';
import { openEdge, proveConsistency, proveEntry, proveInclusion } from '../../src/log/reader.ts';
import { type Edge, EMPTY_EDGE, rootOf } from '../../src/log/sequence.ts';
import { verifyLog } from '../../src/log/verify.ts';
import { checkpointOf, entryBytes, grow, LOG_KEY } from '../support/small-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'weir-log-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const hex = ({ size, levels, bundle }: Edge): unknown => [size, levels.map((hashes) => hashes.map(bytesToHex)), bytesToHex(bundle)];

const files = (root: string): string[] =>
	readdirSync(root, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
		.sort();

test('a log that grows in the directory verifies after each step, resumes from it, and leaves nothing over', async () => {
	const root = join(folder, 'grows');
	const reader = directoryReader(root);
	let edge = EMPTY_EDGE;
	for (const size of [1, 200, 256, 700]) {
		const before = { size: edge.size, root: rootOf(edge) };
		const step = grow(edge, size);
		await writeStep(root, step, await checkpointOf(step));
		const report = await verifyLog(reader, { key: LOG_KEY.key });
		assert.deepEqual([report.ok, report.checkpoint?.size], [true, size]);
		const tree = { size, root: step.root };
		const consistency = await proveConsistency(reader, before.size, tree);
		assert.ok(consistency.ok && verifyConsistency(before, tree, consistency.value));
		const opened = await openEdge(reader, tree);
		assert.ok(opened.ok);
		assert.deepEqual(hex(opened.value), hex(step.edge));
		edge = opened.value;
	}
	assert.deepEqual(files(root), [
		'checkpoint',
		'tile/0/000',
		'tile/0/001',
		'tile/0/002.p/188',
		'tile/1/000.p/2',
		'tile/entries/000',
		'tile/entries/001',
		'tile/entries/002.p/188',
	]);
});

test('every entry has its proof from the tiles; a changed entry has none', async () => {
	const root = join(folder, 'proofs');
	const step = grow(EMPTY_EDGE, 300);
	await writeStep(root, step, await checkpointOf(step));
	const reader = directoryReader(root);
	const tree = { size: 300, root: step.root };
	for (let index = 0; index < 300; index++) {
		const proof = await proveInclusion(reader, index, tree);
		assert.ok(proof.ok && verifyInclusion(index, hashLeaf(entryBytes(index)), tree, proof.value));
	}
	const proven = await proveEntry(reader, 299, tree);
	assert.deepEqual(proven.ok && Uint8Array.from(proven.value.entry), entryBytes(299));
	const path = join(root, 'tile/entries/000');
	const bytes = readFileSync(path);
	bytes[10] = (bytes[10] as number) ^ 1;
	writeFileSync(path, bytes);
	assert.equal((await proveEntry(reader, 0, tree)).ok, false);
	assert.equal((await proveEntry(reader, 1, tree)).ok, true, 'the entry beside it stands');
	rmSync(join(root, 'tile/0/000'));
	const missing = await proveInclusion(reader, 1, tree);
	assert.match(missing.ok ? '' : (missing.problems[0]?.message ?? ''), /tile\/0\/000: the tile is missing/);
	assert.equal((await openEdge(reader, { size: 300, root: new Uint8Array(32) })).ok, false);
});

test('what cannot be read or written is a fault that names the file', async () => {
	const root = join(folder, 'faults');
	await writeResources(root, [{ path: 'tile/0/000', bytes: new Uint8Array(1) }]);
	const reader = directoryReader(root);
	assert.equal(await reader.read('tile/0/001'), undefined);
	assert.equal(await reader.read('tile/0/000/x'), undefined);
	await assert.rejects(
		reader.read('tile/0'),
		(error) => error instanceof Fault && error.code === 'file-unreadable' && /tile.0/.test(error.message),
	);
	await assert.rejects(
		writeResources(root, [{ path: 'tile/0', bytes: new Uint8Array(1) }]),
		(error) => error instanceof Fault && error.code === 'output-failed',
	);
	assert.deepEqual(files(root), ['tile/0/000'], 'no draft is left');
	assert.equal(statSync(join(root, 'tile/0/000')).size, 1);
});
