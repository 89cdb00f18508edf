// What a server does without being asked: jobs over all listings, and following the calendar of the law.
import { postgresCalendar } from '../adapters/postgres/calendar.ts';
import { lawSwitches } from '../catalogue/switches.ts';
import { followCalendar } from '../flows/follow-calendar.ts';
import { type JobParts, jobRunner } from './job-runner.ts';
import { every } from './repeated.ts';

const JOBS_MS = 1_000;
const CALENDAR_MS = 60_000;

export interface Background {
	/** Begins jobs that wait, and follows the calendar, now rather than in a moment. */
	wake(): void;
	/** Stops after what is under way; jobs go on at the next start. */
	stop(): Promise<void>;
}

export interface BackgroundParts extends JobParts {
	readonly onError: (what: string) => (error: unknown) => void;
}

export function openBackground(parts: BackgroundParts): Background {
	const law = {
		switches: (from: string, to: string) => {
			const { catalogue, regimes } = parts.screening.catalogue;
			return lawSwitches(catalogue, regimes, from, to);
		},
	};
	const runner = jobRunner(parts);
	const jobs = every(JOBS_MS, () => runner.run(), parts.onError('jobs'));
	const look = async (): Promise<void> => {
		const made = await followCalendar(parts.now(), postgresCalendar(parts.db), law, parts.dice);
		if (made.length > 0) jobs.wake();
	};
	const calendar = every(CALENDAR_MS, look, parts.onError('calendar'));
	return {
		wake: () => {
			calendar.wake();
			jobs.wake();
		},
		stop: async () => {
			runner.stop();
			await Promise.all([calendar.stop(), jobs.stop()]);
		},
	};
}
