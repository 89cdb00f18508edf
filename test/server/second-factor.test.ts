// The second factor as a person meets it: switched on with the password and a first code, asked for at the next sign-in, refused when
// the code is wrong, and off again. The codes are RFC 6238, computed here as an authenticator app would.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type Called, PASSWORD, startTestServer, type TestServer } from '../support/server.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code of a base32 secret at a time, six digits of thirty seconds. */
function codeAt(secret: string, ms: number): string {
	const bits = [...secret.replace(/=+$/, '')].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
	const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(ms / 30_000)));
	const mac = createHmac('sha1', key).update(counter).digest();
	const at = (mac.at(-1) ?? 0) & 15;
	return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

// A code that fits none of the times that are accepted.
function wrongCode(secret: string): string {
	const good = new Set([-2, -1, 0, 1, 2].map((step) => codeAt(secret, Date.now() + step * 30_000)));
	return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !good.has(code)) ?? '';
}

const cookiesOf = ({ headers }: Called): string =>
	headers
		.getSetCookie()
		.map((cookie) => cookie.split(';', 1)[0] ?? '')
		.filter((cookie) => !cookie.endsWith('='))
		.join('; ');

describe('the second factor', () => {
	let server: TestServer;
	before(async () => {
		server = await startTestServer();
	});
	after(() => server?.stop());

	it('is switched on, asked for, and switched off again', async () => {
		let cookie = await server.person('analyst', 'Mei');
		const auth = (path: string, body: object, as = cookie): Promise<Called> =>
			server.call('POST', `/api/auth/${path}`, { body, cookie: as, headers: { origin: server.running.url } });
		const signIn = (): Promise<Called> => auth('sign-in/email', { email: 'mei@example.org', password: PASSWORD }, '');
		const enabled = async (): Promise<unknown> =>
			(await server.call('GET', '/api/auth/get-session', { cookie })).json['user']?.['twoFactorEnabled'];

		assert.ok((await auth('two-factor/enable', { password: 'not the password' })).status >= 400);
		const started = await auth('two-factor/enable', { password: PASSWORD });
		assert.equal(started.status, 200, started.text);
		const secret = new URL(String(started.json['totpURI'])).searchParams.get('secret') ?? '';
		assert.ok((started.json['backupCodes'] as unknown as string[]).length >= 8);
		assert.notEqual(await enabled(), true, 'nothing counts before a first code');
		const confirmed = await auth('two-factor/verify-totp', { code: codeAt(secret, Date.now()) });
		assert.equal(confirmed.status, 200, confirmed.text);
		cookie = cookiesOf(confirmed) || cookie;
		assert.equal(await enabled(), true);

		const half = await signIn();
		assert.deepEqual([half.status, half.json['twoFactorRedirect']], [200, true]);
		const pending = cookiesOf(half);
		assert.equal((await server.call('GET', '/v1/me', { cookie: pending })).status, 401, 'a password alone is no session');
		assert.ok((await auth('two-factor/verify-totp', { code: wrongCode(secret) }, pending)).status >= 400);
		const whole = await auth('two-factor/verify-totp', { code: codeAt(secret, Date.now()) }, pending);
		assert.equal(whole.status, 200, whole.text);
		cookie = cookiesOf(whole);
		assert.equal((await server.call('GET', '/v1/me', { cookie })).json['name'], 'Mei');

		const off = await auth('two-factor/disable', { password: PASSWORD });
		assert.equal(off.status, 200, off.text);
		assert.notEqual((await signIn()).json['twoFactorRedirect'], true);
	});
});
