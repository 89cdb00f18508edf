// `weir screen`: listings in, one verdict per record out, in input order, with constant memory.
import { realpath } from 'node:fs/promises';
import { extname } from 'node:path';
import picocolors from 'picocolors';
import { parseMap } from '../adapters/csv-columns.ts';
import { ENCODINGS, encodingNamed } from '../adapters/foreign-text.ts';
import { type Input, identityOf, openInput, unreadable } from '../adapters/input-file.ts';
import { type Batch, type ListingSource, openListings } from '../adapters/listing-source.ts';
import { MediaReader } from '../adapters/media/reader.ts';
import { fileStream, ReaderGone, Sink } from '../adapters/verdict-sink.ts';
import { runOrdered } from '../adapters/worker-pool.ts';
import { Fault } from '../base/fault.ts';
import { nearest } from '../model/nearest.ts';
import { type Deps, EXIT, type Io, print, warn } from './io.ts';
import { type Args, type CommandSpec, helpOf, readArgs } from './options.ts';
import { POLICY_OPTIONS, type PolicySettings, readPolicySettings } from './policy-file.ts';
import { Progress } from './progress.ts';
import { type BatchOutcome, type BatchSettings, layoutOf, lostBatch, type OutputFormat, screenBatch } from './screen-batch.ts';
import { type ScreenJob, withMedia } from './screen-media.ts';
import { readAsOf, readRegimes, SCREENING_OPTIONS } from './screening-options.ts';
import { summaryLines, tableHead } from './table.ts';

const INPUT_FORMATS = ['jsonl', 'csv', 'json'] as const;
const OUTPUT_FORMATS = ['jsonl', 'csv', 'json', 'table'] as const;
const DEFAULT_WIDTH = 100;
/** Processes that read media; each holds a text recogniser. */
const MOST_READERS = 2;

export const SPEC: CommandSpec = {
	name: 'screen',
	usage: 'screen [FILE|-] [OPTIONS]',
	about: 'Screens every listing of a file, or of standard input, and prints one verdict for each, in the order of the input.',
	options: {
		'input-format': { value: 'FORMAT', help: 'jsonl, csv or json; otherwise by extension, then by content' },
		encoding: { value: 'LABEL', help: 'What a file that is not UTF-8 is: windows-1252, gb18030, shift_jis, utf-16le …' },
		format: { value: 'FORMAT', short: 'f', help: 'Output: jsonl, csv, json or table (default: a table on a terminal, else jsonl)' },
		output: { value: 'FILE', short: 'o', help: 'Write verdicts to FILE; its extension gives the format' },
		...SCREENING_OPTIONS,
		...POLICY_OPTIONS,
		map: { value: '"HEADER=FIELD,…"', help: 'Name what a CSV column is; FIELD "-" leaves a column out' },
		files: { value: 'DIR', help: 'Read the images and attachments that listings name from this folder' },
		jobs: { value: 'N', short: 'j', help: 'Worker threads (default: one per core, none for small inputs)' },
		quiet: { short: 'q', help: 'No progress, no summary' },
	},
	examples: [
		['weir screen examples/listings.csv', 'A readable table on a terminal'],
		['weir screen export.csv --map "Artikel=title,Text=description" -o verdicts.jsonl', 'Headers of your own'],
		['weir screen export.csv --encoding windows-1252', 'A CSV as a spreadsheet saves it when nobody asks for UTF-8'],
		['zcat listings.jsonl.gz | weir screen - --jobs 8 > verdicts.jsonl', 'A pipe, on eight threads'],
		['weir screen listings.jsonl --policy policy.yaml', 'Under a policy of your own'],
		['weir screen listings.jsonl --files media', 'With the text of documents, pictures and codes'],
		['weir screen listings.jsonl --regime US,EU --as-of 2025-01-01', 'Under the law of two regimes on one day'],
	],
	notes: [
		'Exit codes: 0 all clear · 1 the run was aborted · 2 bad usage or unreadable file · 3 at least one review or block (records that cannot be read count as review).',
	],
};

export async function run(argv: readonly string[], io: Io, deps: Deps): Promise<number> {
	const args = readArgs(SPEC, argv);
	if (args === undefined) {
		print(io, helpOf(SPEC));
		return EXIT.ok;
	}
	if (args.rest.length > 1) throw new Fault('usage', `screen takes one file; ${args.rest.length} were given.`);
	const path = args.rest[0] ?? '-';
	if (path === '-' && io.stdin.isTerminal) throw new Fault('usage', 'Name a file, or pipe listings into the command.');
	const plan = readPlan(args, io);
	const input = await openInput(path, io.stdin.stream, io.signal);
	if (plan.output !== undefined && input.identity !== undefined && (await identityOf(plan.output)) === input.identity) {
		throw new Fault('usage', `--output ${plan.output} is the input file itself. Choose another name.`);
	}
	const files = plan.files === undefined ? undefined : await folder(plan.files);
	try {
		const source = await openListings(input.chunks, {
			name: path,
			map: parseMap(args.all('map')),
			encoding: plan.encoding,
			...(plan.inputFormat === undefined ? {} : { format: plan.inputFormat }),
		});
		if (source.doubtful === true) {
			warn(io, `weir screen: ${input.name} reads as UTF-8, not ${plan.encoding}. If names come out garbled, leave --encoding out.`);
		}
		return await new ScreenRun(input, source, plan, files, io, deps).run();
	} catch (error) {
		if (io.signal.aborted) {
			warn(io, 'weir screen: stopped before anything was screened.');
			return EXIT.aborted;
		}
		throw error;
	}
}

