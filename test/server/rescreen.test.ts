// Work over all listings on a real database: screened again after a change of policy or of law, previewed, tried silently.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { postgresCalendar } from '../../src/adapters/postgres/calendar.ts';
import { run } from '../../src/adapters/postgres/database.ts';
import { lawSwitches } from '../../src/catalogue/switches.ts';
import { followCalendar } from '../../src/flows/follow-calendar.ts';
import { pdf } from '../support/media.ts';
import { type Loose, startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const SOLVENT = { title: 'Acetone, 5 L can' };
const CHAIR = { title: 'Oak chair' };
const DOUBTFUL = { title: 'Piperidine, 25 kg drum, technical grade' };
const STRICTER = { name: 'harbour', version: 1, summary: 'Bulk chemicals are looked at.', tiers: { '3': { declared: 'review' } } };

const finished = (server: TestServer, key: string, id: unknown): Promise<Loose> =>
	until('the job to end', async () => {
		const { json } = await server.call('GET', `/v1/rescreens/${String(id)}`, { key });
		return json['status'] === ('done' as unknown) && json;
	});

describe('all listings', () => {
	let server: TestServer;
	let admin = '';
	let ann = '';
	let bo = '';
	const post = (key: string, path: string, body?: unknown) => server.call('POST', path, { key, ...(body === undefined ? {} : { body }) });
	const put = (id: string, body: unknown) => server.call('PUT', `/v1/listings/${id}`, { key: admin, body });
	const listing = async (id: string) => (await server.call('GET', `/v1/listings/${id}`, { key: admin })).json;
	const propose = async (body: object) => (await post(ann, '/v1/policy/proposals', { reason: 'A test.', ...body })).json;
	before(async () => {
		server = await startTestServer();
		admin = await server.key('administrator');
		ann = await server.key('approver', { createdBy: 'ann' });
		bo = await server.key('compliance-officer', { createdBy: 'bo' });
		for (let i = 0; i < 30; i++) await put(`solvent-${i}`, SOLVENT);
		await put('chair', CHAIR);
		await put('doubtful', DOUBTFUL);
	});
	after(() => server?.stop());

	it('stay as they are when nothing has changed', async () => {
		const started = await post(ann, '/v1/rescreens', { reason: 'To be sure.' });
		assert.equal(started.status, 202);
		const { result, total, done } = await finished(server, ann, started.json['id']);
		assert.deepEqual([total, done, result?.['listings'], result?.['changed']], [32, 32, 32, 0]);
		assert.equal((await listing('chair'))['revision'], 1);
		assert.equal((await post(ann, '/v1/rescreens', {})).status, 422);
		assert.equal((await server.call('GET', '/v1/rescreens/nothing', { key: ann })).status, 404);
	});

	it('are previewed under a proposed policy without being changed', async () => {
		const proposal = await propose({ document: STRICTER });
		const started = await post(ann, `/v1/policy/proposals/${proposal['id']}:preview`);
		assert.equal(started.status, 202, started.text);
		const { result } = await finished(server, ann, started.json['id']);
		assert.equal(result?.['transitions']?.['clear→review'], 30);
		assert.equal(result?.['transitions']?.['clear→clear'], 1);
		assert.match(String(result?.['examples']?.[0]?.['listingId']), /^solvent-/);
		assert.equal((await listing('solvent-1'))['state'], 'published');
		assert.equal((await listing('solvent-1'))['revision'], 1);
	});

	it('are decided by a candidate too, silently', async () => {
		const proposal = await propose({ document: STRICTER });
		const begun = await post(ann, `/v1/policy/proposals/${proposal['id']}:shadow`);
		assert.equal(begun.status, 200, begun.text);
		for (const id of ['shadow-1', 'shadow-2']) assert.equal((await put(id, SOLVENT)).json['state'], 'published');
		await put('shadow-chair', CHAIR);
		const { json } = await server.call('GET', '/v1/policy/shadow?limit=1', { key: ann });
		assert.deepEqual([json['shadow']?.['listings'], json['shadow']?.['differing']], [3, 2]);
		assert.deepEqual([json['items']?.[0]?.['live'], json['items']?.[0]?.['candidate']], ['clear', 'review']);
		assert.notEqual(json['items']?.[0]?.['why'], '');
		const rest = await server.call('GET', `/v1/policy/shadow?cursor=${String(json['nextCursor'])}`, { key: ann });
		assert.equal((rest.json['items'] as unknown as unknown[]).length, 1);
		assert.equal((await server.call('DELETE', '/v1/policy/shadow', { key: ann })).status, 204);
		await put('shadow-3', SOLVENT);
		const over = await server.call('GET', '/v1/policy/shadow', { key: ann });
		assert.equal(over.json['shadow']?.['listings'], 3);
		assert.notEqual(over.json['shadow']?.['stoppedAt'], undefined);
	});

	it('that are no longer clear are held with a case when a policy comes into force', async () => {
		const proposal = await propose({ document: STRICTER });
		const approved = await post(ann, `/v1/policy/proposals/${proposal['id']}:approve`);
		const job = await finished(server, ann, approved.json['rescreen']);
		assert.deepEqual([job['cause']?.['kind'], job['result']?.['raised']], ['policy', 33]);
		const held = await listing('solvent-7');
		assert.deepEqual([held['state'], held['reasonCode'], held['revision']], ['held', 'under-review', 2]);
		assert.equal(held['detail']?.['policyVersion'], proposal['version']);
		const analyst = await server.key('analyst');
		const opened = await server.call('GET', `/v1/cases/${held['caseId']}`, { key: analyst });
		assert.equal(opened.json['case']?.['status'], 'open');
		assert.equal((await listing('chair'))['revision'], 1);
		const [row] = await run(server.running.world.db, `select entry from log_entry where subject = $1`, [`job/${String(job['id'])}`]);
		assert.equal((JSON.parse(String(row?.['entry'])) as { facts: { raised: number } }).facts.raised, 33);
		// The figures say so too, counted from the log.
		const { takedowns } = (await server.call('GET', '/v1/dashboard', { key: analyst })).json as unknown as {
			takedowns: Record<string, number>;
		};
		assert.deepEqual([takedowns['count'], takedowns['byScreening'], takedowns['byPeople']], [33, 33, 0]);
		assert.ok(Number(takedowns['medianHoursLive']) >= 0 && Number(takedowns['longestHoursLive']) < 1);
	});

	it('that were held stay held when they would be clear again; their case learns of it', async () => {
		const before = await listing('solvent-7');
		const proposal = await propose({ version: 'built-in' });
		assert.equal(proposal['needsTwoPeople'], true);
		const approved = await post(bo, `/v1/policy/proposals/${proposal['id']}:approve`);
		const job = await finished(server, ann, approved.json['rescreen']);
		assert.equal(job['result']?.['newlyClear'], 33);
		const still = await listing('solvent-7');
		assert.deepEqual([still['state'], still['verdict'], still['caseId']], ['held', 'clear', before['caseId']]);
		const analyst = await server.key('analyst');
		const { json } = await server.call('GET', `/v1/cases/${before['caseId']}`, { key: analyst });
		const kinds = (json['events'] as unknown as { kind: string; event?: { kind: string } }[]).map((one) => one.event?.kind ?? one.kind);
		assert.ok(kinds.includes('rescreened'), kinds.join());
	});
});

describe('listings with media', () => {
	let server: TestServer;
	let admin = '';
	let ann = '';
	const put = async (id: string, listing: object, lines: string[]) => {
		const sent = { key: admin, raw: pdf([{ lines }]), type: 'application/pdf' };
		const { json } = await server.call('POST', '/v1/media', sent);
		return server.call('PUT', `/v1/listings/${id}`, { key: admin, body: { ...listing, attachments: [String(json['id'])] } });
	};
	const listing = async (id: string) => (await server.call('GET', `/v1/listings/${id}`, { key: admin })).json;
	const post = async (path: string, body?: unknown) =>
		(await server.call('POST', path, { key: ann, ...(body === undefined ? {} : { body }) })).json;
	const LISTED = ['Certificate of analysis', 'Product: 4-ANPP, CAS 21409-26-7, purity 99 %, batch 7'];
	const PLAIN = ['Glass bottles, soda lime, one litre, twelve in a box of cardboard.'];
	before(async () => {
		server = await startTestServer();
		admin = await server.key('administrator');
		ann = await server.key('approver', { createdBy: 'ann' });
		await put('listed', CHAIR, LISTED);
		await put('plain', CHAIR, PLAIN);
		await put('solvent', SOLVENT, PLAIN);
		await put('gone', SOLVENT, PLAIN);
		await server.call('DELETE', '/v1/listings/gone', { key: admin });
	});
	after(() => server?.stop());

	it('keep their verdicts: what was read from the media is screened again too', async () => {
		const before = [await listing('listed'), await listing('plain')];
		assert.deepEqual(
			before.map(({ state, detail }) => [state, detail?.['verdict']]),
			[
				['refused', 'block'],
				['published', 'clear'],
			],
		);
		const { result } = await finished(server, ann, (await post('/v1/rescreens', { reason: 'To be sure.' }))['id']);
		assert.deepEqual([result?.['listings'], result?.['changed']], [4, 0]);
		assert.deepEqual([await listing('listed'), await listing('plain')], before);
	});

	it('that are decided differently keep files and texts, and what was taken back is not brought back', async () => {
		const before = (await listing('solvent'))['detail'];
		const proposal = await post('/v1/policy/proposals', { document: STRICTER, reason: 'A test.' });
		const { rescreen } = await post(`/v1/policy/proposals/${proposal['id']}:approve`);
		await finished(server, ann, rescreen);
		const after = await listing('solvent');
		assert.deepEqual([after['state'], after['revision'], after['detail']?.['verdict']], ['held', 2, 'review']);
		assert.notEqual(before?.['mediaHash'], undefined);
		assert.equal(after['detail']?.['mediaHash'], before?.['mediaHash']);
		const gone = await listing('gone');
		assert.deepEqual([gone['state'], gone['revision'], gone['caseId']], ['withdrawn', 1, undefined]);
		const { db } = server.running.world;
		const texts = await run(db, `select texts::text as texts from listing_media_text where listing_id = 'solvent' order by revision`);
		assert.deepEqual(texts[1], texts[0]);
		const files = await run(db, `select upload_id from listing_media where listing_id = 'solvent' order by revision`);
		assert.deepEqual([files.length, files[1]], [2, files[0]]);
		const analyst = await server.key('analyst');
		const { json } = await server.call('GET', `/v1/cases/${after['caseId']}`, { key: analyst });
		const evidence = json['state']?.['evidence'] as unknown as { kind: string }[];
		assert.ok(evidence.some(({ kind }) => kind === 'document'));
		assert.equal((await listing('plain'))['revision'], 1);
	});
});

describe('law that begins on a day', () => {
	// 4-piperidone is on a United States list from 12 May 2023, local midnight; nothing else asked here controlled it then.
	let clock = '2023-05-10T12:00:00.000Z';
	let server: TestServer;
	let admin = '';
	const offered = { title: '4-Piperidone hydrochloride, 1 kg', seller: { id: 'usco', country: 'US' }, shipsTo: ['US'] };
	const jobs = async () => {
		const { json } = await server.call('GET', '/v1/rescreens', { key: admin });
		return json['items'] as unknown as Loose[];
	};
	const look = async (at: string, kind: string) => {
		clock = at;
		server.running.world.lookForWork();
		const job = await until(`a job for ${kind}`, async () =>
			(await jobs()).find((one) => String(one['cause']?.['kind']) === kind && String(one['createdAt']) === at),
		);
		return finished(server, admin, job['id']);
	};
	before(async () => {
		server = await startTestServer({}, undefined, undefined, () => clock);
		admin = await server.key('administrator');
	});
	after(() => server?.stop());

	it('warns before, and switches listings on the day', async () => {
		assert.equal((await server.call('PUT', '/v1/listings/pip', { key: admin, body: offered })).json['state'], 'published');
		const upcoming = await server.call('GET', '/v1/law/upcoming?days=7', { key: admin });
		const line = (upcoming.json['items'] as unknown as Loose[]).find((one) => String(one['subject']) === '4-piperidone');
		assert.deepEqual([line?.['on'], line?.['regime'], line?.['listings'], line?.['moves']], ['2023-05-12', 'US', 1, 'begins']);
		// Late in the evening of the day before, in the time zone of the regime.
		await look('2023-05-12T03:00:00.000Z', 'daily');
		assert.equal((await server.call('GET', '/v1/listings/pip', { key: admin })).json['state'], 'published');
		const switched = await look('2023-05-12T04:30:00.000Z', 'law');
		assert.equal(switched['result']?.['raised'], 1);
		assert.notEqual((await server.call('GET', '/v1/listings/pip', { key: admin })).json['state'], 'published');
	});

	it('is previewed for the days to come', async () => {
		const previews = (await jobs()).filter((one) => String(one['cause']?.['kind']) === 'upcoming');
		assert.ok(previews.some((one) => String(one['asOf']) === '2023-05-12'));
	});

	it('is not followed backwards', async () => {
		const count = (await jobs()).length;
		const { db, dice, catalogue } = server.running.world;
		const law = { switches: (from: string, to: string) => lawSwitches(catalogue.catalogue, catalogue.regimes, from, to) };
		assert.deepEqual(await followCalendar('2023-05-01T00:00:00.000Z', postgresCalendar(db), law, dice), []);
		assert.equal((await jobs()).length, count);
	});
});
