// `weir key`: makes, lists, rotates and ends API keys, straight in the installation's database, whether or not its server is running.

import { resolve } from 'node:path';
import { isCluster } from '../adapters/postgres/cluster.ts';
import { transact } from '../adapters/postgres/database.ts';
import { lockKey, MOST_OVERLAP_HOURS, OVERLAP_HOURS, rotateKey, unfitToRotate } from '../adapters/postgres/key-rotation.ts';
import { createKey, type IssuedKey, type KeyRow, listKeys, revokeKey } from '../adapters/postgres/keys.ts';
import { addEntries } from '../adapters/postgres/log.ts';
import { Fault } from '../base/fault.ts';
import { isBefore } from '../base/time.ts';
import { createdEntry, revokedEntry } from '../flows/key-entries.ts';
import { ROLES, type Role } from '../model/actor.ts';
import { scopeProblems } from '../policy/scopes.ts';
import { readConfig } from '../server/config.ts';
import { type Database, openDatabase } from '../server/database.ts';
import { DICE } from '../server/wiring.ts';
import { EXIT, type Io, print, warn } from './io.ts';
import { OPERATOR } from './operator.ts';
import { type Args, atMost, type CommandSpec, helpOf, readArgs, taskOf } from './options.ts';

export const SPEC: CommandSpec = {
	name: 'key',
	usage: 'key create|list|rotate|revoke [ID] [OPTIONS]',
	about: 'API keys of this installation. The secret of a key is printed once, by "create" or "rotate", and stored as a hash only.',
	options: {
		role: { value: 'ROLE', help: `create: ${ROLES.join(', ')}` },
		scope: {
			value: 'ACTIONS',
			help: 'create: narrows the key to these actions of its role, separated by commas (docs/cases.md has the table)',
		},
		name: { value: 'NAME', help: 'create: what the key is for' },
		seller: { value: 'ID', help: 'create, with the role seller: the one seller it speaks for' },
		person: { value: 'EMAIL', help: 'create: the person who answers for what the key does to cases' },
		expires: { value: 'TIME', help: 'create, rotate: an RFC 3339 time after which it no longer works' },
		overlap: { value: 'HOURS', help: `rotate: how long the old key works on (${OVERLAP_HOURS}; 0 ends it at once)` },
		folder: { value: 'DIR', help: 'folder of the installation (WEIR_FOLDER)' },
		format: { value: 'FORMAT', short: 'f', help: 'text (default) or json' },
	},
	examples: [
		[
			'weir key create --role administrator --name shop --scope listing:submit,listing:read,screen:run',
			"For a marketplace's own server: submits listings, sees whole verdicts, and nothing else",
		],
		[
			'weir key create --role seller --seller s-1',
			'For one seller: sees states and reason codes of its own listings only, and complains about them',
		],
		['weir key create --role chemist --person olga@shop.example', 'For a chemist who proposes catalogues from a terminal'],
		['weir key rotate k7d2mzqp4abc --overlap 48', 'Prints a successor like it; the old key works for two more days'],
		['weir key revoke k7d2mzqp4abc', 'Ends a key at once'],
	],
	notes: ['Works on the database that DATABASE_URL names, or on the embedded one in the folder.'],
};

const TASKS = { create, list, rotate, revoke } as const;
const ON_A_KEY: readonly string[] = ['rotate', 'revoke'];

