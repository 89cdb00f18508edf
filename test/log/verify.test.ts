// Offline verification: a whole log passes, and whatever single byte of it is changed, the report says where.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readBundle } from '../../src/log/bundle.ts';
import type { Failure } from '../../src/log/check-tree.ts';
import { formatCheckpoint } from '../../src/log/checkpoint.ts';
import { signerFromSeed } from '../../src/log/key.ts';
import { formatNote, signNote } from '../../src/log/note.ts';
import { EMPTY_EDGE, sequence } from '../../src/log/sequence.ts';
import { type LogReport, type VerifyOptions, verifyLog } from '../../src/log/verify.ts';
import {
	checkpointOf,
	entryAt,
	entryBytes,
	grow,
	LOG_KEY,
	ORIGIN,
	readerOf,
	smallLog,
	WITNESS_KEY,
	WITNESSED_AT,
} from '../support/small-log.ts';

type Files = ReadonlyMap<string, Uint8Array>;

const verify = (files: Files, options: Partial<VerifyOptions> = {}): Promise<LogReport> =>
	verifyLog(readerOf(files), { key: LOG_KEY.key, witnesses: [WITNESS_KEY.key], ...options });

function changed(files: Files, path: string, at: number, mask = 1): Files {
	const bytes = (files.get(path) as Uint8Array).slice();
	bytes[at] = (bytes[at] as number) ^ mask;
	return new Map(files).set(path, bytes);
}

const places = (failures: readonly Failure[]): string[] =>
	failures.map(({ kind, path, entry, position, offset }) => [kind, path, entry ?? position ?? '', offset ?? ''].join(' ').trimEnd());

// 600 entries: two full tiles and a partial one, a partial tile above them.
const SMALL = await smallLog(600);
// Every so manyth entry of a bundle is tried, and its last: all of them take minutes and find no more.
const EVERY = 61;

test('a whole log passes, and the report says what it holds', async () => {
	for (const size of [0, 1, 2, 255, 256, 257, 600]) {
		const report = await verify(await smallLog(size));
		assert.deepEqual(report.failures, []);
		assert.deepEqual([report.ok, report.checked, report.checkpoint?.size, report.checkpoint?.origin], [true, size, size, ORIGIN]);
		assert.deepEqual(report.witnesses, [{ name: 'witness.example/w', time: WITNESSED_AT }]);
		assert.equal(report.first?.at, size === 0 ? undefined : entryAt(0).at);
		assert.equal(report.last?.at, size === 0 ? undefined : entryAt(size - 1).at);
	}
});

test('progress is reported bundle by bundle and can stop the check, which then is not ok', async () => {
	const seen: number[] = [];
	await verify(SMALL, { onProgress: (done) => seen.push(done) > 0 });
	assert.deepEqual(seen, [256, 512, 600]);
	const stopped = await verify(SMALL, { onProgress: () => false });
	assert.deepEqual([stopped.ok, stopped.stopped, stopped.checked], [false, true, 256]);
});

describe('one changed byte is found and placed', () => {
	test('in an entry: the entry is named', async () => {
		for (const [path, first, width] of [
			['tile/entries/000', 0, 256],
			['tile/entries/001', 256, 256],
			['tile/entries/002.p/88', 512, 88],
		] as const) {
			const { entries } = readBundle(SMALL.get(path) as Uint8Array, width);
			for (const [i, { offset, entry }] of entries.entries()) {
				if (i % EVERY !== 0 && i !== width - 1) continue;
				for (const at of [offset + 2, offset + 2 + (entry.length >> 1), offset + 1 + entry.length]) {
					const report = await verify(changed(SMALL, path, at));
					assert.deepEqual(places(report.failures), [`entry ${path} ${first + i} ${offset}`]);
				}
			}
		}
	});

	test('in the length of an entry: the entry is named', async () => {
		for (const [path, first, width] of [
			['tile/entries/000', 0, 256],
			['tile/entries/002.p/88', 512, 88],
		] as const) {
			const { entries } = readBundle(SMALL.get(path) as Uint8Array, width);
			for (const [i, { offset }] of entries.entries()) {
				if (i % EVERY !== 0 && i !== width - 1) continue;
				for (const [at, mask] of [
					[0, 1],
					[0, 128],
					[1, 1],
					[1, 128],
				] as const) {
					const { failures } = await verify(changed(SMALL, path, offset + at, mask));
					assert.equal(places(failures)[0], `entry ${path} ${first + i} ${offset}`);
				}
			}
		}
	});

	test('in a tile, at any level: the tile, the hash and the byte are named', async () => {
		for (const path of [...SMALL.keys()].filter((one) => /^tile\/\d/.test(one))) {
			const { length } = SMALL.get(path) as Uint8Array;
			for (let at = 0; at < length; at += at < 33 ? 8 : 997) {
				const { failures } = await verify(changed(SMALL, path, at));
				assert.deepEqual(places(failures), [`tile ${path} ${Math.floor(at / 32)} ${at}`]);
			}
		}
	});

	test('in the checkpoint: the checkpoint is named, whatever the byte', async () => {
		const { length } = SMALL.get('checkpoint') as Uint8Array;
		for (let at = 0; at < length; at++) {
			for (const mask of at % 2 === 0 ? [1] : [32, 128]) {
				const { ok, failures } = await verify(changed(SMALL, 'checkpoint', at, mask));
				assert.equal(ok, false, `byte ${at}`);
				assert.ok(failures.every(({ path }) => path === 'checkpoint'));
			}
		}
	});

	test('in a log of three levels', async () => {
		const large = await smallLog(65_536 + 300);
		assert.equal((await verify(large)).ok, true);
		for (const [path, at, place] of [
			['tile/2/000.p/1', 5, 'tile tile/2/000.p/1 0 5'],
			['tile/1/000', 8191, 'tile tile/1/000 255 8191'],
			['tile/entries/255', 2, 'entry tile/entries/255 65280 0'],
		] as const)
			assert.deepEqual(places((await verify(changed(large, path, at))).failures), [place]);
	});
});

