// Cases: the events, which are only ever added, and their fold, which the queue reads.
import { addHours } from '../../base/time.ts';
import type { NewEvent } from '../../flows/store.ts';
import { type Case, RISKS } from '../../model/case.ts';
import type { CaseEvent } from '../../model/case-event.ts';
import type { Casework } from '../../model/casework.ts';
import { ints, jsons, texts, times, uuids } from './binary-array.ts';
import { type Db, isUuid, run, type Statements } from './database.ts';

export async function lockCases(db: Db | Statements, ids: readonly string[]): Promise<Map<string, Case>> {
	const known = ids.filter((id) => isUuid(id));
	if (known.length === 0) return new Map();
	const rows = await run(db, 'select id, state from review_case where id = any($1::uuid[]) order by id for update', [known]);
	return new Map(rows.map((row) => [String(row['id']), row['state'] as Case]));
}

export async function saveCases(db: Db | Statements, rows: readonly { readonly state: Case; readonly priority: number }[]): Promise<void> {
	if (rows.length === 0) return;
	await run(
		db,
		`insert into review_case (id, listing_id, seq, state, status, priority, claimed_by, claimed_until, opened_at, decided_at)
		select * from unnest($1::uuid[], $2::text[], $3::int[], $4::json[], $5::text[], $6::bigint[], $7::text[], $8::timestamptz[],
			$9::timestamptz[], $10::timestamptz[])
		on conflict (id) do update set seq = excluded.seq, state = excluded.state, status = excluded.status, priority = excluded.priority,
			claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until, decided_at = excluded.decided_at`,
		[
			uuids(rows.map(({ state }) => state.id)),
			texts(rows.map(({ state }) => state.listing)),
			ints(rows.map(({ state }) => state.seq)),
			jsons(rows.map(({ state }) => JSON.stringify(state))),
			texts(rows.map(({ state }) => state.status)),
			rows.map(({ priority }) => priority),
			texts(rows.map(({ state }) => state.claim?.by ?? null)),
			times(rows.map(({ state }) => state.claim?.until ?? null)),
			times(rows.map(({ state }) => state.openedAt)),
			times(rows.map(({ state }) => state.decisions.at(-1)?.at ?? null)),
		],
	);
}

export async function addEvents(db: Db | Statements, rows: readonly NewEvent[]): Promise<void> {
	if (rows.length === 0) return;
	await run(
		db,
		`insert into case_event (case_id, seq, event, entry_id)
		select * from unnest($1::uuid[], $2::int[], $3::json[], $4::uuid[])`,
		[
			uuids(rows.map((row) => row.caseId)),
			ints(rows.map((row) => row.event.seq)),
			jsons(rows.map((row) => JSON.stringify(row.event))),
			uuids(rows.map((row) => row.entryId)),
		],
	);
}

export async function countClaims(db: Db | Statements, person: string, except: string, now: string): Promise<number> {
	const [row] = await run(
		db,
		'select count(*)::int as count from review_case where claimed_by = $1 and id <> $2::uuid and claimed_until > $3::timestamptz',
		[person, except, now],
	);
	return Number(row?.['count'] ?? 0);
}

/** Cases that wait and whose next escalation is due by the rules, nearest deadline first. Deadlines sort as the texts they are. */
export async function casesDue(db: Db, { warningHours }: Pick<Casework, 'warningHours'>, now: string, most: number): Promise<Case[]> {
	const rows = await run(
		db,
		`select c.state from review_case c
		cross join lateral json_to_record(c.state) as s(risk text, deadline text, escalation int)
		join unnest($1::text[], $2::text[]) as w(risk, near) on s.risk = w.risk
		where c.status in ('open', 'proposed', 'appealed') and s.escalation < 2
			and s.deadline <= case when s.escalation = 0 then w.near else $3 end
		order by s.deadline limit $4`,
		[[...RISKS], RISKS.map((risk) => addHours(now, warningHours[risk])), now, most],
	);
	return rows.map((row) => row['state'] as Case);
}

export interface CaseFilter {
	readonly state: 'open' | 'mine' | 'decided' | 'all';
	/** The person asking: whose claims are `mine`. */
	readonly person: string;
	/** What restricted cases may call them by. */
	readonly names: readonly string[];
	readonly now: string;
	readonly limit: number;
	readonly after?: { readonly priority: number; readonly openedAt: string; readonly id: string };
}

export interface QueuedCase {
	readonly state: Case;
	readonly priority: number;
	readonly title: string;
	readonly substances: readonly string[];
}

/** The queue, most urgent first; decided cases latest decision first. Restricted cases only for the people they name. */
export async function listCases(db: Db, filter: CaseFilter): Promise<QueuedCase[]> {
	const where = {
		open: `c.status in ('open', 'proposed', 'appealed')`,
		mine: 'c.claimed_by = $1 and c.claimed_until > $2::timestamptz',
		decided: `c.status in ('decided', 'closed')`,
		all: 'true',
	}[filter.state];
	const { after } = filter;
	const rows = await run(
		db,
		`select c.state, c.priority, l.title,
			(select coalesce(json_agg(s.name), '[]') from listing_substance s where s.listing_id = c.listing_id) as substances
		from review_case c join listing l on l.id = c.listing_id
		where ${where} and (c.state -> 'visibleTo' is null or c.state::jsonb -> 'visibleTo' ?| $7::text[]) and $1::text is not null and $2::timestamptz is not null
			and ($4::bigint is null or (c.priority, c.opened_at, c.id) > ($4::bigint, $5::timestamptz, $6::uuid))
		order by c.priority, c.opened_at, c.id limit $3`,
		[filter.person, filter.now, filter.limit, after?.priority ?? null, after?.openedAt ?? null, after?.id ?? null, filter.names],
	);
	return rows.map(queued);
}

/** One case with its events, oldest first; undefined when there is none. Whether the caller may see it is the flow's to say. */
export async function readCase(
	db: Db,
	id: string,
): Promise<(QueuedCase & { readonly events: readonly { readonly event: CaseEvent; readonly entryId: string }[] }) | undefined> {
	if (!isUuid(id)) return undefined;
	const [row] = await run(
		db,
		`select c.state, c.priority, l.title,
			(select coalesce(json_agg(s.name), '[]') from listing_substance s where s.listing_id = c.listing_id) as substances
		from review_case c join listing l on l.id = c.listing_id where c.id = $1::uuid`,
		[id],
	);
	if (row === undefined) return undefined;
	const events = await db.selectFrom('case_event').select(['event', 'entry_id']).where('case_id', '=', id).orderBy('seq').execute();
	return { ...queued(row), events: events.map((one) => ({ event: one.event as CaseEvent, entryId: one.entry_id })) };
}

const queued = (row: Readonly<Record<string, unknown>>): QueuedCase => ({
	state: row['state'] as Case,
	priority: Number(row['priority']),
	title: String(row['title']),
	substances: row['substances'] as string[],
});
