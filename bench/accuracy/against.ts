// Scores the baselines on the engine's own probes: a case is found when an expected substance is named; a benign text is flagged when
// anything is named. The fuzzy search sees a sample of each set, because it is hundreds of times slower.
import { macroInterval, type Proportion, wilson } from '../../src/stats/intervals.ts';
import { type Baseline, decomposedBaseline, exactBaseline, fuzzySearch, type Term } from '../baselines.ts';
import { hash32 } from '../perturb/random.ts';
import type { Macro } from './measure.ts';
import type { NegativeProbe, PositiveProbe } from './probe.ts';

export interface BaselineReport {
	readonly note: string;
	readonly macro: Macro;
	readonly macroHeldOut: Macro;
	/** Set → flagged. */
	readonly flagged: Readonly<Record<string, Proportion>>;
}

const sampled = <T extends { readonly id: string }>(probes: readonly T[], count: number): T[] =>
	probes.toSorted((a, b) => hash32(a.id) - hash32(b.id)).slice(0, count);

function macroOf(rows: readonly { readonly probe: PositiveProbe; readonly found: boolean }[]): Macro {
	const groups = [...Map.groupBy(rows, ({ probe }) => probe.kind).values()].map((group) =>
		wilson(group.filter((row) => row.found).length, group.length),
	);
	return { ...macroInterval(groups), kinds: groups.length, cases: rows.length };
}

type Answer = (texts: readonly string[]) => ReadonlySet<string>[];

function score(note: string, answer: Answer, positives: readonly PositiveProbe[], negatives: readonly NegativeProbe[]): BaselineReport {
	const answers = answer(positives.map((probe) => probe.listing.title));
	const rows = positives.map((probe, at) => ({ probe, found: probe.expect.some((id) => answers[at]?.has(id) === true) }));
	const flagged = Object.fromEntries(
		[...Map.groupBy(negatives, (probe) => probe.set)].map(([set, group]) => {
			const found = answer(group.map((probe) => probe.listing.title));
			return [set, wilson(found.filter((ids) => ids.size > 0).length, group.length)];
		}),
	);
	return { note, macro: macroOf(rows), macroHeldOut: macroOf(rows.filter(({ probe }) => probe.kindSplit === 'held-out')), flagged };
}

const one =
	(baseline: Baseline): Answer =>
	(texts) =>
		texts.map((text) => baseline(text));

/** @param sample texts per set for the fuzzy search. */
export function measureBaselines(
	terms: readonly Term[],
	positives: readonly PositiveProbe[],
	negatives: readonly NegativeProbe[],
	sample: number,
): Record<string, BaselineReport> {
	const few = [...Map.groupBy(negatives, (probe) => probe.set).values()].flatMap((group) => sampled(group, sample));
	return {
		'aho-corasick': score('exact, lower case', one(exactBaseline(terms)), positives, negatives),
		'aho-corasick-nfkd': score('exact after NFKD, marks dropped', one(decomposedBaseline(terms)), positives, negatives),
		minisearch: score(
			`fuzzy words, all required; sample of ${sample} per set`,
			(texts) => fuzzySearch(terms, texts),
			sampled(positives, sample * 4),
			few,
		),
	};
}
