// `weir catalogue`: lint, diff, show and compile. Thin: what is wrong, what changed and what is known of a substance is said by
// src/catalogue; this file reads the arguments and prints.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadRdkit } from '../adapters/rdkit.ts';
import { clean, printableJson, wrap } from '../adapters/terminal.ts';
import { Fault } from '../base/fault.ts';
import { describeProblem, type Problem } from '../base/result.ts';
import { diffCatalogues, renderDiff } from '../catalogue/diff.ts';
import { lintCatalogue } from '../catalogue/lint.ts';
import { confusedWith, findSubstances, type SheetLine, sheetOf, sourcesOf } from '../catalogue/show.ts';
import { propose } from './catalogue-server.ts';
import { type Deps, EXIT, type Io, print, warn } from './io.ts';
import { FOLDER, openCatalogue, openForLint } from './open-catalogue.ts';
import { type Args, atMost, type CommandSpec, helpOf, readArgs, taskOf } from './options.ts';
import { SERVER_OPTIONS } from './to-server.ts';

export const SPEC: CommandSpec = {
	name: 'catalogue',
	usage: 'catalogue lint|diff|show|compile|propose [ARGUMENTS] [OPTIONS]',
	about: [
		'Works on the catalogue of substances, families, look-alikes and law.',
		'',
		'  lint [FOLDER]      Check the hand-edited files: shape, check digits, references, dates, structures',
		'  diff OLD NEW       Say what changed between two catalogues (folders or compiled files)',
		'  show ID|CAS|NAME   Print all that the catalogue says of a substance',
		'  compile            Make the file the engine loads (in a clone)',
		'  propose FILE       Register a compiled file on a server and propose it there',
	].join('\n'),
	options: {
		format: { value: 'FORMAT', short: 'f', help: 'text (default) or json, with stable keys' },
		catalogue: { value: 'PATH', help: 'show: another catalogue, as a folder or a compiled file' },
		output: { value: 'FILE', short: 'o', help: 'compile: where to write' },
		...SERVER_OPTIONS,
	},
	examples: [
		['weir catalogue show 4-piperidone', 'Names, identifiers, controls with citation and date'],
		['weir catalogue show 67-64-1', 'By CAS number'],
		['weir catalogue lint', 'Do the facts of the clone agree with each other?'],
		['weir catalogue diff ../weir-1.0/catalogue catalogue', 'For the reviewer of a new version'],
		['weir catalogue propose new.catalogue --server https://weir.example --reason "The list of June."', 'With the key in WEIR_KEY'],
	],
	notes: ['Exit codes: 0 done · 1 lint found problems, or the server refused · 2 bad usage, an unreadable path, or nothing of that name.'],
};

const TASKS = { lint, diff, show, compile } as const;

export async function run(argv: readonly string[], io: Io, deps: Deps): Promise<number> {
	const args = readArgs(SPEC, argv);
	if (args === undefined) {
		print(io, helpOf(SPEC));
		return EXIT.ok;
	}
	const [name, rest] = taskOf('catalogue', { ...TASKS, propose }, args.rest);
	const json = args.choice('format', ['text', 'json'] as const) === 'json';
	if (name === 'propose') return await propose(rest, { args, json, io, deps });
	return await TASKS[name](rest, args, json, io);
}

async function lint(rest: readonly string[], _args: Args, json: boolean, io: Io): Promise<number> {
	atMost(rest, 1, 'lint takes one folder');
	const folder = rest[0] ?? FOLDER;
	const opened = openForLint(folder);
	const problems: readonly (Problem & { readonly rule?: string })[] = opened.ok
		? lintCatalogue(opened.value.catalogue, { ...opened.value.tables, structures: await loadRdkit() })
		: opened.problems;
	if (json)
		print(
			io,
			printableJson(JSON.stringify({ problems: problems.map(({ rule, ...problem }) => ({ rule: rule ?? 'shape', ...problem })) }, null, 2)),
		);
	else {
		for (const problem of problems) print(io, clean(describeProblem(problem)));
		const counted = opened.ok
			? `${opened.value.catalogue.substances.length} substances, ${opened.value.catalogue.families.length} families: `
			: '';
		print(io, `${counted}${problems.length === 0 ? 'no problems' : `${problems.length} problem${problems.length === 1 ? '' : 's'}`}.`);
	}
	return problems.length === 0 ? EXIT.ok : EXIT.aborted;
}

