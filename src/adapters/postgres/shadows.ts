// The candidates that decide silently, a policy and a catalogue: when each runs, what it counted, and where it differs.
import type { Subject } from '../../flows/change-ruling.ts';
import type { ShadowRow } from '../../flows/store.ts';
import { type Db, run, type Statements } from './database.ts';

export interface ReadShadow {
	readonly id: string;
	readonly version: string;
	readonly name: string;
	readonly startedAt: string;
	readonly stoppedAt?: string;
	readonly listings: number;
	readonly differing: number;
	readonly transitions: Readonly<Record<string, number>>;
}

const NAMES = { policy: '(select name from policy where version = s.policy)', catalogue: 's.catalogue' } as const;

/** The candidate that runs, else the one that ran last. */
export async function readShadow(db: Db, of: Subject): Promise<ReadShadow | undefined> {
	const [row] = await run(
		db,
		`select s.*, ${NAMES[of]} as name, (select json_object_agg(transition, listings order by transition) from shadow_count c where c.shadow = s.id) as counts
		from shadow s where s.${of} is not null order by (s.stopped_at is null) desc, s.started_at desc limit 1`,
	);
	if (row === undefined) return undefined;
	const transitions = (row['counts'] ?? {}) as Readonly<Record<string, number>>;
	const sum = (wanted: (transition: string) => boolean): number =>
		Object.entries(transitions).reduce((total, [transition, count]) => (wanted(transition) ? total + count : total), 0);
	return {
		id: String(row['id']),
		version: String(row[of]),
		name: String(row['name']),
		startedAt: String(row['started_at']),
		...(row['stopped_at'] === null ? {} : { stoppedAt: String(row['stopped_at']) }),
		listings: sum(() => true),
		differing: sum((transition) => new Set(transition.split('→')).size > 1),
		transitions,
	};
}

export interface Difference {
	readonly number: number;
	readonly listingId: string;
	readonly revision: number;
	readonly live: string;
	readonly candidate: string;
	readonly why: string;
	readonly at: string;
}

/** Latest first. */
export async function listDifferences(db: Db, shadow: string, limit: number, after?: number): Promise<Difference[]> {
	const rows = await run(
		db,
		`select * from shadow_difference where shadow = $1 and ($2::bigint is null or number < $2::bigint) order by number desc limit $3`,
		[shadow, after ?? null, limit],
	);
	return rows.map((row) => ({
		number: Number(row['number']),
		listingId: String(row['listing_id']),
		revision: Number(row['revision']),
		live: String(row['live']),
		candidate: String(row['candidate']),
		why: String(row['why']),
		at: String(row['at']),
	}));
}

/** Ends the candidate that runs; its version, if one ran. */
export async function stopShadow(tx: Db, of: Subject, at: string): Promise<string | undefined> {
	const sql = `update shadow set stopped_at = $1 where stopped_at is null and ${of} is not null returning ${of} as version`;
	const [row] = await run(tx, sql, [at]);
	return row === undefined ? undefined : String(row['version']);
}

export async function startShadow(
	tx: Db,
	of: Subject,
	{ id, version, at }: { readonly id: string; readonly version: string; readonly at: string },
): Promise<void> {
	await run(tx, `insert into shadow (id, ${of}, started_at) values ($1, $2, $3)`, [id, version, at]);
}

/** Counts what the candidate said, and keeps where it differs. */
export async function addShadows(tx: Db | Statements, rows: readonly ShadowRow[]): Promise<void> {
	const [first] = rows;
	if (first === undefined) return;
	const counts = new Map<string, number>();
	for (const { shadow, live, candidate } of rows) {
		const key = `${shadow} ${live}→${candidate}`;
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	const keys = [...counts.keys()].sort();
	await run(
		tx,
		`insert into shadow_count as c (shadow, transition, listings) select * from unnest($1::uuid[], $2::text[], $3::bigint[])
		on conflict (shadow, transition) do update set listings = c.listings + excluded.listings`,
		[keys.map((key) => key.split(' ')[0]), keys.map((key) => key.split(' ')[1]), keys.map((key) => counts.get(key))],
	);
	const differing = rows.filter(({ live, candidate }) => live !== candidate);
	if (differing.length === 0) return;
	await run(
		tx,
		`insert into shadow_difference (shadow, listing_id, revision, live, candidate, why, at)
		select * from unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])`,
		[
			differing.map((row) => row.shadow),
			differing.map((row) => row.listingId),
			differing.map((row) => row.revision),
			differing.map((row) => row.live),
			differing.map((row) => row.candidate),
			differing.map((row) => row.why.replaceAll('\0', '�')),
			differing.map((row) => row.at),
		],
	);
}
