// `weir backup`: one consistent copy of an installation in a folder, while its server runs or not. Keys stay out unless they are asked for.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bytesIn, type KeyFile, type Manifest, rowsIn } from '../adapters/backup/manifest.ts';
import { backUp } from '../adapters/backup/write.ts';
import { secretIn } from '../adapters/key-file.ts';
import { openSigner } from '../adapters/log-signer.ts';
import { openClient, statementsOn } from '../adapters/postgres/database.ts';
import { addEntries } from '../adapters/postgres/log.ts';
import { Fault } from '../base/fault.ts';
import { record } from '../flows/record.ts';
import { formatVerifierKey } from '../log/key.ts';
import { type Config, readConfig } from '../server/config.ts';
import { reachDatabase } from '../server/database.ts';
import { DICE } from '../server/wiring.ts';
import { EXIT, type Io, print, warn } from './io.ts';
import { OPERATOR } from './operator.ts';
import { type CommandSpec, helpOf, readArgs } from './options.ts';
import { Progress } from './progress.ts';
import { number } from './table.ts';
import { version } from './version.ts';

export const SPEC: CommandSpec = {
	name: 'backup',
	usage: 'backup FOLDER [OPTIONS]',
	about:
		'Copies the database of an installation into FOLDER, which is made: one moment of it, consistent, while the server runs. "weir restore" makes an\ninstallation of it again, and checks it.',
	options: {
		'with-keys': { help: 'take log.key and session.secret along: then the backup is a secret like them' },
		folder: { value: 'DIR', help: 'folder of the installation (WEIR_FOLDER)' },
		format: { value: 'FORMAT', short: 'f', help: 'text (default) or json' },
		quiet: { short: 'q', help: 'no progress line' },
	},
	examples: [
		['weir backup /backups/weir-2026-11-23', 'Of the installation in ./.weir'],
		['DATABASE_URL=postgres://weir@db/weir weir backup monday', 'Of a PostgreSQL of your own, from any machine that reaches it'],
		['weir restore monday --folder ./elsewhere', 'Try it: a backup that was never restored is a hope'],
	],
	notes: [
		'Works on the database that DATABASE_URL names, or on the embedded one in the folder, and migrates nothing: take one before an upgrade.',
		'A backup holds personal data. Its files can be read by you alone; keep them so.',
		'Exit codes: 0 the backup is whole · 1 it could not be made, and nothing of it is left · 2 bad usage.',
	],
};

export async function run(argv: readonly string[], io: Io): Promise<number> {
	const args = readArgs(SPEC, argv);
	if (args === undefined) {
		print(io, helpOf(SPEC));
		return EXIT.ok;
	}
	const [folder] = args.rest;
	if (folder === undefined || args.rest.length > 1) throw new Fault('usage', 'Name the one folder that the backup shall be made in.');
	const json = args.choice('format', ['text', 'json'] as const) === 'json';
	const config = readConfig({ WEIR_FOLDER: args.one('folder') });
	if (config.databaseUrl === undefined && !existsSync(join(config.folder, 'postgres')))
		throw new Fault(
			'usage',
			`There is no installation in ${resolve(config.folder)}; name its folder with --folder, or its database in DATABASE_URL.`,
		);
	const logKey = config.logKey ?? secretIn(config.folder, 'log.key');
	const keys = args.has('with-keys') ? keysOf(config) : [];
	const progress = new Progress(io, undefined, args.has('quiet'), 'rows copied');
	const began = io.elapsed();
	const reached = await reachDatabase(config);
	try {
		const client = await openClient(reached.url);
		try {
			const manifest = await backUp({
				...{ client, folder, keys, version: version(), signal: io.signal, onProgress: (rows, bytes) => progress.show(rows, bytes) },
				...(logKey === undefined ? {} : { logKey: formatVerifierKey(openSigner(logKey).key) }),
			}).finally(() => progress.wipe());
			if (json) print(io, JSON.stringify(outline(manifest, folder, (io.elapsed() - began) / 1000), null, 2));
			else print(io, describe(manifest, folder, (io.elapsed() - began) / 1000, config));
			const { log, takenAt } = manifest;
			const facts = { takenAt, size: log?.size ?? 0, keys: keys.length > 0 };
			const content = { tables: manifest.tables.map(({ file, sha256 }) => ({ file, sha256 })) };
			const entry = record({ at: io.now(), kind: 'backup.made', subject: 'export/backup', actor: OPERATOR, content, facts }, DICE);
			await addEntries(statementsOn(client), [entry]).catch((error: unknown) => {
				warn(io, `weir backup: the backup is whole, but the log could not be told of it: ${error instanceof Error ? error.message : ''}`);
			});
		} finally {
			await client.end();
		}
	} finally {
		await reached.close();
	}
	return EXIT.ok;
}

function keysOf({ folder, logKey, secret }: Config): { file: KeyFile; text: string }[] {
	const found = [
		{ file: 'log.key' as const, text: logKey ?? secretIn(folder, 'log.key') },
		{ file: 'session.secret' as const, text: secret ?? secretIn(folder, 'session.secret') },
	];
	return found.map(({ file, text }) => {
		if (text === undefined)
			throw new Fault('usage', `--with-keys finds no ${file} in ${resolve(folder)}; name the installation's folder with --folder.`);
		return { file, text };
	});
}

function outline(manifest: Manifest, folder: string, seconds: number): object {
	const { takenAt, tables, log, waiting, keys } = manifest;
	return {
		...{ folder: resolve(folder), takenAt, tables: tables.length, rows: rowsIn(manifest), bytes: bytesIn(manifest) },
		migration: manifest.migrations.at(-1)?.id,
		...(log === undefined ? {} : { log: { size: log.size, root: log.root } }),
		...{ waiting, keys: keys.map(({ file }) => file), seconds: Math.round(seconds * 10) / 10 },
	};
}

function describe(manifest: Manifest, folder: string, seconds: number, config: Config): string {
	const { takenAt, tables, log, waiting, keys } = manifest;
	const megabytes = number(Math.round(bytesIn(manifest) / 100_000) / 10);
	return [
		`Backup in ${resolve(folder)}`,
		`  of ${takenAt}: ${number(rowsIn(manifest))} rows of ${tables.length} tables, ${megabytes} MB, in ${seconds.toFixed(1)} s`,
		log === undefined
			? '  the log is empty'
			: `  log of ${number(log.size)} entries, root ${log.root}${waiting === 0 ? '' : `; ${number(waiting)} more wait for their place`}`,
		keys.length > 0
			? '  THIS BACKUP IS A SECRET: it holds log.key and session.secret. Whoever has it can sign in the name of your log.'
			: `  Without log.key and session.secret: keep a copy of them apart from it (they are ${config.logKey === undefined ? `in ${resolve(config.folder)}` : 'in your settings'}).`,
	].join('\n');
}
