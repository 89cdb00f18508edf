// What the log says of API keys: made, replaced, ended. Whoever stores one of these facts adds its entry in the same transaction.
import type { Actor, Role } from '../model/actor.ts';
import { type Dice, type LogRow, record } from './record.ts';

interface MadeKey {
	readonly id: string;
	readonly name: string;
	readonly role: Role;
	readonly seller?: string;
	readonly scopes?: readonly string[];
	readonly createdAt: string;
}

/** Without the fact `narrowed` a key has its whole role; to which actions it was narrowed stands in the opening. */
export function createdEntry({ id, name, role, seller, scopes, createdAt: at }: MadeKey, actor: Actor, dice: Dice): LogRow {
	const facts = { role, ...(scopes === undefined ? {} : { narrowed: true }) };
	const content = { name, seller: seller ?? null, ...(scopes === undefined ? {} : { scopes: [...scopes] }) };
	return record({ at, kind: 'key.created', subject: `key/${id}`, actor, content, facts }, dice);
}

/** The entry of the key that is replaced. `endsAt`: when it stops working. */
export function rotatedEntry(
	{ id, successor, endsAt }: { readonly id: string; readonly successor: string; readonly endsAt: string },
	actor: Actor,
	at: string,
	dice: Dice,
): LogRow {
	return record({ at, kind: 'key.rotated', subject: `key/${id}`, actor, content: {}, facts: { successor, endsAt } }, dice);
}

export const revokedEntry = (id: string, actor: Actor, at: string, dice: Dice): LogRow =>
	record({ at, kind: 'key.revoked', subject: `key/${id}`, actor, content: {} }, dice);
