// `weir key`: what it says about an installation that is not there, and what it makes in one that is.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { weir } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'weir-key-'));
// As root, the database runs as somebody else, who must get through.
chmodSync(folder, 0o711);
after(() => rmSync(folder, { recursive: true, force: true }));

test('a folder without an installation is named, and nothing is made there', async () => {
	const none = join(folder, 'none');
	for (const task of [['list'], ['revoke', 'k7d2mzqp4abc']]) {
		const ran = await weir(['key', ...task, '--folder', none]);
		assert.equal(ran.code, 2);
		assert.match(ran.err, /There is no installation in \S+none; name its folder with --folder/);
	}
	assert.equal(existsSync(none), false);
});

test('says what is wrong with its arguments', async () => {
	for (const [args, message] of [
		[['key'], /Say what to do: create, list, revoke/],
		[['key', 'make'], /There is no "key make"; say one of create, list, revoke\./],
		[['key', 'lst'], /did you mean "key list"\?/],
		[['key', 'create', 'auditor'], /create takes no arguments, only options; 1 were given/],
		[['key', 'create', '--role', 'boss', '--folder', folder], /--role cannot be "boss"; it is one of seller, /],
		[['key', 'create', '--folder', join(folder, 'none')], /Say what the key may do/],
		[['serve', 'demo'], /serve takes no arguments, only options; 1 were given/],
	] as const) {
		const ran = await weir(args);
		assert.deepEqual([ran.code, ran.out], [2, '']);
		assert.match(ran.err, message);
	}
	assert.equal(existsSync(join(folder, 'none')), false);
});

test('a key made where no installation was says so, and one for every seller says that', async () => {
	const made = join(folder, 'made');
	const first = await weir(['key', 'create', '--role', 'seller', '--folder', made]);
	assert.equal(first.code, 0, first.err);
	assert.match(first.out, /^weir_\S+\n$/);
	assert.match(first.err, /There was no installation in \S+made, so one was made/);
	assert.match(first.err, /speaks for every seller/);
	const second = await weir(['key', 'create', '--role', 'seller', '--seller', 's-1', '--folder', made]);
	assert.deepEqual([second.code, second.err], [0, '']);
	const listed = await weir(['key', 'list', '--folder', made]);
	assert.deepEqual(
		listed.out
			.trim()
			.split('\n')
			.map((line) => line.split('\t').slice(1, 4).join(' '))
			.sort(),
		['seller works -', 'seller works s-1'],
	);
});
