// Sending statements of reasons to a Transparency Database on loopback: what arrives and what is kept of the answer, what is tried again,
// what splits, what a server that died in between had sent, what never leaves, and what people see and do about it.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readPlatform } from '../../src/adapters/case-tables.ts';
import { guardedPost } from '../../src/adapters/guarded-post.ts';
import { run } from '../../src/adapters/postgres/database.ts';
import { beginFiling } from '../../src/adapters/postgres/statements.ts';
import { type FilerOptions, filerOf } from '../../src/flows/file-statements.ts';
import { type Came, startReceiver, type TestReceiver } from '../support/receiver.ts';
import { type Loose, startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const SELLER = 'Quiet Trading';
const TIER1 = { title: '4-ANPP 99% powder', cas: '21409-26-7', seller: { id: SELLER, country: 'US' }, shipsTo: ['US'] };
const TOKEN = '7|aVeryPrivateTokenOfTheTest';
const particulars = join(tmpdir(), `weir-filing-${process.pid}.yaml`);

interface Sent {
	readonly puid: string;
	readonly decision_facts: string;
}

const sentIn = ({ body }: Came): Sent[] => (JSON.parse(body) as { statements: Sent[] }).statements;

/** A Transparency Database in memory: what it has by puid, and what it will not have. */
class FakeDatabase {
	readonly has = new Map<string, string>();
	readonly refuses = new Set<string>();
	/** Whether it says which statement of a call it refuses. */
	says = true;
	readonly answer = (came: Came): { readonly status: number; readonly body: string } => {
		const statements = sentIn(came);
		const say = (status: number, body: object) => ({ status, body: JSON.stringify(body) });
		const errors = Object.fromEntries(
			statements.flatMap(({ puid }, n) => (this.refuses.has(puid) ? [[`statement_${n}`, { content_date: ['is not a date'] }]] : [])),
		);
		if (Object.keys(errors).length > 0) return say(422, this.says ? { errors } : { message: 'Something is wrong.' });
		const existing = statements.filter(({ puid }) => this.has.has(puid)).map(({ puid }) => puid);
		if (existing.length > 0) return say(422, { message: 'not unique', errors: { puid: ['not unique'], existing_puids: existing } });
		for (const { puid } of statements) this.has.set(puid, `uuid-of-${puid}`);
		const created = statements.map((one) => ({
			...one,
			uuid: `uuid-of-${one.puid}`,
			permalink: `https://db.example/statement/${one.puid}`,
		}));
		return say(201, { statements: created });
	};
}

before(() => {
	const { draft: _draft, ...known } = readPlatform();
	writeFileSync(particulars, JSON.stringify(known));
});
after(() => rmSync(particulars, { force: true }));

describe('sending statements, turned on', () => {
	let server: TestServer;
	let receiver: TestReceiver;
	const database = new FakeDatabase();
	before(async () => {
		receiver = await startReceiver();
		receiver.answer = database.answer;
		server = await startTestServer({
			WEIR_PLATFORM: particulars,
			WEIR_TRANSPARENCY_URL: `${receiver.url}/api/v1/statements`,
			WEIR_TRANSPARENCY_TOKEN: TOKEN,
		});
	});
	after(async () => {
		await server?.stop();
		await receiver?.stop();
	});

	it('sends each restriction once, at most a hundred a call, and keeps where it stands', async () => {
		const admin = await server.key('administrator');
		const officer = await server.person('compliance-officer', 'Clara');
		for (let n = 0; n < 105; n++) await server.call('PUT', `/v1/listings/listing-${n}`, { key: admin, body: TIER1 });
		await server.call('PUT', '/v1/listings/chair', { key: admin, body: { title: 'Oak chair' } });
		const page = async (): Promise<Loose> => (await server.call('GET', '/v1/statements?limit=200', { cookie: officer })).json;
		await until('105 statements to be sent', async () => Number((await page())['filing']?.['sent']) >= 105);
		const filing = (await page())['filing'];
		assert.deepEqual(
			[filing?.['sent'], filing?.['waiting'], filing?.['refused'], filing?.['dead'], filing?.['host']],
			[105, 0, 0, 0, new URL(receiver.url).host],
		);
		const calls = receiver.came.map(sentIn);
		assert.ok(calls.every((one) => one.length >= 1 && one.length <= 100));
		const puids = calls.flat().map(({ puid }) => puid);
		assert.deepEqual([puids.length, new Set(puids).size], [105, 105]);
		for (const { headers, body, path } of receiver.came) {
			assert.deepEqual([headers.authorization, path], [`Bearer ${TOKEN}`, '/api/v1/statements']);
			assert.doesNotMatch(body, /Quiet|listing-\d|21409/);
		}
		const items = (await page())['items'] as unknown as Loose[];
		assert.equal(items.length, 105);
		for (const one of items) {
			assert.equal(one['uuid'], `uuid-of-${one['puid']}`);
			assert.equal(one['permalink'], `https://db.example/statement/${one['puid']}`);
		}
		const entries = new Set(items.map((one) => String(one['entryId'])));
		assert.equal(entries.size, calls.length, 'an entry for each call');
		const log = await server.call('GET', '/v1/log/entries?subject=filing/transparency', { cookie: officer });
		assert.deepEqual(new Set((log.json['items'] as unknown as Loose[]).map((one) => String(one['id']))), entries);
		assert.ok(!log.text.includes(puids[0] ?? 'none'), 'the log names no statement in the open');
		const { json: read } = await server.call('GET', `/v1/statements/${puids[0]}`, { cookie: officer });
		assert.deepEqual([read['state'], read['statement']?.['puid']], ['sent', puids[0]]);
		assert.equal((await server.call('GET', '/v1/statements/nothing', { cookie: officer })).status, 404);
		await assert.rejects(run(server.running.world.db, `update filed_statement set state = 'waiting', sent_at = null`), /append-only/);
		await assert.rejects(run(server.running.world.db, 'delete from filed_statement'), /append-only/);
	});

	it('sends what a person decides as a statement of its own', async () => {
		const analyst = await server.person('analyst', 'Ana');
		const { json } = await server.call('GET', '/v1/cases?limit=1', { cookie: analyst });
		const caseId = String((json['items'] as unknown as Loose[])[0]?.['id']);
		const { json: detail, headers } = await server.call('GET', `/v1/cases/${caseId}`, { cookie: analyst });
		const evidence = [String(detail['state']?.['evidence']?.[0]?.['id'])];
		const body = {
			outcome: 'refuse',
			reasonCode: 'restricted-chemical',
			facts: 'A secret word.',
			legalBasis: 'Terms, section 4',
			evidence,
		};
		const decided = await server.call('POST', `/v1/cases/${caseId}:decide`, {
			cookie: analyst,
			headers: { 'if-match': headers.get('etag') ?? '' },
			body,
		});
		assert.equal(decided.status, 200, decided.text);
		await until('the statement of the decision', () => database.has.size >= 106);
		const last = receiver.came.at(-1);
		assert.match(last?.body ?? '', /AUTOMATED_DECISION_PARTIALLY/);
		assert.doesNotMatch(last?.body ?? '', /secret word/);
	});
});

describe('a statement that was refused', () => {
	it('is made anew and sent when people say so, which the log knows', async () => {
		const receiver = await startReceiver();
		const database = new FakeDatabase();
		receiver.answer = (came) =>
			database.has.size === 0 ? { status: 422, body: '{"errors":{"statement_0":{"puid":["odd"]}}}' } : database.answer(came);
		const url = `${receiver.url}/api/v1/statements`;
		const server = await startTestServer({ WEIR_PLATFORM: particulars, WEIR_TRANSPARENCY_URL: url, WEIR_TRANSPARENCY_TOKEN: TOKEN });
		try {
			const admin = await server.key('administrator');
			await server.call('PUT', '/v1/listings/one', { key: admin, body: TIER1 });
			const one = async (): Promise<Loose> => (await server.call('GET', '/v1/statements', { key: admin })).json['items']?.[0] ?? {};
			await until('it to be refused', async () => String((await one())['state']) === 'refused');
			const { puid, entryId } = await one();
			assert.equal(receiver.came.length, 1);
			receiver.answer = database.answer;
			const nobody = await server.call('POST', '/v1/statements:resend', { key: admin, body: { puid: 'nothing' } });
			assert.equal(nobody.status, 404);
			const resent = await server.call('POST', '/v1/statements:resend', { key: admin, body: { puid } });
			assert.deepEqual([resent.status, resent.json['count']], [202, 1], resent.text);
			await until('it to be sent', async () => String((await one())['state']) === 'sent');
			assert.notEqual((await one())['entryId'], entryId);
			assert.deepEqual([...database.has.keys()], [puid]);
			const log = await server.call('GET', '/v1/log/entries?subject=filing/transparency', { key: admin });
			assert.match(log.text, /statements\.resent/);
			const again = await server.call('POST', '/v1/statements:resend', { key: admin, body: {} });
			assert.equal(again.json['count'], 0, 'what was sent is not sent again');
		} finally {
			await server.stop();
			await receiver.stop();
		}
	});
});

describe('sending statements, step by step', () => {
	let server: TestServer;
	let receiver: TestReceiver;
	let database: FakeDatabase;
	let admin = '';
	let officer = '';
	let at = Date.now();
	let count = 0;
	const now = (): string => new Date(at).toISOString();
	before(async () => {
		receiver = await startReceiver();
		server = await startTestServer({ WEIR_PLATFORM: particulars });
		admin = await server.key('administrator');
		officer = await server.person('compliance-officer', 'Clara');
		await beginFiling(server.running.world.db, '2020-01-01', now().slice(0, 10));
	});
	after(async () => {
		await server?.stop();
		await receiver?.stop();
	});

	/** A filer with its own clock; `more` replaces parts of it. */
	const filer = (more: Partial<FilerOptions> = {}) =>
		filerOf({
			...server.running.world.statements.resend,
			post: (body) =>
				guardedPost({
					...{ url: `${receiver.url}/api`, body, headers: {}, reach: { loopback: true, networks: [] } },
					...{ timeoutMs: 60_000, readBytes: 1_000_000 },
				}),
			...{ now, chance: () => 0.5 },
			...more,
		});
	/** A database that has nothing, and this many restrictions that nothing was sent of; their puids once they wait. */
	const fresh = async (listings: number): Promise<string[]> => {
		database = new FakeDatabase();
		receiver.answer = database.answer;
		const from = count;
		for (; count < from + listings; count++) await server.call('PUT', `/v1/listings/step-${count}`, { key: admin, body: TIER1 });
		await until('the log to hold them', async () => {
			const [row] = await run(server.running.world.db, 'select count(*)::int as waiting from log_entry where index is null');
			return row?.['waiting'] === 0;
		});
		// A filer that finds what is to be sent, and whose call is not even made.
		await filer({ store: { ...server.running.world.statements.resend.store, claim: async () => [] } }).step();
		return (await listed('waiting')).map((one) => String(one['puid']));
	};
	const listed = async (state: string): Promise<Loose[]> =>
		(await server.call('GET', `/v1/statements?limit=200&state=${state}`, { cookie: officer })).json['items'] as unknown as Loose[];
	const stateOf = async (puid: string): Promise<Loose> => (await server.call('GET', `/v1/statements/${puid}`, { cookie: officer })).json;

	it('tries again what was not answered 201, later and under the same identifiers', async () => {
		const puids = await fresh(3);
		assert.equal(puids.length, 3);
		receiver.answer = () => ({ status: 500, body: 'down' });
		const from = receiver.came.length;
		const one = filer();
		assert.equal(await one.step(), 1);
		const [waiting] = await listed('waiting');
		assert.deepEqual([waiting?.['attempts'], waiting?.['lastError']], [1, 'answered 500']);
		receiver.answer = database.answer;
		assert.equal(await one.step(), 0, 'not before it is due');
		at += 10_000;
		assert.equal(await one.step(), 1);
		const [failed, well] = receiver.came.slice(from).map((came) => sentIn(came).map(({ puid }) => puid));
		assert.deepEqual(failed, well);
		assert.deepEqual([...database.has.keys()].sort(), [...puids].sort());
		assert.deepEqual(await listed('waiting'), []);
	});

	it('waits as long as it is told to, and gives up in the end, for people to see and send again', async () => {
		const [puid = ''] = await fresh(1);
		receiver.answer = () => ({ status: 429, headers: { 'retry-after': '3600' } });
		const one = filer();
		await one.step();
		const told = await stateOf(puid);
		assert.match(String(told['lastError']), /429: too many calls/);
		assert.equal(Date.parse(String(told['nextAt'])), at + 3_600_000);
		receiver.answer = () => ({ status: 401 });
		for (let hour = 0; hour < 72; hour++) {
			at += 3_600_000;
			await one.step();
		}
		const dead = await stateOf(puid);
		assert.deepEqual([dead['state'], dead['attempts']], ['dead', 9]);
		assert.match(String(dead['lastError']), /the token is not accepted/);
		const refusedOff = await server.call('POST', '/v1/statements:resend', { cookie: officer, body: {} });
		assert.deepEqual([refusedOff.status, refusedOff.json['code']], [409, 'sending-off']);
	});

	it('takes a call without an answer for not filed, and one that was filed after all for sent', async () => {
		const [puid = ''] = await fresh(1);
		// It arrives and is stored, and then nothing comes back.
		receiver.answer = (came) => {
			database.answer(came);
			return undefined;
		};
		const post = (body: string) =>
			guardedPost({
				...{ url: `${receiver.url}/api`, body, headers: {}, reach: { loopback: true, networks: [] } },
				...{ timeoutMs: 500, readBytes: 1000 },
			});
		await filer({ post }).step();
		assert.deepEqual([(await stateOf(puid))['state'], (await stateOf(puid))['lastError']], ['waiting', 'no answer in time']);
		receiver.answer = database.answer;
		at += 10_000;
		await filer().step();
		assert.equal((await stateOf(puid))['state'], 'sent');
		assert.equal(database.has.size, 1);
	});

	it('sends again what a server that died had sent, and counts it as sent', async () => {
		const puids = await fresh(2);
		const { store } = server.running.world.statements.resend;
		const dying = filer({
			store: {
				...store,
				transact: async (work) => store.transact((tx) => work({ ...tx, settle: () => Promise.reject(new Error('killed')) })),
			},
		});
		const from = receiver.came.length;
		await assert.rejects(dying.step(), /killed/);
		assert.equal(database.has.size, 2, 'it had arrived');
		assert.equal(await filer().step(), 0, 'whoever died holds it a while');
		at += 121_000;
		await filer().step();
		const [first, second] = receiver.came.slice(from).map((came) => sentIn(came).map(({ puid }) => puid));
		assert.deepEqual([first, second], [puids.toSorted(byOrder(first ?? [])), first], 'the same identifiers');
		for (const puid of puids) assert.equal((await stateOf(puid))['state'], 'sent');
		assert.equal(database.has.size, 2);
	});

	it('is not held up by what the database will not have, whether it says which or not', async () => {
		for (const says of [true, false]) {
			const puids = await fresh(9);
			const [bad = '', worse = ''] = [puids[2], puids[7]];
			database.refuses.add(bad).add(worse);
			database.says = says;
			await filer().step();
			assert.equal(database.has.size, 7, 'all the others');
			for (const puid of [bad, worse]) {
				const told = await stateOf(puid);
				assert.deepEqual([told['state'], told['made'], told['attempts']], ['refused', true, 1]);
				const [problem] = told['problems'] as unknown as Loose[];
				assert.match(String(problem?.['message']), says ? /is not a date/ : /Something is wrong/);
				assert.notEqual(problem?.['fix'], '');
			}
			assert.deepEqual(await listed('waiting'), []);
		}
	});

	it('sends nothing of a restricted case, nor shows it, and exports nothing of it either', async () => {
		const [puid = ''] = await fresh(1);
		const { json: seen } = await server.call('GET', `/v1/statements/${puid}`, { cookie: officer });
		const caseId = String(seen['caseId']);
		const { headers } = await server.call('GET', `/v1/cases/${caseId}`, { cookie: officer });
		const me = String((await server.call('GET', '/v1/me', { cookie: officer })).json['id']);
		const restricted = await server.call('POST', `/v1/cases/${caseId}:restrict`, {
			cookie: officer,
			headers: { 'if-match': headers.get('etag') ?? '' },
			body: { visibleTo: [me], note: 'Confidential.' },
		});
		assert.equal(restricted.status, 200, restricted.text);
		assert.equal(await filer().step(), 0);
		assert.equal(database.has.size, 0);
		assert.equal((await server.call('GET', `/v1/statements/${puid}`, { cookie: officer })).status, 404);
		const exported = await server.call('GET', '/v1/reports/transparency', { cookie: officer });
		assert.equal(exported.status, 200, exported.text);
		assert.ok(!exported.text.includes(puid));
	});

	it('makes no statement that could lead to somebody: it is refused by Weir, with the fix', async () => {
		await fresh(0);
		// A seller whose name is part of what every statement says.
		const words = (await listed('sent'))[0];
		const { json: read } = await server.call('GET', `/v1/statements/${words?.['puid']}`, { cookie: officer });
		const facts = String(read['statement']?.['decision_facts']).split(' ').slice(0, 3).join(' ');
		await server.call('PUT', '/v1/listings/lead', { key: admin, body: { ...TIER1, seller: { id: facts, country: 'US' } } });
		await fresh(0);
		const refused = (await listed('refused')).filter((one) => String(one['made']) === 'false');
		assert.equal(refused.length, 1);
		assert.match(String(refused[0]?.['problems']?.[0]?.['message']), /a name or identifier of a party/);
		assert.equal(await filer().step(), 0);
	});

	it('goes over the log again when it is to begin earlier, and adds nothing twice', async () => {
		const { db } = server.running.world;
		const [before] = await run(db, 'select count(*)::int as count from filed_statement');
		await beginFiling(db, '2019-01-01', now().slice(0, 10));
		assert.equal((await run(db, 'select next_index from filing_progress'))[0]?.['next_index'], 0);
		await filer({ store: { ...server.running.world.statements.resend.store, claim: async () => [] } }).step();
		const [later] = await run(db, 'select count(*)::int as count, (select next_index from filing_progress) as at from filed_statement');
		assert.deepEqual([later?.['count'], Number(later?.['at']) > 0], [before?.['count'], true]);
		await beginFiling(db, undefined, now().slice(0, 10));
		assert.ok(Number((await run(db, 'select next_index from filing_progress'))[0]?.['next_index']) > 0, 'it goes on where it was');
	});
});

const byOrder =
	(order: readonly string[]) =>
	(a: string, b: string): number =>
		order.indexOf(a) - order.indexOf(b);
