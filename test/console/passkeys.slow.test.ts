// Passkeys in a real browser with an authenticator of its own (the virtual one of the DevTools protocol), against a real server under
// the name of this machine: added, used to sign in by what the browser offers and by the button, refused after removal; and what the
// pages say under the number, where none works.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, it } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { readCodes } from '../../src/adapters/media/codes.ts';
import { decode } from '../../src/adapters/media/picture.ts';
import { run } from '../../src/adapters/postgres/database.ts';
import { PASSWORD, startTestServer, type TestServer } from '../support/server.ts';
import { launchBrowser, type TestBrowser } from './browser.ts';
import { builtConsole } from './built.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WAIT_MS = 60_000;

let server: TestServer;
let browser: TestBrowser;
let named = '';
const contexts: BrowserContext[] = [];

before(async () => {
	// One after the other: the browser has a temporary folder of its own, which the database could not reach.
	server = await startTestServer({}, undefined, await builtConsole());
	browser = await launchBrowser();
	named = server.running.url.replace('127.0.0.1', 'localhost');
	await server.person('auditor', 'Olga');
});

after(async () => {
	for (const context of contexts) await context.close();
	await browser?.close();
	await server?.stop();
});

/** A page that keeps everything the content security policy refuses and every script error. */
async function open(): Promise<Page & { readonly troubles: string[] }> {
	const context = await browser.context({});
	contexts.push(context);
	const page = await context.newPage();
	page.setDefaultTimeout(WAIT_MS);
	const troubles: string[] = [];
	page.on('pageerror', (error) => troubles.push(String(error)));
	page.on('console', (message) => {
		if (/Content.Security.Policy|Refused to/i.test(message.text())) troubles.push(message.text());
	});
	return Object.assign(page, { troubles });
}

/** An authenticator that holds discoverable passkeys and verifies its person, or does not. */
async function authenticator(page: Page) {
	const tools = await page.context().newCDPSession(page);
	await tools.send('WebAuthn.enable');
	const { authenticatorId } = await tools.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
			...{ isUserVerified: true, automaticPresenceSimulation: true },
		},
	});
	return {
		count: async () => (await tools.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
		verify: (isUserVerified: boolean) => tools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
	};
}

async function signIn(page: Page, path: string): Promise<void> {
	await page.goto(path);
	await page.locator('input[name=email]').fill('olga@example.org');
	await page.locator('input[name=password]').fill(PASSWORD);
	await page.locator('button[type=submit]').click();
}

/** As a new person who has a session already: passwords may be tried three times in ten seconds only. */
async function enter(page: Page, name: string, path: string): Promise<void> {
	const cookie = await server.person('auditor', name);
	const pairs = cookie.split('; ').map((one) => one.split('='));
	await page.context().addCookies(pairs.map(([key = '', ...rest]) => ({ name: key, value: rest.join('='), url: new URL(path).origin })));
	await page.goto(path);
}

const breaches = async (page: Page): Promise<string[]> => {
	await page.evaluate(AXE);
	return page.evaluate(`axe.run({ runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice'] } })
		.then((told) => told.violations.flatMap((one) => one.nodes.map((node) => one.id + ': ' + node.target.join(' '))))`);
};

