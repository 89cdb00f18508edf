// Webhooks over a real database and a real receiver: what is told, how it is signed, what is tried again, what ends, and where
// announcements may never go.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { run } from '../../src/adapters/postgres/database.ts';
import { announceTo, postgresDeliveries } from '../../src/adapters/postgres/outbox.ts';
import { postAnnouncement } from '../../src/adapters/webhook-post.ts';
import { openReceiver } from '../../src/client/webhook.ts';
import { type Claimed, delivererOf, type Posted } from '../../src/flows/deliver.ts';
import type { Announcement } from '../../src/model/announcement.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { type Loose, startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const CHAIR = { title: 'Oak chair' };
const TIER1 = { title: '4-ANPP 99% powder', cas: '21409-26-7' };

describe('webhooks', () => {
	let server: TestServer;
	let receiver: TestReceiver;
	let admin = '';
	before(async () => {
		server = await startTestServer({ WEIR_WEBHOOK_LOOPBACK: '1' });
		admin = await server.key('administrator');
	});
	after(() => server?.stop());

	const webhook = async (path: string, more: object = {}): Promise<Loose> => {
		const { status, json, text } = await server.call('POST', '/v1/webhooks', { key: admin, body: { url: receiver.url + path, ...more } });
		assert.equal(status, 201, text);
		return json;
	};
	const read = async (id: string): Promise<Loose> => (await server.call('GET', `/v1/webhooks/${id}`, { key: admin })).json;
	const remove = (id: string) => server.call('DELETE', `/v1/webhooks/${id}`, { key: admin });
	const deliveries = async (id: string, state: string): Promise<Loose[]> =>
		(await server.call('GET', `/v1/webhooks/${id}/deliveries?state=${state}`, { key: admin })).json['items'] as unknown as Loose[];
	// A delivery is settled a moment after the receiver has answered.
	const settled = async (id: string, count: number): Promise<void> => {
		await until(`${count} settled deliveries`, async () => (await deliveries(id, 'delivered')).length >= count);
		assert.equal((await deliveries(id, 'delivered')).length, count);
	};
	const put = (id: string, body: unknown) => server.call('PUT', `/v1/listings/${id}`, { key: admin, body });

	before(async () => {
		receiver = await startReceiver();
	});
	after(() => receiver?.stop());

	it('tells what happened, signed, with ids, states and reason codes and nothing else', async () => {
		const { id, secret } = await webhook('/all');
		await put('chair', CHAIR);
		await put('listed', TIER1);
		const came = await receiver.until(3, '/all');
		const opened = openReceiver({ secrets: [String(secret)] });
		const told: Announcement[] = [];
		for (const { headers, body } of came) {
			const received = await opened.receive(headers, body);
			assert.equal(received.kind, 'new', JSON.stringify(received));
			if (received.kind === 'new') told.push(received.announcement);
			assert.doesNotMatch(body, /score|findings|ANPP|substance|verdict/);
		}
		assert.deepEqual(told.map(({ type, data }) => `${type} ${data['listingId']} ${data['reasonCode'] ?? ''}`.trim()).sort(), [
			'case.opened listed',
			'listing.published chair',
			'listing.refused listed restricted-chemical',
		]);
		const again = await opened.receive(came[0]?.headers ?? {}, came[0]?.body ?? '');
		assert.equal(again.kind, 'repeated');
		await settled(String(id), 3);
		await remove(String(id));
	});

	it('tells only the kinds that are wanted', async () => {
		const { id } = await webhook('/some', { kinds: ['listing.refused'] });
		await put('table', CHAIR);
		await put('listed-2', TIER1);
		await settled(String(id), 1);
		assert.equal((await read(String(id)))['waiting'], 0);
		assert.deepEqual(
			(await receiver.until(1, '/some')).map(({ body }) => (JSON.parse(body) as { type: string }).type),
			['listing.refused'],
		);
		await remove(String(id));
	});

	it('signs with both secrets while a rotation is under way', async () => {
		const first = await webhook('/rotate');
		const { json: second } = await server.call('POST', `/v1/webhooks/${first['id']}:rotate`, { key: admin });
		assert.notEqual(second['secret'], first['secret']);
		await server.call('POST', `/v1/webhooks/${first['id']}:test`, { key: admin });
		const [came] = await receiver.until(1, '/rotate');
		assert.ok(came);
		for (const secret of [first['secret'], second['secret']]) {
			assert.equal((await openReceiver({ secrets: [String(secret)] }).receive(came.headers, came.body)).kind, 'new');
		}
		const forged = openReceiver({ secrets: [String(second['secret'])] });
		assert.equal((await forged.receive(came.headers, `${came.body} `)).kind, 'refused');
		const old = { ...came.headers, 'webhook-timestamp': String(Number(came.headers['webhook-timestamp']) - 600) };
		assert.match(JSON.stringify(await forged.receive(old, came.body)), /too old/);
		await remove(String(first['id']));
	});

	it('shows a secret once and stores none that the database alone could read', async () => {
		const { id, secret } = await webhook('/secret');
		assert.match(String(secret), /^whsec_/);
		assert.equal((await read(String(id)))['secret'], undefined);
		const rows = await run(server.running.world.db, 'select secret from webhook where id = $1', [id]);
		assert.ok(!Buffer.from(rows[0]?.['secret'] as Uint8Array).includes(Buffer.from(String(secret).slice(6), 'base64').subarray(0, 8)));
		assert.ok(!String(rows[0]?.['secret']).includes(String(secret)));
		const twice = await server.call('POST', '/v1/webhooks', { key: admin, body: { url: `${receiver.url}/secret` } });
		assert.deepEqual([twice.status, twice.json['code']], [409, 'webhook-exists']);
		await remove(String(id));
	});

	it('tries again, gives up, shows what is dead, and sends it again under the same id', async () => {
		const { id } = await webhook('/flaky', { kinds: ['webhook.tested'] });
		receiver.answer = ({ path }) => ({ status: path === '/flaky' ? 503 : 204 });
		// Told from tomorrow on, so that the server's own worker, which goes by the real time, takes none of it.
		let at = Date.now() + 24 * 3_600_000;
		const now = (): string => new Date(at).toISOString();
		const tell = async (): Promise<string> => {
			const announcementId = randomUUID();
			await announceTo(server.running.world.db, String(id), { id: announcementId, kind: 'webhook.tested', body: '{}', at: now() });
			return announcementId;
		};
		const { deliverer, failures } = testDeliverer(now);
		const pass = async (hours: number): Promise<void> => {
			at += hours * 3_600_000;
			await deliverer.step();
			await deliverer.settled();
		};
		const first = await tell();
		for (let hour = 0; hour < 48; hour++) await pass(1);
		const [dead] = await deliveries(String(id), 'dead');
		assert.deepEqual([dead?.['announcement'], dead?.['attempts'], dead?.['lastError']], [first, 9, 'answered 503']);
		assert.equal((await read(String(id)))['state'], 'live');
		await tell();
		await pass(36);
		const state = await read(String(id));
		assert.equal(state['state'], 'disabled');
		assert.match(String(state['reason']), /failed for 72 hours; the last: answered 503/);
		const log = await server.call('GET', `/v1/log/entries?subject=webhook/${id}`, { key: admin });
		assert.match(log.text, /webhook\.disabled/);
		assert.deepEqual(failures, []);

		receiver.answer = () => ({ status: 204 });
		const before = (await receiver.until(10, '/flaky')).length;
		assert.equal(before, 10);
		assert.equal((await server.call('POST', `/v1/webhooks/${id}:enable`, { key: admin })).json['state'], 'live');
		const resent = await server.call('POST', `/v1/webhooks/${id}/deliveries:resend`, { key: admin, body: {} });
		assert.equal(resent.json['count'], 1);
		const [again] = (await receiver.until(before + 1, '/flaky')).slice(before);
		assert.equal(again?.headers['webhook-id'], first);
		await settled(String(id), 1);
		await remove(String(id));
	});

	it('waits for the webhook that is disabled and loses nothing', async () => {
		const { id } = await webhook('/gone', { kinds: ['listing.published'] });
		receiver.answer = ({ path }) => ({ status: path === '/gone' ? 410 : 204 });
		await put('g-1', CHAIR);
		await receiver.until(1, '/gone');
		await until('the webhook to end', async () => (await read(String(id)))['state'] !== ('live' as unknown));
		assert.match(String((await read(String(id)))['reason']), /410/);
		await put('g-2', CHAIR);
		await put('g-3', CHAIR);
		assert.equal((await read(String(id)))['waiting'], 3);
		receiver.answer = () => ({ status: 204 });
		await server.call('POST', `/v1/webhooks/${id}:enable`, { key: admin });
		await settled(String(id), 3);
		await remove(String(id));
	});

	it('rests while an administrator has disabled it, with their reason, and then hears what waited', async () => {
		const { id } = await webhook('/rest', { kinds: ['listing.published'] });
		const disable = (reason: string) => server.call('POST', `/v1/webhooks/${id}:disable`, { key: admin, body: { reason } });
		assert.deepEqual(
			[(await disable('Moving house.')).json['state'], (await disable('Again.')).json['reason']],
			['disabled', 'Moving house.'],
		);
		assert.equal((await server.call('POST', `/v1/webhooks/${id}:disable`, { key: admin, body: {} })).status, 422);
		await put('rest-1', CHAIR);
		assert.equal((await read(String(id)))['waiting'], 1);
		assert.match((await server.call('GET', `/v1/log/entries?subject=webhook/${id}`, { key: admin })).text, /webhook\.disabled/);
		await server.call('POST', `/v1/webhooks/${id}:enable`, { key: admin });
		await settled(String(id), 1);
		assert.equal((await receiver.until(1, '/rest')).length, 1);
		await remove(String(id));
	});

	it('tells again what a worker that died was holding', async () => {
		const { id } = await webhook('/lease', { kinds: ['webhook.tested'] });
		// Told tomorrow, so that the server's own worker takes none of it.
		const tomorrow = Date.now() + 24 * 3_600_000;
		const later = (seconds: number): string => new Date(tomorrow + seconds * 1000).toISOString();
		const announcementId = randomUUID();
		await announceTo(server.running.world.db, String(id), { id: announcementId, kind: 'webhook.tested', body: '{}', at: later(0) });
		const dead = testDeliverer(
			() => later(0),
			() => new Promise(() => undefined),
		);
		assert.equal(await dead.deliverer.step(), 1);
		const early = testDeliverer(() => later(59));
		assert.equal(await early.deliverer.step(), 0);
		const late = testDeliverer(() => later(61));
		assert.equal(await late.deliverer.step(), 1);
		await late.deliverer.settled();
		assert.deepEqual(late.failures, []);
		const came = await receiver.until(1, '/lease');
		assert.deepEqual(
			came.map(({ headers }) => headers['webhook-id']),
			[announcementId],
		);
		await settled(String(id), 1);
		await remove(String(id));
	});

	const FORBIDDEN = [
		'http://example.com/hook',
		'https://10.0.0.1/',
		'https://169.254.169.254/latest/meta-data/',
		'https://[::ffff:10.0.0.1]/',
		'https://[fd00::1]/',
		'https://[64:ff9b::a00:1]/',
		'https://user:secret@example.com/',
		'https://0.0.0.0/',
		'https://2130706433.0/',
		'https://0xa9fea9fe/',
		'ftp://example.com/',
		'javascript:alert(1)',
		'not an address',
	];
	for (const url of FORBIDDEN) {
		it(`refuses ${url}`, async () => {
			const { status, json } = await server.call('POST', '/v1/webhooks', { key: admin, body: { url } });
			assert.equal(status, 422);
			assert.equal(json['errors']?.[0]?.['pointer'], '/url');
		});
	}

	it('checks where a name leads at every post, and follows no redirect', async () => {
		const claimed = { id: 1, webhookId: 'w', announcementId: 'a', attempt: 1, body: '{}', secrets: ['whsec_c2VjcmV0'] };
		const at = new Date().toISOString();
		const url = receiver.url.replace('127.0.0.1', 'localhost').replace('http:', 'https:');
		const closed = await postAnnouncement({ ...claimed, url: `${url}/inside` }, at, { loopback: false, networks: [] });
		assert.equal(closed.kind, 'unanswered');
		const from = receiver.came.length;
		receiver.answer = ({ path }) => ({ status: path === '/here' ? 302 : 204, headers: { location: `${receiver.url}/there` } });
		const moved = await postAnnouncement({ ...claimed, url: `${receiver.url}/here` }, at, { loopback: true, networks: [] });
		assert.deepEqual(moved, { kind: 'answered', status: 302 });
		assert.deepEqual(
			receiver.came.slice(from).map(({ path }) => path),
			['/here'],
		);
		receiver.answer = () => undefined;
		const slow = await postAnnouncement({ ...claimed, url: `${receiver.url}/slow` }, at, { loopback: true, networks: [] }, 100);
		assert.deepEqual(slow, { kind: 'unanswered', reason: 'no answer in time' });
		receiver.answer = () => ({ status: 204 });
	});

	function testDeliverer(now: () => string, post?: (one: Claimed, at: string) => Promise<Posted>) {
		const { db, dice, webhooks } = server.running.world;
		const failures: unknown[] = [];
		const deliverer = delivererOf({
			store: postgresDeliveries(db, webhooks.box),
			post: post ?? ((one, at) => postAnnouncement(one, at, webhooks.reach)),
			...{ now, dice, chance: () => 0.5, failed: (error: unknown) => void failures.push(error) },
		});
		return { deliverer, failures };
	}
});
