// A version of Weir that brings another catalogue along than the one in force: nothing changes by itself, everybody is told, and two
// people bring it into force or leave it.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { postgresCatalogues } from '../../src/adapters/postgres/catalogues.ts';
import { run } from '../../src/adapters/postgres/database.ts';
import { createKey } from '../../src/adapters/postgres/keys.ts';
import { recordFirst } from '../../src/flows/keep-catalogue.ts';
import { SYSTEM } from '../../src/flows/screened-case.ts';
import type { Role } from '../../src/model/actor.ts';
import { configOf } from '../../src/server/config.ts';
import { type Database, openDatabase } from '../../src/server/database.ts';
import { DICE } from '../../src/server/wiring.ts';
import { artefactBytes } from '../support/compiled.ts';
import { type Loose, startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { versionOf, withSubstance } from '../support/variant.ts';

const AT = '2026-01-01T00:00:00.000Z';
const SOLVENT = { title: 'Acetone, 5 L can' };
const OWN = versionOf(artefactBytes());
/** What an earlier version of Weir brought along: acetone is looked at. */
const EARLIER = withSubstance('acetone', (one) => ({ ...one, tier: 2 }));
const ANOTHER = withSubstance('acetone', (one) => ({ ...one, tier: 2, notes: 'Another.' }));

describe('a catalogue that an upgrade brings along', () => {
	let folder = '';
	let database: Database;
	let server: TestServer;
	let admin = '';
	let ann = '';
	let bo = '';
	let cy = '';
	const get = async (path: string, key = ann) => (await server.call('GET', path, { key })).json;
	const post = (key: string, path: string, body?: unknown) => server.call('POST', path, { key, ...(body === undefined ? {} : { body }) });
	const put = async (id: string) => (await server.call('PUT', `/v1/listings/${id}`, { key: admin, body: SOLVENT })).json;
	const proposals = async () => (await get('/v1/catalogue/proposals'))['items'] as unknown as Loose[];
	const start = async () => {
		server = await startTestServer({ DATABASE_URL: database.url });
	};
	const waiting = (): Promise<Loose> =>
		until('the catalogue to be offered', async () => {
			const said = (await get('/v1/catalogue'))['waiting'] as Loose | undefined;
			return said?.['proposal'] === undefined ? undefined : said;
		});
	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'weir-brought-'));
		chmodSync(folder, 0o711);
		database = await openDatabase(configOf({ WEIR_FOLDER: join(folder, 'weir') }));
		const key = async (role: Role, createdBy: string): Promise<string> =>
			(await createKey(database.db, { role, name: role, now: AT, createdBy })).key;
		[admin, ann] = [await key('administrator', 'ada'), await key('compliance-officer', 'ann')];
		[bo, cy] = [await key('approver', 'bo'), await key('chemist', 'cy')];
		const hash = Buffer.from(EARLIER.subarray(8, 40)).toString('hex');
		const row = { version: versionOf(EARLIER), hash, size: EARLIER.length, substances: 95, families: 11 };
		const kept = { ...row, cameWith: '0.0.1', registeredBy: SYSTEM, registeredAt: AT };
		const store = postgresCatalogues(database.db);
		const firsts = [1, 2, 3].map(() => recordFirst(kept, () => EARLIER, store, DICE));
		assert.deepEqual((await Promise.all(firsts)).sort(), [false, false, true], 'only one is the first');
	});
	after(async () => {
		await server?.stop();
		await database?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	it('leaves in force what was, is offered with its changes and a preview, and told of', async () => {
		await start();
		assert.equal((await put('solvent'))['verdict']?.['catalogueVersion'], versionOf(EARLIER));
		assert.equal((await put('solvent'))['state'], 'held');
		const offer = await waiting();
		assert.deepEqual([offer['version'], offer['isProposed'], offer['trouble']], [OWN, false, undefined]);
		// The preview is begun once the proposal stands.
		const one = await until('the preview to begin', async () => {
			const read = await get(`/v1/catalogue/proposals/${offer['proposal']}`);
			return read['preview'] === undefined ? undefined : read;
		});
		assert.deepEqual([one['status'], one['offered'], one['base'], one['cameWith']], ['open', true, versionOf(EARLIER), offer['cameWith']]);
		assert.deepEqual([one['proposedBy']?.['kind'], one['changes']?.[0]?.['effect']], ['system', 'weaker']);
		assert.match(String(one['preview']?.['status']), /^(waiting|done)$/);
		assert.equal((await server.call('GET', '/readyz')).json['waitingCatalogue'], OWN);
		assert.match((await server.call('GET', '/metrics', { key: admin })).text, /weir_catalogue_waiting 1/);
	});

	it('is offered once, whatever starts', async () => {
		await server.stop();
		await start();
		await waiting();
		await server.running.world.brought.step();
		assert.equal((await proposals()).length, 1);
	});

	it('takes a person who proposes it and another one who agrees', async () => {
		const offer = await waiting();
		const path = `/v1/catalogue/proposals/${offer['proposal']}`;
		for (const key of [ann, bo]) {
			const refused = await post(key, `${path}:approve`);
			assert.deepEqual([refused.status, refused.json['code']], [409, 'not-proposed']);
		}
		assert.equal((await post(ann, `${path}:withdraw`, { note: 'Not mine.' })).json['code'], 'not-yours');
		const taken = await post(ann, '/v1/catalogue/proposals', { version: OWN, reason: 'We want it.' });
		assert.deepEqual([taken.status, taken.json['id'], taken.json['offered']], [201, offer['proposal'], false]);
		assert.equal((await get('/v1/catalogue'))['waiting']?.['isProposed'], true);
		const again = await post(cy, '/v1/catalogue/proposals', { version: OWN, reason: 'Me too.' });
		assert.equal(again.json['reason'], 'We want it.');
		assert.equal((await post(ann, `${path}:approve`)).json['code'], 'same-person');
		assert.equal((await get('/v1/catalogue'))['version'], versionOf(EARLIER));
	});

	it('is offered anew when whoever proposed it takes that back', async () => {
		const [one] = await proposals();
		assert.equal((await post(ann, `/v1/catalogue/proposals/${one?.['id']}:withdraw`, { note: 'Later.' })).status, 200);
		await server.running.world.brought.step();
		const offer = await waiting();
		assert.notEqual(offer['proposal'], one?.['id']);
		assert.equal(offer['isProposed'], false);
	});

	it('is offered against another catalogue that comes into force meanwhile', async () => {
		const { proposal: earlier } = await waiting();
		await server.call('POST', '/v1/catalogues', { key: ann, raw: ANOTHER, type: 'application/octet-stream' });
		const other = await post(ann, '/v1/catalogue/proposals', { version: versionOf(ANOTHER), reason: 'A test.' });
		assert.equal((await post(bo, `/v1/catalogue/proposals/${other.json['id']}:approve`)).json['status'], 'active', other.text);
		await server.running.world.brought.step();
		const { proposal } = await waiting();
		assert.equal((await get(`/v1/catalogue/proposals/${earlier}`))['status'], 'withdrawn' as never);
		assert.equal((await get(`/v1/catalogue/proposals/${proposal}`))['base'], versionOf(ANOTHER) as never);
	});

	it('is not offered while it cannot read the policy in force, which is named', async () => {
		const { proposal } = await waiting();
		assert.equal((await post(bo, `/v1/catalogue/proposals/${proposal}:reject`, { note: 'Not now.' })).status, 200);
		await server.running.world.brought.step();
		assert.equal((await get('/v1/catalogue'))['waiting'], undefined, 'people have decided');
		await server.stop();
		// As if another version of Weir had brought it along.
		await run(database.db, 'alter table catalogue_proposal disable trigger all');
		await run(database.db, 'delete from catalogue_proposal where catalogue = $1', [OWN]);
		await run(database.db, 'insert into policy (version, hash, name, document, created_at) values ($1, $2, $3, $4, $5)', [
			...['feedfacefeedface', 'feedface'.repeat(8), 'harbour'],
			...[JSON.stringify({ name: 'harbour', version: 1, summary: 'For another.', retiered: { 'no-such-substance': 2 } }), AT],
		]);
		await run(database.db, 'insert into policy_activation (policy, proposal, at) values ($1, $2, $3)', ['feedfacefeedface', DICE.id(), AT]);
		await start();
		const said = await until('the trouble to be told', async () => (await get('/v1/catalogue'))['waiting']?.['trouble']);
		assert.match(String(said), /feedfacefeedface.*no-such-substance/);
		assert.ok(server.logged.some((line) => line.includes('cannot be offered')));
		const back = await post(ann, '/v1/policy/proposals', { version: 'built-in', reason: 'A test.' });
		await post(bo, `/v1/policy/proposals/${back.json['id']}:approve`);
		await server.running.world.brought.step();
		assert.equal((await waiting())['trouble'], undefined);
	});

	it('comes into force by two people, after which nothing waits', async () => {
		const { proposal } = await waiting();
		await post(ann, '/v1/catalogue/proposals', { version: 'built-in', reason: 'We want it.' });
		const approved = await post(bo, `/v1/catalogue/proposals/${proposal}:approve`);
		assert.equal(approved.json['status'], 'active', approved.text);
		assert.equal((await put('after'))['verdict']?.['catalogueVersion'], OWN);
		assert.equal((await server.call('GET', '/readyz')).json['waitingCatalogue'], undefined);
		assert.match((await server.call('GET', '/metrics', { key: admin })).text, /weir_catalogue_waiting 0/);
		const entries = await run(database.db, `select entry from log_entry where subject = $1 order by created_at`, [`catalogue/${OWN}`]);
		const kinds = entries.map((row) => (JSON.parse(String(row['entry'])) as { kind: string }).kind);
		assert.deepEqual(kinds.slice(0, 3), ['catalogue.registered', 'catalogue.offered', 'catalogue.proposed']);
		assert.ok(kinds.includes('catalogue.activated'));
	});
});
