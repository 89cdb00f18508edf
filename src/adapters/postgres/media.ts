// Files in the database: bytes under their hash, uploads that name them, what was read from them, and which revision shows which.
import type { Upload } from '../../flows/listing-media.ts';
import type { LogRow } from '../../flows/record.ts';
import type { ListedMedia } from '../../flows/screening.ts';
import type { RevisionRow } from '../../flows/store.ts';
import type { MediaPart } from '../../model/media.ts';
import type { MediaCache } from '../media/reader.ts';
import { asFault, type Db, isUuid, run, type Statements, transact } from './database.ts';
import { addEntries } from './log.ts';

export interface NewUpload extends Upload {
	readonly bytes: Uint8Array;
	/** RFC 3339 UTC. */
	readonly at: string;
	/** JSON of the actor. */
	readonly by: string;
}

export interface KeptUpload extends Upload {
	readonly uploadedAt: string;
	readonly uploadedBy: unknown;
	readonly entryId: string;
}

/** A statement outside of a transaction. @throws Fault `database-unavailable` when the database is away. */
const ask = (...asked: Parameters<typeof run>): ReturnType<typeof run> =>
	run(...asked).catch((error: unknown) => {
		throw asFault(error);
	});

/** Postgres texts hold no zero byte. */
const storable = (text: string): string => text.replaceAll('\0', '�');

/** Bytes that may be kept: of one actor (absent: nobody's) in a day, and of all files. */
export interface UploadBounds {
	readonly actor?: string;
	readonly daily: number;
	readonly total: number;
}

export type FullLimit = 'daily' | 'total';

/** `kept`: as it stands, which is an earlier upload where the same was sent before. `full`: nothing was stored. */
export type SavedUpload =
	| { readonly kind: 'kept'; readonly upload: KeptUpload; readonly fresh: boolean }
	| { readonly kind: 'full'; readonly limit: FullLimit };

// Leaves the transaction, so that what was counted in it is undone.
class Full extends Error {
	readonly limit: FullLimit;
	constructor(limit: FullLimit) {
		super(limit);
		this.limit = limit;
	}
}

/** Keeps a file and its entry in one transaction, within bounds. */
export async function saveUpload(db: Db, one: NewUpload, entry: LogRow, bounds: UploadBounds): Promise<SavedUpload> {
	try {
		return await save(db, one, entry, bounds);
	} catch (error) {
		if (error instanceof Full) return { kind: 'full', limit: error.limit };
		throw error;
	}
}

function save(db: Db, one: NewUpload, entry: LogRow, bounds: UploadBounds): Promise<SavedUpload> {
	const { id, hash, size, type, name, source, seller, bytes, at, by } = one;
	const named = [hash, name === undefined ? null : storable(name), source ?? null, seller === undefined ? null : storable(seller)];
	return transact(db, async (tx) => {
		const stored = await run(
			tx,
			'insert into media (hash, size, type, bytes, stored_at) values ($1, $2, $3, $4, $5) on conflict do nothing returning hash',
			[hash, size, type, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), at],
		);
		const added = await run(
			tx,
			`insert into media_upload (hash, name, source, seller, id, uploaded_at, uploaded_by, entry_id) values ($1, $2, $3, $4, $5, $6, $7, $8)
			on conflict do nothing returning id`,
			[...named, id, at, by, entry.id],
		);
		if (added.length > 0) await addEntries(tx, [entry]);
		// Last, so that nobody waits long for whoever counts.
		if (added.length > 0 && bounds.actor !== undefined) {
			const [use] = await run(
				tx,
				`insert into media_use (day, actor, bytes) values (($1::timestamptz at time zone 'UTC')::date, $2, $3)
				on conflict (day, actor) do update set bytes = media_use.bytes + excluded.bytes returning bytes`,
				[at, bounds.actor, size],
			);
			if (Number(use?.['bytes']) > bounds.daily) throw new Full('daily');
		}
		if (stored.length > 0) {
			const [total] = await run(
				tx,
				'insert into media_total (bytes) values ($1) on conflict (one) do update set bytes = media_total.bytes + excluded.bytes returning bytes',
				[size],
			);
			if (Number(total?.['bytes']) > bounds.total) throw new Full('total');
		}
		const [row] = await run(
			tx,
			`${UPLOADS} where u.hash = $1 and u.name is not distinct from $2 and u.source is not distinct from $3
			and u.seller is not distinct from $4`,
			named,
		);
		return { kind: 'kept', upload: keptOf(row ?? {}), fresh: added.length > 0 };
	});
}

/** Counts of days that nobody asks about any more. */
export async function forgetUse(db: Db, before: string): Promise<void> {
	await run(db, `delete from media_use where day < ($1::timestamptz at time zone 'UTC')::date`, [before]);
}

const UPLOADS = 'select u.*, m.size, m.type from media_upload u join media m using (hash)';

