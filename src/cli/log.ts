// `weir log`: verify a whole log offline, or prove one entry. Thin: src/log decides what is wrong and where; this file opens the log,
// reads the keys and prints.
import { readdir, readFile, stat } from 'node:fs/promises';
import { directoryReader, keepCopy } from '../adapters/log-directory.ts';
import { urlReader } from '../adapters/log-url.ts';
import { clean, printableJson } from '../adapters/terminal.ts';
import { Fault } from '../base/fault.ts';
import { toBase64 } from '../log/base64.ts';
import type { Failure } from '../log/check-tree.ts';
import { type KeyKind, parseVerifierKey, type VerifierKey } from '../log/key.ts';
import { type LogReader, proveEntry } from '../log/reader.ts';
import { type LogReport, openCheckpoint, verifyLog } from '../log/verify.ts';
import { EXIT, type Io, print, warn } from './io.ts';
import { type Args, type CommandSpec, helpOf, readArgs, taskOf } from './options.ts';
import { Progress } from './progress.ts';
import { number } from './table.ts';

export const SPEC: CommandSpec = {
	name: 'log',
	usage: 'log verify|prove DIR|URL [INDEX] [OPTIONS]',
	about: [
		'Checks a transparency log in the layout of C2SP tlog-tiles, without trusting whoever keeps it.',
		'',
		'  verify DIR|URL         Recompute every entry, tile and the root; check who signed. Names what was changed',
		'  prove DIR|URL INDEX    Print one entry with the proof that it is in the tree, checked',
	].join('\n'),
	options: {
		key: { value: 'VKEY', short: 'k', help: 'the log\'s verifier key (name+id+base64); otherwise the file "key" of the log itself' },
		witness: { value: 'VKEY', short: 'w', help: 'verify: the key of a witness that must have cosigned; repeatable' },
		since: { value: 'FILE', help: 'verify: a checkpoint kept from earlier; the log must still begin with that tree' },
		copy: { value: 'DIR', help: 'verify: keep all that was read in this new folder, as a copy of the log' },
		token: { value: 'FILE', help: 'an API key for the URL, in a file' },
		format: { value: 'FORMAT', short: 'f', help: 'text (default) or json, with stable keys' },
		quiet: { short: 'q', help: 'no progress line' },
	},
	examples: [
		['weir log verify ./log-copy --key weir.local/log+1a2b3c4d+AQ…', 'Was anything in this copy changed?'],
		['weir log verify http://127.0.0.1:8420/log --since checkpoint-of-last-month', 'Has the log only grown since?'],
		['weir log verify https://shop.example/log --token auditor.key --copy ./log-copy', 'A copy to keep, verified on the way'],
		['weir log prove ./log-copy 42', 'Entry 42 and its inclusion proof'],
	],
	notes: [
		'A key taken from the log itself shows that the copy is whole, not who wrote it: get the key by another way and pass it with --key.',
		'Exit codes: 0 everything holds · 1 something was changed or could not be checked · 2 bad usage, or nothing to read.',
	],
};

const TASKS = { verify, prove } as const;
const KEY_FILE = 'key';

interface Opened {
	readonly reader: LogReader;
	readonly key: VerifierKey;
	/** Where the key came from. */
	readonly keyFrom: 'option' | 'log';
}

export async function run(argv: readonly string[], io: Io): Promise<number> {
	const args = readArgs(SPEC, argv);
	if (args === undefined) {
		print(io, helpOf(SPEC));
		return EXIT.ok;
	}
	const [name, rest] = taskOf('log', TASKS, args.rest);
	const json = args.choice('format', ['text', 'json'] as const) === 'json';
	return await TASKS[name](rest, args, json, io);
}

