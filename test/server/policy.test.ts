// Policies over HTTP on a real database: proposed, agreed to, in force in every screening thread at once, and brought back.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { run } from '../../src/adapters/postgres/database.ts';
import { type Called, startTestServer, type TestServer } from '../support/server.ts';

/** Clear under the built-in policy: a bulk chemical, openly declared. */
const SOLVENT = { title: 'Acetone, 5 L can', offers: [{ quantity: '5', unit: 'L' }] };
const STRICTER = {
	name: 'harbour',
	version: 1,
	summary: 'Bulk chemicals are looked at.',
	tiers: { '3': { declared: 'review' } },
};
const WEAKER = {
	name: 'harbour',
	version: 1,
	summary: 'Watch lists bind nobody.',
	tiers: { '2': { watched: 'clear' } },
	relaxations: [{ setting: 'tiers.2.watched', reason: 'They bind nobody.', approvedBy: ['ann', 'bo'], on: '2026-01-01' }],
};

describe('a policy', () => {
	let server: TestServer;
	let admin = '';
	let ann = '';
	let annAgain = '';
	let bo = '';
	const post = (key: string, path: string, body?: unknown) =>
		server.call('POST', `/v1/policy${path}`, { key, ...(body === undefined ? {} : { body }) });
	const propose = (key: string, more: object) => post(key, '/proposals', { reason: 'A test.', ...more });
	const policy = async () => (await server.call('GET', '/v1/policy', { key: ann })).json;
	const put = (id: string, body: unknown = SOLVENT) => server.call('PUT', `/v1/listings/${id}`, { key: admin, body });
	before(async () => {
		server = await startTestServer({ WEIR_WORKERS: '2' });
		admin = await server.key('administrator');
		ann = await server.key('approver', { createdBy: 'ann' });
		annAgain = await server.key('compliance-officer', { createdBy: 'ann' });
		bo = await server.key('compliance-officer', { createdBy: 'bo' });
	});
	after(() => server?.stop());

	it('is the catalogue’s own until one is agreed to', async () => {
		const now = await policy();
		assert.equal(now['builtIn'], true);
		assert.deepEqual(now['history'], []);
		assert.match(String(now['policyVersion']), /^[0-9a-f]{16}$/);
	});

	it('is refused with place and fix when it is not valid', async () => {
		const bad = await propose(ann, { document: { ...STRICTER, tires: 1, tiers: { '1': { declared: 'clear' } } } });
		assert.equal(bad.status, 422);
		assert.ok(
			(bad.json['errors'] ?? []).some(({ pointer }) => String(pointer) === '/document/tires'),
			bad.text,
		);
		for (const body of [{}, { document: STRICTER, version: 'built-in' }, { version: 'never' }])
			assert.equal((await propose(ann, body)).status, 422);
	});

	it('is checked without being proposed: mistakes with place, line and fix, and what it would change', async () => {
		const check = async (body: object) => (await post(ann, ':check', body)).json;
		const text = 'name: harbour\nversion: 1\nsummary: A test.\ntiers:\n  "1": { declared: clear }\nretiered: { no-such-substance: 1 }\n';
		const bad = await check({ text });
		assert.equal(bad['valid'], false as never);
		const lines = (bad['errors'] ?? []).map(({ line }) => line as unknown);
		assert.ok(lines.includes(6), JSON.stringify(bad));
		assert.ok((bad['errors'] ?? []).every(({ fix, pointer }) => String(fix) !== '' && String(pointer).startsWith('/')));
		const broken = await check({ text: 'name: [' });
		assert.deepEqual([broken['valid'], broken['errors']?.[0]?.['line']], [false, 1] as unknown[]);
		const good = await check({ document: WEAKER });
		assert.deepEqual([good['valid'], good['needsTwoPeople'], good['changes']?.[0]?.['effect']], [true, true, 'weaker'] as unknown[]);
		assert.equal(good['base'], (await policy())['policyVersion']);
		assert.deepEqual((await check({ text: JSON.stringify(WEAKER) }))['changes'], good['changes']);
		for (const body of [{}, { document: WEAKER, text }]) assert.equal((await post(ann, ':check', body)).status, 422);
		assert.deepEqual((await server.call('GET', '/v1/policy/proposals', { key: ann })).json['items'] as unknown, []);
	});

	it('that only tightens comes into force by one person, in every thread at once, and verdicts name it', async () => {
		assert.equal((await put('before')).json['state'], 'published');
		const proposed = await propose(ann, { document: STRICTER });
		assert.equal(proposed.status, 201, proposed.text);
		assert.equal(proposed.json['needsTwoPeople'], false);
		assert.equal(proposed.json['changes']?.[0]?.['effect'], 'stricter');
		const again = await propose(ann, { document: STRICTER });
		assert.deepEqual([again.status, again.json['id']], [200, proposed.json['id']]);
		const approved = await post(ann, `/proposals/${proposed.json['id']}:approve`);
		assert.equal(approved.status, 200, approved.text);
		assert.equal(approved.json['status'], 'active');
		const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => put(`after-${i}`)));
		for (const { json } of answers) {
			assert.equal(json['state'], 'held');
			assert.equal(json['verdict']?.['policyVersion'], proposed.json['version']);
		}
		const screened = await server.call('POST', '/v1/listings:screen', { key: admin, body: SOLVENT });
		assert.equal(screened.json['policyVersion'], proposed.json['version']);
		assert.equal((await policy())['policyVersion'], proposed.json['version']);
		assert.equal((await post(ann, `/proposals/${proposed.json['id']}:approve`)).status, 200);
		assert.equal((await post(bo, `/proposals/${proposed.json['id']}:approve`)).status, 409);
		assert.equal((await propose(ann, { document: STRICTER })).json['code'], 'in-force');
	});

	it('must be written against the one in force', async () => {
		const behind = await propose(ann, { document: { ...WEAKER, version: 2, previous: 'f'.repeat(64) } });
		assert.equal(behind.status, 422);
		assert.equal(behind.json['errors']?.[0]?.['pointer'], '/document/previous');
	});

	it('that weakens needs a second person, through whichever key', async () => {
		const proposed = await propose(ann, { document: WEAKER });
		assert.equal(proposed.json['needsTwoPeople'], true);
		const id = String(proposed.json['id']);
		for (const key of [ann, annAgain, await server.key('approver')]) {
			const refused = await post(key, `/proposals/${id}:approve`);
			assert.deepEqual([refused.status, refused.json['code']], [403, 'same-person']);
		}
		assert.notEqual((await policy())['policyVersion'], proposed.json['version']);
		const bea = await server.person('approver', 'Bea');
		const agreed = await server.call('POST', `/v1/policy/proposals/${id}:approve`, { cookie: bea });
		assert.equal(agreed.json['status'], 'active', agreed.text);
		assert.equal((await put('weaker')).json['state'], 'published');
	});

	it('comes back as any other change does', async () => {
		const back = await propose(bo, { version: 'built-in' });
		assert.equal(back.status, 201, back.text);
		const other = await propose(bo, { document: { ...STRICTER, summary: 'Another.' } });
		assert.equal((await post(ann, `/proposals/${back.json['id']}:approve`)).json['status'], 'active');
		const now = await policy();
		assert.equal(now['builtIn'], true);
		assert.equal((now['history'] as unknown as unknown[]).length, 3);
		// What was proposed against another version than the one in force shows changes that are not those it would make.
		const late = await post(ann, `/proposals/${other.json['id']}:approve`);
		assert.deepEqual([late.status, late.json['code']], [409, 'policy-moved']);
		const read = await server.call('GET', `/v1/policy/proposals/${other.json['id']}`, { key: ann });
		assert.equal(read.json['outdated'], true);
		const rejected = await post(bo, `/proposals/${other.json['id']}:reject`, { note: 'Too late.' });
		assert.equal(rejected.json['status'], 'rejected');
		assert.equal((await post(ann, `/proposals/${other.json['id']}:approve`)).status, 409);
	});

	it('is taken back by whoever proposed it, and by nobody else', async () => {
		const proposed = await propose(ann, { document: { ...STRICTER, summary: 'Too soon.' } });
		const path = `/proposals/${proposed.json['id']}:withdraw`;
		const refused = await post(bo, path, { note: 'Not mine.' });
		assert.deepEqual([refused.status, refused.json['code']], [403, 'not-yours']);
		const withdrawn = await post(annAgain, path, { note: 'Too soon.' });
		assert.deepEqual([withdrawn.status, withdrawn.json['status']], [200, 'withdrawn']);
		assert.equal((await post(ann, path, { note: 'Again.' })).status, 200);
		assert.equal((await post(bo, `/proposals/${proposed.json['id']}:approve`)).json['code'], 'settled');
	});

	it('leaves every step in the log, a weakening marked', async () => {
		const rows = await run(server.running.world.db, `select entry from log_entry where subject like 'policy/%' order by created_at`);
		const entries = rows.map((row) => JSON.parse(String(row['entry'])) as { kind: string; facts: { weakening?: boolean } });
		const said = entries.map(({ kind, facts }) => `${kind}${facts.weakening === true ? ' weakening' : ''}`);
		assert.deepEqual(said.slice(0, 4), ['policy.proposed', 'policy.activated', 'policy.proposed weakening', 'policy.activated weakening']);
		for (const step of ['policy.rejected', 'policy.withdrawn']) assert.ok(said.includes(step), said.join());
	});

	it('lists its proposals in pages', async () => {
		const first = await server.call('GET', '/v1/policy/proposals?limit=2', { key: ann });
		const rest = await server.call('GET', `/v1/policy/proposals?limit=50&cursor=${String(first.json['nextCursor'])}`, { key: ann });
		const ids = (answer: Called) => (answer.json['items'] ?? []).map(({ id }) => id);
		assert.equal(new Set([...ids(first), ...ids(rest)]).size, 5);
	});

	it('may be proposed by reviewers of rank only', async () => {
		const analyst = await server.key('analyst', { createdBy: 'cy' });
		assert.equal((await propose(analyst, { version: 'built-in' })).status, 403);
	});

	it('that comes into force between screening and storing decides all the same', async () => {
		const { db, screening } = server.running.world;
		const stricter = await propose(ann, { document: { ...STRICTER, summary: 'Once more.' } });
		const held = { ...screening.ruling };
		await post(ann, `/proposals/${stricter.json['id']}:approve`);
		await screening.adopt(held);
		assert.equal((await put('between')).json['state'], 'held');
		const [row] = await run(db, `select policy_version from listing_revision where listing_id = 'between'`);
		assert.equal(row?.['policy_version'], stricter.json['version']);
	});
});
