// The one thread through everything, with nothing pretended: a listing is put to the gate, the verdict opens a case, people decide it
// in a real browser, the marketplace sees the answer, and the log of it verifies from outside.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { launchBrowser, type TestBrowser, WAIT_MS } from '../console/browser.ts';
import { builtConsole } from '../console/built.ts';
import { ROOT } from '../house/source.ts';
import { PASSWORD, startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

let folder = '';
let server: TestServer;
let browser: TestBrowser;

before(async () => {
	folder = mkdtempSync(join(tmpdir(), 'weir-thread-'));
	[server, browser] = await Promise.all([startTestServer({}, undefined, await builtConsole()), launchBrowser()]);
});

after(async () => {
	await browser?.close();
	await server?.stop();
	rmSync(folder, { recursive: true, force: true });
});

async function open(troubles: string[]): Promise<Page> {
	const page = await (await browser.context({})).newPage();
	page.setDefaultTimeout(WAIT_MS);
	page.on('pageerror', (error) => troubles.push(String(error)));
	page.on('console', (message) => {
		if (/Content.Security.Policy|Refused to/i.test(message.text())) troubles.push(message.text());
	});
	return page;
}

/** Uses a one-time link as a person would. */
async function arrive(page: Page, link: string, name: string): Promise<void> {
	await page.goto(link);
	await page.getByLabel('Your name').fill(name);
	await page.getByLabel('E-mail').fill(`${name.toLowerCase()}@example.org`);
	await page.locator('input[name=password]').fill(PASSWORD);
	await page.getByRole('button', { name: 'Create account' }).click();
	await page.locator('.places').waitFor({ state: 'attached' });
}

async function invite(page: Page, role: string): Promise<string> {
	// What is shown once is gone after a reload, so the link that appears is the new one.
	await page.reload();
	await page.getByLabel('Role').first().selectOption(role);
	await page.getByLabel(/Training/).fill('Induction of the test');
	await page.getByRole('button', { name: 'Invite' }).click();
	const shown = page.locator('.once code').first();
	return (await shown.textContent()) ?? '';
}

/** Runs `weir log verify URL` as a program of its own, with an auditor's key. */
function verifyLog(token: string, vkey: string): Promise<{ readonly status: number | null; readonly text: string }> {
	return new Promise((resolve) => {
		const file = join(folder, 'auditor.key');
		writeFileSync(file, token);
		const options = ['--token', file, '--key', vkey, '--format', 'json', '--quiet'];
		const child = spawn(process.execPath, [`${ROOT}src/cli/main.ts`, 'log', 'verify', `${server.running.url}/log`, ...options], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		let text = '';
		child.stdout.on('data', (chunk: Buffer) => {
			text += chunk.toString('utf8');
		});
		child.on('close', (status) => resolve({ status, text }));
	});
}

describe('from the gate to the log', () => {
	it('a tier 1 listing is refused, released by two people, published, and provable', async () => {
		const troubles: string[] = [];
		const admin = await open(troubles);
		await arrive(admin, server.running.welcome ?? '', 'Ada');
		const links = [await invite(admin, 'analyst'), await invite(admin, 'approver')];
		await admin.getByLabel('Role').nth(1).selectOption('seller');
		await admin.getByRole('button', { name: 'Create key' }).click();
		await admin.getByText('The secret.').waitFor();
		const key = (await admin.locator('.once code').last().textContent()) ?? '';

		const mei = await open(troubles);
		await arrive(mei, links[0] ?? '', 'Mei');
		await mei.getByText('Nothing is waiting').waitFor();

		const listing = {
			title: '1-boc-4-piperidone, reagent grade',
			description: 'CAS 79099-07-3',
			seller: { id: 's-1', country: 'US' },
			shipsTo: ['US'],
		};
		const put = await server.call('PUT', '/v1/listings/L-1', { key, body: listing });
		assert.equal(put.status, 201, put.text);
		assert.equal(put.json['state'], 'refused');
		assert.equal(put.json['verdict'], undefined, 'a seller sees state and reason only');

		// The queue of someone who is looking at it fills by itself.
		await mei.getByRole('link', { name: listing.title }).click();
		await mei.getByRole('button', { name: 'Claim' }).click();
		await mei.getByRole('radio', { name: 'Publish' }).check();
		await mei.getByLabel('Reason code').selectOption('lawful-offer');
		await mei.getByLabel('Facts').fill('Registration and end-use certificate were seen.');
		await mei.getByRole('button', { name: 'Propose', exact: true }).click();
		await mei.getByText('You proposed this.').waitFor();
		assert.equal((await server.call('GET', '/v1/listings/L-1', { key })).json['state'], 'refused', 'one person is not enough');

		const omar = await open(troubles);
		await arrive(omar, links[1] ?? '', 'Omar');
		await omar.goto(mei.url());
		await omar.getByRole('button', { name: 'Agree' }).click();
		await mei.locator('.history li[data-kind=decided]').waitFor();
		assert.equal((await server.call('GET', '/v1/listings/L-1', { key })).json['state'], 'published');

		await mei.locator('.history li[data-kind=decided] a').click();
		await mei.waitForURL(/\/proofs/);
		const auditor = await server.key('auditor');
		const vkey = (await server.call('GET', '/log/key', { key: auditor })).text.trim();
		await mei.getByLabel(/Log’s key/).fill(vkey);
		const entry = mei.locator('.entry.wanted');
		await entry.waitFor();
		// The entry is given its place a moment after the decision.
		await until('a proof', async () => {
			await entry.getByRole('button', { name: 'Verify' }).click();
			await mei.waitForTimeout(250);
			return (await entry.locator('.steps').count()) > 0;
		});
		assert.deepEqual(await entry.locator('.steps li').evaluateAll((steps) => steps.map((step) => step.className)), [
			'holds',
			'holds',
			'holds',
		]);

		const { status, text } = await verifyLog(auditor, vkey);
		assert.equal(status, 0, text);
		assert.deepEqual(troubles, []);
	});
});
