// What reports are made of: the events of many cases at once, and the verdicts that restrictions rested on.
import type { CaseEvent } from '../../model/case-event.ts';
import type { Verdict } from '../../model/verdict.ts';
import { type Db, run } from './database.ts';

export interface CaseHistory {
	readonly caseId: string;
	readonly listing: string;
	readonly seller?: string;
	readonly events: readonly CaseEvent[];
}

interface Span {
	/** RFC 3339 UTC, inclusive. */
	readonly from: string;
	/** Exclusive. */
	readonly to: string;
	readonly most: number;
}

/** Cases whose latest decision is of this span, oldest first. */
export const decidedHistories = (db: Db, span: Span): Promise<CaseHistory[]> =>
	histories(db, 'c.decided_at >= $1::timestamptz and c.decided_at < $2::timestamptz', span);

/** Cases in which anything happened in this span. */
export const activeHistories = (db: Db, span: Span): Promise<CaseHistory[]> =>
	histories(
		db,
		`exists (select from case_event e where e.case_id = c.id
			and (e.event ->> 'at')::timestamptz >= $1::timestamptz and (e.event ->> 'at')::timestamptz < $2::timestamptz)`,
		span,
	);

async function histories(db: Db, where: string, { from, to, most }: Span): Promise<CaseHistory[]> {
	const rows = await run(
		db,
		`select c.id, c.listing_id, l.seller, (select json_agg(e.event order by e.seq) from case_event e where e.case_id = c.id) as events
		from review_case c join listing l on l.id = c.listing_id where ${where} order by c.opened_at, c.id limit $3`,
		[from, to, most],
	);
	return rows.map((row) => ({
		caseId: String(row['id']),
		listing: String(row['listing_id']),
		events: row['events'] as CaseEvent[],
		...(row['seller'] === null ? {} : { seller: String(row['seller']) }),
	}));
}

export interface JudgedRevision {
	readonly verdict: Verdict;
	readonly submittedAt: string;
}

/** The revision a restriction was about. */
export async function readRevision(db: Db, listing: string, revision: number): Promise<JudgedRevision | undefined> {
	const row = await db
		.selectFrom('listing_revision')
		.select(['verdict', 'submitted_at'])
		.where('listing_id', '=', listing)
		.where('revision', '=', revision)
		.executeTakeFirst();
	return row === undefined ? undefined : { verdict: row.verdict as Verdict, submittedAt: row.submitted_at };
}
