// Signing in with a passkey, refused: for every answer that does not hold there is a reason and no session, the challenge is used up,
// failures lock the address, a count that goes back is noted, and where there is no host name there are no passkeys.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { run } from '../../src/adapters/postgres/database.ts';
import { noteFailure } from '../../src/adapters/postgres/sign-in.ts';
import { relyingParty } from '../../src/server/relying-party.ts';
import { type Bent, SoftwareAuthenticator } from '../support/authenticator.ts';
import { cookiesOf, type Holder, ORIGIN, PasskeyPages } from '../support/passkeys.ts';
import { type Called, startTestServer, type TestServer } from '../support/server.ts';

const said = ({ status, json }: Called): readonly unknown[] => [status, json['code']];
const isSession = (answer: Called): boolean => answer.headers.getSetCookie().some((one) => one.includes('session_token'));

describe('signing in with a passkey', () => {
	let server: TestServer;
	let pages: PasskeyPages;
	let mei: Holder;
	const failures = async (): Promise<number> => {
		const [row] = await run(server.running.world.db, 'select coalesce(sum(count), 0)::int as count from sign_in_failure');
		return Number(row?.['count']);
	};
	before(async () => {
		server = await startTestServer({ WEIR_PUBLIC_URL: ORIGIN, WEIR_RATE_SIGN_IN: '1000' });
		pages = new PasskeyPages(server);
		mei = await pages.holder('Mei');
	});
	after(() => server?.stop());

	const BENT: readonly (readonly [string, Bent, number, string])[] = [
		['comes from pages elsewhere', { origin: 'https://evil.test' }, 403, 'other-origin'],
		['comes from inside another page', { crossOrigin: true }, 403, 'other-origin'],
		['is for another site', { rpId: 'evil.test' }, 401, 'other-site'],
		['does not say that the person was verified', { verified: false }, 401, 'person-not-verified'],
		['answers another question', { type: 'webauthn.create' }, 401, 'wrong-ceremony'],
		['is signed by another key', { stranger: true }, 401, 'wrong-signature'],
	];
	for (const [what, bent, status, code] of BENT) {
		it(`is refused, and counted, when the answer ${what}`, async () => {
			const before = await failures();
			const refused = await pages.signIn(mei.device, bent);
			assert.deepEqual(said(refused), [status, code], refused.text);
			assert.equal(refused.headers.get('content-type'), 'application/problem+json');
			assert.ok(!isSession(refused));
			assert.equal((await failures()) - before, 1);
			assert.equal((await pages.signIn(mei.device)).status, 200);
			assert.equal(await failures(), 0, 'a success forgets them');
		});
	}

	it('is refused for a passkey nobody has, or that is said to be somebody else’s', async () => {
		const { options, flow } = await pages.ask();
		const unknown = await pages.answer(new SoftwareAuthenticator(ORIGIN).get(options, { userHandle: 'bm9ib2R5' }), flow);
		assert.deepEqual(said(unknown), [401, 'passkey-unknown']);
		assert.deepEqual(said(await pages.signIn(mei.device, { userHandle: 'b3RoZXI' })), [401, 'passkey-unknown']);
		const again = await pages.ask();
		const { userHandle: _, ...response } = mei.device.get(again.options).response;
		const nameless = await pages.answer({ ...mei.device.get(again.options), response }, again.flow);
		assert.deepEqual(said(nameless), [401, 'passkey-unknown']);
	});

	it('answers a challenge once, in the browser that asked and in time', async () => {
		const { options, flow } = await pages.ask();
		const credential = mei.device.get(options);
		assert.deepEqual(said(await pages.answer(credential, '')), [409, 'challenge-unknown'], 'without the cookie');
		const other = await pages.ask();
		assert.deepEqual(said(await pages.answer(credential, other.flow)), [409, 'challenge-unknown'], 'in another browser');
		assert.equal((await pages.answer(credential, flow)).status, 200);
		assert.deepEqual(said(await pages.answer(credential, flow)), [409, 'challenge-unknown'], 'a second time');
		const wrong = await pages.ask();
		assert.equal((await pages.answer(mei.device.get(wrong.options, { stranger: true }), wrong.flow)).status, 401);
		assert.deepEqual(
			said(await pages.answer(mei.device.get(wrong.options), wrong.flow)),
			[409, 'challenge-unknown'],
			'after a wrong answer',
		);
		const late = await pages.ask();
		await run(server.running.world.db, `update passkey_challenge set expires_at = now() - interval '1 second'`);
		assert.deepEqual(said(await pages.answer(mei.device.get(late.options), late.flow)), [409, 'challenge-expired']);
		const adding = await pages.begin(mei.cookie);
		assert.deepEqual(said(await pages.answer(mei.device.get(adding), late.flow)), [409, 'challenge-unknown'], 'asked for adding one');
		const one = await pages.ask();
		const two = await pages.ask(one.flow);
		assert.equal((await pages.answer(mei.device.get(one.options), two.flow)).status, 200, 'two pages of one browser');
		assert.equal((await pages.answer(mei.device.get(two.options), two.flow)).status, 200);
	});

	it('is refused to a passkey that counts backwards, and says so in both logs', async () => {
		const { device, id, passkey } = await pages.holder('Kopia');
		assert.equal((await pages.signIn(device, { counter: 9 })).status, 200);
		for (const counter of [9, 3]) {
			const refused = await pages.signIn(device, { counter });
			assert.deepEqual(said(refused), [401, 'counter-went-back']);
			assert.ok(!isSession(refused));
		}
		assert.deepEqual(said(await pages.signIn(device, { counter: 0 })), [401, 'counter-went-back']);
		assert.ok(server.logged.some((line) => line.includes('counted backwards') && line.includes(passkey)));
		const key = await server.key('auditor');
		const entries = await server.call('GET', `/v1/log/entries?subject=person/${id}`, { key });
		const kinds = (entries.json['items'] as unknown as { kind: string }[]).map(({ kind }) => kind);
		assert.equal(kinds.filter((kind) => kind === 'passkey.refused').length, 3);
		assert.equal((await pages.signIn(device, { counter: 10 })).status, 200);
		const still = await pages.holder('Null');
		for (let i = 0; i < 2; i++) assert.equal((await pages.signIn(still.device, { counter: 0 })).status, 200, 'one that does not count');
	});

	it('is locked with the address, and locks it', async () => {
		const { device } = await pages.holder('Ivo');
		const now = new Date().toISOString();
		for (let i = 0; i < 9; i++) await noteFailure(server.running.world.db, 'ivo@example.org', now);
		assert.equal((await pages.signIn(device, { stranger: true })).status, 401);
		const locked = await pages.signIn(device);
		assert.deepEqual(said(locked), [429, 'sign-in-locked']);
		assert.ok(Number(locked.headers.get('retry-after')) > 800);
		const password = await pages.call('POST', '/api/auth/sign-in/email', {
			body: { email: 'ivo@example.org', password: 'whatever it is' },
		});
		assert.deepEqual(said(password), [429, 'sign-in-locked']);
	});

	it('is refused for what no authenticator answers', async () => {
		const { options, flow } = await pages.ask();
		const whole = mei.device.get(options);
		for (const [credential, pointer] of [
			[{}, '/credential'],
			[{ ...whole, id: '' }, '/credential/id'],
			[{ ...whole, response: { ...whole.response, signature: '<>' } }, '/credential/response/signature'],
			[{ ...whole, response: { ...whole.response, clientDataJSON: 'WzFd' } }, '/credential/response'],
		] as const) {
			const refused = await pages.answer(credential, flow);
			assert.deepEqual([refused.status, refused.json['errors']?.[0]?.['pointer']], [422, pointer], refused.text);
		}
		const response = { ...whole.response, authenticatorData: 'AAAA' };
		assert.deepEqual(said(await pages.answer({ ...whole, response }, flow)), [422, 'malformed']);
		const other = await pages.ask();
		const unsigned = mei.device.get(other.options);
		const short = { ...unsigned, response: { ...unsigned.response, signature: 'AAAA' } };
		assert.deepEqual(said(await pages.answer(short, other.flow)), [401, 'wrong-signature']);
	});

	it('ends like any session', async () => {
		const { device, id } = await pages.holder('Sven');
		const cookie = cookiesOf(await pages.signIn(device));
		const [row] = await run(
			server.running.world.db,
			`select extract(epoch from max("expiresAt") - now()) / 3600 as hours from person_session where "userId" = $1`,
			[id],
		);
		assert.ok(Number(row?.['hours']) > 11.9 && Number(row?.['hours']) <= 12);
		await run(server.running.world.db, `update person_session set "expiresAt" = now() - interval '1 second' where "userId" = $1`, [id]);
		assert.equal((await pages.me(cookie)).status, 401);
	});
});

