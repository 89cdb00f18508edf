// Room for files over HTTP: what one key may upload in a day, what all files may take, what the disk must keep. Refused with the limit and
// the fix, nothing half-stored, and listings without files go on.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { run } from '../../src/adapters/postgres/database.ts';
import { type Called, startTestServer, type TestServer } from '../support/server.ts';

const NOON = '2026-03-04T12:00:00.000Z';
const part = (): Uint8Array => randomBytes(700 * 1024);
const upload = (server: TestServer, key: string, raw: Uint8Array): Promise<Called> =>
	server.call('POST', '/v1/media', { key, raw, type: 'application/octet-stream' });

describe('room for files', () => {
	let server: TestServer;
	const kept = async (): Promise<readonly unknown[]> => {
		const [row] = await run(
			server.running.world.db,
			`select (select count(*) from media) as files, (select count(*) from media_upload) as uploads, (select bytes from media_total) as total,
				(select sum(size) from media) as sum, (select count(*) from log_entry where subject like 'media/%') as entries`,
		);
		return [row?.['files'], row?.['uploads'], row?.['entries'], Number(row?.['total']) === Number(row?.['sum'])];
	};
	before(async () => {
		server = await startTestServer({ WEIR_MEDIA_DAILY_MIB: '1', WEIR_MEDIA_TOTAL_MIB: '2' }, undefined, undefined, () => NOON);
	});
	after(() => server?.stop());

	it('is bounded for each key and day, and in all', async () => {
		const [one, two, three] = await Promise.all([server.key('administrator'), server.key('administrator'), server.key('administrator')]);
		const first = part();
		assert.equal((await upload(server, one, first)).status, 201);
		// What is kept already takes no more room.
		assert.equal((await upload(server, one, first)).status, 200);
		const more = await upload(server, one, part());
		assert.deepEqual([more.status, more.json['code']], [507, 'daily-limit'], more.text);
		assert.match(String(more.json['detail']), /More than 1 MiB in a day.*WEIR_MEDIA_DAILY_MIB/);
		assert.ok(Number(more.headers.get('retry-after')) > 0 && Number(more.headers.get('retry-after')) <= 86_400);
		assert.deepEqual(await kept(), [1, 1, 1, true]);
		assert.equal((await upload(server, two, part())).status, 201);
		const beyond = await upload(server, three, part());
		assert.deepEqual([beyond.status, beyond.json['code']], [507, 'total-limit'], beyond.text);
		assert.match(String(beyond.json['detail']), /2 MiB.*WEIR_MEDIA_TOTAL_MIB/);
		assert.deepEqual(await kept(), [2, 2, 2, true]);
		const text = await server.call('PUT', '/v1/listings/text', { key: three, body: { title: 'Oak chair' } });
		assert.equal(text.json['state'], 'published');
	});

	it('counts at once sent uploads one by one', async () => {
		const key = await server.key('administrator');
		const answers = await Promise.all(Array.from({ length: 6 }, () => upload(server, key, randomBytes(100 * 1024))));
		assert.deepEqual(
			answers.map(({ status }) => status).filter((status) => status !== 201 && status !== 507),
			[],
		);
		const [, , , same] = await kept();
		assert.equal(same, true);
		const total = Number((await run(server.running.world.db, 'select bytes from media_total'))[0]?.['bytes']);
		assert.ok(total <= 2 * 1024 * 1024);
	});

	it('that is nearly used up is told, before it hurts', async () => {
		await run(server.running.world.db, 'update media_total set bytes = $1', [2 * 1024 * 1024 - 1]);
		const ready = await server.call('GET', '/readyz');
		assert.equal(ready.status, 200);
		assert.deepEqual(
			(ready.json['warnings'] as unknown as { code: string }[]).map(({ code }) => code),
			['media'],
		);
		const { text } = await server.call('GET', '/metrics', { key: await server.key('auditor') });
		assert.match(text, /weir_media_limit_bytes 2097152/);
		assert.match(text, /weir_media_bytes 2097151/);
		assert.match(text, /weir_disk_free_bytes \d+/);
	});
});

describe('a disk with too little left', () => {
	it('takes decisions and no files, and says so', async () => {
		// More than any disk has.
		const server = await startTestServer({ WEIR_DISK_RESERVE_MIB: '99999999' });
		try {
			const key = await server.key('administrator');
			const answer = await upload(server, key, part());
			assert.deepEqual([answer.status, answer.json['code']], [507, 'disk-nearly-full'], answer.text);
			assert.equal((await server.call('PUT', '/v1/listings/a', { key, body: { title: 'Oak chair' } })).json['state'], 'published');
			const ready = await server.call('GET', '/readyz');
			assert.deepEqual([ready.status, ready.json['warnings']?.[0]?.['code']], [200, 'disk']);
		} finally {
			await server.stop();
		}
	});
});
