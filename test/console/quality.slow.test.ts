// Quality and statements of reasons in a real browser against a real server: a corrective action from the page of a case to another
// person's check, a listing that the gate let through taken off, and what was sent to a Transparency Database and what it refused.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { readPlatform } from '../../src/adapters/case-tables.ts';
import { run } from '../../src/adapters/postgres/database.ts';
import { drawing } from '../../src/adapters/postgres/second-looks.ts';
import { drawClears } from '../../src/flows/second-looks.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { PASSWORD, startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { breaches } from './breaches.ts';
import { launchBrowser, type TestBrowser, WAIT_MS } from './browser.ts';
import { builtConsole } from './built.ts';

const particulars = join(tmpdir(), `weir-quality-${process.pid}.yaml`);
const DECISION = { outcome: 'refuse', reasonCode: 'restricted-chemical', facts: 'Nothing on file.', legalBasis: 'Terms, section 4' };
let server: TestServer;
let receiver: TestReceiver;
let browser: TestBrowser;
let caseId = '';
const contexts: BrowserContext[] = [];

before(async () => {
	const { draft: _draft, ...known } = readPlatform();
	writeFileSync(particulars, JSON.stringify(known));
	receiver = await startReceiver();
	receiver.answer = () => ({ status: 422, body: '{"errors":{"statement_0":{"content_date":["is not a date"]}}}' });
	server = await startTestServer(
		{
			WEIR_PLATFORM: particulars,
			WEIR_TRANSPARENCY_URL: `${receiver.url}/api/v1/statements`,
			WEIR_TRANSPARENCY_TOKEN: '7|aVeryPrivateTokenOfTheTest',
		},
		undefined,
		await builtConsole(),
	);
	browser = await launchBrowser();
	const ana = await server.person('analyst', 'Ana');
	await server.person('approver', 'Paul');
	await server.person('compliance-officer', 'Clara');
	const shop = await server.key('administrator');
	const body = { title: '4-ANPP 99% powder', cas: '21409-26-7', seller: { id: 'Quiet Trading', country: 'US' } };
	caseId = String((await server.call('PUT', '/v1/listings/one', { key: shop, body })).json['caseId']);
	const { json } = await server.call('GET', `/v1/cases/${caseId}`, { cookie: ana });
	const evidence = [String(json['state']?.['evidence']?.[0]?.['id'])];
	const decided = await server.call('POST', `/v1/cases/${caseId}:decide`, {
		...{ cookie: ana, headers: { 'if-match': '"1"' }, body: { ...DECISION, evidence } },
	});
	assert.equal(decided.status, 200, decided.text);
	await server.call('PUT', '/v1/listings/chair', { key: shop, body: { title: 'Oak chair' } });
	const { db, casebook } = server.running.world;
	await until('the chair to be drawn', async () => {
		await run(db, 'update clear_sample_progress set next_index = 0');
		await drawClears({
			transact: drawing(db),
			draw: { clear: () => 'random', mayBeClear: () => true },
			familyTier: casebook.familyTier,
			now: new Date().toISOString(),
			stretches: 100,
		});
		return (await run(db, 'select 1 from clear_sample')).length > 0;
	});
});

after(async () => {
	for (const context of contexts) await context.close();
	await browser?.close();
	await server?.stop();
	await receiver?.stop();
	rmSync(particulars, { force: true });
});

type Entered = Page & { readonly troubles: string[] };
const entered = new Map<string, Entered>();

/** The page of a person who has signed in, which keeps everything the content security policy refuses and every script error. */
async function enter(who: string, path: string): Promise<Entered> {
	const there = entered.get(who);
	if (there !== undefined) {
		await there.goto(`${server.running.url}${path}`);
		return there;
	}
	const context = await browser.context({});
	contexts.push(context);
	const page = await context.newPage();
	page.setDefaultTimeout(WAIT_MS);
	const troubles: string[] = [];
	page.on('pageerror', (error) => troubles.push(String(error)));
	page.on('console', (message) => {
		if (/Content.Security.Policy|Refused to/i.test(message.text())) troubles.push(message.text());
	});
	await page.goto(`${server.running.url}${path}`);
	await page.locator('input[name=email]').fill(`${who}@example.org`);
	await page.locator('input[name=password]').fill(PASSWORD);
	await page.locator('button[type=submit]').click();
	await page.locator('.places').waitFor({ state: 'attached' });
	const one = Object.assign(page, { troubles });
	entered.set(who, one);
	return one;
}

