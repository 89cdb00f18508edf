// What is drawn for a second look: listings the gate let through, along the log, and decided cases. Nothing of a restricted case.
import type { Draw, Look, Sampled } from '../../cases/quality.ts';
import { reviewDue } from '../../cases/quality.ts';
import type { ClearLook, ClearRevision, DrawTx, LookTx } from '../../flows/second-looks.ts';
import { type Actor, actorText } from '../../model/actor.ts';
import type { Case, Outcome } from '../../model/case.ts';
import type { Verdict } from '../../model/verdict.ts';
import { addEvents, lockCases, saveCases } from './cases.ts';
import { type Db, run, transact } from './database.ts';
import { lockListings, saveListings } from './listings.ts';
import { addEntries } from './log.ts';
import { addAnnouncements } from './outbox.ts';

/** Log entries of one stretch: reading their verdicts must not be felt by those who submit. */
const STRETCH = 200;

export const drawing =
	(db: Db) =>
	<T>(work: (tx: DrawTx) => Promise<T>): Promise<T> =>
		transact(db, (tx) => work({ nextClears: (may) => nextClears(tx, may), addDrawn: (rows) => addDrawn(tx, rows) }));

// What a person has decided speaks for the person: only what the verdict alone let through is drawn.
async function nextClears(tx: Db, may: Draw['mayBeClear']): Promise<readonly ClearRevision[] | undefined> {
	await run(
		tx,
		`insert into clear_sample_progress (next_index) select coalesce((select size from log_checkpoint), 0)
		where not exists (select from clear_sample_progress) on conflict do nothing`,
	);
	const [progress] = await run(tx, 'select next_index from clear_sample_progress for update skip locked');
	if (progress === undefined) return undefined;
	const [end] = await run(
		tx,
		'select max(index) as last from (select index from log_entry where index >= $1 order by index limit $2) stretch',
		[Number(progress['next_index']), STRETCH],
	);
	if (end === undefined || end['last'] === null) return undefined;
	await run(tx, 'update clear_sample_progress set next_index = $1', [Number(end['last']) + 1]);
	// Statistics lag behind tables that grow fast, and a plan that reads all of a table for a stretch holds up every submission.
	await run(tx, "select set_config(name, 'off', true) from unnest($1::text[]) name", [
		['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'],
	]);
	const rows = await run(
		tx,
		`select r.listing_id, r.revision from log_entry l join listing_revision r
			on r.listing_id = substr(l.subject, 9) and r.entry_id = l.id
		where l.index between $1 and $2 and l.subject like 'listing/%' and r.verdict_kind = 'clear' and r.state = 'published'`,
		[Number(progress['next_index']), Number(end['last'])],
	);
	// Verdicts are long, and most are never drawn.
	const maybe = rows.map((row) => [String(row['listing_id']), Number(row['revision'])] as const).filter((one) => may(...one));
	if (maybe.length === 0) return [];
	const verdicts = await run(
		tx,
		`select r.listing_id, r.revision, r.verdict from unnest($1::text[], $2::int[]) as wanted (listing_id, revision)
		join listing_revision r using (listing_id, revision)`,
		[maybe.map(([listingId]) => listingId), maybe.map(([, revision]) => revision)],
	);
	return verdicts.map((row) => ({
		listingId: String(row['listing_id']),
		revision: Number(row['revision']),
		verdict: row['verdict'] as Verdict,
	}));
}

async function addDrawn(tx: Db, rows: Parameters<DrawTx['addDrawn']>[0]): Promise<void> {
	for (const { listingId, revision, why, at } of rows)
		await run(tx, 'insert into clear_sample (listing_id, revision, drawn_at, why) values ($1, $2, $3, $4) on conflict do nothing', [
			listingId,
			revision,
			at,
			why,
		]);
}

