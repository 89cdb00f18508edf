// Golden cases and their answers. What is asked and what is right are written once; triggers refuse to change or delete them.
import type { GoldenLook } from '../../cases/golden-figures.ts';
import type { AnswerRow, GoldenStore, GoldenTx } from '../../flows/golden-cases.ts';
import { type Actor, actorText } from '../../model/actor.ts';
import type { Outcome } from '../../model/case.ts';
import type { GoldenAnswer, GoldenCase, GoldenSnapshot, Retirement } from '../../model/golden.ts';
import type { Listing } from '../../model/listing.ts';
import type { Verdict } from '../../model/verdict.ts';
import { lockCases } from './cases.ts';
import { type Db, isUuid, type Row, run, transact } from './database.ts';
import { addEntries } from './log.ts';

export function postgresGolden(db: Db): GoldenStore {
	return { transact: (work) => transact(db, (tx) => work(bind(tx))) };
}

function bind(tx: Db): GoldenTx {
	return {
		lockCase: async (id) => (await lockCases(tx, [id])).get(id),
		revision: async (listing, revision) => {
			const sql = 'select content, verdict from listing_revision where listing_id = $1 and revision = $2';
			const [row] = await run(tx, sql, [listing, revision]);
			return row === undefined ? undefined : { listing: row['content'] as Listing, verdict: row['verdict'] as Verdict };
		},
		addGolden: (row) => addGolden(tx, row),
		lockGolden: async (id) => {
			const [row] = isUuid(id) ? await run(tx, 'select * from golden_case where id = $1 for update', [id]) : [];
			return row === undefined ? undefined : goldenOf(row);
		},
		saveGolden: async ({ id, status, confirmedBy, confirmedAt, retiredBy, retiredAt, because }) => {
			await run(
				tx,
				`update golden_case set status = $2, confirmed_by = $3, confirmed_at = $4, retired_by = $5, retired_at = $6, retired_because = $7
				where id = $1`,
				[id, status, textOf(confirmedBy), confirmedAt ?? null, textOf(retiredBy), retiredAt ?? null, because ?? null],
			);
		},
		hands: async (caseId) => {
			const sql = `select distinct coalesce(event -> 'actor' ->> 'person', event -> 'actor' ->> 'id') as person from case_event where case_id = $1`;
			return new Set((await run(tx, sql, [caseId])).map((row) => String(row['person'])));
		},
		addAnswer: (row) => addAnswer(tx, row),
		addEntries: (rows) => addEntries(tx, rows),
	};
}

const textOf = (actor: Actor | undefined): string | null => (actor === undefined ? null : actorText(actor));

async function addGolden(tx: Db, row: GoldenCase): Promise<boolean> {
	const added = await run(
		tx,
		`insert into golden_case (id, case_id, revision, snapshot, right_outcome, right_reason, status, proposed_by, proposed_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (case_id) where status <> 'retired' do nothing returning id`,
		[
			...[row.id, row.caseId, row.revision, JSON.stringify(row.snapshot), row.right.outcome, row.right.reasonCode],
			...[row.status, actorText(row.proposedBy), row.proposedAt],
		],
	);
	return added.length > 0;
}

async function addAnswer(tx: Db, { golden, person, role, outcome, reasonCode, at, entryId }: AnswerRow): Promise<boolean> {
	const added = await run(
		tx,
		`insert into golden_answer (golden_id, person_id, role, outcome, reason_code, answered_at, entry_id)
		values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning golden_id`,
		[golden, person, role, outcome, reasonCode, at, entryId],
	);
	return added.length > 0;
}

function goldenOf(row: Row): GoldenCase {
	return {
		id: String(row['id']),
		caseId: String(row['case_id']),
		revision: Number(row['revision']),
		snapshot: row['snapshot'] as GoldenSnapshot,
		right: { outcome: row['right_outcome'] as Outcome, reasonCode: String(row['right_reason']) },
		status: row['status'] as GoldenCase['status'],
		proposedBy: row['proposed_by'] as Actor,
		proposedAt: String(row['proposed_at']),
		...(row['confirmed_by'] === null ? {} : { confirmedBy: row['confirmed_by'] as Actor, confirmedAt: String(row['confirmed_at']) }),
		...(row['retired_by'] === null
			? {}
			: { retiredBy: row['retired_by'] as Actor, retiredAt: String(row['retired_at']), because: row['retired_because'] as Retirement }),
	};
}

