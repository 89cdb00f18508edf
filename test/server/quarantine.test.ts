// Files under a malware scanner, over HTTP on a real database: what it finds is never opened nor handed out and holds its listing; what
// it cannot be asked about holds its listing until it can.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { run } from '../../src/adapters/postgres/database.ts';
import { EICAR, type FakeClamd, startClamd } from '../support/clamd.ts';
import { pdf } from '../support/media.ts';
import { type Called, startTestServer, type TestServer } from '../support/server.ts';

const PLAIN = { title: 'Glass bottles, 1 L, box of 12' };
const bottles = (words: string): Buffer =>
	Buffer.from(pdf([{ lines: [`Glass bottles, soda lime, one litre, twelve in a box. ${words}`] }]));

describe('files under a malware scanner', () => {
	let clamd: FakeClamd;
	let server: TestServer;
	let admin = '';
	let analyst = '';
	before(async () => {
		clamd = await startClamd();
		server = await startTestServer({ WEIR_CLAMD: clamd.address, WEIR_CLAMD_TIMEOUT_MS: '120000' });
		admin = await server.key('administrator');
		analyst = await server.key('analyst');
	});
	after(async () => {
		await server?.stop();
		await clamd?.close();
	});
	const upload = async (raw: Uint8Array | string): Promise<string> => {
		const answer = await server.call('POST', '/v1/media', { key: admin, raw, type: 'application/octet-stream' });
		assert.equal(answer.status, 201, answer.text);
		return String(answer.json['id']);
	};
	const put = (id: string, upload: string): Promise<Called> =>
		server.call('PUT', `/v1/listings/${id}`, { key: admin, body: { ...PLAIN, attachments: [upload] } });
	const notes = ({ json }: Called): string =>
		((json['verdict']?.['findings'] ?? []) as unknown as { note: string }[]).map(({ note }) => note).join(' | ');
	const readings = async (id: string): Promise<number> => {
		const [row] = await run(
			server.running.world.db,
			'select count(*)::int as count from media_reading join media_upload using (hash) where id = $1',
			[id],
		);
		return Number(row?.['count']);
	};

	it('are read when it calls them clean', async () => {
		const id = await upload(bottles('One.'));
		const answer = await put('clean', id);
		assert.deepEqual([answer.status, answer.json['state']], [201, 'published'], answer.text);
		assert.equal((await server.call('GET', `/v1/media/${id}/bytes`, { key: analyst })).status, 200);
	});

	it('that it finds something in are not opened, hold their listing, and are handed out to nobody', async () => {
		const id = await upload(EICAR);
		const answer = await put('found', id);
		assert.deepEqual([answer.status, answer.json['state'], answer.json['reasonCode']], [201, 'held', 'under-review'], answer.text);
		assert.match(notes(answer), /malware scanner found Win\.Test\.EICAR_HDB-1/);
		assert.equal(await readings(id), 0);
		const bytes = await server.call('GET', `/v1/media/${id}/bytes`, { key: analyst });
		assert.deepEqual([bytes.status, bytes.json['code']], [409, 'malware-found']);
		const evidence = await server.call('GET', `/v1/cases/${answer.json['caseId']}/evidence`, { key: analyst });
		assert.equal(evidence.status, 200);
		const [file] = evidence.json['media'] as unknown as { bytes?: string; withheld?: string }[];
		assert.deepEqual([file?.bytes, /EICAR/.test(file?.withheld ?? '')], [undefined, true]);
		assert.ok(!evidence.text.includes(Buffer.from(EICAR).toString('base64')));
		const log = await server.call('GET', `/v1/log/entries?subject=media/${id}`, { key: analyst });
		assert.deepEqual(
			(log.json['items'] as unknown as { kind: string }[]).map(({ kind }) => kind),
			['media.withheld', 'media.kept'],
		);
	});

	it('stay so for good, whatever is said of them later', async () => {
		const { world } = server.running;
		await assert.rejects(run(world.db, 'delete from media_scan'), /append-only/);
		await assert.rejects(run(world.db, 'update media_scan set found = null where found is not null'), /append-only/);
		assert.match(notes(await put('found-again', await upload(`${EICAR} and more`))), /EICAR/);
	});

	it('tell a seller nothing of it', async () => {
		const seller = await server.key('seller', { seller: 's-1' });
		const answer = await server.call('POST', '/v1/media', { key: seller, raw: `${EICAR} `, type: 'application/octet-stream' });
		const held = await server.call('PUT', '/v1/listings/theirs', { key: seller, body: { ...PLAIN, attachments: [answer.json['id']] } });
		assert.equal(held.json['state'], 'held');
		assert.ok(!/EICAR|malware|scanner/i.test(held.text), held.text);
	});

	for (const manner of ['dies', 'strange', 'limit'] as const) {
		it(`are held while it is ${manner}, and read when it answers again`, async () => {
			clamd.manner = manner;
			const id = await upload(bottles(manner));
			const held = await put(manner, id);
			assert.deepEqual([held.status, held.json['state']], [201, 'held'], held.text);
			assert.match(notes(held), /did not vouch for it/);
			assert.equal(await readings(id), 0);
			const bytes = await server.call('GET', `/v1/media/${id}/bytes`, { key: analyst });
			assert.deepEqual([bytes.status, bytes.json['code']], [503, 'not-scanned']);
			clamd.manner = 'well';
			const again = await put(`${manner}-again`, id);
			assert.deepEqual([again.status, again.json['state']], [201, 'published'], again.text);
		});
	}

	it('that were clean are asked about again before they are handed out', async () => {
		const id = await upload(bottles('Two.'));
		assert.equal((await put('younger', id)).json['state'], 'published');
		clamd.manner = 'dies';
		assert.equal((await server.call('GET', `/v1/media/${id}/bytes`, { key: analyst })).json['code'], 'not-scanned');
		clamd.manner = 'well';
		assert.equal((await server.call('GET', `/v1/media/${id}/bytes`, { key: analyst })).status, 200);
	});

	it('are counted, and its health is told', async () => {
		const auditor = await server.key('auditor');
		const { text } = await server.call('GET', '/metrics', { key: auditor });
		assert.match(text, /weir_media_scans_total\{outcome="found"\} [1-9]/);
		assert.match(text, /weir_media_scans_total\{outcome="failed"\} [1-9]/);
		assert.match(text, /weir_scanner_up [01]/);
	});
});

