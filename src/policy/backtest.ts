// What a candidate policy would have decided on listings of the past, beside what the live one decides: counts by transition, by tier
// and by substance, and a few listings to look at. Fed one pair at a time, so that a history of any length fits.
import { SEVERITY } from '../model/policy.ts';
import type { Verdict, VerdictKind } from '../model/verdict.ts';

/** `clear→review`: from the live policy's verdict to the candidate's. */
export type Transition = `${VerdictKind}→${VerdictKind}`;

export interface Example {
	readonly listingId: string;
	readonly transition: Transition;
	/** The candidate's first reason, or the live one's where the candidate has nothing against the listing. */
	readonly why: string;
}

export interface Shift {
	readonly lowered: number;
	readonly raised: number;
}

export interface Backtest {
	readonly listings: number;
	readonly changed: number;
	/** Every transition that occurred, unchanged ones included. */
	readonly transitions: Readonly<Partial<Record<Transition, number>>>;
	/** Held or refused before, published under the candidate: what a person should look at first. */
	readonly newlyClear: number;
	readonly lowered: number;
	readonly raised: number;
	/** Changed verdicts by the strictest tier recognised; `none` where nothing listed was. */
	readonly byTier: Readonly<Record<string, Shift>>;
	readonly bySubstance: Readonly<Record<string, Shift>>;
	/** Up to the sample size of each transition that changed; newly clear ones first. */
	readonly examples: readonly Example[];
}

/** What a backtest reads of a verdict. */
export type Tried = Pick<Verdict, 'listingId' | 'verdict' | 'substances' | 'reasons'>;

export interface BacktestRun {
	/** Both verdicts on one listing. */
	add(live: Tried, candidate: Tried): void;
	report(): Backtest;
}

/** Starts a backtest that keeps up to `sample` listings of each kind of change. */
export function startBacktest(sample = 10): BacktestRun {
	const transitions = new Map<Transition, number>();
	const byTier = new Map<string, { lowered: number; raised: number }>();
	const bySubstance = new Map<string, { lowered: number; raised: number }>();
	const examples: Example[] = [];
	let listings = 0;
	const count = (map: typeof byTier, key: string, move: 'lowered' | 'raised'): void => {
		const shift = map.get(key) ?? { lowered: 0, raised: 0 };
		shift[move]++;
		map.set(key, shift);
	};
	return {
		add(live, candidate) {
			listings++;
			const transition: Transition = `${live.verdict}→${candidate.verdict}`;
			const seen = (transitions.get(transition) ?? 0) + 1;
			transitions.set(transition, seen);
			if (live.verdict === candidate.verdict) return;
			const move = SEVERITY[candidate.verdict] < SEVERITY[live.verdict] ? 'lowered' : 'raised';
			const tiers = candidate.substances.map((one) => one.tier);
			count(byTier, tiers.length === 0 ? 'none' : String(Math.min(...tiers)), move);
			for (const id of new Set(candidate.substances.map((one) => one.id))) count(bySubstance, id, move);
			if (seen > sample) return;
			const reason = candidate.verdict === 'clear' ? live.reasons[0] : candidate.reasons[0];
			examples.push({ listingId: live.listingId, transition, why: reason?.text ?? '' });
		},
		report() {
			const sum = (wanted: (from: number, to: number) => boolean): number => {
				let total = 0;
				for (const [transition, times] of transitions) {
					const [from, to] = transition.split('→') as [VerdictKind, VerdictKind];
					if (wanted(SEVERITY[from], SEVERITY[to])) total += times;
				}
				return total;
			};
			const lowered = sum((from, to) => to < from);
			const raised = sum((from, to) => to > from);
			return {
				listings,
				changed: lowered + raised,
				transitions: Object.fromEntries([...transitions].sort(([a], [b]) => (a < b ? -1 : 1))),
				newlyClear: sum((from, to) => from > 0 && to === 0),
				lowered,
				raised,
				byTier: sorted(byTier),
				bySubstance: sorted(bySubstance),
				examples: [...examples].sort((a, b) => rank(a.transition) - rank(b.transition)),
			};
		},
	};
}

/** Two backtests on different listings as one, with up to `sample` examples of each kind of change. */
export function mergeBacktests(a: Backtest, b: Backtest, sample = 10): Backtest {
	const kept = new Map<Transition, number>();
	const examples = [...a.examples, ...b.examples].filter(({ transition }) => {
		const seen = (kept.get(transition) ?? 0) + 1;
		kept.set(transition, seen);
		return seen <= sample;
	});
	return {
		listings: a.listings + b.listings,
		changed: a.changed + b.changed,
		transitions: added<number>(a.transitions, b.transitions, (one, other) => one + other, 0),
		newlyClear: a.newlyClear + b.newlyClear,
		lowered: a.lowered + b.lowered,
		raised: a.raised + b.raised,
		byTier: added(a.byTier, b.byTier, addShifts, NO_SHIFT),
		bySubstance: added(a.bySubstance, b.bySubstance, addShifts, NO_SHIFT),
		examples: examples.sort((one, other) => rank(one.transition) - rank(other.transition)),
	};
}

const NO_SHIFT: Shift = { lowered: 0, raised: 0 };
const addShifts = (a: Shift, b: Shift): Shift => ({ lowered: a.lowered + b.lowered, raised: a.raised + b.raised });

function added<T>(a: Readonly<Record<string, T>>, b: Readonly<Record<string, T>>, sum: (a: T, b: T) => T, none: T): Record<string, T> {
	const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
	return Object.fromEntries(keys.map((key) => [key, sum(a[key] ?? none, b[key] ?? none)]));
}

// Newly clear first, then whatever else was lowered, then what was raised.
const rank = (transition: Transition): number => {
	const [from, to] = transition.split('→') as [VerdictKind, VerdictKind];
	return to === 'clear' ? 0 : SEVERITY[to] < SEVERITY[from] ? 1 : 2;
};

const sorted = (map: ReadonlyMap<string, Shift>): Record<string, Shift> =>
	Object.fromEntries([...map].sort(([a, one], [b, other]) => other.lowered - one.lowered || other.raised - one.raised || (a < b ? -1 : 1)));
