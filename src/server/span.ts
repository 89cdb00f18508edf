// A span of days asked for in a query: the last 30 unless it says otherwise, whole days in UTC.
import { Refused } from './problems.ts';

const DAY_MS = 86_400_000;
const STANDARD_DAYS = 30;
const MOST_DAYS = 366;

export interface DaySpan {
	/** Start of the first day. */
	readonly from: string;
	/** Start of the day after the last. */
	readonly to: string;
	/** ISO dates. */
	readonly firstDay: string;
	readonly lastDay: string;
}

/** @throws Refused `input-invalid` when the days are not in order or too far apart. */
export function spanOf(query: { readonly from?: string; readonly to?: string }, now: string): DaySpan {
	const lastDay = query.to ?? now.slice(0, 10);
	const firstDay = query.from ?? new Date(Date.parse(lastDay) - (STANDARD_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
	const days = (Date.parse(lastDay) - Date.parse(firstDay)) / DAY_MS;
	if (Number.isNaN(days) || days < 0 || days > MOST_DAYS) {
		const fix = `give dates in order, at most ${MOST_DAYS} days apart`;
		const errors = [{ pointer: '?from', message: 'does not make a span with "to"', fix }];
		throw new Refused('input-invalid', 'The span of days is not valid.', { errors });
	}
	const to = new Date(Date.parse(lastDay) + DAY_MS).toISOString();
	return { from: `${firstDay}T00:00:00.000Z`, to, firstDay, lastDay };
}
