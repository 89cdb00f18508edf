// The console of a sandbox in a real browser: it says what it is before and after signing in, in every language, light and dark, and on
// a page that is not there; production says nothing of the kind.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Page } from 'playwright-core';
import { startTestServer, type TestServer } from '../support/server.ts';
import { breaches } from './breaches.ts';
import { launchBrowser, type TestBrowser, WAIT_MS } from './browser.ts';
import { builtConsole } from './built.ts';

const SAYS = {
	'en-GB': /^Sandbox .*nothing here is a decision/,
	'zh-CN': /^沙盒/,
	'es-ES': /^Entorno de pruebas/,
	'ru-RU': /^Песочница/,
} as const;

let sandbox: TestServer;
let production: TestServer;
let browser: TestBrowser;

before(async () => {
	const console = await builtConsole();
	sandbox = await startTestServer({ WEIR_SANDBOX: '1' }, undefined, console);
	production = await startTestServer({}, undefined, console);
	browser = await launchBrowser();
});

after(async () => {
	await browser?.close();
	await Promise.all([sandbox?.stop(), production?.stop()]);
});

async function on(server: TestServer, options: Parameters<TestBrowser['context']>[0], look: (page: Page) => Promise<void>): Promise<void> {
	const context = await browser.context(options);
	const page = await context.newPage();
	page.setDefaultTimeout(WAIT_MS);
	try {
		await page.goto(`${server.running.url}/sign-in`);
		await page.locator('input[name=email]').waitFor();
		await look(page);
	} finally {
		await context.close();
	}
}

async function enter(page: Page, server: TestServer): Promise<void> {
	const cookie = await server.person('analyst', 'Mei');
	const pairs = cookie.split('; ').map((one) => one.split('='));
	const { url } = server.running;
	await page.context().addCookies(pairs.map(([name = '', ...rest]) => ({ name, value: rest.join('='), url })));
}

for (const [locale, says] of Object.entries(SAYS))
	for (const dark of [false, true])
		it(`whoever is about to sign in is told, in ${locale}, ${dark ? 'dark' : 'light'}`, () =>
			on(sandbox, { locale, dark, width: dark ? 360 : 1360 }, async (page) => {
				const mark = page.locator('.sandbox-mark');
				await mark.waitFor();
				assert.match(await mark.innerText(), says);
				assert.deepEqual(await breaches(page), []);
			}));

it('stands above every page behind the session, and one that is not there', () =>
	on(sandbox, {}, async (page) => {
		await enter(page, sandbox);
		for (const path of ['/queue', '/listings', '/account', '/no-such-page']) {
			await page.goto(`${sandbox.running.url}${path}`);
			await page.locator('h1, .trouble, .empty').first().waitFor();
			await page.locator('.sandbox-mark').waitFor();
			assert.equal(await page.locator('.sandbox-mark').count(), 1, path);
			if (path !== '/no-such-page') assert.deepEqual(await breaches(page), [], path);
		}
	}));

it('production says nothing of the kind', () =>
	on(production, {}, async (page) => {
		const asked = page.waitForResponse((response) => response.url().endsWith('/healthz'));
		await page.reload();
		await asked;
		await page.locator('input[name=email]').waitFor();
		assert.equal(await page.locator('.sandbox-mark').count(), 0);
	}));
