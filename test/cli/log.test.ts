// `weir log` on small logs in a directory: what it prints, and what it exits with.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { writeStep } from '../../src/adapters/log-directory.ts';
import { formatVerifierKey } from '../../src/log/key.ts';
import { EMPTY_EDGE } from '../../src/log/sequence.ts';
import { checkpointOf, entryAt, grow, LOG_KEY, WITNESS_KEY } from '../support/small-log.ts';
import { weir } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'weir-log-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const KEY = formatVerifierKey(LOG_KEY.key);
const WITNESS = formatVerifierKey(WITNESS_KEY.key);
const LOG = join(folder, 'log');
const OLD = join(folder, 'old-checkpoint');
const early = grow(EMPTY_EDGE, 100);
const later = grow(early.edge, 300);
await writeStep(LOG, early, await checkpointOf(early));
cpSync(join(LOG, 'checkpoint'), OLD);
await writeStep(LOG, later, await checkpointOf(later));

/** A copy of the log with one byte of one file changed. */
function changed(path: string, at: number): string {
	const copy = mkdtempSync(join(folder, 'copy-'));
	cpSync(LOG, copy, { recursive: true });
	const bytes = readFileSync(join(copy, path));
	bytes[at] = (bytes[at] as number) ^ 1;
	writeFileSync(join(copy, path), bytes);
	return copy;
}

test('a whole log: what it is, who signed it, and that it holds', async () => {
	const ran = await weir(['log', 'verify', LOG, '--key', KEY, '--witness', WITNESS, '--since', OLD]);
	assert.equal(ran.code, 0, ran.out + ran.err);
	assert.match(
		ran.out,
		/^Log {6}weir\.local\/log\nSize {5}300 entries\nRoot {5}\S{44}\nSigned {3}weir\.local\/log\+[0-9a-f]{8} \(key given with --key\)\n/,
	);
	assert.match(ran.out, /Witness {2}witness\.example\/w, 2026-03-01T08:00:00\.000Z/);
	assert.ok(ran.out.includes(`First    ${entryAt(0).at}  entry 0, listing.screened\nLast     ${entryAt(299).at}  entry 299`));
	assert.match(
		ran.out,
		/OK: 300 entries, every tile and the root were recomputed; nothing was changed\.\nThe log has only grown since the earlier checkpoint\.\n$/,
	);
	const json = JSON.parse((await weir(['log', 'verify', LOG, '-k', KEY, '-f', 'json'])).out) as Record<string, unknown>;
	assert.deepEqual([json['ok'], json['checked'], json['failures'], json['keyFrom']], [true, 300, [], 'option']);
});

test('a changed byte: exit 1 and the exact place', async () => {
	const entry = await weir(['log', 'verify', changed('tile/entries/000', 10), '--key', KEY]);
	assert.equal(entry.code, 1);
	assert.match(entry.out, /NOT OK: one thing is wrong\n {2}tile\/entries\/000, byte 0: entry 0 was changed\n$/);
	const tile = await weir(['log', 'verify', changed('tile/0/001.p/44', 70), '--key', KEY]);
	assert.match(tile.out, / {2}tile\/0\/001\.p\/44, byte 70: hash 2 of the tile was changed\n$/);
	const checkpoint = await weir(['log', 'verify', changed('checkpoint', 16), '--key', KEY]);
	assert.match(
		checkpoint.out,
		/NOT OK: one thing is wrong\n {2}checkpoint: the checkpoint was changed: the signature by weir\.local\/log\S+ is not valid\n$/,
	);
	const json = JSON.parse((await weir(['log', 'verify', changed('tile/entries/001.p/44', 2), '--key', KEY, '-f', 'json'])).out) as {
		failures: unknown[];
	};
	assert.deepEqual(json.failures, [
		{ kind: 'entry', path: 'tile/entries/001.p/44', entry: 256, offset: 0, message: 'entry 256 was changed' },
	]);
});

