// `weir bench gate`: a whole server with its embedded database as a child process, and a client on the same cores: decisions per
// second, latency at half of that, screening by stream, all listings screened again, memory, start with existing data, and whether what was acknowledged is stored.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Fault } from '../../src/base/fault.ts';
import type { Listing } from '../../src/model/listing.ts';
import { loadCatalogue } from '../screener.ts';
import { load, quantile } from '../server/client.ts';
import { cpuMs, ownCpuMs } from '../server/cpu.ts';
import { database, end, http, start, weir } from '../server/process.ts';
import { generatedTexts, listingOf } from '../speed/texts.ts';
import { type Calibration, calibrate } from './calibrate.ts';

export const HELP = `weir bench gate: decisions per second end to end, latency, streams, memory and start of a real server

Options
  --quick             fewer requests
  --workers N         screening threads of the server (default 1)
  --connections N     connections of the client (default 128)
  --format text|json  default text
  --help

Examples
  weir bench gate --quick
  weir bench gate --workers 2 --format json
`;

/** Decisions per second that the gate is to make; latency is measured at half of them, or of what the machine makes if that is less. */
const TARGET = 1_500;
const halfOf = (perSecond: number): number => Math.min(perSecond, TARGET) / 2;

/** A server runs for weeks: what it does in its first seconds is compiled by then. */
const WARM_UP = 5_000;

export interface GateReport {
	readonly schema: 'weir-bench-gate/1';
	readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string };
	readonly workers: number;
	/** As fast as answers come. */
	readonly put: { readonly requests: number; readonly perSecond: number; readonly p50: number; readonly p99: number };
	/** Requests come at half that rate, or half of 1,500/s if that is less; milliseconds from when each was due. */
	readonly half: { readonly rate: number; readonly p50: number; readonly p99: number; readonly worst: number };
	readonly stream: { readonly listings: number; readonly perSecond: number };
	/** All stored listings screened again, none of which moves: from the job's start to its end. */
	readonly rescreen: { readonly listings: number; readonly perSecond: number };
	/** Processor milliseconds per decision as fast as answers come: the server with its threads, the database, the client. */
	readonly cpu: { readonly server: number; readonly database: number; readonly client: number };
	/** What the machine could do at that hour; compare ratios to it between machines. */
	readonly baseline: Calibration;
	/** MiB, resident, of the server process. */
	readonly memory: { readonly started: number; readonly ended: number };
	/** Milliseconds from the command to listening, with the data of this run. */
	readonly restart: number;
	readonly acknowledged: number;
	readonly stored: number;
	readonly revisions: number;
}