it('a corrective action goes from the page of a case to another person’s check', async () => {
	const officer = await enter('clara', `/cases/${caseId}`);
	await officer.getByRole('link', { name: 'Record a corrective action' }).click();
	const form = officer.locator('details.record form');
	await form.getByText(`Case ${caseId}`).waitFor();
	await form.getByRole('button', { name: 'Record a corrective action' }).click();
	await form.getByText('This is needed.').first().waitFor();
	assert.deepEqual(await breaches(officer), []);
	await form.getByLabel('What was found').fill('A look-alike was refused.');
	await form.getByLabel('Cause', { exact: true }).selectOption('guidance');
	await form.getByLabel('What is done about it').fill('A page about look-alikes.');
	await form.getByLabel('Who does it').selectOption({ label: 'Ana (Analyst)' });
	await form.getByLabel('Last day').fill(new Date(Date.now() + 86_400_000).toISOString().slice(0, 10));
	await form.getByRole('button', { name: 'Record a corrective action' }).click();
	await officer.getByRole('heading', { name: 'What it is about' }).waitFor();
	assert.deepEqual(await breaches(officer), []);

	const owner = await enter('ana', '/quality');
	await owner.getByRole('link', { name: 'A look-alike was refused.' }).click();
	await owner.locator('summary', { hasText: 'Report it done' }).click();
	await owner.getByLabel('Why').fill('It is written.');
	await owner.getByRole('button', { name: 'Report it done' }).click();
	await owner.getByText('done, to be checked').waitFor();
	assert.equal(await owner.getByText('It worked').count(), 0, 'not by who did it');

	const other = await enter('paul', '/quality');
	await other.getByRole('link', { name: 'A look-alike was refused.' }).click();
	await other.locator('summary', { hasText: 'It did not work' }).click();
	await other.getByRole('button', { name: 'It did not work' }).click();
	await other.getByText('This is needed.').first().waitFor();
	await other.locator('summary', { hasText: 'It worked' }).click();
	await other.locator('details', { hasText: 'This ends the action' }).getByLabel('Why').fill('None in a month.');
	await other.getByRole('button', { name: 'It worked' }).click();
	await other.getByText('found effective').waitFor();
	assert.deepEqual(await breaches(other), []);
	for (const page of [officer, owner, other]) assert.deepEqual(page.troubles, []);
});

it('a listing that the gate let through is taken off by a second look', async () => {
	const page = await enter('paul', '/quality');
	const clears = page.locator('section[aria-labelledby=due-clears]');
	await clears.getByText('Say what you see').click();
	await clears.getByLabel('What should have become of it').selectOption('hold');
	await clears.getByText('the listing is held until people have decided').waitFor();
	await clears.getByRole('button', { name: 'Record the look' }).click();
	await clears.getByText('Say why.').waitFor();
	await clears.getByLabel('What you saw').fill('The picture shows a drum.');
	assert.deepEqual(await breaches(page), []);
	await clears.getByRole('button', { name: 'Record the look' }).click();
	await clears.getByText('Nothing waits for a second look').waitFor();
	await page.goto(`${server.running.url}/figures`);
	await page.locator('section[aria-labelledby=clears]').getByText('Should not have been let through 1 of 1').waitFor();
	assert.deepEqual(page.troubles, []);
});

it('what a Transparency Database refuses stands there with its reason and the fix, and is sent again', async () => {
	const page = await enter('clara', '/figures');
	await page.getByRole('link', { name: 'Statements sent' }).click();
	const refused = page.locator('li[data-statement]').filter({ hasText: 'is not a date' });
	await until('the refusals', async () => {
		if ((await refused.count()) > 0) return true;
		await page.reload();
		return false;
	});
	await refused.first().getByText('What to do:').waitFor();
	await refused.first().getByText('As it is sent').click();
	await refused.first().getByText('"content_type"').waitFor();
	assert.deepEqual(await breaches(page), []);
	receiver.answer = ({ body }) => {
		const { statements } = JSON.parse(body) as { statements: { puid: string }[] };
		const created = statements.map(({ puid }) => ({ puid, uuid: puid, permalink: `https://db.example/statement/${puid}` }));
		return { status: 201, body: JSON.stringify({ statements: created }) };
	};
	await page.getByRole('button', { name: /Make and send all/ }).click();
	await page.getByRole('link', { name: 'in the database' }).first().waitFor();
	await page.setViewportSize({ width: 390, height: 844 });
	assert.deepEqual(await breaches(page), []);
	assert.deepEqual(page.troubles, []);
});
