// One stretch of a job over all listings: what was screened again is stored as new revisions where the verdict moved, and the job's
// place with it, in one transaction. A re-screening never publishes; what it takes down gets a case, as at the gate.
import { type Backtest, mergeBacktests } from '../policy/backtest.ts';
import type { JobRow } from './job.ts';
import { type Dice, type LogRow, record } from './record.ts';
import { type Casebook, SYSTEM } from './screened-case.ts';
import type { ScreenedListing } from './screening.ts';
import type { Tx } from './store.ts';
import { type SubmitOutcome, submitWithin } from './submit-listings.ts';

/** A listing whose decision is another one now. */
export interface MovedListing {
	readonly listingId: string;
	/** The revision that was screened; if the seller has submitted another meanwhile, that one stands. */
	readonly revision: number;
	readonly screened: ScreenedListing;
}

/** What screening threads made of a stretch of listings. */
export interface Stretch {
	/** Id of its last listing; undefined: there are no more. */
	readonly last?: string;
	readonly listings: number;
	readonly impact: Backtest;
	/** Empty in a preview. */
	readonly moved: readonly MovedListing[];
	/** The number of the ruling they were screened by. */
	readonly ruling: number;
}

/** What one transaction of a job can do. */
export interface JobTx extends Tx {
	/** False when the job is not where it was: somebody else does it, or it was cancelled. */
	lockJob(id: string, cursor: string): Promise<boolean>;
	saveJob(job: JobRow): Promise<void>;
}

export interface JobStore {
	transact<T>(work: (tx: JobTx) => Promise<T>): Promise<T>;
}

export type StretchOutcome =
	/** The job goes on elsewhere, or no more. */
	| { readonly kind: 'lost' }
	/** Another policy or catalogue came into force: nothing was stored, screen the stretch again. */
	| { readonly kind: 'outdated' }
	| { readonly kind: 'stored'; readonly job: JobRow; readonly outcomes: readonly SubmitOutcome[] };

const NOTHING: Backtest = {
	...{ listings: 0, changed: 0, transitions: {}, newlyClear: 0, lowered: 0, raised: 0 },
	...{ byTier: {}, bySubstance: {}, examples: [] },
};

/** Stores a stretch and the job's new place. */
export function storeStretch(
	job: JobRow,
	stretch: Stretch,
	at: string,
	store: JobStore,
	casebook: Casebook,
	dice: Dice,
): Promise<StretchOutcome> {
	return store.transact(async (tx): Promise<StretchOutcome> => {
		if (!(await tx.lockJob(job.id, job.cursor))) return { kind: 'lost' };
		// Also where nothing moved: by what is in force now it might.
		if (isWork(job, stretch) && (await tx.ruling()) !== stretch.ruling) return { kind: 'outdated' };
		const batch = stretch.moved.map(({ listingId, revision, screened }) => ({
			listingId,
			screened,
			actor: SYSTEM,
			replaces: revision,
			at,
		}));
		const outcomes = batch.length === 0 ? [] : await submitWithin(tx, batch, casebook, dice);
		if (outcomes.some(({ kind }) => kind === 'outdated')) return { kind: 'outdated' };
		const next: JobRow = {
			...job,
			cursor: stretch.last ?? job.cursor,
			done: job.done + stretch.listings,
			result: mergeBacktests(job.result, stretch.impact),
			updatedAt: at,
			...(stretch.last === undefined ? { status: 'done', finishedAt: at } : {}),
		};
		await tx.saveJob(next);
		if (next.status === 'done') await tx.addEntries([finished(next, at, dice)]);
		return { kind: 'stored', job: next, outcomes };
	});
}

const isWork = ({ kind }: JobRow, { last }: Stretch): boolean => kind === 'rescreen' && last !== undefined;

/** A stretch behind the last listing: ends the job. */
export const END: Stretch = { listings: 0, impact: NOTHING, moved: [], ruling: 0 };

function finished(job: JobRow, at: string, dice: Dice): LogRow {
	const { listings, changed, lowered, raised, newlyClear } = job.result;
	const facts = { cause: job.cause.kind, listings, changed, lowered, raised, newlyClear };
	const content = { cause: { ...job.cause }, transitions: { ...job.result.transitions } };
	return record({ at, kind: `${job.kind}.finished`, subject: `job/${job.id}`, actor: SYSTEM, content, facts }, dice);
}