it('adds a passkey, signs in with it, names it, and signs nobody in with one that was removed', async () => {
	const page = await open();
	const device = await authenticator(page);
	await signIn(page, `${named}/account`);
	const passkeys = page.locator('section[aria-labelledby=passkeys]');
	await passkeys.getByLabel('Name of the device').fill('Test laptop');
	await passkeys.getByRole('button', { name: 'Add a passkey' }).click();
	await passkeys.locator('li').filter({ hasText: 'Test laptop' }).waitFor();
	assert.equal(await device.count(), 1);
	assert.deepEqual(await breaches(page), []);

	await passkeys.getByLabel('Name of the device').fill('Twice');
	await passkeys.getByRole('button', { name: 'Add a passkey' }).click();
	await passkeys.getByText('This device has a passkey for your account already.').waitFor();
	assert.equal(await passkeys.locator('li').count(), 1);

	// Offered in the field for the address: this device picks it as a person would.
	await page.context().clearCookies();
	await page.goto(`${named}/account`);
	await passkeys.getByText('last used').waitFor();
	assert.equal(new URL(page.url()).pathname, '/account', 'back to where they wanted to go');

	await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false');
	await page.context().clearCookies();
	await page.goto(`${named}/account`);
	const door = page.locator('form.door');
	await door.waitFor();
	assert.deepEqual(await breaches(page), []);
	await device.verify(false);
	await door.getByRole('button', { name: 'Sign in with a passkey' }).click();
	await door.getByRole('alert').waitFor();
	await device.verify(true);
	await door.getByRole('button', { name: 'Sign in with a passkey' }).click();
	await passkeys.getByText('last used').waitFor();

	await passkeys.getByRole('button', { name: 'Rename' }).click();
	await passkeys.locator('li').getByLabel('Name of the device').fill('Old laptop');
	await passkeys.getByRole('button', { name: 'Save' }).click();
	await passkeys.locator('li').filter({ hasText: 'Old laptop' }).waitFor();
	await passkeys.getByRole('button', { name: 'Remove', exact: true }).click();
	await passkeys.getByRole('button', { name: 'Remove for good' }).click();
	await passkeys.locator('li').waitFor({ state: 'detached' });

	await page.context().clearCookies();
	await page.goto(`${named}/sign-in`);
	await door.getByRole('button', { name: 'Sign in with a passkey' }).click();
	await door.getByText('This passkey was not accepted.').waitFor();
	assert.equal((await page.context().cookies()).filter(({ name }) => name.includes('session')).length, 0);
	assert.deepEqual(page.troubles, []);
});

it('says under the number of this machine where passkeys work, and works as ever there', async () => {
	const page = await open();
	await page.goto(`${server.running.url}/sign-in`);
	await page.locator('form.door').getByRole('link', { name: named }).waitFor();
	assert.equal(await page.getByRole('button', { name: 'Sign in with a passkey' }).count(), 0);
	await signIn(page, `${server.running.url}/account`);
	const passkeys = page.locator('section[aria-labelledby=passkeys]');
	const link = passkeys.getByRole('link', { name: named });
	await link.waitFor();
	assert.equal(await link.getAttribute('href'), `${named}/account`);
	assert.equal(await passkeys.getByRole('button', { name: 'Add a passkey' }).count(), 0);
	assert.deepEqual(page.troubles, []);
});

it('asks for a new sign-in when the last one was a while ago', async () => {
	const page = await open();
	await authenticator(page);
	await enter(page, 'Late', `${named}/account`);
	const passkeys = page.locator('section[aria-labelledby=passkeys]');
	await passkeys.getByLabel('Name of the device').fill('Later');
	await run(server.running.world.db, `update person_session set "createdAt" = now() - interval '16 minutes'`);
	await passkeys.getByRole('button', { name: 'Add a passkey' }).click();
	await passkeys.getByText('You signed in a while ago.').waitFor();
	await passkeys.getByRole('link', { name: 'Sign in' }).click();
	await page.locator('form.door').waitFor();
});

it('shows the key of an authenticator app as a picture and as text', async () => {
	const page = await open();
	await enter(page, 'Coda', `${server.running.url}/account`);
	const factor = page.locator('section[aria-labelledby=second-factor]');
	await factor.getByLabel('Your password').fill(PASSWORD);
	await factor.getByRole('button', { name: 'Switch on' }).click();
	const picture = factor.getByRole('img', { name: 'QR code with the same key as the text below' });
	await picture.waitFor();
	const secret = await factor.locator('code').first().textContent();
	const [read = ''] = await readCodes(await decode(await picture.screenshot()));
	assert.equal(new URL(read).searchParams.get('secret'), secret);
	assert.deepEqual(await breaches(page), []);
	assert.deepEqual(page.troubles, []);
});
