// Routes of a person's own passkeys: add one soon after signing in, name it, remove it. Adding and removing leave an entry in the log,
// in the same transaction.
import { type Db, transact } from '../adapters/postgres/database.ts';
import { addEntries } from '../adapters/postgres/log.ts';
import { addPasskey, credentialsOf, listPasskeys, removePasskey, renamePasskey } from '../adapters/postgres/passkeys.ts';
import { readRegister } from '../adapters/postgres/standing.ts';
import { addMinutes, isBefore } from '../base/time.ts';
import type { PasskeyCreation } from '../contract/passkeys.ts';
import { record } from '../flows/record.ts';
import type { Actor } from '../model/actor.ts';
import type { Caller } from './caller.ts';
import { type Answer, type Call, type Mounting, mount } from './mount.ts';
import { GOOD_MS, giveChallenge, refusedAnswer, requireSite, useChallenge } from './passkey-challenge.ts';
import { mountPasskeySignIn } from './passkey-sign-in.ts';
import { Refused } from './problems.ts';
import { relyingParty } from './relying-party.ts';
import type { World } from './world.ts';

const FRESH_MINUTES = 15;
const MOST = 20;
const LIMIT = { limit: 64 * 1024 };
/** ES256, RS256 (Windows Hello), EdDSA: COSE algorithm numbers, the preferred first. */
const ALGORITHMS = [-7, -257, -8];

export function mountPasskeys(mounting: Mounting, world: World): void {
	const { db } = world;
	mountPasskeySignIn(mounting, world);

	mount(mounting, 'listPasskeys', async ({ caller }) => {
		const site = relyingParty(world.publicUrl());
		const items = await listPasskeys(db, requirePerson(caller).id);
		return { body: { items, ...(site === undefined ? {} : { origin: site.origin }) } };
	});

	mount(mounting, 'beginPasskey', async ({ caller, now }) => ({ body: await creation(caller, world, now) }));
	mount(mounting, 'addPasskey', (call) => add(call, world), LIMIT);

	mount(mounting, 'renamePasskey', async ({ params, body, caller }) => {
		const passkey = await renamePasskey(db, params.id, requirePerson(caller).id, body.name.trim());
		if (passkey === undefined) throw noSuchPasskey();
		return { body: passkey };
	});

	mount(mounting, 'removePasskey', async ({ params, caller, now }) => {
		const { id } = requirePerson(caller);
		await transact(db, async (tx) => {
			const name = await removePasskey(tx, params.id, id);
			if (name === undefined) throw noSuchPasskey();
			await note(tx, world, { verb: 'removed', passkey: params.id, name, actor: caller.actor, at: now });
		});
		return { status: 204 };
	});
}

async function creation(caller: Caller, world: World, now: string): Promise<PasskeyCreation> {
	const { id, session } = requireFresh(caller, now);
	const rp = requireSite(world);
	const person = await readRegister(world.db, id);
	if (person === undefined) throw new Refused('not-signed-in', 'This person is no longer here.');
	const held = await credentialsOf(world.db, id);
	if (held.length >= MOST)
		throw new Refused('conflict', `You have ${MOST} passkeys; remove one that you no longer use.`, { code: 'too-many-passkeys' });
	return {
		challenge: await giveChallenge(world.db, { purpose: 'add', boundTo: session }, now),
		rp: { id: rp.id, name: 'Weir' },
		// The handle comes back with every use and says whose passkey it is; it is not a name (WebAuthn Level 3, 14.6.1).
		user: { id: Buffer.from(id).toString('base64url'), name: person.email, displayName: person.name },
		pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
		timeout: GOOD_MS,
		excludeCredentials: held.map(({ credentialId, transports }) => ({ id: credentialId, type: 'public-key', transports: [...transports] })),
		authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
		attestation: 'none',
	};
}

async function add({ body, caller, now }: Call<'addPasskey'>, world: World): Promise<Answer> {
	const { name: given, credential } = body;
	const { id: person, session } = requireFresh(caller, now);
	const site = requireSite(world);
	// The library is not needed before somebody adds a passkey.
	const { challengeIn, checkAdded } = await import('../adapters/webauthn.ts');
	const asked = challengeIn(credential.response.clientDataJSON);
	const challenge = await useChallenge(world.db, asked, { purpose: 'add', boundTo: session }, now);
	const checked = await checkAdded(credential, { challenge, site, algorithms: ALGORITHMS });
	if (checked.kind === 'refused') throw refusedAnswer(checked.why);
	const id = world.dice.id();
	const name = given.trim();
	const passkey = await transact(world.db, async (tx) => {
		const added = await addPasskey(tx, { ...checked.value, id, person, name, now });
		if (added !== undefined) await note(tx, world, { verb: 'added', passkey: id, name, actor: caller.actor, at: now });
		return added;
	});
	if (passkey === undefined) throw new Refused('conflict', 'This passkey is here already.', { code: 'passkey-exists' });
	return { status: 201, body: passkey };
}

interface Person {
	readonly id: string;
	/** Id of their session. */
	readonly session: string;
	readonly signedInAt: string;
}

function requirePerson({ actor, session }: Caller): Person {
	if (actor.kind === 'person' && session !== undefined) return { id: actor.id, session: session.id, signedInAt: session.startedAt };
	throw new Refused('not-permitted', 'A key has no passkeys; sign in to the console.', { code: 'persons-only' });
}

// A session that somebody left open, or lost, must not be made into a way in for good.
function requireFresh(caller: Caller, now: string): Person {
	const person = requirePerson(caller);
	if (isBefore(addMinutes(now, -FRESH_MINUTES), person.signedInAt)) return person;
	throw new Refused('not-permitted', `You signed in more than ${FRESH_MINUTES} minutes ago; sign in again to add a passkey.`, {
		code: 'session-not-fresh',
	});
}

const noSuchPasskey = (): Refused => new Refused('not-found', 'You have no such passkey.');

interface Noted {
	readonly verb: 'added' | 'removed';
	readonly passkey: string;
	readonly name: string;
	readonly actor: Actor;
	readonly at: string;
}

function note(tx: Db, { dice }: World, { verb, passkey, name, actor, at }: Noted): Promise<void> {
	const fact = { at, kind: `passkey.${verb}`, subject: `person/${actor.id}`, actor, content: { name }, facts: { passkey } };
	return addEntries(tx, [record(fact, dice)]);
}
