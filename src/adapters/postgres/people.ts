// People and one-time links. Passwords and sessions are better-auth's; a link is stored as the SHA-256 of its token and works once.
import { createHash, randomBytes } from 'node:crypto';
import { ROLES, type Role } from '../../model/actor.ts';
import type { Db } from './database.ts';

export interface PersonRow {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly createdAt: string;
}

/** Names by id; ids without a person are left out. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<Readonly<Record<string, string>>> {
	if (ids.length === 0) return {};
	const rows = await db
		.selectFrom('person')
		.select(['id', 'name'])
		.where('id', 'in', [...ids])
		.execute();
	return Object.fromEntries(rows.map((row) => [row.id, row.name]));
}

/** A role this version does not know may do nothing: buyer is the least of all. */
export const roleOf = (text: string): Role => ROLES.find((one) => one === text) ?? 'buyer';

export interface Invitation {
	readonly role: Role;
	readonly name?: string;
	readonly createdBy?: string;
	/** The training that certifies the person, and until when. */
	readonly training?: string;
	readonly certifiedUntil?: string;
	readonly now: string;
	readonly expiresAt: string;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Makes a one-time link's token. */
export async function createInvitation(db: Db, one: Invitation): Promise<string> {
	const token = randomBytes(24).toString('base64url');
	await db
		.insertInto('invitation')
		.values({
			token_hash: hashOf(token),
			role: one.role,
			name: one.name ?? null,
			created_by: one.createdBy ?? null,
			created_at: one.now,
			expires_at: one.expiresAt,
			used_at: null,
			training: one.training ?? null,
			certified_until: one.certifiedUntil ?? null,
		})
		.execute();
	return token;
}

/** What a one-time link carries. */
export interface UsedInvitation {
	readonly role: Role;
	readonly training?: string;
	readonly certifiedUntil?: string;
	readonly createdBy?: string;
}

/** Uses a token up; what it carries, or undefined when it is unknown, used or expired. */
export async function useInvitation(db: Db, token: string, now: string): Promise<UsedInvitation | undefined> {
	const row = await db
		.updateTable('invitation')
		.set({ used_at: now })
		.where('token_hash', '=', hashOf(token))
		.where('used_at', 'is', null)
		.where('expires_at', '>', now)
		.returning(['role', 'training', 'certified_until', 'created_by'])
		.executeTakeFirst();
	if (row === undefined) return undefined;
	return {
		role: roleOf(row.role),
		...(row.training === null ? {} : { training: row.training }),
		...(row.certified_until === null ? {} : { certifiedUntil: row.certified_until }),
		...(row.created_by === null ? {} : { createdBy: row.created_by }),
	};
}

/** Gives a token back when the person could not be made after all. */
export async function restoreInvitation(db: Db, token: string): Promise<void> {
	await db.updateTable('invitation').set({ used_at: null }).where('token_hash', '=', hashOf(token)).execute();
}

export async function countAdministrators(db: Db): Promise<number> {
	const row = await db
		.selectFrom('person')
		.select((select) => select.fn.countAll<number>().as('count'))
		.where('role', '=', 'administrator')
		.executeTakeFirst();
	return Number(row?.count ?? 0);
}

/** Withdraws unused first-administrator links, so that only the one just printed works. */
export async function withdrawInvitations(db: Db, role: Role): Promise<void> {
	await db.deleteFrom('invitation').where('role', '=', role).where('used_at', 'is', null).where('created_by', 'is', null).execute();
}
