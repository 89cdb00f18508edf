// What is in force cannot be read: the server starts all the same, holds everything, says so, and lets people mend it.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { postgresCatalogues } from '../../src/adapters/postgres/catalogues.ts';
import { run } from '../../src/adapters/postgres/database.ts';
import { createKey } from '../../src/adapters/postgres/keys.ts';
import type { Role } from '../../src/model/actor.ts';
import { configOf } from '../../src/server/config.ts';
import { type Database, openDatabase } from '../../src/server/database.ts';
import { artefactBytes } from '../support/compiled.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { versionOf, withSubstance } from '../support/variant.ts';

const CHAIR = { title: 'Oak chair' };
const AT = '2026-01-01T00:00:00.000Z';
const NOBODY = '00000000-0000-4000-8000-000000000000';
/** As another version of Weir would have left it: it names a substance that this catalogue does not have. */
const FOREIGN = { name: 'harbour', version: 1, summary: 'For another catalogue.', retiered: { 'no-such-substance': 2 } };
const FOREIGN_VERSION = 'feedfacefeedface';
const OTHER = withSubstance('acetone', (one) => ({ ...one, tier: 2 }));

describe('what is in force', () => {
	let folder = '';
	let database: Database;
	let server: TestServer;
	let admin = '';
	let ann = '';
	let bo = '';
	const start = (own = {}) => startTestServer({ DATABASE_URL: database.url, ...own });
	const put = async (id: string, on = server) => (await on.call('PUT', `/v1/listings/${id}`, { key: admin, body: CHAIR })).json;
	const post = (key: string, path: string, body?: unknown) => server.call('POST', path, { key, ...(body === undefined ? {} : { body }) });
	const ready = (on = server) => on.call('GET', '/readyz');
	const activate = (of: 'policy' | 'catalogue', version: string) =>
		run(database.db, `insert into ${of}_activation (${of}, proposal, at) values ($1, $2, $3)`, [version, NOBODY, AT]);
	const agreed = async (of: 'policy' | 'catalogue', wanted: object): Promise<void> => {
		const proposed = await post(ann, `/v1/${of}/proposals`, { reason: 'A test.', ...wanted });
		assert.equal(proposed.json['needsTwoPeople'], true, proposed.text);
		assert.equal(proposed.json['changes']?.[0]?.['effect'], 'unknown');
		const path = `/v1/${of}/proposals/${proposed.json['id']}:approve`;
		assert.equal((await post(ann, path)).json['code'], 'same-person');
		assert.equal((await post(bo, path)).json['status'], 'active');
	};
	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'weir-holding-'));
		chmodSync(folder, 0o711);
		database = await openDatabase(configOf({ WEIR_FOLDER: join(folder, 'weir') }));
		const key = async (role: Role, createdBy: string): Promise<string> =>
			(await createKey(database.db, { role, name: role, now: AT, createdBy })).key;
		[admin, ann, bo] = [await key('administrator', 'ada'), await key('compliance-officer', 'ann'), await key('approver', 'bo')];
	});
	beforeEach(async () => {
		await server?.stop();
		server = undefined as unknown as TestServer;
	});
	after(async () => {
		await server?.stop();
		await database?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	it('that is a policy which this catalogue cannot read holds everything until another policy is agreed to', async () => {
		await run(database.db, 'insert into policy (version, hash, name, document, created_at) values ($1, $2, $3, $4, $5)', [
			...[FOREIGN_VERSION, FOREIGN_VERSION.repeat(4), 'harbour', JSON.stringify(FOREIGN), AT],
		]);
		await activate('policy', FOREIGN_VERSION);
		server = await start();
		const answer = await ready();
		assert.deepEqual([answer.status, answer.json['code']], [503, 'holding']);
		assert.match(String(answer.json['detail']), /feedfacefeedface.*no-such-substance.*[Pp]ropose/);
		assert.ok(server.logged.some((line) => line.includes('no-such-substance')));
		const held = await put('chair');
		assert.deepEqual([held['state'], held['reasonCode'], held['verdict']?.['policyVersion']], ['held', 'under-review', FOREIGN_VERSION]);
		assert.equal(held['verdict']?.['findings']?.[0]?.['outcome'], 'errored');
		assert.notEqual(held['caseId'], undefined);
		const one = await post(admin, '/v1/listings:screen', CHAIR);
		assert.equal(one.json['verdict'], 'review' as never);
		const lines = await server.call('POST', '/v1/listings:screen', {
			key: admin,
			raw: `${JSON.stringify(CHAIR)}\n`,
			type: 'application/x-ndjson',
		});
		assert.equal(lines.json['verdict'], 'review' as never, lines.text);
		assert.match((await server.call('GET', '/metrics', { key: admin })).text, /weir_holding 1/);
		assert.match(String((await server.call('GET', '/v1/policy', { key: ann })).json['holding']), /Every listing is held/);
		assert.equal((await post(ann, '/v1/rescreens', { reason: 'To be sure.' })).status, 202);
		await agreed('policy', { version: 'built-in' });
		assert.equal((await ready()).status, 200);
		assert.equal((await put('table'))['state'], 'published');
		// What was held meanwhile waits for a person: nothing is published by screening again.
		assert.equal((await put('chair'))['state'], 'held');
	});

	it('that is a catalogue which cannot be read holds everything until another catalogue is agreed to', async () => {
		const version = versionOf(OTHER);
		const bytes = Uint8Array.from(OTHER);
		bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 1;
		const hash = Buffer.from(bytes.subarray(8, 40)).toString('hex');
		const row = { version, hash, size: bytes.length, substances: 1, families: 1, registeredAt: AT };
		const by = { kind: 'system', id: 'weir', role: 'system' } as const;
		await postgresCatalogues(database.db).transact((tx) => tx.addCatalogue({ ...row, registeredBy: by }, bytes));
		await activate('catalogue', version);
		server = await start();
		const answer = await ready();
		assert.deepEqual([answer.status, answer.json['code']], [503, 'holding']);
		assert.match(String(answer.json['detail']), new RegExp(`catalogue in force \\(${version}\\) cannot be read`));
		assert.equal((await put('lamp'))['state'], 'held');
		const { json } = await server.call('GET', '/v1/catalogue', { key: ann });
		assert.deepEqual([json['version'], json['builtIn']], [version, false]);
		await agreed('catalogue', { version: 'built-in' });
		assert.equal((await ready()).status, 200);
		assert.equal((await put('stool'))['state'], 'published');
	});

	it('is what every server on the database decides by, and what the next start decides by', async () => {
		const settled = async (on: TestServer): Promise<void> => {
			for (let i = 0; i < 1200 && (await ready(on)).json['catalogueVersion'] !== (versionOf(OTHER_TOO) as never); i++) await pause(25);
		};
		const OTHER_TOO = withSubstance('acetone', (one) => ({ ...one, tier: 2, notes: 'Another.' }));
		const settings = { WEIR_FOLDER: join(folder, 'kept') };
		server = await start(settings);
		const second = await start();
		try {
			await server.call('POST', '/v1/catalogues', { key: ann, raw: OTHER_TOO, type: 'application/octet-stream' });
			const proposed = await post(ann, '/v1/catalogue/proposals', { version: versionOf(OTHER_TOO), reason: 'A test.' });
			const decided = second.call('PUT', '/v1/listings/second', { key: admin, body: CHAIR });
			const approved = await post(bo, `/v1/catalogue/proposals/${proposed.json['id']}:approve`);
			assert.equal(approved.status, 200, approved.text);
			assert.equal((await decided).status, 201);
			const next = await put('second-too', second);
			assert.equal(next['verdict']?.['catalogueVersion'], versionOf(OTHER_TOO));
			await settled(second);
			assert.equal((await ready(second)).json['catalogueVersion'], versionOf(OTHER_TOO));
		} finally {
			await second.stop();
		}
		await server.stop();
		const hint = readFileSync(join(folder, 'kept', 'catalogue-in-force'), 'utf8');
		assert.equal(hint, versionOf(OTHER_TOO), 'the next start would open an engine that it does not use');
		server = await start(settings);
		assert.equal((await ready()).json['catalogueVersion'], versionOf(OTHER_TOO));
		assert.equal((await put('third'))['verdict']?.['catalogueVersion'], versionOf(OTHER_TOO));
		assert.notEqual(versionOf(OTHER_TOO), versionOf(artefactBytes()));
	});
});
