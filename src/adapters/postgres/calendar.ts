// How far the calendar was followed, and the jobs it makes.
import type { CalendarStore } from '../../flows/follow-calendar.ts';
import { type Db, run, transact } from './database.ts';
import { addJob } from './jobs.ts';
import { countListings } from './listings.ts';
import { addEntries } from './log.ts';

/** Any fixed number: who holds this advisory lock follows the calendar. */
const LOCK = 823_404;

export function postgresCalendar(db: Db): CalendarStore {
	return {
		transact: (work) =>
			transact(db, (tx) =>
				work({
					lockCalendar: async () => {
						await run(tx, 'select pg_advisory_xact_lock($1)', [LOCK]);
						const [row] = await run(tx, 'select at from calendar');
						return row === undefined ? undefined : String(row['at']);
					},
					saveCalendar: async (at) => {
						await run(tx, 'insert into calendar (at) values ($1) on conflict (one) do update set at = excluded.at', [at]);
					},
					previewedDays: async (since) => {
						const sql = `select distinct as_of::text from job where kind = 'preview' and as_of is not null and candidate is null and catalogue is null and created_at > $1`;
						return new Set((await run(tx, sql, [since])).map((row) => String(row['as_of'])));
					},
					countListings: () => countListings(tx),
					addJob: (job) => addJob(tx, job),
					addEntries: (rows) => addEntries(tx, rows),
				}),
			),
	};
}
