// What the histories of cases say about the work: where people overruled the software, what became of complaints, how long decisions
// took, and how far second reviews agree. A fold over events, so the figures agree with the log by construction.
import { epochMs } from '../base/time.ts';
import type { CaseEvent } from '../model/case-event.ts';
import type { Proportion } from '../stats/intervals.ts';
import { countOverrides, type OverrideCount, overridesOf } from './overrides.ts';
import { type Breakdown, type BySample, breakdownFor, bySample, type Draw, qualityOf, type Reader, secondLooks } from './quality.ts';
import { reduce } from './reducer.ts';

const HOUR_MS = 3_600_000;
/** Upper ends of the classes of time to decision, in hours. */
const CLASSES = [1, 4, 24, 72] as const;

export interface CaseFigures {
	readonly overrides: readonly OverrideCount[];
	readonly appeals: { readonly received: number; readonly open: number; readonly upheld: number; readonly reversed: number };
	/** Decisions by time since the case was opened or opened again; the last class has no upper end. */
	readonly timeToDecision: readonly { readonly upToHours?: number; readonly count: number }[];
	/** By whoever decided, and by their role. */
	readonly reviews: Breakdown & {
		readonly total: number;
		readonly errors: Proportion;
		/** Undefined when it cannot be said. */
		readonly kappa?: number;
		readonly bySample: BySample;
	};
}

/** Figures of these cases, each given by its events in order, as far as this reader may have them. */
export function figuresOf(histories: readonly (readonly CaseEvent[])[], reader: Reader, draw?: Draw['decision']): CaseFigures {
	const events = histories.flat();
	const decided = events.filter(({ kind }) => kind === 'appeal-decided') as Extract<CaseEvent, { kind: 'appeal-decided' }>[];
	const received = events.filter(({ kind }) => kind === 'appealed').length;
	const reversed = decided.filter((one) => one.reversed).length;
	const looks = secondLooks(
		histories.map((one) => reduce(one)),
		draw,
	);
	const quality = qualityOf(looks);
	const hours = histories.flatMap(hoursToDecision);
	const upTo = [...CLASSES, Number.POSITIVE_INFINITY];
	return {
		overrides: countOverrides(histories.flatMap(overridesOf)),
		appeals: { received, open: received - decided.length, upheld: decided.length - reversed, reversed },
		timeToDecision: upTo.map((end, place) => ({
			count: hours.filter((one) => one < end && one >= (upTo[place - 1] ?? 0)).length,
			...(Number.isFinite(end) ? { upToHours: end } : {}),
		})),
		reviews: {
			total: quality.errors.total,
			errors: quality.errors,
			...(Number.isNaN(quality.kappa) ? {} : { kappa: quality.kappa }),
			bySample: bySample(looks),
			...breakdownFor(looks, reader, quality),
		},
	};
}

function hoursToDecision(events: readonly CaseEvent[]): number[] {
	const hours: number[] = [];
	let since: string | undefined;
	for (const { kind, at } of events) {
		if (kind === 'opened' || kind === 'reopened') since = at;
		if (kind !== 'decided' || since === undefined) continue;
		hours.push((epochMs(at) - epochMs(since)) / HOUR_MS);
		since = undefined;
	}
	return hours;
}
