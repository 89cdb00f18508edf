// `weir bench backup`: how long an installation takes to copy while it is written to, to restore elsewhere, and to answer again; how large
// the copy is, and how much memory the commands take.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Fault } from '../../src/base/fault.ts';
import { seeded } from '../perturb/random.ts';
import { loadCatalogue, ROOT } from '../screener.ts';
import { load, quantile } from '../server/client.ts';
import { end, http, start, weir } from '../server/process.ts';
import { generatedTexts, listingOf } from '../speed/texts.ts';

export const HELP = `weir bench backup: seconds and size of a backup under writes, of its restore, and of the start after it

Options
  --listings N        listings to begin with (default 35000)
  --files N           uploads of 100 KiB to begin with (default 500)
  --quick             2000 listings and 20 files
  --format text|json  default text
  --help

Example
  weir bench backup --quick
`;

const FILE_BYTES = 100 * 1024;
const CONNECTIONS = 32;
/** Writes a second while the copy is made: a fifth of what the gate takes. */
const RATE = 200;
const WATCH_MS = 20;

export interface BackupReport {
	readonly schema: 'weir-bench-backup/1';
	readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string };
	readonly listings: number;
	readonly files: number;
	readonly backup: { readonly seconds: number; readonly rows: number; readonly mebibytes: number; readonly memory: number };
	/** Milliseconds of writes: alone, and while the copy was made. */
	readonly writes: { readonly p99Before: number; readonly p99During: number };
	readonly restore: { readonly seconds: number; readonly verified: number; readonly memory: number };
	/** Milliseconds from the command to listening, on the restored data. */
	readonly start: number;
	/** Writes that were acknowledged before the copy began and are not in it. */
	readonly lost: number;
}

