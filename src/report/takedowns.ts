// How long listings were live before they were taken down: a fold over what the log says of each listing, so that anybody with the log can
// work the figure out again. A seller's own edit or withdrawal takes nothing down.
import { epochMs } from '../base/time.ts';

/** One thing that the log says happened to a listing, in the order of the log. */
export interface ListingMove {
	/** RFC 3339 UTC. */
	readonly at: string;
	/** `published`, `held`, `refused` or `withdrawn`. */
	readonly state: string;
	/** Whose doing: its submitter's, Weir's own screening again, or a person's in its case. */
	readonly by: 'submitter' | 'screening' | 'person';
}

export interface Takedown {
	readonly at: string;
	readonly by: 'screening' | 'person';
	/** Since it was last put up; edits in between that stayed published do not begin it anew. */
	readonly hoursLive: number;
}

const HOUR_MS = 3_600_000;

/** Every time a listing was taken down. */
export function takedownsOf(moves: readonly ListingMove[]): Takedown[] {
	const found: Takedown[] = [];
	let since: string | undefined;
	for (const { at, state, by } of moves) {
		if (state === 'published') {
			since ??= at;
			continue;
		}
		// A clock that was set back makes nobody's time negative.
		if (since !== undefined && by !== 'submitter' && state !== 'withdrawn')
			found.push({ at, by, hoursLive: Math.max(0, epochMs(at) - epochMs(since)) / HOUR_MS });
		since = undefined;
	}
	return found;
}

export interface TakedownFigures {
	readonly count: number;
	readonly byScreening: number;
	readonly byPeople: number;
	readonly medianHoursLive?: number;
	readonly longestHoursLive?: number;
}

/** Figures of these takedowns; hours to the minute. */
export function takedownFigures(takedowns: readonly Takedown[]): TakedownFigures {
	const hours = takedowns.map(({ hoursLive }) => hoursLive).sort((a, b) => a - b);
	const middle = hours.length / 2;
	const median = ((hours[Math.ceil(middle) - 1] ?? 0) + (hours[Math.floor(middle)] ?? 0)) / 2;
	const rounded = (value: number): number => Math.round(value * 100) / 100;
	const byScreening = takedowns.filter(({ by }) => by === 'screening').length;
	return {
		...{ count: takedowns.length, byScreening, byPeople: takedowns.length - byScreening },
		...(hours.length === 0 ? {} : { medianHoursLive: rounded(median), longestHoursLive: rounded(hours.at(-1) ?? 0) }),
	};
}
