// Passkeys of people and the challenges that wait for an answer. A challenge leaves the table with the first answer to it, right or
// wrong; a count of signatures only ever goes up, in the same statement that compares it.
import { type Db, isUuid, type Row, run } from './database.ts';

export interface Passkey {
	readonly id: string;
	/** The person's own word for the device. */
	readonly name: string;
	/** The provider of the passkey keeps a copy. */
	readonly synced: boolean;
	readonly createdAt: string;
	readonly lastUsedAt?: string;
}

/** What an authenticator has made. */
export interface Credential {
	/** base64url. */
	readonly credentialId: string;
	/** COSE key. */
	readonly publicKey: Uint8Array;
	readonly counter: number;
	readonly transports: readonly string[];
	readonly synced: boolean;
}

/** A passkey as signing in needs it, with its person. */
export interface KnownPasskey extends Pick<Passkey, 'id' | 'name'>, Credential {
	readonly person: { readonly id: string; readonly name: string; readonly email: string };
}

export interface Challenge {
	/** base64url. */
	readonly challenge: string;
	readonly purpose: 'add' | 'sign-in';
	/** What the answer must come with: the session, or a browser's cookie as a hash. */
	readonly boundTo: string;
}

const COLUMNS = 'id, name, synced, created_at, last_used_at';

/** A person's passkeys, oldest first. */
export async function listPasskeys(db: Db, person: string): Promise<Passkey[]> {
	return (await run(db, `select ${COLUMNS} from passkey where person_id = $1 order by created_at, id`, [person])).map(passkeyOf);
}

/** What the authenticators of a person hold already, so that none makes a second passkey. */
export async function credentialsOf(db: Db, person: string): Promise<Pick<Credential, 'credentialId' | 'transports'>[]> {
	const rows = await run(db, 'select credential_id, transports from passkey where person_id = $1', [person]);
	return rows.map((row) => ({ credentialId: String(row['credential_id']), transports: row['transports'] as string[] }));
}

export interface NewPasskey extends Credential {
	readonly id: string;
	readonly person: string;
	readonly name: string;
	readonly now: string;
}

/** Stores a passkey; undefined when the credential is known already, to whomever it belongs. */
export async function addPasskey(db: Db, one: NewPasskey): Promise<Passkey | undefined> {
	const [row] = await run(
		db,
		`insert into passkey (id, person_id, credential_id, public_key, counter, transports, name, synced, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (credential_id) do nothing returning ${COLUMNS}`,
		[one.id, one.person, one.credentialId, one.publicKey, one.counter, [...one.transports], one.name, one.synced, one.now],
	);
	return row === undefined ? undefined : passkeyOf(row);
}

/** Gives a person's passkey another name; undefined when it is not theirs. */
export async function renamePasskey(db: Db, id: string, person: string, name: string): Promise<Passkey | undefined> {
	if (!isUuid(id)) return undefined;
	const [row] = await run(db, `update passkey set name = $3 where id = $1 and person_id = $2 returning ${COLUMNS}`, [id, person, name]);
	return row === undefined ? undefined : passkeyOf(row);
}

/** Removes a person's passkey; the name it had, undefined when it is not theirs. */
export async function removePasskey(db: Db, id: string, person: string): Promise<string | undefined> {
	if (!isUuid(id)) return undefined;
	const [row] = await run(db, 'delete from passkey where id = $1 and person_id = $2 returning name', [id, person]);
	return row === undefined ? undefined : String(row['name']);
}

/** The passkey with this credential; undefined when nobody has it. */
export async function findPasskey(db: Db, credentialId: string): Promise<KnownPasskey | undefined> {
	const [row] = await run(
		db,
		`select k.id, k.name, k.synced, k.public_key, k.counter, k.transports, k.person_id, p.name as person_name, p.email
		from passkey k join person p on p.id = k.person_id where k.credential_id = $1`,
		[credentialId],
	);
	if (row === undefined) return undefined;
	return {
		id: String(row['id']),
		name: String(row['name']),
		credentialId,
		publicKey: new Uint8Array(row['public_key'] as Buffer),
		counter: Number(row['counter']),
		transports: row['transports'] as string[],
		synced: row['synced'] === true,
		person: { id: String(row['person_id']), name: String(row['person_name']), email: String(row['email']) },
	};
}

/**
 * Notes that a passkey was used at this count. False when the count did not go up: then a copy of the authenticator may exist
 * (WebAuthn Level 3, 6.1.1). An authenticator that does not count says 0 every time.
 */
export async function notePasskeyUse(db: Db, id: string, used: { readonly counter: number; readonly now: string }): Promise<boolean> {
	const rows = await run(
		db,
		`update passkey set counter = $2, last_used_at = $3
		where id = $1 and (counter < $2::bigint or (counter = 0 and $2::bigint = 0)) returning id`,
		[id, used.counter, used.now],
	);
	return rows.length > 0;
}

export async function addChallenge(db: Db, { challenge, purpose, boundTo }: Challenge, expiresAt: string): Promise<void> {
	await run(db, 'insert into passkey_challenge (challenge, purpose, bound_to, expires_at) values ($1, $2, $3, $4)', [
		...[challenge, purpose, boundTo, expiresAt],
	]);
}

/** Takes a challenge out; until when it was good, undefined when it was never given for this or has been taken before. */
export async function takeChallenge(db: Db, { challenge, purpose, boundTo }: Challenge): Promise<string | undefined> {
	const [row] = await run(
		db,
		'delete from passkey_challenge where challenge = $1 and purpose = $2 and bound_to = $3 returning expires_at',
		[challenge, purpose, boundTo],
	);
	return row === undefined ? undefined : String(row['expires_at']);
}

/** Forgets challenges that were over before a time. */
export async function forgetChallenges(db: Db, before: string): Promise<void> {
	await run(db, 'delete from passkey_challenge where expires_at < $1', [before]);
}

const passkeyOf = (row: Row): Passkey => ({
	id: String(row['id']),
	name: String(row['name']),
	synced: row['synced'] === true,
	createdAt: String(row['created_at']),
	...(row['last_used_at'] === null ? {} : { lastUsedAt: String(row['last_used_at']) }),
});
