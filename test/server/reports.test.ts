// What leaves the house about decisions: the statement of reasons a seller reads and answers, the figures of casework, the export for
// the Transparency Database, and the dashboard's counts.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readPlatform } from '../../src/adapters/case-tables.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const TIER1 = { title: '4-ANPP 99% powder', cas: '21409-26-7', seller: { id: 'Quiet Trading', country: 'US' }, shipsTo: ['US'] };
const FACTS = 'The buyer wrote that nobody must know.';

describe('reports', () => {
	let server: TestServer;
	let analyst = '';
	let officer = '';
	let seller = '';
	let other = '';
	before(async () => {
		server = await startTestServer();
		analyst = await server.person('analyst', 'Olga');
		officer = await server.person('compliance-officer', 'Clara');
		const { json: me } = await server.call('GET', '/v1/me', { cookie: officer });
		const createdBy = String(me['id']);
		seller = await server.key('seller', { seller: 'Quiet Trading', createdBy });
		other = await server.key('seller', { seller: 'Somebody Else', createdBy });
	});
	after(() => server?.stop());

	const put = (id: string) => server.call('PUT', `/v1/listings/${id}`, { key: seller, body: TIER1 });
	const notice = (id: string, key: string, language = 'en') =>
		server.call('GET', `/v1/listings/${id}/notice?language=${language}`, { key });
	const act = async (cookie: string, caseId: string, verb: string, body?: object) => {
		const { headers } = await server.call('GET', `/v1/cases/${caseId}`, { cookie });
		return server.call('POST', `/v1/cases/${caseId}:${verb}`, {
			cookie,
			headers: { 'if-match': headers.get('etag') ?? '' },
			...(body === undefined ? {} : { body }),
		});
	};
	const decide = async (cookie: string, caseId: string, verb: string, outcome: string, reasonCode: string) => {
		const { json } = await server.call('GET', `/v1/cases/${caseId}`, { cookie });
		const evidence = [String(json['state']?.['evidence']?.[0]?.['id'])];
		return act(cookie, caseId, verb, { outcome, reasonCode, facts: FACTS, legalBasis: 'Terms, section 4', evidence });
	};

	it('a seller reads why in four languages, complains, and is heard by another person', async () => {
		await put('one');
		const first = await notice('one', seller);
		assert.equal(first.status, 200, first.text);
		assert.deepEqual([first.json['outcome'], first.json['decidedBy'], first.json['draft']], ['refuse', 'software', true]);
		const caseId = String(first.json['caseId']);
		assert.equal((await decide(analyst, caseId, 'decide', 'refuse', 'report-made')).status, 200);
		for (const language of ['en', 'zh', 'es', 'ru']) {
			const told = await notice('one', seller, language);
			assert.equal(told.status, 200);
			assert.deepEqual([told.json['decidedBy'], told.json['reasonCode']], ['person', 'terms-not-met'], 'confidential, shown as public');
			assert.equal((told.json['sections'] as unknown as unknown[]).length, 5, 'what, facts, means, ground, redress');
			assert.ok(!told.text.includes(FACTS), "a reviewer's words stay inside");
		}
		assert.equal((await server.call('GET', `/v1/cases/${caseId}/notice`, { key: seller })).status, 200);
		assert.equal((await notice('one', other)).status, 404, "another's listing does not exist");
		assert.equal((await notice('one', seller, 'xx')).status, 422);

		const appeal = (key: string) => server.call('POST', `/v1/cases/${caseId}:appeal`, { key, body: { grounds: 'It is a sample.' } });
		assert.equal((await appeal(other)).status, 404);
		const sent = await appeal(seller);
		assert.deepEqual([sent.status, sent.headers.get('etag'), sent.text], [204, null, ''], 'the answer tells nothing about the case');
		assert.equal((await decide(analyst, caseId, 'decide-appeal', 'refuse', 'restricted-chemical')).status, 403);
		assert.equal((await decide(officer, caseId, 'decide-appeal', 'refuse', 'restricted-chemical')).status, 200);
		const figures = await server.call('GET', '/v1/reports/casework', { cookie: officer });
		assert.deepEqual(figures.json['appeals'], { received: 1, open: 0, upheld: 1, reversed: 0 });
	});

	it('a listing blocked and then released counts as released and as an override', async () => {
		await put('two');
		const caseId = String((await notice('two', seller)).json['caseId']);
		assert.equal((await decide(analyst, caseId, 'decide', 'publish', 'lawful-offer')).json['status'], 'proposed');
		assert.equal((await act(officer, caseId, 'approve')).json['status'], 'decided');
		const { json } = await server.call('GET', '/v1/dashboard', { cookie: officer });
		assert.equal(json['cases']?.['released'], 1);
		const figures = await server.call('GET', '/v1/reports/casework', { cookie: officer });
		const [override] = figures.json['overrides'] as unknown as Readonly<Record<string, unknown>>[];
		assert.deepEqual([override?.['direction'], override?.['total'], override?.['reasonCode']], ['milder', 1, 'lawful-offer']);
		assert.deepEqual(Object.values(figures.json['people'] ?? {}), ['Olga']);
		assert.equal((await notice('two', seller)).status, 404, 'nothing is restricted any more');
	});

	it('a second review of a decision is in the figures', async () => {
		await put('three');
		const caseId = String((await notice('three', seller)).json['caseId']);
		await decide(analyst, caseId, 'decide', 'refuse', 'restricted-chemical');
		assert.equal((await act(officer, caseId, 'review', { outcome: 'hold', note: 'The papers were on their way.' })).status, 200);
		const { json } = await server.call('GET', '/v1/reports/casework', { cookie: officer });
		assert.deepEqual([json['reviews']?.['total'], json['reviews']?.['errors']?.['hits']], [1, 1]);
	});

	it('exports nothing made from placeholders, and refuses spans out of order', async () => {
		const drafted = await server.call('GET', '/v1/reports/transparency', { cookie: officer });
		assert.deepEqual([drafted.status, drafted.json['status']], [409, 409]);
		const wrong = await server.call('GET', '/v1/reports/casework?from=2026-02-02&to=2026-02-01', { cookie: officer });
		assert.equal(wrong.status, 422);
	});
});

