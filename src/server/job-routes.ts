// Routes of work over all listings: screening again, looking at what a proposed policy would do, and the law to come.
import { transact } from '../adapters/postgres/database.ts';
import { addJob, listJobs, readJob, waitingJob } from '../adapters/postgres/jobs.ts';
import { countListings, countNaming } from '../adapters/postgres/listings.ts';
import { addEntries } from '../adapters/postgres/log.ts';
import { lawSwitches } from '../catalogue/switches.ts';
import type { Job } from '../contract/jobs.ts';
import { started } from '../flows/follow-calendar.ts';
import { type JobRow, newJob } from '../flows/job.ts';
import type { Actor } from '../model/actor.ts';
import { pageOf, readCursor } from './cursor.ts';
import { type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import { requireOpen } from './proposals.ts';
import { maySeeLists, maySeeTrial } from './shown-policy.ts';
import type { World } from './world.ts';

const DAY_MS = 86_400_000;
const MOST_PREVIEWS = 20;

export function mountJobs(mounting: Mounting, world: World): void {
	mount(mounting, 'startRescreen', async ({ body, caller, now }) => ({
		status: 202,
		body: await startJob({ kind: 'rescreen', cause: { kind: 'asked', reason: body.reason } }, caller.actor, now, world),
	}));

	mount(mounting, 'previewPolicy', async ({ params, caller, now }) => {
		const { id, version: candidate } = await requireOpen('policy', params.id, world);
		const wanted = { kind: 'preview', cause: { kind: 'proposal', id }, candidate } as const;
		return { status: 202, body: await startJob(wanted, caller.actor, now, world) };
	});

	mount(mounting, 'listRescreens', async ({ query, caller }) => {
		const { limit = 50, cursor, kind } = query;
		const after = cursor === undefined ? undefined : readCursor(cursor, ['string', 'string']);
		const rows = await listJobs(world.db, {
			limit: limit + 1,
			watched: maySeeLists(caller),
			...(kind === undefined ? {} : { kind }),
			...(after === undefined ? {} : { after: { at: String(after[0]), id: String(after[1]) } }),
		});
		return { body: pageOf(rows, limit, jobWire, ({ createdAt, id }) => [createdAt, id]) };
	});

	mount(mounting, 'readRescreen', async ({ params, caller }) => {
		const job = await readJob(world.db, params.id);
		if (job === undefined || (job.candidate !== undefined && !(await maySeeTrial(job.candidate, caller, world))))
			throw new Refused('not-found', 'There is no such job.');
		return { body: jobWire(job) };
	});

	mount(mounting, 'listUpcomingLaw', async ({ query, now }) => {
		const { catalogue, regimes } = world.catalogue;
		const until = new Date(Date.parse(now) + (query.days ?? 90) * DAY_MS).toISOString();
		const found = lawSwitches(catalogue, regimes, now, until);
		const named = await countNaming(world.db, [...new Set(found.map(({ subject }) => subject))]);
		const jobs = await listJobs(world.db, { kind: 'preview', limit: MOST_PREVIEWS, watched: false });
		const items = found.map((one) => ({ ...one, listings: named.get(one.subject) ?? 0 }));
		return { body: { items, previews: jobs.filter(({ cause }) => cause.kind === 'upcoming').map(jobWire) } };
	});
}

type Wanted = Pick<JobRow, 'kind' | 'cause' | 'candidate' | 'catalogue'>;

/** Begins work over all listings. A job that waits and has not begun does for both who asked. */
export async function startJob(wanted: Wanted, actor: Actor, at: string, world: World): Promise<Job> {
	const job = await transact(world.db, async (tx) => {
		const waiting = await waitingJob(tx, wanted);
		if (waiting !== undefined) return waiting;
		const fresh = newJob({ ...wanted, actor, at, total: await countListings(tx) }, world.dice);
		await addJob(tx, fresh);
		await addEntries(tx, [started(fresh, world.dice)]);
		return fresh;
	});
	world.lookForWork();
	return jobWire(job);
}

/** A job as it crosses the wire. */
export const jobWire = ({ cursor: _cursor, cause, result, ...job }: JobRow): Job => ({
	...job,
	cause: { ...cause },
	result: { ...result, examples: [...result.examples] } as Job['result'],
});