/** A golden case, how often it was answered, and what the reader answered. */
export type ListedGolden = GoldenCase & { readonly answers: number; readonly yours?: GoldenAnswer };

export interface GoldenFilter {
	readonly caseId?: string;
	/** The person asking: restricted cases only for those they name. */
	readonly person: string;
	/** What the person may know beside what they made or answered: everything, or what waits to be confirmed. */
	readonly knows: 'everything' | 'proposals' | 'own';
	readonly limit: number;
	readonly after?: { readonly at: string; readonly id: string };
}

/** Those whose right answer the person may know, latest first. */
export async function listGolden(db: Db, { caseId, person, knows, limit, after }: GoldenFilter): Promise<ListedGolden[]> {
	if (caseId !== undefined && !isUuid(caseId)) return [];
	const rows = await run(
		db,
		`select g.*, a.outcome, a.reason_code, (select count(*)::int from golden_answer b where b.golden_id = g.id) as answers
		from golden_case g join review_case c on c.id = g.case_id left join golden_answer a on a.golden_id = g.id and a.person_id = $1
		where (c.state -> 'visibleTo' is null or c.state::jsonb -> 'visibleTo' ? $1) and ($2::uuid is null or g.case_id = $2::uuid)
			and ($6 = 'everything' or ($6 = 'proposals' and g.status = 'proposed') or a.person_id is not null
				or coalesce(g.proposed_by ->> 'person', g.proposed_by ->> 'id') = $1
				or coalesce(g.confirmed_by ->> 'person', g.confirmed_by ->> 'id') = $1)
			and ($4::timestamptz is null or (g.proposed_at, g.id) < ($4::timestamptz, $5::uuid))
		order by g.proposed_at desc, g.id desc limit $3`,
		[person, caseId ?? null, limit, after?.at ?? null, after?.id ?? null, knows],
	);
	return rows.map((row) => ({
		...goldenOf(row),
		answers: Number(row['answers']),
		...(row['outcome'] === null ? {} : { yours: { outcome: row['outcome'] as Outcome, reasonCode: String(row['reason_code']) } }),
	}));
}

/** The next golden case for a person: live, not answered by them, without their hand in it. The order differs by person, and stays. */
export async function nextGolden(
	db: Db,
	person: string,
): Promise<{ readonly next?: { readonly id: string; readonly snapshot: GoldenSnapshot }; readonly left: number }> {
	const rows = await run(
		db,
		`select g.id, g.snapshot, count(*) over ()::int as left_over from golden_case g join review_case c on c.id = g.case_id
		where g.status = 'live' and c.state -> 'visibleTo' is null
			and not exists (select from golden_answer a where a.golden_id = g.id and a.person_id = $1)
			and coalesce(g.proposed_by ->> 'person', g.proposed_by ->> 'id') <> $1
			and coalesce(g.confirmed_by ->> 'person', g.confirmed_by ->> 'id') <> $1
			and not exists (select from case_event e where e.case_id = g.case_id
				and coalesce(e.event -> 'actor' ->> 'person', e.event -> 'actor' ->> 'id') = $1)
		order by md5(g.id::text || $1), g.id limit 1`,
		[person],
	);
	const [row] = rows;
	if (row === undefined) return { left: 0 };
	return { next: { id: String(row['id']), snapshot: row['snapshot'] as GoldenSnapshot }, left: Number(row['left_over']) };
}

/** Answers of a span, without those to golden cases whose right answer was mistaken. */
export async function goldenLooks(db: Db, span: { readonly from: string; readonly to: string }): Promise<GoldenLook[]> {
	const rows = await run(
		db,
		`select a.*, g.right_outcome, g.right_reason from golden_answer a join golden_case g on g.id = a.golden_id
		where a.answered_at >= $1::timestamptz and a.answered_at < $2::timestamptz and g.retired_because is distinct from 'mistaken'
		order by a.answered_at, a.golden_id, a.person_id`,
		[span.from, span.to],
	);
	return rows.map((row) => ({
		golden: String(row['golden_id']),
		by: String(row['person_id']),
		role: String(row['role']),
		answer: { outcome: row['outcome'] as Outcome, reasonCode: String(row['reason_code']) },
		right: { outcome: row['right_outcome'] as Outcome, reasonCode: String(row['right_reason']) },
	}));
}
