// `weir bench accuracy`: how much of what is listed is found when it is disguised, and how often honest goods are stopped. Deterministic
// for a seed and a catalogue; reads nothing but the catalogue, the engine and, with --data, local sets that are only counted.
import { parseArgs } from 'node:util';
import { Fault } from '../../src/base/fault.ts';
import type { Scored } from '../../src/stats/calibration.ts';
import { termsOf } from '../baselines.ts';
import { hash32 } from '../perturb/random.ts';
import { loadCatalogue, loadScreener, NOW, type Screener } from '../screener.ts';
import { measureBaselines } from './against.ts';
import { benignNames, benignSplit, withAliases } from './benign.ts';
import { compareFrozen, freeze, readFrozen } from './frozen.ts';
import { type Given, loadGiven } from './given.ts';
import {
	type Miss,
	measureCalibration,
	measureClean,
	measureFamilies,
	measureLookAlikes,
	measureNegatives,
	measureRecall,
} from './measure.ts';
import type { NegativeProbe } from './probe.ts';
import { type AccuracyReport, showMisses, showReport } from './report.ts';
import { benignProbes, cleanProbes, contrastProbes, familyProbes, fillerProbes, lookAlikeProbes, positiveProbes } from './sets.ts';

export const HELP = `weir bench accuracy: recall on disguised listed substances, false positives on honest goods

Options
  --quick             fewer cases (about a tenth)
  --seed N            seed of the generated cases (default 1)
  --data DIR          also measure local sets: DIR/evasion/*.jsonl.gz, DIR/titles/benign_titles.csv.gz,
                      DIR/chemicals/benign_chem_names.csv.gz
  --baselines         also measure exact keyword lists and a fuzzy search library on the same cases
  --misses N          list the first N wrong answers of each group
  --format table|json default table; keys of the JSON are in docs/benchmarks.md
  --check             compare with bench/accuracy/frozen.json; exit 1 when recall falls or false positives rise past the limits
  --freeze            write the run to bench/accuracy/frozen.json
  --help

Examples
  weir bench accuracy --quick
  weir bench accuracy --check
  weir bench accuracy --data ~/sets --misses 5 --format json > run.json
`;

interface Options {
	readonly quick: boolean;
	readonly seed: number;
	readonly data?: string;
	readonly baselines: boolean;
	readonly misses: number;
	readonly format: 'table' | 'json';
	readonly check: boolean;
	readonly freeze: boolean;
}

const SIZES = {
	full: { perKind: 60, contrast: 400, lines: 4000, share: 1, sample: 160 },
	quick: { perKind: 8, contrast: 60, lines: 400, share: 0.04, sample: 24 },
} as const;

function optionsOf(args: readonly string[]): Options | 'help' {
	const { values } = parseArguments(args);
	if (values.help === true) return 'help';
	const format = values.format === 'text' ? 'table' : (values.format ?? 'table');
	if (format !== 'table' && format !== 'json') throw new Fault('usage', `--format is table or json, not "${format}"`);
	const whole = (name: string, text: string): number => {
		if (!/^\d{1,9}$/u.test(text)) throw new Fault('usage', `--${name} is a whole number, not "${text}"`);
		return Number(text);
	};
	return {
		quick: values.quick === true,
		seed: whole('seed', values.seed ?? '1'),
		...(values.data === undefined ? {} : { data: values.data }),
		baselines: values.baselines === true,
		misses: whole('misses', values.misses ?? '0'),
		format,
		check: values.check === true,
		freeze: values.freeze === true,
	};
}

function parseArguments(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			options: {
				quick: { type: 'boolean' },
				seed: { type: 'string' },
				data: { type: 'string' },
				baselines: { type: 'boolean' },
				misses: { type: 'string' },
				format: { type: 'string' },
				check: { type: 'boolean' },
				freeze: { type: 'boolean' },
				help: { type: 'boolean' },
			},
		});
	} catch (cause) {
		throw new Fault('usage', `${cause instanceof Error ? cause.message : String(cause)}; see --help`, { cause });
	}
}

