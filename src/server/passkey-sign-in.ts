// Signing in with a passkey. The authenticator asks for finger, face or PIN itself, so that a passkey is both factors at once and no
// further code is asked for. What was asked is bound to the browser by a cookie and is answered once; failures count for the
// person's address as wrong passwords do, and a passkey that counts backwards is refused and noted.
import { createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { transact } from '../adapters/postgres/database.ts';
import { addEntries } from '../adapters/postgres/log.ts';
import { findPasskey, type KnownPasskey, notePasskeyUse } from '../adapters/postgres/passkeys.ts';
import { forgetFailures, noteFailure } from '../adapters/postgres/sign-in.ts';
import { readRegister } from '../adapters/postgres/standing.ts';
import type { PasskeyRequest } from '../contract/passkeys.ts';
import { record } from '../flows/record.ts';
import { SYSTEM } from '../flows/screened-case.ts';
import { refuseLocked } from './auth-routes.ts';
import { type Answer, type Call, type Mounting, mount } from './mount.ts';
import { GOOD_MS, giveChallenge, refusedAnswer, requireSite, useChallenge } from './passkey-challenge.ts';
import { meOf } from './people-routes.ts';
import { Refused } from './problems.ts';
import type { World } from './world.ts';

const COOKIE = 'weir.passkey';
const TOKEN_BYTES = 32;
const LIMIT = { limit: 64 * 1024 };

export function mountPasskeySignIn(mounting: Mounting, world: World): void {
	const { limits } = mounting;

	mount(mounting, 'beginPasskeySignIn', async ({ request, reply, now }) => {
		await limits.countSignIn(request, reply);
		const { id, origin } = requireSite(world);
		// Two pages of one browser may ask at once: the second does not take the first one's answer away.
		const token = tokenOf(request) ?? randomBytes(TOKEN_BYTES).toString('base64url');
		const challenge = await giveChallenge(world.db, boundTo(token), now);
		void reply.header('set-cookie', cookie(token, GOOD_MS / 1000, origin));
		const options: PasskeyRequest = { challenge, rpId: id, timeout: GOOD_MS, userVerification: 'required' };
		return { body: options };
	});

	mount(
		mounting,
		'signInWithPasskey',
		async (call) => {
			await limits.countSignIn(call.request, call.reply);
			return signIn(call, world);
		},
		LIMIT,
	);
}

async function signIn({ body, request, reply, now }: Call<'signInWithPasskey'>, world: World): Promise<Answer> {
	const { credential } = body;
	const { db, people } = world;
	const site = requireSite(world);
	// The library is not needed before somebody signs in this way.
	const { challengeIn, checkAssertion } = await import('../adapters/webauthn.ts');
	const asked = challengeIn(credential.response.clientDataJSON);
	const challenge = await useChallenge(db, asked, boundTo(tokenOf(request) ?? ''), now);
	const known = await findPasskey(db, credential.id);
	const handle = known === undefined ? undefined : Buffer.from(known.person.id).toString('base64url');
	if (known === undefined || credential.response.userHandle !== handle)
		throw new Refused('not-signed-in', 'Nobody here has this passkey, or no longer; sign in otherwise.', { code: 'passkey-unknown' });
	const { person } = known;
	await refuseLocked(person.email, world, now);
	const checked = await checkAssertion(credential, { challenge, site, publicKey: known.publicKey });
	if (checked.kind === 'refused') {
		await noteFailure(db, person.email, now);
		throw refusedAnswer(checked.why, 'not-signed-in');
	}
	if (!(await notePasskeyUse(db, known.id, { counter: checked.value, now }))) {
		await noteBackwards(known, world, now);
		request.log.warn({ passkey: known.id, person: person.id }, 'a passkey counted backwards; a copy of it may exist');
		throw new Refused(
			'not-signed-in',
			'This passkey has counted fewer uses than before, so that a copy of it may exist. Sign in otherwise, remove it and tell your administrator.',
			{ code: 'counter-went-back' },
		);
	}
	const registered = await readRegister(db, person.id);
	if (registered === undefined) throw new Refused('not-signed-in', 'This person is no longer here.', { code: 'passkey-unknown' });
	const cookies = await people.open(person.id, request);
	await forgetFailures(db, { address: person.email });
	void reply.header('set-cookie', [...cookies, cookie('', 0, site.origin)]);
	return { body: meOf({ actor: { kind: 'person', id: person.id, role: registered.role }, name: person.name }, world) };
}

async function noteBackwards({ id, person }: KnownPasskey, { db, dice }: World, at: string): Promise<void> {
	await noteFailure(db, person.email, at);
	const fact = { at, kind: 'passkey.refused', subject: `person/${person.id}`, actor: SYSTEM, content: {} };
	await transact(db, (tx) => addEntries(tx, [record({ ...fact, facts: { passkey: id, why: 'counter-went-back' } }, dice)]));
}

const boundTo = (token: string) => ({ purpose: 'sign-in', boundTo: createHash('sha256').update(token).digest('hex') }) as const;

const tokenOf = ({ headers }: FastifyRequest): string | undefined => {
	const cookies = headers.cookie?.split(';').map((one) => one.trim()) ?? [];
	const token = cookies.find((one) => one.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
	return token !== undefined && /^[\w-]{43}$/.test(token) ? token : undefined;
};

const cookie = (token: string, seconds: number, origin: string): string =>
	`${COOKIE}=${token}; Path=/v1; Max-Age=${seconds}; HttpOnly; SameSite=Strict${origin.startsWith('https:') ? '; Secure' : ''}`;
