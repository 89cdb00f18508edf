// The policy's day in a real browser against a real server: a weakening is written, refused at its line, proposed, previewed, tried out
// silently; whoever proposed it is not offered to agree; another person agrees, and it is rolled back.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { PASSWORD, startTestServer, type TestServer } from '../support/server.ts';
import { breaches } from './breaches.ts';
import { launchBrowser, type TestBrowser } from './browser.ts';
import { builtConsole } from './built.ts';

const WAIT_MS = 60_000;

/** Clear under the catalogue's own policy, and held once bulk chemicals are looked at. */
const SOLVENT = { title: 'Acetone, 5 L can', offers: [{ quantity: '5', unit: 'L' }] };
/** Held under the catalogue's own policy, and clear once tier 2 is. */
const LISTED = { title: 'Piperidine, 500 mL, analytical grade', seller: { id: 'nord', country: 'DE' }, shipsTo: ['DE'] };
const WEAKENING = `name: harbour
version: 1
summary: Listed chemicals pass, bulk chemicals are looked at.
tiers:
  "2": { declared: clear }
  "3": { declared: review }
`;
const LEAVE = `relaxations:
  - setting: tiers.2.declared
    reason: A test.
    approvedBy: [ann, bo]
    on: 2026-01-01
`;

let server: TestServer;
let browser: TestBrowser;
let admin = '';
const contexts: BrowserContext[] = [];
const troubles: string[] = [];

before(async () => {
	const folder = await builtConsole();
	[server, browser] = await Promise.all([startTestServer({}, undefined, folder), launchBrowser()]);
	admin = await server.key('administrator');
	await server.person('approver', 'Omar');
	await server.person('compliance-officer', 'Clara');
	await server.person('auditor', 'Ivo');
	for (const [id, body] of Object.entries({ solvent: SOLVENT, listed: LISTED })) await put(id, body);
});

after(async () => {
	for (const context of contexts) await context.close();
	await browser?.close();
	await server?.stop();
});

const put = (id: string, body: unknown) => server.call('PUT', `/v1/listings/${id}`, { key: admin, body });
const policy = async () => (await server.call('GET', '/v1/policy', { key: admin })).json;

async function as(who: string, options: Parameters<TestBrowser['context']>[0] = {}): Promise<Page> {
	const context = await browser.context(options);
	contexts.push(context);
	const page = await context.newPage();
	page.setDefaultTimeout(WAIT_MS);
	page.on('pageerror', (error) => troubles.push(String(error)));
	page.on('console', (message) => {
		if (/Content.Security.Policy|Refused to/i.test(message.text())) troubles.push(message.text());
	});
	await page.goto(`${server.running.url}/policy`);
	await page.locator('input[name=email]').fill(`${who}@example.org`);
	await page.locator('input[name=password]').fill(PASSWORD);
	await page.locator('button[type=submit]').click();
	await page.locator('#proposals').waitFor();
	return page;
}

