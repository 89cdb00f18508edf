// `weir restore`: makes an installation from a backup, in an empty database: every file is checked before anything is written, the whole
// log after it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bytesIn, type Manifest, rowsIn } from '../adapters/backup/manifest.ts';
import { checkFiles, readManifest } from '../adapters/backup/read.ts';
import { type Restored, restore } from '../adapters/backup/restore.ts';
import { secretIn } from '../adapters/key-file.ts';
import { openSigner } from '../adapters/log-signer.ts';
import { openClient } from '../adapters/postgres/database.ts';
import { Fault } from '../base/fault.ts';
import { record } from '../flows/record.ts';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '../log/key.ts';
import { type Config, readConfig } from '../server/config.ts';
import { reachDatabase } from '../server/database.ts';
import { DICE } from '../server/wiring.ts';
import { EXIT, type Io, print } from './io.ts';
import { OPERATOR } from './operator.ts';
import { type CommandSpec, helpOf, readArgs } from './options.ts';
import { Progress } from './progress.ts';
import { number } from './table.ts';

export const SPEC: CommandSpec = {
	name: 'restore',
	usage: 'restore FOLDER [OPTIONS]',
	about:
		'Makes an installation from a backup that "weir backup" made, in an empty database. It checks every file first, then the whole transparency log,\nand stores all of it or nothing.',
	options: {
		folder: { value: 'DIR', help: 'folder of the new installation (WEIR_FOLDER)' },
		key: { value: 'VKEY', short: 'k', help: "the log's verifier key; otherwise log.key of the folder, or the key that the backup names" },
		format: { value: 'FORMAT', short: 'f', help: 'text (default) or json' },
		quiet: { short: 'q', help: 'no progress line' },
	},
	examples: [
		['weir restore /backups/weir-2026-11-23 --folder ./.weir', 'Into an embedded database in ./.weir, which is made'],
		['DATABASE_URL=postgres://weir@db/empty weir restore monday', 'Into an empty database of your own'],
	],
	notes: [
		'The database must be empty; the migrations of this Weir that the backup does not know run after it.',
		'Put log.key and session.secret of the old installation into the folder first, unless the backup holds them.',
		'Exit codes: 0 restored and verified · 1 stopped, or the database went away · 2 bad usage, not empty, or a backup that does not hold. Nothing is stored but with 0.',
	],
};

export async function run(argv: readonly string[], io: Io): Promise<number> {
	const args = readArgs(SPEC, argv);
	if (args === undefined) {
		print(io, helpOf(SPEC));
		return EXIT.ok;
	}
	const [from] = args.rest;
	if (from === undefined || args.rest.length > 1) throw new Fault('usage', 'Name the one folder of the backup.');
	const json = args.choice('format', ['text', 'json'] as const) === 'json';
	const quiet = args.has('quiet');
	const config = readConfig({ WEIR_FOLDER: args.one('folder') });
	const began = io.elapsed();
	const manifest = await readManifest(from);
	const keys = keysAfter(from, manifest, config);
	const signedBy = signerOf(manifest, keys.logKey, args.one('key'));
	const checking = new Progress(io, bytesIn(manifest), quiet, 'bytes checked');
	await checkFiles(from, manifest, { signal: io.signal, told: (bytes) => checking.show(bytes, bytes) }).finally(() => checking.wipe());
	mkdirSync(config.folder, { recursive: true, mode: 0o711 });
	for (const { file, text } of keys.fresh) writeFileSync(join(config.folder, file), `${text}\n`, { mode: 0o600, flag: 'wx' });
	let done: Restored;
	try {
		done = await into(config, { from, manifest, signedBy, quiet, io });
	} catch (error) {
		for (const { file } of keys.fresh) rmSync(join(config.folder, file), { force: true });
		throw error;
	}
	const seconds = (io.elapsed() - began) / 1000;
	const rows = rowsIn(manifest);
	const { takenAt, tables } = manifest;
	if (json) print(io, JSON.stringify({ takenAt, tables: tables.length, rows, ...done, seconds: Math.round(seconds * 10) / 10 }, null, 2));
	else print(io, describe({ manifest, done, seconds, config, missing: keys.missing }));
	return EXIT.ok;
}

interface Wanted {
	readonly from: string;
	readonly manifest: Manifest;
	readonly signedBy: VerifierKey | undefined;
	readonly quiet: boolean;
	readonly io: Io;
}

