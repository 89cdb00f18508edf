// The transparency log in the database: entries as they come in, and the sequencer's side: the right edge, tiles, checkpoint.
// One row holds the widest tile or bundle at its place; what was narrower is its beginning.

import { Fault } from '../../base/fault.ts';
import type { LogRow } from '../../flows/record.ts';
import type { SequencedStep } from '../../flows/sequence-log.ts';
import { readBundle } from '../../log/bundle.ts';
import { HASH_BYTES, type Hash } from '../../log/merkle.ts';
import type { LogReader } from '../../log/reader.ts';
import type { Edge } from '../../log/sequence.ts';
import { levelCount, parseTilePath, partialWidth, splitHashes, TILE_WIDTH, type Tile } from '../../log/tile.ts';
import { bytes, jsons, texts, times, uuids } from './binary-array.ts';
import { type Db, isUuid, run, type Statements } from './database.ts';

/** Any fixed number: who holds this advisory lock sequences. */
const LOCK = 823_402;
const ENTRIES = -1;

export async function addEntries(db: Db | Statements, rows: readonly LogRow[]): Promise<void> {
	if (rows.length === 0) return;
	await run(
		db,
		`with opened as (
			insert into log_opening (entry_id, salt, content) select * from unnest($1::uuid[], $5::bytea[], $6::json[]))
		insert into log_entry (id, subject, entry, created_at)
		select * from unnest($1::uuid[], $2::text[], $3::bytea[], $4::timestamptz[])`,
		[
			uuids(rows.map((row) => row.id)),
			texts(rows.map((row) => row.subject.replaceAll('\0', '�'))),
			bytes(rows.map((row) => row.entry)),
			times(rows.map((row) => row.at)),
			bytes(rows.map((row) => Buffer.from(row.salt, 'hex'))),
			jsons(rows.map((row) => row.content)),
		],
	);
}

/** Tries to become the one who sequences until this transaction ends. */
export async function lockSequencer(tx: Db): Promise<boolean> {
	const [row] = await run(tx, 'select pg_try_advisory_xact_lock($1) as locked', [LOCK]);
	return row?.['locked'] === true;
}

export interface WaitingEntry {
	readonly id: string;
	readonly entry: Uint8Array;
}

/** Entries without a place in the tree, oldest first. */
export async function waitingEntries(tx: Db, most: number): Promise<WaitingEntry[]> {
	const rows = await run(tx, 'select id, entry from log_entry where index is null order by created_at, id limit $1', [most]);
	return rows.map((row) => ({ id: String(row['id']), entry: row['entry'] as Buffer }));
}

export async function readCheckpoint(db: Db | Statements): Promise<{ readonly size: number; readonly note: string } | undefined> {
	const [row] = await run(db, 'select size, note from log_checkpoint');
	return row === undefined ? undefined : { size: Number(row['size']), note: String(row['note']) };
}

/** The right edge of the stored tree of this size. @throws Fault `impossible` when a tile of it is missing. */
export async function readEdge(db: Db, size: number): Promise<Edge> {
	const levels: Hash[][] = [];
	for (let level = 0; level < levelCount(size); level++) {
		const width = partialWidth(size, level);
		if (width === 0) levels.push([]);
		else {
			const index = Math.floor(size / TILE_WIDTH ** (level + 1));
			const hashes = splitHashes(await requireTile(db, { level, index, width }));
			if (hashes === undefined) throw new Fault('impossible', `A tile of the log at level ${level} is damaged.`);
			levels.push(hashes);
		}
	}
	const width = partialWidth(size, 0);
	const index = Math.floor(size / TILE_WIDTH);
	const bundle = width === 0 ? new Uint8Array(0) : await requireTile(db, { level: 'entries', index, width });
	return { size, levels, bundle };
}

async function requireTile(db: Db, tile: Tile): Promise<Uint8Array> {
	const bytes = await readTile(db, tile);
	if (bytes === undefined) throw new Fault('impossible', `The log lacks a tile (level ${tile.level}, ${tile.index}); restore a backup.`);
	return bytes;
}

/** A tile or bundle cut to the width asked for; undefined while the log is not that wide. */
export async function readTile(db: Db | Statements, { level, index, width }: Tile): Promise<Uint8Array | undefined> {
	const [row] = await run(db, 'select width, bytes from log_tile where level = $1 and index = $2', [
		level === 'entries' ? ENTRIES : level,
		index,
	]);
	const bytes = row?.['bytes'] as Buffer | undefined;
	const stored = Number(row?.['width'] ?? 0);
	if (bytes === undefined || stored < width) return undefined;
	if (stored === width) return bytes;
	return bytes.subarray(0, level === 'entries' ? readBundle(bytes, width).end : width * HASH_BYTES);
}

