// `weir bench speed`: listings per second on one core, latency quantiles warm and cold, pathological inputs, memory and load time, beside
// the baselines in the same run, because figures of two machines cannot be compared. Must never measure with verdicts thrown away by the compiler.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { arch, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Fault } from '../../src/base/fault.ts';
import { type Given, loadGiven } from '../accuracy/given.ts';
import { decomposed, fuzzySearch, KeywordAutomaton, lowerCase, type Term, termsOf } from '../baselines.ts';
import { loadCatalogue, loadScreener, NOW, ROOT, type Screener } from '../screener.ts';
import { generatedTexts, givenTexts, LENGTH, listingOf, pathological, type TextSet } from './texts.ts';

export const HELP = `weir bench speed: listings per second per core, latency, memory, against baselines in the same run

Options
  --quick             fewer listings and smaller pathological inputs
  --seed N            seed of the generated texts (default 1)
  --data DIR          also measure texts of about ${LENGTH} characters from DIR/evasion/benign_{generic,chem}_dev.jsonl.gz
  --format table|json default table; keys of the JSON are in docs/benchmarks.md
  --help

Examples
  weir bench speed --quick
  weir bench speed --format json > speed.json
`;

/** Microseconds; `perSecond` is texts per second on one core. */
export interface Timing {
	readonly texts: number;
	readonly perSecond: number;
	readonly p50: number;
	readonly p99: number;
	readonly p999: number;
	readonly worst: number;
}

export interface SpeedReport {
	readonly schema: 'weir-bench-speed/1';
	readonly seed: number;
	readonly mode: 'quick' | 'full';
	readonly machine: { readonly cpu: string; readonly arch: string; readonly node: string };
	/** A fresh process that holds only the engine. Bytes; `rssEnd` is after the cold listings. */
	readonly load: {
		readonly milliseconds: number;
		readonly rssBefore: number;
		readonly rssAfter: number;
		readonly rssEnd: number;
		readonly artefactBytes: number;
	};
	/** The first listings of that process, nothing compiled yet. */
	readonly cold: Timing;
	/** Set → engine and baselines; `ratio` is the baseline's rate divided by the engine's. */
	readonly warm: Readonly<
		Record<string, { readonly engine: Timing; readonly baselines: Readonly<Record<string, Timing & { readonly ratio: number }>> }>
	>;
	/** Input → milliseconds, microseconds per 1,000 characters, and the outcome. */
	readonly pathological: Readonly<
		Record<string, { readonly characters: number; readonly milliseconds: number; readonly perThousand: number; readonly outcome: string }>
	>;
}

/** Times `work` on each text, `rounds` times over the set, after one unmeasured pass. The sink keeps results alive. */
function time<T>(items: readonly T[], rounds: number, work: (item: T) => number): Timing {
	const spent = new Float64Array(items.length * rounds);
	let sink = 0;
	let at = 0;
	for (const item of items) sink += work(item);
	for (let round = 0; round < rounds; round++) {
		for (const item of items) {
			const start = process.hrtime.bigint();
			sink += work(item);
			spent[at++] = Number(process.hrtime.bigint() - start) / 1000;
		}
	}
	if (sink === Number.MIN_VALUE) process.stderr.write('');
	return timingOf(spent, items.length);
}

function timingOf(spent: Float64Array, texts: number): Timing {
	const total = spent.reduce((sum, one) => sum + one, 0);
	spent.sort();
	const quantile = (q: number): number => spent[Math.min(spent.length - 1, Math.floor(q * spent.length))] ?? Number.NaN;
	return {
		texts,
		perSecond: (1e6 * spent.length) / total,
		p50: quantile(0.5),
		p99: quantile(0.99),
		p999: quantile(0.999),
		worst: spent.at(-1) ?? Number.NaN,
	};
}

/** The floor: every UTF-16 unit read once and folded into a number. */
function iterate(text: string): number {
	let sum = 0;
	for (let at = 0; at < text.length; at++) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
	return sum;
}

const COMPILED = ['catalogue/compiled', 'dist/catalogue'];

function artefactBytes(): number {
	const folder = COMPILED.map((path) => join(ROOT, path)).find((path) => existsSync(path));
	if (folder === undefined) return 0;
	return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
		(sum, entry) => (entry.isFile() ? sum + statSync(join(entry.parentPath, entry.name)).size : sum),
		0,
	);
}