describe('where passkeys work', () => {
	for (const [publicUrl, expected] of [
		['https://weir.example', { id: 'weir.example', origin: 'https://weir.example' }],
		['https://weir.example:8443', { id: 'weir.example', origin: 'https://weir.example:8443' }],
		['http://localhost:8420', { id: 'localhost', origin: 'http://localhost:8420' }],
		['http://127.0.0.1:8420', { id: 'localhost', origin: 'http://localhost:8420' }],
		['http://[::1]:8420', { id: 'localhost', origin: 'http://localhost:8420' }],
		['http://weir.example', undefined],
		['https://192.0.2.7', undefined],
		['https://[2001:db8::7]', undefined],
		['http://0.0.0.0:8420', undefined],
	] as const) {
		it(`${publicUrl}: ${expected?.origin ?? 'nowhere'}`, () => assert.deepEqual(relyingParty(publicUrl), expected));
	}

	it('is this machine by its other name as it comes, and nowhere under a bare address', async () => {
		const server = await startTestServer();
		try {
			const local = server.running.url.replace('127.0.0.1', 'localhost');
			const cookie = await server.person('administrator', 'Ada');
			assert.equal((await server.call('GET', '/v1/passkeys', { cookie })).json['origin'], local);
			const device = new SoftwareAuthenticator(local);
			const as = { cookie, headers: { origin: local, host: new URL(local).host } };
			const begun = await server.call('POST', '/v1/passkeys:begin', { cookie });
			const credential = device.create(begun.json as unknown as Parameters<SoftwareAuthenticator['create']>[0]);
			const added = await server.call('POST', '/v1/passkeys', { cookie, body: { name: 'Here', credential } });
			assert.equal(added.status, 201, added.text);
			const asked = await server.call('POST', '/v1/passkeys:challenge');
			const answer = device.get(asked.json as unknown as { challenge: string });
			const signedIn = await server.call('POST', '/v1/passkeys:sign-in', { cookie: cookiesOf(asked), body: { credential: answer } });
			assert.equal(signedIn.status, 200, signedIn.text);
			const out = await server.call('POST', '/api/auth/sign-out', { ...as, cookie: cookiesOf(signedIn), body: {} });
			assert.equal(out.status, 200, out.text);
		} finally {
			await server.stop();
		}
		const bare = await startTestServer({ WEIR_PUBLIC_URL: 'https://192.0.2.7', WEIR_RATE_SIGN_IN: '3' });
		try {
			const cookie = await bare.person('administrator', 'Ada');
			assert.equal((await bare.call('GET', '/v1/passkeys', { cookie })).json['origin'], undefined);
			for (const path of ['/v1/passkeys:begin', '/v1/passkeys:challenge'])
				assert.deepEqual(said(await bare.call('POST', path, { cookie })), [409, 'no-host-name']);
			const more: number[] = [];
			for (let i = 0; i < 3; i++) more.push((await bare.call('POST', '/v1/passkeys:challenge')).status);
			assert.deepEqual(more, [409, 409, 429], 'an address has few tries in a minute');
			assert.equal((await bare.call('GET', '/v1/me', { cookie })).status, 200);
		} finally {
			await bare.stop();
		}
	});
});
