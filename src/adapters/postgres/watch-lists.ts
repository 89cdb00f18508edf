// Restricted lists and what they matched, as sealed bytes: opening them is for who holds the box.
import type { RevisionRow } from '../../flows/store.ts';
import { type Actor, actorText } from '../../model/actor.ts';
import type { SecretBox } from '../secret-box.ts';
import { type Db, run, type Statements } from './database.ts';

export type WatchListAct = 'added' | 'sealed' | 'retired' | 'restored';

export interface WatchListEvent {
	readonly kind: WatchListAct;
	readonly by: Actor;
	readonly at: string;
}

export interface WatchListRow {
	readonly sha256: string;
	readonly id: string;
	readonly sealed: Buffer;
	/** Oldest first. */
	readonly events: readonly WatchListEvent[];
}

/** The last of these acts says whether a list is retired. */
export const isRetired = ({ events }: Pick<WatchListRow, 'events'>): boolean =>
	events.findLast(({ kind }) => kind !== 'sealed')?.kind === 'retired';

const SELECT = `select w.sha256, w.id, w.sealed, (select json_agg(json_build_object('kind', e.kind, 'by', e.by,
	'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by e.number)
	from watch_list_event e where e.sha256 = w.sha256) as events, (select max(number) from watch_list_event e where e.sha256 = w.sha256) as last
	from watch_list w`;

/** Every list, the one that something happened to last first. */
export async function listWatchLists(db: Db): Promise<WatchListRow[]> {
	return (await run(db, `${SELECT} order by last desc`)).map(rowOf);
}

export async function readWatchLists(db: Db, hashes: readonly string[]): Promise<WatchListRow[]> {
	return hashes.length === 0 ? [] : (await run(db, `${SELECT} where w.sha256 = any($1::text[])`, [hashes])).map(rowOf);
}

const rowOf = (row: Readonly<Record<string, unknown>>): WatchListRow => ({
	sha256: String(row['sha256']),
	id: String(row['id']),
	sealed: row['sealed'] as Buffer,
	events: (row['events'] ?? []) as WatchListEvent[],
});

/** Keeps a list; the same one again is sealed anew. */
export async function keepWatchList(tx: Db, { sha256, id, sealed }: Omit<WatchListRow, 'events'>): Promise<void> {
	const sql = 'insert into watch_list (sha256, id, sealed) values ($1, $2, $3) on conflict (sha256) do update set sealed = excluded.sealed';
	await run(tx, sql, [sha256, id, sealed]);
}

export async function addWatchListEvent(tx: Db, sha256: string, { kind, by, at }: WatchListEvent): Promise<void> {
	const sql = 'insert into watch_list_event (sha256, kind, by, at) values ($1, $2, $3, $4)';
	await run(tx, sql, [sha256, kind, actorText(by), at]);
}

/** Of a policy `p`: its document names a list. Documents are stored as JSON without blanks. */
export const NAMES_LISTS = `p.document like '%"watch":[{%'`;

/** A policy that names lists, and where it is: what keeps a list from being retired. */
export interface NamingPolicy {
	readonly version: string;
	readonly name: string;
	/** JSON. */
	readonly document: string;
	readonly inForce: boolean;
	readonly silent: boolean;
	/** Its open proposal. */
	readonly proposal?: string;
}

/** Every policy that names a list, latest first. */
export async function policiesNaming(db: Db): Promise<NamingPolicy[]> {
	const rows = await run(
		db,
		`select p.version, p.name, p.document, p.version = (select policy from policy_activation order by number desc limit 1) as in_force,
			exists (select from shadow s where s.policy = p.version and s.stopped_at is null) as silent,
			(select r.id from policy_proposal r where r.policy = p.version and r.status = 'open' order by r.proposed_at desc limit 1) as proposal
		from policy p where ${NAMES_LISTS} order by p.created_at desc, p.version`,
	);
	return rows.map((row) => ({
		version: String(row['version']),
		name: String(row['name']),
		document: String(row['document']),
		inForce: row['in_force'] === true,
		silent: row['silent'] === true,
		...(row['proposal'] === null ? {} : { proposal: String(row['proposal']) }),
	}));
}

/** Keeps what restricted lists say of revisions. */
export async function addHits(tx: Statements, rows: readonly RevisionRow[], box: SecretBox): Promise<void> {
	const hit = rows.flatMap(({ listingId, revision, hits }) => (hits === undefined ? [] : [{ listingId, revision, hits }]));
	if (hit.length === 0) return;
	await run(tx, 'insert into watch_hit (listing_id, revision, sealed) select * from unnest($1::text[], $2::int[], $3::bytea[])', [
		hit.map(({ listingId }) => listingId),
		hit.map(({ revision }) => revision),
		hit.map(({ hits }) => box.seal(hits)),
	]);
}

/** What restricted lists said of a revision, as JSON; `lost`: it was sealed under another secret. */
export async function readHits(db: Db, listingId: string, revision: number, box: SecretBox): Promise<string | 'lost' | undefined> {
	const [row] = await run(db, 'select sealed from watch_hit where listing_id = $1 and revision = $2', [listingId, revision]);
	return row === undefined ? undefined : (box.open(row['sealed'] as Buffer)[0] ?? 'lost');
}
