// What a case rests on, as it was stored: one revision with its verdict and files, and the log entries with their openings.
import { type Db, run } from './database.ts';
import { shownMedia } from './media.ts';

export interface EvidenceEntry {
	readonly id: string;
	/** Canonical JSON. */
	readonly entry: string;
	readonly index?: number;
	/** Absent when it was erased. */
	readonly opening?: { readonly salt: string; readonly content: unknown };
}

export interface StoredEvidence {
	readonly revision: number;
	readonly submittedAt: string;
	readonly listing: unknown;
	readonly inputHash: string;
	readonly verdict: unknown;
	/** The log entry of the submission. */
	readonly entryId: string;
	readonly media: Awaited<ReturnType<typeof shownMedia>>;
	readonly entries: readonly EvidenceEntry[];
}

/** A revision with everything kept of it and the entries of `events`; undefined when there is no such revision. */
export async function readEvidence(
	db: Db,
	listingId: string,
	revision: number,
	events: readonly string[],
): Promise<StoredEvidence | undefined> {
	const row = await db
		.selectFrom('listing_revision')
		.selectAll()
		.where('listing_id', '=', listingId)
		.where('revision', '=', revision)
		.executeTakeFirst();
	if (row === undefined) return undefined;
	const entries = await run(
		db,
		`select e.id, e.entry, e.index, encode(o.salt, 'hex') as salt, o.content from log_entry e left join log_opening o on o.entry_id = e.id
		where e.id = any($1::uuid[]) order by e.index nulls last, e.created_at, e.id`,
		[[row.entry_id, ...events]],
	);
	return {
		revision,
		submittedAt: row.submitted_at,
		listing: row.content,
		inputHash: row.input_hash,
		verdict: row.verdict,
		entryId: row.entry_id,
		media: await shownMedia(db, listingId, revision),
		entries: entries.map((one) => ({
			id: String(one['id']),
			entry: (one['entry'] as Buffer).toString('utf8'),
			...(one['index'] === null ? {} : { index: Number(one['index']) }),
			...(one['salt'] === null ? {} : { opening: { salt: String(one['salt']), content: one['content'] } }),
		})),
	};
}
