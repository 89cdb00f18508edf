// When things break: a screening that hangs or dies, a database that goes away. Nothing is published without a verdict, nothing that
// was acknowledged is lost, and a stop lets requests finish.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { run } from '../../src/adapters/postgres/database.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

describe('a screening that fails', () => {
	let server: TestServer;
	let admin = '';
	const put = (id: string, title: string) => server.call('PUT', `/v1/listings/${id}`, { key: admin, body: { title } });
	before(async () => {
		// Long enough that nothing but what hangs can take so long.
		server = await startTestServer({ WEIR_SCREEN_TIMEOUT_MS: '4000' }, new URL('./workers/stuck-worker.ts', import.meta.url));
		admin = await server.key('administrator');
	});
	after(() => server?.stop());

	for (const [name, title] of [
		['hangs', 'hang here'],
		['dies', 'die here'],
	] as const) {
		it(`that ${name} holds its listing with a case, and no other`, async () => {
			const [bad, ...good] = await Promise.all([put(name, title), ...[1, 2, 3].map((i) => put(`${name}-${i}`, `Oak chair ${i}`))]);
			assert.deepEqual([bad?.status, bad?.json['state'], bad?.json['reasonCode']], [201, 'held', 'under-review']);
			assert.equal(bad?.json['verdict']?.['findings']?.[0]?.['outcome'], 'errored');
			assert.notEqual(bad?.json['caseId'], undefined);
			assert.deepEqual(
				good.map(({ json }) => json['state']),
				['published', 'published', 'published'],
			);
		});
	}
});

describe('a database that goes away', () => {
	let server: TestServer;
	let admin = '';
	before(async () => {
		server = await startTestServer();
		admin = await server.key('administrator');
	});
	after(() => server?.stop());

	it('stores nothing and says so, then goes on by itself', async () => {
		const put = (id: string) => server.call('PUT', `/v1/listings/${id}`, { key: admin, body: { title: 'Oak chair' } });
		assert.equal((await put('before')).status, 201);
		// Ends every connection, as a database does that is restarted.
		const all = `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'`;
		const [away] = await Promise.all([put('during'), run(server.running.world.db, all)]);
		assert.ok([201, 503].includes(away.status), away.text);
		// Connections end one after the other: what meets one of them is told so, and is sent again as a client would.
		await until('a listing to be stored', async () => {
			const { status, text } = await put('after');
			assert.ok([200, 201, 503].includes(status), text);
			return status !== 503;
		});
		const answered = (path: string) =>
			until(`an answer at ${path}`, async () => {
				const { status } = await server.call('GET', path, { key: admin });
				return status !== 503 && status;
			});
		const read = await answered('/v1/listings/during');
		if (away.status === 201) assert.equal(read, 200);
		assert.equal(await answered('/readyz'), 200);
	});

	it('finishes what is under way when it stops', async () => {
		const sent = Array.from({ length: 40 }, (_, i) =>
			server.call('PUT', `/v1/listings/last-${i}`, { key: admin, body: { title: 'Oak chair' } }),
		);
		const answers = Promise.allSettled(sent);
		await Promise.any(sent);
		await server.running.stop();
		const settled = await answers;
		for (const one of settled) if (one.status === 'fulfilled') assert.ok([201, 503].includes(one.value.status), one.value.text);
		assert.ok(settled.some((one) => one.status === 'fulfilled' && one.value.status === 201));
	});
});
