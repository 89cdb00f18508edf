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
		[['key'], /Say what to do: create, list, rotate, revoke/],
		[['key', 'make'], /There is no "key make"; say one of create, list, rotate, revoke\./],
		[['key', 'lst'], /did you mean "key list"\?/],
		[['key', 'create', 'auditor'], /create takes no arguments, only options; 1 were given/],
		[['key', 'create', '--role', 'boss', '--folder', folder], /--role cannot be "boss"; it is one of seller, /],
		[['key', 'create', '--folder', join(folder, 'none')], /Say what the key may do/],
		[['key', 'create', '--role', 'buyer', '--scope', 'screen:ru'], /--scope: "screen:ru" is not an action; did you mean screen:run\?/],
		[['key', 'create', '--role', 'buyer', '--scope', 'listing:read'], /--scope: the role buyer may not do listing:read; use actions of/],
		[['key', 'create', '--role', 'buyer', '--scope', ','], /--scope: names no action/],
		[['key', 'rotate'], /Name the key: weir key rotate ID/],
		[['key', 'rotate', 'a', 'b'], /rotate takes one key; 2 were given/],
		[['key', 'rotate', 'a', '--overlap', '-1'], /--overlap/],
		[['key', 'rotate', 'a', '--overlap', '9999'], /--overlap needs hours from 0 to 720/],
		[['key', 'rotate', 'a', '--role', 'buyer'], /--role is for "weir key create" only/],
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

test('a key is narrowed to scopes, and rotated into one like it', async () => {
	const made = join(folder, 'made');
	const key = (...args: string[]) => weir(['key', ...args, '--folder', made]);
	const scope = 'listing:submit,listing:read,screen:run';
	const created = await key('create', '--role', 'administrator', '--name', 'shop', '--scope', scope, '--format', 'json');
	assert.equal(created.code, 0, created.err);
	const { id, scopes } = JSON.parse(created.out) as { id: string; scopes: string[] };
	assert.deepEqual(scopes, scope.split(','));
	const rowOf = async (name: string): Promise<string[]> => {
		const listed = await key('list');
		return (
			listed.out
				.split('\n')
				.map((line) => line.split('\t'))
				.find(([one]) => one === name) ?? []
		);
	};
	const row = await rowOf(id);
	assert.deepEqual([row[1], row[2], row[5], row[6]], ['administrator', 'works', 'shop', scope]);

	const rotated = await key('rotate', id, '--overlap', '48');
	assert.equal(rotated.code, 0, rotated.err);
	const successor = /^weir_([a-z2-7]{12})_\S+\n$/.exec(rotated.out)?.[1] ?? '';
	assert.match(rotated.err, new RegExp(`Key ${successor} is the successor of ${id}, which works until \\S+Z\\.`));
	assert.match((await rowOf(id))[2] ?? '', /^until /);
	const like = await rowOf(successor);
	assert.deepEqual([like[1], like[2], like[5], like[6]], ['administrator', 'works', 'shop', scope]);

	assert.match((await key('rotate', id)).err, new RegExp(`was rotated before; its successor is ${successor}`));
	assert.match((await key('rotate', successor, '--overlap', '0')).err, /which no longer works/);
	assert.equal((await rowOf(successor))[2], 'expired');
	assert.equal((await key('create', '--role', 'auditor', '--name', 'gone', '--format', 'json')).code, 0);
	const [gone = ''] =
		(await key('list')).out
			.split('\n')
			.find((line) => line.includes('\tgone\t'))
			?.split('\t') ?? [];
	assert.equal((await key('revoke', gone)).code, 0);
	const last = await key('rotate', gone);
	assert.deepEqual([last.code, last.out], [2, '']);
	assert.match(last.err, /was revoked, and a revoked key has no successor/);
	assert.match((await key('rotate', 'aaaaaaaaaaaa')).err, /There is no key aaaaaaaaaaaa/);
});
