// `weir key`: makes, lists and ends API keys, straight in the installation's database, whether or not its server is running.

import { resolve } from 'node:path';
import { isCluster } from '../adapters/postgres/cluster.ts';
import { transact } from '../adapters/postgres/database.ts';
import { createKey, endKey, type KeyRow, listKeys } from '../adapters/postgres/keys.ts';
import { addEntries } from '../adapters/postgres/log.ts';
import { Fault } from '../base/fault.ts';
import { isBefore } from '../base/time.ts';
import { record } from '../flows/record.ts';
import { ROLES, type Role } from '../model/actor.ts';
import { readConfig } from '../server/config.ts';
import { type Database, openDatabase } from '../server/database.ts';
import { DICE } from '../server/wiring.ts';
import { EXIT, type Io, print, warn } from './io.ts';
import { OPERATOR } from './operator.ts';
import { type Args, atMost, type CommandSpec, helpOf, readArgs, taskOf } from './options.ts';

export const SPEC: CommandSpec = {
	name: 'key',
	usage: 'key create|list|revoke [ID] [OPTIONS]',
	about: 'API keys of this installation. The secret of a key is printed once, by "create", and stored as a hash only.',
	options: {
		role: { value: 'ROLE', help: `create: ${ROLES.join(', ')}` },
		name: { value: 'NAME', help: 'create: what the key is for' },
		seller: { value: 'ID', help: 'create, with the role seller: the one seller it speaks for' },
		person: { value: 'EMAIL', help: 'create: the person who answers for what the key does to cases' },
		expires: { value: 'TIME', help: 'create: an RFC 3339 time after which it no longer works' },
		folder: { value: 'DIR', help: 'folder of the installation (WEIR_FOLDER)' },
		format: { value: 'FORMAT', short: 'f', help: 'text (default) or json' },
	},
	examples: [
		['weir key create --role administrator --name shop', "For a marketplace's own server: submits listings, sees whole verdicts"],
		[
			'weir key create --role seller --seller s-1',
			'For one seller: sees states and reason codes of its own listings only, and complains about them',
		],
		['weir key create --role chemist --person olga@shop.example', 'For a chemist who proposes catalogues from a terminal'],
		['weir key revoke k7d2mzqp4abc', 'Ends a key at once'],
	],
	notes: ['Works on the database that DATABASE_URL names, or on the embedded one in the folder.'],
};

const TASKS = { create, list, revoke } as const;

export async function run(argv: readonly string[], io: Io): Promise<number> {
	const args = readArgs(SPEC, argv);
	if (args === undefined) {
		print(io, helpOf(SPEC));
		return EXIT.ok;
	}
	const [name, rest] = taskOf('key', TASKS, args.rest);
	atMost(rest, name === 'revoke' ? 1 : 0, name === 'revoke' ? 'revoke takes one key' : `${name} takes no arguments, only options`);
	const format = args.choice('format', ['text', 'json'] as const) ?? 'text';
	// Before anything is opened or made.
	if (name === 'create') askedKey(args, io.now());
	const config = readConfig({ WEIR_FOLDER: args.one('folder') });
	const isNew = config.databaseUrl === undefined && !isCluster(config.folder);
	if (isNew && name !== 'create')
		throw new Fault('usage', `There is no installation in ${resolve(config.folder)}; name its folder with --folder, or set DATABASE_URL.`);
	const database = await openDatabase({ ...config, connections: 2 });
	if (isNew)
		warn(io, `There was no installation in ${resolve(config.folder)}, so one was made; a server of another folder does not know its keys.`);
	try {
		return await TASKS[name](args, { io, database, json: format === 'json', now: io.now() });
	} finally {
		await database.close();
	}
}

interface Around {
	readonly io: Io;
	readonly database: Database;
	readonly json: boolean;
	readonly now: string;
}

/** What the options ask for. @throws Fault `usage`. */
function askedKey(args: Args, now: string): { readonly role: Role; readonly seller?: string; readonly expires?: string } {
	const role = args.choice('role', ROLES);
	if (role === undefined) throw new Fault('usage', `Say what the key may do: --role ROLE, one of ${ROLES.join(', ')}.`);
	const seller = args.one('seller');
	const expires = args.one('expires');
	if (seller !== undefined && role !== 'seller') throw new Fault('usage', '--seller limits keys with the role seller only.');
	if (expires !== undefined && (Number.isNaN(Date.parse(expires)) || !isBefore(now, expires)))
		throw new Fault('usage', '--expires needs a time to come, such as 2030-01-01T00:00:00Z.');
	return { role, ...(seller === undefined ? {} : { seller }), ...(expires === undefined ? {} : { expires }) };
}

async function create(args: Args, { io, database, json, now }: Around): Promise<number> {
	const { role, seller, expires } = askedKey(args, now);
	const createdBy = await personOf(args.one('person'), database);
	const issued = await transact(database.db, async (tx) => {
		const key = await createKey(tx, {
			name: args.one('name') ?? role,
			role,
			now,
			...(seller === undefined ? {} : { seller }),
			...(expires === undefined ? {} : { expiresAt: new Date(expires).toISOString() }),
			...(createdBy === undefined ? {} : { createdBy }),
		});
		const content = { name: key.name, seller: key.seller ?? null };
		await addEntries(tx, [
			record({ at: now, kind: 'key.created', subject: `key/${key.id}`, actor: OPERATOR, content, facts: { role } }, DICE),
		]);
		return key;
	});
	if (role === 'seller' && seller === undefined)
		warn(io, 'This key speaks for every seller. To limit it to one, revoke it and make another with --seller ID.');
	if (json) print(io, JSON.stringify(issued));
	else {
		print(io, issued.key);
		if (io.stdout.isTerminal) warn(io, `Key ${issued.id}, role ${role}. Keep it: it is not shown again.`);
	}
	return EXIT.ok;
}

async function personOf(email: string | undefined, { db }: Database): Promise<string | undefined> {
	if (email === undefined) return undefined;
	const row = await db.selectFrom('person').select('id').where('email', '=', email.toLowerCase()).executeTakeFirst();
	if (row === undefined) throw new Fault('usage', `There is no person with the address ${email.slice(0, 100)} here.`);
	return row.id;
}

async function list(_args: Args, { io, database, json, now }: Around): Promise<number> {
	const keys = await listKeys(database.db);
	if (!json && keys.length === 0) warn(io, 'There are no keys yet; "weir key create --role ROLE" makes one.');
	if (json) print(io, JSON.stringify(keys));
	else for (const key of keys) print(io, [key.id, key.role, stateOf(key, now), key.seller ?? '-', key.createdAt, key.name].join('\t'));
	return EXIT.ok;
}

function stateOf({ revokedAt, expiresAt }: KeyRow, now: string): string {
	if (revokedAt !== undefined) return 'revoked';
	return expiresAt !== undefined && !isBefore(now, expiresAt) ? 'expired' : 'works';
}

async function revoke(args: Args, { io, database, now }: Around): Promise<number> {
	const id = args.rest[1];
	if (id === undefined) throw new Fault('usage', 'Name the key: weir key revoke ID.');
	const ended = await transact(database.db, async (tx) => {
		const done = await endKey(tx, id, now, 'revoke');
		if (done) await addEntries(tx, [record({ at: now, kind: 'key.revoked', subject: `key/${id}`, actor: OPERATOR, content: {} }, DICE)]);
		return done;
	});
	if (!ended) throw new Fault('usage', `There is no key ${id.slice(0, 40)} that still works; "weir key list" shows all.`);
	warn(io, `Key ${id} no longer works. A running server stops accepting it within three seconds.`);
	return EXIT.ok;
}