describe('files of before there was a scanner', () => {
	it('are shown to it before what was read of them is used again, and readiness says that it is away', async () => {
		const clamd = await startClamd();
		clamd.manner = 'slow';
		const server = await startTestServer({ WEIR_CLAMD: clamd.address, WEIR_CLAMD_TIMEOUT_MS: '200' });
		try {
			const admin = await server.key('administrator');
			const ready = await server.call('GET', '/readyz');
			assert.equal(ready.status, 200);
			assert.deepEqual((ready.json['warnings'] as unknown as { code: string }[])[0]?.code, 'scanner');
			assert.ok(!ready.text.includes('127.0.0.1'));
			const { json } = await server.call('POST', '/v1/media', { key: admin, raw: 'Glass is glass.', type: 'application/octet-stream' });
			const { db } = server.running.world;
			await run(
				db,
				`insert into media_reading (hash, reader, parts) values ($1, 1, '[{"kind":"text","text":"Glass.","outcome":"read"}]')`,
				[json['hash']],
			);
			const body = { ...PLAIN, attachments: [json['id']] };
			const held = await server.call('PUT', '/v1/listings/a', { key: admin, body });
			assert.deepEqual([held.status, held.json['state']], [201, 'held'], held.text);
			assert.match(held.text, /did not answer within 0\.2 s/);
			assert.equal((await server.call('PUT', '/v1/listings/text', { key: admin, body: PLAIN })).json['state'], 'published');
		} finally {
			await server.stop();
			await clamd.close();
		}
	});
});
