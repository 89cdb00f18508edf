// A restricted list on several servers of one database, and after the secret that it is sealed under is lost: nothing is clear then, and
// nobody is told why who may not know of the list.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { configOf } from '../../src/server/config.ts';
import { type Database, openDatabase } from '../../src/server/database.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const LIST = 'name: grey-heron\ncas: ["57-13-6"]\n';
const WATCHED = { title: 'Prilled urea 25 kg', cas: '57-13-6' };
/** What nobody else may read anywhere. */
const SECRET = /grey-heron|57-13-6 is|watch-list|restricted list|"watch"/;

describe('a restricted list whose secret is lost', () => {
	const folder = mkdtempSync(join(tmpdir(), 'weir-lost-'));
	let database: Database;
	let server: TestServer;
	before(async () => {
		chmodSync(folder, 0o711);
		database = await openDatabase(configOf({ WEIR_FOLDER: join(folder, 'weir') }));
	});
	after(async () => {
		await server?.stop();
		await database?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	it('lets nothing pass until it is uploaded again, and is not told of to others', async () => {
		const start = (secret: string) => startTestServer({ DATABASE_URL: database.url, WEIR_SECRET: secret.repeat(40) });
		server = await start('a');
		const [admin, officer, analyst] = [
			await server.key('administrator'),
			await server.key('compliance-officer', { createdBy: 'clara' }),
			await server.key('analyst', { createdBy: 'olga' }),
		];
		const upload = () => server.call('POST', '/v1/watch-lists', { key: officer, raw: LIST, type: 'application/yaml' });
		const put = async (id: string, body: object) => (await server.call('PUT', `/v1/listings/${id}`, { key: admin, body })).json;
		const sha256 = String((await upload()).json['sha256']);
		const document = { name: 'harbour', version: 1, summary: 'x', watch: [{ list: 'grey-heron', sha256, outcome: 'review' }] };
		const proposed = await server.call('POST', '/v1/policy/proposals', { key: officer, body: { document, reason: 'A test.' } });
		const approved = await server.call('POST', `/v1/policy/proposals/${proposed.json['id']}:approve`, { key: officer });
		assert.equal(approved.json['status'], 'active', approved.text);
		assert.equal((await put('chair', { title: 'Oak chair' }))['state'], 'published');
		// Another server of the same database decides by the list, too; one with another secret decides nothing.
		for (const [secret, state] of Object.entries({ a: 'published', c: 'held' })) {
			const second = await start(secret);
			try {
				const on = async (id: string, body: object) => (await second.call('PUT', `/v1/listings/${id}`, { key: admin, body })).json['state'];
				assert.equal(await on(`hit-${secret}`, WATCHED), 'held');
				assert.equal(await on(`lamp-${secret}`, { title: 'Oak lamp' }), state);
			} finally {
				await second.stop();
			}
		}
		await server.stop();

		server = await start('b');
		const ready = await server.call('GET', '/readyz');
		assert.deepEqual([ready.status, ready.json['code']], [503, 'holding']);
		const held = await put('table', { title: 'Oak table' });
		assert.deepEqual([held['state'], held['verdict']?.['findings']?.[0]?.['outcome']], ['held', 'errored']);
		const screened = await server.call('POST', '/v1/listings:screen', { key: admin, body: { title: 'Oak table' } });
		assert.equal(screened.json['verdict'], 'review');
		const told = [
			ready,
			screened,
			await server.call('GET', '/v1/policy', { key: analyst }),
			await server.call('GET', '/v1/listings/table', { key: admin }),
		];
		for (const text of [
			...told.map((one) => one.text),
			JSON.stringify(held),
			...server.logged.map((line) => line.replaceAll('watch-list-secret.test.ts', '')),
		])
			assert.doesNotMatch(text, SECRET);
		const [list] = (await server.call('GET', '/v1/watch-lists', { key: officer })).json['items'] ?? [];
		assert.deepEqual([list?.['readable'], list?.['name'], list?.['sha256']], [false, undefined, sha256]);
		assert.equal((await server.call('GET', `/v1/watch-lists/${sha256}`, { key: officer })).json['code'], 'list-unreadable');

		assert.equal((await upload()).status, 200);
		assert.equal((await server.call('GET', '/readyz')).status, 200);
		assert.equal((await put('stool', { title: 'Oak stool' }))['state'], 'published');
		assert.equal((await put('hit', WATCHED))['state'], 'held');
	});
});
