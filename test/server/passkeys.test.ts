// Passkeys from the first one to the last: added soon after signing in, used in place of password and code, counted, named and removed;
// and every answer that does not hold refused with its reason, once, without a session.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { run } from '../../src/adapters/postgres/database.ts';
import { forgetChallenges } from '../../src/adapters/postgres/passkeys.ts';
import { addMinutes } from '../../src/base/time.ts';
import { SoftwareAuthenticator } from '../support/authenticator.ts';
import { cookiesOf, ORIGIN, PasskeyPages } from '../support/passkeys.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe('passkeys', () => {
	let server: TestServer;
	let pages: PasskeyPages;
	before(async () => {
		server = await startTestServer({ WEIR_PUBLIC_URL: ORIGIN });
		pages = new PasskeyPages(server);
	});
	after(() => server?.stop());

	it('are added, sign in without a password or code, are named, and sign nobody in once removed', async () => {
		const { cookie, device, passkey, id } = await pages.holder('Mei');
		const options = (await pages.begin(cookie)) as unknown as {
			rp: { id: string };
			attestation: string;
			authenticatorSelection: Record<string, unknown>;
			excludeCredentials: { id: string }[];
		};
		assert.deepEqual([options.rp.id, options.attestation], ['weir.example', 'none']);
		assert.deepEqual(options.authenticatorSelection, { residentKey: 'required', requireResidentKey: true, userVerification: 'required' });
		assert.deepEqual(
			options.excludeCredentials.map((one) => one.id),
			[device.id],
		);

		const signedIn = await pages.signIn(device);
		assert.deepEqual([signedIn.status, signedIn.json['name'], signedIn.json['role']], [200, 'Mei', 'analyst'], signedIn.text);
		const session = cookiesOf(signedIn);
		assert.equal((await pages.me(session)).json['id'], id);
		assert.ok(signedIn.headers.getSetCookie().some((one) => one.includes('HttpOnly') && one.includes('Secure')));
		assert.equal((await pages.signIn(device)).status, 200, 'the next use counts on');

		const renamed = await pages.call('PUT', `/v1/passkeys/${passkey}`, { cookie: session, body: { name: ' Key on my ring ' } });
		assert.equal(renamed.json['name'], 'Key on my ring');
		const list = await pages.call('GET', '/v1/passkeys', { cookie });
		assert.equal(list.json['origin'], ORIGIN);
		const [shown] = list.json['items'] as unknown as Record<string, unknown>[];
		assert.deepEqual([shown?.['name'], shown?.['synced'], typeof shown?.['lastUsedAt']], ['Key on my ring', true, 'string']);
		assert.doesNotMatch(list.text, /publicKey|public_key|counter/);

		const out = await pages.call('POST', '/api/auth/sign-out', { cookie: session, body: {} });
		assert.equal(out.status, 200, out.text);
		assert.equal((await pages.me(session)).status, 401, 'it is a session like any other');

		assert.equal((await pages.call('DELETE', `/v1/passkeys/${passkey}`, { cookie })).status, 204);
		const gone = await pages.signIn(device);
		assert.deepEqual([gone.status, gone.json['code']], [401, 'passkey-unknown']);
		const key = await server.key('auditor');
		const log = await server.call('GET', `/v1/log/entries?subject=person/${id}`, { key });
		const kinds = (log.json['items'] as unknown as { kind: string }[]).map(({ kind }) => kind);
		assert.deepEqual(kinds.filter((kind) => kind.startsWith('passkey.')).sort(), ['passkey.added', 'passkey.removed']);
		assert.doesNotMatch(log.text, /My laptop|my ring/);
	});

	it('count as the second factor of somebody who has one', async () => {
		const { cookie, device, id } = await pages.holder('Tova');
		await run(server.running.world.db, 'update person set "twoFactorEnabled" = true where id = $1', [id]);
		const signedIn = await pages.signIn(device);
		assert.equal(signedIn.status, 200, signedIn.text);
		assert.equal((await pages.me(cookiesOf(signedIn))).json['name'], 'Tova');
		assert.equal((await pages.me(cookie)).status, 200);
	});

	it('belong to their person alone', async () => {
		const mine = await pages.holder('Ines');
		const other = await server.person('analyst', 'Olaf');
		for (const [method, body] of [
			['PUT', { name: 'mine now' }],
			['DELETE', undefined],
		] as const) {
			const path = `/v1/passkeys/${mine.passkey}`;
			assert.equal((await pages.call(method, path, { cookie: other, ...(body === undefined ? {} : { body }) })).status, 404);
			assert.equal(
				(await pages.call(method, '/v1/passkeys/nothing', { cookie: other, ...(body === undefined ? {} : { body }) })).status,
				404,
			);
		}
		assert.deepEqual((await pages.call('GET', '/v1/passkeys', { cookie: other })).json['items'], []);
		assert.equal((await pages.signIn(mine.device)).status, 200);
		const twice = await pages.add(other, mine.device);
		assert.deepEqual([twice.status, twice.json['code']], [409, 'passkey-exists']);
		const key = await server.key('analyst');
		for (const [method, path] of [
			['GET', '/v1/passkeys'],
			['POST', '/v1/passkeys:begin'],
			['DELETE', `/v1/passkeys/${mine.passkey}`],
		] as const) {
			const refused = await server.call(method, path, { key });
			assert.deepEqual([refused.status, refused.json['code']], [403, 'persons-only'], path);
		}
	});

	it('are added soon after signing in only', async () => {
		const { cookie, id } = await pages.holder('Rosa');
		const options = await pages.begin(cookie);
		await run(server.running.world.db, `update person_session set "createdAt" = now() - interval '16 minutes' where "userId" = $1`, [id]);
		const device = new SoftwareAuthenticator(ORIGIN);
		const late = await pages.call('POST', '/v1/passkeys', { cookie, body: { name: 'x', credential: device.create(options) } });
		for (const refused of [late, await pages.call('POST', '/v1/passkeys:begin', { cookie })])
			assert.deepEqual([refused.status, refused.json['code']], [403, 'session-not-fresh']);
		assert.equal((await pages.call('GET', '/v1/passkeys', { cookie })).status, 200);
	});

	it('are twenty at most, and what was asked and never answered is forgotten', async () => {
		const cookie = await server.person('analyst', 'Viola');
		const id = String((await pages.me(cookie)).json['id']);
		const { db } = server.running.world;
		await pages.begin(cookie);
		await run(
			db,
			`insert into passkey (id, person_id, credential_id, public_key, counter, transports, name, synced, created_at)
			select gen_random_uuid(), $1, 'many' || n, '', 0, '{}', 'one of many', false, now() from generate_series(1, 20) as n`,
			[id],
		);
		const refused = await pages.call('POST', '/v1/passkeys:begin', { cookie });
		assert.deepEqual([refused.status, refused.json['code']], [409, 'too-many-passkeys']);
		const waiting = async () => Number((await run(db, 'select count(*) as count from passkey_challenge'))[0]?.['count']);
		await forgetChallenges(db, new Date().toISOString());
		assert.ok((await waiting()) > 0, 'not before its time');
		await forgetChallenges(db, addMinutes(new Date().toISOString(), 6));
		assert.equal(await waiting(), 0);
	});

	it('are asked for once, in one session and in time', async () => {
		const { cookie, id } = await pages.holder('Ida');
		const device = new SoftwareAuthenticator(ORIGIN);
		const send = (credential: object, as = cookie) => pages.call('POST', '/v1/passkeys', { cookie: as, body: { name: 'x', credential } });
		const codeOf = async (credential: object, as?: string) => {
			const { status, json } = await send(credential, as);
			return [status, json['code']];
		};
		const other = await server.person('analyst', 'Udo');
		const theirs = device.create(await pages.begin(other));
		assert.deepEqual(await codeOf(theirs), [409, 'challenge-unknown'], 'of another session');
		assert.deepEqual(await codeOf(device.create({ ...(await pages.begin(cookie)), challenge: 'made-up' })), [409, 'challenge-unknown']);
		const late = device.create(await pages.begin(cookie));
		await run(server.running.world.db, `update passkey_challenge set expires_at = now() - interval '1 second'`);
		assert.deepEqual(await codeOf(late), [409, 'challenge-expired']);
		const wrong = device.create(await pages.begin(cookie), { verified: false });
		assert.deepEqual(await codeOf(wrong), [422, 'person-not-verified']);
		assert.deepEqual(await codeOf(wrong), [409, 'challenge-unknown'], 'a wrong answer uses it up');
		const good = device.create(await pages.begin(cookie));
		assert.deepEqual(await codeOf(good), [201, undefined]);
		assert.deepEqual(await codeOf(good), [409, 'challenge-unknown'], 'as does a right one');
		const asked = await pages.ask();
		const crossed = device.create({ ...asked.options, user: { id } });
		assert.deepEqual(await codeOf(crossed), [409, 'challenge-unknown'], 'one for signing in is not for adding');
	});

	for (const [what, bent, expected] of [
		['from pages elsewhere', { origin: 'https://weir.example.evil.test' }, [403, 'other-origin']],
		['from another port', { origin: `${ORIGIN}:8443` }, [403, 'other-origin']],
		['from inside another page', { crossOrigin: true }, [403, 'other-origin']],
		['for another site', { rpId: 'evil.test' }, [422, 'other-site']],
		['without verifying the person', { verified: false }, [422, 'person-not-verified']],
		['to another question', { type: 'webauthn.get' }, [422, 'wrong-ceremony']],
		[
			'naming certificates',
			{ attestation: { fmt: 'packed', attStmt: new Map([['x5c', [new Uint8Array(9)]]]) } },
			[422, 'attestation-refused'],
		],
		['in a form nobody asked for', { attestation: { fmt: 'tpm', attStmt: new Map() } }, [422, 'attestation-refused']],
		['with a statement where there is none', { attestation: { fmt: 'none', attStmt: new Map([['a', 1]]) } }, [422, 'malformed']],
	] as const) {
		it(`are not added by an answer ${what}`, async () => {
			const cookie = await server.person('administrator', 'Ada');
			const refused = await pages.add(cookie, new SoftwareAuthenticator(ORIGIN), bent);
			assert.deepEqual([refused.status, refused.json['code']], expected, refused.text);
			assert.ok(refused.json['errors']?.[0]?.['fix']);
			assert.deepEqual((await pages.call('GET', '/v1/passkeys', { cookie })).json['items'], []);
		});
	}

	it('are not added by what no authenticator answers', async () => {
		const { cookie, device } = await pages.holder('Gero');
		const whole = { name: 'x', credential: device.create(await pages.begin(cookie)) };
		const { credential } = whole;
		for (const [body, pointer] of [
			[{ ...whole, name: '' }, '/name'],
			[{ ...whole, name: '   ' }, '/name'],
			[{ ...whole, name: 'x'.repeat(101) }, '/name'],
			[{ name: 'x' }, ''],
			[{ ...whole, extra: 1 }, '/extra'],
			[{ ...whole, credential: { ...credential, type: 'password' } }, '/credential/type'],
			[{ ...whole, credential: { ...credential, id: 'not base64url!' } }, '/credential/id'],
			[{ ...whole, credential: { ...credential, response: {} } }, '/credential/response'],
			[
				{ ...whole, credential: { ...credential, response: { ...credential.response, clientDataJSON: 'bm90IGpzb24' } } },
				'/credential/response',
			],
		] as const) {
			const refused = await pages.call('POST', '/v1/passkeys', { cookie, body });
			assert.deepEqual([refused.status, refused.json['errors']?.[0]?.['pointer']], [422, pointer], refused.text);
		}
		const broken = device.create(await pages.begin(cookie));
		const response = { ...broken.response, attestationObject: 'oWNmbXRkbm9uZQ' };
		const refused = await pages.call('POST', '/v1/passkeys', { cookie, body: { name: 'x', credential: { ...broken, response } } });
		assert.deepEqual([refused.status, refused.json['code']], [422, 'malformed']);
		const large = await pages.call('POST', '/v1/passkeys', { cookie, body: { ...whole, name: 'x'.repeat(70_000) } });
		assert.equal(large.status, 413);
	});
});
