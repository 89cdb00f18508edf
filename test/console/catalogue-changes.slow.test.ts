// A new catalogue's day in a real browser against a real server: a file that is none is refused, one is registered, proposed with its
// changes, previewed, not offered to whoever proposed it, agreed to by another person, and brought back.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { artefactBytes } from '../support/compiled.ts';
import { PASSWORD, startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { versionOf, withSubstance } from '../support/variant.ts';
import { breaches } from './breaches.ts';
import { launchBrowser, type TestBrowser } from './browser.ts';
import { builtConsole } from './built.ts';

const WAIT_MS = 60_000;

/** Clear under the committed catalogue, and held once acetone is of tier 2. */
const SOLVENT = { title: 'Acetone, 5 L can', offers: [{ quantity: '5', unit: 'L' }] };
const OTHER = withSubstance('acetone', (one) => ({ ...one, tier: 2 }));

describe('the day of a new catalogue', () => {
	let server: TestServer;
	let browser: TestBrowser;
	let admin = '';
	let clara: Page;
	let omar: Page;
	const contexts: BrowserContext[] = [];
	const troubles: string[] = [];
	const inForce = async () => (await server.call('GET', '/v1/catalogue', { key: admin })).json['version'] as unknown;

	async function as(who: string, options: Parameters<TestBrowser['context']>[0] = {}): Promise<Page> {
		const context = await browser.context(options);
		contexts.push(context);
		const page = await context.newPage();
		page.setDefaultTimeout(WAIT_MS);
		page.on('pageerror', (error) => troubles.push(String(error)));
		page.on('console', (message) => {
			if (/Content.Security.Policy|Refused to/i.test(message.text())) troubles.push(message.text());
		});
		await page.goto(`${server.running.url}/catalogue`);
		await page.locator('input[name=email]').fill(`${who}@example.org`);
		await page.locator('input[name=password]').fill(PASSWORD);
		await page.locator('button[type=submit]').click();
		await page.getByRole('link', { name: 'Changes of the catalogue' }).click();
		await page.locator('#proposals').waitFor();
		return page;
	}

	before(async () => {
		const folder = await builtConsole();
		[server, browser] = await Promise.all([startTestServer({}, undefined, folder), launchBrowser()]);
		admin = await server.key('administrator');
		await server.person('compliance-officer', 'Clara');
		await server.person('approver', 'Omar');
		await server.call('PUT', '/v1/listings/solvent', { key: admin, body: SOLVENT });
	});

	after(async () => {
		for (const context of contexts) await context.close();
		await browser?.close();
		await server?.stop();
	});

	it('refuses a file that is no catalogue and says what to send', async () => {
		clara = await as('clara');
		assert.deepEqual(await breaches(clara), []);
		const register = clara.locator('section[aria-labelledby=register]');
		await register.getByRole('button', { name: 'Register', exact: true }).click();
		await register.getByText('Choose the file first.').waitFor();
		await register.locator('input[type=file]').setInputFiles({ name: 'x.catalogue', mimeType: '', buffer: Buffer.from('no catalogue') });
		await register.getByRole('button', { name: 'Register', exact: true }).click();
		await register.getByRole('alert').getByText('nothing was stored').waitFor();
	});

	it('registers one and proposes it; its changes are marked and what it would do is previewed', async () => {
		const register = clara.locator('section[aria-labelledby=register]');
		await register
			.locator('input[type=file]')
			.setInputFiles({ name: 'weir.catalogue', mimeType: 'application/octet-stream', buffer: Buffer.from(OTHER) });
		await register.getByRole('button', { name: 'Register', exact: true }).click();
		await register.getByText('Registered:').waitFor();
		assert.deepEqual(await breaches(clara), []);
		await register.getByRole('button', { name: /^Propose/ }).press('Enter');
		const question = clara.getByRole('dialog');
		await question.getByLabel('Reason').fill('A new list.');
		await question.getByRole('button', { name: 'Propose' }).click();
		await clara.getByRole('heading', { level: 1, name: `Proposed catalogue: ${versionOf(OTHER)}` }).waitFor();
		const change = clara.locator('.changes li').filter({ hasText: 'substances/acetone' });
		assert.match((await change.textContent()) ?? '', /stricter.*tier.*3.*2/s);
		await clara.locator('.job[data-status=done]').waitFor();
		await clara.locator('.job li[data-listing=solvent]').waitFor();
		await clara.getByText('listings: 1').waitFor();
		assert.deepEqual(await breaches(clara), []);
	});

	it('decides silently when told to, and is taken back by whoever proposed it', async () => {
		const silent = clara.locator('section[aria-labelledby=shadow]');
		await silent.getByRole('button', { name: 'Start' }).click();
		await silent.getByRole('button', { name: 'Stop' }).waitFor();
		await server.call('PUT', '/v1/listings/silent', { key: admin, body: SOLVENT });
		await silent.locator('li[data-listing=silent]').waitFor();
		assert.deepEqual(await breaches(clara), []);
		await clara.getByRole('button', { name: 'Take it back' }).click();
		await clara.getByRole('dialog').getByLabel('Your word on it').fill('Once more.');
		await clara.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
		await clara.locator('.history li[data-kind=withdrawn]').waitFor();
		await clara.goto(`${server.running.url}/catalogues`);
		await clara
			.locator(`li[data-version="${versionOf(OTHER)}"]`)
			.getByRole('button', { name: /^Propose/ })
			.click();
		await clara.getByRole('dialog').getByLabel('Reason').fill('The new list again.');
		await clara.getByRole('dialog').getByRole('button', { name: 'Propose' }).click();
		await clara.locator('.job[data-status=done]').waitFor();
	});

	it('comes into force by another person only, and all listings are screened again', async () => {
		await clara.getByText('A catalogue always needs another person').waitFor();
		assert.equal(await clara.getByRole('button', { name: 'Put in force' }).count(), 0);
		omar = await as('omar', { dark: true, width: 390, height: 844 });
		assert.deepEqual(await breaches(omar), []);
		await omar.goto(clara.url());
		await omar.locator('.job[data-status=done]').waitFor();
		assert.deepEqual(await breaches(omar), []);
		await omar.getByRole('button', { name: 'Put in force' }).click();
		await omar.getByRole('dialog').getByRole('button', { name: 'Put in force' }).click();
		await omar.locator('.history li[data-kind=active]').waitFor();
		await until('it to be in force', async () => (await inForce()) === versionOf(OTHER));
		const again = omar.locator('section[aria-labelledby=rescreen]');
		await again.locator('.job[data-status=done]').waitFor();
		await again.locator('li[data-listing=solvent]').waitFor();
	});

	it('brings the earlier one back through the same steps', async () => {
		await clara.goto(`${server.running.url}/catalogues`);
		await clara
			.locator(`li[data-version="${versionOf(OTHER)}"]`)
			.getByText('in force')
			.waitFor();
		await clara.getByRole('button', { name: /^Roll back to this/ }).click();
		const question = clara.getByRole('dialog');
		await question.getByLabel('Reason').fill('It was too early.');
		await question.getByRole('button', { name: 'Propose' }).click();
		await clara.waitForURL(/\/catalogues\//);
		await clara.locator('.changes li[data-effect=weaker]').first().waitFor();
		await omar.goto(clara.url());
		// By keyboard: on a phone the button moves down while the preview above it grows.
		await omar.locator('.job[data-status=done]').waitFor();
		await omar.getByRole('button', { name: 'Put in force' }).press('Enter');
		await omar.getByRole('dialog').getByRole('button', { name: 'Put in force' }).click();
		await omar.locator('.history li[data-kind=active]').waitFor();
		await until('the earlier one to be in force', async () => (await inForce()) === versionOf(artefactBytes()));
		assert.deepEqual(troubles, []);
	});
});
