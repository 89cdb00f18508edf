// A restricted list in a real browser against a real server: uploaded with a mistake and mended, named in a policy by its name, in
// force; its hit stands on the case for who may know, and the pages of everybody else are as if there were none.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { PASSWORD, startTestServer, type TestServer } from '../support/server.ts';
import { breaches } from './breaches.ts';
import { launchBrowser, type TestBrowser, WAIT_MS } from './browser.ts';
import { builtConsole } from './built.ts';

const LIST = 'name: grey-heron\nsubstances: []\ncas:\n  - "57-13-6"\nnames:\n  - triethyl citrate\n';
const SECRET = /grey-heron|57-13-6 is|Watch list/i;

let server: TestServer;
let browser: TestBrowser;
let admin = '';
const contexts: BrowserContext[] = [];

before(async () => {
	const folder = await builtConsole();
	[server, browser] = await Promise.all([startTestServer({}, undefined, folder), launchBrowser()]);
	admin = await server.key('administrator');
	await server.person('compliance-officer', 'Clara');
	await server.person('analyst', 'Mei');
});

after(async () => {
	for (const context of contexts) await context.close();
	await browser?.close();
	await server?.stop();
});

const put = (id: string, title: string) => server.call('PUT', `/v1/listings/${id}`, { key: admin, body: { title } });

async function as(who: string, options: Parameters<TestBrowser['context']>[0] = {}): Promise<Page> {
	const context = await browser.context(options);
	contexts.push(context);
	const page = await context.newPage();
	page.setDefaultTimeout(WAIT_MS);
	await page.goto(`${server.running.url}/sign-in`);
	await page.locator('input[type=email]').fill(`${who}@example.org`);
	await page.locator('input[type=password]').fill(PASSWORD);
	await page.locator('button[type=submit]').first().click();
	await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
	return page;
}

describe('a restricted list in the console', () => {
	let clara: Page;
	before(async () => {
		clara = await as('clara');
	});

	it('is uploaded, refused at its line, and kept', async () => {
		await clara.goto(`${server.running.url}/policy`);
		await clara.getByRole('link', { name: 'Watch lists' }).click();
		await clara.getByText('No lists yet').waitFor();
		const text = clara.getByLabel('Or the list as text');
		await text.fill(LIST.replace('57-13-6', '57-13-7'));
		await clara.getByRole('button', { name: 'Upload', exact: true }).click();
		await clara.locator('.trouble', { hasText: 'line 4: not a CAS number' }).waitFor();
		assert.deepEqual(await breaches(clara), []);
		await text.fill(LIST);
		await clara.getByRole('button', { name: 'Upload', exact: true }).click();
		await clara.locator('[data-list]', { hasText: 'grey-heron' }).waitFor();
		await clara.getByRole('button', { name: 'Show entries: grey-heron' }).click();
		await clara.locator('.list-entries', { hasText: '57-13-6' }).waitFor();
		assert.deepEqual(await breaches(clara), []);
	});

	it('is named in a policy by its name, and comes into force', async () => {
		await clara.getByRole('link', { name: 'Use in a policy: grey-heron' }).click();
		await clara.getByRole('button', { name: 'Name it in the document' }).click();
		const document = clara.getByLabel('Policy document');
		assert.match(await document.inputValue(), /watch:\n {2}- list: grey-heron\n {4}sha256: [0-9a-f]{64}\n {4}outcome: review/);
		assert.deepEqual(await breaches(clara), []);
		await clara.getByLabel('Reason').fill('A test.');
		await clara.getByRole('button', { name: 'Propose', exact: true }).click();
		await clara.getByRole('button', { name: 'Put in force' }).click();
		await clara.getByRole('dialog').getByRole('button', { name: 'Put in force' }).click();
		await clara.locator('.history li[data-kind=active]').waitFor();
		await clara.goto(`${server.running.url}/policy/lists`);
		await clara.locator('[data-list]', { hasText: 'in force' }).waitFor();
		await clara.getByRole('button', { name: 'Retire: grey-heron' }).click();
		await clara.getByRole('dialog').getByRole('button', { name: 'Retire' }).click();
		await clara.locator('.trouble', { hasText: 'names this list' }).waitFor();
		await clara.keyboard.press('Escape');
	});

	it('says on the case what matched, to who may know', async () => {
		const { json } = await put('hit', 'Prilled urea, CAS 57-13-6');
		assert.equal(json['state'], 'held');
		await clara.goto(`${server.running.url}/cases/${json['caseId']}`);
		await clara.locator('section[aria-labelledby=watch]', { hasText: 'grey-heron' }).waitFor();
		assert.deepEqual(await breaches(clara), []);
		const mei = await as('mei');
		for (const path of ['/queue', '/policy', `/cases/${json['caseId']}`, '/listings/hit', '/policy/lists']) {
			await mei.goto(server.running.url + path);
			await mei.locator('h1, .empty, .trouble').first().waitFor();
			await mei.waitForLoadState('networkidle');
			assert.doesNotMatch((await mei.locator('body').textContent()) ?? '', SECRET, path);
		}
	});

	it('fits a phone, in the dark and in Chinese', async () => {
		const page = await as('clara', { dark: true, width: 390, height: 844, locale: 'zh-CN' });
		await page.goto(`${server.running.url}/policy/lists`);
		await page.locator('[data-list]').waitFor();
		await page.getByRole('heading', { name: '监视清单' }).waitFor();
		assert.deepEqual(await breaches(page), []);
	});
});
