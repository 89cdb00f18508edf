// Runs probes through a screener and adds up the answers into the report. The report's keys are the documented JSON output of
// `weir bench accuracy` (docs/benchmarks.md): extend them, never rename them.
import { brier, calibrationError, type ReliabilityBin, reliability, type Scored } from '../../src/stats/calibration.ts';
import { macroInterval, type Proportion, wilson } from '../../src/stats/intervals.ts';
import type { Split } from '../perturb/kind.ts';
import { NOW, type Screener } from '../screener.ts';
import { judgeNegative, judgePositive, type NegativeProbe, type PositiveProbe, type PositiveScore } from './probe.ts';
import type { FamilyProbe, LookAlikeProbe } from './sets.ts';

export interface Macro {
	readonly rate: number;
	readonly low: number;
	readonly high: number;
	readonly kinds: number;
	readonly cases: number;
}

export interface KindReport {
	readonly class: string;
	readonly split: Split;
	readonly found: Proportion;
	/** Looser: the id is present, whatever the verdict. */
	readonly named: Proportion;
	readonly tier1: Proportion;
}

export interface RecallReport {
	/** Macro over kinds; `fit` and `heldOut` by kind, each for all substances and for held-out substances. */
	readonly macro: Readonly<Record<'all' | 'fit' | 'heldOut' | 'heldOutSubstances' | 'heldOutBoth', Macro>>;
	readonly macroTier1: Readonly<Record<'all' | 'fit' | 'heldOut' | 'heldOutSubstances' | 'heldOutBoth', Macro>>;
	readonly tiers: Readonly<Record<'1' | '2' | '3', Proportion>>;
	readonly classes: Readonly<Record<string, { readonly all: Proportion; readonly tier1: Proportion }>>;
	readonly kinds: Readonly<Record<string, KindReport>>;
	/** Among named cases: the expected substance has the highest confidence. */
	readonly identity: Proportion;
	/** Among found cases with a known span: a finding about the substance overlaps it; half of the union is shared. */
	readonly span: { readonly overlaps: Proportion; readonly half: Proportion };
	/** Findings whose text is not the slice they point at; must be 0. */
	readonly unfaithful: number;
	readonly looser: { readonly named: Proportion; readonly flagged: Proportion };
}

export interface FalsePositiveReport {
	readonly flagged: Proportion;
	readonly blocked: Proportion;
	/** Stricter: any substance named at all, even in a clear verdict. */
	readonly named: Proportion;
	/** Flagged per 10,000, with the bounds of its 95 % interval. */
	readonly per10k: { readonly rate: number; readonly low: number; readonly high: number };
}

/** A wrong answer, for people to look at (`--misses`). */
export interface Miss {
	readonly what: 'missed' | 'false-positive' | 'family' | 'look-alike';
	readonly group: string;
	readonly id: string;
	readonly text: string;
	readonly verdict: string;
	readonly detail: string;
}

const screen = (screener: Screener, probe: { readonly id: string; readonly listing: PositiveProbe['listing'] }) =>
	screener.screen(probe.listing, { listingId: probe.id, now: NOW });

const share = <T>(list: readonly T[], holds: (one: T) => boolean): Proportion => wilson(list.filter(holds).length, list.length);

interface Scoring {
	readonly probe: PositiveProbe;
	readonly score: PositiveScore;
}

function macroOf(rows: readonly Scoring[]): Macro {
	const groups = [...Map.groupBy(rows, ({ probe }) => probe.kind).values()].map((group) => share(group, ({ score }) => score.found));
	const { rate, low, high } = macroInterval(groups);
	return { rate, low, high, kinds: groups.length, cases: rows.length };
}

function macrosOf(rows: readonly Scoring[]): RecallReport['macro'] {
	const by = (kind: Split | null, substance: Split | null): Macro =>
		macroOf(
			rows.filter(({ probe }) => (kind === null || probe.kindSplit === kind) && (substance === null || probe.substanceSplit === substance)),
		);
	return {
		all: by(null, null),
		fit: by('fit', null),
		heldOut: by('held-out', null),
		heldOutSubstances: by(null, 'held-out'),
		heldOutBoth: by('held-out', 'held-out'),
	};
}