/** Measures a screener. Misses are appended to `misses`. */
export function measure(screener: Screener, options: Options, catalogue: ReturnType<typeof loadCatalogue>, misses: Miss[]): AccuracyReport {
	const size = options.quick ? SIZES.quick : SIZES.full;
	const scored: Scored[] = [];
	const first = screener.screen({ title: 'desk lamp' }, { listingId: 'versions', now: NOW });
	const positives = positiveProbes(catalogue, options.seed, size.perKind);
	const names = benignNames().filter((entry) => keep(entry.name, size.share));
	const benign = [...fillerProbes(options.seed, size.lines), ...benignProbes(names, options.seed, 'chemical-names')];
	const contrast = contrastProbes(catalogue, options.seed, size.contrast);
	const own: Scored[] = [];
	const report: AccuracyReport = {
		schema: 'weir-bench-accuracy/1',
		seed: options.seed,
		mode: options.quick ? 'quick' : 'full',
		perKind: size.perKind,
		versions: { catalogue: first.catalogueVersion, engine: first.engineVersion, policy: first.policyVersion },
		recall: measureRecall(screener, positives, misses, scored),
		clean: measureClean(screener, cleanProbes(catalogue), misses, own),
		families: measureFamilies(screener, familyProbes(catalogue), misses),
		lookAlikes: measureLookAlikes(screener, lookAlikeProbes(catalogue), misses),
		falsePositives: measureNegatives(screener, benign, misses, scored),
		contrast: measureNegatives(screener, contrast, misses, scored),
		calibration: measureCalibration(scored),
	};
	let negatives: NegativeProbe[] = [...benign, ...contrast];
	let more: Pick<AccuracyReport, 'given' | 'baselines'> = {};
	if (options.data !== undefined) {
		const given = loadGiven(options.data, size.share, catalogue);
		const probes = [...given.negatives, ...givenNames(given, options.seed)];
		negatives = negatives.concat(probes);
		more = {
			given: {
				hashes: given.hashes,
				recall: measureRecall(screener, given.positives, misses, own),
				falsePositives: measureNegatives(screener, probes, misses, own),
			},
		};
	}
	if (options.baselines) more = { ...more, baselines: measureBaselines(termsOf(catalogue), positives, negatives, size.sample) };
	return { ...report, ...more };
}

const keep = (name: string, share: number): boolean => share >= 1 || hash32(`keep:${name}`) / 4294967296 < share;

/** Given names: held-out chemicals, the other redistributable ones (a dictionary may hold them), and those that never ship. */
function givenNames(given: Given, seed: number): NegativeProbe[] {
	const rows = Map.groupBy(withAliases(given.names), (entry) =>
		benignSplit(entry) === 'held-out' ? 'names-held-out' : entry.shippable ? 'names-fit' : 'names-not-shipped',
	);
	return [...rows].flatMap(([set, names]) => benignProbes(names, seed, set));
}

/** The command. @returns the process exit code: 0, or 1 when `--check` finds a loss. @throws Fault `usage` for a bad option. */
export async function run(args: string[]): Promise<number> {
	const options = optionsOf(args);
	if (options === 'help') {
		process.stdout.write(HELP);
		return 0;
	}
	const misses: Miss[] = [];
	const report = measure(await loadScreener(), options, loadCatalogue(), misses);
	process.stdout.write(options.format === 'json' ? `${JSON.stringify(report)}\n` : `${showReport(report)}\n`);
	if (options.misses > 0) process.stderr.write(`${showMisses(misses, options.misses)}\n`);
	if (options.freeze) freeze(report);
	if (!options.check) return 0;
	const { failures, improvements } = compareFrozen(report, readFrozen());
	for (const line of improvements) process.stderr.write(`better  ${line}\n`);
	for (const line of failures) process.stderr.write(`WORSE   ${line}\n`);
	process.stderr.write(
		failures.length === 0
			? 'check passed\n'
			: `check failed: ${failures.length} figures; if the change is meant, rewrite the frozen run with --freeze\n`,
	);
	return failures.length === 0 ? 0 : 1;
}