interface Plan {
	readonly inputFormat: (typeof INPUT_FORMATS)[number] | undefined;
	readonly encoding: string;
	readonly format: OutputFormat;
	readonly output: string | undefined;
	readonly asOf: string | undefined;
	readonly regimes: readonly string[] | undefined;
	readonly files: string | undefined;
	readonly jobs: number | undefined;
	readonly quiet: boolean;
	readonly policy: PolicySettings;
}

function readPlan(args: Args, io: Io): Plan {
	const output = args.one('output');
	const jobs = args.one('jobs');
	if (jobs !== undefined && !/^[1-9][0-9]{0,2}$/.test(jobs))
		throw new Fault('usage', `--jobs is a number from 1 to 999, not ${JSON.stringify(jobs)}.`);
	const byName = output === undefined ? undefined : OUTPUT_FORMATS.find((format) => format === extname(output).slice(1).toLowerCase());
	const byDefault = output === undefined && io.stdout.isTerminal ? 'table' : 'jsonl';
	return {
		inputFormat: args.choice('input-format', INPUT_FORMATS),
		encoding: readEncoding(args),
		format: args.choice('format', OUTPUT_FORMATS) ?? byName ?? byDefault,
		output,
		asOf: readAsOf(args),
		regimes: readRegimes(args),
		files: args.one('files'),
		jobs: jobs === undefined ? undefined : Number(jobs),
		quiet: args.has('quiet'),
		policy: readPolicySettings(args),
	};
}

// A wrong guess garbles names, and a garbled name is found by nobody: a label must be one that is known.
function readEncoding(args: Args): string {
	const label = args.one('encoding') ?? 'utf-8';
	const name = encodingNamed(label);
	if (name !== undefined) return name;
	const close = nearest(label.toLowerCase(), ENCODINGS);
	throw new Fault(
		'usage',
		`--encoding: ${JSON.stringify(label)} is no encoding that is known here; ${close === undefined ? '' : `did you mean ${close}? `}Among those known are ${ENCODINGS.join(', ')}.`,
	);
}

async function folder(path: string): Promise<string> {
	try {
		return await realpath(path);
	} catch (error) {
		throw unreadable(path, error);
	}
}

class ScreenRun {
	readonly #input: Input;
	readonly #source: ListingSource;
	readonly #plan: Plan;
	readonly #io: Io;
	readonly #deps: Deps;
	readonly #settings: BatchSettings;
	readonly #progress: Progress;
	readonly #counts = { clear: 0, review: 0, block: 0 };
	#unreadable = 0;
	#bytes = 0;
	#started = 0;

