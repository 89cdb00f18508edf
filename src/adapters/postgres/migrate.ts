// Brings a database to the newest schema: the numbered files of sql/, each once, in order, each in one transaction. The row that
// says "done" goes in first, so that two servers that start together cannot both run a file.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { Fault } from '../../base/fault.ts';

const FOLDER = fileURLToPath(new URL('../../../sql/', import.meta.url));
/** Any fixed number: who holds this advisory lock migrates. */
export const MIGRATION_LOCK = 823_401;

/** Which migrations ran here. */
export const MIGRATION_TABLE =
	'create table if not exists migration (id integer primary key, hash text not null, ran_at timestamptz not null default now())';

export interface Migration {
	readonly id: number;
	readonly text: string;
	/** SHA-256 of the file. */
	readonly hash: string;
}

/** Every migration of the package, in order. */
export function readMigrations(folder = FOLDER): Migration[] {
	return readdirSync(folder)
		.filter((name) => /^\d{6}\.sql$/.test(name))
		.sort()
		.map((name) => {
			const text = readFileSync(`${folder}${name}`, 'utf8');
			return { id: Number(name.slice(0, 6)), text, hash: createHash('sha256').update(text).digest('hex') };
		});
}

/**
 * Runs what is missing; the ids that ran.
 * @throws Fault `database-unavailable` when the database is newer than this Weir, or a file that ran was changed since.
 */
export async function migrate(pool: pg.Pool, migrations = readMigrations()): Promise<number[]> {
	const client = await pool.connect();
	const ran: number[] = [];
	try {
		await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
		await client.query(MIGRATION_TABLE);
		const { rows } = await client.query<{ id: number; hash: string }>('select id, hash from migration');
		const done = new Map(rows.map((row) => [row.id, row.hash]));
		const newest = Math.max(0, ...done.keys());
		if (newest > (migrations.at(-1)?.id ?? 0)) {
			throw new Fault('database-unavailable', `The database was made by a newer Weir (migration ${newest}); use that version.`);
		}
		for (const migration of migrations) {
			const hash = done.get(migration.id);
			if (hash === undefined) {
				await run(client, migration);
				ran.push(migration.id);
			} else if (hash !== migration.hash) {
				throw new Fault('database-unavailable', `Migration ${migration.id} was changed after it ran here; reinstall this version of Weir.`);
			}
		}
		return ran;
	} finally {
		await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
		client.release();
	}
}

async function run(client: pg.PoolClient, migration: Migration): Promise<void> {
	await client.query('begin');
	try {
		await runInside(client, migration);
		await client.query('commit');
	} catch (error) {
		await client.query('rollback');
		throw error;
	}
}

/** Runs one migration in a transaction that its caller ends. @throws Fault `database-unavailable`; the transaction is to be undone then. */
export async function runInside(client: pg.ClientBase, { id, text, hash }: Migration): Promise<void> {
	try {
		await client.query('insert into migration (id, hash) values ($1, $2)', [id, hash]);
		await client.query(text);
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new Fault('database-unavailable', `Migration ${id} failed and was undone: ${why}`, { cause });
	}
}