export async function run(args: readonly string[]): Promise<number> {
	const { values } = parseArgs({
		args: [...args],
		options: {
			listings: { type: 'string', default: '35000' },
			files: { type: 'string', default: '500' },
			quick: { type: 'boolean' },
			format: { type: 'string', default: 'text' },
			help: { type: 'boolean' },
		},
	});
	if (values.help === true) {
		process.stdout.write(HELP);
		return 0;
	}
	const [listings, files] = values.quick === true ? [2_000, 20] : [Number(values.listings), Number(values.files)];
	if (!Number.isSafeInteger(listings) || listings < 1 || !Number.isSafeInteger(files) || files < 0)
		throw new Fault('usage', '--listings and --files take whole numbers.');
	const folder = mkdtempSync(join(tmpdir(), 'weir-bench-'));
	chmodSync(folder, 0o711);
	try {
		const report = await measure(folder, listings, files);
		process.stdout.write(values.format === 'json' ? `${JSON.stringify(report, null, '\t')}\n` : text(report));
		return report.lost === 0 ? 0 : 1;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function measure(folder: string, listings: number, files: number): Promise<BackupReport> {
	const server = await start(folder);
	const sets = new Map(generatedTexts(loadCatalogue(), 1, 2_000).map(({ name, texts }) => [name, texts]));
	const [ordinary = [], evasion = []] = [sets.get('ordinary'), sets.get('evasion')];
	const texts = ordinary.map((one, i) => listingOf(i % 20 === 19 ? (evasion[i % evasion.length] ?? one) : one));
	const at = ['127.0.0.1', server.port] as const;
	let during: ReturnType<typeof load>;
	let made: Ran;
	let before: { readonly latencies: readonly number[] };
	let key: string;
	try {
		key = weir(folder, ['key', 'create', '--role', 'administrator']).trim();
		const put = (prefix: string) => (i: number) => http('PUT', `/v1/listings/${prefix}-${i}`, key, JSON.stringify(texts[i % texts.length]));
		const seed = await load(...at, { connections: CONNECTIONS, requests: listings, request: put('seed') });
		if (seed.acknowledged.length !== listings) throw new Fault('impossible', 'Not every listing was taken.');
		await upload(server.port, key, files);
		before = await load(...at, { connections: CONNECTIONS, requests: RATE * 5, request: put('before'), rate: RATE });
		during = load(...at, { connections: CONNECTIONS, requests: RATE * 10, request: put('during'), rate: RATE });
		made = await command(['backup', join(folder, 'copy'), '--folder', join(folder, 'weir'), '--with-keys', '--format', 'json']);
		await during;
	} finally {
		await end(server);
	}
	const copied = await command(['restore', join(folder, 'copy'), '--folder', join(folder, 'next', 'weir'), '--format', 'json']);
	const next = await start(join(folder, 'next'));
	try {
		const { rows } = JSON.parse(made.out) as { rows: number };
		const { verified } = JSON.parse(copied.out) as { verified: number };
		const response = await fetch(`http://127.0.0.1:${next.port}/v1/dashboard`, { headers: { authorization: `Bearer ${key}` } });
		const { listings: states } = (await response.json()) as { readonly listings: Readonly<Record<string, number>> };
		const found = Object.values(states).reduce((sum, count) => sum + count, 0);
		return {
			schema: 'weir-bench-backup/1',
			machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.versions.node },
			...{ listings, files },
			backup: { seconds: made.seconds, rows, mebibytes: sizeOf(join(folder, 'copy')), memory: made.memory },
			writes: { p99Before: ms(quantile(before.latencies, 0.99)), p99During: ms(quantile((await during).latencies, 0.99)) },
			restore: { seconds: copied.seconds, verified, memory: copied.memory },
			start: next.startedMs,
			lost: Math.max(0, listings + RATE * 5 - found),
		};
	} finally {
		await end(next);
	}
}

const ms = (value: number): number => Math.round(value * 10) / 10;

// Bytes that do not compress, as pictures do not.
async function upload(port: number, key: string, files: number): Promise<void> {
	const random = seeded(1, 'backup', 'files');
	for (let i = 0; i < files; i++) {
		const body = Uint8Array.from({ length: FILE_BYTES }, () => random.below(256));
		const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' };
		const response = await fetch(`http://127.0.0.1:${port}/v1/media`, { method: 'POST', headers, body });
		if (!response.ok) throw new Fault('impossible', `An upload was answered with ${response.status}.`);
	}
}

interface Ran {
	readonly out: string;
	readonly seconds: number;
	/** MiB, the most it held. */
	readonly memory: number;
}

function command(args: readonly string[]): Promise<Ran> {
	const began = performance.now();
	const child = spawn(process.execPath, [join(ROOT, 'bin/weir.mjs'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
	let out = '';
	let memory = 0;
	child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
	const watch = setInterval(() => {
		memory = Math.max(memory, peakOf(child.pid));
	}, WATCH_MS);
	return new Promise((done, fail) => {
		child.on('close', (code) => {
			clearInterval(watch);
			if (code !== 0) fail(new Fault('impossible', `"weir ${args[0]}" ended with ${code}.`));
			else done({ out, seconds: ms((performance.now() - began) / 1000), memory });
		});
	});
}

function peakOf(pid: number | undefined): number {
	try {
		return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
	} catch {
		return 0; // only Linux tells
	}
}

const sizeOf = (folder: string): number =>
	ms(readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0) / 1024 / 1024);

function text({ machine, listings, files, backup, writes, restore, start: started, lost }: BackupReport): string {
	return [
		`Machine        ${machine.cores} × ${machine.cpu}, Node ${machine.node}`,
		`Installation   ${listings} listings, ${files} files of 100 KiB`,
		`Backup         ${backup.seconds} s for ${backup.rows} rows, ${backup.mebibytes} MiB; at most ${backup.memory} MiB of memory`,
		`Writes         ${RATE} a second: p99 ${writes.p99Before} ms before, ${writes.p99During} ms while the copy was made`,
		`Restore        ${restore.seconds} s, ${restore.verified} entries of the log verified; at most ${restore.memory} MiB of memory`,
		`Start          ${started} ms from the command to listening, on the restored data`,
		lost === 0
			? 'Held           nothing acknowledged before the copy began is missing from it'
			: `BROKEN         ${lost} listings are missing`,
		'',
	].join('\n');
}
