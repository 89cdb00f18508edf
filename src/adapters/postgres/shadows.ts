// The candidate policy that decides silently: when it runs, what it counted, and where it differs.
import { type Db, run } from './database.ts';

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

/** The candidate that runs, else the one that ran last. */
export async function readShadow(db: Db): Promise<ReadShadow | undefined> {
	const [row] = await run(
		db,
		`select s.*, p.name, (select json_object_agg(transition, listings order by transition) from policy_shadow_count c where c.shadow = s.id) as counts
		from policy_shadow s join policy p on p.version = s.policy order by (s.stopped_at is null) desc, s.started_at desc limit 1`,
	);
	if (row === undefined) return undefined;
	const transitions = (row['counts'] ?? {}) as Readonly<Record<string, number>>;
	const sum = (wanted: (transition: string) => boolean): number =>
		Object.entries(transitions).reduce((total, [transition, count]) => (wanted(transition) ? total + count : total), 0);
	return {
		id: String(row['id']),
		version: String(row['policy']),
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
		`select * from policy_shadow_difference where shadow = $1 and ($2::bigint is null or number < $2::bigint) order by number desc limit $3`,
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

/** Ends the candidate that runs; its policy, if one ran. */
export async function stopShadow(tx: Db, at: string): Promise<string | undefined> {
	const [row] = await run(tx, 'update policy_shadow set stopped_at = $1 where stopped_at is null returning policy', [at]);
	return row === undefined ? undefined : String(row['policy']);
}

export async function startShadow(tx: Db, id: string, policy: string, at: string): Promise<void> {
	await run(tx, 'insert into policy_shadow (id, policy, started_at) values ($1, $2, $3)', [id, policy, at]);
}
