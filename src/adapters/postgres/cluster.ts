// The PostgreSQL that Weir brings along, in a folder of its own. It outlives a server that was killed: the next start finds it
// running and goes on with it. Whoever leaves last stops it. It listens on loopback only, on any free port.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { arch, platform } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import pg from 'pg';
import { Fault } from '../../base/fault.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { type Account, databaseAccount, requirePassage } from './unprivileged.ts';

export interface Cluster {
	/** Connection string of the database `weir`. */
	readonly url: string;
	/** Stops the database unless somebody else is connected to it. End your own connections first. */
	close(): Promise<void>;
}

const USER = 'weir';
const START_MS = 60_000;
const MOST_PORTS = 5;
const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'shared_buffers=64MB', 'max_connections=60', 'jit=off'];

/** Whether `folder` holds a cluster, running or not. */
export const isCluster = (folder: string): boolean => existsSync(join(resolve(folder), 'postgres', 'PG_VERSION'));

/** Opens the cluster in `folder`, making or starting it when need be. @throws Fault `database-unavailable` with the reason. */
export async function openCluster(folder: string): Promise<Cluster> {
	const home = resolve(folder);
	const place = { home, pgdata: join(home, 'postgres'), password: join(home, 'postgres.password'), log: join(home, 'postgres.log') };
	const binaries = findBinaries(platform(), arch());
	const account = databaseAccount();
	mkdirSync(home, { recursive: true, mode: 0o711 });
	if (account !== undefined) {
		requirePassage(place.pgdata, 'its data', account);
		requirePassage(binaries.postgres, 'its programs', account);
	}
	const url = await alone(join(home, 'opening.pid'), async () => {
		if (!existsSync(join(place.pgdata, 'PG_VERSION'))) await create(place, binaries, account);
		const port = (await runningPort(place.pgdata)) ?? (await start(place, binaries, account));
		const password = readFileSync(place.password, 'utf8').trim();
		const address = (database: string): string => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
		await ensureDatabase(address);
		return address;
	});
	return { url: url(USER), close: () => leave(place.pgdata, url('postgres')) };
}

interface Place {
	readonly home: string;
	readonly pgdata: string;
	readonly password: string;
	readonly log: string;
}

// Two commands that open the same folder at the same moment take turns; a turn whose process is gone is over.
async function alone<T>(path: string, work: () => Promise<T>): Promise<T> {
	const deadline = performance.now() + 2 * START_MS;
	while (!take(path)) {
		const holder = Number(readOr(path, '0'));
		if (holder > 0 && !isAlive(holder)) rmSync(path, { force: true });
		else if (performance.now() > deadline)
			throw new Fault('database-unavailable', `Process ${holder} is opening the database and does not end.`);
		else await after(20);
	}
	try {
		return await work();
	} finally {
		rmSync(path, { force: true });
	}
}

// Written whole beside its place and linked there, so that a turn never stands without its owner's number.
function take(path: string): boolean {
	const mine = `${path}.${process.pid}`;
	writeFileSync(mine, String(process.pid));
	try {
		linkSync(mine, path);
		return true;
	} catch {
		return false;
	} finally {
		rmSync(mine, { force: true });
	}
}

function readOr(path: string, otherwise: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return otherwise;
	}
}

