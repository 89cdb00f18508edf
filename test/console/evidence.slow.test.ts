// The files of a listing on the case page, in a real browser against a real server: a document with its marks, a picture as a picture,
// a page that somebody uploaded as nothing but text.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, it } from 'node:test';
import { pdf, picture, png } from '../support/media.ts';
import { PASSWORD, startTestServer, type TestServer } from '../support/server.ts';
import { launchBrowser, type TestBrowser, WAIT_MS } from './browser.ts';
import { builtConsole } from './built.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let server: TestServer;
let browser: TestBrowser;

before(async () => {
	[server, browser] = await Promise.all([startTestServer({}, undefined, await builtConsole()), launchBrowser()]);
});

after(async () => {
	await browser?.close();
	await server?.stop();
});

it('shows what was read from the files of a listing, and marks it', async () => {
	const key = await server.key('administrator');
	await server.person('analyst', 'Olga');
	const upload = async (raw: Uint8Array | string, name: string): Promise<string> => {
		const type = 'application/octet-stream';
		return String((await server.call('POST', `/v1/media?name=${name}`, { key, raw, type })).json['id']);
	};
	const sheet = await upload(pdf([{ lines: ['Certificate of analysis'] }, { lines: ['Product: 4-ANPP, CAS 21409-26-7'] }]), 'coa.pdf');
	const label = await upload(png(picture(['Glass bottles, 1 L'])), 'label.png');
	const page = await upload('<img src=x onerror="document.title=1"><b>bold</b>', 'page.html');
	const body = { title: 'Glass bottles', images: [label], attachments: [sheet, page] };
	const { json } = await server.call('PUT', '/v1/listings/bottles', { key, body });

	const context = await browser.context({});
	const tab = await context.newPage();
	tab.setDefaultTimeout(WAIT_MS);
	const troubles: string[] = [];
	tab.on('pageerror', (error) => troubles.push(String(error)));
	tab.on('console', (message) => {
		if (/Content.Security.Policy|Refused to/i.test(message.text())) troubles.push(message.text());
	});
	await tab.goto(`${server.running.url}/cases/${json['caseId']}`);
	await tab.locator('input[name=email]').fill('olga@example.org');
	await tab.locator('input[name=password]').fill(PASSWORD);
	await tab.locator('button[type=submit]').click();

	const media = tab.locator('section[aria-labelledby=evidence]');
	await media.locator('img').waitFor();
	assert.deepEqual(await media.locator('h3').allTextContents(), ['Image label.png', 'Attachment coa.pdf', 'Attachment page.html']);
	assert.match((await media.locator('img').getAttribute('src')) ?? '', /^blob:/);
	const width = await media.locator('img').evaluate(async (element) => {
		const image = element as unknown as { readonly naturalWidth: number; decode(): Promise<void> };
		await image.decode();
		return image.naturalWidth;
	});
	assert.equal(width, 800);
	const open = media.locator('details[open]').filter({ hasText: 'page 2' });
	await open.locator('.mark').first().waitFor();
	assert.match((await open.locator('.mark').allTextContents()).join(' '), /21409-26-7/);
	assert.equal(await media.locator('b', { hasText: 'bold' }).count(), 0);
	// What a finding in a file marks is the text of the file, not the id that the listing names it by.
	assert.equal(await tab.locator('dl.listing .mark').count(), 0);

	const saved = await tab.evaluate(`fetch(document.querySelector('section[aria-labelledby=evidence] a').href).then(async (answer) => [
		answer.headers.get('content-disposition').split(';')[0], (await answer.json()).media.length])`);
	assert.deepEqual(saved, ['attachment', 3]);
	await tab.evaluate(AXE);
	const breaches = await tab.evaluate(`axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
		.then((told) => told.violations.flatMap((one) => one.nodes.map((node) => one.id + ': ' + node.target.join(' '))))`);
	assert.deepEqual(breaches, []);
	assert.deepEqual(troubles, []);
	await context.close();
});
