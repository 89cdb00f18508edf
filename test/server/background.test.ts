// What happens without a request: cases that near their deadline escalate, and a change in one server process is heard in another.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { casesDue } from '../../src/adapters/postgres/cases.ts';
import { run } from '../../src/adapters/postgres/database.ts';
import { shareChanges } from '../../src/adapters/postgres/shared-changes.ts';
import { addHours, addMinutes } from '../../src/base/time.ts';
import { type Change, Changes } from '../../src/flows/changes.ts';
import { escalateDue } from '../../src/flows/escalate.ts';
import { openDatabase } from '../../src/server/database.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const TIER1 = { title: '4-ANPP 99% powder', cas: '21409-26-7' };

describe('the clock of cases', () => {
	let server: TestServer;
	before(async () => {
		server = await startTestServer();
	});
	after(() => server?.stop());

	const escalate = (now: string) => {
		const { db, store, casebook, dice } = server.running.world;
		return escalateDue({ due: (at, most) => casesDue(db, casebook.rules, at, most), store, casebook, dice, now });
	};

	it('escalates near the deadline and once more past it, each once, and leaves the decided alone', async () => {
		const admin = await server.key('administrator');
		const { json } = await server.call('PUT', '/v1/listings/late', { key: admin, body: TIER1 });
		const caseId = String(json['caseId']);
		const analyst = await server.person('analyst', 'Olga');
		const read = async () => (await server.call('GET', `/v1/cases/${caseId}`, { cookie: analyst })).json;
		const opened = await read();
		const deadline = String(opened['case']?.['deadline']);
		const { warningHours } = server.running.world.casebook.rules;
		const risk = String(opened['case']?.['risk']) as keyof typeof warningHours;
		const near = addHours(deadline, -warningHours[risk]);
		const counts: number[] = [];
		for (const now of [addMinutes(near, -1), near, addMinutes(near, 1), addMinutes(deadline, -1), deadline, addHours(deadline, 100)])
			counts.push((await escalate(now)).length);
		assert.deepEqual(counts, [0, 1, 0, 0, 1, 0]);
		const after = await read();
		assert.deepEqual(
			(after['events'] as unknown as { kind: string; cause?: string }[]).map(({ kind, cause }) => [kind, cause]),
			[
				['opened', undefined],
				['escalated', 'deadline-near'],
				['escalated', 'deadline-passed'],
			],
		);
		assert.equal(after['case']?.['escalation'], 2);
		const log = await server.call('GET', `/v1/log/entries?subject=case/${caseId}`, { key: admin });
		assert.equal((log.json['items'] as unknown as unknown[]).length, 3);
	});

	it('escalates once when two servers try at once', async () => {
		const admin = await server.key('administrator');
		await server.call('PUT', '/v1/listings/twice', { key: admin, body: TIER1 });
		const now = addHours(new Date().toISOString(), 10_000);
		const both = await Promise.all([escalate(now), escalate(now)]);
		assert.equal(both.flat().length, 1);
	});
});

describe('changes across processes', () => {
	let server: TestServer;
	before(async () => {
		server = await startTestServer();
	});
	after(() => server?.stop());

	it('reach the listeners of another process, and not their own twice', async () => {
		const [{ port = 0 } = {}] = await run(server.running.world.db, "select setting::int as port from pg_settings where name = 'port'");
		assert.ok(Number(port) > 0);
		const database = await openDatabase({ folder: `${server.folder}/weir`, connections: 3 });
		const changes = new Changes();
		const heard: Change[] = [];
		const own: Change[] = [];
		changes.listen((change) => void heard.push(change));
		server.running.world.changes.listen((change) => void own.push(change));
		const shared = shareChanges({ db: database.db, url: database.url, changes, from: 'other' });
		try {
			await shared.step();
			const admin = await server.key('administrator');
			await server.call('PUT', '/v1/listings/told', { key: admin, body: TIER1 });
			await until('two changes to be heard', () => heard.length >= 2);
			assert.deepEqual(heard.map(({ kind }) => kind).sort(), ['case', 'listing']);
			assert.equal(own.length, 2);
			for (let i = 0; i < 300; i++) changes.tell({ kind: 'listing', id: `from-other-${i}`, at: new Date().toISOString(), state: 'held' });
			await shared.step();
			await until('300 changes to be heard', () => own.length >= 302);
			assert.equal(own.length, 302);
			assert.equal(heard.length, 302);
		} finally {
			await shared.close();
			await database.close();
		}
	});
});