describe('the export for the Transparency Database', () => {
	const file = join(tmpdir(), `weir-platform-${process.pid}.yaml`);
	let server: TestServer;
	before(async () => {
		const { draft: _draft, ...particulars } = readPlatform();
		writeFileSync(file, JSON.stringify(particulars));
		server = await startTestServer({ WEIR_PLATFORM: file });
	});
	after(async () => {
		await server?.stop();
		rmSync(file, { force: true });
	});

	it('holds each restriction once, in batches, without a trace of the seller, and leaves an entry in the log', async () => {
		const admin = await server.key('administrator');
		const auditor = await server.key('auditor');
		for (let n = 0; n < 103; n++) await server.call('PUT', `/v1/listings/listing-${n}`, { key: admin, body: TIER1 });
		const { status, json, text } = await server.call('GET', '/v1/reports/transparency', { key: auditor });
		assert.equal(status, 200, text);
		assert.equal(json['statements'], 103);
		assert.deepEqual(json['leftOut'], []);
		const batches = json['batches'] as unknown as { statements: { puid: string; automated_decision: string }[] }[];
		assert.deepEqual(
			batches.map((one) => one.statements.length),
			[100, 3],
		);
		const all = batches.flatMap((one) => one.statements);
		assert.equal(new Set(all.map(({ puid }) => puid)).size, 103);
		assert.equal(all[0]?.automated_decision, 'AUTOMATED_DECISION_FULLY');
		assert.ok(!/Quiet|listing-\d/.test(JSON.stringify(batches)));
		const log = await server.call('GET', '/v1/log/entries?subject=export/transparency', { key: auditor });
		assert.equal((log.json['items'] as unknown as { id: string }[])[0]?.id, json['entryId']);
		const again = await server.call('GET', '/v1/reports/transparency?from=2020-01-01&to=2020-01-31', { key: auditor });
		assert.equal(again.json['statements'], 0);
	});
});