export async function run(argv: readonly string[], io: Io): Promise<number> {
	const args = readArgs(SPEC, argv);
	if (args === undefined) {
		print(io, helpOf(SPEC));
		return EXIT.ok;
	}
	const [name, rest] = taskOf('key', TASKS, args.rest);
	const most = ON_A_KEY.includes(name) ? 1 : 0;
	atMost(rest, most, most === 1 ? `${name} takes one key` : `${name} takes no arguments, only options`);
	const format = args.choice('format', ['text', 'json'] as const) ?? 'text';
	// Before anything is opened or made.
	if (name === 'create') askedKey(args, io.now());
	if (name === 'rotate') askedRotation(args, io.now());
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

interface AskedKey {
	readonly role: Role;
	readonly seller?: string;
	readonly expiresAt?: string;
	readonly scopes?: readonly string[];
}

/** What the options ask for. @throws Fault `usage`. */
function askedKey(args: Args, now: string): AskedKey {
	const role = args.choice('role', ROLES);
	if (role === undefined) throw new Fault('usage', `Say what the key may do: --role ROLE, one of ${ROLES.join(', ')}.`);
	const seller = args.one('seller');
	if (seller !== undefined && role !== 'seller') throw new Fault('usage', '--seller limits keys with the role seller only.');
	if (args.one('overlap') !== undefined) throw new Fault('usage', '--overlap is for "weir key rotate" only.');
	const scopes = askedScopes(args, role);
	return { role, ...askedEnd(args, now), ...(seller === undefined ? {} : { seller }), ...(scopes === undefined ? {} : { scopes }) };
}

function askedEnd(args: Args, now: string): { readonly expiresAt?: string } {
	const expires = args.one('expires');
	if (expires === undefined) return {};
	if (Number.isNaN(Date.parse(expires)) || !isBefore(now, expires))
		throw new Fault('usage', '--expires needs a time to come, such as 2030-01-01T00:00:00Z.');
	return { expiresAt: new Date(expires).toISOString() };
}

function askedScopes(args: Args, role: Role): readonly string[] | undefined {
	const given = args.all('scope');
	if (given.length === 0) return undefined;
	const words = given.flatMap((one) => one.split(',')).map((word) => word.trim());
	const scopes = [...new Set(words.filter((word) => word !== ''))];
	const [problem] = scopeProblems(role, scopes);
	if (problem !== undefined) throw new Fault('usage', `--scope: ${problem.message}; ${problem.fix}.`);
	return scopes;
}

/** @throws Fault `usage`. */
function askedRotation(args: Args, now: string): { readonly id: string; readonly overlapHours: number; readonly expiresAt?: string } {
	const id = args.rest[1];
	if (id === undefined) throw new Fault('usage', 'Name the key: weir key rotate ID.');
	for (const option of ['role', 'scope', 'name', 'seller', 'person'])
		if (args.one(option) !== undefined)
			throw new Fault(
				'usage',
				`--${option} is for "weir key create" only: the successor of a key is like it. Make a new key for another one.`,
			);
	const text = args.one('overlap') ?? String(OVERLAP_HOURS);
	const overlapHours = /^\d{1,4}(\.\d{1,4})?$/.test(text) ? Number(text) : Number.NaN;
	if (!(overlapHours <= MOST_OVERLAP_HOURS))
		throw new Fault('usage', `--overlap needs hours from 0 to ${MOST_OVERLAP_HOURS}, such as 24; 0 ends the old key at once.`);
	return { id, overlapHours, ...askedEnd(args, now) };
}

async function create(args: Args, { io, database, json, now }: Around): Promise<number> {
	const asked = askedKey(args, now);
	const { role } = asked;
	const createdBy = await personOf(args.one('person'), database);
	const issued = await transact(database.db, async (tx) => {
		const key = await createKey(tx, { ...asked, name: args.one('name') ?? role, now, ...(createdBy === undefined ? {} : { createdBy }) });
		await addEntries(tx, [createdEntry(key, OPERATOR, DICE)]);
		return key;
	});
	if (role === 'seller' && asked.seller === undefined)
		warn(io, 'This key speaks for every seller. To limit it to one, revoke it and make another with --seller ID.');
	show(issued, io, json);
	return EXIT.ok;
}

function show(issued: IssuedKey, io: Io, json: boolean): void {
	if (json) return print(io, JSON.stringify(issued));
	print(io, issued.key);
	const narrowed = issued.scopes === undefined ? '' : `, narrowed to ${issued.scopes.join(', ')}`;
	if (io.stdout.isTerminal) warn(io, `Key ${issued.id}, role ${issued.role}${narrowed}. Keep it: it is not shown again.`);
}

async function rotate(args: Args, { io, database, json, now }: Around): Promise<number> {
	const { id, ...rotation } = askedRotation(args, now);
	const { successor, endsAt } = await transact(database.db, async (tx) => {
		const old = await lockKey(tx, id);
		if (old === undefined) throw new Fault('usage', `There is no key ${id.slice(0, 40)}; "weir key list" shows all.`);
		const unfit = unfitToRotate(old, now);
		if (unfit !== undefined) throw new Fault('usage', unfit);
		return rotateKey(tx, old, { ...rotation, now }, { actor: OPERATOR, dice: DICE });
	});
	show(successor, io, json);
	const ends = isBefore(now, endsAt)
		? `works until ${endsAt}`
		: 'no longer works; a running server stops accepting it within three seconds';
	warn(io, `Key ${successor.id} is the successor of ${id}, which ${ends}.`);
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
	else for (const key of keys) print(io, rowOf(key, now).join('\t'));
	return EXIT.ok;
}

const rowOf = (key: KeyRow, now: string): string[] => [
	...[key.id, key.role, stateOf(key, now), key.seller ?? '-', key.createdAt, key.name],
	key.scopes?.join(',') ?? 'whole role',
];

function stateOf({ revokedAt, expiresAt }: KeyRow, now: string): string {
	if (revokedAt !== undefined) return 'revoked';
	if (expiresAt === undefined) return 'works';
	return isBefore(now, expiresAt) ? `until ${expiresAt}` : 'expired';
}

async function revoke(args: Args, { io, database, now }: Around): Promise<number> {
	const id = args.rest[1];
	if (id === undefined) throw new Fault('usage', 'Name the key: weir key revoke ID.');
	const ended = await transact(database.db, async (tx) => {
		const done = await revokeKey(tx, id, now);
		if (done) await addEntries(tx, [revokedEntry(id, OPERATOR, now, DICE)]);
		return done;
	});
	if (!ended) throw new Fault('usage', `There is no key ${id.slice(0, 40)} that still works; "weir key list" shows all.`);
	warn(io, `Key ${id} no longer works. A running server stops accepting it within three seconds.`);
	return EXIT.ok;
}
