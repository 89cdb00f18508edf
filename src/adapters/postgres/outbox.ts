// The outbox: announcements, and one delivery of each for every webhook that wants to hear of it, with leases. Whoever takes a
// delivery holds it for a while; if it dies, another takes it again: told at least once.
import type { Claimed, DeliveryStore, Settled } from '../../flows/deliver.ts';
import type { AnnouncementRow } from '../../flows/store.ts';
import type { SecretBox } from '../secret-box.ts';
import { texts, times, uuids } from './binary-array.ts';
import { type Db, run, type Statements, transact } from './database.ts';
import { addEntries } from './log.ts';

/** One statement, which costs nothing more where there is no webhook. */
export async function addAnnouncements(db: Db | Statements, rows: readonly AnnouncementRow[]): Promise<void> {
	if (rows.length === 0) return;
	await run(
		db,
		`with told as (select * from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) as a(id, kind, body, at)),
		wanted as (select a.*, w.id as webhook_id from told a join webhook w on w.kinds = '{}' or a.kind = any(w.kinds)),
		kept as (insert into announcement (id, kind, body, created_at) select distinct id, kind, body, at from wanted)
		insert into webhook_delivery (webhook_id, announcement_id, next_at) select webhook_id, id, at from wanted order by at, id`,
		[
			uuids(rows.map(({ id }) => id)),
			texts(rows.map(({ kind }) => kind)),
			texts(rows.map(({ body }) => body)),
			times(rows.map(({ at }) => at)),
		],
	);
}

/** Puts one announcement out for one webhook alone, whatever it wants to hear of. */
export async function announceTo(db: Db, webhookId: string, { id, kind, body, at }: AnnouncementRow): Promise<void> {
	await run(db, 'insert into announcement (id, kind, body, created_at) values ($1, $2, $3, $4)', [id, kind, body, at]);
	await run(db, 'insert into webhook_delivery (webhook_id, announcement_id, next_at) values ($1, $2, $3)', [webhookId, id, at]);
}

export function postgresDeliveries(db: Db, box: SecretBox): DeliveryStore {
	return {
		claim: (wanted) => claim(db, box, wanted),
		settle: (one) => transact(db, (tx) => settle(tx, one)),
		forget: async (before) => {
			await run(db, 'delete from announcement where created_at < $1::timestamptz', [before]);
		},
	};
}

// A few for each webhook, so that a slow one cannot keep the others waiting.
async function claim(
	db: Db,
	box: SecretBox,
	{ now, until, each, most, except }: Parameters<DeliveryStore['claim']>[0],
): Promise<Claimed[]> {
	const rows = await run(
		db,
		`with due as (
			select d.id from webhook w cross join lateral (
				select id, next_at from webhook_delivery where webhook_id = w.id and state = 'pending' and next_at <= $1::timestamptz
					and (leased_until is null or leased_until <= $1::timestamptz)
				order by next_at, id limit $3 for update skip locked
			) d where w.state = 'live' and w.id <> all($5::uuid[]) order by d.next_at limit $4
		)
		update webhook_delivery d set leased_until = $2::timestamptz, attempts = d.attempts + 1, last_at = $1::timestamptz
		from due, webhook w, announcement a where d.id = due.id and w.id = d.webhook_id and a.id = d.announcement_id
		returning d.id, d.webhook_id, d.announcement_id, d.attempts, a.body, w.url, w.secret,
			case when w.old_until > $1::timestamptz then w.old_secret end as old_secret`,
		[now, until, each, most, [...except]],
	);
	return rows.map((row) => ({
		id: Number(row['id']),
		webhookId: String(row['webhook_id']),
		announcementId: String(row['announcement_id']),
		attempt: Number(row['attempts']),
		url: String(row['url']),
		body: String(row['body']),
		secrets: [row['secret'], row['old_secret']].flatMap((sealed) => (Buffer.isBuffer(sealed) ? box.open(sealed) : [])),
	}));
}

async function settle(tx: Db, one: Settled): Promise<void> {
	const { id, webhookId, at, outcome } = one;
	// A lease that ran out may have let somebody else deliver it: what was delivered stays delivered.
	const mine = `where id = $1 and state = 'pending'`;
	if (outcome.kind === 'delivered') {
		await run(tx, `update webhook_delivery set state = 'delivered', delivered_at = $2, leased_until = null, last_error = null ${mine}`, [
			id,
			at,
		]);
		await run(tx, 'update webhook set failing_since = null, failures = 0 where id = $1 and failures > 0', [webhookId]);
		return;
	}
	const { error, nextAt } = outcome;
	await run(
		tx,
		`update webhook_delivery set state = case when $2::timestamptz is null then 'dead' else 'pending' end,
			next_at = coalesce($2::timestamptz, next_at), leased_until = null, last_error = $3 ${mine}`,
		[id, nextAt ?? null, error],
	);
	await run(tx, 'update webhook set failures = failures + 1, failing_since = coalesce(failing_since, $2) where id = $1', [webhookId, at]);
	const { disable } = outcome;
	if (disable === undefined) return;
	const ended = await run(
		tx,
		`update webhook set state = 'disabled', reason = $2
		where id = $1 and state = 'live' and ($3::timestamptz is null or failing_since <= $3::timestamptz) returning id`,
		[webhookId, disable.reason, disable.failingSince ?? null],
	);
	if (ended.length > 0) await addEntries(tx, [one.entryOfEnd()]);
}
