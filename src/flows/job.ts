// Work over all listings that outlives the process that began it: what it is, why, how far it got. Its place is stored together with
// what was done up to it, so that whoever goes on neither repeats nor leaves out.
import type { Actor } from '../model/actor.ts';
import { type Backtest, startBacktest } from '../policy/backtest.ts';
import type { Dice } from './record.ts';

export type JobCause =
	| { readonly kind: 'asked'; readonly reason: string }
	| { readonly kind: 'policy'; readonly version: string }
	| { readonly kind: 'catalogue'; readonly version: string }
	/** Lines of law that began or ended since the calendar was last looked at. */
	| { readonly kind: 'law'; readonly from: string; readonly to: string; readonly switches: number }
	| { readonly kind: 'daily'; readonly on: string }
	| { readonly kind: 'proposal'; readonly id: string }
	| { readonly kind: 'catalogue-proposal'; readonly id: string }
	/** Lines of law that will begin or end on a day to come. */
	| { readonly kind: 'upcoming'; readonly on: string };

export interface JobRow {
	readonly id: string;
	/** `preview` changes nothing. */
	readonly kind: 'rescreen' | 'preview';
	readonly cause: JobCause;
	/** A preview's policy; absent: the one in force. */
	readonly candidate?: string;
	/** A preview's catalogue; absent: the one in force. */
	readonly catalogue?: string;
	/** A preview by the law of this day. */
	readonly asOf?: string;
	readonly status: 'waiting' | 'done' | 'cancelled';
	/** Id of the last listing done; listings are gone over in the order of their ids. */
	readonly cursor: string;
	/** Listings there were when it was made. */
	readonly total: number;
	readonly done: number;
	/** From the verdict in force to the new one, over the listings done. */
	readonly result: Backtest;
	readonly startedBy: Actor;
	readonly createdAt: string;
	readonly updatedAt: string;
	readonly finishedAt?: string;
}

interface NewJob {
	readonly kind: JobRow['kind'];
	readonly cause: JobCause;
	readonly candidate?: string;
	readonly catalogue?: string;
	readonly asOf?: string;
	readonly actor: Actor;
	readonly total: number;
	readonly at: string;
}

/** A job that has not begun. */
export const newJob = ({ actor, at, ...one }: NewJob, dice: Dice): JobRow => ({
	...one,
	id: dice.id(),
	status: 'waiting',
	cursor: '',
	done: 0,
	result: startBacktest().report(),
	startedBy: actor,
	createdAt: at,
	updatedAt: at,
});
