// API keys. Only the SHA-256 of a secret is stored; with 256 random bits in it, no slow hash is needed.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { ROLES, type Role } from '../../model/actor.ts';
import type { Db } from './database.ts';
import { type InstallationKind, installationKind } from './installation.ts';

export interface KeyRow {
	readonly id: string;
	readonly name: string;
	readonly role: Role;
	readonly seller?: string;
	/** The person who answers for it. */
	readonly createdBy?: string;
	readonly createdAt: string;
	readonly expiresAt?: string;
	readonly revokedAt?: string;
	readonly lastUsedAt?: string;
	/** The only actions it may take; absent: its whole role. */
	readonly scopes?: readonly string[];
	/** The key that took its place in a rotation. */
	readonly replacedBy?: string;
}

export interface NewKey {
	readonly name: string;
	readonly role: Role;
	readonly seller?: string;
	readonly createdBy?: string;
	readonly expiresAt?: string;
	readonly scopes?: readonly string[];
	/** RFC 3339 UTC. */
	readonly now: string;
}

/** A key with its secret, as it is handed over once. */
export type IssuedKey = KeyRow & { readonly key: string };

/** `weir_ID_SECRET`, and `weirtest_ID_SECRET` in a sandbox: nobody sends a test to production unnoticed, nor the other way. */
const FORM = /^weir(test)?_([a-z2-7]{12})_([A-Za-z0-9_-]{43})$/;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** Makes a key; `key` is the only time its secret is seen. */
export async function createKey(db: Db, wanted: NewKey): Promise<IssuedKey> {
	const id = Array.from(randomBytes(12), (byte) => LETTERS[byte & 31]).join('');
	const secret = randomBytes(32).toString('base64url');
	const { name, role, seller, createdBy, expiresAt, scopes, now } = wanted;
	await db
		.insertInto('api_key')
		.values({
			id,
			name,
			role,
			seller: seller ?? null,
			secret_hash: hashOf(secret),
			created_by: createdBy ?? null,
			created_at: now,
			expires_at: expiresAt ?? null,
			revoked_at: null,
			last_used_at: null,
			scopes: scopes === undefined ? null : [...scopes],
			replaced_by: null,
		})
		.execute();
	const { now: createdAt, ...rest } = wanted;
	const prefix = (await installationKind(db)) === 'sandbox' ? 'weirtest' : 'weir';
	return { id, ...rest, createdAt, key: `${prefix}_${id}_${secret}` };
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export interface KeyText {
	readonly id: string;
	readonly hash: string;
	/** What kind of installation it was made by. */
	readonly kind: InstallationKind;
}

/** The parts of a key as a caller sends it; undefined when it has not the form of one. */
export function readKeyText(text: string): KeyText | undefined {
	const [, test, id, secret] = FORM.exec(text) ?? [];
	if (id === undefined || secret === undefined) return undefined;
	return { id, hash: hashOf(secret), kind: test === undefined ? 'production' : 'sandbox' };
}

/** The key of this id with the hash of its secret; undefined when there is none. */
export async function findKey(db: Db, id: string): Promise<(KeyRow & { readonly hash: string }) | undefined> {
	const row = await db.selectFrom('api_key').selectAll().where('id', '=', id).executeTakeFirst();
	return row === undefined ? undefined : { ...keyOf(row), hash: row.secret_hash };
}

/** Compares in constant time. */
export const sameHash = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

export async function listKeys(db: Db): Promise<KeyRow[]> {
	const rows = await db.selectFrom('api_key').selectAll().orderBy('created_at', 'desc').orderBy('id').execute();
	return rows.map(keyOf);
}

/** Ends a key at once. False when there is no such key, or it has ended before. */
export async function revokeKey(db: Db, id: string, at: string): Promise<boolean> {
	const done = await db
		.updateTable('api_key')
		.set({ revoked_at: at })
		.where('id', '=', id)
		.where('revoked_at', 'is', null)
		.where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', at)]))
		.executeTakeFirst();
	return done.numUpdatedRows > 0n;
}

export async function noteKeyUse(db: Db, id: string, at: string): Promise<void> {
	await db.updateTable('api_key').set({ last_used_at: at }).where('id', '=', id).execute();
}

/** A row of the table as a key. */
export function keyOf(row: {
	readonly id: string;
	readonly name: string;
	readonly role: string;
	readonly seller: string | null;
	readonly created_by: string | null;
	readonly created_at: string;
	readonly expires_at: string | null;
	readonly revoked_at: string | null;
	readonly last_used_at: string | null;
	readonly scopes: readonly string[] | null;
	readonly replaced_by: string | null;
}): KeyRow {
	const role = ROLES.find((one) => one === row.role);
	return {
		id: row.id,
		name: row.name,
		// A role this version does not know may do nothing: buyer is the least of all.
		role: role ?? 'buyer',
		createdAt: row.created_at,
		...(row.seller === null ? {} : { seller: row.seller }),
		...(row.created_by === null ? {} : { createdBy: row.created_by }),
		...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
		...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at }),
		...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
		...(row.scopes === null ? {} : { scopes: row.scopes }),
		...(row.replaced_by === null ? {} : { replacedBy: row.replaced_by }),
	};
}
