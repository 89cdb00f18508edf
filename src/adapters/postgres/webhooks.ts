// Webhooks as the administrator sees them, and their deliveries. A secret is shown when it is made and never again.
import { randomBytes } from 'node:crypto';
import type { AnnouncementKind } from '../../model/announcement.ts';
import type { SecretBox } from '../secret-box.ts';
import { type Db, isUuid, run } from './database.ts';

export interface WebhookRow {
	readonly id: string;
	readonly url: string;
	/** Empty: everything. */
	readonly kinds: readonly AnnouncementKind[];
	readonly description?: string;
	readonly state: 'live' | 'disabled';
	/** Why it is disabled. */
	readonly reason?: string;
	readonly createdAt: string;
	/** Until when the secret before the last rotation signs too. */
	readonly oldSecretUntil?: string;
	readonly failingSince?: string;
	readonly waiting: number;
	readonly dead: number;
}

export const DELIVERY_STATES = ['pending', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface DeliveryRow {
	readonly id: number;
	/** The id that receivers see. */
	readonly announcement: string;
	readonly kind: AnnouncementKind;
	readonly state: DeliveryState;
	readonly attempts: number;
	readonly createdAt: string;
	readonly nextAt?: string;
	readonly lastAt?: string;
	readonly lastError?: string;
	readonly deliveredAt?: string;
}

export interface NewWebhook {
	readonly id: string;
	readonly url: string;
	readonly kinds: readonly string[];
	readonly description?: string;
	readonly createdBy?: string;
	/** RFC 3339 UTC. */
	readonly now: string;
}

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** Makes a webhook; its secret, or undefined when the address is taken. */
export async function createWebhook(db: Db, box: SecretBox, one: NewWebhook): Promise<string | undefined> {
	const secret = newSecret();
	const made = await run(
		db,
		`insert into webhook (id, url, kinds, description, state, secret, created_at, created_by)
		values ($1, $2, $3, $4, 'live', $5, $6, $7) on conflict (url) do nothing returning id`,
		[one.id, one.url, [...one.kinds], one.description ?? null, box.seal(secret), one.now, one.createdBy ?? null],
	);
	return made.length === 0 ? undefined : secret;
}

const COLUMNS = `w.*, (select count(*)::int from webhook_delivery d where d.webhook_id = w.id and d.state = 'pending') as waiting,
	(select count(*)::int from webhook_delivery d where d.webhook_id = w.id and d.state = 'dead') as dead`;

export async function listWebhooks(db: Db): Promise<WebhookRow[]> {
	return (await run(db, `select ${COLUMNS} from webhook w order by w.created_at, w.id`)).map(webhookOf);
}

export async function readWebhook(db: Db, id: string): Promise<WebhookRow | undefined> {
	const [row] = isUuid(id) ? await run(db, `select ${COLUMNS} from webhook w where w.id = $1`, [id]) : [];
	return row === undefined ? undefined : webhookOf(row);
}

/** Makes a new secret; the old one signs beside it until `until`. Undefined when there is no such webhook. */
export async function rotateSecret(db: Db, box: SecretBox, id: string, until: string): Promise<string | undefined> {
	if (!isUuid(id)) return undefined;
	const secret = newSecret();
	const done = await run(db, 'update webhook set old_secret = secret, old_until = $2, secret = $3 where id = $1 returning id', [
		id,
		until,
		box.seal(secret),
	]);
	return done.length === 0 ? undefined : secret;
}

/** Stops telling a live webhook; what happens goes on waiting for it. False when it is not live. */
export async function disableWebhook(db: Db, id: string, reason: string): Promise<boolean> {
	if (!isUuid(id)) return false;
	const ended = await run(db, `update webhook set state = 'disabled', reason = $2 where id = $1 and state = 'live' returning id`, [
		id,
		reason,
	]);
	return ended.length > 0;
}

/** Lets a disabled webhook hear again, with everything that waited. */
export async function enableWebhook(db: Db, id: string): Promise<boolean> {
	if (!isUuid(id)) return false;
	const set = `state = 'live', reason = null, failing_since = null, failures = 0`;
	return (await run(db, `update webhook set ${set} where id = $1 returning id`, [id])).length > 0;
}

export async function removeWebhook(db: Db, id: string): Promise<boolean> {
	return isUuid(id) && (await run(db, 'delete from webhook where id = $1 returning id', [id])).length > 0;
}

export interface DeliveryFilter {
	readonly state?: DeliveryState;
	readonly before?: number;
	readonly limit: number;
}

/** Deliveries of a webhook, newest first. */
export async function listDeliveries(db: Db, webhookId: string, { state, before, limit }: DeliveryFilter): Promise<DeliveryRow[]> {
	const rows = await run(
		db,
		`select d.*, a.kind, a.created_at from webhook_delivery d join announcement a on a.id = d.announcement_id
		where d.webhook_id = $1 and ($2::text is null or d.state = $2) and ($3::bigint is null or d.id < $3) order by d.id desc limit $4`,
		[webhookId, state ?? null, before ?? null, limit],
	);
	return rows.map(deliveryOf);
}

/** Sends again from the first attempt: one delivery, or all dead ones. How many it is. */
export async function resendDeliveries(db: Db, webhookId: string, only: number | undefined, now: string): Promise<number> {
	const which = only === undefined ? `state = 'dead'` : `state in ('dead', 'delivered') and id = $3`;
	const rows = await run(
		db,
		`update webhook_delivery set state = 'pending', attempts = 0, next_at = $2, leased_until = null, delivered_at = null
		where webhook_id = $1 and ${which} returning id`,
		[webhookId, now, ...(only === undefined ? [] : [only])],
	);
	return rows.length;
}

type Row = Readonly<Record<string, unknown>>;

const optional = (row: Row, column: string, name: string): object =>
	row[column] === null || row[column] === undefined ? {} : { [name]: String(row[column]) };

const webhookOf = (row: Row): WebhookRow => ({
	id: String(row['id']),
	url: String(row['url']),
	kinds: row['kinds'] as AnnouncementKind[],
	state: row['state'] as WebhookRow['state'],
	createdAt: String(row['created_at']),
	waiting: Number(row['waiting']),
	dead: Number(row['dead']),
	...optional(row, 'description', 'description'),
	...optional(row, 'reason', 'reason'),
	...optional(row, 'old_until', 'oldSecretUntil'),
	...optional(row, 'failing_since', 'failingSince'),
});

const deliveryOf = (row: Row): DeliveryRow => ({
	id: Number(row['id']),
	announcement: String(row['announcement_id']),
	kind: row['kind'] as AnnouncementKind,
	state: row['state'] as DeliveryState,
	attempts: Number(row['attempts']),
	createdAt: String(row['created_at']),
	...(row['state'] === 'pending' ? optional(row, 'next_at', 'nextAt') : {}),
	...optional(row, 'last_at', 'lastAt'),
	...optional(row, 'last_error', 'lastError'),
	...optional(row, 'delivered_at', 'deliveredAt'),
});