async function verify(rest: readonly string[], args: Args, json: boolean, io: Io): Promise<number> {
	const [place] = rest;
	if (place === undefined || rest.length > 1) throw new Fault('usage', 'verify takes one log: a directory or a URL.');
	const witnesses = args.all('witness').map((text) => readKey(text, '--witness', 'cosignature'));
	const sinceFile = args.one('since');
	const since = sinceFile === undefined ? undefined : await readOrFault(sinceFile);
	const copyTo = args.one('copy');
	if (copyTo !== undefined) await requireNew(copyTo);
	const { reader: source, key, keyFrom } = await openLog(place, args, io);
	const copy = copyTo === undefined ? undefined : keepCopy(source, copyTo);
	const reader = copy?.reader ?? source;
	let progress: Progress | undefined;
	const report = await verifyLog(reader, {
		key,
		witnesses,
		...(since === undefined ? {} : { since }),
		onProgress: (done, size) => {
			progress ??= new Progress(io, size, args.has('quiet'), 'entries checked');
			progress.show(done, done);
			return !io.signal.aborted;
		},
	});
	progress?.wipe();
	// Also of a log that does not hold: the copy is the evidence.
	if (copy !== undefined && !io.signal.aborted) {
		if (keyFrom === 'log') await copy.reader.read(KEY_FILE);
		await copy.finish();
	}
	if (json) print(io, printableJson(JSON.stringify({ ...report, keyFrom, witnesses: report.witnesses.map(inWords) }, null, 2)));
	else
		print(
			io,
			draw(report, keyFrom, since !== undefined)
				.map(clean)
				.join('\n'),
		);
	if (copyTo !== undefined && !io.signal.aborted) warn(io, `What was read is kept in ${copyTo}.`);
	if (io.signal.aborted) warn(io, 'weir log: stopped before the end; nothing is known of the rest.');
	return report.ok ? EXIT.ok : EXIT.aborted;
}

async function prove(rest: readonly string[], args: Args, json: boolean, io: Io): Promise<number> {
	const [place, digits] = rest;
	if (place === undefined || digits === undefined || rest.length > 2)
		throw new Fault('usage', 'prove takes a log and the index of an entry.');
	const index = /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
	if (index === undefined)
		throw new Fault('usage', `The index of an entry is a whole number from 0, not ${JSON.stringify(digits.slice(0, 40))}.`);
	const { reader, key, keyFrom } = await openLog(place, args, io);
	const opened = await openCheckpoint(reader, key);
	if ('failure' in opened) {
		warn(io, `weir log: ${opened.failure.message}.`);
		return EXIT.aborted;
	}
	const { checkpoint } = opened;
	if (index >= checkpoint.size) {
		const most = checkpoint.size === 0 ? 'it is empty' : `the last is ${checkpoint.size - 1}`;
		throw new Fault('usage', `The log has no entry ${index}; ${most}.`);
	}
	const proven = await proveEntry(reader, index, checkpoint);
	if (!proven.ok) {
		for (const { pointer, message, fix } of proven.problems)
			warn(io, `weir log: ${pointer === '' ? '' : `${pointer}: `}${message}; ${fix}.`);
		return EXIT.aborted;
	}
	const entry = new TextDecoder().decode(proven.value.entry);
	const proof = proven.value.proof.map(toBase64);
	const leaf = toBase64(proven.value.leaf);
	const tree = { origin: checkpoint.origin, size: checkpoint.size, root: toBase64(checkpoint.root) };
	if (json) print(io, printableJson(JSON.stringify({ index, entry, leaf, proof, checkpoint: tree, keyFrom }, null, 2)));
	else {
		const hashes = proof.map((hash, i) => row(i === 0 ? 'Proof' : '', hash));
		const lines = [row('Entry', `${index}`), row('', entry), row('Leaf', leaf), ...hashes, row('Root', tree.root)];
		lines.push(
			`OK: the entry is in the tree of ${number(tree.size)} ${entries(tree.size)} that "${tree.origin}" signed.`,
			...doubt(keyFrom),
		);
		print(io, lines.map(clean).join('\n'));
	}
	return EXIT.ok;
}

async function openLog(place: string, args: Args, io: Io): Promise<Opened> {
	const reader = await readerOf(place, args, io);
	const given = args.one('key');
	if (given !== undefined) return { reader, key: readKey(given, '--key', 'ed25519'), keyFrom: 'option' };
	const bytes = await reader.read(KEY_FILE);
	if (bytes === undefined && (await reader.read('checkpoint')) === undefined)
		throw new Fault('file-unreadable', `${place} holds no log: there is no file "checkpoint". The log of a server is below its /log.`);
	if (bytes === undefined)
		throw new Fault(
			'usage',
			`Nothing says whose log this is: pass its verifier key with --key (there is no file "${KEY_FILE}" beside the checkpoint).`,
		);
	return { reader, key: readKey(new TextDecoder().decode(bytes).trim(), `The file "${KEY_FILE}" of the log`, 'ed25519'), keyFrom: 'log' };
}

