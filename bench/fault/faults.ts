// The faults: each starts from a running server, breaks something under load, and leaves a running server whose books are audited.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import { Fault } from '../../src/base/fault.ts';
import type { Random } from '../perturb/random.ts';
import { database, end, type Server, start } from '../server/process.ts';
import { type Audit, audit } from './audit.ts';
import { Shop } from './shop.ts';

export interface Round {
	readonly fault: 'kill' | 'database' | 'disk' | 'clock';
	readonly acknowledged: number;
	readonly refused: number;
	/** Sent and not answered when the fault came; all were sent again. */
	readonly unanswered: number;
	readonly broken: readonly string[];
}

const CONNECTIONS = 16;
const MOST_MS = 600;
const RUN_MS = 2_500;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** One installation that goes through faults, one after the other. */
export class Patient {
	readonly #folder: string;
	readonly #key: string;
	#server: Server;
	#before: Audit | undefined;

	constructor(folder: string, key: string, server: Server) {
		this.#folder = folder;
		this.#key = key;
		this.#server = server;
	}

	/** Kills the server at a random moment and starts it again. */
	async kill(name: string, random: Random): Promise<Round> {
		const shop = new Shop(name, random);
		const at = 20 + random.below(MOST_MS);
		let dead = false;
		let ended = false;
		const trading = shop
			.trade(this.#server.port, this.#key, CONNECTIONS, () => dead)
			.finally(() => {
				ended = true;
			});
		// The moment counts from when the server is at work, which is late on a slow machine.
		while (!ended && shop.acknowledged < CONNECTIONS) await pause(5);
		await pause(at);
		dead = true;
		await end(this.#server, 'SIGKILL');
		await trading;
		this.#server = await start(this.#folder);
		return this.#audited('kill', shop);
	}

	/** Kills a process of the database, which then ends every connection, recovers from its journal and goes on. */
	async killDatabase(name: string, random: Random): Promise<Round> {
		const shop = new Shop(name, random);
		let over = false;
		const trading = shop.trade(this.#server.port, this.#key, CONNECTIONS, () => over);
		await pause(200 + random.below(MOST_MS));
		await crash(this.#database());
		await pause(RUN_MS);
		over = true;
		await trading;
		return this.#audited('database', shop);
	}

	/** Runs under a clock that jumps. */
	async jumpingClock(name: string, random: Random): Promise<Round> {
		await end(this.#server);
		const settings = {
			NODE_OPTIONS: `--import=${new URL('./clock.mjs', import.meta.url).href}`,
			BENCH_CLOCK: String(random.below(2 ** 31)),
		};
		this.#server = await start(this.#folder, settings);
		const shop = new Shop(name, random);
		let over = false;
		const trading = shop.trade(this.#server.port, this.#key, CONNECTIONS, () => over);
		await pause(RUN_MS);
		over = true;
		await trading;
		const round = await this.#audited('clock', shop);
		await end(this.#server);
		this.#server = await start(this.#folder);
		return round;
	}

	/** Fills the disk under load, then frees it. The folder must be on a small disk of its own. */
	async fullDisk(name: string, random: Random): Promise<Round> {
		const shop = new Shop(name, random, 4_000);
		const filler = `${this.#folder}/filler`;
		const { bavail, bsize } = statfsSync(this.#folder);
		writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - 2 ** 20)));
		const deadline = performance.now() + 30_000;
		await shop.trade(this.#server.port, this.#key, CONNECTIONS, () => shop.refused >= 20 || performance.now() > deadline);
		if (shop.refused === 0) throw new Fault('impossible', 'The disk was full and the server refused nothing.');
		rmSync(filler);
		// A database that could not write its journal has ended; the server brings it back when it starts.
		await end(this.#server, 'SIGKILL');
		this.#server = await start(this.#folder);
		return this.#audited('disk', shop);
	}

	leave(): Promise<void> {
		return end(this.#server);
	}

	#database(): string {
		const url = database(this.#folder)?.url;
		if (url === undefined) throw new Fault('database-unavailable', 'The embedded database is not running.');
		return url;
	}

	async #audited(fault: Round['fault'], shop: Shop): Promise<Round> {
		const unanswered = shop.open.length;
		const broken: string[] = [];
		for (let tries = 0; shop.open.length > 0 && tries < 300; tries++) {
			await shop.retry(this.#server.port, this.#key).catch(() => undefined);
			if (shop.open.length > 0) await pause(200);
		}
		if (shop.open.length > 0) broken.push(`${shop.open.length} listings are refused for good`);
		const url = `http://127.0.0.1:${this.#server.port}`;
		const found = await audit({
			...{ url, key: this.#key, database: this.#database(), books: shop.books },
			...(this.#before === undefined ? {} : { before: this.#before }),
		});
		this.#before = found;
		return { fault, acknowledged: shop.acknowledged, refused: shop.refused, unanswered, broken: [...broken, ...found.broken] };
	}
}

// The database treats the death of one of its processes as a crash of the whole.
async function crash(url: string): Promise<void> {
	const client = new pg.Client({ connectionString: url });
	client.on('error', () => undefined);
	await client.connect();
	const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
	const gone = new Promise<void>((done) => client.on('end', () => done()));
	process.kill(rows[0]?.pid ?? Number.NaN, 'SIGKILL');
	await gone;
}

/** A small disk at `folder`; undefined with the reason where the machine does not allow one. */
export function smallDisk(folder: string, megabytes: number): { readonly release: () => void } | { readonly why: string } {
	mkdirSync(folder, { mode: 0o711 });
	const made = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`, 'tmpfs', folder], { encoding: 'utf8' });
	if (made.status !== 0) return { why: (made.stderr || made.error?.message || 'mount failed').trim() };
	return {
		release: () => {
			spawnSync('umount', [folder]);
		},
	};
}