async function diff(rest: readonly string[], _args: Args, json: boolean, io: Io): Promise<number> {
	const [before, after] = rest;
	if (before === undefined || after === undefined || rest.length > 2)
		throw new Fault('usage', 'diff takes two catalogues: the old one and the new one.');
	const changes = diffCatalogues(openCatalogue(before), openCatalogue(after));
	if (json) print(io, printableJson(JSON.stringify({ changes }, null, 2)));
	else print(io, renderDiff(changes).split('\n').map(clean).join('\n'));
	return EXIT.ok;
}

async function show(rest: readonly string[], args: Args, json: boolean, io: Io): Promise<number> {
	const query = rest.join(' ').trim();
	if (query === '') throw new Fault('usage', 'Name a substance: an id, a CAS number, an InChIKey or a name.');
	const catalogue = openCatalogue(args.one('catalogue'));
	const found = findSubstances(catalogue, query);
	if (found.kind === 'unknown') {
		warn(io, `weir catalogue: nothing in the catalogue is called ${JSON.stringify(query.slice(0, 80))}.`);
		if (found.near.length > 0) warn(io, `Did you mean ${found.near.join(', ')}?`);
		warn(io, ...found.hints);
		return EXIT.usage;
	}
	if (json) {
		const substances = found.substances.map((one) => ({
			...one,
			lookAlikes: confusedWith(catalogue, one).map((other) => other.name),
			sourceTexts: sourcesOf(catalogue, one),
		}));
		print(io, printableJson(JSON.stringify({ by: found.by, substances }, null, 2)));
	} else print(io, found.substances.map((one) => draw(sheetOf(catalogue, one), Math.min(120, io.stdout.columns ?? 100))).join('\n\n'));
	return EXIT.ok;
}

const LABEL = 13;

// Labels in a column, text wrapped beside it.
function draw(sheet: readonly SheetLine[], columns: number): string {
	const [title, ...lines] = sheet;
	const drawn = [`${clean(title?.label ?? '')}: ${clean(title?.text ?? '')}`];
	for (const { depth, label, text } of lines) {
		const indent = '  '.repeat(depth + 1);
		const [first = '', ...more] = wrap(clean(text), Math.max(20, columns - LABEL - 3));
		drawn.push(`${indent}${clean(label).padEnd(LABEL - 2 * depth)} ${first}`, ...more.map((line) => ' '.repeat(LABEL + 3) + line));
	}
	return drawn.join('\n');
}

async function compile(rest: readonly string[], args: Args, json: boolean, io: Io): Promise<number> {
	atMost(rest, 0, 'compile takes no arguments');
	const script = new URL('../../scripts/compile-catalogue.ts', import.meta.url);
	if (!existsSync(fileURLToPath(script)))
		throw new Fault('usage', 'The catalogue is compiled in a clone of the repository, not in the installed package.');
	const module: unknown = await import(script.href);
	if (typeof module !== 'object' || module === null || !('compileCatalogue' in module) || typeof module.compileCatalogue !== 'function') {
		throw new Fault('impossible', 'scripts/compile-catalogue.ts has no compileCatalogue().');
	}
	const out = args.one('output');
	const made: unknown = await module.compileCatalogue({
		root: fileURLToPath(new URL('../..', import.meta.url)),
		...(out === undefined ? {} : { out }),
	});
	const { path, bytes, version } = made as { readonly path: string; readonly bytes: number; readonly version: string };
	print(io, json ? JSON.stringify({ path, bytes, version }) : `${path}: ${(bytes / 1e6).toFixed(2)} MB, version ${version}`);
	return EXIT.ok;
}