describe('the policy’s day', () => {
	let address = '';
	let omar: Page;

	it('shows what is wrong with a document at its line, before and after it was sent', async () => {
		omar = await as('omar');
		assert.deepEqual(await breaches(omar), []);
		await omar.locator('h1').click();
		await omar.keyboard.press('n');
		const text = omar.getByLabel('Policy document');
		await text.fill(`${WEAKENING}tires: 1\n`);
		await omar.getByText('unknown key "tires"').waitFor();
		assert.equal(await omar.locator('.line-numbers .wrong').textContent(), '7');
		await omar.getByRole('button', { name: 'Line 7' }).press('Enter');
		assert.equal(await omar.evaluate('getSelection().toString()'), 'tires: 1');
		await omar.keyboard.press('Delete');
		// What only the server knows, asked when the writing pauses: the milder setting lacks its entry.
		await omar.getByText('is laxer than the built-in policy').waitFor();
		assert.equal(await omar.locator('.line-numbers .wrong').textContent(), '5');
		await omar.getByRole('button', { name: 'Propose', exact: true }).click();
		await omar.getByText('Say why.').waitFor();
		await omar.getByLabel('Reason').fill('Nothing came of the cases.');
		await omar.keyboard.press('Control+Enter');
		await omar.getByRole('alert').getByText('nothing was stored').waitFor();
		assert.equal(await omar.locator('.line-numbers .wrong').textContent(), '5');
		assert.deepEqual(await breaches(omar), []);
	});

	it('keeps the unfinished text over a reload, writes it as JSON, and sends it', async () => {
		await omar.reload();
		await omar.getByText('This is your unfinished text.').waitFor();
		const text = omar.getByLabel('Policy document');
		await text.fill(WEAKENING + LEAVE);
		await omar.getByText('The server finds no mistake.').waitFor();
		const would = omar.locator('section[aria-labelledby=would]');
		await would.getByText('it takes two people').waitFor();
		assert.match((await would.locator('.changes li').first().textContent()) ?? '', /^weaker/);
		await omar.getByRole('button', { name: 'JSON' }).click();
		await omar.waitForFunction("document.querySelector('textarea').value.startsWith('{')");
		assert.deepEqual(Object.keys(JSON.parse(await text.inputValue())), ['name', 'version', 'summary', 'tiers', 'relaxations']);
		await omar.getByRole('button', { name: 'Propose', exact: true }).click();
		await omar.waitForURL(/\/policy\/proposals\//);
		address = omar.url();
		const effects = omar.locator('.changes li');
		await effects.first().waitFor();
		assert.equal(await effects.first().getAttribute('data-effect'), 'weaker');
		assert.match((await effects.first().textContent()) ?? '', /weaker.*tiers\.2\.declared.*review.*clear/s);
	});

	it('previews what would change, with the listings it concerns', async () => {
		await omar.getByRole('button', { name: 'Start the preview' }).click();
		await omar.locator('.job[data-status=done]').waitFor();
		const cell = (from: string, to: number) =>
			omar
				.locator('.job .transitions tbody tr')
				.filter({ has: omar.getByRole('rowheader', { name: from }) })
				.locator('td')
				.nth(to);
		assert.deepEqual([await cell('review', 0).textContent(), await cell('clear', 1).textContent()], ['1', '1']);
		await omar.getByText('1 newly clear').waitFor();
		await omar.locator('.job li[data-listing=listed] a').click();
		await omar.getByRole('heading', { level: 1, name: LISTED.title }).waitFor();
		await omar.goBack();
		await omar.locator('.job li[data-listing=solvent]').waitFor();
	});

	it('decides silently beside the one in force, and counts', async () => {
		await omar.getByRole('button', { name: 'Start', exact: true }).click();
		await omar.getByText('Running.').waitFor();
		assert.equal((await put('another', { ...LISTED, title: 'Piperidine, 1 L' })).json['state'], 'held');
		const shadow = omar.locator('section[aria-labelledby=shadow]');
		await shadow.locator('li[data-listing=another]').waitFor();
		await shadow.getByText('1 of 1 submissions would be decided differently').waitFor();
		assert.deepEqual(await breaches(omar), []);
		await omar.getByRole('button', { name: 'Stop', exact: true }).click();
		await shadow.getByText('Stopped.').waitFor();
	});

	it('is not offered to whoever proposed it, nor to whoever only reads', async () => {
		await omar.getByText('You proposed this, and something in it can lower a verdict.').waitFor();
		assert.equal(await omar.getByRole('button', { name: 'Put in force' }).count(), 0);
		const ivo = await as('ivo');
		await ivo.goto(address);
		await ivo.locator('.changes li').first().waitFor();
		for (const name of ['Put in force', 'Refuse the proposal', 'Preview again', 'Start'])
			assert.equal(await ivo.getByRole('button', { name, exact: true }).count(), 0, name);
	});

	it('comes into force by another person, who is asked first; the listings are screened again', async () => {
		const clara = await as('clara', { dark: true, width: 390, height: 844 });
		await clara.goto(address);
		await clara.locator('.job[data-status=done]').waitFor();
		assert.deepEqual(await breaches(clara), []);
		await clara.getByRole('button', { name: 'Put in force' }).click();
		const question = clara.getByRole('dialog', { name: 'Put this policy in force?' });
		await question.getByText('you are the second person').waitFor();
		assert.deepEqual(await breaches(clara), []);
		await clara.keyboard.press('Escape');
		await question.waitFor({ state: 'hidden' });
		assert.equal((await policy())['builtIn'], true);
		await clara.keyboard.press('d');
		await clara.keyboard.press('Enter');
		await question.getByRole('button', { name: 'Put in force' }).click();
		await clara.locator('.history li[data-kind=active]').waitFor();
		assert.match((await clara.locator('.history li[data-kind=active]').textContent()) ?? '', /Clara/);
		await clara.locator('section[aria-labelledby=rescreen] .job[data-status=done]').waitFor();
		assert.equal((await policy())['builtIn'], false);
		assert.deepEqual(await breaches(clara), []);
	});

	it('starts the next version from it, as the next in the chain, with only what differs shown', async () => {
		await omar.goto(`${server.running.url}/policy/edit`);
		const text = omar.getByLabel('Policy document');
		await text.waitFor();
		const written = await text.inputValue();
		assert.match(written, /^version: 2\nprevious: [0-9a-f]{64}$/m);
		await text.fill(written.replace('declared: review', 'declared: block'));
		const changed = omar.locator('.difference del, .difference ins');
		await omar.locator('.difference ins', { hasText: 'declared: block' }).waitFor();
		assert.ok((await changed.count()) <= 5, 'the lines that stay are not shown as changed');
		assert.deepEqual(await breaches(omar), []);
	});

	it('rolls back through the same steps, and what waits against the version before is outdated', async () => {
		await omar.getByLabel('Reason').fill('Stricter still.');
		await omar.getByRole('button', { name: 'Propose', exact: true }).click();
		await omar.waitForURL(/\/policy\/proposals\//);
		const late = omar.url();
		await omar.goto(`${server.running.url}/policy`);
		await omar.getByRole('button', { name: 'Roll back to this: The catalogue’s own policy' }).press('Enter');
		const question = omar.getByRole('dialog');
		await question.getByLabel('Reason').fill('It was too mild.');
		await question.getByRole('button', { name: 'Propose' }).click();
		await omar.waitForURL((url) => /\/policy\/proposals\//.test(url.pathname) && url.href !== late);
		const back = omar.url();
		const clara = contexts.at(-1)?.pages()[0] as Page;
		await clara.goto(back);
		await clara.getByRole('button', { name: 'Put in force' }).press('Enter');
		await clara.getByRole('dialog').getByRole('button', { name: 'Put in force' }).click();
		await clara.locator('.history li[data-kind=active]').waitFor();
		assert.equal((await policy())['builtIn'], true);

		await clara.goto(late);
		await clara.getByText('Another version came into force meanwhile').waitFor();
		assert.equal(await clara.getByRole('button', { name: 'Put in force' }).count(), 0);
		await clara.getByRole('button', { name: 'Refuse the proposal' }).click();
		const refusal = clara.getByRole('dialog', { name: 'Refuse the proposal' });
		await refusal.getByRole('button', { name: 'Refuse the proposal' }).click();
		await refusal.getByText('Say why not.').waitFor();
		await refusal.getByLabel('Your word on it').fill('Too late.');
		await refusal.getByRole('button', { name: 'Refuse the proposal' }).click();
		await clara.locator('.history li[data-kind=rejected]').getByText('Too late.').waitFor();
		assert.deepEqual(troubles, []);
	});

	it('says so when another version came into force while one was writing', async () => {
		await omar.goto(`${server.running.url}/policy/edit`);
		const text = omar.getByLabel('Policy document');
		await text.fill('name: harbour\nversion: 1\nsummary: Another.\ntiers:\n  "3": { declared: block }\n');
		await omar.getByLabel('Reason').fill('A test.');
		const bo = await server.key('compliance-officer', { createdBy: 'bo' });
		const document = { name: 'harbour', version: 1, summary: 'Quicker.', tiers: { '3': { declared: 'review' } } };
		const { json } = await server.call('POST', '/v1/policy/proposals', { key: bo, body: { document, reason: 'A test.' } });
		assert.equal((await server.call('POST', `/v1/policy/proposals/${json['id']}:approve`, { key: bo })).status, 200);
		await omar.reload();
		await omar.getByText('Meanwhile the policy').waitFor();
		await omar.getByRole('button', { name: 'Write it against that one' }).click();
		await omar.waitForFunction('/^version: 2\\nprevious: [0-9a-f]{64}$/m.test(document.querySelector("textarea").value)');
		await omar.getByRole('button', { name: 'Propose', exact: true }).click();
		await omar.waitForURL(/\/policy\/proposals\//);
		assert.deepEqual(troubles, []);
	});
});
