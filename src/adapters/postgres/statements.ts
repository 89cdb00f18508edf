// Statements of reasons on their way: what is found along the log, what a call may take under a lease, what became of it. Whatever belongs
// to a restricted case is neither added nor sent nor listed.
import type { Problem } from '../../base/result.ts';
import type { ClaimedStatement, FilingCase, FilingOutcome, FilingRow, FilingStore, FilingTx } from '../../flows/file-statements.ts';
import type { TransparencyStatement } from '../../report/transparency.ts';
import { type Db, type Row, run, transact } from './database.ts';
import { addEntries } from './log.ts';
import { openHistories } from './reports.ts';

/** Log entries of one stretch. */
const STRETCH = 2_000;
const MOST_TO_RESEND = 10_000;

export function postgresFiling(db: Db): FilingStore {
	return {
		transact: (work) => transact(db, (tx) => work(bind(tx))),
		claim: (wanted) => claim(db, wanted),
	};
}

function bind(tx: Db): FilingTx {
	return {
		nextCases: () => nextCases(tx),
		casesToResend: async (puid) => {
			const rows = await run(
				tx,
				`select distinct case_id from filed_statement where state in ('refused', 'dead') and ($1::text is null or puid = $1) limit $2`,
				[puid ?? null, MOST_TO_RESEND],
			);
			return openHistories(
				tx,
				rows.map((row) => String(row['case_id'])),
			);
		},
		add: async (rows) => {
			for (const one of rows) await add(tx, one);
		},
		resend: (rows, only) => resend(tx, rows, only),
		settle: async (at, outcomes, entryId) => {
			for (const [puid, one] of outcomes) await settle(tx, puid, one, at, entryId);
		},
		addEntries: (rows) => addEntries(tx, rows),
	};
}

/**
 * Begins where the log ends now, or with `since` (an ISO date) at its beginning; sending that was on before goes on where it was. An
 * earlier `since` than before goes over the log again: what is there already is not added twice.
 */
export async function beginFiling(db: Db, since: string | undefined, today: string): Promise<void> {
	await run(
		db,
		`insert into filing_progress (since, next_index)
		values (coalesce($1::date, $2::date), case when $1::date is null then (select coalesce(max(size), 0) from log_checkpoint) else 0 end)
		on conflict (one) do update set since = excluded.since, next_index = 0
			where $1::date is not null and filing_progress.since > excluded.since`,
		[since ?? null, today],
	);
}

async function nextCases(tx: Db): Promise<{ readonly cases: readonly FilingCase[]; readonly since: string } | undefined> {
	const [progress] = await run(tx, 'select since::text, next_index from filing_progress for update skip locked');
	if (progress === undefined) return undefined;
	const from = Number(progress['next_index']);
	const [found] = await run(
		tx,
		`with stretch as (select index, subject from log_entry where index >= $1 order by index limit $2)
		select max(index) as last, json_agg(distinct substr(subject, 6)) filter (where subject like 'case/%') as cases from stretch`,
		[from, STRETCH],
	);
	if (found === undefined || found['last'] === null) return undefined;
	await run(tx, 'update filing_progress set next_index = $1', [Number(found['last']) + 1]);
	const cases = await openHistories(tx, (found['cases'] ?? []) as string[]);
	return { cases, since: `${String(progress['since'])}T00:00:00.000Z` };
}

const problemsOf = (row: FilingRow): string => JSON.stringify(row.made.ok ? [] : row.made.problems);
const textOf = (row: FilingRow): string | null => (row.made.ok ? JSON.stringify(row.made.value) : null);

async function add(tx: Db, row: FilingRow): Promise<void> {
	await run(
		tx,
		`insert into filed_statement (puid, case_id, restriction, state, statement, problems, created_at, next_at)
		values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict do nothing`,
		[row.puid, row.caseId, row.restriction, row.made.ok ? 'waiting' : 'refused', textOf(row), problemsOf(row), row.at],
	);
}

async function resend(tx: Db, rows: readonly FilingRow[], only: string | undefined): Promise<number> {
	let count = 0;
	for (const row of rows) {
		if (only !== undefined && row.puid !== only) continue;
		// What was refused once travels alone, so that it cannot hold up others.
		const done = await run(
			tx,
			`update filed_statement set state = $2, statement = $3, problems = $4, next_at = $5, attempts = 0, leased_until = null, last_error = null,
				together = case when state = 'refused' then 1 else together end
			where puid = $1 and state in ('refused', 'dead') returning puid`,
			[row.puid, row.made.ok ? 'waiting' : 'refused', textOf(row), problemsOf(row), row.at],
		);
		if (row.made.ok) count += done.length;
	}
	return count;
}

// Those that may travel only in small calls go first: among them is what keeps the others waiting.
async function claim(
	db: Db,
	{ now, until, most }: { readonly now: string; readonly until: string; readonly most: number },
): Promise<ClaimedStatement[]> {
	const due = `f.state = 'waiting' and f.next_at <= $1::timestamptz and (f.leased_until is null or f.leased_until <= $1::timestamptz)
		and exists (select from review_case c where c.id = f.case_id and c.state -> 'visibleTo' is null)`;
	const rows = await run(
		db,
		`with first as (select f.together from filed_statement f where ${due} order by f.together, f.next_at, f.number limit 1),
		taken as (
			select f.puid from filed_statement f join first on first.together = f.together where ${due}
			order by f.next_at, f.number limit least($3::int, (select together from first)) for update of f skip locked
		)
		update filed_statement f set leased_until = $2::timestamptz, attempts = f.attempts + 1, last_at = $1::timestamptz
		from taken where f.puid = taken.puid returning f.puid, f.attempts, f.together, f.statement, f.number`,
		[now, until, most],
	);
	return rows
		.toSorted((a, b) => Number(a['number']) - Number(b['number']))
		.map((row) => ({
			puid: String(row['puid']),
			attempt: Number(row['attempts']),
			together: Number(row['together']),
			statement: row['statement'] as TransparencyStatement,
		}));
}