async function into(config: Config, { from, manifest, signedBy, quiet, io }: Wanted): Promise<Restored> {
	const reached = await reachDatabase(config);
	try {
		const client = await openClient(reached.url);
		const loading = new Progress(io, bytesIn(manifest), quiet, 'rows restored');
		const verifying = new Progress(io, manifest.log?.size, quiet, 'entries of the log verified');
		try {
			return await restore({
				...{ client, folder: from, manifest, signal: io.signal, entry: entryOf(manifest, io.now()) },
				...(signedBy === undefined ? {} : { logKey: signedBy }),
				onRows: (rows, bytes) => loading.show(rows, bytes),
				onEntries: (checked) => {
					loading.wipe();
					verifying.show(checked, checked);
				},
			});
		} finally {
			loading.wipe();
			verifying.wipe();
			await client.end();
		}
	} finally {
		await reached.close();
	}
}

interface Keys {
	/** The private key of the log, where it will be. */
	readonly logKey: string | undefined;
	/** What the backup brings along and the folder has not. */
	readonly fresh: readonly { readonly file: string; readonly text: string }[];
	/** What will be nowhere. */
	readonly missing: readonly string[];
}

function keysAfter(from: string, { keys }: Manifest, { folder, logKey, secret }: Config): Keys {
	const brought = new Map(keys.map(({ file }) => [file, readFileSync(join(from, file), 'utf8').trim()]));
	const rows = (['log.key', 'session.secret'] as const).map((file) => {
		const known = (file === 'log.key' ? logKey : secret) ?? secretIn(folder, file);
		const text = brought.get(file);
		if (known !== undefined && text !== undefined && known !== text)
			throw new Fault(
				'usage',
				`${join(resolve(folder), file)} is another key than the one in the backup; choose an empty folder, or move it away.`,
			);
		return { file, known, text };
	});
	return {
		logKey: rows[0]?.known ?? rows[0]?.text,
		fresh: rows.flatMap(({ file, known, text }) => (known === undefined && text !== undefined ? [{ file, text }] : [])),
		missing: rows.flatMap(({ file, known, text }) => (known === undefined && text === undefined ? [file] : [])),
	};
}

// The log is verified under the key that will go on signing it; another one would continue a log that it never signed.
function signerOf({ log }: Manifest, own: string | undefined, given: string | undefined): VerifierKey | undefined {
	if (log === undefined) return undefined;
	const ours = own === undefined ? undefined : openSigner(own).key;
	const text = given ?? (ours === undefined ? log.key : formatVerifierKey(ours));
	if (text === undefined)
		throw new Fault('usage', 'The backup does not say which key signed its log; give it with --key, or put log.key into the folder.');
	const key = parseVerifierKey(text);
	if (!key.ok)
		throw new Fault('usage', `The verifier key of the log cannot be used: ${key.problems[0]?.message}; ${key.problems[0]?.fix}.`);
	if (ours !== undefined && (given ?? log.key ?? formatVerifierKey(ours)) !== formatVerifierKey(ours))
		throw new Fault(
			'usage',
			`log.key of the folder is ${formatVerifierKey(ours)}, and the log in the backup was signed by ${given ?? log.key}.`,
		);
	return key.value;
}

function entryOf({ takenAt, log }: Manifest, now: string) {
	const facts = { takenAt, size: log?.size ?? 0 };
	return record({ at: now, kind: 'backup.restored', subject: 'export/backup', actor: OPERATOR, content: {}, facts }, DICE);
}

interface Told {
	readonly manifest: Manifest;
	readonly done: Restored;
	readonly seconds: number;
	readonly config: Config;
	readonly missing: readonly string[];
}

function describe({ manifest, done, seconds, config, missing }: Told): string {
	const where = config.databaseUrl === undefined ? resolve(config.folder) : 'the database of DATABASE_URL';
	return [
		`Restored into ${where}`,
		`  as of ${manifest.takenAt}: ${number(rowsIn(manifest))} rows of ${manifest.tables.length} tables, in ${seconds.toFixed(1)} s; what came later is not in it`,
		manifest.log === undefined ? '  the log is empty' : `  log of ${number(done.verified)} entries verified`,
		...(done.forward.length === 0 ? [] : [`  brought forward by ${done.forward.length} migrations of this Weir`]),
		...(missing.includes('log.key')
			? [
					`  log.key is missing: put it into ${resolve(config.folder)} before the first start, or the log goes on under a key that nobody knows.`,
				]
			: []),
		...(missing.includes('session.secret')
			? ['  session.secret is missing: with a new one, secrets of webhooks must be rotated and second factors set up again.']
			: []),
	].join('\n');
}