	constructor(input: Input, source: ListingSource, plan: Plan, files: string | undefined, io: Io, deps: Deps) {
		this.#input = input;
		this.#source = source;
		this.#plan = plan;
		this.#io = io;
		this.#deps = deps;
		const toTerminal = plan.output === undefined;
		this.#settings = {
			shape: source.shape,
			format: plan.format,
			policy: plan.policy,
			table: { width: Math.max(60, (toTerminal ? io.stdout.columns : undefined) ?? DEFAULT_WIDTH), color: toTerminal && io.stdout.color },
			...(plan.asOf === undefined ? {} : { asOf: plan.asOf }),
			...(plan.regimes === undefined ? {} : { regimes: plan.regimes }),
			...(files === undefined ? {} : { files }),
		};
		this.#progress = new Progress(io, input.size, plan.quiet);
	}

	async run(): Promise<number> {
		const { output } = this.#plan;
		const stream = output === undefined ? this.#io.stdout.stream : await fileStream(output);
		const sink = new Sink(stream, output ?? 'Standard output', layoutOf(this.#plan.format), output !== undefined);
		this.#started = this.#io.elapsed();
		let stopped = false;
		try {
			for await (const outcome of this.#outcomes()) await this.#take(outcome, sink);
		} catch (error) {
			this.#progress.wipe();
			if (error instanceof ReaderGone) return EXIT.aborted;
			if (!this.#io.signal.aborted) {
				await this.#partial(sink, 'failed');
				throw error;
			}
			stopped = true;
		}
		this.#progress.wipe();
		if (stopped || this.#io.signal.aborted) {
			await this.#partial(sink, 'stopped');
			return EXIT.aborted;
		}
		try {
			await sink.finish();
			await sink.close();
		} catch (error) {
			if (error instanceof ReaderGone) return EXIT.aborted;
			throw error;
		}
		this.#summarise((this.#io.elapsed() - this.#started) / 1000);
		return this.#counts.review + this.#counts.block > 0 ? EXIT.notClear : EXIT.ok;
	}

	async *#outcomes(): AsyncGenerator<BatchOutcome> {
		const jobs = this.#plan.jobs ?? (this.#source.small ? 1 : this.#io.cores);
		if (this.#source.empty) return;
		if (jobs === 1) {
			const engine = await this.#deps.loadEngine(this.#plan.policy);
			// The rate is that of screening, not of starting.
			this.#started = this.#io.elapsed();
			for await (const job of this.#scheduled()) {
				yield screenBatch(job, engine, this.#settings, this.#io.now);
				// Lets a Ctrl-C and the progress line in between two batches.
				await new Promise((resolve) => setImmediate(resolve));
			}
			return;
		}
		// A policy with a mistake is refused here, once, before a thread starts.
		if (this.#plan.policy.policy !== undefined) await this.#deps.loadEngine(this.#plan.policy);
		yield* runOrdered<ScreenJob, BatchOutcome>(this.#scheduled(), {
			worker: this.#deps.worker,
			workerData: this.#settings,
			size: jobs,
			lost: async (job, reason) => lostBatch(job, reason, await this.#deps.loadEngine(this.#plan.policy), this.#settings, this.#io.now),
		});
	}

	// Text alone goes on as it comes; with --files, media are read first.
	async *#scheduled(): AsyncGenerator<ScreenJob> {
		const { files: path, shape } = this.#settings;
		if (path === undefined) {
			for await (const { records } of this.#batches()) yield { records };
			return;
		}
		const reader = new MediaReader({ processes: Math.min(MOST_READERS, this.#plan.jobs ?? this.#io.cores) });
		const stop = (): void => void reader.close();
		this.#io.signal.addEventListener('abort', stop, { once: true });
		try {
			for await (const batch of this.#batches()) yield* withMedia(batch, { path, reader, shape, onFile: () => this.#progress.read() });
		} finally {
			this.#io.signal.removeEventListener('abort', stop);
			await reader.close();
		}
	}

	// Ends at Ctrl-C: what is in flight is still finished and written.
	async *#batches(): AsyncGenerator<Batch> {
		try {
			for await (const batch of this.#source.batches) {
				this.#bytes = batch.bytesRead;
				if (this.#io.signal.aborted) return;
				yield batch;
			}
		} catch (error) {
			if (!this.#io.signal.aborted) throw error;
		}
	}

	async #take(outcome: BatchOutcome, sink: Sink): Promise<void> {
		const first = this.#counts.clear + this.#counts.review + this.#counts.block === 0;
		for (const kind of ['clear', 'review', 'block'] as const) this.#counts[kind] += outcome.counts[kind];
		this.#unreadable += new Set(outcome.problems.map((problem) => problem.place)).size;
		this.#progress.wipe();
		if (outcome.problems.length > 0)
			warn(this.#io, ...outcome.problems.map((problem) => `${this.#input.name}:${problem.place}: ${problem.text}`));
		warn(this.#io, ...outcome.unread.map(({ place, text }) => `${this.#input.name}:${place}: ${text}`));
		const head = first && this.#plan.format === 'table' ? `${tableHead(this.#settings.table)}\n` : '';
		await sink.write(head + outcome.text);
		this.#progress.show(this.#counts.clear + this.#counts.review + this.#counts.block, this.#bytes);
	}

	async #partial(sink: Sink, why: 'stopped' | 'failed'): Promise<void> {
		try {
			await sink.finish();
			await sink.close();
		} catch {
			// The first failure is the one to report.
		}
		const done = this.#counts.clear + this.#counts.review + this.#counts.block;
		warn(
			this.#io,
			`weir screen: ${why}; ${done} verdict${done === 1 ? ' was' : 's were'} written, the rest of the input was not screened.`,
		);
	}

	#summarise(seconds: number): void {
		const { quiet, format, output } = this.#plan;
		const total = this.#counts.clear + this.#counts.review + this.#counts.block;
		if (total === 0) {
			warn(this.#io, `weir screen: ${this.#input.name} ${this.#source.empty ? 'is empty' : 'holds no records'}; nothing was screened.`);
			return;
		}
		if (quiet) return;
		const here = format === 'table' && output === undefined ? this.#io.stdout : this.#io.stderr;
		const lines = summaryLines(this.#counts, seconds, this.#unreadable, picocolors.createColors(here.color));
		here.stream.write(`${here === this.#io.stdout ? '\n' : ''}${lines.join('\n')}\n`);
	}
}
