// A sandbox beside production: keys of one are refused by the other, neither is ever started as the other, and nothing of it is sent out.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createKey } from '../../src/adapters/postgres/keys.ts';
import { configOf } from '../../src/server/config.ts';
import { openDatabase } from '../../src/server/database.ts';
import { startServer } from '../../src/server/main.ts';
import { weir } from '../cli/command.ts';
import { PATIENT, startTestServer, type TestServer } from '../support/server.ts';

describe('a sandbox', () => {
	let sandbox: TestServer;
	let production: TestServer;
	before(async () => {
		[sandbox, production] = await Promise.all([startTestServer({ WEIR_SANDBOX: '1' }), startTestServer()]);
	});
	after(async () => {
		await Promise.all([sandbox?.stop(), production?.stop()]);
	});
	const put = (server: TestServer, key: string) => server.call('PUT', '/v1/listings/a', { key, body: { title: 'Oak chair' } });

	it('decides like production, and says what it is', async () => {
		const answer = await put(sandbox, await sandbox.key('administrator'));
		assert.deepEqual([answer.status, answer.json['state']], [201, 'published']);
		assert.equal(answer.headers.get('weir-sandbox'), '1');
		assert.equal((await sandbox.call('GET', '/readyz')).json['sandbox'], true);
		assert.equal((await sandbox.call('GET', '/v1/me', { key: await sandbox.key('analyst') })).json['sandbox'], true);
		const real = await put(production, await production.key('administrator'));
		assert.deepEqual([real.status, real.headers.get('weir-sandbox')], [201, null]);
		assert.equal((await production.call('GET', '/readyz')).json['sandbox'], undefined);
	});

	it('has keys that production refuses, and refuses those of production, each by name', async () => {
		const [test, real] = [await sandbox.key('administrator'), await production.key('administrator')];
		assert.match(test, /^weirtest_/);
		assert.match(real, /^weir_/);
		for (const [server, key] of [
			[production, test],
			[sandbox, real],
		] as const) {
			const answer = await put(server, key);
			assert.deepEqual([answer.status, answer.json['code']], [401, 'other-installation']);
			assert.match(String(answer.json['detail']), /sandbox/);
		}
		// The same secret under the other name is nobody's.
		assert.equal((await put(sandbox, test.replace('weirtest_', 'weir_'))).status, 401);
		assert.equal((await put(production, real.replace('weir_', 'weirtest_'))).status, 401);
	});

	it('has a log of another name', async () => {
		const auditor = await sandbox.key('auditor');
		assert.match((await sandbox.call('GET', '/log/key', { key: auditor })).text, /^weir\.local\/sandbox-log\+/);
	});

	it('reports nothing to authorities', async () => {
		const answer = await sandbox.call('GET', '/v1/reports/transparency?from=2026-01-01&to=2026-01-31', {
			key: await sandbox.key('regulator'),
		});
		assert.equal(answer.status, 409, answer.text);
	});

	it('is never started as production, nor production as a sandbox, nor what is in use made one', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'weir-sandbox-'));
		chmodSync(folder, 0o711);
		const own = { WEIR_PORT: '0', WEIR_FOLDER: join(folder, 'weir'), WEIR_LOG_LEVEL: 'silent', WEIR_LOG_ORIGIN: 'x', ...PATIENT };
		const start = (settings: object) => startServer({ config: configOf({ ...own, ...settings }) });
		try {
			await (await start({ WEIR_SANDBOX: '1' })).stop();
			await assert.rejects(start({}), /is a sandbox and never answers for anything else/);
			await (await start({ WEIR_SANDBOX: '1' })).stop();
			const real = { WEIR_FOLDER: join(folder, 'real') };
			await (await start(real)).stop();
			await assert.rejects(start({ ...real, WEIR_SANDBOX: '1' }), /is no sandbox/);
			const used = { WEIR_FOLDER: join(folder, 'used') };
			const database = await openDatabase(configOf({ ...own, ...used }));
			await createKey(database.db, { role: 'analyst', name: 'early', now: '2026-01-01T00:00:00Z' });
			await database.close();
			await assert.rejects(start({ ...used, WEIR_SANDBOX: '1' }), /is in use and was never a sandbox/);
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	});

	it('is not a demo', async () => {
		const { code, err } = await weir(['serve', '--demo', '--sandbox']);
		assert.deepEqual([code, /choose one/.test(err)], [2, true]);
		assert.equal(configOf({ WEIR_SANDBOX: '1' }).folder, '.weir-sandbox');
		assert.equal(configOf({}).folder, '.weir');
	});
});
