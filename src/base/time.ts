// Arithmetic on RFC 3339 times in UTC. Times travel as text; nothing here asks what time it is.
import { Fault } from './fault.ts';

const HOUR_MS = 3_600_000;

/** Milliseconds since 1970. @throws Fault `impossible` for text that is no time: times are checked where they come in. */
export function epochMs(at: string): number {
	const ms = Date.parse(at);
	if (Number.isNaN(ms)) throw new Fault('impossible', `"${at}" is not a time`);
	return ms;
}

export const addMinutes = (at: string, minutes: number): string => new Date(epochMs(at) + (minutes * HOUR_MS) / 60).toISOString();

export const addHours = (at: string, hours: number): string => new Date(epochMs(at) + hours * HOUR_MS).toISOString();

/** The same day of a later month, or the last day of that month where it is shorter (31 August + 6 months = 28 or 29 February). */
export function addMonths(at: string, months: number): string {
	const date = new Date(epochMs(at));
	const day = date.getUTCDate();
	date.setUTCDate(1);
	date.setUTCMonth(date.getUTCMonth() + months);
	const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
	date.setUTCDate(Math.min(day, last));
	return date.toISOString();
}

/** True when `a` is strictly before `b`. */
export const isBefore = (a: string, b: string): boolean => epochMs(a) < epochMs(b);
