// The gate over HTTP on a real database: what is submitted, what is answered, what is stored, and what is refused.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestServer, type TestServer } from '../support/server.ts';

const CHAIR = { title: 'Oak chair', description: 'Solid oak, four legs.' };
const LISTED = { title: '4-ANPP 99% powder', cas: '21409-26-7' };
const DOUBTFUL = { title: 'Piperidine, 25 kg drum, technical grade' };

describe('the gate', () => {
	let server: TestServer;
	let admin = '';
	const put = (id: string, body: unknown, headers: Readonly<Record<string, string>> = {}, key = admin) =>
		server.call('PUT', `/v1/listings/${encodeURIComponent(id)}`, { key, body, headers });
	before(async () => {
		server = await startTestServer();
		admin = await server.key('administrator');
	});
	after(() => server?.stop());

	it('publishes what is clear, refuses what is certain, and opens a case', async () => {
		const chair = await put('chair', CHAIR);
		assert.equal(chair.status, 201);
		assert.equal(chair.json['state'], 'published');
		assert.equal(chair.headers.get('etag'), '"1"');
		assert.equal(chair.json['verdict']?.['verdict'], 'clear');
		const listed = await put('listed', LISTED);
		assert.equal(listed.json['state'], 'refused');
		assert.equal(listed.json['reasonCode'], 'restricted-chemical');
		const analyst = await server.key('analyst');
		const opened = await server.call('GET', `/v1/cases/${listed.json['caseId']}`, { key: analyst });
		assert.equal(opened.json['case']?.['status'], 'open');
		assert.equal(opened.json['case']?.['verdict'], 'block');
	});

	it('answers the same for the same content, and counts revisions for other content', async () => {
		const first = await put('same', CHAIR);
		const second = await put('same', CHAIR);
		assert.deepEqual([first.status, second.status], [201, 200]);
		assert.equal(second.json['revision'], 1);
		const third = await put('same', { ...CHAIR, title: 'Oak chair, used' });
		assert.equal(third.json['revision'], 2);
		const read = await server.call('GET', '/v1/listings/same', { key: admin });
		assert.deepEqual(
			(read.json['revisions'] as unknown as { revision: number }[]).map(({ revision }) => revision),
			[2, 1],
		);
	});

	it('holds an edit to a listing whose case waits, even when the new text is clear', async () => {
		const held = await put('waiting', DOUBTFUL);
		assert.notEqual(held.json['state'], 'published');
		const edited = await put('waiting', CHAIR);
		assert.equal(edited.json['verdict']?.['verdict'], 'clear');
		assert.equal(edited.json['state'], 'held');
		assert.equal(edited.json['caseId'], held.json['caseId']);
	});

	it('refuses a stale If-Match and takes the present one', async () => {
		await put('match', CHAIR);
		await put('match', { title: 'Chair' });
		const stale = await put('match', { title: 'Stool' }, { 'if-match': '"1"' });
		assert.equal(stale.status, 412);
		assert.match(stale.text, /revision 2/);
		assert.equal((await put('match', { title: 'Stool' }, { 'if-match': '"2"' })).status, 200);
		assert.equal((await put('match', { title: 'Bench' }, { 'if-none-match': '*' })).status, 412);
	});

	it('lets one of many concurrent edits from the same revision win', async () => {
		await put('race', CHAIR);
		const tries = await Promise.all(Array.from({ length: 12 }, (_, i) => put('race', { title: `Chair ${i}` }, { 'if-match': '"1"' })));
		assert.equal(tries.filter(({ status }) => status === 200).length, 1);
		assert.equal(tries.filter(({ status }) => status === 412).length, 11);
	});

	it('acts once for one Idempotency-Key and refuses it with another body', async () => {
		const headers = { 'idempotency-key': 'k-1' };
		const first = await put('idem', CHAIR, headers);
		const again = await put('idem', CHAIR, headers);
		assert.deepEqual([again.status, again.json], [first.status, first.json]);
		const other = await put('idem', { title: 'Stool' }, headers);
		assert.equal(other.status, 422);
		assert.match(other.text, /idempotency-key-reused/);
	});

	it('shows a seller state and reason code, nothing else, and only their own', async () => {
		const seller = await server.key('seller', { seller: 's-1' });
		const other = await server.key('seller', { seller: 's-2' });
		const mine = await put('mine', LISTED, {}, seller);
		assert.deepEqual(Object.keys(mine.json).sort(), ['listingId', 'reasonCode', 'revision', 'state']);
		const read = await server.call('GET', '/v1/listings/mine', { key: seller });
		assert.doesNotMatch(read.text, /verdict|score|findings|caseId|entryId|substances/);
		assert.equal((await server.call('GET', '/v1/listings/mine', { key: other })).status, 404);
		assert.equal((await put('mine', CHAIR, {}, other)).status, 403);
		assert.equal((await put('theirs', { ...CHAIR, seller: { id: 's-2' } }, {}, seller)).status, 422);
		const list = await server.call('GET', '/v1/listings', { key: seller });
		assert.deepEqual(
			(list.json['items'] as unknown as { id: string }[]).map(({ id }) => id),
			['mine'],
		);
	});

	it('pages through lists without losing or repeating a row', async () => {
		for (let i = 0; i < 5; i++) await put(`page-${i}`, { title: `Lamp ${i}` });
		const seen: string[] = [];
		let cursor = '';
		do {
			const page = await server.call('GET', `/v1/listings?q=lamp&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`, { key: admin });
			seen.push(...(page.json['items'] as unknown as { id: string }[]).map(({ id }) => id));
			cursor = page.json['nextCursor'] ?? '';
		} while (cursor !== '');
		assert.deepEqual(seen, ['page-4', 'page-3', 'page-2', 'page-1', 'page-0']);
	});

	const REFUSED: readonly [name: string, status: number, kind: string, send: () => ReturnType<TestServer['call']>][] = [
		['an id that differs from the address', 422, 'input-invalid', () => put('x', { id: 'y', title: 'Chair' })],
		['an unknown key', 422, 'input-invalid', () => put('x', { title: 'Chair', colour: 'red' })],
		['no title', 422, 'input-invalid', () => put('x', { description: 'Chair' })],
		['text that is not JSON', 422, 'input-invalid', () => server.call('PUT', '/v1/listings/x', { key: admin, raw: '{"title":' })],
		[
			'bytes that are not UTF-8',
			400,
			'malformed-request',
			() => server.call('PUT', '/v1/listings/x', { key: admin, raw: Buffer.from([0x7b, 0xff, 0x7d]) }),
		],
		[
			'an unknown content type',
			415,
			'unknown-content-type',
			() => server.call('PUT', '/v1/listings/x', { key: admin, raw: '<a/>', type: 'text/xml' }),
		],
		[
			'an oversized body',
			413,
			'body-too-large',
			() => server.call('PUT', '/v1/listings/x', { key: admin, raw: ' '.repeat(9 * 1024 * 1024) }),
		],
		['a compressed body', 415, 'unknown-content-type', () => put('x', CHAIR, { 'content-encoding': 'gzip' })],
		[
			'a parameter that an act does not have',
			422,
			'input-invalid',
			() => server.call('PUT', '/v1/listings/x?dryRun=1', { key: admin, body: CHAIR }),
		],
		[
			'an address that cannot be decoded',
			400,
			'malformed-request',
			() => server.call('PUT', '/v1/listings/%E4%B8', { key: admin, body: CHAIR }),
		],
		['an unknown address', 404, 'not-found', () => server.call('GET', '/v1/nothing', { key: admin })],
		['no key', 401, 'not-signed-in', () => server.call('GET', '/v1/listings')],
		['a wrong key', 401, 'not-signed-in', () => server.call('GET', '/v1/listings', { key: `weir_aaaaaaaaaaaa_${'a'.repeat(43)}` })],
		['a limit out of range', 422, 'input-invalid', () => server.call('GET', '/v1/listings?limit=0', { key: admin })],
		['a cursor from elsewhere', 422, 'input-invalid', () => server.call('GET', '/v1/listings?cursor=abc', { key: admin })],
	];
	for (const [name, status, kind, send] of REFUSED) {
		it(`answers a problem for ${name}`, async () => {
			const answer = await send();
			assert.equal(answer.status, status, answer.text);
			assert.equal(answer.headers.get('content-type'), 'application/problem+json');
			assert.equal(answer.json['type'], `urn:weir:problem:${kind}`);
			assert.equal(answer.json['status'], status);
		});
	}

	it('stores nothing of what it refused', async () => {
		assert.equal((await server.call('GET', '/v1/listings/x', { key: admin })).status, 404);
	});

	it('keeps hostile text as it is and answers it as it was', async () => {
		const title = `'; drop table listing; -- <script>alert(1)</script> =1+1 \u0000 \u{1F600}`;
		assert.equal((await put("o'brien/% _", { title })).status, 201);
		const read = await server.call('GET', `/v1/listings/${encodeURIComponent("o'brien/% _")}`, { key: admin });
		assert.equal(read.json['listing']?.['title'], title);
	});

	it('refuses a key that has expired, and one that was revoked at once', async () => {
		const expired = await server.key('auditor', { expiresAt: '2020-01-01T00:00:00Z' });
		assert.equal((await server.call('GET', '/v1/me', { key: expired })).status, 401);
		const { json } = await server.call('POST', '/v1/keys', { key: admin, body: { role: 'auditor' } });
		assert.equal((await server.call('GET', '/v1/me', { key: String(json['key']) })).status, 200);
		assert.equal((await server.call('DELETE', `/v1/keys/${json['id']}`, { key: admin })).status, 204);
		assert.equal((await server.call('GET', '/v1/me', { key: String(json['key']) })).status, 401);
	});

	it('screens a stream line by line, in order, bad lines included', async () => {
		const raw = `${JSON.stringify({ id: 'a', ...CHAIR })}\nnot json\n${JSON.stringify({ id: 'c', ...LISTED })}\n`;
		const answer = await server.call('POST', '/v1/listings:screen', { key: admin, raw, type: 'application/x-ndjson' });
		const verdicts = answer.text
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as { listingId: string; verdict: string; findings: { outcome: string }[] });
		assert.deepEqual(
			verdicts.map(({ listingId, verdict }) => [listingId, verdict]),
			[
				['a', 'clear'],
				['line:2', 'review'],
				['c', 'block'],
			],
		);
		assert.equal(verdicts[1]?.findings[0]?.outcome, 'errored');
	});

	it('screens one listing or a list of them and stores nothing', async () => {
		const one = await server.call('POST', '/v1/listings:screen', { key: admin, body: { id: 'never', ...LISTED } });
		assert.equal(one.json['verdict'], 'block');
		const list = await server.call('POST', '/v1/listings:screen', { key: admin, body: { listings: [CHAIR, LISTED] } });
		assert.deepEqual(
			(list.json['verdicts'] as unknown as { verdict: string }[]).map(({ verdict }) => verdict),
			['clear', 'block'],
		);
		const bad = await server.call('POST', '/v1/listings:screen', { key: admin, body: { listings: [CHAIR, { name: 'x' }] } });
		assert.equal(bad.status, 422);
		assert.match(bad.text, /"\/listings\/1\/title"/);
		assert.equal((await server.call('GET', '/v1/listings/never', { key: admin })).status, 404);
	});

	it('tells sellers and buyers who screen what would become of it, and nothing of why', async () => {
		const refused = { listingId: 'a', state: 'refused', reasonCode: 'restricted-chemical' };
		const clear = { listingId: 'line:1', state: 'published' };
		for (const role of ['seller', 'buyer'] as const) {
			const key = await server.key(role);
			const screen = (body: unknown) => server.call('POST', '/v1/listings:screen', { key, body });
			assert.deepEqual((await screen({ id: 'a', ...LISTED })).json, refused);
			assert.deepEqual((await screen({ listings: [CHAIR, { id: 'a', ...LISTED }] })).json, { verdicts: [clear, refused] });
			const raw = `${JSON.stringify({ id: 'a', ...LISTED })}\nnot json\n`;
			const lines = await server.call('POST', '/v1/listings:screen', { key, raw, type: 'application/x-ndjson' });
			assert.deepEqual(
				lines.text
					.trim()
					.split('\n')
					.map((line) => JSON.parse(line) as unknown),
				[refused, { listingId: 'line:2', state: 'held', reasonCode: 'under-review' }],
			);
		}
	});
});
