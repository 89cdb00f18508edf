// The connection pool and the query builder over it. Times come back as RFC 3339 texts and bigints as numbers, as the rest of Weir
// speaks of them. A database that is away is a Fault that says so, never a half-answer.
import { CompiledQuery, Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { Fault } from '../../base/fault.ts';
import type { Tables } from './tables.ts';

export type Db = Kysely<Tables>;

/** Connections of each pool that have not ended. */
const OPEN = new WeakMap<pg.Pool, Set<pg.PoolClient>>();
const END_MS = 10_000;
/**
 * A database that is not there refuses at once. This is for one that does not answer, and must outlast the time that a starting
 * server on a busy machine needs to come round to an answer that arrived long ago.
 */
const CONNECT_MS = 30_000;

const INT8 = 20;
const TIMESTAMPTZ = 1184;
const TYPES = {
	getTypeParser: (oid: number, format?: 'text' | 'binary') => {
		if (oid === INT8) return Number;
		if (oid === TIMESTAMPTZ) return (text: string) => new Date(text).toISOString();
		return pg.types.getTypeParser(oid, format as 'text');
	},
};

/** A pool for one database; no connection is made until it is used. */
export function openPool(url: string, max: number): pg.Pool {
	const pool = new pg.Pool({
		connectionString: url,
		max,
		connectionTimeoutMillis: CONNECT_MS,
		keepAlive: true,
		// Statements that do not wait for each other share a round trip.
		pipeline: true,
		application_name: 'weir',
		types: TYPES,
	});
	// A connection that breaks is replaced by the pool, and what was under way on it fails by itself; without listeners it would end the
	// process, idle or in use.
	pool.on('error', () => undefined);
	const open = new Set<pg.PoolClient>();
	pool.on('connect', (client) => {
		open.add(client);
		client.on('error', () => undefined);
	});
	pool.on('remove', (client) => void open.delete(client));
	OPEN.set(pool, open);
	return pool;
}

/** One connection for work that no pool is for: long transactions, and rows as streams. @throws Fault `database-unavailable`. */
export async function openClient(url: string): Promise<pg.Client> {
	const client = new pg.Client({
		...{ connectionString: url, connectionTimeoutMillis: CONNECT_MS, keepAlive: true, application_name: 'weir', types: TYPES },
	});
	// What is under way on a connection that breaks fails by itself.
	client.on('error', () => undefined);
	try {
		await client.connect();
		return client;
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new Fault('database-unavailable', `The database cannot be reached: ${why || 'no answer'}`, { cause: error });
	}
}

/** Plain SQL on one connection. */
export const statementsOn = (client: pg.ClientBase): Statements => ({
	run: async (text, values = []) => (await client.query<Row>(text, [...values])).rows,
});

/** Ends every connection and waits until the database has let go of the last; the pool by itself only asks them to go. */
export async function closePool(pool: pg.Pool): Promise<void> {
	await pool.end();
	const open = OPEN.get(pool) ?? new Set();
	await new Promise<void>((resolve) => {
		// A connection that broke unnoticed never says that it is gone.
		const late = setTimeout(resolve, END_MS);
		const look = (): void => {
			if (open.size > 0) return;
			clearTimeout(late);
			resolve();
		};
		pool.on('remove', look);
		look();
	});
}

export function openDb(pool: pg.Pool): Db {
	return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/**
 * The same pool with times as Dates, for a library that compares them as such: a text compared with a Date is never earlier, so
 * nothing would ever expire.
 */
export function withDates(pool: pg.Pool): PostgresDialect {
	const types = { getTypeParser: (oid: number, format?: 'text' | 'binary') => pg.types.getTypeParser(oid, format as 'text') };
	return new PostgresDialect({
		pool: {
			connect: async () => {
				const client = await pool.connect();
				return {
					// Cursors are for streams of rows, of which the library reads none.
					query: ((text: string, values: readonly unknown[]) =>
						client.query({ text, values: [...values], types })) as unknown as PostgresPoolClient['query'],
					release: () => client.release(),
				};
			},
			// The pool is closed by whoever opened it.
			end: async () => undefined,
		},
	});
}

/** Whether an error says that the database is away or going, rather than that a statement was wrong. */
export function isAway(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
	// Class 08: connection; 57P: shutdown; 53: out of disk, memory or connections.
	if (/^(?:08|57P|53)/.test(code) || /^E[A-Z]{3,20}$/.test(code)) return true;
	return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(error.message);
}

/** The error as a Fault when the database is away; any other error as it is. */
export function asFault(error: unknown): unknown {
	if (!isAway(error)) return error;
	const why = error instanceof Error ? error.message : String(error);
	return new Fault('database-unavailable', `The database cannot be reached: ${why}`, { cause: error });
}

/** Runs work in one transaction. @throws Fault `database-unavailable` when the database is away. */
export async function transact<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
	try {
		return await db.transaction().execute(work);
	} catch (error) {
		throw asFault(error);
	}
}

/** PostgreSQL refuses a statement that compares a uuid with anything else. */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);

export type Row = Readonly<Record<string, unknown>>;

/** Whatever runs plain SQL: the query builder, or a transaction that prepares its statements. */
export interface Statements {
	run(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** One statement of plain SQL. */
export async function run(db: Db | Statements, text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
	if ('run' in db) return db.run(text, values);
	const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(text, [...values]));
	return rows;
}
