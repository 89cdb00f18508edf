// Limits of requests by key and by address, texts of other kinds, and a setting that is not understood.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Fault } from '../../src/base/fault.ts';
import { configOf } from '../../src/server/config.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe('limits', () => {
	let server: TestServer;
	before(async () => {
		server = await startTestServer({ WEIR_RATE_KEY: '3', WEIR_RATE_ADDRESS: '4', WEIR_SCREEN_KINDS: 'message,search' });
	});
	after(() => server?.stop());

	it('counts each key for itself and says how many are left', async () => {
		const key = await server.key('administrator');
		const other = await server.key('administrator');
		const left: (string | null)[] = [];
		for (let i = 0; i < 3; i++) {
			const { status, headers } = await server.call('GET', '/v1/me', { key });
			assert.equal(status, 200);
			assert.equal(headers.get('ratelimit-policy'), '"key";q=3;w=60');
			left.push(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1] ?? null);
		}
		assert.deepEqual(left, ['2', '1', '0']);
		const refused = await server.call('PUT', '/v1/listings/a', { key, body: { title: 'Oak chair' } });
		assert.deepEqual([refused.status, refused.json['type']], [429, 'urn:weir:problem:too-many-requests']);
		const wait = Number(refused.headers.get('retry-after'));
		assert.ok(wait > 0 && wait <= 60, String(wait));
		assert.equal((await server.call('GET', '/v1/me', { key: other })).status, 200);
	});

	it('counts guesses at keys for their address, and lets the right key through all the same', async () => {
		const key = await server.key('auditor');
		const guess = (i: number) => server.call('GET', '/v1/me', { key: `weir_${'a'.repeat(11)}${'bcdefg'[i]}_${'a'.repeat(43)}` });
		const statuses: number[] = [];
		for (let i = 0; i < 6; i++) statuses.push((await guess(i)).status);
		assert.deepEqual(statuses, [401, 401, 401, 401, 429, 429]);
		assert.equal((await server.call('GET', '/v1/me', { key })).status, 200);
		assert.equal((await server.call('GET', '/healthz')).status, 200);
	});

	it('screens messages and searches where they are switched on, and stores nothing', async () => {
		const key = await server.key('administrator');
		const screen = (body: unknown) => server.call('POST', '/v1/listings:screen', { key, body });
		const message = await screen({ kind: 'message', text: 'Hello! I can offer you 4-ANPP, CAS 21409-26-7, 1 kg.' });
		assert.equal(message.json['verdict'], 'block', message.text);
		const [finding] = message.json['findings'] as unknown as { field: string; start: number; end: number; text: string }[];
		assert.equal(finding?.field, '/text');
		assert.equal((await screen({ kind: 'search', text: 'oak chair' })).json['verdict'], 'clear');
		const asBuyer = { key: await server.key('buyer'), body: { kind: 'message', text: 'I can offer you 4-ANPP, CAS 21409-26-7.' } };
		assert.deepEqual((await server.call('POST', '/v1/listings:screen', asBuyer)).json, {
			...{ listingId: 'line:1', state: 'refused', reasonCode: 'restricted-chemical' },
		});
		const off = await screen({ kind: 'profile', text: 'Shop for chairs' });
		assert.deepEqual([off.status, off.json['code']], [422, 'kind-not-enabled']);
	});

	it('reads no text whose kind it does not know', async () => {
		const key = await server.key('administrator');
		for (const body of [{ kind: 'letter', text: 'x' }, { kind: 'message' }, { kind: 'message', text: 'x', title: 'y' }]) {
			assert.equal((await server.call('POST', '/v1/listings:screen', { key, body })).status, 422);
		}
	});

	for (const [name, value] of [
		['WEIR_WEBHOOK_NETWORKS', '10.0.0.0'],
		['WEIR_WEBHOOK_NETWORKS', '10.0.0.0/64'],
		['WEIR_WEBHOOK_LOOPBACK', 'yes'],
		['WEIR_SCREEN_KINDS', 'letters'],
		['WEIR_RATE_KEY', '0'],
	] as const) {
		it(`stops at ${name}=${value}`, () => {
			assert.throws(
				() => configOf({ [name]: value }),
				(error) => error instanceof Fault && error.message.includes(name),
			);
		});
	}
});
