// Restores a backup into an empty database, in one transaction: the migrations that the copy was made under, its rows, the check of the
// whole log, then the migrations that came after. Whatever does not hold undoes all of it.
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { Fault } from '../../base/fault.ts';
import type { LogRow } from '../../flows/record.ts';
import type { VerifierKey } from '../../log/key.ts';
import { verifyLog } from '../../log/verify.ts';
import { CopyIn } from '../postgres/copy.ts';
import { isAway, type Statements, statementsOn } from '../postgres/database.ts';
import { addEntries, countMisplaced, storedLog } from '../postgres/log.ts';
import { MIGRATION_LOCK, MIGRATION_TABLE, type Migration, readMigrations, runInside } from '../postgres/migrate.ts';
import { copyInText, isUnused, PLAIN_TEXT, setCounter, storedTables, truncateText } from '../postgres/snapshot.ts';
import type { Manifest } from './manifest.ts';
import { measured } from './read.ts';

export interface RestoreOptions {
	readonly client: pg.Client;
	readonly folder: string;
	/** As read from the folder, whose files were checked. */
	readonly manifest: Manifest;
	/** The key that must have signed the log; absent only when the log has no checkpoint. */
	readonly logKey?: VerifierKey;
	/** What the log is to say of this. */
	readonly entry: LogRow;
	readonly signal: AbortSignal;
	readonly onRows: (rows: number, bytes: number) => void;
	readonly onEntries: (checked: number, size: number) => void;
}

export interface Restored {
	/** Entries of the log that were verified. */
	readonly verified: number;
	/** Migrations that ran after the rows. */
	readonly forward: readonly number[];
}

/** @throws Fault `usage` when the database is not empty, `input-invalid` when the backup does not hold; nothing is stored then. */
export async function restore(options: RestoreOptions): Promise<Restored> {
	const { client, manifest, signal } = options;
	const at = statementsOn(client);
	const migrations = sorted(manifest, readMigrations());
	try {
		await client.query('begin');
		// A server that starts meanwhile waits for the end of this.
		await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
		if (!(await isUnused(at)))
			throw new Fault(
				'usage',
				'The database is not empty, and a restore never overwrites: give a new folder (--folder), or an empty database in DATABASE_URL.',
			);
		await client.query(PLAIN_TEXT);
		await client.query(MIGRATION_TABLE);
		for (const migration of migrations.before) await runInside(client, migration);
		const stored = await storedTables(at);
		requireSameTables(
			stored.map(({ name }) => name),
			manifest,
		);
		// What migrations put into tables is in the copy as well.
		await client.query(truncateText(stored));
		await load(options);
		for (const counter of manifest.counters) await setCounter(at, counter);
		const verified = await verify(at, options);
		for (const migration of migrations.after) await runInside(client, migration);
		await addEntries(at, [options.entry]);
		if (signal.aborted) throw new Fault('output-failed');
		await client.query('commit');
		await client.query('analyze');
		return { verified, forward: migrations.after.map(({ id }) => id) };
	} catch (error) {
		await client.query('rollback').catch(() => undefined);
		throw failed(error, signal);
	}
}

/** What ran before the copy was made, as it ran, and what has come since. */
function sorted(manifest: Manifest, own: readonly Migration[]): { readonly before: Migration[]; readonly after: Migration[] } {
	const ran = new Map(manifest.migrations.map(({ id, hash }) => [id, hash]));
	for (const { id, hash } of manifest.migrations) {
		const known = own.find((one) => one.id === id);
		if (known === undefined)
			throw new Fault(
				'input-invalid',
				`The backup was made by a newer Weir (${manifest.weir}, migration ${id}); restore it with that version.`,
			);
		if (known.hash !== hash)
			throw new Fault('input-invalid', `Migration ${id} of the backup is not the one of this Weir; restore it with Weir ${manifest.weir}.`);
	}
	return { before: own.filter(({ id }) => ran.has(id)), after: own.filter(({ id }) => !ran.has(id)) };
}

// A table that the backup forgot would come back empty, and nobody would know.
function requireSameTables(wanted: readonly string[], { tables, leftOut }: Manifest): void {
	const held = new Set([...tables.map(({ name }) => name), ...leftOut]);
	const missing = wanted.filter((name) => !held.has(name));
	const foreign = tables.filter(({ name }) => !wanted.includes(name)).map(({ name }) => name);
	if (missing.length > 0) throw new Fault('input-invalid', `The backup lacks the tables ${missing.join(', ')}; use another one.`);
	if (foreign.length > 0) throw new Fault('input-invalid', `The backup has tables that Weir does not know: ${foreign.join(', ')}.`);
}

async function load({ client, folder, manifest, signal, onRows }: RestoreOptions): Promise<void> {
	let done = { rows: 0, bytes: 0 };
	for (const table of manifest.tables) {
		const before = done;
		const into = new CopyIn(copyInText(table));
		client.query(into);
		const meter = measured(table, (bytes) => onRows(before.rows + Math.floor((table.rows * bytes) / table.bytes), before.bytes + bytes));
		await pipeline(createReadStream(join(folder, table.file)), meter, createGunzip(), into, { signal });
		if (into.rows !== table.rows)
			throw new Fault('input-invalid', `${table.file} holds ${into.rows} rows instead of ${table.rows}; use another copy.`);
		done = { rows: before.rows + table.rows, bytes: before.bytes + table.bytes };
	}
}

async function verify(at: Statements, { manifest, logKey, signal, onEntries }: RestoreOptions): Promise<number> {
	const misplaced = await countMisplaced(at);
	if (misplaced > 0)
		throw new Fault('input-invalid', `${misplaced} entries are not where the tree of the log has them; this copy was tampered with.`);
	if (manifest.log === undefined || logKey === undefined) return 0;
	const report = await verifyLog(storedLog(at), {
		key: logKey,
		onProgress: (checked, size) => {
			onEntries(checked, size);
			return !signal.aborted;
		},
	});
	if (!report.ok)
		throw new Fault(
			'input-invalid',
			`The log in the backup does not verify: ${report.failures[0]?.message ?? 'it was not read to the end'}.`,
		);
	return report.checked;
}

function failed(error: unknown, signal: AbortSignal): Fault {
	if (signal.aborted) return new Fault('output-failed', 'Stopped before the end; the database is as empty as before.', { cause: error });
	if (error instanceof Fault) return error;
	const why = error instanceof Error ? error.message : String(error);
	if (isAway(error))
		return new Fault('database-unavailable', `The database went away during the restore, and nothing is stored: ${why}`, { cause: error });
	return new Fault('input-invalid', `The backup cannot be restored, and nothing is stored: ${why}`, { cause: error });
}
