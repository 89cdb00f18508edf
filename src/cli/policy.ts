// `weir policy`: lint, diff and backtest a marketplace's policy. Thin: what is wrong, what changed and what it would have decided is
// said by src/policy and the engine; this file reads the arguments and runs listings through.
import { openInput } from '../adapters/input-file.ts';
import { decodeRecord, openListings } from '../adapters/listing-source.ts';
import { printableJson } from '../adapters/terminal.ts';
import { Fault } from '../base/fault.ts';
import { describeProblem } from '../base/result.ts';
import type { VersionedPolicy } from '../model/policy.ts';
import { type Backtest, startBacktest } from '../policy/backtest.ts';
import { diffPolicies, needsTwoPeople } from '../policy/compare.ts';
import type { PolicyEngine } from '../screen/screening.ts';
import { type Deps, EXIT, type Io, print, warn } from './io.ts';
import { type Args, type CommandSpec, helpOf, readArgs, taskOf } from './options.ts';
import { readDocument, readWatchLists, valid, WATCH_LIST_OPTION } from './policy-file.ts';
import { check, propose } from './policy-server.ts';
import { drawBacktest, drawChanges, drawPolicy } from './policy-table.ts';
import { readAsOf, readRegimes, SCREENING_OPTIONS } from './screening-options.ts';
import { SERVER_OPTIONS } from './to-server.ts';

/** Stands for the default policy where a command takes a file. */
const BUILT_IN = 'built-in';

export const SPEC: CommandSpec = {
	name: 'policy',
	usage: 'policy lint|diff|backtest|check|propose FILE… [OPTIONS]',
	about: [
		'Works on policy documents: what a marketplace decides differently from the policy that Weir brings along.',
		'',
		'  lint FILE                             Check a document, and say what it does',
		'  diff OLD NEW                          Say what changed, and whether two people must agree ("built-in" is the default policy)',
		'  backtest FILE --listings LISTINGS     Screen listings under both policies and compare the verdicts',
		'  check FILE --server URL               The same as lint and diff, against what is in force on a server',
		'  propose FILE --server URL --reason …  Propose it on a server',
	].join('\n'),
	options: {
		listings: { value: 'FILE|-', help: 'backtest: the listings (JSON Lines, JSON or CSV)' },
		live: { value: 'FILE', help: 'backtest: the policy to compare with (default: the built-in one)' },
		...SCREENING_OPTIONS,
		...WATCH_LIST_OPTION,
		...SERVER_OPTIONS,
		format: { value: 'FORMAT', short: 'f', help: 'table (default) or json, with stable keys' },
	},
	examples: [
		['weir policy lint examples/policy.yaml', 'Is the document valid, and what does it do?'],
		['weir policy diff built-in examples/policy.yaml', 'What differs from the default policy'],
		['weir policy diff policy-3.yaml policy-4.yaml --format json', 'For the four-eyes check of a new version'],
		['weir policy backtest examples/policy.yaml --listings examples/listings.csv', 'What would it have decided?'],
		['weir policy backtest new.yaml --live now.yaml --listings last-month.jsonl', 'A new version beside the one in force'],
		['weir policy propose new.yaml --server https://weir.example --reason "Bulk solvents are looked at."', 'With the key in WEIR_KEY'],
	],
	notes: [
		'Exit codes: 0 done, nothing weaker · 1 the run was aborted, or the server refused · 2 bad usage, an unreadable file or an invalid policy · 3 diff, check: two people must agree; backtest: at least one verdict would be lower.',
	],
};

const TASKS = { lint, diff, backtest } as const;
const ON_SERVER = { check, propose } as const;

interface Ground {
	readonly args: Args;
	readonly json: boolean;
	readonly io: Io;
	readonly engine: PolicyEngine;
}

export async function run(argv: readonly string[], io: Io, deps: Deps): Promise<number> {
	const args = readArgs(SPEC, argv);
	if (args === undefined) {
		print(io, helpOf(SPEC));
		return EXIT.ok;
	}
	const [name, rest] = taskOf('policy', { ...TASKS, ...ON_SERVER }, args.rest);
	const json = args.choice('format', ['table', 'json'] as const) === 'json';
	if (name === 'check' || name === 'propose') return await ON_SERVER[name](rest, { args, json, io, deps });
	const watchLists = readWatchLists(args);
	const { loadEngine } = await import('../adapters/engine.ts');
	const engine = await loadEngine({ conditions: true, watchLists });
	return await TASKS[name](rest, { args, json, io, engine });
}

