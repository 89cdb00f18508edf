// Writes a backup: one repeatable-read transaction beside whatever the server does, each table as compressed COPY text, streamed. It is
// made under another name and given its own when it is whole, so that what stands under that name is whole.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { Fault } from '../../base/fault.ts';
import { toBase64 } from '../../log/base64.ts';
import { parseCheckpoint } from '../../log/checkpoint.ts';
import { CopyOut } from '../postgres/copy.ts';
import { isAway, type Statements, statementsOn } from '../postgres/database.ts';
import { readCheckpoint } from '../postgres/log.ts';
import {
	copyOutText,
	countWaiting,
	PLAIN_TEXT,
	SHORT_LIVED,
	type StoredTable,
	storedCounters,
	storedMigrations,
	storedTables,
} from '../postgres/snapshot.ts';
import { type BackupFile, type BackupTable, type KeyFile, MANIFEST_FILE, type Manifest, renderManifest } from './manifest.ts';

/** Measured: a higher level takes three times as long and saves a tenth. */
const LEVEL = 1;

export interface BackupOptions {
	/** A connection of its own, without a transaction. */
	readonly client: pg.Client;
	readonly folder: string;
	/** Version of Weir. */
	readonly version: string;
	/** The log's verifier key, where it is known. */
	readonly logKey?: string;
	/** Keys to take along: then the backup is a secret. */
	readonly keys: readonly { readonly file: KeyFile; readonly text: string }[];
	readonly signal: AbortSignal;
	readonly onProgress: (rows: number, bytes: number) => void;
}

/** Makes the backup; what it holds. @throws Fault `output-failed`, `input-invalid` or `database-unavailable`; nothing is left behind then. */
export async function backUp(options: BackupOptions): Promise<Manifest> {
	const folder = resolve(options.folder);
	await requireFree(folder);
	let draft: string | undefined;
	try {
		await mkdir(dirname(folder), { recursive: true });
		draft = await mkdtemp(join(dirname(folder), `${basename(folder)}.unfinished-`));
		await chmod(draft, 0o700);
		const manifest = await snapshot(draft, options);
		await save(Readable.from([Buffer.from(renderManifest(manifest))]), draft, MANIFEST_FILE, options.signal);
		await settle(draft);
		await rename(draft, folder);
		await settle(dirname(folder));
		return manifest;
	} catch (error) {
		if (draft !== undefined) await rm(draft, { recursive: true, force: true }).catch(() => undefined);
		throw failed(error, options.signal);
	}
}

// An empty folder may stand there; anything in it is somebody's.
async function requireFree(folder: string): Promise<void> {
	const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : [error.code ?? 'error']));
	if (found.length > 0) throw new Fault('usage', `${folder} is there already; a backup gets a folder of its own: give another name.`);
}

async function snapshot(draft: string, { client, version, logKey, keys, signal, onProgress }: BackupOptions): Promise<Manifest> {
	const at = statementsOn(client);
	await client.query('begin isolation level repeatable read read only');
	await client.query(PLAIN_TEXT);
	// The first statement fixes the moment.
	const {
		rows: [now],
	} = await client.query<{ at: string; version: string }>(`select clock_timestamp() as at, current_setting('server_version') as version`);
	const migrations = await storedMigrations(at);
	if (migrations.length === 0) throw new Fault('input-invalid', 'The database holds nothing of Weir; is it the one you meant?');
	const tables: BackupTable[] = [];
	let done = { rows: 0, bytes: 0 };
	for (const table of await storedTables(at)) {
		if (SHORT_LIVED.includes(table.name)) continue;
		const before = done;
		const copied = await copyTable(table, draft, client, {
			signal,
			told: (rows, bytes) => onProgress(before.rows + rows, before.bytes + bytes),
		});
		tables.push(copied);
		done = { rows: before.rows + copied.rows, bytes: before.bytes + copied.bytes };
	}
	const log = await logOf(at, logKey);
	const waiting = await countWaiting(at);
	const counters = await storedCounters(at);
	await client.query('commit');
	return {
		format: 'weir-backup/1',
		weir: version,
		postgres: String(now?.version),
		takenAt: String(now?.at),
		migrations,
		tables,
		leftOut: [...SHORT_LIVED],
		counters,
		...(log === undefined ? {} : { log }),
		waiting,
		keys: await Promise.all(
			keys.map(async ({ file, text }) => ({ ...(await save(Readable.from([Buffer.from(`${text}\n`)]), draft, file, signal)), file })),
		),
	};
}

async function copyTable(
	table: StoredTable,
	draft: string,
	client: pg.Client,
	{ signal, told }: { readonly signal: AbortSignal; readonly told: (rows: number, bytes: number) => void },
): Promise<BackupTable> {
	const copy = new CopyOut(copyOutText(table));
	const gzip = createGzip({ level: LEVEL });
	client.query(copy);
	copy.on('error', (error) => gzip.destroy(error));
	const saved = await save(copy.pipe(gzip), draft, `${table.name}.copy.gz`, signal, (bytes) => told(copy.rows, bytes));
	return { name: table.name, columns: [...table.columns], rows: copy.rows, ...saved };
}

/** Writes a file that only its owner may read, down to the disk; its size and hash. */
async function save(
	from: Readable,
	folder: string,
	file: string,
	signal: AbortSignal,
	told: (bytes: number) => void = () => undefined,
): Promise<BackupFile> {
	const hash = createHash('sha256');
	let bytes = 0;
	const meter = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			hash.update(chunk);
			bytes += chunk.length;
			told(bytes);
			done(null, chunk);
		},
	});
	await pipeline(from, meter, createWriteStream(join(folder, file), { flags: 'wx', mode: 0o600, flush: true }), { signal });
	return { file, bytes, sha256: hash.digest('hex') };
}

async function logOf(at: Statements, key: string | undefined): Promise<Manifest['log']> {
	const stored = await readCheckpoint(at);
	if (stored === undefined) return undefined;
	const [text = ''] = stored.note.split('\n\n', 1);
	const checkpoint = parseCheckpoint(`${text}\n`);
	if (!checkpoint.ok) throw new Fault('history-broken', 'The checkpoint of the log cannot be read; run "weir log verify" on the server.');
	const { size, root } = checkpoint.value;
	return { size, root: toBase64(root), checkpoint: stored.note, ...(key === undefined ? {} : { key }) };
}

/** A name in a folder is on the disk when the folder is. */
async function settle(folder: string): Promise<void> {
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

function failed(error: unknown, signal: AbortSignal): Fault {
	if (error instanceof Fault) return error;
	if (signal.aborted) return new Fault('output-failed', 'Stopped before the backup was whole; nothing of it is left.', { cause: error });
	const why = error instanceof Error ? error.message : String(error);
	if (isAway(error) && !isDisk(error))
		return new Fault('database-unavailable', `The database went away during the backup: ${why}`, { cause: error });
	return new Fault('output-failed', `The backup could not be written, and nothing of it is left: ${why}`, { cause: error });
}

/** Codes of files rather than of connections. */
const DISK: ReadonlySet<unknown> = new Set([
	'ENOSPC',
	'EDQUOT',
	'EFBIG',
	'EIO',
	'EROFS',
	'EACCES',
	'EPERM',
	'ENOTDIR',
	'ENOENT',
	'EBUSY',
	'EMFILE',
]);
const isDisk = (error: unknown): boolean => error instanceof Error && 'code' in error && DISK.has(error.code);
