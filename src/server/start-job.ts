// Begins work over all listings, with its entry in the log, and says how a job crosses the wire.
import { type Db, transact } from '../adapters/postgres/database.ts';
import { addJob, waitingJob } from '../adapters/postgres/jobs.ts';
import { countListings } from '../adapters/postgres/listings.ts';
import { addEntries } from '../adapters/postgres/log.ts';
import type { Job } from '../contract/jobs.ts';
import { started } from '../flows/follow-calendar.ts';
import { type JobRow, newJob } from '../flows/job.ts';
import type { Dice } from '../flows/record.ts';
import type { Actor } from '../model/actor.ts';

type Wanted = Pick<JobRow, 'kind' | 'cause' | 'candidate' | 'catalogue'>;

interface Parts {
	readonly db: Db;
	readonly dice: Dice;
	readonly lookForWork: () => void;
}

/** Begins work over all listings. A job that waits and has not begun does for both who asked. */
export async function startJob(wanted: Wanted, actor: Actor, at: string, { db, dice, lookForWork }: Parts): Promise<Job> {
	const job = await transact(db, async (tx) => {
		const waiting = await waitingJob(tx, wanted);
		if (waiting !== undefined) return waiting;
		const fresh = newJob({ ...wanted, actor, at, total: await countListings(tx) }, dice);
		await addJob(tx, fresh);
		await addEntries(tx, [started(fresh, dice)]);
		return fresh;
	});
	lookForWork();
	return jobWire(job);
}

/** A job as it crosses the wire. */
export const jobWire = ({ cursor: _cursor, cause, result, ...job }: JobRow): Job => ({
	...job,
	cause: { ...cause },
	result: { ...result, examples: [...result.examples] } as Job['result'],
});