/** Recall of a set of positive probes; misses are appended to `misses`, scored examples to `scored`. */
export function measureRecall(screener: Screener, probes: readonly PositiveProbe[], misses: Miss[], scored: Scored[]): RecallReport {
	const rows: Scoring[] = [];
	for (const probe of probes) {
		const verdict = screen(screener, probe);
		const score = judgePositive(probe, verdict);
		rows.push({ probe, score });
		scored.push({ score: verdict.score, truth: true });
		if (!score.found) {
			const named = verdict.substances.map((substance) => `${substance.id} ${substance.confidence.toFixed(2)}`).join(', ');
			misses.push({
				what: 'missed',
				group: probe.kind,
				id: probe.id,
				text: probe.x,
				verdict: verdict.verdict,
				detail: `want ${probe.expect.join('|')}; got ${named === '' ? 'nothing' : named}`,
			});
		}
	}
	const tier1 = rows.filter(({ probe }) => probe.tier === 1);
	const found = ({ score }: Scoring): boolean => score.found;
	const tierOf = (tier: number): Proportion =>
		share(
			rows.filter(({ probe }) => probe.tier === tier),
			found,
		);
	const named = rows.filter(({ score }) => score.named);
	const spanned = rows.filter(({ probe, score }) => score.found && probe.start >= 0);
	return {
		macro: macrosOf(rows),
		macroTier1: macrosOf(tier1),
		tiers: { 1: tierOf(1), 2: tierOf(2), 3: tierOf(3) },
		classes: record(
			Map.groupBy(rows, ({ probe }) => probe.class),
			(group) => ({
				all: share(group, found),
				tier1: share(
					group.filter(({ probe }) => probe.tier === 1),
					found,
				),
			}),
		),
		kinds: record(
			Map.groupBy(rows, ({ probe }) => probe.kind),
			(group) => ({
				class: group[0]?.probe.class ?? '',
				split: group[0]?.probe.kindSplit ?? 'fit',
				found: share(group, found),
				named: share(group, ({ score }) => score.named),
				tier1: share(
					group.filter(({ probe }) => probe.tier === 1),
					found,
				),
			}),
		),
		identity: share(named, ({ score }) => score.top),
		span: { overlaps: share(spanned, ({ score }) => score.overlaps), half: share(spanned, ({ score }) => score.overlap >= 0.5) },
		unfaithful: rows.filter(({ score }) => !score.faithful).length,
		looser: { named: share(rows, ({ score }) => score.named), flagged: share(rows, ({ score }) => score.flagged) },
	};
}

/** Clean recall by language or identifier. */
export function measureClean(
	screener: Screener,
	probes: readonly PositiveProbe[],
	misses: Miss[],
	scored: Scored[],
): Record<string, Proportion> {
	return record(
		Map.groupBy(probes, (probe) => probe.language),
		(group, language) => {
			const own: Miss[] = [];
			const report = measureRecall(screener, group, own, scored);
			for (const miss of own) misses.push({ ...miss, group: `clean/${language}` });
			return report.kinds['clean/clean']?.found ?? wilson(0, 0);
		},
	);
}

