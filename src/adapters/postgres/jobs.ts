// Jobs over all listings: their rows, and the listings that come next.
import type { JobCause, JobRow } from '../../flows/job.ts';
import { type Actor, actorText } from '../../model/actor.ts';
import type { Backtest } from '../../policy/backtest.ts';
import type { SecretBox } from '../secret-box.ts';
import { type Db, isUuid, run, type Statements } from './database.ts';
import { NAMES_LISTS } from './watch-lists.ts';

type Row = Readonly<Record<string, unknown>>;

export async function addJob(db: Db, job: JobRow): Promise<void> {
	await run(
		db,
		`insert into job (id, kind, cause, candidate, as_of, catalogue, status, cursor, total, done, result, started_by, created_at, updated_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)`,
		[
			job.id,
			job.kind,
			JSON.stringify(job.cause),
			job.candidate ?? null,
			job.asOf ?? null,
			job.catalogue ?? null,
			job.status,
			job.cursor,
			job.total,
			job.done,
			JSON.stringify(job.result),
			actorText(job.startedBy),
			job.createdAt,
		],
	);
}

const COLUMNS =
	'id, kind, cause, candidate, as_of::text, catalogue, status, cursor, total, done, result, started_by, created_at, updated_at, finished_at';

/** The job that is next, or undefined; `kind`: only such. */
export async function nextJob(db: Db, kind?: JobRow['kind']): Promise<JobRow | undefined> {
	// What screens again comes before what only looks: it may have something to take down.
	const [row] = await run(
		db,
		`select ${COLUMNS} from job where status = 'waiting' and ($1::text is null or kind = $1) order by (kind = 'preview'), created_at, id limit 1`,
		[kind ?? null],
	);
	return row === undefined ? undefined : jobOf(row);
}

export async function readJob(db: Db, id: string): Promise<JobRow | undefined> {
	const [row] = isUuid(id) ? await run(db, `select ${COLUMNS} from job where id = $1`, [id]) : [];
	return row === undefined ? undefined : jobOf(row);
}

/** A job that has not begun and does what this one would. */
export async function waitingJob(
	db: Db,
	{ kind, candidate, catalogue }: Pick<JobRow, 'kind' | 'candidate' | 'catalogue'>,
): Promise<JobRow | undefined> {
	const [row] = await run(
		db,
		`select ${COLUMNS} from job where status = 'waiting' and done = 0 and kind = $1 and candidate is not distinct from $2
			and catalogue is not distinct from $3 and as_of is null limit 1`,
		[kind, candidate ?? null, catalogue ?? null],
	);
	return row === undefined ? undefined : jobOf(row);
}

/** The latest preview of a catalogue since a time. */
export async function latestPreviewOf(db: Db, catalogue: string, since: string): Promise<JobRow | undefined> {
	const sql = `select ${COLUMNS} from job where kind = 'preview' and catalogue = $1 and created_at >= $2 order by created_at desc, id desc limit 1`;
	const [row] = await run(db, sql, [catalogue, since]);
	return row === undefined ? undefined : jobOf(row);
}

/** Latest first. `watched`: also previews of policies that name restricted lists. */
export async function listJobs(
	db: Db,
	{
		kind,
		limit,
		watched,
		after,
	}: {
		readonly kind?: JobRow['kind'];
		readonly limit: number;
		readonly watched: boolean;
		readonly after?: { readonly at: string; readonly id: string };
	},
): Promise<JobRow[]> {
	const rows = await run(
		db,
		`select ${COLUMNS} from job where ($4::text is null or kind = $4)
			and ($5 or candidate is null or not exists (select from policy p where p.version = candidate and ${NAMES_LISTS}))
			and ($2::timestamptz is null or (created_at, id) < ($2::timestamptz, $3::uuid)) order by created_at desc, id desc limit $1`,
		[limit, after?.at ?? null, after?.id ?? null, kind ?? null, watched],
	);
	return rows.map(jobOf);
}

/** The job, held until the transaction ends, when it still stands where the caller left it. */
export async function lockJobAt(tx: Statements, id: string, cursor: string): Promise<boolean> {
	const rows = await run(tx, `select 1 from job where id = $1 and cursor = $2 and status = 'waiting' for update`, [id, cursor]);
	return rows.length > 0;
}

export async function saveJob(tx: Statements, { id, status, cursor, done, result, updatedAt, finishedAt }: JobRow): Promise<void> {
	await run(tx, 'update job set status = $2, cursor = $3, done = $4, result = $5, updated_at = $6, finished_at = $7 where id = $1', [
		id,
		status,
		cursor,
		done,
		JSON.stringify(result),
		updatedAt,
		finishedAt ?? null,
	]);
}

export async function cancelJob(db: Db, id: string, at: string): Promise<void> {
	await run(db, `update job set status = 'cancelled', updated_at = $2, finished_at = $2 where id = $1 and status = 'waiting'`, [id, at]);
}

/** A listing as a job goes over it: its present text, its verdict, and what was read from its media when it has some, as JSON. */
export interface StoredListing {
	readonly listingId: string;
	readonly revision: number;
	readonly body: string;
	readonly before: string;
	readonly media?: string;
	/** What restricted lists said of it, as JSON. */
	readonly hits?: string;
}

/** Listings after an id, in the order of ids. */
export async function listingsAfter(db: Db, id: string, most: number, box: SecretBox): Promise<StoredListing[]> {
	const rows = await run(
		db,
		`select l.id, l.revision, r.content::text as content, r.verdict::text as verdict, t.texts::text as media, h.sealed as hits
		from (select id, revision from listing where id > $1 order by id limit $2) l
		join listing_revision r on r.listing_id = l.id and r.revision = l.revision
		left join listing_media_text t on t.listing_id = l.id and t.revision = l.revision
		left join watch_hit h on h.listing_id = l.id and h.revision = l.revision order by l.id`,
		[id, most],
	);
	return rows.map((row) => ({
		listingId: String(row['id']),
		revision: Number(row['revision']),
		body: String(row['content']),
		before: String(row['verdict']),
		...(row['media'] === null ? {} : { media: String(row['media']) }),
		...opened(row['hits'], box),
	}));
}

// What cannot be opened any more is as good as not there: it is written again.
function opened(sealed: unknown, box: SecretBox): { readonly hits?: string } {
	const [hits] = sealed === null ? [] : box.open(sealed as Buffer);
	return hits === undefined ? {} : { hits };
}

function jobOf(row: Row): JobRow {
	return {
		id: String(row['id']),
		kind: row['kind'] as JobRow['kind'],
		cause: row['cause'] as JobCause,
		...(row['candidate'] === null ? {} : { candidate: String(row['candidate']) }),
		...(row['as_of'] === null ? {} : { asOf: String(row['as_of']) }),
		...(row['catalogue'] === null ? {} : { catalogue: String(row['catalogue']) }),
		status: row['status'] as JobRow['status'],
		cursor: String(row['cursor']),
		total: Number(row['total']),
		done: Number(row['done']),
		result: row['result'] as Backtest,
		startedBy: row['started_by'] as Actor,
		createdAt: String(row['created_at']),
		updatedAt: String(row['updated_at']),
		...(row['finished_at'] === null ? {} : { finishedAt: String(row['finished_at']) }),
	};
}
