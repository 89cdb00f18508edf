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

	it('has golden cases to answer and answered, and a policy that waits and decides silently', async () => {
		const as = async (first: string): Promise<(path: string) => Promise<Loose>> => {
			const cookies = await server.running.world.people.signIn(`${first}@demo.example`, DEMO_PASSWORD);
			const cookie = cookies.map((one) => one.split(';', 1)[0]).join('; ');
			return async (path) => (await server.call('GET', path, { cookie })).json;
		};
		const [mei, clara] = [await as('mei'), await as('clara')];
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
