// Listings and their revisions: whole batches in single statements, and the reads of lists and of one listing.
import type { ListingRow, ListingState, PresentListing, RevisionRow } from '../../flows/store.ts';
import type { VerdictKind } from '../../model/verdict.ts';
import { ints, jsons, texts, times, uuids } from './binary-array.ts';
import { type Db, isUuid, run, type Statements } from './database.ts';

/** Postgres texts hold no zero byte; JSON texts escape it and are not affected. */
const storable = (text: string): string => text.replaceAll('\0', '�');

export async function lockListings(db: Db | Statements, ids: readonly string[]): Promise<Map<string, PresentListing>> {
	if (ids.length === 0) return new Map();
	// Always in the order of ids, so that two transactions cannot wait for each other.
	const rows = await run(
		db,
		`select l.id, l.revision, l.state, l.reason_code, l.verdict, l.seller, l.title, l.case_id, l.updated_at,
			r.input_hash, r.catalogue_version, r.engine_version, r.policy_version, r.verdict::text as verdict_text
		from (select * from listing where id = any($1::text[]) order by id for update) l
		join listing_revision r on r.listing_id = l.id and r.revision = l.revision`,
		[texts(ids)],
	);
	return new Map(
		rows.map((row) => [
			String(row['id']),
			{
				...listingOf(row),
				inputHash: String(row['input_hash']),
				catalogueVersion: String(row['catalogue_version']),
				engineVersion: String(row['engine_version']),
				policyVersion: String(row['policy_version']),
				verdictText: String(row['verdict_text']),
			},
		]),
	);
}

export async function lockListingOf(db: Db | Statements, caseId: string): Promise<PresentListing | undefined> {
	const [row] = isUuid(caseId) ? await run(db, 'select id from listing where case_id = $1::uuid', [caseId]) : [];
	return row === undefined ? undefined : (await lockListings(db, [String(row['id'])])).get(String(row['id']));
}

/** A row of `listing` as flows speak of it. */
export function listingOf(row: Readonly<Record<string, unknown>>): ListingRow {
	const optional = (key: string, name: string): object => (row[key] === null || row[key] === undefined ? {} : { [name]: String(row[key]) });
	return {
		id: String(row['id']),
		revision: Number(row['revision']),
		state: row['state'] as ListingState,
		verdict: row['verdict'] as VerdictKind,
		title: String(row['title']),
		updatedAt: String(row['updated_at']),
		...optional('reason_code', 'reasonCode'),
		...optional('seller', 'seller'),
		...optional('case_id', 'caseId'),
	};
}

export async function saveListings(db: Db | Statements, given: readonly ListingRow[]): Promise<void> {
	if (given.length === 0) return;
	// In the order of ids, as they are locked: two servers that add the same new listings must not wait for each other.
	const rows = [...given].sort((a, b) => (a.id < b.id ? -1 : 1));
	await run(
		db,
		`insert into listing (id, revision, state, reason_code, verdict, seller, title, case_id, updated_at)
		select * from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::timestamptz[])
		on conflict (id) do update set revision = excluded.revision, state = excluded.state, reason_code = excluded.reason_code,
			verdict = excluded.verdict, seller = excluded.seller, title = excluded.title, case_id = excluded.case_id,
			updated_at = excluded.updated_at`,
		[
			texts(rows.map((row) => row.id)),
			ints(rows.map((row) => row.revision)),
			texts(rows.map((row) => row.state)),
			texts(rows.map((row) => row.reasonCode ?? null)),
			texts(rows.map((row) => row.verdict)),
			texts(rows.map((row) => (row.seller === undefined ? null : storable(row.seller)))),
			texts(rows.map((row) => storable(row.title))),
			uuids(rows.map((row) => row.caseId ?? null)),
			times(rows.map((row) => row.updatedAt)),
		],
	);
}