/** Uploads by id: those of this seller and those of nobody in particular; without a seller, all. */
export async function findUploads(db: Db, ids: readonly string[], seller?: string): Promise<Map<string, KeptUpload>> {
	const known = ids.filter(isUuid);
	if (known.length === 0) return new Map();
	const rows = await ask(db, `${UPLOADS} where u.id = any($1::uuid[]) and ($2::text is null or u.seller = $2)`, [known, seller ?? null]);
	return new Map(rows.map((row) => [String(row['id']), keptOf(row)]));
}

function keptOf(row: Readonly<Record<string, unknown>>): KeptUpload {
	const optional = (key: 'name' | 'source' | 'seller'): object => (row[key] === null ? {} : { [key]: String(row[key]) });
	return {
		id: String(row['id']),
		hash: String(row['hash']),
		size: Number(row['size']),
		type: String(row['type']),
		uploadedAt: String(row['uploaded_at']),
		uploadedBy: row['uploaded_by'],
		entryId: String(row['entry_id']),
		...optional('name'),
		...optional('source'),
		...optional('seller'),
	};
}

/** The bytes under a hash. */
export async function readBytes(db: Db, hash: string): Promise<Uint8Array | undefined> {
	const [row] = await ask(db, 'select bytes from media where hash = $1', [hash]);
	return row === undefined ? undefined : (row['bytes'] as Buffer);
}

/** What was read, by hash. `reader`: the version of the reader, so that a better one reads again. */
export function mediaCache(db: Db, reader: number): MediaCache {
	return {
		get: async (hash) => {
			const [row] = await ask(db, 'select parts from media_reading where hash = $1 and reader = $2', [hash, reader]);
			return row === undefined ? undefined : (row['parts'] as readonly MediaPart[]);
		},
		set: async (hash, parts) => {
			await ask(db, 'insert into media_reading (hash, reader, parts) values ($1, $2, $3::json) on conflict do nothing', [
				hash,
				reader,
				JSON.stringify(parts),
			]);
		},
	};
}

/** Writes which files the revisions show, and what they were read as. Both statements leave at once: the commit may follow them. */
export async function addListedMedia(db: Db | Statements, rows: readonly RevisionRow[]): Promise<void> {
	const listed = rows.flatMap(({ listingId, revision, media }) => (media === undefined ? [] : [{ listingId, revision, media }]));
	if (listed.length === 0) return;
	const files = listed.flatMap(({ listingId, revision, media }) => media.files.map((file, at) => ({ listingId, revision, at, ...file })));
	await Promise.all([
		run(db, 'insert into listing_media_text (listing_id, revision, texts) select * from unnest($1::text[], $2::int[], $3::json[])', [
			listed.map(({ listingId }) => listingId),
			listed.map(({ revision }) => revision),
			listed.map(({ media }) => media.texts),
		]),
		run(
			db,
			`insert into listing_media (listing_id, revision, position, pointer, upload_id)
			select * from unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::uuid[])`,
			[
				files.map(({ listingId }) => listingId),
				files.map(({ revision }) => revision),
				files.map(({ at }) => at),
				files.map(({ pointer }) => pointer),
				files.map(({ uploadId }) => uploadId),
			],
		),
	]);
}

/** What the present revisions of these listings keep of their media. */
export async function mediaOf(db: Db | Statements, ids: readonly string[]): Promise<Map<string, ListedMedia>> {
	const rows = await run(
		db,
		`select l.id, t.texts::text as texts, coalesce((select json_agg(json_build_object('pointer', m.pointer, 'uploadId', m.upload_id,
			'hash', u.hash) order by m.position) from listing_media m join media_upload u on u.id = m.upload_id
			where m.listing_id = l.id and m.revision = l.revision), '[]') as files
		from listing l join listing_media_text t on t.listing_id = l.id and t.revision = l.revision where l.id = any($1::text[])`,
		[ids],
	);
	return new Map(rows.map((row) => [String(row['id']), { texts: String(row['texts']), files: row['files'] as ListedMedia['files'] }]));
}

/** One file of a revision with the upload it is. */
export interface ShownFile {
	readonly pointer: string;
	readonly upload: KeptUpload;
}

/** The files of one revision in their order, and the texts the engine was given, as JSON; undefined without media. */
export async function shownMedia(
	db: Db,
	listingId: string,
	revision: number,
): Promise<{ readonly files: readonly ShownFile[]; readonly texts: string } | undefined> {
	const [text] = await ask(db, 'select texts::text as texts from listing_media_text where listing_id = $1 and revision = $2', [
		listingId,
		revision,
	]);
	if (text === undefined) return undefined;
	const rows = await run(
		db,
		`select l.pointer, u.*, m.size, m.type from listing_media l join media_upload u on u.id = l.upload_id join media m using (hash)
		where l.listing_id = $1 and l.revision = $2 order by l.position`,
		[listingId, revision],
	);
	return { texts: String(text['texts']), files: rows.map((row) => ({ pointer: String(row['pointer']), upload: keptOf(row) })) };
}
