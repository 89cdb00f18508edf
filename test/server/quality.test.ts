// Quality assurance over HTTP: what is drawn for a second look and what a look does, corrective actions from record to check, what the log
// and the figures say of both, and every refusal.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { run } from '../../src/adapters/postgres/database.ts';
import { drawing, dueReviews } from '../../src/adapters/postgres/second-looks.ts';
import type { Sampled } from '../../src/cases/quality.ts';
import { drawClears } from '../../src/flows/second-looks.ts';
import { type Called, type Loose, startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const TIER1 = { title: '4-ANPP 99% powder', cas: '21409-26-7', seller: { id: 'Quiet Trading', country: 'US' } };
const RIGHT = { outcome: 'refuse', reasonCode: 'restricted-chemical', facts: 'A secret word.', legalBasis: 'Terms, section 4' };

let server: TestServer;
let shop = '';
let ana = '';
let chem = '';
let paul = '';
let clara = '';
before(async () => {
	server = await startTestServer();
	shop = await server.key('administrator');
	ana = await server.person('analyst', 'Ana');
	chem = await server.person('chemist', 'Chem');
	paul = await server.person('approver', 'Paul');
	clara = await server.person('compliance-officer', 'Clara');
});
after(() => server?.stop());

const idOf = async (cookie: string): Promise<string> => String((await server.call('GET', '/v1/me', { cookie })).json['id']);
const refused = (called: Called, status: number, code: string): void =>
	assert.deepEqual([called.status, called.json['code']], [status, code], called.text);
const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const kindsOf = async (subject: string): Promise<{ readonly kinds: string[]; readonly text: string }> => {
	const { json, text } = await server.call('GET', `/v1/log/entries?subject=${subject}`, { cookie: clara });
	return {
		kinds: (json['items'] as unknown as { entry?: { kind: string }; kind?: string }[]).map((one) => one.kind ?? one.entry?.kind ?? ''),
		text,
	};
};
/** A case that Ana has refused. */
const decided = async (id: string): Promise<string> => {
	const caseId = String((await server.call('PUT', `/v1/listings/${id}`, { key: shop, body: TIER1 })).json['caseId']);
	const { json, headers } = await server.call('GET', `/v1/cases/${caseId}`, { cookie: ana });
	const evidence = [String(json['state']?.['evidence']?.[0]?.['id'])];
	const answer = await server.call('POST', `/v1/cases/${caseId}:decide`, {
		...{ cookie: ana, headers: { 'if-match': headers.get('etag') ?? '' }, body: { ...RIGHT, evidence } },
	});
	assert.equal(answer.status, 200, answer.text);
	return caseId;
};
const act = async (cookie: string, caseId: string, verb: string, body: object): Promise<Called> => {
	const { headers } = await server.call('GET', `/v1/cases/${caseId}`, { cookie });
	return server.call('POST', `/v1/cases/${caseId}:${verb}`, { cookie, headers: { 'if-match': headers.get('etag') ?? '' }, body });
};

describe('second looks', () => {
	const look = (cookie: string, listingId: string, outcome = 'publish', more: object = {}) =>
		server.call('POST', '/v1/second-looks', { cookie, body: { listingId, revision: 1, outcome, note: 'Looked.', ...more } });
	const waiting = async (cookie = paul): Promise<Loose> => (await server.call('GET', '/v1/second-looks', { cookie })).json;
	/** Everything the gate let through is drawn, for this reason. */
	const drawn = async (id: string, why: Sampled, by: { key?: string; cookie?: string } = { key: shop }): Promise<void> => {
		const put = await server.call('PUT', `/v1/listings/${id}`, { ...by, body: { title: `Oak chair ${id}` } });
		assert.equal(put.json['state'], 'published', put.text);
		const { db, casebook } = server.running.world;
		await until(`${id} to be drawn`, async () => {
			// The server's own step, which draws few, may have passed it.
			await run(db, 'update clear_sample_progress set next_index = 0');
			await drawClears({
				transact: drawing(db),
				draw: { clear: () => why, mayBeClear: () => true },
				familyTier: casebook.familyTier,
				now: new Date().toISOString(),
				stretches: 100,
			});
			return (await run(db, 'select 1 from clear_sample where listing_id = $1', [id])).length > 0;
		});
	};

	it('agree with the gate, or take the listing off at once and open its case', async () => {
		await drawn('chair', 'random');
		await drawn('stool', 'risk');
		const { clears } = await waiting();
		const shown = ((clears?.['items'] ?? []) as unknown as Loose[]).map((one) => [String(one['listingId']), String(one['why'])]);
		assert.deepEqual(
			[shown, clears?.['left']],
			[
				[
					['chair', 'random'],
					['stool', 'risk'],
				],
				2,
			],
		);
		const well = await look(paul, 'chair');
		assert.deepEqual([well.status, well.json['agrees'], well.json['caseId']], [201, true, undefined], well.text);
		refused(await look(chem, 'chair'), 404, 'look-unknown');
		const wrong = await look(chem, 'stool', 'refuse');
		assert.deepEqual([wrong.status, wrong.json['agrees']], [201, false], wrong.text);
		const { json: stool } = await server.call('GET', '/v1/listings/stool', { key: shop });
		assert.deepEqual([stool['state'], stool['caseId']], ['held', wrong.json['caseId']]);
		assert.equal((await waiting())['clears']?.['left'], 0);
		const { json: notice } = await server.call('GET', '/v1/listings/stool/notice', { key: shop });
		assert.deepEqual([notice['outcome'], notice['reasonCode'], notice['decidedBy']], ['hold', 'under-review', 'person']);
		const { kinds, text } = await kindsOf('listing/stool');
		assert.ok(kinds.includes('listing.looked-at'));
		assert.doesNotMatch(text, /Looked\./);

		const { json: figures } = await server.call('GET', '/v1/reports/casework', { cookie: clara });
		const { clears: told } = figures;
		const rates = [told?.['errors'], told?.['bySample']?.['random'], told?.['bySample']?.['risk']];
		assert.deepEqual(
			rates.map((one) => [one?.['hits'], one?.['total']]),
			[
				[1, 2],
				[0, 1],
				[1, 1],
			],
		);
		assert.ok(Number(rates[0]?.['low']) > 0 && Number(rates[0]?.['high']) < 1);
	});

	it('refuse what was not drawn, one’s own, and what says nothing', async () => {
		refused(await look(paul, 'nothing'), 404, 'look-unknown');
		const createdBy = await idOf(paul);
		await drawn('own', 'random', { key: await server.key('administrator', { createdBy }) });
		refused(await look(paul, 'own'), 403, 'look-own');
		refused(await look(ana, 'own'), 403, 'not-permitted');
		refused(await look(clara, 'own', 'publish', { note: ' ' }), 422, 'text-missing');
		assert.equal((await look(clara, 'own', 'burn')).status, 422);
		refused(
			await server.call('POST', '/v1/second-looks', {
				key: await server.key('approver'),
				body: { listingId: 'own', revision: 1, outcome: 'publish', note: 'x' },
			}),
			403,
			'no-person',
		);
		const twice = await Promise.all([look(clara, 'own'), look(chem, 'own')]);
		assert.deepEqual(twice.map(({ status }) => status).sort(), [201, 404], 'two looks at once are one');
		await assert.rejects(
			run(server.running.world.db, `update clear_sample set outcome = 'hold' where looked_at is not null`),
			/append-only/,
		);
		await assert.rejects(run(server.running.world.db, 'delete from clear_sample'), /append-only/);
	});

	it('leave a listing that has changed since as it is, and say so of what was let through', async () => {
		await drawn('changed', 'random');
		await server.call('PUT', '/v1/listings/changed', { key: shop, body: { title: 'Oak table' } });
		const { json, status } = await look(chem, 'changed', 'hold');
		assert.deepEqual([status, json['agrees'], json['caseId']], [201, false, undefined]);
		assert.equal((await server.call('GET', '/v1/listings/changed', { key: shop })).json['state'], 'published');
	});

	it('are due for drawn decisions, to those who took no part, until one was given', async () => {
		const { db } = server.running.world;
		const caseId = await decided('drawn');
		const from = '2020-01-01T00:00:00.000Z';
		const due = async (cookie: string): Promise<string[]> =>
			(await dueReviews(db, { from, person: await idOf(cookie), draw: () => 'risk' })).map(({ state }) => state.id);
		assert.deepEqual([(await due(paul)).includes(caseId), (await due(ana)).includes(caseId)], [true, false]);
		assert.deepEqual(await dueReviews(db, { from, person: undefined, draw: () => undefined }), []);
		assert.equal((await act(paul, caseId, 'review', { outcome: 'refuse', note: 'Right.' })).status, 200);
		assert.ok(!(await due(paul)).includes(caseId));
		const hidden = await decided('drawn-hidden');
		await act(clara, hidden, 'restrict', { visibleTo: [await idOf(clara)], note: 'Confidential.' });
		assert.ok(!(await due(clara)).includes(hidden));
	});
});

describe('corrective actions', () => {
	const record = async (more: object = {}, cookie = clara): Promise<Called> =>
		server.call('POST', '/v1/corrective-actions', {
			cookie,
			body: {
				...{
					found: 'Two look-alikes were refused.',
					links: [],
					cause: 'guidance',
					measure: 'A page.',
					owner: await idOf(ana),
					due: tomorrow(),
				},
				...more,
			},
		});
	const step = async (cookie: string, id: string, verb: string, body: object, etag?: string): Promise<Called> => {
		const { headers } = await server.call('GET', `/v1/corrective-actions/${id}`, { cookie });
		return server.call('POST', `/v1/corrective-actions/${id}:${verb}`, {
			cookie,
			headers: { 'if-match': etag ?? headers.get('etag') ?? '' },
			body,
		});
	};

	it('go from what was found to another person’s check, each step in the log without its words', async () => {
		const caseId = await decided('found');
		const review = await act(paul, caseId, 'review', { outcome: 'publish', note: 'A look-alike.' });
		const { json: detail } = await server.call('GET', `/v1/cases/${caseId}`, { cookie: clara });
		const seq = Number(detail['state']?.['seq']);
		assert.equal(review.status, 200);
		const links = [
			{ kind: 'case', caseId },
			{ kind: 'review', caseId, seq },
			{ kind: 'clear', listingId: 'chair', revision: 1 },
		];
		const made = await record({ links });
		assert.deepEqual(
			[made.status, made.json['status'], made.json['links'], made.headers.get('etag')],
			[201, 'open', links, '"1"'],
			made.text,
		);
		const id = String(made.json['id']);
		refused(await step(paul, id, 'check', { effective: true, note: 'Yes.' }), 409, 'action-not-done');
		refused(await step(chem, id, 'done', { note: 'I did it.' }), 403, 'action-not-yours');
		assert.equal((await step(ana, id, 'done', { note: 'Written.' })).json['status'], 'done');
		const failed = await step(paul, id, 'check', { effective: false, note: 'It happened again.', due: tomorrow() });
		assert.deepEqual([failed.json['status'], failed.json['failedChecks']], ['open', 1], failed.text);
		assert.equal((await step(clara, id, 'change', { note: 'More.', measure: 'A talk.', owner: await idOf(chem) })).status, 200);
		assert.equal((await step(chem, id, 'done', { note: 'Held.' })).json['status'], 'done');
		const checked = await step(paul, id, 'check', { effective: true, note: 'None in a month.' });
		assert.deepEqual([checked.json['status'], checked.json['seq']], ['effective', 6], checked.text);
		const { json: read } = await server.call('GET', `/v1/corrective-actions/${id}`, { cookie: ana });
		assert.deepEqual(
			(read['events'] as unknown as Loose[]).map((one) => String(one['kind'])),
			['recorded', 'done', 'ineffective', 'changed', 'done', 'effective'],
		);
		assert.deepEqual(
			Object.values(read['people'] ?? {})
				.map(String)
				.sort(),
			['Ana', 'Chem', 'Clara', 'Paul'],
		);
		const { kinds, text } = await kindsOf(`corrective/${id}`);
		assert.equal(kinds.length, 6);
		assert.deepEqual(kinds.at(-1), 'corrective.recorded');
		assert.doesNotMatch(text, /look-alike|Written|A page/);
	});

	it('refuse strangers as owners, links that lead nowhere, days that are none, and stale steps', async () => {
		refused(await record({ owner: 'nobody' }), 422, 'owner-unknown');
		refused(await record({ links: [{ kind: 'case', caseId: '00000000-0000-4000-8000-000000000000' }] }), 422, 'link-unknown');
		refused(await record({ links: [{ kind: 'golden', goldenId: 'x' }] }), 422, 'link-unknown');
		refused(await record({ due: '2020-01-01' }), 422, 'due-passed');
		for (const wrong of [{ due: '2099-02-31' }, { cause: 'bad luck' }, { links: [{ kind: 'person', id: 'x' }] }, { found: '' }])
			assert.equal((await record(wrong)).status, 422, JSON.stringify(wrong));
		refused(await record({}, paul), 403, 'not-permitted');
		const id = String((await record()).json['id']);
		assert.equal((await step(ana, id, 'done', { note: 'Now.' }, '"9"')).status, 412);
		const blind = await server.call('POST', `/v1/corrective-actions/${id}:done`, { cookie: ana, body: { note: 'Now.' } });
		assert.equal(blind.status, 428);
		refused(await server.call('GET', '/v1/corrective-actions/nothing', { cookie: ana }), 404, 'action-unknown');
	});

	it('show what is overdue, keep links to restricted cases to themselves, and stand in the figures', async () => {
		const { db } = server.running.world;
		const caseId = await decided('linked');
		const id = String((await record({ links: [{ kind: 'case', caseId }] })).json['id']);
		await run(
			db,
			`update corrective_action set due = '2026-01-01', state = jsonb_set(state::jsonb, '{due}', '"2026-01-01"')::json where id = $1`,
			[id],
		);
		const { json: late } = await server.call('GET', '/v1/corrective-actions?overdue=true', { cookie: paul });
		assert.deepEqual([(late['items'] as unknown as Loose[]).map((one) => String(one['id'])), late['overdue']], [[id], 1]);
		const { json: figures } = await server.call('GET', '/v1/reports/casework', { cookie: paul });
		const told = figures['corrective'];
		assert.deepEqual([told?.['overdue'], told?.['open'], told?.['effective'], told?.['failedChecks']], [1, 2, 1, 1]);
		assert.equal(((told?.['items'] ?? []) as unknown as Loose[]).length, 3);
		await act(clara, caseId, 'restrict', { visibleTo: [await idOf(clara)], note: 'Confidential.' });
		assert.deepEqual((await server.call('GET', `/v1/corrective-actions/${id}`, { cookie: paul })).json['links'], []);
		refused(await record({ links: [{ kind: 'case', caseId }] }), 422, 'link-unknown');
		await assert.rejects(run(db, 'delete from corrective_action'), /append-only/);
		await assert.rejects(run(db, `update corrective_event set seq = seq + 1`), /append-only/);
	});
});