export async function addRevisions(db: Db | Statements, rows: readonly RevisionRow[]): Promise<void> {
	if (rows.length === 0) return;
	const added = run(
		db,
		`insert into listing_revision (listing_id, revision, content, input_hash, verdict, verdict_kind, catalogue_version, engine_version,
			policy_version, state, reason_code, submitted_at, submitted_by, entry_id)
		select * from unnest($1::text[], $2::int[], $3::json[], $4::text[], $5::json[], $6::text[], $7::text[], $8::text[], $9::text[],
			$10::text[], $11::text[], $12::timestamptz[], $13::json[], $14::uuid[])`,
		[
			texts(rows.map((row) => row.listingId)),
			ints(rows.map((row) => row.revision)),
			jsons(rows.map((row) => row.content)),
			texts(rows.map((row) => row.inputHash)),
			jsons(rows.map((row) => row.verdictText)),
			texts(rows.map((row) => row.verdict)),
			texts(rows.map((row) => row.catalogueVersion)),
			texts(rows.map((row) => row.engineVersion)),
			texts(rows.map((row) => row.policyVersion)),
			texts(rows.map((row) => row.state)),
			texts(rows.map((row) => row.reasonCode ?? null)),
			times(rows.map((row) => row.submittedAt)),
			jsons(rows.map((row) => row.submittedBy)),
			uuids(rows.map((row) => row.entryId)),
		],
	);
	const edited = rows.filter((row) => row.revision > 1).map((row) => row.listingId);
	const cleared = edited.length > 0 && run(db, 'delete from listing_substance where listing_id = any($1::text[])', [texts(edited)]);
	const named = rows.flatMap((row) => row.substances.map((substance) => ({ ...substance, listing: row.listingId })));
	const naming =
		named.length > 0 &&
		run(
			db,
			`insert into listing_substance (listing_id, substance, name)
			select * from unnest($1::text[], $2::text[], $3::text[]) on conflict do nothing`,
			[texts(named.map((one) => one.listing)), texts(named.map((one) => one.id)), texts(named.map((one) => one.name))],
		);
	await Promise.all([added, cleared, naming]);
}

export interface ListingFilter {
	readonly state?: ListingState;
	readonly q?: string;
	/** Only this seller's. */
	readonly seller?: string;
	readonly limit: number;
	/** The last row of the page before. */
	readonly after?: { readonly updatedAt: string; readonly id: string };
}

/** Latest change first. */
export async function listListings(db: Db, filter: ListingFilter): Promise<ListingRow[]> {
	let query = db.selectFrom('listing').selectAll().orderBy('updated_at', 'desc').orderBy('id', 'desc').limit(filter.limit);
	const { state, q, seller, after } = filter;
	if (state !== undefined) query = query.where('state', '=', state);
	if (seller !== undefined) query = query.where('seller', '=', seller);
	if (q !== undefined && q.trim() !== '') {
		const words = storable(q.trim()).replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
		query = query.where((where) => where.or([where('id', '=', storable(q.trim())), where('title', 'ilike', `%${words}%`)]));
	}
	if (after !== undefined) {
		query = query.where((where) =>
			where.or([
				where('updated_at', '<', after.updatedAt),
				where.and([where('updated_at', '=', after.updatedAt), where('id', '<', after.id)]),
			]),
		);
	}
	return (await query.execute()).map(listingOf);
}

export interface ReadRevision {
	readonly revision: number;
	readonly submittedAt: string;
	readonly submittedBy: unknown;
	readonly state: ListingState;
	readonly reasonCode?: string;
	readonly listing: unknown;
	readonly verdict: unknown;
	readonly entryId: string;
}

/** A listing with its latest revisions, newest first; undefined when there is none. */
export async function readListing(
	db: Db,
	id: string,
	most: number,
): Promise<{ readonly row: ListingRow; readonly revisions: readonly ReadRevision[] } | undefined> {
	if (id.includes('\0')) return undefined;
	const row = await db.selectFrom('listing').selectAll().where('id', '=', id).executeTakeFirst();
	if (row === undefined) return undefined;
	const found = await db
		.selectFrom('listing_revision')
		.selectAll()
		.where('listing_id', '=', id)
		.orderBy('revision', 'desc')
		.limit(most)
		.execute();
	const revisions = found.map((one) => ({
		revision: one.revision,
		submittedAt: one.submitted_at,
		submittedBy: one.submitted_by,
		state: one.state as ListingState,
		...(one.reason_code === null ? {} : { reasonCode: one.reason_code }),
		listing: one.content,
		verdict: one.verdict,
		entryId: one.entry_id,
	}));
	return { row: listingOf(row), revisions };
}

/** Other listings of the seller, or whose present revision names one of the same substances; latest first. */
export async function similarListings(db: Db, row: Pick<ListingRow, 'id' | 'seller'>, most: number): Promise<ListingRow[]> {
	const rows = await run(
		db,
		`select l.* from listing l where l.id <> $1 and (l.seller = $2 or l.id in (
			select other.listing_id from listing_substance mine join listing_substance other using (substance) where mine.listing_id = $1 limit 1000))
		order by l.updated_at desc limit $3`,
		[row.id, row.seller ?? null, most],
	);
	return rows.map(listingOf);
}

export async function countListings(db: Db): Promise<number> {
	const [row] = await run(db, 'select count(*) as count from listing');
	return Number(row?.['count'] ?? 0);
}

/** How many listings name each of these substances in their present revision. */
export async function countNaming(db: Db, substances: readonly string[]): Promise<Map<string, number>> {
	if (substances.length === 0) return new Map();
	const rows = await run(
		db,
		'select substance, count(*) as count from listing_substance where substance = any($1::text[]) group by substance',
		[substances],
	);
	return new Map(rows.map((row) => [String(row['substance']), Number(row['count'])]));
}
