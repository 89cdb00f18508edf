// The sequencing step: however entries are cut into batches, the tree, its tiles and its bundles are the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBundle } from '../../src/log/bundle.ts';
import { hashLeaf, hashTree } from '../../src/log/merkle.ts';
import { EMPTY_EDGE, partials, rootOf, sequence } from '../../src/log/sequence.ts';
import { levelCount, parseTilePath, partialWidth, tileCount, tilePath } from '../../src/log/tile.ts';

const entry = (i: number): Uint8Array => new TextEncoder().encode(`entry ${i}`);
const entries = (start: number, end: number): Uint8Array[] => Array.from({ length: end - start }, (_, i) => entry(start + i));

test('tile paths are those of the specification', () => {
	// C2SP tlog-tiles: index 1234067 is x001/x234/067.
	assert.equal(tilePath({ level: 0, index: 1234067, width: 256 }), 'tile/0/x001/x234/067');
	assert.equal(tilePath({ level: 'entries', index: 0, width: 1 }), 'tile/entries/000.p/1');
	assert.equal(tilePath({ level: 2, index: 1000, width: 255 }), 'tile/2/x001/000.p/255');
	for (const path of ['tile/0/x001/x234/067', 'tile/63/000', 'tile/entries/x999/999.p/255'])
		assert.equal(tilePath(parseTilePath(path) as never), path);
	const refused = [
		'tile/64/000',
		'tile/00/000',
		'tile/0/x000/000',
		'tile/0/1',
		'tile/0/001/000',
		'tile/0/000.p/0',
		'tile/0/000.p/256',
		'tile/0/000.p/01',
		'tile/data/000',
		'tile/0/000/',
		'/tile/0/000',
		'checkpoint',
	];
	for (const path of refused) assert.equal(parseTilePath(path), undefined, path);
});

test('a tree of 70,000 and one of 256 have the tiles of the specification', () => {
	const shape = (size: number): number[][] =>
		Array.from({ length: levelCount(size) }, (_, level) => [Math.floor(tileCount(size, level) / 256), partialWidth(size, level)]);
	assert.deepEqual(shape(70_000), [
		[273, 112],
		[1, 17],
		[0, 1],
	]);
	assert.deepEqual(shape(256), [
		[1, 0],
		[0, 1],
	]);
	assert.deepEqual(shape(0), []);
});

test('batches of any size make one tree', () => {
	const all = sequence(EMPTY_EDGE, entries(0, 70_000));
	assert.equal(all.resources.filter(({ path }) => path.startsWith('tile/0/')).length, 274);
	assert.equal(all.resources.filter(({ path }) => path.startsWith('tile/entries/')).length, 274);
	assert.deepEqual(all.root, hashTree(all.leaves));
	const stored = new Map<string, Uint8Array>();
	let edge = EMPTY_EDGE;
	const cuts = [0, 0, 1, 2, 255, 256, 257, 511, 600, 1024, 65_535, 65_536, 65_537, 70_000];
	for (const [i, end] of cuts.entries()) {
		const step = sequence(edge, entries(edge.size, end));
		assert.equal(step.first, cuts[i - 1] ?? 0);
		for (const { path, bytes } of step.resources) {
			assert.equal(stored.has(path), false, `${path} is written once`);
			stored.set(path, bytes);
		}
		for (const path of step.superseded) assert.ok(stored.delete(path), `${path} was there`);
		assert.deepEqual(step.root, hashTree(all.leaves.slice(0, end)));
		assert.deepEqual(rootOf(step.edge), step.root);
		edge = step.edge;
	}
	assert.deepEqual(edge, all.edge);
	assert.deepEqual(new Map([...stored].sort()), new Map(all.resources.map(({ path, bytes }) => [path, bytes] as const).sort()));
	for (const { path } of partials(edge)) assert.ok(stored.has(path));
});

test('a bundle gives its entries back, and where it breaks off', () => {
	const { bundle } = sequence(EMPTY_EDGE, [entry(0), new Uint8Array(0), new Uint8Array(65_535)]).edge;
	const read = readBundle(bundle, 3);
	assert.deepEqual(
		read.entries.map(({ offset, entry: { length } }) => [offset, length]),
		[
			[0, 7],
			[9, 0],
			[11, 65_535],
		],
	);
	assert.equal(read.end, bundle.length);
	assert.deepEqual(readBundle(bundle.subarray(0, -1), 3).end, 11);
	assert.throws(() => sequence(EMPTY_EDGE, [new Uint8Array(65_536)]), RangeError);
	assert.deepEqual(hashLeaf(read.entries[0]?.entry as Uint8Array), hashLeaf(entry(0)));
});
