// What reports are made of: the events of many cases at once, and the verdicts that restrictions rested on.
import type { CaseEvent } from '../../model/case-event.ts';
import type { Verdict } from '../../model/verdict.ts';
import { type Db, isUuid, type Row, run } from './database.ts';

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

/** Cases in which anything happened in this span, less those that are restricted: nothing of them leaves the house. */
export const activeHistories = (db: Db, span: Span): Promise<CaseHistory[]> =>
	histories(
		db,
		`c.state -> 'visibleTo' is null and exists (select from case_event e where e.case_id = c.id
			and (e.event ->> 'at')::timestamptz >= $1::timestamptz and (e.event ->> 'at')::timestamptz < $2::timestamptz)`,
		span,
	);

/** Those of these cases that are not restricted. */
export async function openHistories(db: Db, ids: readonly string[]): Promise<CaseHistory[]> {
	const known = ids.filter((id) => isUuid(id));
	if (known.length === 0) return [];
	const where = `c.id = any($1::uuid[]) and c.state -> 'visibleTo' is null`;
	return (await run(db, `${HISTORY} where ${where} order by c.opened_at, c.id`, [known])).map(historyOf);
}

const HISTORY = `select c.id, c.listing_id, l.seller,
	(select json_agg(e.event order by e.seq) from case_event e where e.case_id = c.id) as events
	from review_case c join listing l on l.id = c.listing_id`;

async function histories(db: Db, where: string, { from, to, most }: Span): Promise<CaseHistory[]> {
	return (await run(db, `${HISTORY} where ${where} order by c.opened_at, c.id limit $3`, [from, to, most])).map(historyOf);
}

function historyOf(row: Row): CaseHistory {
	return {
		caseId: String(row['id']),
		listing: String(row['listing_id']),
		events: row['events'] as CaseEvent[],
		...(row['seller'] === null ? {} : { seller: String(row['seller']) }),
	};
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