// Made beside its place and moved there when it is whole, so that a crash in between leaves nothing half-made.
async function create(place: Place, binaries: Binaries, account: Account | undefined): Promise<void> {
	const fresh = `${place.pgdata}.new`;
	rmSync(fresh, { recursive: true, force: true });
	rmSync(place.pgdata, { recursive: true, force: true });
	mkdirSync(fresh, { mode: 0o700 });
	const given = join(place.home, 'postgres.password.new');
	writeFileSync(given, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
	if (account !== undefined) for (const path of [fresh, given]) chownSync(path, account.uid, account.gid);
	const args = [`--pgdata=${fresh}`, `--username=${USER}`, `--pwfile=${given}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'];
	const { code, output } = await finished(binaries.initdb, [...args, '--no-instructions'], account);
	if (code !== 0) throw new Fault('database-unavailable', `The database in ${place.home} could not be made: ${lastLines(output)}`);
	if (account !== undefined) chownSync(given, 0, 0);
	renameSync(given, place.password);
	renameSync(fresh, place.pgdata);
}

// A port that was free a moment ago may be somebody else's by now: then another is tried.
async function start(place: Place, binaries: Binaries, account: Account | undefined): Promise<number> {
	for (let tries = 1; ; tries++) {
		const port = await freePort();
		const failure = await startOn(port, place, binaries, account);
		if (failure === undefined) return port;
		if (tries === MOST_PORTS || !/could not create any TCP\/IP sockets/.test(failure))
			throw new Fault('database-unavailable', `The database in ${place.home} does not start: ${failure}`);
	}
}

/** Undefined once it serves; else why it does not. */
async function startOn(port: number, place: Place, binaries: Binaries, account: Account | undefined): Promise<string | undefined> {
	const log = openSync(place.log, 'w', 0o600);
	// A process group of its own: Ctrl-C in the terminal ends the server first, and the server ends this.
	const child = spawn(binaries.postgres, ['-D', place.pgdata, '-p', String(port), ...SETTINGS.flatMap((setting) => ['-c', setting])], {
		stdio: ['ignore', log, log],
		detached: true,
		...account,
	});
	closeSync(log);
	let failure: string | undefined;
	child.on('error', (error) => {
		failure = error.message;
	});
	child.on('exit', () => {
		failure ??= lastLines(readFileSync(place.log, 'utf8'));
	});
	child.unref();
	const deadline = performance.now() + START_MS;
	while (failure === undefined && performance.now() < deadline) {
		const lock = readLock(place.pgdata);
		if (lock?.ready === true && lock.pid === child.pid) return undefined;
		await after(10);
	}
	return failure ?? 'it took longer than a minute';
}

/** The port of a postmaster that already serves this folder; a lock left by a crash, or by a process that is none, is removed. */
async function runningPort(pgdata: string): Promise<number | undefined> {
	const deadline = performance.now() + START_MS;
	while (performance.now() < deadline) {
		const lock = readLock(pgdata);
		if (lock === undefined) return undefined;
		if (!isAlive(lock.pid) || !isPostgres(lock.pid)) {
			rmSync(join(pgdata, 'postmaster.pid'), { force: true });
			return undefined;
		}
		if (lock.ready) return lock.port;
		await after(20);
	}
	throw new Fault(
		'database-unavailable',
		`The database in ${pgdata} is neither ready nor gone after a minute; end its process and try again.`,
	);
}

// postmaster.pid: line 1 is the process, 4 the port, 8 the status.
function readLock(pgdata: string): { readonly pid: number; readonly port: number; readonly ready: boolean } | undefined {
	try {
		const lines = readFileSync(join(pgdata, 'postmaster.pid'), 'utf8').split('\n');
		return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
	} catch {
		return undefined;
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

// A process number may have been given to another program since. Only Linux tells; elsewhere the number is believed.
function isPostgres(pid: number): boolean {
	try {
		return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
	} catch {
		return platform() !== 'linux';
	}
}

async function ensureDatabase(url: (database: string) => string): Promise<void> {
	const found = await withClient(url('postgres'), async (client) => {
		const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [USER]);
		return rowCount === 1;
	});
	if (!found) await withClient(url('postgres'), (client) => client.query(`create database ${USER}`));
}

async function leave(pgdata: string, url: string): Promise<void> {
	const lock = readLock(pgdata);
	if (lock === undefined || !isAlive(lock.pid)) return;
	const others = await withClient(url, async (client) => {
		const { rows } = await client.query<{ count: number }>(
			`select count(*)::int as count from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
		);
		return rows[0]?.count ?? 0;
	}).catch(() => 0);
	if (others > 0) return;
	process.kill(lock.pid, 'SIGINT');
	for (let waited = 0; waited < START_MS && isAlive(lock.pid); waited += 10) await after(10);
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({ connectionString });
	client.on('error', () => undefined);
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}

function finished(
	program: string,
	args: readonly string[],
	account: Account | undefined,
): Promise<{ code: number | null; output: string }> {
	return new Promise((done, fail) => {
		const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...account });
		let output = '';
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
		child.on('error', fail);
		child.on('close', (code) => done({ code, output }));
	});
}

function freePort(): Promise<number> {
	return new Promise((done, fail) => {
		const server = createServer();
		server.on('error', fail);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => (typeof address === 'object' && address !== null ? done(address.port) : fail(new Fault('impossible'))));
		});
	});
}

const lastLines = (text: string): string => text.trim().split('\n').slice(-3).join(' | ');
