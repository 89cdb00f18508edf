// A golden case in a real browser against a real server: proposed from the page of a decided case, confirmed by another person, answered
// by a reviewer who learns only then what is right, and told in the figures.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { PASSWORD, startTestServer, type TestServer } from '../support/server.ts';
import { breaches } from './breaches.ts';
import { launchBrowser, type TestBrowser } from './browser.ts';
import { builtConsole } from './built.ts';

const WAIT_MS = 60_000;

let server: TestServer;
let browser: TestBrowser;
let caseId = '';
const contexts: BrowserContext[] = [];

before(async () => {
	server = await startTestServer({}, undefined, await builtConsole());
	browser = await launchBrowser();
	const analyst = await server.person('analyst', 'Ana');
	for (const [role, name] of [
		['chemist', 'Olga'],
		['approver', 'Paul'],
		['compliance-officer', 'Clara'],
	] as const)
		await server.person(role, name);
	const body = { title: '4-ANPP 99% powder', cas: '21409-26-7', seller: { id: 'Quiet Trading', country: 'US' } };
	const submitted = await server.call('PUT', '/v1/listings/one', { key: await server.key('administrator'), body });
	caseId = String(submitted.json['caseId']);
	const { json } = await server.call('GET', `/v1/cases/${caseId}`, { cookie: analyst });
	const decided = await server.call('POST', `/v1/cases/${caseId}:decide`, {
		cookie: analyst,
		headers: { 'if-match': '"1"' },
		body: {
			...{ outcome: 'refuse', reasonCode: 'restricted-chemical', facts: 'Nothing on file.', legalBasis: 'Terms, section 4' },
			evidence: [String(json['state']?.['evidence']?.[0]?.['id'])],
		},
	});
	assert.equal(decided.status, 200, decided.text);
});

after(async () => {
	for (const context of contexts) await context.close();
	await browser?.close();
	await server?.stop();
});

/** A page of a person who has signed in, which keeps everything the content security policy refuses and every script error. */
async function enter(who: string, path: string): Promise<Page & { readonly troubles: string[] }> {
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
	return Object.assign(page, { troubles });
}

it('is made by two people, answered once by a third, and stands in the figures', async () => {
	const reviewer = await enter('olga', '/golden');
	await reviewer.getByText('No golden case waits for you').waitFor();
	assert.deepEqual(await breaches(reviewer), []);

	const officer = await enter('clara', `/cases/${caseId}`);
	const office = officer.locator('section.office');
	await office.getByText('Make it a golden case').click();
	await office.getByRole('button', { name: 'Propose as golden' }).click();
	await office.getByText('A decision needs a reason code.').waitFor();
	await office.getByLabel('Reason code').selectOption('restricted-chemical');
	await office.getByRole('button', { name: 'Propose as golden' }).click();
	await office.getByText('Proposed by Clara.').waitFor();
	assert.equal(await office.getByRole('button', { name: 'Confirm the right answer' }).count(), 0, 'not by the same person');
	assert.deepEqual(await breaches(officer), []);

	const second = await enter('paul', '/golden');
	await second.getByRole('link', { name: '4-ANPP 99% powder' }).click();
	await second.getByRole('button', { name: 'Confirm the right answer' }).click();
	await second.getByText('A golden case. Answers so far: 0.').waitFor();

	await reviewer.reload();
	const form = reviewer.locator('form.decision');
	await reviewer.locator('.mark').first().waitFor();
	assert.deepEqual(await breaches(reviewer), []);
	assert.doesNotMatch(await reviewer.locator('main').innerText(), /Quiet Trading|Right answer: |refuse\n/);
	await form.getByRole('button', { name: 'Answer for good' }).click();
	await form.getByText('Choose an outcome.').waitFor();
	await form.getByLabel('Keep on hold').check();
	await form.getByLabel('Reason code').selectOption('licence-required');
	await form.getByRole('button', { name: 'Answer for good' }).click();
	await reviewer.getByRole('heading', { name: 'The right outcome is another.' }).waitFor();
	assert.deepEqual(await breaches(reviewer), []);
	await reviewer.getByRole('button', { name: 'Next' }).click();
	await reviewer.getByText('No golden case waits for you').waitFor();
	await reviewer.getByRole('link', { name: '4-ANPP 99% powder' }).waitFor();
	await reviewer.setViewportSize({ width: 390, height: 844 });
	assert.deepEqual(await breaches(reviewer), []);

	await officer.goto(`${server.running.url}/figures`);
	const figures = officer.locator('section[aria-labelledby=golden]');
	await figures.getByText('Wrong outcome 1 of 1').waitFor();
	await figures.getByRole('cell', { name: 'Olga' }).waitFor();
	assert.deepEqual(await breaches(officer), []);
	for (const page of [reviewer, officer, second]) assert.deepEqual(page.troubles, []);
});