export async function run(args: readonly string[]): Promise<number> {
	const { values } = parseArgs({
		args: [...args],
		options: {
			quick: { type: 'boolean' },
			workers: { type: 'string', default: '1' },
			connections: { type: 'string', default: '128' },
			format: { type: 'string', default: 'text' },
			help: { type: 'boolean' },
		},
	});
	if (values.help === true) {
		process.stdout.write(HELP);
		return 0;
	}
	const folder = mkdtempSync(join(tmpdir(), 'weir-bench-'));
	chmodSync(folder, 0o711);
	try {
		const report = await measure(folder, {
			requests: values.quick === true ? 4_000 : 20_000,
			workers: Number(values.workers),
			connections: Number(values.connections),
		});
		process.stdout.write(values.format === 'json' ? `${JSON.stringify(report, null, '\t')}\n` : text(report));
		return report.stored === report.acknowledged && report.revisions === report.stored ? 0 : 1;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function measure(
	folder: string,
	options: { readonly requests: number; readonly workers: number; readonly connections: number },
): Promise<GateReport> {
	const { requests, workers, connections } = options;
	let server = await start(folder, { WEIR_WORKERS: String(workers) });
	try {
		const key = weir(folder, ['key', 'create', '--role', 'administrator']).trim();
		const texts = listings();
		const put = (prefix: string) => (i: number) => http('PUT', `/v1/listings/${prefix}-${i}`, key, JSON.stringify(texts[i % texts.length]));
		await load('127.0.0.1', server.port, { connections, requests: WARM_UP, request: put('warm') });
		const started = memoryOf(server.child.pid);
		const { url = '', pid } = database(folder) ?? {};
		const baseline = await calibrate(url, JSON.stringify(texts[0]));
		const spent = () => ({ server: ownCpuMs(server.child.pid), database: cpuMs(pid), client: process.cpuUsage() });
		const before = spent();
		const full = await load('127.0.0.1', server.port, { connections, requests, request: put('full') });
		const after = spent();
		const client = process.cpuUsage(before.client);
		const each = (ms: number): number => Math.round((ms / requests) * 1000) / 1000;
		const cpu = {
			server: each(after.server - before.server),
			database: each(after.database - before.database),
			client: each((client.user + client.system) / 1000),
		};
		const perSecond = full.acknowledged.length / full.seconds;
		const half = await load('127.0.0.1', server.port, {
			connections,
			requests: Math.floor(requests / 2),
			request: put('half'),
			rate: halfOf(perSecond),
		});
		const stream = await streamed(server.port, key, texts, requests);
		const rescreen = await rescreened(server.port, weir(folder, ['key', 'create', '--role', 'compliance-officer']).trim());
		const ended = memoryOf(server.child.pid);
		const dashboard = (await (
			await fetch(`http://127.0.0.1:${server.port}/v1/dashboard`, { headers: { authorization: `Bearer ${key}` } })
		).json()) as {
			readonly listings: Readonly<Record<string, number>>;
			readonly days: readonly { readonly clear: number; readonly review: number; readonly block: number }[];
		};
		await end(server);
		server = await start(folder, { WEIR_WORKERS: String(workers) });
		const { latencies } = full;
		return {
			schema: 'weir-bench-gate/1',
			machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.versions.node },
			workers,
			put: { requests, perSecond: Math.round(perSecond), p50: round(quantile(latencies, 0.5)), p99: round(quantile(latencies, 0.99)) },
			half: {
				rate: Math.round(halfOf(perSecond)),
				p50: round(quantile(half.latencies, 0.5)),
				p99: round(quantile(half.latencies, 0.99)),
				worst: round(half.latencies.at(-1) ?? Number.NaN),
			},
			stream,
			rescreen,
			cpu,
			baseline,
			memory: { started, ended },
			restart: server.startedMs,
			acknowledged: WARM_UP + full.acknowledged.length + half.acknowledged.length,
			stored: Object.values(dashboard.listings).reduce((sum, count) => sum + count, 0),
			revisions: dashboard.days.reduce((sum, day) => sum + day.clear + day.review + day.block, 0),
		};
	} finally {
		await end(server);
	}
}

// Ordinary listings of 600 characters, one in twenty of them a disguised listed substance, so that cases are opened as well.
function listings(): Listing[] {
	const sets = new Map(generatedTexts(loadCatalogue(), 1, 2_000).map(({ name, texts }) => [name, texts]));
	const evasion = sets.get('evasion') ?? [];
	return (sets.get('ordinary') ?? []).map((text, i) => listingOf(i % 20 === 19 ? (evasion[i % evasion.length] ?? text) : text));
}

const round = (ms: number): number => Math.round(ms * 10) / 10;

async function streamed(port: number, key: string, texts: readonly object[], listings: number): Promise<GateReport['stream']> {
	const lines = Array.from({ length: listings }, (_, i) => `${JSON.stringify({ id: `s-${i}`, ...texts[i % texts.length] })}\n`).join('');
	const began = performance.now();
	const response = await fetch(`http://127.0.0.1:${port}/v1/listings:screen`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
		body: lines,
	});
	let count = 0;
	for await (const chunk of response.body ?? []) for (const byte of chunk) if (byte === 10) count++;
	if (count !== listings) throw new Fault('impossible', `Of ${listings} lines ${count} were answered.`);
	return { listings, perSecond: Math.round(count / ((performance.now() - began) / 1000)) };
}

interface Job {
	readonly id: string;
	readonly status: string;
	readonly done: number;
	readonly createdAt: string;
	readonly finishedAt?: string;
}

async function rescreened(port: number, key: string): Promise<GateReport['rescreen']> {
	const ask = async (path: string, body?: object): Promise<Job> => {
		const how = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
		const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
		const response = await fetch(`http://127.0.0.1:${port}/v1/rescreens${path}`, { ...how, headers });
		if (!response.ok) throw new Fault('impossible', `Screening again was answered with ${response.status}: ${await response.text()}`);
		return (await response.json()) as Job;
	};
	let job = await ask('', { reason: 'bench' });
	while (job.status === 'waiting') {
		await pause(100);
		job = await ask(`/${job.id}`);
	}
	const seconds = (Date.parse(job.finishedAt ?? job.createdAt) - Date.parse(job.createdAt)) / 1000;
	return { listings: job.done, perSecond: Math.round(job.done / seconds) };
}

function memoryOf(pid: number | undefined): number {
	try {
		return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
	} catch {
		return 0; // only Linux tells
	}
}

function text(report: GateReport): string {
	const { put, half, stream, rescreen, memory, cpu, baseline } = report;
	return [
		`Machine        ${report.machine.cores} × ${report.machine.cpu}, Node ${report.machine.node}; ${report.workers} screening thread(s)`,
		`PUT            ${put.perSecond} decisions/s of ${put.requests}; p50 ${put.p50} ms, p99 ${put.p99} ms`,
		`At half        ${half.rate}/s: p50 ${half.p50} ms, p99 ${half.p99} ms, worst ${half.worst} ms`,
		`Stream         ${stream.perSecond} listings/s of ${stream.listings}`,
		`Re-screen      ${rescreen.perSecond} listings/s of ${rescreen.listings}`,
		`Processor      per decision ${cpu.server} ms server, ${cpu.database} ms database, ${cpu.client} ms client`,
		`Baseline       ${baseline.commitsPerSecond} single-row commits/s on one connection, ${baseline.megacharactersPerSecond} million characters/s`,
		`Ratio          ${(put.perSecond / baseline.commitsPerSecond).toFixed(2)} decisions per single-row commit`,
		`Memory         ${memory.started} MiB after start, ${memory.ended} MiB at the end (server process)`,
		`Restart        ${report.restart} ms with this data`,
		`Acknowledged   ${report.acknowledged}, stored ${report.stored}, revisions ${report.revisions}`,
		'',
	].join('\n');
}