export const looking =
	(db: Db) =>
	<T>(work: (tx: LookTx) => Promise<T>): Promise<T> =>
		transact(db, (tx) =>
			work({
				lockListings: (ids) => lockListings(tx, ids),
				lockCases: (ids) => lockCases(tx, ids),
				saveCases: (rows) => saveCases(tx, rows),
				addEvents: (rows) => addEvents(tx, rows),
				addEntries: (rows) => addEntries(tx, rows),
				saveListings: (rows) => saveListings(tx, rows),
				addAnnouncements: (rows) => addAnnouncements(tx, rows),
				lockDrawn: (listingId, revision) => lockDrawn(tx, listingId, revision),
				saveLook: (look, entryId) => saveLook(tx, look, entryId),
			}),
		);

async function lockDrawn(tx: Db, listingId: string, revision: number): Promise<Actor | undefined> {
	const [row] = await run(
		tx,
		`select r.submitted_by from clear_sample s join listing_revision r on r.listing_id = s.listing_id and r.revision = s.revision
		left join review_case c on c.listing_id = s.listing_id
		where s.listing_id = $1 and s.revision = $2 and s.looked_at is null and c.state -> 'visibleTo' is null for update of s`,
		[listingId, revision],
	);
	return row === undefined ? undefined : (row['submitted_by'] as Actor);
}

async function saveLook(tx: Db, { listingId, revision, outcome, note, actor, at }: ClearLook, entryId: string): Promise<void> {
	await run(
		tx,
		`update clear_sample set looked_at = $3, looked_by = $4, outcome = $5, note = $6, entry_id = $7
		where listing_id = $1 and revision = $2`,
		[listingId, revision, at, actorText(actor), outcome, note, entryId],
	);
}

export interface WaitingClear {
	readonly listingId: string;
	readonly revision: number;
	readonly title: string;
	readonly why: Sampled;
	readonly drawnAt: string;
}

/** Listings that wait for a look, oldest first; what has gone or has changed since is still what the gate let through. */
export async function waitingClears(db: Db, limit: number): Promise<{ readonly items: readonly WaitingClear[]; readonly left: number }> {
	const rows = await run(
		db,
		`select s.*, r.content ->> 'title' as title, count(*) over ()::int as left_over from clear_sample s
		join listing_revision r on r.listing_id = s.listing_id and r.revision = s.revision
		left join review_case c on c.listing_id = s.listing_id
		where s.looked_at is null and c.state -> 'visibleTo' is null order by s.drawn_at, s.listing_id, s.revision limit $1`,
		[limit],
	);
	return {
		items: rows.map((row) => ({
			listingId: String(row['listing_id']),
			revision: Number(row['revision']),
			title: String(row['title']),
			why: row['why'] as Sampled,
			drawnAt: String(row['drawn_at']),
		})),
		left: Number(rows[0]?.['left_over'] ?? 0),
	};
}

export interface DueReview {
	readonly state: Case;
	readonly title: string;
	readonly why: Sampled;
}

const MOST_DECIDED = 20_000;

/** Decisions since `from` that were drawn and wait for a second review by somebody who took no part, oldest first. */
export async function dueReviews(
	db: Db,
	{ from, person, draw }: { readonly from: string; readonly person: string | undefined; readonly draw: Draw['decision'] },
): Promise<DueReview[]> {
	const rows = await run(
		db,
		`select c.state, l.title from review_case c join listing l on l.id = c.listing_id
		where c.decided_at >= $1::timestamptz and c.status in ('decided', 'closed') order by c.decided_at, c.id limit $2`,
		[from, MOST_DECIDED],
	);
	return rows.flatMap((row) => {
		const state = row['state'] as Case;
		const why = person !== undefined && state.deciders.includes(person) ? undefined : reviewDue(state, draw);
		return why === undefined ? [] : [{ state, title: String(row['title']), why }];
	});
}

/** Looks of a span at what the gate let through: the gate's answer was to publish. */
export async function clearLooks(
	db: Db,
	{ from, to }: { readonly from: string; readonly to: string },
): Promise<Pick<Look, 'answer' | 'right' | 'why'>[]> {
	const rows = await run(
		db,
		'select outcome, why from clear_sample where looked_at >= $1::timestamptz and looked_at < $2::timestamptz order by looked_at',
		[from, to],
	);
	return rows.map((row) => ({ answer: 'publish', right: row['outcome'] as Outcome, why: row['why'] as Sampled }));
}
