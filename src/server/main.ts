// Starts a server and stops it: screening and database, parts, application; and back. A start that fails leaves nothing running.
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { countAdministrators, createInvitation, withdrawInvitations } from '../adapters/postgres/people.ts';
import { Fault } from '../base/fault.ts';
import { addHours } from '../base/time.ts';
import type { Config } from './config.ts';
import { type Database, openDatabase } from './database.ts';
import { otherInForce } from './other-catalogue.ts';
import { openScreening, type WorkerScreening } from './screening.ts';
import type { Wired } from './wiring.ts';
import type { World } from './world.ts';

export interface Running {
	/** Where it listens. */
	readonly url: string;
	/** One-time link for the first administrator, while there is none. */
	readonly welcome?: string;
	readonly world: World;
	/** Lets requests finish, then stops everything. */
	stop(): Promise<void>;
}

export interface StartOptions {
	readonly config: Config;
	/** The module each screening thread runs; a test may bring its own. */
	readonly worker?: URL;
	readonly logTo?: { write(line: string): void };
	/** RFC 3339 UTC; a test may travel in time. */
	readonly now?: () => string;
	/** Folder of the built console; the package's own by default. */
	readonly consoleFolder?: string;
}

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './screen-worker.ts' : './screen-worker.js', import.meta.url);
const LINK_HOURS = 24;
const SWEEP_MS = 50;

export async function startServer({
	config,
	worker = WORKER,
	logTo,
	now = () => new Date().toISOString(),
	consoleFolder,
}: StartOptions): Promise<Running> {
	let url = '';
	let stopping = false;
	let report = (_what: string, _error: unknown): void => undefined;
	const publicUrl = (): string => config.publicUrl ?? url;
	// What takes longest begins first, and all of it at once: the engine in its thread, the database in its process, modules here.
	// What is in force stands in the database; the engine adopts it when both are there, before anything is answered.
	const database = openDatabase(config);
	const instead = otherInForce(config.folder, database);
	const opening = {
		database,
		screening: openScreening({
			...{ worker, workers: config.workers, timeoutMs: config.screenTimeoutMs },
			...(instead === undefined ? {} : { instead }),
		}),
	};
	let wired: Wired | undefined;
	try {
		const modules = Promise.all([import('./app.ts'), import('./wiring.ts')]);
		const [screening, opened, [{ buildApp }, { wire }]] = await Promise.all([opening.screening, database, modules]);
		wired = await wire({
			...{ config, database: opened, screening, publicUrl, version: version(), now },
			failed: (what, error) => report(what, error),
		});
		const { world, metrics } = wired;
		const app = await buildApp({
			world,
			now,
			metrics,
			logLevel: config.logLevel,
			version: version(),
			isStopping: () => stopping,
			...(logTo === undefined ? {} : { logTo }),
			...(consoleFolder === undefined ? {} : { consoleFolder }),
		});
		report = (what, error) => app.log.error({ err: error, what }, 'background work failed');
		const { holding } = world.screening;
		if (holding !== undefined) report('ruling', new Fault('policy-invalid', holding));
		await listen(app, config);
		const address = app.server.address();
		const port = typeof address === 'object' && address !== null ? address.port : config.port;
		url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
		const welcome = await welcomeLink(opened, publicUrl());
		let stopped: Promise<void> | undefined;
		const stop = async (): Promise<void> => {
			stopping = true;
			// A connection that finishes its last request now would stay open for as long as keep-alive says.
			const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS);
			await app.close();
			clearInterval(sweep);
			await close(wired, opening);
		};
		return { url, world, stop: () => (stopped ??= stop()), ...(welcome === undefined ? {} : { welcome }) };
	} catch (error) {
		await close(wired, opening);
		throw error;
	}
}

interface Opening {
	readonly screening: Promise<WorkerScreening>;
	readonly database: Promise<Database>;
}

// Whatever could not be opened is not there to be closed.
async function close(wired: Wired | undefined, opening: Opening): Promise<void> {
	await wired?.close();
	const [screening, database] = await Promise.allSettled([opening.screening, opening.database]);
	if (screening.status === 'fulfilled') await screening.value.close();
	if (database.status === 'fulfilled') await database.value.close();
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<void> {
	try {
		await app.listen({ host, port });
	} catch (cause) {
		const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
		if (code === 'EADDRINUSE')
			throw new Fault(
				'configuration-invalid',
				`Port ${port} on ${host} is taken, perhaps by another "weir serve"; set WEIR_PORT or pass --port.`,
				{ cause },
			);
		throw new Fault(
			'configuration-invalid',
			`Cannot listen on ${host}:${port}: ${cause instanceof Error ? cause.message : String(cause)}`,
			{ cause },
		);
	}
}

async function welcomeLink({ db }: Database, base: string): Promise<string | undefined> {
	if ((await countAdministrators(db)) > 0) return undefined;
	const now = new Date().toISOString();
	await withdrawInvitations(db, 'administrator');
	const token = await createInvitation(db, { role: 'administrator', now, expiresAt: addHours(now, LINK_HOURS) });
	return `${base}/welcome#${token}`;
}

/** The version of the package. */
function version(): string {
	const text: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
	return typeof text === 'object' && text !== null && 'version' in text ? String(text.version) : 'unknown';
}