/** False positives per set of negative probes. */
export function measureNegatives(
	screener: Screener,
	probes: readonly NegativeProbe[],
	misses: Miss[],
	scored: Scored[],
): Record<string, FalsePositiveReport> {
	return record(
		Map.groupBy(probes, (probe) => probe.set),
		(group, set) => {
			const rows = group.map((probe) => {
				const verdict = screen(screener, probe);
				const row = judgeNegative(verdict);
				scored.push({ score: verdict.score, truth: false });
				if (row.flagged) {
					const finding = verdict.findings.find((one) => one.subject !== undefined) ?? verdict.findings[0];
					misses.push({
						what: 'false-positive',
						group: set,
						id: probe.id,
						text: probe.listing.title,
						verdict: verdict.verdict,
						detail:
							finding === undefined
								? 'no finding'
								: `${finding.rule}: "${finding.text}" read as "${finding.read}" → ${finding.subject ?? '?'}`,
					});
				}
				return row;
			});
			const flagged = share(rows, (row) => row.flagged);
			return {
				flagged,
				blocked: share(rows, (row) => row.blocked),
				named: share(rows, (row) => row.named),
				per10k: { rate: flagged.rate * 10_000, low: flagged.low * 10_000, high: flagged.high * 10_000 },
			};
		},
	);
}

export interface FamilyReport {
	/** Members whose family is named. */
	readonly members: Proportion;
	/** Members whose verdict is not clear. */
	readonly membersFlagged: Proportion;
	/** Non-members for which the family is wrongly named. */
	readonly wronglyNamed: Proportion;
	/** named and member / named. */
	readonly precision: Proportion;
}

export function measureFamilies(screener: Screener, probes: readonly FamilyProbe[], misses: Miss[]): FamilyReport {
	const rows = probes.map((probe) => {
		const verdict = screen(screener, probe);
		const named = verdict.families.includes(probe.family);
		if (named !== probe.member) {
			misses.push({
				what: 'family',
				group: probe.family,
				id: probe.id,
				text: probe.listing.smiles ?? '',
				verdict: verdict.verdict,
				detail: probe.member ? 'member not named' : 'named wrongly',
			});
		}
		return { member: probe.member, named, flagged: verdict.verdict !== 'clear' };
	});
	const members = rows.filter((row) => row.member);
	return {
		members: share(members, (row) => row.named),
		membersFlagged: share(members, (row) => row.flagged),
		wronglyNamed: share(
			rows.filter((row) => !row.member),
			(row) => row.named,
		),
		precision: share(
			rows.filter((row) => row.named),
			(row) => row.member,
		),
	};
}

/** `expect` → form → verdict counts. Only `clear` has a right answer in every context. */
export type LookAlikeReport = Readonly<
	Record<
		string,
		Readonly<Record<'name' | 'offer', { readonly clear: number; readonly review: number; readonly block: number; readonly total: number }>>
	>
>;

export function measureLookAlikes(screener: Screener, probes: readonly LookAlikeProbe[], misses: Miss[]): LookAlikeReport {
	return record(
		Map.groupBy(probes, (probe) => probe.expect),
		(group, expect) => {
			const count = (form: string) => {
				const tally = { clear: 0, review: 0, block: 0, total: 0 };
				for (const probe of group.filter((one) => one.form === form)) {
					const verdict = screen(screener, probe);
					tally[verdict.verdict]++;
					tally.total++;
					if (expect === 'clear' && verdict.verdict !== 'clear') {
						const because = verdict.findings.find((one) => one.subject !== undefined);
						misses.push({
							what: 'look-alike',
							group: `look-alike/${form}`,
							id: probe.id,
							text: probe.name,
							verdict: verdict.verdict,
							detail: because === undefined ? '' : `${because.rule}: read as "${because.read}" → ${because.subject ?? ''}`,
						});
					}
				}
				return tally;
			};
			return { name: count('name'), offer: count('offer') };
		},
	);
}

/** Calibration of `verdict.score` over the probes as mixed here; the mixture is not the prevalence of a marketplace. */
export interface CalibrationReport {
	readonly examples: number;
	readonly brier: number;
	readonly error: number;
	readonly bins: readonly ReliabilityBin[];
}

export const measureCalibration = (scored: readonly Scored[]): CalibrationReport => ({
	examples: scored.length,
	brier: brier(scored),
	error: calibrationError(scored),
	bins: reliability(scored),
});

function record<K extends string, T, R>(groups: Map<K, T>, make: (group: T, key: K) => R): Record<string, R> {
	return Object.fromEntries([...groups].map(([key, group]) => [key, make(group, key)]));
}
