// Webhooks in a real browser against a real server and a real receiver: made with its secret shown once, tried out, given up and sent
// again, at rest and back, under a new secret, taken away.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { run } from '../../src/adapters/postgres/database.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { PASSWORD, startTestServer, type TestServer } from '../support/server.ts';
import { breaches } from './breaches.ts';
import { launchBrowser, type TestBrowser } from './browser.ts';
import { builtConsole } from './built.ts';

const WAIT_MS = 60_000;

describe('webhooks', () => {
	let server: TestServer;
	let browser: TestBrowser;
	let receiver: TestReceiver;
	let page: Page;
	const troubles: string[] = [];

	before(async () => {
		const folder = await builtConsole();
		[server, browser, receiver] = await Promise.all([
			startTestServer({ WEIR_WEBHOOK_LOOPBACK: '1' }, undefined, folder),
			launchBrowser(),
			startReceiver(),
		]);
		await server.person('administrator', 'Ada');
		const context = await browser.context({ width: 390, height: 844 });
		page = await context.newPage();
		page.setDefaultTimeout(WAIT_MS);
		page.on('pageerror', (error) => troubles.push(String(error)));
		page.on('console', (message) => {
			if (/Content.Security.Policy|Refused to/i.test(message.text())) troubles.push(message.text());
		});
		await page.goto(`${server.running.url}/webhooks`);
		await page.locator('input[name=email]').fill('ada@example.org');
		await page.locator('input[name=password]').fill(PASSWORD);
		await page.locator('button[type=submit]').click();
		await page.getByText('No webhooks yet').waitFor();
	});

	after(async () => {
		await browser?.close();
		await server?.stop();
		await receiver?.stop();
	});

	it('are made with the kinds chosen, and their secret is shown once', async () => {
		const address = page.getByLabel('Address');
		await address.fill('https://10.0.0.1/inside');
		await page.getByRole('button', { name: 'Add' }).click();
		await page.locator('.webhook-form [id$=-error]').waitFor();
		await address.fill(`${receiver.url}/hear`);
		await page.getByLabel('Listing published').check();
		await page.getByLabel('Test', { exact: true }).check();
		await page.getByRole('button', { name: 'Add' }).click();
		await page.getByText('Copy it now').waitFor();
		assert.match((await page.locator('.once code').textContent()) ?? '', /^whsec_/);
		assert.deepEqual(await breaches(page), []);
		await page.getByRole('link', { name: 'Try it out' }).click();
		await page.getByRole('heading', { level: 1, name: `${receiver.url}/hear` }).waitFor();
		assert.ok(!((await page.locator('#main').textContent()) ?? '').includes('whsec_'));
	});

	it('are tried out, and the delivery is seen to arrive', async () => {
		await page.getByRole('button', { name: 'Send a test' }).click();
		await page.getByText('A test is on its way').waitFor();
		await receiver.until(1, '/hear');
		await page.locator('li[data-state=delivered]').waitFor();
		assert.deepEqual(await breaches(page), []);
	});

	it('show what was given up with its last error, and send it again', async () => {
		await run(server.running.world.db, `update webhook_delivery set state = 'dead', last_error = 'status 500', attempts = 9`);
		await page.reload();
		await page.getByText('1 dead', { exact: true }).waitFor();
		await page.getByRole('button', { name: 'dead', exact: true }).click();
		await page.locator('li[data-state=dead]').getByText('status 500').waitFor();
		assert.deepEqual(await breaches(page), []);
		await page.getByRole('button', { name: 'Send all 1 dead again' }).click();
		await receiver.until(2, '/hear');
		await page.getByText('No deliveries').waitFor();
		await page.getByText('1 dead', { exact: true }).waitFor({ state: 'detached' });
	});

	it('rest with a reason, hear again what waited, get a new secret, and go', async () => {
		await page.getByRole('button', { name: 'Disable' }).click();
		const rest = page.getByRole('dialog', { name: 'Disable' });
		await rest.getByRole('button', { name: 'Disable' }).click();
		await rest.getByText('Say why.').waitFor();
		await rest.getByLabel('Reason').fill('Moving house.');
		await rest.getByRole('button', { name: 'Disable' }).click();
		await page.getByText('Moving house.').waitFor();
		await page.getByRole('button', { name: 'Send a test' }).click();
		await page.getByText('The test waits').waitFor();
		await page.getByText('1 waiting').waitFor();
		await page.getByRole('button', { name: 'Enable' }).click();
		await receiver.until(3, '/hear');

		await page.getByRole('button', { name: 'Make a new secret' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Make a new secret' }).click();
		await page.locator('.once code').waitFor();
		await page.getByText('Old secret until').waitFor();

		await page.getByRole('button', { name: 'Remove' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
		await page.getByText('No webhooks yet').waitFor();
		assert.deepEqual(troubles, []);
	});
});