async function readerOf(place: string, args: Args, io: Io): Promise<LogReader> {
	const token = args.one('token');
	if (/^https?:\/\//i.test(place)) {
		if (!URL.canParse(place)) throw new Fault('usage', `${place} is not a URL.`);
		const authorization =
			token === undefined ? {} : { authorization: `Bearer ${new TextDecoder().decode(await readOrFault(token)).trim()}` };
		return urlReader(place, { signal: io.signal, ...authorization });
	}
	if (token !== undefined) throw new Fault('usage', '--token is for a URL; a directory needs none.');
	const found = await stat(place).catch(() => undefined);
	if (found?.isDirectory() !== true)
		throw new Fault('file-unreadable', `${place} is not a directory; name the one that holds the file "checkpoint", or a URL.`);
	return directoryReader(place);
}

function readKey(text: string, what: string, kind: KeyKind): VerifierKey {
	const parsed = parseVerifierKey(text);
	if (!parsed.ok) throw new Fault('usage', `${what} is not a verifier key: ${parsed.problems[0]?.message}; ${parsed.problems[0]?.fix}.`);
	if (parsed.value.kind === kind) return parsed.value;
	throw new Fault('usage', `${what} is the key of a ${kind === 'ed25519' ? 'witness, not of a log' : 'log, not of a witness (type 4)'}.`);
}

async function requireNew(folder: string): Promise<void> {
	const held = await readdir(folder).catch((error: unknown) => {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
		throw new Fault('usage', `--copy ${folder} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
	});
	if (held.length > 0) throw new Fault('usage', `--copy ${folder} is not empty; name a new folder.`);
}

async function readOrFault(path: string): Promise<Uint8Array> {
	return await readFile(path).catch((cause: unknown) => {
		throw new Fault('file-unreadable', `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
	});
}

function draw(report: LogReport, keyFrom: Opened['keyFrom'], since: boolean): string[] {
	const { checkpoint, first, last } = report;
	const lines: string[] = [];
	if (checkpoint !== undefined) {
		lines.push(
			row('Log', checkpoint.origin),
			row('Size', `${number(checkpoint.size)} ${entries(checkpoint.size)}`),
			row('Root', checkpoint.root),
		);
		lines.push(row('Signed', `${checkpoint.signedBy} (key ${keyFrom === 'option' ? 'given with --key' : 'from the log itself'})`));
		for (const witness of report.witnesses.map(inWords)) lines.push(row('Witness', `${witness.name}, ${witness.time}`));
		if (first !== undefined) lines.push(row('First', `${first.at}  entry ${first.index}, ${first.kind}`));
		if (last !== undefined) lines.push(row('Last', `${last.at}  entry ${last.index}, ${last.kind}`));
	}
	if (report.ok) {
		lines.push(`OK: ${number(report.checked)} ${entries(report.checked)}, every tile and the root were recomputed; nothing was changed.`);
		if (since) lines.push('The log has only grown since the earlier checkpoint.');
		return [...lines, ...doubt(keyFrom)];
	}
	const { length } = report.failures;
	lines.push(`NOT OK: ${length === 0 ? 'the check was stopped' : length === 1 ? 'one thing is wrong' : `${length} things are wrong`}`);
	lines.push(...report.failures.map((failure) => `  ${placeOf(failure)}: ${failure.message}`));
	if (report.stopped && checkpoint !== undefined)
		lines.push(`  The check ended after ${number(report.checked)} of ${number(checkpoint.size)} entries.`);
	return lines;
}

const row = (label: string, text: string): string => `${label.padEnd(9)}${text}`;
const entries = (count: number): string => (count === 1 ? 'entry' : 'entries');
const placeOf = ({ path, offset }: Failure): string => (offset === undefined ? path : `${path}, byte ${offset}`);
const doubt = (keyFrom: Opened['keyFrom']): string[] =>
	keyFrom === 'option' ? [] : ['The key came from the log itself; pass the one you trust with --key.'];
const inWords = ({ name, time }: { name: string; time: number }): { name: string; time: string } => ({
	name,
	time: time <= 253_402_300_799 ? new Date(time * 1000).toISOString() : `${time} seconds after 1970`,
});