interface Options {
	readonly quick: boolean;
	readonly seed: number;
	readonly data?: string;
	readonly format: 'table' | 'json';
}

function optionsOf(args: readonly string[]): Options | 'help' {
	const { values } = parseArguments(args);
	if (values.help === true) return 'help';
	const format = values.format === 'text' ? 'table' : (values.format ?? 'table');
	if (format !== 'table' && format !== 'json') throw new Fault('usage', `--format is table or json, not "${format}"`);
	const seed = values.seed ?? '1';
	if (!/^\d{1,9}$/u.test(seed)) throw new Fault('usage', `--seed is a whole number, not "${seed}"`);
	return { quick: values.quick === true, seed: Number(seed), format, ...(values.data === undefined ? {} : { data: values.data }) };
}

function parseArguments(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			options: {
				quick: { type: 'boolean' },
				seed: { type: 'string' },
				data: { type: 'string' },
				format: { type: 'string' },
				help: { type: 'boolean' },
			},
		});
	} catch (cause) {
		throw new Fault('usage', `${cause instanceof Error ? cause.message : String(cause)}; see --help`, { cause });
	}
}

/** One screened text; the number depends on the verdict, so the call cannot be dropped. */
const screened =
	(screener: Screener) =>
	(listing: ReturnType<typeof listingOf>): number =>
		screener.screen(listing, { listingId: 'bench', now: NOW }).findings.length;

function measureSet(screener: Screener, terms: readonly Term[], set: TextSet, quick: boolean): SpeedReport['warm'][string] {
	const listings = set.texts.map(listingOf);
	const work = screened(screener);
	const rounds = quick ? 1 : 3;
	// One unmeasured pass over at least 1,000 texts lets the optimising compiler settle.
	for (let warm = 0; warm < 1000; warm += listings.length) for (const listing of listings) work(listing);
	const engine = time(listings, rounds, work);
	const exact = new KeywordAutomaton(terms, lowerCase);
	const folded = new KeywordAutomaton(terms, decomposed);
	const few = set.texts.slice(0, quick ? 16 : 64);
	// The fuzzy search works on a batch; its timing is that of one text in the batch.
	const search = time([few], 1, (texts) => fuzzySearch(terms, texts).length);
	const compared: Record<string, Timing> = {
		'character-floor': time(set.texts, rounds * 5, iterate),
		'aho-corasick': time(set.texts, rounds, (text) => exact.find(lowerCase(text)).size),
		'aho-corasick-nfkd': time(set.texts, rounds, (text) => folded.find(decomposed(text)).size),
		minisearch: perText(search, few.length),
	};
	return {
		engine,
		baselines: Object.fromEntries(
			Object.entries(compared).map(([name, timing]) => [name, { ...timing, ratio: timing.perSecond / engine.perSecond }]),
		),
	};
}

/** A batch timing brought to one text; quantiles of single texts are not known. */
const perText = (batch: Timing, texts: number): Timing => ({
	texts,
	perSecond: batch.perSecond * texts,
	p50: batch.p50 / texts,
	p99: Number.NaN,
	p999: Number.NaN,
	worst: Number.NaN,
});

function measurePathological(screener: Screener, set: TextSet): SpeedReport['pathological'][string] {
	const text = set.texts[0] ?? '';
	const start = performance.now();
	let outcome: string;
	try {
		outcome = screener.screen({ title: 'sample', description: text }, { listingId: set.name, now: NOW }).verdict;
	} catch (cause) {
		outcome = `threw ${cause instanceof Error ? cause.message.slice(0, 80) : String(cause)}`;
	}
	const milliseconds = performance.now() - start;
	return { characters: text.length, milliseconds, perThousand: (1e6 * milliseconds) / text.length, outcome };
}

/** What a fresh process reports: load time, memory, microseconds of each cold listing. */
export interface Fresh {
	readonly milliseconds: number;
	readonly rssBefore: number;
	readonly rssAfter: number;
	readonly rssEnd: number;
	readonly spent: readonly number[];
}

