// Images and attachments over HTTP on a real database: uploaded, named by a listing, read, screened, held where they cannot be, shown
// to reviewers only, and kept with the case whatever becomes of the listing.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { after, before, describe, it } from 'node:test';
import { run } from '../../src/adapters/postgres/database.ts';
import { canonicalJson, type Json } from '../../src/base/json.ts';
import { SYSTEM } from '../../src/flows/screened-case.ts';
import { commit } from '../../src/log/entry.ts';
import { pdf, qr } from '../support/media.ts';
import { type Called, startTestServer, type TestServer } from '../support/server.ts';

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
const PLAIN = { title: 'Glass bottles, 1 L, box of 12' };
const SHEET = pdf([{ lines: ['Certificate of analysis', 'Product: 4-ANPP, CAS 21409-26-7, purity 99 %, batch 7'] }]);

describe('media', () => {
	let server: TestServer;
	let admin = '';
	let analyst = '';
	before(async () => {
		server = await startTestServer();
		admin = await server.key('administrator');
		analyst = await server.key('analyst');
	});
	after(() => server?.stop());

	const upload = (raw: Uint8Array | string, { key = admin, type = 'application/octet-stream', name = '' } = {}): Promise<Called> =>
		server.call('POST', `/v1/media${name === '' ? '' : `?name=${encodeURIComponent(name)}`}`, { key, raw, type });
	const idOf = async (raw: Uint8Array | string, options = {}): Promise<string> => String((await upload(raw, options)).json['id']);
	const put = (id: string, body: object, key = admin): Promise<Called> => server.call('PUT', `/v1/listings/${id}`, { key, body });
	const findings = ({ json }: Called) =>
		(json['verdict']?.['findings'] ?? []) as unknown as { field: string; rule: string; text: string; note: string; media?: object }[];

	it('cost a listing without any nothing: no reader is started', async () => {
		const started: unknown[] = [];
		const note = (message: unknown): void => void started.push(message);
		subscribe('child_process', note);
		await put('text', { ...PLAIN, images: [] });
		assert.equal(started.length, 0);
		await upload('Something to read');
		await put('read', { ...PLAIN, attachments: [await idOf('Something to read')] });
		assert.equal(started.length, 1);
		unsubscribe('child_process', note);
	});

	it('are kept once by their content, whatever they are called', async () => {
		const first = await upload(SHEET, { name: 'coa.pdf' });
		assert.equal(first.status, 201, first.text);
		assert.deepEqual([first.json['hash'], first.json['type'], first.json['size']], [sha256(SHEET), 'application/pdf', SHEET.length]);
		const again = await upload(SHEET, { name: 'coa.pdf', type: 'application/pdf' });
		assert.deepEqual([again.status, again.json['id']], [200, first.json['id']]);
		const other = await upload(SHEET, { name: 'other.pdf' });
		assert.deepEqual([other.status, other.json['hash']], [201, sha256(SHEET)]);
		assert.notEqual(other.json['id'], first.json['id']);
		const [row] = await run(server.running.world.db, 'select count(*)::int as files from media where hash = $1', [sha256(SHEET)]);
		assert.equal(row?.['files'], 1);
	});

	it('arrive as a form as well', async () => {
		const form = new FormData();
		form.append('file', new Blob([new Uint8Array(SHEET)], { type: 'text/html' }), 'формула.pdf');
		const request = new Request('http://x/', { method: 'POST', body: form });
		const type = request.headers.get('content-type') ?? '';
		const answer = await upload(new Uint8Array(await request.arrayBuffer()), { type });
		assert.equal(answer.status, 201, answer.text);
		assert.deepEqual([answer.json['type'], answer.json['hash']], ['application/pdf', sha256(SHEET)]);
		const known = await server.call('GET', `/v1/media/${answer.json['id']}`, { key: analyst });
		assert.equal(known.json['name'], 'формула.pdf');
	});

	it('that name a listed substance refuse an ordinary listing, with the place in the document', async () => {
		const id = await idOf(SHEET);
		const answer = await put('document', { ...PLAIN, attachments: [id] });
		assert.equal(answer.status, 201, answer.text);
		assert.notEqual(answer.json['state'], 'published');
		const found = findings(answer).find(({ field }) => field === '/attachments/0');
		assert.deepEqual(found?.media, { kind: 'text', page: 1 });
		assert.match(found?.text ?? '', /ANPP|21409-26-7/);
		const media = await server.call('GET', `/v1/cases/${answer.json['caseId']}/media`, { key: analyst });
		const [item] = media.json['items'] as unknown as { pointer: string; upload: { id: string }; parts: { text: string }[] }[];
		assert.deepEqual([item?.pointer, item?.upload.id], ['/attachments/0', id]);
		assert.ok(item?.parts.some(({ text }) => text.includes('21409-26-7')));
		const detail = await server.call('GET', `/v1/cases/${answer.json['caseId']}`, { key: analyst });
		const evidence = detail.json['state']?.['evidence'] as unknown as { kind: string; hash: string }[];
		assert.deepEqual(evidence.find(({ kind }) => kind === 'document')?.hash, sha256(SHEET));
	});

	it('with nothing to find are published, and the same again is the same revision', async () => {
		const id = await idOf(pdf([{ lines: ['Glass bottles, soda lime, one litre, twelve in a box of cardboard.'] }]));
		const first = await put('bottles', { ...PLAIN, attachments: [id] });
		assert.deepEqual([first.status, first.json['state'], first.json['verdict']?.['unscreened']], [201, 'published', []]);
		const again = await put('bottles', { ...PLAIN, attachments: [id] });
		assert.deepEqual([again.status, again.json['revision']], [200, 1]);
	});

	it('hold a QR code to the same words', async () => {
		const answer = await put('code', { ...PLAIN, images: [await idOf(await qr('4-ANPP 21409-26-7'))] });
		assert.notEqual(answer.json['state'], 'published');
		assert.deepEqual(findings(answer).find(({ field }) => field === '/images/0')?.media, { kind: 'code' });
	});

	it('are screened by their names', async () => {
		const answer = await put('name', { ...PLAIN, attachments: [await idOf('Glass is glass.', { name: '4-ANPP 21409-26-7.txt' })] });
		assert.notEqual(answer.json['state'], 'published');
		assert.deepEqual(findings(answer)[0]?.media, { kind: 'name' });
	});

	for (const [name, bytes] of [
		['a document that is cut short', SHEET.subarray(0, 200)],
		['a locked document', pdf([{ lines: ['x'] }], { encrypted: true })],
		['an archive', Buffer.from('PK\x03\x04 and so on', 'latin1')],
	] as const) {
		it(`hold the listing where they cannot be read: ${name}`, async () => {
			const answer = await put(`unread-${bytes.length}`, { ...PLAIN, attachments: [await idOf(bytes)] });
			assert.deepEqual([answer.status, answer.json['state'], answer.json['reasonCode']], [201, 'held', 'under-review'], answer.text);
			assert.ok(findings(answer).some(({ rule, field }) => rule === 'media' && field === '/attachments/0'));
			assert.notEqual(answer.json['caseId'], undefined);
		});
	}

	it('named wrongly are refused by field, and nothing is stored', async () => {
		const mine = await server.key('seller', { seller: 's-1' });
		const theirs = await idOf('Somebody else', { key: await server.key('seller', { seller: 's-2' }) });
		const WRONG = [
			'6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
			'../coa.pdf',
			'https://127.0.0.1/a',
			'http://[::1]/',
			'data:text/html,x',
			theirs,
		];
		for (const given of WRONG) {
			const answer = await put('wrong', { ...PLAIN, images: [given] }, mine);
			assert.equal(answer.status, 422, `${given}: ${answer.text}`);
			const [error] = answer.json['errors'] as unknown as { pointer: string; fix: string }[];
			assert.equal(error?.pointer, '/images/0');
			assert.match(error?.fix ?? '', /POST \/v1\/media/);
		}
		assert.equal((await server.call('GET', '/v1/listings/wrong', { key: admin })).status, 404);
		const many = await put('many', { ...PLAIN, images: Array.from({ length: 61 }, () => theirs) });
		assert.equal(many.json['errors']?.[0]?.['pointer'], '/images/60');
	});

	it('too large, empty, or of an unknown content type are refused', async () => {
		assert.equal((await upload(Buffer.alloc(20 * 1024 * 1024 + 1, 65))).status, 413);
		assert.equal((await upload('')).status, 422);
		assert.equal((await upload('x', { type: 'application/json' })).status, 415);
		assert.equal((await upload('x', { type: 'multipart/form-data; boundary=y' })).status, 400);
		assert.equal((await upload('x', { name: 'a'.repeat(201) })).status, 422);
	});

	it('are never served as a page', async () => {
		const html = '<!doctype html><script>alert(1)</script>';
		const id = await idOf(html, { name: 'a"\r\nx: y.html' });
		const answer = await server.call('GET', `/v1/media/${id}/bytes`, { key: analyst });
		assert.equal(answer.text, html);
		assert.equal(answer.headers.get('content-type'), 'text/plain; charset=utf-8');
		assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
		assert.match(
			answer.headers.get('content-disposition') ?? '',
			/^attachment; filename="[0-9a-f-]{36}"; filename\*=UTF-8''a%22%0D%0Ax%3A%20y\.html$/,
		);
		assert.match(answer.headers.get('content-security-policy') ?? '', /sandbox; default-src 'none'/);
		assert.equal(answer.headers.get('x'), null);
		const svg = await server.call('GET', `/v1/media/${await idOf('<svg xmlns="http://www.w3.org/2000/svg"/>')}/bytes`, { key: analyst });
		assert.equal(svg.headers.get('content-type'), 'text/plain; charset=utf-8');
		for (const role of ['seller', 'administrator', 'auditor'] as const)
			assert.equal((await server.call('GET', `/v1/media/${id}/bytes`, { key: await server.key(role) })).status, 403);
		const log = await server.call('GET', `/v1/log/entries?subject=media/${id}`, { key: analyst });
		assert.deepEqual(
			(log.json['items'] as unknown as { kind: string }[]).map(({ kind }) => kind),
			['media.read', 'media.kept'],
		);
	});

	it('are screened without a listing being stored, alone and in a stream', async () => {
		const id = await idOf(SHEET);
		const one = await server.call('POST', '/v1/listings:screen', { key: admin, body: { ...PLAIN, attachments: [id] } });
		assert.notEqual(one.json['verdict'], 'clear');
		const raw = [
			{ id: 'a', ...PLAIN },
			{ id: 'b', ...PLAIN, attachments: [id] },
			{ id: 'c', ...PLAIN, images: ['nothing'] },
		]
			.map((line) => `${JSON.stringify(line)}\n`)
			.join('');
		const stream = await server.call('POST', '/v1/listings:screen', { key: admin, raw, type: 'application/x-ndjson' });
		const verdicts = stream.text
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as { listingId: string; verdict: string });
		assert.deepEqual(
			verdicts.map(({ listingId }) => listingId),
			['a', 'b', 'c'],
		);
		assert.deepEqual(
			verdicts.map(({ verdict }) => verdict === 'clear'),
			[true, false, false],
		);
	});

	it('are evidence that outlives the listing', async () => {
		const id = await idOf(SHEET);
		const first = await put('gone', { ...PLAIN, attachments: [id] });
		const caseId = String(first.json['caseId']);
		const evidenceAt = async (revision: string): Promise<Called> =>
			server.call('GET', `/v1/cases/${caseId}/evidence${revision}`, { key: analyst });
		const before = await evidenceAt('');
		assert.equal(before.status, 200, before.text);
		assert.equal((await put('gone', { title: 'Oak chair' })).json['revision'], 2);
		const withdrawn = await server.call('DELETE', '/v1/listings/gone', { key: admin, headers: { 'if-match': '"2"' } });
		assert.deepEqual([withdrawn.status, withdrawn.json['state']], [200, 'withdrawn'], withdrawn.text);
		const { json } = await evidenceAt('?revision=1');
		for (const key of ['listing', 'verdict', 'mediaTexts', 'media', 'inputHash', 'submittedAt'])
			assert.deepEqual(json[key], before.json[key], key);
		assert.equal(sha256(Buffer.from(String(json['media']?.[0]?.['bytes']), 'base64')), sha256(SHEET));
		assert.equal(sha256(canonicalJson(json['listing'] as unknown as Json)), json['inputHash']);
		assert.equal(sha256(canonicalJson(json['mediaTexts'] as unknown as Json)), json['verdict']?.['mediaHash']);
		const entries = json['entries'] as unknown as { entry: string; opening: { salt: string; content: Json } }[];
		const screened = entries.map(({ entry, opening }) => ({ ...(JSON.parse(entry) as { kind: string; hash: string }), opening }));
		for (const { hash, opening } of screened) assert.equal(hash, commit(opening));
		const decided = screened.find(({ kind }) => kind === 'listing.screened')?.opening.content as { media: { hash: string }[] };
		assert.equal(decided.media[0]?.hash, sha256(SHEET));
		assert.equal((await evidenceAt('?revision=9')).status, 404);
		assert.equal((await server.call('GET', `/v1/cases/${caseId}`, { key: analyst })).status, 200);
	});
});

