// Does the work of jobs over all listings: a few stretches are read and screened ahead while the one before is stored. A job goes on
// where its row says, whoever began it; after a stop, a crash or a change of policy, the stretch that was not stored is done again.

import { readCatalogueBytes } from '../adapters/postgres/catalogues.ts';
import type { Db } from '../adapters/postgres/database.ts';
import { cancelJob, listingsAfter, nextJob } from '../adapters/postgres/jobs.ts';
import { readPolicyRow } from '../adapters/postgres/policies.ts';
import { Fault, type FaultCode } from '../base/fault.ts';
import type { Changes } from '../flows/changes.ts';
import type { JobRow } from '../flows/job.ts';
import type { Dice } from '../flows/record.ts';
import { END, type JobStore, type Stretch, storeStretch } from '../flows/rescreen.ts';
import type { Casebook } from '../flows/screened-case.ts';
import type { SubmitOutcome } from '../flows/submit-listings.ts';
import type { Preview, WorkerScreening } from './screening.ts';
import type { WatchLists } from './watch-lists.ts';

/** Listings of one stretch: few enough that a submission never waits long behind them. */
const STRETCH = 256;
/** Stretches read and screened ahead of the one that is stored. */
const AHEAD = 3;

export interface JobRunner {
	/** Works until no job waits. */
	run(): Promise<void>;
	/** Makes `run` end after the stretch under way. */
	stop(): void;
}

export interface JobParts {
	readonly db: Db;
	readonly store: JobStore;
	readonly screening: Pick<WorkerScreening, 'again' | 'catalogue' | 'holding'>;
	readonly casebook: Casebook;
	readonly dice: Dice;
	readonly changes: Changes;
	readonly watchLists: WatchLists;
	readonly refreshRuling: () => Promise<void>;
	readonly now: () => string;
}

export function jobRunner(parts: JobParts): JobRunner {
	let stopping = false;
	return {
		run: async () => {
			while (!stopping) {
				// While nothing can be decided, previews still show what would be.
				const job = await nextJob(parts.db, parts.screening.holding === undefined ? undefined : 'preview');
				if (job === undefined) return;
				if (!(await tried(job, parts, () => stopping))) return;
			}
		},
		stop: () => {
			stopping = true;
		},
	};
}

/** What trying again would not mend. */
const HOPELESS: ReadonlySet<FaultCode> = new Set(['artefact-invalid', 'policy-invalid', 'worker-died']);

// A preview of what cannot be read has nothing to say; it must not keep others waiting for ever.
async function tried(job: JobRow, parts: JobParts, stopping: () => boolean): Promise<boolean> {
	try {
		return await work(job, parts, stopping);
	} catch (error) {
		if (job.kind !== 'preview' || !(error instanceof Fault) || !HOPELESS.has(error.code)) throw error;
		const at = parts.now();
		await cancelJob(parts.db, job.id, at);
		return true;
	}
}

// False when somebody else is at this job: then it is left to them for now.
async function work(job: JobRow, parts: JobParts, stopping: () => boolean): Promise<boolean> {
	const preview = await previewOf(job, parts);
	let at = job;
	const ahead: Promise<Stretch>[] = [];
	let read: Promise<string | undefined> = Promise.resolve(at.cursor);
	const fill = (): void => {
		while (ahead.length < AHEAD) {
			const { stretch, next } = screenNext(read, parts, preview);
			read = next;
			// Looked at in its turn; until then a failure is nobody's.
			stretch.catch(() => undefined);
			next.catch(() => undefined);
			ahead.push(stretch);
		}
	};
	while (!stopping()) {
		fill();
		const stretch = await (ahead.shift() as Promise<Stretch>);
		const now = parts.now();
		const outcome = await storeStretch(at, stretch, now, parts.store, parts.casebook, parts.dice);
		switch (outcome.kind) {
			case 'lost':
				return false;
			case 'outdated':
				await parts.refreshRuling();
				ahead.length = 0;
				read = Promise.resolve(at.cursor);
				break;
			case 'stored':
				tell(outcome.outcomes, now, parts.changes);
				at = outcome.job;
				if (at.status === 'done') return true;
				break;
		}
	}
	return true;
}

async function previewOf(job: JobRow, { db, watchLists }: JobParts): Promise<Preview | undefined> {
	if (job.kind === 'rescreen') return undefined;
	const row = job.candidate === undefined ? undefined : await readPolicyRow(db, job.candidate);
	return {
		...(job.asOf === undefined ? {} : { asOf: job.asOf }),
		...(job.catalogue === undefined ? {} : { catalogue: await readCatalogueBytes(db, job.catalogue) }),
		...(row === undefined
			? {}
			: { candidate: await watchLists.with({ version: row.version, ...(row.document === undefined ? {} : { document: row.document }) }) }),
	};
}

// The stretch after a place, and the place after it as soon as it is known: reading goes on while screening does.
function screenNext(
	after: Promise<string | undefined>,
	{ db, screening, watchLists, now }: JobParts,
	preview: Preview | undefined,
): { readonly stretch: Promise<Stretch>; readonly next: Promise<string | undefined> } {
	const listings = after.then((id) => (id === undefined ? [] : listingsAfter(db, id, STRETCH, watchLists.box)));
	const next = listings.then((found) => found.at(-1)?.listingId);
	const stretch = listings.then(async (found): Promise<Stretch> => {
		const last = found.at(-1)?.listingId;
		return last === undefined ? END : { last, listings: found.length, ...(await screening.again(found, now(), preview)) };
	});
	return { stretch, next };
}

function tell(outcomes: readonly SubmitOutcome[], at: string, changes: Changes): void {
	for (const outcome of outcomes) {
		if (outcome.kind !== 'stored' || outcome.unchanged) continue;
		const { listingId: id, state, caseId } = outcome.submitted;
		changes.tell({ kind: 'listing', id, at, state });
		if (outcome.seq !== undefined && caseId !== undefined) changes.tell({ kind: 'case', id: caseId, at, state: 'open', seq: outcome.seq });
	}
}
