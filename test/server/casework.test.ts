// From a held listing to a decision and an entry in the log, by people with sessions: the queue, claims, four eyes, appeals, receipts
// and the verification of the whole log from outside.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { urlReader } from '../../src/adapters/log-url.ts';
import { parseVerifierKey } from '../../src/log/key.ts';
import { verifyLog } from '../../src/log/verify.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const TIER1 = { title: '4-ANPP 99% powder', cas: '21409-26-7' };
const decision = (outcome: string, reasonCode: string, evidence: string) => ({
	outcome,
	reasonCode,
	facts: 'Looked at the listing and its documents.',
	legalBasis: 'Terms, section 4',
	evidence: [evidence],
});

describe('casework', () => {
	let server: TestServer;
	let admin = '';
	let analyst = '';
	let approver = '';
	before(async () => {
		server = await startTestServer();
		admin = await server.key('administrator');
		analyst = await server.person('analyst', 'Olga');
		approver = await server.person('approver', 'Paul');
	});
	after(() => server?.stop());

	const refusedListing = async (id: string, key = admin): Promise<string> => {
		await server.call('PUT', `/v1/listings/${id}`, { key, body: TIER1 });
		const { json } = await server.call('GET', `/v1/listings/${id}`, { key: admin });
		return String(json['caseId']);
	};
	const act = (cookie: string, caseId: string, verb: string, seq: number, body?: unknown) =>
		server.call('POST', `/v1/cases/${caseId}:${verb}`, {
			cookie,
			headers: { 'if-match': `"${seq}"` },
			...(body === undefined ? {} : { body }),
		});
	const evidenceOf = async (caseId: string): Promise<string> => {
		const { json } = await server.call('GET', `/v1/cases/${caseId}`, { cookie: analyst });
		return String(json['state']?.['evidence']?.[0]?.['id']);
	};
	const stateOf = async (id: string) => (await server.call('GET', `/v1/listings/${id}`, { key: admin })).json['state'];

	it('takes a refusal by one person, and tells nobody else how', async () => {
		const id = await refusedListing('one');
		const queue = await server.call('GET', '/v1/cases', { cookie: analyst });
		assert.deepEqual(
			(queue.json['items'] as unknown as { id: string }[]).map((one) => one.id),
			[id],
		);
		assert.equal((await act(analyst, id, 'claim', 1)).json['seq'], 2);
		assert.equal((await act(approver, id, 'claim', 2)).json['code'], 'claimed-by-other');
		const stale = await act(analyst, id, 'decide', 1, decision('refuse', 'restricted-chemical', await evidenceOf(id)));
		assert.equal(stale.status, 412);
		const decided = await act(analyst, id, 'decide', 2, decision('refuse', 'restricted-chemical', await evidenceOf(id)));
		assert.deepEqual([decided.status, decided.json['status'], decided.headers.get('etag')], [200, 'decided', '"3"']);
		assert.equal(await stateOf('one'), 'refused');
		const read = await server.call('GET', `/v1/cases/${id}`, { cookie: approver });
		assert.deepEqual(
			(read.json['events'] as unknown as { kind: string }[]).map(({ kind }) => kind),
			['opened', 'claimed', 'decided'],
		);
		assert.ok(Object.values(read.json['people'] ?? {}).includes('Olga' as never));
	});

	it('releases tier 1 only with a second person, whatever door the first one uses', async () => {
		const id = await refusedListing('two');
		const proposed = await act(analyst, id, 'decide', 1, decision('publish', 'lawful-offer', await evidenceOf(id)));
		assert.equal(proposed.json['status'], 'proposed');
		assert.equal(await stateOf('two'), 'refused');
		const me = await server.call('GET', '/v1/me', { cookie: approver });
		const other = await refusedListing('three');
		const own = await act(approver, other, 'decide', 1, decision('publish', 'lawful-offer', await evidenceOf(other)));
		assert.equal(own.json['status'], 'proposed');
		const key = await server.key('approver', { createdBy: String(me.json['id']) });
		const throughKey = await server.call('POST', `/v1/cases/${other}:approve`, { key, headers: { 'if-match': '"2"' } });
		assert.deepEqual([throughKey.status, throughKey.json['code']], [403, 'same-person']);
		const nobodys = await server.key('approver');
		assert.equal(
			(await server.call('POST', `/v1/cases/${other}:approve`, { key: nobodys, headers: { 'if-match': '"2"' } })).json['code'],
			'no-person',
		);
		const approved = await act(approver, id, 'approve', 2);
		assert.equal(approved.json['status'], 'decided', approved.text);
		assert.equal(await stateOf('two'), 'published');
	});

	it('counts what people had published and then took down', async () => {
		const takedowns = async () => (await server.call('GET', '/v1/dashboard', { cookie: analyst })).json['takedowns'];
		assert.equal((await takedowns())?.['count'], 0);
		const { json } = await server.call('GET', '/v1/listings/two', { key: admin });
		const reopened = await act(approver, String(json['caseId']), 'reopen', 4, { note: 'New papers.' });
		assert.equal(reopened.status, 200, reopened.text);
		assert.equal(await stateOf('two'), 'refused');
		const counted = await takedowns();
		assert.deepEqual([counted?.['count'], counted?.['byPeople'], counted?.['byScreening']], [1, 1, 0]);
	});

	it('does not let a decision publish a text that nobody looked at', async () => {
		const id = await refusedListing('four');
		const proposed = await act(analyst, id, 'decide', 1, decision('publish', 'lawful-offer', await evidenceOf(id)));
		assert.equal(proposed.json['status'], 'proposed');
		await server.call('PUT', '/v1/listings/four', { key: admin, body: { ...TIER1, title: 'NPP and 4-ANPP, any quantity' } });
		const approved = await act(approver, id, 'approve', 2);
		assert.equal(approved.status, 412);
		assert.notEqual(await stateOf('four'), 'published');
	});

	it('hears the complaint of the seller, and only of the seller', async () => {
		const mine = await server.key('seller', { seller: 's-1', createdBy: 'seller-person' });
		const id = await refusedListing('five', mine);
		await act(analyst, id, 'decide', 1, decision('refuse', 'restricted-chemical', await evidenceOf(id)));
		const other = await server.key('seller', { seller: 's-2', createdBy: 'other-person' });
		const complain = (key: string) =>
			server.call('POST', `/v1/cases/${id}:appeal`, { key, headers: { 'if-match': '"2"' }, body: { grounds: 'It is a sample.' } });
		assert.equal((await complain(other)).status, 404);
		assert.equal((await complain(mine)).status, 204);
		const heard = await act(approver, id, 'decide-appeal', 3, decision('refuse', 'restricted-chemical', await evidenceOf(id)));
		assert.equal(heard.json['status'], 'decided', heard.text);
	});

	it('asks for the number of the case, and refuses what the state does not allow', async () => {
		const id = await refusedListing('six');
		const blind = await server.call('POST', `/v1/cases/${id}:claim`, { cookie: analyst });
		assert.equal(blind.status, 428);
		assert.equal((await act(approver, id, 'approve', 1)).json['code'], 'wrong-status');
		assert.equal(
			(await act(analyst, id, 'decide', 1, decision('publish', 'restricted-chemical', await evidenceOf(id)))).json['code'],
			'reason-unfit',
		);
		assert.equal((await act(analyst, 'nothing', 'claim', 1)).status, 404);
	});

	it('refuses a change by a session from another origin', async () => {
		const answer = await server.call('POST', '/v1/people', {
			cookie: await server.person('administrator', 'Ada'),
			body: { role: 'auditor' },
			headers: { origin: 'http://evil.example' },
		});
		assert.deepEqual([answer.status, answer.json['code']], [403, 'other-origin']);
	});

	it('keeps every fact in a log that verifies from outside, and gives receipts', async () => {
		const auditor = await server.key('auditor');
		const { json } = await server.call('GET', '/v1/listings/one', { cookie: analyst });
		const entryId = String(json['revisions']?.[0]?.['entryId']);
		const receipt = await until('a place in the log', async () => {
			const { json: told } = await server.call('GET', `/v1/log/receipts/${entryId}`, { key: auditor });
			return told['state'] !== ('pending' as unknown) && told;
		});
		assert.equal(receipt['state'], 'sequenced');
		const key = parseVerifierKey((await server.call('GET', '/log/key', { key: auditor })).text.trim());
		assert.ok(key.ok);
		const report = await verifyLog(urlReader(`${server.running.url}/log/`, { authorization: `Bearer ${auditor}` }), { key: key.value });
		assert.deepEqual(report.failures, []);
		assert.doesNotMatch(
			(await server.call('GET', '/v1/log/entries?limit=200', { key: auditor })).text,
			/Olga|example\.org|sample|Looked at/,
		);
	});
});
