// Answers kept under Idempotency-Key, so that a request sent twice acts once. They are forgotten after a day.
import type { KeptAnswer } from '../../flows/store.ts';
import { type Db, run, type Statements } from './database.ts';

export async function keptAnswers(
	db: Db | Statements,
	keys: readonly { readonly actor: string; readonly key: string }[],
	after: string,
): Promise<KeptAnswer[]> {
	if (keys.length === 0) return [];
	const rows = await run(
		db,
		`select actor, key, request_hash, status, answer::text as answer, created_at from idempotency_key
		where (actor, key) in (select * from unnest($1::text[], $2::text[])) and created_at > $3::timestamptz`,
		[keys.map((one) => one.actor), keys.map((one) => one.key), after],
	);
	return rows.map((row) => ({
		actor: String(row['actor']),
		key: String(row['key']),
		requestHash: String(row['request_hash']),
		status: Number(row['status']),
		answer: String(row['answer']),
		at: String(row['created_at']),
	}));
}

/** Keeps answers; one that was kept longer than a day ago under the same key gives way. */
export async function keepAnswers(db: Db | Statements, rows: readonly KeptAnswer[]): Promise<void> {
	if (rows.length === 0) return;
	await run(
		db,
		`insert into idempotency_key (actor, key, request_hash, status, answer, created_at)
		select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::json[], $6::timestamptz[])
		on conflict (actor, key) do update set request_hash = excluded.request_hash, status = excluded.status, answer = excluded.answer,
			created_at = excluded.created_at`,
		[
			rows.map((row) => row.actor),
			rows.map((row) => row.key),
			rows.map((row) => row.requestHash),
			rows.map((row) => row.status),
			rows.map((row) => row.answer),
			rows.map((row) => row.at),
		],
	);
}

/** Forgets what was kept before a time. */
export async function forgetAnswers(db: Db, before: string): Promise<void> {
	await db.deleteFrom('idempotency_key').where('created_at', '<', before).execute();
}
