// The fictional marketplace of `weir serve --demo`: made by the rules of real work, once, and never where anything else is.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { configOf, DEMO_FOLDER } from '../../src/server/config.ts';
import { DEMO_PASSWORD, finishDemo, openDemo, requireDemoSettings } from '../../src/server/demo.ts';
import { type Loose, startTestServer, type TestServer } from '../support/server.ts';

describe('the demo', () => {
	let server: TestServer;
	let folder = '';
	before(async () => {
		server = await startTestServer();
		folder = join(server.folder, DEMO_FOLDER);
		mkdirSync(folder);
	});
	after(() => server?.stop());

	it('shows a case in every state, people who can sign in, and is made once', async () => {
		const now = new Date().toISOString();
		const accounts = await openDemo(server.running.world, folder, now);
		const officer = accounts.find(({ role }) => role === 'compliance-officer');
		const cookies = await server.running.world.people.signIn(officer?.email ?? '', DEMO_PASSWORD);
		const cookie = cookies.map((one) => one.split(';', 1)[0]).join('; ');
		const { json } = await server.call('GET', '/v1/cases?state=all&limit=200', { cookie });
		const cases = json['items'] as unknown as { status: string; claimedBy?: string }[];
		const seen = new Set(cases.map(({ status }) => status));
		assert.deepEqual([...seen].sort(), ['appealed', 'decided', 'open', 'proposed']);
		assert.ok(cases.some(({ claimedBy }) => claimedBy !== undefined));
		const figures = (await server.call('GET', '/v1/reports/casework', { cookie })).json;
		assert.ok(Number(figures['reviews']?.['total']) > 0);
		assert.deepEqual(await openDemo(server.running.world, folder, now), accounts, 'a second start finds it as it is');
	});

	const as = async (first: string): Promise<(path: string) => ReturnType<TestServer['call']>> => {
		const cookies = await server.running.world.people.signIn(`${first}@demo.example`, DEMO_PASSWORD);
		const cookie = cookies.map((one) => one.split(';', 1)[0]).join('; ');
		return (path) => server.call('GET', path, { cookie });
	};

	it('has a corrective action that somebody owns, after a case that is there', async () => {
		const clara = await as('clara');
		const { items, people } = (await clara('/v1/corrective-actions')).json as unknown as {
			readonly items: readonly { readonly id: string; readonly status: string; readonly overdue: boolean; readonly owner: string }[];
			readonly people: Readonly<Record<string, string>>;
		};
		assert.deepEqual(
			items.map(({ status, overdue, owner }) => [status, overdue, people[owner]]),
			[['open', false, 'Olga Chemist']],
		);
		const { json } = await clara(`/v1/corrective-actions/${items[0]?.id}`);
		const [link] = json['links'] as unknown as { readonly caseId: string }[];
		assert.equal((await clara(`/v1/cases/${link?.caseId}`)).status, 200);
	});

	it('has a restricted list of two listed substances, which officer and approver see and others do not', async () => {
		for (const first of ['clara', 'omar']) {
			const call = await as(first);
			const [list, ...others] = (await call('/v1/watch-lists')).json['items'] as unknown as Loose[];
			assert.deepEqual([list?.['readable'], list?.['substances'], others.length], [true, 2, 0] as unknown[], first);
			const { entries } = (await call(`/v1/watch-lists/${list?.['sha256']}`)).json;
			for (const id of (entries?.['substances'] ?? []) as unknown as string[])
				assert.equal((await call(`/v1/catalogue/substances/${id}`)).status, 200, id);
		}
		for (const first of ['ivo', 'mei', 'rita', 'ada']) assert.equal((await (await as(first))('/v1/watch-lists')).status, 403, first);
		const ivo = await as('ivo');
		let log = '';
		for (let cursor: string | undefined = ''; cursor !== undefined; ) {
			const page = await ivo(`/v1/log/entries?limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`);
			log += page.text;
			cursor = page.json['nextCursor'];
		}
		assert.match(log, /policy\.material-added/);
		assert.match(log, /corrective\.recorded/);
		assert.doesNotMatch(log, /asked-about|watch.?list/i);
	});

	it('has golden cases to answer and answered, and a policy that waits and decides silently', async () => {
		const read = async (first: string): Promise<(path: string) => Promise<Loose>> => {
			const call = await as(first);
			return async (path) => (await call(path)).json;
		};
		const [mei, clara] = [await read('mei'), await read('clara')];
		assert.ok(Number((await mei('/v1/golden:next'))['left']) > 0);
		const golden = (await clara('/v1/golden'))['items'] as unknown as { status: string; answers: number }[];
		assert.deepEqual([...new Set(golden.map(({ status }) => status))].sort(), ['live', 'proposed']);
		assert.ok(golden.some(({ answers }) => answers > 0));
		const [policy] = (await clara('/v1/policy/proposals'))['items'] as unknown as Loose[];
		assert.deepEqual([policy?.['status'], policy?.['needsTwoPeople']], ['open', true] as unknown[]);
		const { shadow } = await clara('/v1/policy/shadow');
		assert.ok(Number(shadow?.['listings']) > Number(shadow?.['differing']) && Number(shadow?.['differing']) > 0, JSON.stringify(shadow));
	});

	it('has a catalogue that waits, proposed once', async () => {
		const { world } = server.running;
		for (const _ of [1, 2]) await finishDemo(world, folder, new Date().toISOString());
		const auditor = await server.key('auditor');
		const found = (await server.call('GET', '/v1/catalogue/proposals', { key: auditor })).json['items'] as unknown as Loose[];
		assert.deepEqual(
			found.map(({ status, counts }) => [status, counts?.['stricter']] as unknown[]),
			[['open', 1]],
		);
	});

	it('is refused where something else is', async () => {
		const elsewhere = join(server.folder, 'other', DEMO_FOLDER);
		mkdirSync(elsewhere, { recursive: true });
		await assert.rejects(openDemo(server.running.world, elsewhere, new Date().toISOString()), /no finished demo/);
	});

	it('keeps to its own folder, database and machine', () => {
		const settings = { WEIR_FOLDER: `./${DEMO_FOLDER}` };
		requireDemoSettings(configOf(settings));
		const refused = (more: Readonly<Record<string, string>>, why: RegExp): void =>
			assert.throws(() => requireDemoSettings(configOf({ ...settings, ...more })), why);
		refused({ DATABASE_URL: 'postgres://127.0.0.1/weir' }, /DATABASE_URL/);
		refused({ WEIR_FOLDER: './.weir' }, /\.weir-demo/);
		refused({ WEIR_HOST: '0.0.0.0' }, /this machine only/);
	});
});