const policyAt = (path: string, engine: PolicyEngine): VersionedPolicy =>
	path === BUILT_IN ? engine.policy : valid(path, engine.readPolicy(readDocument(path)));

async function lint(rest: readonly string[], { json, io, engine }: Ground): Promise<number> {
	const [path] = rest;
	if (path === undefined || rest.length > 1) throw new Fault('usage', 'lint takes one policy document.');
	const read = engine.readPolicy(readDocument(path));
	if (!read.ok) {
		if (json) print(io, printableJson(JSON.stringify({ problems: read.problems }, null, 2)));
		else warn(io, `${path} is not valid:`, ...read.problems.map((one) => `  ${describeProblem(one)}`));
		return EXIT.usage;
	}
	const { version, hash, policy } = read.value;
	const today = io.now().slice(0, 10);
	const changes = diffPolicies(engine.policy.policy, policy, (id) => engine.tierOf(id));
	if (json) print(io, printableJson(JSON.stringify({ problems: [], name: policy.name, policyVersion: version, hash, changes }, null, 2)));
	else print(io, drawPolicy(read.value, changes, today, io.stdout));
	return EXIT.ok;
}

async function diff(rest: readonly string[], { json, io, engine }: Ground): Promise<number> {
	const [before, after] = rest;
	if (before === undefined || after === undefined || rest.length > 2)
		throw new Fault('usage', 'diff takes two policies: the old one and the new one ("built-in" stands for the default).');
	const [old, now] = [policyAt(before, engine), policyAt(after, engine)];
	const changes = diffPolicies(old.policy, now.policy, (id) => engine.tierOf(id));
	const two = needsTwoPeople(changes);
	if (json) print(io, printableJson(JSON.stringify({ before: old.version, after: now.version, needsTwoPeople: two, changes }, null, 2)));
	else print(io, drawChanges(changes, io.stdout));
	return two ? EXIT.notClear : EXIT.ok;
}

async function backtest(rest: readonly string[], ground: Ground): Promise<number> {
	const { args, json, io, engine } = ground;
	const [path] = rest;
	const listings = args.one('listings');
	if (path === undefined || rest.length > 1) throw new Fault('usage', 'backtest takes one candidate policy.');
	if (listings === undefined) throw new Fault('usage', 'Name the listings to try it on: --listings FILE.');
	const live = engine.under(policyAt(args.one('live') ?? BUILT_IN, engine));
	const candidate = engine.under(policyAt(path, engine));
	const { result, unread } = await compare(listings, live, candidate, ground);
	if (json)
		print(io, printableJson(JSON.stringify({ live: live.policyVersion, candidate: candidate.policyVersion, unread, ...result }, null, 2)));
	else print(io, drawBacktest(result, io.stdout));
	if (unread > 0)
		warn(io, `weir policy: ${unread} record${unread === 1 ? '' : 's'} could not be read and ${unread === 1 ? 'was' : 'were'} left out.`);
	return result.lowered > 0 ? EXIT.notClear : EXIT.ok;
}

async function compare(
	path: string,
	live: PolicyEngine,
	candidate: PolicyEngine,
	{ args, io }: Ground,
): Promise<{ readonly result: Backtest; readonly unread: number }> {
	const asOf = readAsOf(args);
	const regimes = readRegimes(args);
	const input = await openInput(path, io.stdin.stream, io.signal);
	const source = await openListings(input.chunks, { name: path });
	const run = startBacktest();
	const now = io.now();
	let unread = 0;
	for await (const batch of source.batches) {
		for (const record of batch.records) {
			const { listing, listingId } = decodeRecord(record, source.shape);
			if (!listing.ok) {
				unread++;
				continue;
			}
			const options = { listingId, now, ...(asOf === undefined ? {} : { asOf }), ...(regimes === undefined ? {} : { regimes }) };
			const inspected = live.inspect(listing.value);
			run.add(live.decide(inspected, options), candidate.decide(inspected, options));
		}
	}
	return { result: run.report(), unread };
}
