// The accuracy report as a table for people. JSON output is the report object itself.
import type { Proportion } from '../../src/stats/intervals.ts';
import type { BaselineReport } from './against.ts';
import type { CalibrationReport, FalsePositiveReport, FamilyReport, LookAlikeReport, Macro, Miss, RecallReport } from './measure.ts';

export interface AccuracyReport {
	readonly schema: 'weir-bench-accuracy/1';
	readonly seed: number;
	readonly mode: 'quick' | 'full';
	readonly perKind: number;
	readonly versions: { readonly catalogue: string; readonly engine: string; readonly policy: string };
	readonly recall: RecallReport;
	/** Column (`en`, `zh`, `cas`, `smiles`, `inchikey` …) → recall of every listed identity as written. */
	readonly clean: Readonly<Record<string, Proportion>>;
	readonly families: FamilyReport;
	readonly lookAlikes: LookAlikeReport;
	readonly falsePositives: Readonly<Record<string, FalsePositiveReport>>;
	readonly contrast: Readonly<Record<string, FalsePositiveReport>>;
	readonly calibration: CalibrationReport;
	/** Only with `--data`: the same figures on local sets, and the SHA-256 of each file. */
	readonly given?: {
		readonly hashes: Readonly<Record<string, string>>;
		readonly recall: RecallReport;
		readonly falsePositives: Readonly<Record<string, FalsePositiveReport>>;
	};
	/** Only with `--baselines`. */
	readonly baselines?: Readonly<Record<string, BaselineReport>>;
}

const percent = (value: number): string => (Number.isNaN(value) ? '   –' : (100 * value).toFixed(1).padStart(5));

export const showProportion = (one: Proportion): string =>
	`${percent(one.rate)} [${percent(one.low)}, ${percent(one.high)}]  ${one.hits}/${one.total}`;

const showMacro = (one: Macro): string =>
	`${percent(one.rate)} [${percent(one.low)}, ${percent(one.high)}]  ${one.kinds} kinds, ${one.cases} cases`;

function recallLines(recall: RecallReport): string[] {
	const lines = ['  macro over kinds, %                all tiers                                    tier 1'];
	for (const [key, label] of [
		['all', 'all kinds'],
		['fit', 'fit kinds'],
		['heldOut', 'held-out kinds'],
		['heldOutSubstances', 'held-out substances'],
		['heldOutBoth', 'held-out kinds × substances'],
	] as const) {
		lines.push(`  ${label.padEnd(30)} ${showMacro(recall.macro[key]).padEnd(46)} ${showMacro(recall.macroTier1[key])}`);
	}
	lines.push(
		`  by tier, cases pooled: 1 ${showProportion(recall.tiers[1])}; 2 ${showProportion(recall.tiers[2])}; 3 ${showProportion(recall.tiers[3])}`,
	);
	lines.push(`  looser: named ${showProportion(recall.looser.named)}; flagged ${showProportion(recall.looser.flagged)}`);
	lines.push(
		`  identity (right substance on top) ${showProportion(recall.identity)}; span overlaps ${showProportion(recall.span.overlaps)}; half of union ${showProportion(recall.span.half)}; unfaithful ${recall.unfaithful}`,
	);
	lines.push('  by class');
	for (const [name, group] of Object.entries(recall.classes))
		lines.push(`    ${name.padEnd(18)} ${showProportion(group.all).padEnd(38)} tier 1 ${showProportion(group.tier1)}`);
	lines.push('  by kind (* held out)');
	for (const [name, kind] of Object.entries(recall.kinds)) {
		lines.push(
			`   ${kind.split === 'held-out' ? '*' : ' '}${name.padEnd(34)} ${showProportion(kind.found).padEnd(38)} named ${percent(kind.named.rate)}  tier 1 ${percent(kind.tier1.rate)}`,
		);
	}
	return lines;
}

const falsePositiveLines = (sets: Readonly<Record<string, FalsePositiveReport>>): string[] =>
	Object.entries(sets).map(
		([name, one]) =>
			`  ${name.padEnd(28)} ${one.per10k.rate.toFixed(1).padStart(7)} per 10k [${one.per10k.low.toFixed(1)}, ${one.per10k.high.toFixed(1)}]  ${one.flagged.hits}/${one.flagged.total}, blocked ${one.blocked.hits}, named ${one.named.hits}`,
	);

/** The whole report, one string with line breaks. */
export function showReport(report: AccuracyReport): string {
	const { versions } = report;
	const lines = [
		`accuracy: seed ${report.seed}, ${report.mode} (${report.perKind} per kind); catalogue ${versions.catalogue}, engine ${versions.engine}, policy ${versions.policy}`,
		'every proportion: % [95 % Wilson interval] hits/total',
		'',
		'Disguised and plain cases from the catalogue',
		...recallLines(report.recall),
		'',
		'Every listed identity, written plainly',
		...Object.entries(report.clean).map(([name, one]) => `  ${name.padEnd(10)} ${showProportion(one)}`),
		'',
		'Families (by structure)',
		`  members named ${showProportion(report.families.members)}; flagged ${showProportion(report.families.membersFlagged)}`,
		`  non-members named ${showProportion(report.families.wronglyNamed)}; precision ${showProportion(report.families.precision)}`,
		'',
		'Look-alikes (verdicts)',
		...Object.entries(report.lookAlikes).flatMap(([expect, forms]) =>
			(['name', 'offer'] as const).map(
				(form) =>
					`  expect ${expect.padEnd(13)} ${form.padEnd(6)} clear ${forms[form].clear}, review ${forms[form].review}, block ${forms[form].block} of ${forms[form].total}`,
			),
		),
		'',
		'False positives (verdict other than clear)',
		...falsePositiveLines(report.falsePositives),
		'',
		'Contrast sentences flagged',
		...Object.entries(report.contrast).map(([name, one]) => `  ${name.padEnd(12)} ${showProportion(one.flagged)}`),
		'',
		`Calibration of score over these ${report.calibration.examples} probes: Brier ${report.calibration.brier.toFixed(4)}, expected error ${report.calibration.error.toFixed(4)}`,
	];
	if (report.given !== undefined) {
		lines.push(
			'',
			'Given data',
			...Object.entries(report.given.hashes).map(([file, hash]) => `  ${file} sha256 ${hash.slice(0, 16)}…`),
			...recallLines(report.given.recall),
			...falsePositiveLines(report.given.falsePositives),
		);
	}
	for (const [name, baseline] of Object.entries(report.baselines ?? {})) {
		lines.push('', `Baseline ${name} (${baseline.note})`, `  macro recall ${showMacro(baseline.macro)}`);
		for (const [set, one] of Object.entries(baseline.flagged)) lines.push(`  ${set.padEnd(28)} flagged ${showProportion(one)}`);
	}
	return lines.join('\n');
}

/** The first `limit` wrong answers of each group. */
export function showMisses(misses: readonly Miss[], limit: number): string {
	const lines: string[] = [];
	for (const [group, list] of Map.groupBy(misses, (miss) => `${miss.what} ${miss.group}`)) {
		lines.push(`${group}: ${list.length}`);
		for (const miss of list.slice(0, limit))
			lines.push(`  ${miss.verdict.padEnd(6)} ${JSON.stringify(miss.text.slice(0, 160))}  ${miss.detail}`);
	}
	return lines.join('\n');
}
