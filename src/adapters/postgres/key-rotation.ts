// Rotation of API keys: a successor like the key, and an end for the key itself, in one transaction with what the log says of both.
import { addHours, epochMs, isBefore } from '../../base/time.ts';
import { createdEntry, rotatedEntry } from '../../flows/key-entries.ts';
import type { Dice } from '../../flows/record.ts';
import type { Actor } from '../../model/actor.ts';
import type { Db } from './database.ts';
import { createKey, type IssuedKey, type KeyRow, keyOf } from './keys.ts';
import { addEntries } from './log.ts';

/** How long a key works on beside its successor unless something else is asked for. */
export const OVERLAP_HOURS = 24;
/** Beyond this it is a second key and no rotation. */
export const MOST_OVERLAP_HOURS = 720;

/** The key, held until the transaction ends: nobody else ends or replaces it meanwhile. */
export async function lockKey(tx: Db, id: string): Promise<KeyRow | undefined> {
	const row = await tx.selectFrom('api_key').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
	return row === undefined ? undefined : keyOf(row);
}

/** Why a key can have no successor, as a sentence; undefined when it can. */
export function unfitToRotate({ revokedAt, expiresAt, replacedBy }: KeyRow, now: string): string | undefined {
	if (revokedAt !== undefined) return 'The key was revoked, and a revoked key has no successor: make a new one.';
	if (replacedBy !== undefined) return `The key was rotated before; its successor is ${replacedBy}: rotate that one.`;
	const hasExpired = expiresAt !== undefined && !isBefore(now, expiresAt);
	return hasExpired ? 'The key has expired, and an expired key has no successor: make a new one.' : undefined;
}

export interface Rotation {
	readonly overlapHours: number;
	/** Of the successor; absent: it works as long as the key it replaces was made for. */
	readonly expiresAt?: string;
	/** RFC 3339 UTC. */
	readonly now: string;
}

/** Makes the successor of a locked key that is fit for it. `endsAt`: when the old one stops working. */
export async function rotateKey(
	tx: Db,
	old: KeyRow,
	rotation: Rotation,
	by: { readonly actor: Actor; readonly dice: Dice },
): Promise<{ readonly successor: IssuedKey; readonly endsAt: string }> {
	const { now } = rotation;
	const { name, role, seller, createdBy, scopes } = old;
	const expiresAt = rotation.expiresAt ?? freshEnd(old, now);
	const successor = await createKey(tx, {
		...{ name, role, now },
		...(seller === undefined ? {} : { seller }),
		...(createdBy === undefined ? {} : { createdBy }),
		...(scopes === undefined ? {} : { scopes }),
		...(expiresAt === undefined ? {} : { expiresAt }),
	});
	await addEntries(tx, [createdEntry(successor, by.actor, by.dice)]);
	return { successor, endsAt: await replaceKey(tx, old, successor.id, rotation, by) };
}

/** Lets a locked key end in favour of another one, never later than it would by itself; when that is. */
export async function replaceKey(
	tx: Db,
	{ id, expiresAt }: KeyRow,
	successor: string,
	{ now, overlapHours }: Rotation,
	{ actor, dice }: { readonly actor: Actor; readonly dice: Dice },
): Promise<string> {
	const wanted = addHours(now, overlapHours);
	const endsAt = expiresAt !== undefined && isBefore(expiresAt, wanted) ? expiresAt : wanted;
	await tx.updateTable('api_key').set({ expires_at: endsAt, replaced_by: successor }).where('id', '=', id).execute();
	await addEntries(tx, [rotatedEntry({ id, successor, endsAt }, actor, now, dice)]);
	return endsAt;
}

const freshEnd = ({ createdAt, expiresAt }: KeyRow, now: string): string | undefined =>
	expiresAt === undefined ? undefined : new Date(epochMs(now) + epochMs(expiresAt) - epochMs(createdAt)).toISOString();
