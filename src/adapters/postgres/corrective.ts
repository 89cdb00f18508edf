// Corrective actions: events, which are only ever added, and their fold. Links to what has been restricted since are not read out.
import type { CorrectiveStore, CorrectiveTx } from '../../flows/corrective-actions.ts';
import type { ActionLink, ActionStatus, CorrectiveAction, CorrectiveEvent } from '../../model/corrective-action.ts';
import { may } from '../../policy/permissions.ts';
import { type Db, isUuid, run, transact } from './database.ts';
import { addEntries } from './log.ts';
import { roleOf } from './people.ts';

export function postgresCorrective(db: Db): CorrectiveStore {
	return { transact: (work) => transact(db, (tx) => work(bind(tx))) };
}

function bind(tx: Db): CorrectiveTx {
	return {
		lock: async (id) => {
			const [row] = isUuid(id) ? await run(tx, 'select state from corrective_action where id = $1 for update', [id]) : [];
			return row === undefined ? undefined : (row['state'] as CorrectiveAction);
		},
		isStaff: async (person) => {
			const [row] = await run(tx, 'select role from person where id = $1', [person]);
			return row !== undefined && may(roleOf(String(row['role'])), 'corrective:do');
		},
		isThere: async (link) => (await openLinks(tx, [link])).length > 0,
		save: async (state) => {
			await run(
				tx,
				`insert into corrective_action (id, seq, state, status, due, recorded_at, updated_at) values ($1, $2, $3, $4, $5::date, $6, $7)
				on conflict (id) do update set seq = excluded.seq, state = excluded.state, status = excluded.status, due = excluded.due,
					updated_at = excluded.updated_at`,
				[state.id, state.seq, JSON.stringify(state), state.status, state.due, state.recordedAt, state.updatedAt],
			);
		},
		addEvent: async (actionId, event, entryId) => {
			await run(tx, 'insert into corrective_event (action_id, seq, event, entry_id) values ($1, $2, $3, $4)', [
				actionId,
				event.seq,
				JSON.stringify(event),
				entryId,
			]);
		},
		addEntries: (rows) => addEntries(tx, rows),
	};
}

/** Those that lead to something that is there and not restricted. */
export async function openLinks(db: Db, links: readonly ActionLink[]): Promise<ActionLink[]> {
	const there: ActionLink[] = [];
	for (const link of links) if (await isOpen(db, link)) there.push(link);
	return there;
}

const OPEN = `c.state -> 'visibleTo' is null`;

async function isOpen(db: Db, link: ActionLink): Promise<boolean> {
	const found = async (sql: string, values: readonly unknown[]): Promise<boolean> => (await run(db, sql, values)).length > 0;
	switch (link.kind) {
		case 'case':
			return isUuid(link.caseId) && found(`select from review_case c where c.id = $1 and ${OPEN}`, [link.caseId]);
		case 'review':
			return (
				isUuid(link.caseId) &&
				found(
					`select from case_event e join review_case c on c.id = e.case_id
					where c.id = $1 and e.seq = $2 and e.event ->> 'kind' = 'reviewed' and ${OPEN}`,
					[link.caseId, link.seq],
				)
			);
		case 'golden':
			return (
				isUuid(link.goldenId) &&
				found(`select from golden_case g join review_case c on c.id = g.case_id where g.id = $1 and ${OPEN}`, [link.goldenId])
			);
		case 'clear':
			return found(
				`select from clear_sample s left join review_case c on c.listing_id = s.listing_id
				where s.listing_id = $1 and s.revision = $2 and (c.id is null or ${OPEN})`,
				[link.listingId, link.revision],
			);
	}
}

export interface ActionFilter {
	readonly status?: ActionStatus;
	/** ISO date: only what was due before it and is not done. */
	readonly overdueOn?: string;
	readonly limit: number;
	readonly after?: { readonly at: string; readonly id: string };
}

/** Actions, latest first. */
export async function listActions(db: Db, { status, overdueOn, limit, after }: ActionFilter): Promise<CorrectiveAction[]> {
	const rows = await run(
		db,
		`select state from corrective_action where ($1::text is null or status = $1)
			and ($2::date is null or (status = 'open' and due < $2::date))
			and ($3::timestamptz is null or (recorded_at, id) < ($3::timestamptz, $4::uuid))
		order by recorded_at desc, id desc limit $5`,
		[status ?? null, overdueOn ?? null, after?.at ?? null, after?.id ?? null, limit],
	);
	return rows.map((row) => row['state'] as CorrectiveAction);
}

/** One action with its events, oldest first. */
export async function readAction(
	db: Db,
	id: string,
): Promise<
	| { readonly state: CorrectiveAction; readonly events: readonly { readonly event: CorrectiveEvent; readonly entryId: string }[] }
	| undefined
> {
	if (!isUuid(id)) return undefined;
	const [row] = await run(db, 'select state from corrective_action where id = $1', [id]);
	if (row === undefined) return undefined;
	const events = await run(db, 'select event, entry_id from corrective_event where action_id = $1 order by seq', [id]);
	return {
		state: row['state'] as CorrectiveAction,
		events: events.map((one) => ({ event: one['event'] as CorrectiveEvent, entryId: String(one['entry_id']) })),
	};
}

/** Actions that stood open, or were touched, in a span: what a report of the span is about. */
export async function actionsOf(db: Db, { from, to }: { readonly from: string; readonly to: string }): Promise<CorrectiveAction[]> {
	const rows = await run(
		db,
		`select state from corrective_action where recorded_at < $2::timestamptz and (updated_at >= $1::timestamptz or status <> 'effective')
		order by recorded_at, id`,
		[from, to],
	);
	return rows.map((row) => row['state'] as CorrectiveAction);
}