async function settle(tx: Db, puid: string, one: FilingOutcome, at: string, entryId: string | undefined): Promise<void> {
	// A lease that ran out may have let somebody else send it: what was sent stays sent.
	const mine = `where puid = $1 and state = 'waiting'`;
	switch (one.kind) {
		case 'sent':
			await run(
				tx,
				`update filed_statement set state = 'sent', sent_at = $2, uuid = $3, permalink = $4, entry_id = $5, leased_until = null, last_error = null
				${mine}`,
				[puid, at, one.place.uuid ?? null, one.place.permalink ?? null, entryId ?? null],
			);
			return;
		case 'refused':
			await run(
				tx,
				`update filed_statement set state = 'refused', problems = $2, entry_id = $3, leased_until = null, last_error = null ${mine}`,
				[puid, JSON.stringify(one.problems), entryId ?? null],
			);
			return;
		case 'again':
			await run(
				tx,
				`update filed_statement set together = least(together, $2), attempts = 0, next_at = $3, leased_until = null, last_error = null ${mine}`,
				[puid, one.together, at],
			);
			return;
		case 'failed':
			await run(
				tx,
				`update filed_statement set state = case when $2::timestamptz is null then 'dead' else 'waiting' end,
					next_at = coalesce($2::timestamptz, next_at), last_error = $3, leased_until = null ${mine}`,
				[puid, one.nextAt ?? null, one.error],
			);
	}
}

export const STATEMENT_STATES = ['waiting', 'sent', 'refused', 'dead'] as const;
export type StatementState = (typeof STATEMENT_STATES)[number];

export interface ListedStatement {
	readonly number: number;
	readonly puid: string;
	readonly caseId: string;
	readonly restriction: number;
	readonly state: StatementState;
	readonly problems: readonly Problem[];
	/** Whether Weir itself would not make it. */
	readonly made: boolean;
	readonly attempts: number;
	readonly createdAt: string;
	readonly nextAt?: string;
	readonly lastAt?: string;
	readonly lastError?: string;
	readonly sentAt?: string;
	readonly uuid?: string;
	readonly permalink?: string;
	readonly entryId?: string;
}

const SHOWN = `from filed_statement f join review_case c on c.id = f.case_id and c.state -> 'visibleTo' is null`;

/** Statements, newest first. */
export async function listStatements(
	db: Db,
	filter: { readonly state?: StatementState; readonly before?: number; readonly limit: number },
): Promise<ListedStatement[]> {
	const rows = await run(
		db,
		`select f.*, f.statement is not null as made ${SHOWN}
		where ($1::text is null or f.state = $1) and ($2::bigint is null or f.number < $2) order by f.number desc limit $3`,
		[filter.state ?? null, filter.before ?? null, filter.limit],
	);
	return rows.map(listed);
}

/** One statement with what is sent; undefined when there is none. */
export async function readStatement(
	db: Db,
	puid: string,
): Promise<(ListedStatement & { readonly statement?: TransparencyStatement }) | undefined> {
	const [row] = await run(db, `select f.*, f.statement is not null as made ${SHOWN} where f.puid = $1`, [puid]);
	if (row === undefined) return undefined;
	return { ...listed(row), ...(row['statement'] === null ? {} : { statement: row['statement'] as TransparencyStatement }) };
}

export interface FilingCounts {
	readonly waiting: number;
	readonly sent: number;
	readonly refused: number;
	readonly dead: number;
	/** ISO date from which on restrictions are filed; absent while sending was never on. */
	readonly since?: string;
	readonly lastSentAt?: string;
	/** When the oldest one that waits was found. */
	readonly waitingSince?: string;
}

export async function countStatements(db: Db): Promise<FilingCounts> {
	const count = (state: StatementState): string => `count(*) filter (where f.state = '${state}')::int as ${state}`;
	const [row = {}] = await run(
		db,
		`select ${STATEMENT_STATES.map(count).join(', ')}, max(f.sent_at) as last_sent, (select since::text from filing_progress) as since,
			min(f.created_at) filter (where f.state = 'waiting') as waiting_since ${SHOWN}`,
	);
	const optional = (column: string, name: string): object => (row[column] == null ? {} : { [name]: String(row[column]) });
	return {
		...{ waiting: Number(row['waiting']), sent: Number(row['sent']), refused: Number(row['refused']), dead: Number(row['dead']) },
		...optional('since', 'since'),
		...optional('last_sent', 'lastSentAt'),
		...optional('waiting_since', 'waitingSince'),
	};
}

function listed(row: Row): ListedStatement {
	const optional = (column: string, name: string): object => (row[column] == null ? {} : { [name]: String(row[column]) });
	const state = row['state'] as StatementState;
	return {
		number: Number(row['number']),
		puid: String(row['puid']),
		caseId: String(row['case_id']),
		restriction: Number(row['restriction']),
		state,
		problems: row['problems'] as Problem[],
		made: row['made'] === true,
		attempts: Number(row['attempts']),
		createdAt: String(row['created_at']),
		...(state === 'waiting' ? optional('next_at', 'nextAt') : {}),
		...optional('last_at', 'lastAt'),
		...optional('last_error', 'lastError'),
		...optional('sent_at', 'sentAt'),
		...optional('uuid', 'uuid'),
		...optional('permalink', 'permalink'),
		...optional('entry_id', 'entryId'),
	};
}
