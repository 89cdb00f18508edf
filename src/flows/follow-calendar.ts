// Law moves by itself, on dates. Looked at again and again, the calendar says what moved since the last look: then, and once a day, all
// listings are screened again. For days to come that move law, a preview says beforehand which listings will be concerned.
import { isBefore } from '../base/time.ts';
import type { LawSwitch } from '../catalogue/switches.ts';
import { type JobCause, type JobRow, newJob } from './job.ts';
import { type Dice, type LogRow, record } from './record.ts';
import { SYSTEM } from './screened-case.ts';

export interface CalendarTx {
	/** The last look, held until the transaction ends; undefined: there was none. */
	lockCalendar(): Promise<string | undefined>;
	saveCalendar(at: string): Promise<void>;
	/** Days of which a preview exists that was made since a time. */
	previewedDays(since: string): Promise<ReadonlySet<string>>;
	countListings(): Promise<number>;
	addJob(job: JobRow): Promise<void>;
	addEntries(rows: readonly LogRow[]): Promise<void>;
}

export interface CalendarStore {
	transact<T>(work: (tx: CalendarTx) => Promise<T>): Promise<T>;
}

export interface Law {
	/** Lines of law that move after `from`, up to `to`. */
	switches(from: string, to: string): readonly LawSwitch[];
}

/** How long before a day its preview is made, and after how long it is made anew. */
const WARN_DAYS = 30;
const FRESH_DAYS = 7;
const DAY_MS = 86_400_000;

const later = (at: string, days: number): string => new Date(Date.parse(at) + days * DAY_MS).toISOString();

/** One look at the calendar; the jobs it made. */
export function followCalendar(now: string, store: CalendarStore, law: Law, dice: Dice): Promise<readonly JobRow[]> {
	return store.transact(async (tx): Promise<readonly JobRow[]> => {
		const last = await tx.lockCalendar();
		// A clock that went back is waited for: nothing is decided by a day twice.
		if (last !== undefined && !isBefore(last, now)) return [];
		const total = await tx.countListings();
		const make = (kind: JobRow['kind'], cause: JobCause, asOf?: string): JobRow =>
			newJob({ kind, cause, actor: SYSTEM, at: now, total, ...(asOf === undefined ? {} : { asOf }) }, dice);
		const jobs: JobRow[] = [];
		if (last !== undefined) {
			const moved = law.switches(last, now);
			if (moved.length > 0) jobs.push(make('rescreen', { kind: 'law', from: last, to: now, switches: moved.length }));
			else if (last.slice(0, 10) !== now.slice(0, 10)) jobs.push(make('rescreen', { kind: 'daily', on: now.slice(0, 10) }));
		}
		const known = await tx.previewedDays(later(now, -FRESH_DAYS));
		const days = new Set(law.switches(now, later(now, WARN_DAYS)).map(({ on }) => on));
		for (const on of days) if (!known.has(on)) jobs.push(make('preview', { kind: 'upcoming', on }, on));
		for (const job of jobs) await tx.addJob(job);
		await tx.addEntries(jobs.map((job) => started(job, dice)));
		await tx.saveCalendar(now);
		return jobs;
	});
}

/** The log entry of a job's beginning. */
export function started(job: JobRow, dice: Dice): LogRow {
	return record(
		{
			at: job.createdAt,
			kind: `${job.kind}.started`,
			subject: `job/${job.id}`,
			actor: job.startedBy,
			content: { cause: { ...job.cause } },
			facts: { cause: job.cause.kind, listings: job.total },
		},
		dice,
	);
}