/** Runs fresh.ts in a process of its own. @throws Fault `engine-unavailable` when it fails. */
export function freshProcess(listings: readonly ReturnType<typeof listingOf>[]): Fresh {
	const child = spawnSync(process.execPath, [join(ROOT, 'bench/speed/fresh.ts')], {
		input: JSON.stringify(listings),
		encoding: 'utf8',
		maxBuffer: 1 << 26,
	});
	if (child.status !== 0)
		throw new Fault(
			'engine-unavailable',
			`The engine could not be started in a fresh process: ${child.stderr.trim().split('\n').slice(-3).join(' ')}`,
		);
	const value: Fresh = JSON.parse(child.stdout);
	return value;
}

/** Measures everything. The parameters let tests measure a stand-in. */
export async function measureSpeed(
	options: Options,
	load: () => Promise<Screener> = loadScreener,
	fresh: typeof freshProcess = freshProcess,
): Promise<SpeedReport> {
	const catalogue = loadCatalogue();
	const count = options.quick ? 200 : 2000;
	const coldListings = generatedTexts(catalogue, options.seed + 1, 200)
		.flatMap((set) => set.texts.slice(0, 34))
		.map(listingOf);
	const { spent, ...process0 } = fresh(coldListings);
	const screener = await load();
	const sets = generatedTexts(catalogue, options.seed, count);
	const given: Given | undefined = options.data === undefined ? undefined : loadGiven(options.data, 1, catalogue);
	if (given !== undefined) sets.push(...givenTexts(given, options.seed, count));
	const terms = termsOf(catalogue);
	return {
		schema: 'weir-bench-speed/1',
		seed: options.seed,
		mode: options.quick ? 'quick' : 'full',
		machine: { cpu: cpus()[0]?.model ?? 'unknown', arch: arch(), node: process.version },
		load: {
			milliseconds: process0.milliseconds,
			rssBefore: process0.rssBefore,
			rssAfter: process0.rssAfter,
			rssEnd: process0.rssEnd,
			artefactBytes: artefactBytes(),
		},
		cold: timingOf(Float64Array.from(spent), coldListings.length),
		warm: Object.fromEntries(sets.map((set) => [set.name, measureSet(screener, terms, set, options.quick)])),
		pathological: Object.fromEntries(pathological(options.quick).map((set) => [set.name, measurePathological(screener, set)])),
	};
}

const mega = (bytes: number): string => `${(bytes / 1048576).toFixed(1)} MiB`;
const micro = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(1)).padStart(8);
const show = (one: Timing): string =>
	`${Math.round(one.perSecond).toString().padStart(9)}/s   p50 ${micro(one.p50)} µs   p99 ${micro(one.p99)}   p99.9 ${micro(one.p999)}`;

export function showSpeed(report: SpeedReport): string {
	const lines = [
		`speed: seed ${report.seed}, ${report.mode}; texts of ${LENGTH} characters, one core; ${report.machine.cpu}, ${report.machine.arch}, node ${report.machine.node}`,
		`load ${report.load.milliseconds.toFixed(0)} ms; artefact ${mega(report.load.artefactBytes)}; RSS of a process with the engine alone: ${mega(report.load.rssBefore)} before, ${mega(report.load.rssAfter)} loaded, ${mega(report.load.rssEnd)} after the cold listings`,
		'',
		`cold, first ${report.cold.texts} listings      ${show(report.cold)}`,
	];
	for (const [name, set] of Object.entries(report.warm)) {
		lines.push('', name, `  ${'weir'.padEnd(22)} ${show(set.engine)}`);
		for (const [baseline, timing] of Object.entries(set.baselines))
			lines.push(`  ${baseline.padEnd(22)} ${show(timing)}   ${timing.ratio.toFixed(2)} × weir's rate`);
	}
	lines.push('', 'pathological inputs');
	for (const [name, one] of Object.entries(report.pathological))
		lines.push(
			`  ${name.padEnd(28)} ${one.milliseconds.toFixed(1).padStart(9)} ms   ${one.perThousand.toFixed(1).padStart(8)} µs per 1,000   ${one.outcome}`,
		);
	return lines.join('\n');
}

/** The command. @returns 0. @throws Fault `usage` for a bad option. */
export async function run(args: string[]): Promise<number> {
	const options = optionsOf(args);
	if (options === 'help') {
		process.stdout.write(HELP);
		return 0;
	}
	const report = await measureSpeed(options);
	process.stdout.write(options.format === 'json' ? `${JSON.stringify(report)}\n` : `${showSpeed(report)}\n`);
	return 0;
}
