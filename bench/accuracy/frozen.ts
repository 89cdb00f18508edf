// The committed run and what may change against it. Both runs must have the same mode and seed. A change passes when no recall falls and
// no false-positive rate rises by more than the limit; improvements always pass (freeze them, so that they are kept).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../src/base/fault.ts';
import { ROOT } from '../screener.ts';
import type { AccuracyReport } from './report.ts';

export const FROZEN_FILE = join(ROOT, 'bench/accuracy/frozen.json');

/** What may be lost before the check fails, in points (1 = one per cent) or per 10,000. */
export const LIMITS = {
	/** Macro recall over all, fit and held-out kinds. */
	macro: 0.5,
	/** Macro recall of tier 1. */
	macroTier1: 0.3,
	/** One class of kinds, pooled. */
	class: 2,
	/** Plainly written identities, per column. */
	clean: 0.3,
	/** Family members named; family precision. */
	families: 0.5,
	/** Clear look-alikes flagged: none more. */
	lookAlikes: 0,
	/** Flagged per 10,000 of a benign set. */
	per10k: 5,
	/** Negation, mention, collision sentences flagged. */
	contrast: 1,
} as const;

/** One compared figure. */
export interface Figure {
	readonly name: string;
	readonly value: number;
	/** Which way is worse. */
	readonly better: 'higher' | 'lower';
	readonly limit: number;
}

/** The figures that are frozen; everything else in a report is for reading. */
export function figuresOf(report: AccuracyReport): Figure[] {
	const higher = (name: string, rate: number, limit: number): Figure => ({ name, value: 100 * rate, better: 'higher', limit });
	const figures: Figure[] = [];
	for (const key of ['all', 'fit', 'heldOut', 'heldOutBoth'] as const) {
		figures.push(higher(`recall.macro.${key}`, report.recall.macro[key].rate, LIMITS.macro));
		figures.push(higher(`recall.macroTier1.${key}`, report.recall.macroTier1[key].rate, LIMITS.macroTier1));
	}
	for (const [name, group] of Object.entries(report.recall.classes))
		figures.push(higher(`recall.classes.${name}`, group.all.rate, LIMITS.class));
	for (const [name, one] of Object.entries(report.clean)) figures.push(higher(`clean.${name}`, one.rate, LIMITS.clean));
	figures.push(
		higher('families.members', report.families.members.rate, LIMITS.families),
		higher('families.precision', report.families.precision.rate, LIMITS.families),
	);
	const clear = report.lookAlikes['clear'];
	for (const form of ['name', 'offer'] as const) {
		if (clear !== undefined)
			figures.push({
				name: `lookAlikes.clear.${form} flagged`,
				value: clear[form].review + clear[form].block,
				better: 'lower',
				limit: LIMITS.lookAlikes,
			});
	}
	for (const [set, one] of Object.entries(report.falsePositives))
		figures.push({ name: `falsePositives.${set} per 10k`, value: one.per10k.rate, better: 'lower', limit: LIMITS.per10k });
	for (const [set, one] of Object.entries(report.contrast))
		figures.push({ name: `contrast.${set} %`, value: 100 * one.flagged.rate, better: 'lower', limit: LIMITS.contrast });
	return figures.filter((figure) => !Number.isNaN(figure.value));
}

/** Mode → seed and figures. */
type Frozen = Readonly<
	Record<
		string,
		{
			readonly seed: number;
			readonly perKind: number;
			readonly versions: AccuracyReport['versions'];
			readonly figures: Readonly<Record<string, number>>;
		}
	>
>;

export function readFrozen(path: string = FROZEN_FILE): Frozen {
	if (!existsSync(path)) return {};
	const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
	if (typeof value !== 'object' || value === null)
		throw new Fault('file-unreadable', `${path} is not a frozen run; write it with --freeze`);
	return value as Frozen;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Rewrites the run of this report's mode and keeps the others. */
export function freeze(report: AccuracyReport, path: string = FROZEN_FILE): void {
	const figures = Object.fromEntries(figuresOf(report).map((figure) => [figure.name, round(figure.value)]));
	const all = { ...readFrozen(path), [report.mode]: { seed: report.seed, perKind: report.perKind, versions: report.versions, figures } };
	writeFileSync(path, `${JSON.stringify(all, null, '\t')}\n`);
}

export interface Comparison {
	readonly failures: readonly string[];
	readonly improvements: readonly string[];
}

/** Compares with the frozen run of the same mode. A figure missing on either side is a failure: nothing may silently stop being measured. */
export function compareFrozen(report: AccuracyReport, frozen: Frozen): Comparison {
	const before = frozen[report.mode];
	if (before === undefined) return { failures: [`no frozen ${report.mode} run; write one with --freeze`], improvements: [] };
	if (before.seed !== report.seed || before.perKind !== report.perKind) {
		return {
			failures: [`the frozen ${report.mode} run has seed ${before.seed} and ${before.perKind} per kind; use the same`],
			improvements: [],
		};
	}
	const failures: string[] = [];
	const improvements: string[] = [];
	const figures = figuresOf(report);
	for (const figure of figures) {
		const old = before.figures[figure.name];
		if (old === undefined) {
			failures.push(`${figure.name}: ${figure.value.toFixed(2)} now, not in the frozen run; freeze it`);
			continue;
		}
		const loss = figure.better === 'higher' ? old - figure.value : figure.value - old;
		const line = `${figure.name}: ${old.toFixed(2)} → ${figure.value.toFixed(2)} (${figure.better} is better, limit ${figure.limit})`;
		if (loss > figure.limit + 1e-3) failures.push(line);
		else if (loss < -1e-3) improvements.push(line);
	}
	const now = new Set(figures.map((figure) => figure.name));
	for (const name of Object.keys(before.figures)) if (!now.has(name)) failures.push(`${name}: in the frozen run, not measured now`);
	return { failures, improvements };
}