describe('a listing that is taken back', () => {
	let server: TestServer;
	let admin = '';
	before(async () => {
		server = await startTestServer({ WEIR_MEDIA_HOSTS: 'localhost' });
		admin = await server.key('administrator');
	});
	after(() => server?.stop());
	const take = (id: string, headers = {}, key = admin): Promise<Called> => server.call('DELETE', `/v1/listings/${id}`, { key, headers });
	const put = (id: string, key = admin): Promise<Called> => server.call('PUT', `/v1/listings/${id}`, { key, body: PLAIN });

	it('is no longer published, twice is once, and comes back only through the gate', async () => {
		await put('a');
		assert.equal((await take('a', { 'if-match': '"7"' })).status, 412);
		assert.equal((await take('a')).json['state'], 'withdrawn');
		assert.equal((await take('a')).status, 200);
		assert.equal((await server.call('GET', '/v1/listings/a', { key: admin })).json['state'], 'withdrawn');
		const log = await server.call('GET', '/v1/log/entries?subject=listing/a', { key: admin });
		assert.deepEqual(
			(log.json['items'] as unknown as { kind: string }[]).map(({ kind }) => kind),
			['listing.withdrawn', 'listing.screened'],
		);
		assert.deepEqual((await put('a')).json['revision'], 2);
	});

	it("is not somebody else's to take, and an unknown one is not there", async () => {
		const mine = await server.key('seller', { seller: 's-1' });
		await put('b', mine);
		assert.equal((await take('b', {}, await server.key('seller', { seller: 's-2' }))).status, 404);
		assert.equal((await take('nothing')).status, 404);
		assert.deepEqual(Object.keys((await take('b', {}, mine)).json).sort(), ['listingId', 'revision', 'state']);
	});

	it('was held when its address led inside, though the host is allowed', async () => {
		const body = { ...PLAIN, images: ['https://localhost/a.png'] };
		const { status, json } = await server.call('PUT', '/v1/listings/inside', { key: admin, body });
		assert.deepEqual([status, json['state']], [201, 'held']);
		assert.match(String(json['verdict']?.['findings']?.[0]?.['note']), /no public address/);
		const other = await server.call('PUT', '/v1/listings/other', { key: admin, body: { ...PLAIN, images: ['https://cdn.example/a.png'] } });
		assert.equal(other.status, 422);
		assert.match(String(other.json['errors']?.[0]?.['fix']), /localhost/);
	});

	it('is not brought back, nor stripped of its files, when Weir screens it again', async () => {
		const { submit, screening } = server.running.world;
		const raw = 'Glass is glass.';
		const { json } = await server.call('POST', '/v1/media', { key: admin, raw, type: 'application/octet-stream' });
		await server.call('PUT', '/v1/listings/again', { key: admin, body: { ...PLAIN, images: [json['id']] } });
		const at = new Date().toISOString();
		const body = JSON.stringify({ ...PLAIN, images: [json['id']] });
		const screened = await screening.screen({ listingId: 'again', body, now: at, media: [] });
		assert.ok(screened.kind === 'screened');
		const again = { listingId: 'again', screened: { ...screened, engineVersion: 'next' }, actor: SYSTEM, at };
		const outcome = await submit(again);
		assert.deepEqual(outcome.kind === 'stored' && [outcome.submitted.revision, outcome.unchanged], [2, false]);
		const files = await run(server.running.world.db, "select revision from listing_media where listing_id = 'again' order by 1");
		assert.deepEqual(
			files.map(({ revision }) => revision),
			[1, 2],
		);
		await take('again');
		const after = await submit({ ...again, screened: { ...screened, engineVersion: 'later' } });
		assert.deepEqual(after.kind === 'stored' && [after.submitted.state, after.unchanged], ['withdrawn', true]);
	});

	it('stays so whatever its case decides', async () => {
		const { json } = await server.call('PUT', '/v1/listings/c', { key: admin, body: { title: 'Piperidine, 25 kg drum, technical grade' } });
		await take('c');
		const analyst = await server.person('analyst', 'Olga');
		const path = `/v1/cases/${json['caseId']}`;
		const detail = await server.call('GET', path, { cookie: analyst });
		const claim = await server.call('POST', `${path}:claim`, { cookie: analyst, headers: { 'if-match': '"1"' } });
		const body = {
			...{ outcome: 'publish', reasonCode: 'lawful-offer', facts: 'Looked at it.', legalBasis: 'Terms, section 4' },
			evidence: [String(detail.json['state']?.['evidence']?.[0]?.['id'])],
		};
		const decided = await server.call('POST', `${path}:decide`, {
			cookie: analyst,
			body,
			headers: { 'if-match': `"${claim.json['seq']}"` },
		});
		assert.equal(decided.status, 200, decided.text);
		assert.equal((await server.call('GET', '/v1/listings/c', { key: admin })).json['state'], 'withdrawn');
	});
});
