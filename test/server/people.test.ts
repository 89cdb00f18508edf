// People from the one-time link to the second factor: what passwords and links must be, sessions and their end, the lock after too
// many failures, and the register that says who may judge.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { run } from '../../src/adapters/postgres/database.ts';
import { noteFailure } from '../../src/adapters/postgres/sign-in.ts';
import { type Called, PASSWORD, startTestServer, type TestServer } from '../support/server.ts';

const REFUSAL = {
	outcome: 'refuse',
	reasonCode: 'restricted-chemical',
	facts: 'Looked at the listing.',
	legalBasis: 'Terms, section 4',
};

describe('people', () => {
	let server: TestServer;
	let admin = '';
	let key = '';
	before(async () => {
		server = await startTestServer();
		admin = await server.person('administrator', 'Ada');
		key = await server.key('administrator');
	});
	after(() => server?.stop());

	const cookiesOf = (headers: Headers): string =>
		headers
			.getSetCookie()
			.map((cookie) => cookie.split(';', 1)[0] ?? '')
			.filter((cookie) => !cookie.endsWith('='))
			.join('; ');
	const auth = (path: string, body: unknown, cookie?: string) =>
		server.call('POST', `/api/auth${path}`, {
			body,
			headers: { origin: server.running.url },
			...(cookie === undefined ? {} : { cookie }),
		});
	// Three attempts in ten seconds are the limit for a network address; the fourth waits as it is told. A lock says so by its code.
	const signIn = async (email: string, password = PASSWORD): Promise<Called> => {
		const answer = await auth('/sign-in/email', { email, password });
		const wait = answer.headers.get('x-retry-after');
		if (answer.status !== 429 || wait === null) return answer;
		await pause(Number(wait) * 1000);
		return signIn(email, password);
	};
	const statusOf = async (cookie: string): Promise<number> => (await server.call('GET', '/v1/me', { cookie })).status;
	const invite = async (body: object): Promise<string> =>
		String((await server.call('POST', '/v1/people', { cookie: admin, body })).json['link']).split('#')[1] ?? '';
	const welcome = (token: string, name: string, password = PASSWORD) =>
		server.call('POST', '/v1/welcome', { body: { token, name, email: `${name.toLowerCase()}@example.org`, password } });
	const idOf = async (cookie: string): Promise<string> => String((await server.call('GET', '/v1/me', { cookie })).json['id']);

	it('enrols an authenticator, asks for it, and takes a recovery code once', async () => {
		const cookie = await server.person('analyst', 'Tova');
		const enabled = await auth('/two-factor/enable', { password: PASSWORD }, cookie);
		assert.equal(enabled.status, 200, enabled.text);
		const secret = new URL(String(enabled.json['totpURI'])).searchParams.get('secret') ?? '';
		const recovery = enabled.json['backupCodes'] as unknown as string[];
		assert.ok(recovery.length >= 5);
		assert.equal((await auth('/two-factor/verify-totp', { code: wrongCode(secret) }, cookie)).status, 401);
		const verified = await auth('/two-factor/verify-totp', { code: totp(secret) }, cookie);
		assert.equal(verified.status, 200, verified.text);
		const people = await server.call('GET', '/v1/people', { cookie: admin });
		const tova = (people.json['items'] as unknown as { name: string; twoFactor: boolean }[]).find(({ name }) => name === 'Tova');
		assert.equal(tova?.twoFactor, true);

		const half = await signIn('tova@example.org');
		assert.equal(half.json['twoFactorRedirect'], true);
		assert.equal(await statusOf(cookiesOf(half.headers)), 401);
		const whole = await auth('/two-factor/verify-totp', { code: totp(secret) }, cookiesOf(half.headers));
		assert.equal(whole.status, 200, whole.text);
		assert.equal(await statusOf(cookiesOf(whole.headers)), 200);

		const lost = await signIn('tova@example.org');
		const recovered = await auth('/two-factor/verify-backup-code', { code: recovery[0] }, cookiesOf(lost.headers));
		assert.equal(recovered.status, 200, recovered.text);
		assert.equal(await statusOf(cookiesOf(recovered.headers)), 200);
		const rows = await run(server.running.world.db, 'select secret, "backupCodes" as codes from person_two_factor');
		assert.ok(!JSON.stringify(rows).includes(secret) && !JSON.stringify(rows).includes(String(recovery[1])));
		const again = await signIn('tova@example.org');
		assert.equal((await auth('/two-factor/verify-backup-code', { code: recovery[0] }, cookiesOf(again.headers))).status, 401);
	});

	it('ends a session on signing out, and when its time is over', async () => {
		const cookie = await server.person('auditor', 'Sven');
		assert.equal(await statusOf(cookie), 200);
		const [session] = await run(
			server.running.world.db,
			'select "expiresAt" as until, now() as now from person_session where "userId" = $1',
			[await idOf(cookie)],
		);
		const hours = (Date.parse(String(session?.['until'])) - Date.parse(String(session?.['now']))) / 3_600_000;
		assert.ok(hours > 11.9 && hours <= 12, String(hours));
		assert.equal((await auth('/sign-out', {}, cookie)).status, 200);
		assert.equal(await statusOf(cookie), 401);
		const other = await server.person('auditor', 'Nils');
		await run(server.running.world.db, `update person_session set "expiresAt" = now() - interval '1 second' where "userId" = $1`, [
			await idOf(other),
		]);
		assert.equal(await statusOf(other), 401);
	});

	it('lets nobody raise their own role', async () => {
		const cookie = await server.person('auditor', 'Rolf');
		await auth('/update-user', { role: 'administrator', name: 'Rolf' }, cookie);
		assert.equal((await server.call('GET', '/v1/me', { cookie })).json['role'], 'auditor');
	});

	it('takes a link once and only in time', async () => {
		const token = await invite({ role: 'auditor' });
		assert.equal((await welcome(token, 'Lena')).status, 201);
		assert.equal((await welcome(token, 'Lena2')).status, 410);
		const late = await invite({ role: 'auditor' });
		await run(server.running.world.db, `update invitation set expires_at = now() - interval '1 second' where used_at is null`);
		assert.equal((await welcome(late, 'Late')).status, 410);
	});

	for (const [why, password] of [
		['short', 'too short'],
		['one letter', 'aaaaaaaaaaaaaaaaaaaa'],
		['a name', 'Otto12345otto'],
	] as const) {
		it(`refuses a password that is ${why}, and keeps the link good`, async () => {
			const token = await invite({ role: 'auditor' });
			const refused = await welcome(token, 'Otto', password);
			assert.deepEqual([refused.status, refused.json['errors']?.[0]?.['pointer']], [422, '/password']);
			const rows = await run(
				server.running.world.db,
				'select count(*)::int as count from invitation where used_at is null and expires_at > now()',
			);
			assert.ok(Number(rows[0]?.['count']) > 0);
		});
	}

	it('locks an address after too many failures, even for the right password, and one nobody has alike', async () => {
		await server.person('auditor', 'Ivo');
		const now = new Date().toISOString();
		for (const address of ['ivo@example.org', 'nobody@example.org']) {
			for (let i = 0; i < 10; i++) await noteFailure(server.running.world.db, address, now);
			const refused = await signIn(address.toUpperCase());
			assert.deepEqual([refused.status, refused.json['code']], [429, 'sign-in-locked']);
			const after = Number(refused.headers.get('retry-after'));
			assert.ok(after > 800 && after <= 900, String(after));
		}
	});

	it('counts a wrong password', async () => {
		const before = await run(server.running.world.db, 'select count(*)::int as count from sign_in_failure');
		const wrong = await signIn('stranger@example.org', 'not the password');
		const now = await run(server.running.world.db, 'select count(*)::int as count from sign_in_failure');
		assert.equal(wrong.status, 401);
		assert.equal(Number(now[0]?.['count']) - Number(before[0]?.['count']), 1);
	});

	it('lets nobody judge without a certification, after its end, or in conflict', async () => {
		const answer = await welcome(await invite({ role: 'analyst' }), 'Nora');
		const nora = cookiesOf(answer.headers);
		const id = await idOf(nora);
		const listing = { title: '4-ANPP 99% powder', seller: { id: 's-9' } };
		const { json } = await server.call('PUT', '/v1/listings/judged', { key, body: listing });
		const caseId = String(json['caseId']);
		const read = await server.call('GET', `/v1/cases/${caseId}`, { cookie: nora });
		const evidence = [String(read.json['state']?.['evidence']?.[0]?.['id'])];
		const decide = () =>
			server.call('POST', `/v1/cases/${caseId}:decide`, {
				cookie: nora,
				headers: { 'if-match': '"1"' },
				body: { ...REFUSAL, evidence },
			});
		const record = (body: object) => server.call('PUT', `/v1/people/${id}`, { cookie: admin, body });
		assert.deepEqual([(await decide()).status, (await decide()).json['code']], [403, 'not-certified']);
		await record({ certification: { training: 'Precursors 1', until: '2020-01-01T00:00:00Z' } });
		assert.equal((await decide()).json['code'], 'not-certified');
		await record({ certification: { training: 'Precursors 1' }, conflicts: ['s-9'] });
		assert.equal((await decide()).json['code'], 'conflict-of-interest');
		const recorded = await record({ certification: { training: 'Precursors 1' }, conflicts: ['s-8'] });
		assert.deepEqual(recorded.json['conflicts'], ['s-8']);
		assert.equal((await decide()).json['status'], 'decided');
		const log = await server.call('GET', `/v1/log/entries?subject=person/${id}`, { key });
		assert.equal((log.json['items'] as unknown as { kind: string }[]).filter(({ kind }) => kind === 'person.recorded').length, 3);
		assert.doesNotMatch(log.text, /Precursors|s-8/);
		assert.equal((await server.call('PUT', '/v1/people/nobody', { cookie: admin, body: {} })).status, 404);
		assert.equal((await record({ certification: { training: 'x', until: 'soon' } })).status, 422);
	});
});

/** RFC 6238 with the parameters every authenticator uses. */
function totp(secret: string, at = Date.now()): string {
	const bits = [...secret.replace(/=+$/, '')]
		.map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
		.join('');
	const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
	const mac = createHmac('sha1', bytes).update(counter).digest();
	const offset = (mac.at(-1) ?? 0) & 15;
	return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

// A code that fits none of the times that are accepted.
function wrongCode(secret: string): string {
	const good = new Set([-2, -1, 0, 1, 2].map((step) => totp(secret, Date.now() + step * 30_000)));
	return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !good.has(code)) ?? '';
}
