// Catalogues over HTTP on a real database: registered, compared, previewed, agreed to by two people, in force in every thread and every
// server at once, and brought back.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { run } from '../../src/adapters/postgres/database.ts';
import { MOST_CATALOGUE_BYTES } from '../../src/contract/catalogue-changes.ts';
import { artefactBytes } from '../support/compiled.ts';
import { type Loose, startTestServer, type TestServer } from '../support/server.ts';
import { CATALOGUE, versionOf, withCatalogue, withLaw, withSubstance } from '../support/variant.ts';

/** Clear under the committed catalogue: a bulk chemical, openly declared. */
const SOLVENT = { title: 'Acetone, 5 L can', offers: [{ quantity: '5', unit: 'L' }] };
const CHAIR = { title: 'Oak chair' };
/** Acetone is looked at. */
const STRICTER = withSubstance('acetone', (one) => ({ ...one, tier: 2 }));
/** Acetone is on no list any more. */
const WEAKER = withSubstance('acetone', (one) => ({ ...one, controls: [] }));

describe('a catalogue', () => {
	let server: TestServer;
	let admin = '';
	let ann = '';
	let annAgain = '';
	let bo = '';
	const get = async (path: string) => (await server.call('GET', path, { key: ann })).json;
	const post = (key: string, path: string, body?: unknown) => server.call('POST', path, { key, ...(body === undefined ? {} : { body }) });
	const send = (raw: Uint8Array, key = ann) => server.call('POST', '/v1/catalogues', { key, raw, type: 'application/octet-stream' });
	const propose = (version: string, key = ann) => post(key, '/v1/catalogue/proposals', { version, reason: 'A test.' });
	const put = (id: string, body: unknown = SOLVENT) => server.call('PUT', `/v1/listings/${id}`, { key: admin, body });
	const listing = async (id: string) => (await server.call('GET', `/v1/listings/${id}`, { key: admin })).json;
	const finished = async (id: unknown): Promise<Loose> => {
		for (let i = 0; i < 1200; i++) {
			const job = await get(`/v1/rescreens/${String(id)}`);
			if (job['status'] === ('done' as unknown)) return job;
			await pause(25);
		}
		throw new Error('the job did not end in thirty seconds');
	};
	before(async () => {
		server = await startTestServer({ WEIR_WORKERS: '2' });
		admin = await server.key('administrator');
		ann = await server.key('compliance-officer', { createdBy: 'ann' });
		annAgain = await server.key('approver', { createdBy: 'ann' });
		bo = await server.key('approver', { createdBy: 'bo' });
		// Hears everything and answers nothing: announcements stand in the outbox.
		await server.call('POST', '/v1/webhooks', { key: admin, body: { url: 'https://receiver.example/' } });
		for (let i = 0; i < 20; i++) await put(`solvent-${i}`);
		await put('chair', CHAIR);
	});
	after(() => server?.stop());

	it('is the server’s own until one is agreed to, recorded as in force', async () => {
		const now = await get('/v1/catalogue');
		assert.equal(now['version'], versionOf(artefactBytes()));
		assert.equal(now['builtIn'], true);
		const [first, ...others] = now['history'] as unknown as Loose[];
		assert.deepEqual([first?.['version'], first?.['proposal'], others.length], [now['version'], undefined, 0]);
		const [own] = (await get('/v1/catalogues'))['items'] as unknown as Loose[];
		assert.deepEqual([own?.['version'], own?.['registeredBy']?.['kind'], own?.['inForce']], [now['version'], 'system', true]);
		assert.match(String(own?.['cameWith']), /^\d+\.\d+/);
		assert.equal(now['waiting'], undefined);
	});

	const altered = Uint8Array.from(STRICTER);
	altered[5000] = (altered[5000] ?? 0) ^ 1;
	const format = Uint8Array.from(STRICTER);
	format[4] = 99;
	const BAD: readonly (readonly [string, Uint8Array, RegExp])[] = [
		['is cut off', STRICTER.subarray(0, STRICTER.length - 8), /truncated or was altered/],
		['was altered', altered, /altered/],
		['is of another format', format, /format 99/],
		['is something else', new TextEncoder().encode('{"substances": []}'.repeat(9)), /not a Weir catalogue/],
		['has no law that can be read', withLaw(({ policy: _policy, ...law }) => law), /policy/],
		[
			'has facts that do not agree',
			withSubstance('acetone', (one) => ({ ...one, cas: [{ ...one.cas[0], number: '67-64-2' }] as never })),
			/67-64-2/,
		],
		['is no catalogue inside', withCatalogue(() => ({ substances: 7 }) as never), /.+/],
	];
	for (const [what, bytes, expected] of BAD) {
		it(`that ${what} is refused, and why`, async () => {
			const refused = await send(bytes);
			assert.equal(refused.status, 422, refused.text);
			assert.match(JSON.stringify(refused.json['errors']), expected);
			assert.notEqual(refused.json['errors']?.[0]?.['fix'], '');
		});
	}

	it('that is too large, empty or of another content type is refused', async () => {
		assert.equal((await send(new Uint8Array(MOST_CATALOGUE_BYTES + 1))).status, 413);
		assert.equal((await send(new Uint8Array(0))).status, 422);
		assert.equal((await post(ann, '/v1/catalogues', { catalogue: 'x' })).status, 415);
		const rows = await run(server.running.world.db, 'select 1 from catalogue');
		assert.equal(rows.length, 1);
	});

	it('is registered once', async () => {
		const first = await send(STRICTER);
		assert.equal(first.status, 201, first.text);
		assert.equal(first.json['version'], versionOf(STRICTER));
		assert.equal(first.json['size'], STRICTER.length);
		assert.equal((await send(STRICTER)).status, 200);
		assert.equal(((await get('/v1/catalogues'))['items'] as unknown as Loose[]).length, 2);
		assert.equal((await propose('0000000000000000')).status, 422);
	});

	it('is proposed with what it changes, and previewed without changing anything', async () => {
		const proposed = await propose(versionOf(STRICTER));
		assert.equal(proposed.status, 201, proposed.text);
		assert.equal(proposed.json['needsTwoPeople'], true);
		const [change] = proposed.json['changes'] ?? [];
		assert.deepEqual(
			[change?.['effect'], change?.['what'], change?.['record'], change?.['before'], change?.['after']],
			['stricter', 'tier', 'substances/acetone', '3', '2'],
		);
		assert.deepEqual(proposed.json['concerned'] as unknown, [{ substance: 'acetone', listings: 20 }]);
		const again = await propose(versionOf(STRICTER));
		assert.deepEqual([again.status, again.json['id']], [200, proposed.json['id']]);
		const { result } = await finished(proposed.json['preview']?.['id']);
		assert.deepEqual([result?.['transitions']?.['clear→review'], result?.['transitions']?.['clear→clear']], [20, 1]);
		assert.equal((await put('during')).json['state'], 'published');
		assert.equal((await listing('solvent-1'))['revision'], 1);
	});

	it('is taken back by whoever proposed it, in person or by key, and by nobody else', async () => {
		const { json } = await propose(versionOf(STRICTER));
		const path = `/v1/catalogue/proposals/${json['id']}:withdraw`;
		const other = await server.key('chemist', { createdBy: 'cy' });
		const refused = await post(other, path, { note: 'Not mine.' });
		assert.deepEqual([refused.status, refused.json['code']], [403, 'not-yours']);
		assert.equal((await post(ann, path, {})).status, 422);
		const annElsewhere = await server.key('chemist', { createdBy: 'ann' });
		const withdrawn = await post(annElsewhere, path, { note: 'A mistake.' });
		assert.deepEqual([withdrawn.status, withdrawn.json['status'], withdrawn.json['note']], [200, 'withdrawn', 'A mistake.']);
		assert.equal((await post(ann, path, { note: 'Again.' })).json['note'], 'A mistake.');
		assert.equal((await post(bo, `/v1/catalogue/proposals/${json['id']}:approve`)).json['code'], 'settled');
		const anew = await propose(versionOf(STRICTER));
		assert.deepEqual([anew.status, anew.json['status']], [201, 'open']);
		await finished(anew.json['preview']?.['id']);
	});

	it('takes two people, through whichever key', async () => {
		const { json } = await propose(versionOf(STRICTER));
		const path = `/v1/catalogue/proposals/${json['id']}:approve`;
		for (const key of [ann, annAgain, await server.key('approver')]) {
			const refused = await post(key, path);
			assert.deepEqual([refused.status, refused.json['code']], [403, 'same-person']);
		}
		const analyst = await server.key('analyst', { createdBy: 'cy' });
		assert.equal((await post(analyst, path)).status, 403);
		assert.equal((await get('/v1/catalogue'))['builtIn'], true);
	});

	it('comes into force in every thread from the next submission on, and all listings are screened again', async () => {
		const { json } = await propose(versionOf(STRICTER));
		const approved = await post(bo, `/v1/catalogue/proposals/${json['id']}:approve`);
		assert.equal(approved.status, 200, approved.text);
		const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => put(`after-${i}`)));
		for (const { json: said } of answers) {
			assert.equal(said['state'], 'held');
			assert.equal(said['verdict']?.['catalogueVersion'], versionOf(STRICTER));
		}
		const screened = await server.call('POST', '/v1/listings:screen', { key: admin, body: SOLVENT });
		assert.equal(screened.json['catalogueVersion'], versionOf(STRICTER));
		const job = await finished(approved.json['rescreen']);
		assert.deepEqual([job['cause']?.['kind'], job['result']?.['raised']], ['catalogue', 21]);
		assert.equal((await listing('solvent-3'))['state'], 'held');
		const [old] = ((await listing('solvent-3'))['revisions'] as unknown as Loose[]).slice(-1);
		assert.equal(old?.['verdict']?.['catalogueVersion'], versionOf(artefactBytes()));
		const now = await get('/v1/catalogue');
		assert.deepEqual([now['version'], now['builtIn']], [versionOf(STRICTER), false]);
		assert.equal((await get('/v1/catalogue/substances/acetone'))['tier'], 2);
		assert.equal((await get('/v1/policy'))['catalogueVersion'], versionOf(STRICTER));
		assert.equal((await server.call('GET', '/readyz')).json['catalogueVersion'], versionOf(STRICTER));
		assert.equal((await post(bo, `/v1/catalogue/proposals/${json['id']}:approve`)).status, 200);
		assert.equal((await propose(versionOf(STRICTER))).json['code'], 'in-force');
	});

	it('decides whatever is stored after it came into force, and nothing that was stored before', async () => {
		const { db } = server.running.world;
		await send(WEAKER);
		const { json } = await propose(versionOf(WEAKER));
		assert.ok(((json['counts']?.['weaker'] ?? 0) as number) > 0);
		assert.equal(json['changes']?.[0]?.['effect'], 'weaker');
		let isOpen = true;
		let next = 0;
		const submit = async (): Promise<void> => {
			const i = next++;
			assert.equal((await put(`crossing-${i}`, { title: `Acetone, can ${i}` })).status, 201);
		};
		await submit();
		const stream = Promise.all(
			[1, 2].map(async () => {
				while (isOpen) await submit();
			}),
		);
		assert.equal((await post(bo, `/v1/catalogue/proposals/${json['id']}:approve`)).status, 200);
		await submit();
		isOpen = false;
		await stream;
		// Both sides take their lock before their first write, so the numbers of their transactions stand in the order of their commits.
		const rows = await run(
			db,
			`select r.catalogue_version, r.xmin::text::bigint < a.xmin::text::bigint as early from listing_revision r,
				(select xmin from catalogue_activation order by number desc limit 1) a where r.listing_id like 'crossing-%' and r.revision = 1`,
		);
		assert.equal(rows.length, next);
		for (const row of rows) assert.equal(row['catalogue_version'], versionOf(row['early'] === true ? STRICTER : WEAKER));
		assert.deepEqual(new Set(rows.map((row) => row['early'])), new Set([true, false]));
	});

	it('comes back as any other change does, also to the server’s own', async () => {
		const own = versionOf(artefactBytes());
		const back = await propose('built-in');
		assert.equal(back.status, 201, back.text);
		assert.equal(back.json['version'], own);
		const other = await propose(versionOf(STRICTER));
		assert.equal((await post(bo, `/v1/catalogue/proposals/${back.json['id']}:approve`)).json['status'], 'active');
		const now = await get('/v1/catalogue');
		assert.deepEqual([now['version'], now['builtIn'], (now['history'] as unknown as Loose[]).length], [own, true, 4]);
		const late = await post(bo, `/v1/catalogue/proposals/${other.json['id']}:approve`);
		assert.deepEqual([late.status, late.json['code']], [409, 'catalogue-moved']);
		assert.equal((await get(`/v1/catalogue/proposals/${other.json['id']}`))['outdated'], true);
		const rejected = await post(bo, `/v1/catalogue/proposals/${other.json['id']}:reject`, { note: 'Too late.' });
		assert.equal(rejected.json['status'], 'rejected');
		assert.equal((await put('back', { title: 'Acetone, 1 L' })).json['verdict']?.['catalogueVersion'], own);
	});

	it('is announced in the transaction that puts it in force, as a policy is', async () => {
		const { db } = server.running.world;
		const told = await run(
			db,
			`select kind, body from announcement where kind in ('policy.changed', 'catalogue.changed') order by created_at, id`,
		);
		const said = told.map(
			({ kind, body }) => `${String(kind)} ${(JSON.parse(String(body)) as { data: { version: string } }).data.version}`,
		);
		const versions = [STRICTER, WEAKER, artefactBytes()].map(versionOf);
		assert.deepEqual(
			said,
			versions.map((version) => `catalogue.changed ${version}`),
		);
		const stricter = { name: 'harbour', version: 1, summary: 'Bulk chemicals are looked at.', tiers: { '3': { declared: 'review' } } };
		const proposed = await post(annAgain, '/v1/policy/proposals', { document: stricter, reason: 'A test.' });
		await post(annAgain, `/v1/policy/proposals/${proposed.json['id']}:approve`);
		const [last] = await run(db, `select body from announcement where kind = 'policy.changed'`);
		assert.deepEqual((JSON.parse(String(last?.['body'])) as Loose)['data'] as unknown, { version: proposed.json['version'] });
	});

	it('that brings another policy along announces that too, and shows what it changes of it', async () => {
		const back = await post(annAgain, '/v1/policy/proposals', { version: 'built-in', reason: 'A test.' });
		assert.equal((await post(bo, `/v1/policy/proposals/${back.json['id']}:approve`)).status, 200, back.text);
		const LAW = withLaw((law) => ({
			...law,
			policy: { ...(law['policy'] as object), equipment: { ...(law['policy'] as { equipment: object }).equipment, alone: 'block' } },
		}));
		assert.equal((await send(LAW)).status, 201);
		const { json } = await propose(versionOf(LAW));
		const [change] = json['changes'] ?? [];
		assert.deepEqual([change?.['record'], change?.['at'], change?.['effect']], ['law/policy', 'equipment.alone', 'stricter']);
		await post(bo, `/v1/catalogue/proposals/${json['id']}:approve`);
		const { policyVersion } = await get('/v1/catalogue');
		const told = await run(
			server.running.world.db,
			`select body from announcement where kind = 'policy.changed' order by created_at desc, id desc limit 1`,
		);
		assert.deepEqual((JSON.parse(String(told[0]?.['body'])) as Loose)['data'] as unknown, { version: policyVersion });
		// A policy can still be proposed against the one that the catalogue brought along.
		const next = await post(annAgain, '/v1/policy/proposals', {
			document: { name: 'harbour', version: 1, summary: 'As is.' },
			reason: 'A test.',
		});
		assert.equal(next.status, 201, next.text);
		assert.equal((await post(bo, `/v1/policy/proposals/${next.json['id']}:approve`)).status, 200);
	});

	it('that cannot read the policy in force is refused, and the policy named', async () => {
		const named = CATALOGUE.substances.find(({ id }) => JSON.stringify(CATALOGUE).split(`"${id}"`).length === 2);
		assert.ok(named, 'no substance that nothing else names');
		const document = { name: 'harbour', version: 1, summary: 'For one.', retiered: { [named.id]: 1 } };
		const proposed = await post(annAgain, '/v1/policy/proposals', { document, reason: 'A test.' });
		await post(bo, `/v1/policy/proposals/${proposed.json['id']}:approve`);
		const renamed = withSubstance(named.id, (one) => ({ ...one, id: 'quite-another' }));
		const refused = await send(renamed);
		assert.equal(refused.status, 422, refused.text);
		for (const word of [String(proposed.json['version']), named.id]) assert.ok(refused.text.includes(word), refused.text);
	});

	it('leaves every step in the log', async () => {
		const rows = await run(server.running.world.db, `select entry from log_entry where subject like 'catalogue/%' order by created_at`);
		const entries = rows.map(
			(row) => JSON.parse(String(row['entry'])) as { kind: string; facts?: { weakening?: boolean; previewed?: boolean } },
		);
		const said = entries.map(({ kind, facts }) => `${kind}${facts?.weakening === true ? ' weakening' : ''}`);
		// The first start does both at once.
		assert.deepEqual(said.slice(0, 2).sort(), ['catalogue.recorded', 'catalogue.registered']);
		assert.deepEqual(said.slice(2, 10), [
			'catalogue.registered',
			'catalogue.proposed',
			'catalogue.withdrawn',
			'catalogue.proposed',
			'catalogue.activated',
			'catalogue.registered',
			'catalogue.proposed weakening',
			'catalogue.activated weakening',
		]);
		assert.equal(entries[6]?.facts?.previewed, true);
		assert.ok(
			said.some((one) => one.startsWith('catalogue.rejected')),
			said.join(),
		);
	});
});
