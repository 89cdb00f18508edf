// `weir explain`: one text, drawn with everything that was recognised in it and why.
import picocolors from 'picocolors';
import type { Colors } from 'picocolors/types.js';
import { openInput } from '../adapters/input-file.ts';
import { clean, printableJson, wrap } from '../adapters/terminal.ts';
import { Fault } from '../base/fault.ts';
import type { Listing } from '../model/listing.ts';
import { LIMITS } from '../model/listing-limits.ts';
import { parseListing } from '../model/parse-listing.ts';
import type { Finding, Verdict } from '../model/verdict.ts';
import { drawMarked, fieldText } from './evidence.ts';
import { type Deps, EXIT, type Io, print } from './io.ts';
import { type CommandSpec, helpOf, readArgs } from './options.ts';
import { POLICY_OPTIONS, readPolicySettings } from './policy-file.ts';
import { readAsOf, readRegimes, SCREENING_OPTIONS } from './screening-options.ts';
import { badge } from './table.ts';

export const SPEC: CommandSpec = {
	name: 'explain',
	usage: 'explain TEXT|- [OPTIONS]',
	about:
		'Screens one text as if it were a listing, and draws what was recognised: the span, what it was read as, what was undone, the rule and its source.',
	options: {
		format: { value: 'FORMAT', short: 'f', help: 'text (default) or json, which prints the verdict' },
		...SCREENING_OPTIONS,
		...POLICY_OPTIONS,
	},
	examples: [
		['weir explain "Acetone, technical grade, 5 L"', 'A sentence'],
		['weir explain - < label.txt', 'A text from a file or a pipe'],
		['weir explain --format json -- "-78 °C acetone bath"', 'Text that starts with a dash goes after --'],
	],
	notes: ['Exit codes: 0 clear · 1 the run was aborted · 2 bad usage · 3 review or block.'],
};

const MAX_TEXT_BYTES = 4 * 1024 * 1024;

export async function run(argv: readonly string[], io: Io, deps: Deps): Promise<number> {
	const args = readArgs(SPEC, argv);
	if (args === undefined) {
		print(io, helpOf(SPEC));
		return EXIT.ok;
	}
	const format = args.choice('format', ['text', 'json'] as const) ?? 'text';
	const asOf = readAsOf(args);
	const regimes = readRegimes(args);
	if (args.rest.length === 0) throw new Fault('usage', 'Give the text to explain, in quotes, or - to read it from a pipe.');
	const text = args.rest.length === 1 && args.rest[0] === '-' ? await readAll(io) : args.rest.join(' ');
	// A text beyond a title's length is a description; its title then says nothing.
	const parsed = parseListing(text.length <= LIMITS.title ? { title: text } : { title: 'Text', description: text });
	if (!parsed.ok)
		throw new Fault('usage', `The text ${parsed.problems[0]?.message ?? 'cannot be read'}; ${parsed.problems[0]?.fix ?? ''}.`);
	const engine = await deps.loadEngine(readPolicySettings(args));
	const verdict = engine.screen(parsed.value, {
		listingId: 'text',
		now: io.now(),
		...(asOf === undefined ? {} : { asOf }),
		...(regimes === undefined ? {} : { regimes }),
	});
	if (format === 'json') print(io, printableJson(JSON.stringify(verdict, null, 2)));
	else print(io, draw(parsed.value, verdict, Math.min(120, io.stdout.columns ?? 100), picocolors.createColors(io.stdout.color)).join('\n'));
	return verdict.verdict === 'clear' ? EXIT.ok : EXIT.notClear;
}

async function readAll(io: Io): Promise<string> {
	if (io.stdin.isTerminal) throw new Fault('usage', 'Pipe the text into the command, or give it in quotes.');
	const input = await openInput('-', io.stdin.stream, io.signal);
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of input.chunks) {
		chunks.push(chunk);
		bytes += chunk.length;
		if (bytes > MAX_TEXT_BYTES) throw new Fault('usage', 'The text is longer than 4 MiB; use "weir screen" for files.');
	}
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)).trimEnd();
	} catch {
		throw new Fault('usage', 'The text is not valid UTF-8.');
	}
}