test('two changes at once are both found', async () => {
	const { failures } = await verify(changed(changed(SMALL, 'tile/entries/000', 10), 'tile/1/000.p/2', 40));
	assert.deepEqual(places(failures), ['entry tile/entries/000 0 0', 'tile tile/1/000.p/2 1 40']);
	const last = await verify(changed(changed(SMALL, 'tile/entries/002.p/88', 10), 'tile/0/001', 0));
	assert.deepEqual(places(last.failures), ['tile tile/0/001 0 0', 'entry tile/entries/002.p/88 512 0']);
});

test('a file that is missing, cut off or too long is named', async () => {
	for (const path of SMALL.keys()) {
		const files = new Map(SMALL);
		files.delete(path);
		const missing = await verify(files);
		assert.equal(missing.ok, false, path);
		assert.equal(missing.failures[0]?.path, path);
		const bytes = SMALL.get(path) as Uint8Array;
		for (const other of [bytes.slice(0, -1), bytes.slice(0, 1), new Uint8Array(0), Uint8Array.of(...bytes, 0)]) {
			const report = await verify(new Map(SMALL).set(path, other));
			assert.equal(report.ok, false, path);
			assert.equal(report.failures[0]?.path, path, `${path} ${other.length} of ${bytes.length}`);
		}
	}
});

test('entries replaced together with their tile do not pass', async () => {
	const other = sequence(
		EMPTY_EDGE,
		Array.from({ length: 600 }, (_, i) => entryBytes(i === 300 ? 9999 : i)),
	);
	const forged = new Map(other.resources.map(({ path, bytes }) => [path, bytes]));
	const take = (...paths: string[]): Files => new Map([...SMALL, ...paths.map((path) => [path, forged.get(path) as Uint8Array] as const)]);
	const pair = await verify(take('tile/entries/001', 'tile/0/001'));
	assert.match(pair.failures[0]?.message ?? '', /entries 256 to 511 and their tiles were replaced together/);
	const all = await verify(take(...forged.keys()));
	assert.deepEqual(places(all.failures), ['root checkpoint']);
});

test('the full tile stands in for a partial one that was deleted', async () => {
	const step = grow(EMPTY_EDGE, 300);
	const later = grow(step.edge, 1024);
	const files = new Map([...step.resources, ...later.resources].map(({ path, bytes }) => [path, bytes]));
	for (const path of later.superseded) files.delete(path);
	files.set('checkpoint', new TextEncoder().encode(await checkpointOf(step)));
	assert.deepEqual(
		(await verify(files)).failures.map(({ path }) => path),
		['tile/1/000.p/1'],
		'a tile that is still partial is no stand-in',
	);
	files.set('tile/1/000.p/1', (files.get('tile/1/000.p/4') as Uint8Array).slice(0, 32));
	assert.deepEqual((await verify(files)).failures, []);
});

test('keys: another key, another origin, a witness that did not cosign', async () => {
	const other = signerFromSeed(ORIGIN, 'ed25519', new Uint8Array(32).fill(9));
	assert.deepEqual(places((await verify(SMALL, { key: other.key })).failures), ['signature checkpoint']);
	const stranger = signerFromSeed('witness.example/x', 'cosignature', new Uint8Array(32).fill(9));
	assert.deepEqual(places((await verify(SMALL, { witnesses: [stranger.key] })).failures), ['cosignature checkpoint']);
	const { edge, root } = grow(EMPTY_EDGE, 600);
	const foreign = formatNote(await signNote(formatCheckpoint({ origin: 'other.example/log', size: edge.size, root }), LOG_KEY));
	const report = await verify(new Map(SMALL).set('checkpoint', new TextEncoder().encode(foreign)));
	assert.match(report.failures[0]?.message ?? '', /of the log "other.example\/log"/);
});

test('what is in the tree but not the canonical form of an entry is named', async () => {
	const step = sequence(EMPTY_EDGE, [entryBytes(0), new TextEncoder().encode('{ "v": 1 }'), entryBytes(2)]);
	const files = new Map(step.resources.map(({ path, bytes }) => [path, bytes]));
	files.set('checkpoint', new TextEncoder().encode(await checkpointOf(step)));
	const report = await verify(files);
	assert.deepEqual([report.ok, report.failures.map(({ entry }) => entry)], [false, [1]]);
	assert.match(report.failures[0]?.message ?? '', /entry 1 is not of the form of an entry: \/at: missing/);
});