test('any byte of any file changed is refused', async () => {
	const paths = readdirSync(LOG, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
	for (const one of paths) {
		const path = join(one.parentPath, one.name).slice(LOG.length + 1);
		const { length } = readFileSync(join(LOG, path));
		for (const at of [0, length >> 1, length - 1]) {
			const ran = await weir(['log', 'verify', changed(path, at), '--key', KEY, '--witness', WITNESS]);
			assert.equal(ran.code, 1, `${path} byte ${at}`);
			assert.ok(ran.out.includes(`  ${path}`), ran.out);
		}
	}
});

test('a log that was cut back or rewritten is not what was signed before', async () => {
	const copy = mkdtempSync(join(folder, 'copy-'));
	await writeStep(copy, early, await checkpointOf(early));
	const cut = await weir(['log', 'verify', copy, '--key', KEY, '--since', join(LOG, 'checkpoint')]);
	assert.equal(cut.code, 1);
	assert.match(cut.out, /earlier checkpoint: the log has 100 entries, but had signed for 300/);
	const fork = join(folder, 'fork-checkpoint');
	writeFileSync(fork, await checkpointOf({ ...early, root: later.root }));
	const forked = await weir(['log', 'verify', LOG, '--key', KEY, '--since', fork]);
	assert.match(forked.out, /earlier checkpoint: the log no longer begins with the 100 entries it had signed for/);
});

test('a key from the log itself is used, and said to be no proof of who wrote it', async () => {
	const copy = mkdtempSync(join(folder, 'copy-'));
	cpSync(LOG, copy, { recursive: true });
	const without = await weir(['log', 'verify', copy]);
	assert.equal(without.code, 2);
	assert.match(without.err, /pass its verifier key with --key/);
	writeFileSync(join(copy, 'key'), `${KEY}\n`);
	const ran = await weir(['log', 'verify', copy]);
	assert.equal(ran.code, 0);
	assert.match(ran.out, /\(key from the log itself\)[\s\S]*pass the one you trust with --key\.\n$/);
});

test('a copy kept while verifying verifies the same, and holds what was wrong', async () => {
	const copy = join(folder, 'kept');
	const ran = await weir(['log', 'verify', LOG, '--key', KEY, '--copy', copy]);
	assert.equal(ran.code, 0, ran.err);
	assert.match(ran.err, /What was read is kept in /);
	const again = await weir(['log', 'verify', copy, '--key', KEY]);
	assert.deepEqual([again.code, again.out], [0, ran.out]);
	const twice = await weir(['log', 'verify', LOG, '--key', KEY, '--copy', copy]);
	assert.deepEqual([twice.code, twice.out], [2, '']);
	assert.match(twice.err, /is not empty; name a new folder/);
	const bad = join(folder, 'kept-bad');
	const found = await weir(['log', 'verify', changed('tile/entries/000', 10), '--key', KEY, '--copy', bad]);
	assert.deepEqual([found.code, (await weir(['log', 'verify', bad, '--key', KEY])).out], [1, found.out]);
});

test('prove prints the entry, its proof and the root it leads to; a changed entry has none', async () => {
	const ran = await weir(['log', 'prove', LOG, '299', '--key', KEY]);
	assert.equal(ran.code, 0, ran.err);
	assert.match(
		ran.out,
		/^Entry {4}299\n {9}\{"actor":[\s\S]*\nLeaf {5}\S{44}\nProof {4}\S{44}\n[\s\S]*\nOK: the entry is in the tree of 300 entries that "weir\.local\/log" signed\.\n$/,
	);
	const json = JSON.parse((await weir(['log', 'prove', LOG, '0', '--key', KEY, '-f', 'json'])).out) as { entry: string; proof: string[] };
	assert.deepEqual([JSON.parse(json.entry), json.proof.length], [entryAt(0), 9]);
	const bad = await weir(['log', 'prove', changed('tile/entries/000', 10), '0', '--key', KEY]);
	assert.deepEqual([bad.code, bad.out], [1, '']);
	assert.match(bad.err, /entry 0 is not in the tree/);
});

test('says what is wrong with its arguments', async () => {
	const help = await weir(['log', '--help']);
	assert.equal(help.code, 0);
	assert.match(help.out, /weir log verify \.\/log-copy --key/);
	for (const [args, message] of [
		[[], /Say what to do: verify, prove/],
		[['verfy'], /did you mean "log verify"/],
		[['verify'], /takes one log/],
		[['verify', join(folder, 'none')], /is not a directory/],
		[['verify', join(LOG, 'tile')], /holds no log: there is no file "checkpoint"/],
		[['verify', LOG, '--key', 'x'], /--key is not a verifier key: .*name\+id\+base64/],
		[['verify', LOG, '--key', WITNESS], /--key is the key of a witness/],
		[['verify', LOG, '--key', KEY, '--witness', KEY], /--witness is the key of a log/],
		[['verify', LOG, '--key', KEY, '--since', join(folder, 'none')], /none cannot be read/],
		[['verify', LOG, '--token', OLD], /--token is for a URL/],
		[['prove', LOG], /takes a log and the index/],
		[['prove', LOG, '-k', KEY, 'x'], /whole number from 0, not "x"/],
		[['prove', LOG, '300', '-k', KEY], /no entry 300; the last is 299/],
	] as const) {
		const ran = await weir(['log', ...args]);
		assert.equal(ran.code, 2, args.join(' '));
		assert.match(ran.err, message);
	}
});