/** The stored log as the verifier reads one. */
export const storedLog = (db: Db | Statements): LogReader => ({
	read: async (path) => {
		if (path === 'checkpoint') {
			const checkpoint = await readCheckpoint(db);
			return checkpoint === undefined ? undefined : Buffer.from(checkpoint.note);
		}
		const tile = parseTilePath(path);
		return tile === undefined ? undefined : readTile(db, tile);
	},
});

/** Entries whose row says another place or another leaf than the tree has for it. */
export async function countMisplaced(db: Db | Statements): Promise<number> {
	const [row] = await run(
		db,
		`select (select count(*) from log_entry e left join log_tile t on t.level = 0 and t.index = e.index / ${TILE_WIDTH}
				where e.index is not null and (e.leaf_hash is distinct from substr(t.bytes, (e.index % ${TILE_WIDTH})::int * ${HASH_BYTES} + 1, ${HASH_BYTES})
				or e.leaf_hash is distinct from sha256('\\x00'::bytea || e.entry)))
			+ abs((select count(*) from log_entry where index is not null) - coalesce((select size from log_checkpoint), 0)) as count`,
	);
	return Number(row?.['count'] ?? 0);
}

/** Stores one sequencing step: places, tiles and the signed checkpoint. Call it in the transaction that holds the lock. */
export async function saveSequenced(tx: Db, step: SequencedStep): Promise<void> {
	await run(
		tx,
		`update log_entry e set index = n.index, leaf_hash = n.leaf
		from (select * from unnest($1::uuid[], $2::bigint[], $3::bytea[]) as t (id, index, leaf)) n where e.id = n.id`,
		[step.ids, step.ids.map((_, i) => step.first + i), step.leaves.map((leaf) => Buffer.from(leaf))],
	);
	const widest = new Map<string, Tile & { readonly bytes: Uint8Array }>();
	for (const { path, bytes } of step.resources) {
		const tile = parseTilePath(path);
		if (tile === undefined) throw new Fault('impossible', `The sequencer made a tile at ${path}.`);
		const place = `${tile.level}/${tile.index}`;
		if ((widest.get(place)?.width ?? 0) < tile.width) widest.set(place, { ...tile, bytes });
	}
	const tiles = [...widest.values()];
	await run(
		tx,
		`insert into log_tile (level, index, width, bytes)
		select * from unnest($1::smallint[], $2::bigint[], $3::smallint[], $4::bytea[])
		on conflict (level, index) do update set width = excluded.width, bytes = excluded.bytes`,
		[
			tiles.map(({ level }) => (level === 'entries' ? ENTRIES : level)),
			tiles.map(({ index }) => index),
			tiles.map(({ width }) => width),
			tiles.map(({ bytes }) => Buffer.from(bytes)),
		],
	);
	await run(
		tx,
		`insert into log_checkpoint (size, note, signed_at) values ($1, $2, $3)
		on conflict (one) do update set size = excluded.size, note = excluded.note, signed_at = excluded.signed_at`,
		[step.size, step.note, step.at],
	);
}

export interface FoundEntry {
	readonly id: string;
	readonly subject: string;
	readonly entry: string;
	readonly index?: number;
	readonly at: string;
}

/** Entries, newest first; of one subject when it is given. */
export async function listEntries(
	db: Db,
	filter: { readonly subjects?: readonly string[]; readonly limit: number; readonly after?: { readonly at: string; readonly id: string } },
): Promise<FoundEntry[]> {
	const rows = await run(
		db,
		`select id, subject, entry, index, created_at from log_entry
		where ($1::text[] is null or subject = any($1::text[])) and ($2::timestamptz is null or (created_at, id) < ($2::timestamptz, $3::uuid))
		order by created_at desc, id desc limit $4`,
		[filter.subjects ?? null, filter.after?.at ?? null, filter.after?.id ?? null, filter.limit],
	);
	return rows.map(found);
}

export async function readEntry(db: Db, id: string): Promise<FoundEntry | undefined> {
	if (!isUuid(id)) return undefined;
	const [row] = await run(db, 'select id, subject, entry, index, created_at from log_entry where id = $1::uuid', [id]);
	return row === undefined ? undefined : found(row);
}

const found = (row: Readonly<Record<string, unknown>>): FoundEntry => ({
	id: String(row['id']),
	subject: String(row['subject']),
	entry: (row['entry'] as Buffer).toString('utf8'),
	...(row['index'] === null ? {} : { index: Number(row['index']) }),
	at: String(row['created_at']),
});