function draw(listing: Listing, verdict: Verdict, columns: number, colors: Colors): string[] {
	const lines: string[] = [];
	const inReadingOrder = [...verdict.findings].sort((a, b) => a.start - b.start || a.end - b.end);
	const numbered = inReadingOrder.map((finding, i) => ({ finding, label: String(i + 1) }));
	for (const field of new Set(['/title', ...verdict.findings.map((finding) => finding.field)])) {
		const text = fieldText(listing, field);
		if (text === undefined || (field === '/title' && listing.description !== undefined)) continue;
		const spans = numbered
			.filter(({ finding }) => finding.field === field && finding.end > finding.start)
			.map(({ finding, label }) => ({
				start: finding.start,
				end: finding.end,
				label,
				paint: (s: string) => colors.underline(colors.bold(paintOf(finding, colors)(s))),
			}));
		lines.push(...drawMarked(text, spans, columns - 2).map((line) => `  ${line}`), '');
	}
	for (const { finding, label } of numbered) lines.push(...drawFinding(finding, label, verdict, columns, colors), '');
	lines.push(
		`${badge(verdict.verdict, colors)}  score ${verdict.score.toFixed(2)}${verdict.evasion.length > 0 ? `, undone: ${verdict.evasion.join(', ')}` : ''}`,
	);
	for (const substance of verdict.substances) {
		const by = substance.basis.join(', ');
		lines.push(
			`  ${clean(substance.name)} (${clean(substance.id)}), tier ${substance.tier}, confidence ${substance.confidence.toFixed(2)}, by ${by}`,
		);
	}
	for (const family of verdict.families) lines.push(`  family ${clean(family)}`);
	if (verdict.substances.length === 0 && verdict.families.length === 0 && verdict.findings.length === 0)
		lines.push('  Nothing was recognised.');
	for (const reason of verdict.reasons) {
		const [first = '', ...more] = wrap(clean(`${reason.text} (${reason.citation})`), columns - 4);
		lines.push(`  ${first}`, ...more.map((line) => `  ${line}`));
	}
	if (verdict.obligations.length > 0) {
		lines.push('', 'Before this may proceed:');
		for (const one of verdict.obligations) {
			const [first = '', ...more] = wrap(clean(`${one.regime}: ${one.text} (${one.citation})`), columns - 4);
			lines.push(`  - ${first}`, ...more.map((line) => `    ${line}`));
		}
	}
	lines.push(
		'',
		colors.dim(clean(`catalogue ${verdict.catalogueVersion}, engine ${verdict.engineVersion}, policy ${verdict.policyVersion}`)),
	);
	return lines;
}

const paintOf = (finding: Finding, colors: Colors): ((text: string) => string) =>
	finding.outcome === 'errored' ? colors.magenta : colors.red;

function drawFinding(finding: Finding, label: string, verdict: Verdict, columns: number, colors: Colors): string[] {
	const substance = verdict.substances.find((one) => one.id === finding.subject);
	const about = substance === undefined ? finding.subject : `${substance.name} (${substance.id})`;
	const rows: (readonly [string, string | undefined])[] = [
		['read as', finding.read === '' ? undefined : finding.read],
		['undone', finding.undone === undefined || finding.undone.length === 0 ? undefined : finding.undone.join(', ')],
		['rule', finding.rule],
		['substance', about],
		['tier', substance === undefined ? undefined : String(substance.tier)],
		['citation', finding.citation],
		['confidence', substance?.confidence.toFixed(2)],
		['note', finding.note === '' ? undefined : finding.note],
	];
	const head = finding.outcome === 'errored' ? colors.magenta('not evaluated') : `"${clean(finding.text.slice(0, 200))}"`;
	const lines = [`${label.padStart(3)}  ${head}  ${colors.dim(`${clean(finding.field)} ${finding.start}-${finding.end}`)}`];
	for (const [name, value] of rows) {
		if (value === undefined) continue;
		const [first = '', ...more] = wrap(clean(value), columns - 18);
		lines.push(`     ${colors.dim(name.padEnd(12))} ${first}`, ...more.map((line) => ' '.repeat(18) + line));
	}
	return lines;
}
