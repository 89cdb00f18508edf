// API keys through a real server: narrowed to scopes, rotated with an overlap, refused when they lack a scope or have ended; and what the
// log and the database keep of it. The server's clock is the test's.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { addHours } from '../../src/base/time.ts';
import { type Called, startTestServer, type TestServer } from '../support/server.ts';

const SHOP = ['listing:submit', 'listing:read', 'screen:run'];
const OAK = { title: 'Oak chair' };

describe('API keys', () => {
	let server: TestServer;
	let admin = '';
	let clock = new Date().toISOString();
	before(async () => {
		server = await startTestServer({}, undefined, undefined, () => clock);
		admin = await server.person('administrator', 'Ada');
	});
	after(() => server?.stop());

	const create = (body: object, by: object = { cookie: admin }): Promise<Called> => server.call('POST', '/v1/keys', { ...by, body });
	const rotate = (id: string, body?: object, by: object = { cookie: admin }): Promise<Called> =>
		server.call('POST', `/v1/keys/${id}:rotate`, { ...by, ...(body === undefined ? {} : { body }) });
	const me = (key: string): Promise<Called> => server.call('GET', '/v1/me', { key });
	const listed = async (): Promise<readonly Readonly<Record<string, unknown>>[]> =>
		(await server.call('GET', '/v1/keys', { cookie: admin })).json['items'] as unknown as Readonly<Record<string, unknown>>[];
	const entriesOf = async (id: string): Promise<string[]> => {
		const { json } = await server.call('GET', `/v1/log/entries?subject=key/${id}`, { cookie: admin });
		return (json['items'] ?? []).map((item) => String(item['kind'])).sort();
	};

	it('do what they were narrowed to, and name the scope that lacks', async () => {
		const made = await create({ role: 'administrator', name: 'shop', scopes: SHOP });
		assert.equal(made.status, 201, made.text);
		assert.deepEqual(made.json['scopes'], SHOP);
		const key = String(made.json['key']);
		assert.equal((await server.call('PUT', '/v1/listings/a-1', { key, body: OAK })).status, 201);
		assert.equal((await server.call('GET', '/v1/listings/a-1', { key })).json['state'], 'published');
		assert.equal((await server.call('POST', '/v1/listings:screen', { key, body: OAK })).status, 200);
		assert.deepEqual((await me(key)).json['actions'], SHOP);
		for (const [method, path, lacks] of [
			['GET', '/v1/keys', 'key:create'],
			['GET', '/v1/people', 'person:invite'],
			['GET', '/v1/webhooks', 'webhook:configure'],
			['GET', '/v1/log/entries', 'log:read'],
			['DELETE', `/v1/keys/${made.json['id']}`, 'key:revoke'],
		] as const) {
			const refused = await server.call(method, path, { key });
			assert.deepEqual([refused.status, refused.json['code']], [403, 'scope-missing'], path);
			assert.match(
				String(refused.json['detail']),
				new RegExp(`lacks the scope ${lacks}; .*--scope listing:submit,listing:read,screen:run,${lacks}$`),
			);
		}
		// Beyond its role it is the role that is named.
		assert.equal((await server.call('GET', '/v1/cases', { key })).json['code'], 'not-permitted');
		assert.deepEqual((await listed()).find(({ id }) => id === made.json['id'])?.['scopes'], SHOP);
		assert.deepEqual(await entriesOf(String(made.json['id'])), ['key.created']);
	});

	it('are refused with scopes that are none, naming place and fix, and nothing is made', async () => {
		const count = (await listed()).length;
		for (const [body, pointer, message] of [
			[{ role: 'administrator', scopes: ['listing:read', 'listing:sumbit'] }, '/scopes/1', /not an action/],
			[{ role: 'seller', scopes: ['key:create'] }, '/scopes/0', /seller may not do key:create/],
			[{ role: 'analyst', scopes: ['case:decide'] }, '/scopes/0', /lacks case:read/],
			[{ role: 'analyst', scopes: [] }, '/scopes', /no action/],
			[{ role: 'analyst', scopes: 'case:read' }, '/scopes', /./],
			[{ role: 'analyst', expiresAt: addHours(clock, -1) }, '/expiresAt', /time to come/],
		] as const) {
			const refused = await create(body);
			assert.equal(refused.status, 422, refused.text);
			const [error] = refused.json['errors'] ?? [];
			assert.equal(error?.['pointer'], pointer);
			assert.match(String(error?.['message']), message);
			assert.notEqual(String(error?.['fix'] ?? ''), '');
		}
		assert.equal((await listed()).length, count);
	});

	it('that were narrowed make, rotate and end none that may do more', async () => {
		const maker = { key: String((await create({ role: 'administrator', scopes: ['key:create', ...SHOP] })).json['key']) };
		for (const body of [{ role: 'administrator' }, { role: 'seller' }, { role: 'administrator', scopes: ['key:revoke'] }]) {
			const refused = await create(body, maker);
			assert.deepEqual([refused.status, refused.json['code']], [403, 'scope-missing'], refused.text);
		}
		const small = await create({ role: 'seller', scopes: ['screen:run'] }, maker);
		assert.equal(small.status, 201, small.text);
		const id = String(small.json['id']);
		assert.match(String((await rotate(id, {}, maker)).json['detail']), /lacks the scope key:revoke/);
		assert.match(String((await create({ role: 'seller', scopes: ['screen:run'], replaces: id }, maker)).json['detail']), /key:revoke/);
		const ending = { key: String((await create({ role: 'administrator', scopes: ['key:create', 'key:revoke'] })).json['key']) };
		assert.deepEqual((await rotate(id, {}, ending)).json['errors']?.[0]?.['pointer'], '/scopes');
		assert.equal((await me(String(small.json['key']))).status, 200);
	});

	it('leave no scope in what acts keep of their actor', async () => {
		const key = await server.key('administrator', { scopes: SHOP });
		assert.equal(
			(await server.call('PUT', '/v1/listings/kept', { key, body: { title: '4-ANPP, 99 % powder', cas: '21409-26-7' } })).status,
			201,
		);
		const { rows } = await sql<{ by: object }>`select submitted_by as by from listing_revision where listing_id = 'kept'
			union all select event -> 'actor' from case_event`.execute(server.running.world.db);
		assert.ok(rows.length >= 2);
		for (const { by } of rows) assert.ok(!('scopes' in by), JSON.stringify(by));
	});

	it('are rotated: the successor is like them, and both work until the overlap ends', async () => {
		const made = await create({ role: 'seller', name: 'shop', seller: 's-1', scopes: SHOP, expiresAt: addHours(clock, 90 * 24) });
		const [id, old] = [String(made.json['id']), String(made.json['key'])];
		clock = addHours(clock, 30 * 24);
		const answer = await rotate(id, { overlapHours: 6 });
		assert.equal(answer.status, 201, answer.text);
		const { key, id: successor, createdAt, ...like } = answer.json;
		const { key: _key, id: _id, createdAt: _createdAt, ...first } = made.json;
		// It lives as long from now on as the old one was made for.
		assert.deepEqual(like, { ...first, expiresAt: addHours(clock, 90 * 24) });
		assert.equal(createdAt, clock);
		assert.equal((await me(old)).status, 200);
		assert.equal((await me(String(key))).status, 200);
		const row = (await listed()).find((one) => one['id'] === id);
		assert.deepEqual([row?.['replacedBy'], row?.['expiresAt']], [successor, addHours(clock, 6)]);
		assert.deepEqual(await entriesOf(id), ['key.created', 'key.rotated']);
		assert.deepEqual(await entriesOf(String(successor)), ['key.created']);

		const again = await rotate(id);
		assert.deepEqual([again.status, again.json['code']], [409, 'key-ended']);
		assert.match(String(again.json['detail']), new RegExp(`its successor is ${successor}`));

		clock = addHours(clock, 7);
		const ended = await me(old);
		assert.deepEqual([ended.status, ended.json['detail']], [401, 'The key has expired.']);
		assert.equal((await me(String(key))).status, 200);
	});

	it('that are rotated without overlap end at once, and never later than by themselves', async () => {
		const made = await create({ role: 'auditor' });
		const gone = await rotate(String(made.json['id']), { overlapHours: 0 });
		assert.equal(gone.status, 201, gone.text);
		assert.equal(gone.json['expiresAt'], undefined);
		assert.equal((await me(String(made.json['key']))).status, 401);
		assert.equal((await me(String(gone.json['key']))).status, 200);

		const short = await create({ role: 'auditor', expiresAt: addHours(clock, 2) });
		assert.equal((await rotate(String(short.json['id']), { expiresAt: addHours(clock, 50) })).json['expiresAt'], addHours(clock, 50));
		assert.equal((await listed()).find(({ id }) => id === short.json['id'])?.['expiresAt'], addHours(clock, 2));
		// A day unless stated.
		const open = await create({ role: 'auditor' });
		assert.equal((await rotate(String(open.json['id']))).status, 201);
		assert.equal((await listed()).find(({ id }) => id === open.json['id'])?.['expiresAt'], addHours(clock, 24));
	});

	it('are not rotated when they ended, are unknown, are asked amiss, or speak for somebody else', async () => {
		const made = await create({ role: 'auditor' });
		const id = String(made.json['id']);
		for (const [body, pointer] of [
			[{ overlapHours: -1 }, '/overlapHours'],
			[{ overlapHours: 721 }, '/overlapHours'],
			[{ expiresAt: addHours(clock, -1) }, '/expiresAt'],
			[{ overlap: 1 }, '/overlap'],
		] as const) {
			const refused = await rotate(id, body);
			assert.deepEqual([refused.status, refused.json['errors']?.[0]?.['pointer']], [422, pointer], refused.text);
		}
		assert.equal((await rotate('nothing')).status, 404);
		const bob = await server.person('administrator', 'Bob');
		const refused = await rotate(id, {}, { cookie: bob });
		assert.deepEqual([refused.status, refused.json['code']], [403, 'not-yours']);
		assert.equal((await rotate(id, {}, { key: await server.key('administrator') })).json['code'], 'not-yours');
		// One that answers for Bob takes its place instead.
		const other = await create({ role: 'auditor', replaces: id }, { cookie: bob });
		assert.equal(other.status, 201, other.text);
		assert.equal((await listed()).find((one) => one['id'] === id)?.['replacedBy'], other.json['id']);
		assert.equal((await create({ role: 'auditor', replaces: id })).status, 409);

		const short = await create({ role: 'auditor', expiresAt: addHours(clock, 1) });
		clock = addHours(clock, 2);
		const late = await rotate(String(short.json['id']));
		assert.deepEqual([late.status, late.json['code']], [409, 'key-ended']);
		assert.match(String(late.json['detail']), /has expired, and an expired key has no successor/);
		assert.equal((await me(String(short.json['key']))).status, 401);

		const gone = await create({ role: 'auditor' });
		assert.equal((await server.call('DELETE', `/v1/keys/${gone.json['id']}`, { cookie: admin })).status, 204);
		assert.match(String((await rotate(String(gone.json['id']))).json['detail']), /was revoked, and a revoked key has no successor/);
		assert.equal((await me(String(gone.json['key']))).status, 401);
		assert.equal((await create({ role: 'auditor', replaces: gone.json['id'] })).status, 409);
	});
});
