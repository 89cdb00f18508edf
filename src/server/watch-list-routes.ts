// Routes of restricted lists. A list changes nothing by being there: it takes effect through a policy that names it by its hash, and so
// by whoever must agree to that policy. Every act leaves an entry in the log, which does not say what it was about.

import { nativeDigest } from '../adapters/engine.ts';
import { type Db, transact } from '../adapters/postgres/database.ts';
import { addEntries } from '../adapters/postgres/log.ts';
import {
	addWatchListEvent,
	isRetired,
	keepWatchList,
	listWatchLists,
	type NamingPolicy,
	policiesNaming,
	readWatchLists,
	type WatchListAct,
	type WatchListRow,
} from '../adapters/postgres/watch-lists.ts';
import { type WatchListCheck, watchListOfDocument, watchListOfTable } from '../adapters/watch-list-text.ts';
import { bad, type Result } from '../base/result.ts';
import { MOST_WATCH_LIST_BYTES, type WatchListWire } from '../contract/watch-lists.ts';
import { record } from '../flows/record.ts';
import type { Actor } from '../model/actor.ts';
import { nearest } from '../model/nearest.ts';
import type { WatchList } from '../model/policy.ts';
import { watchListHash } from '../policy/watch-list.ts';
import { type Answer, type Call, type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import { hashesIn } from './watch-lists.ts';
import type { World } from './world.ts';

export function mountWatchLists(mounting: Mounting, world: World): void {
	mount(mounting, 'listWatchLists', async () => ({ body: { items: await wired(world) } }));

	mount(mounting, 'uploadWatchList', (call) => upload(call, world), { raw: true, limit: MOST_WATCH_LIST_BYTES });

	mount(mounting, 'readWatchList', async ({ params, caller, now }) => {
		const row = await required(params.hash, world.db);
		const list = world.watchLists.open(row);
		if (list === undefined) throw new Refused('conflict', UNREADABLE, { code: 'list-unreadable' });
		await transact(world.db, (tx) => noted(tx, 'read', row.id, caller.actor, now, world));
		const { substances, cas, names = [] } = list;
		return { body: { ...(await wireOf(row.sha256, world)), entries: { substances, cas, names } } };
	});

	mount(mounting, 'retireWatchList', async ({ params, caller, now }) => {
		await transact(world.db, async (tx) => {
			const row = await required(params.hash, tx);
			if (isRetired(row)) return;
			const uses = usesOf(row.sha256, await policiesNaming(tx)).filter((one) => one.inForce || one.silent || one.proposal !== undefined);
			if (uses.length > 0) throw inUse(uses);
			await acted(tx, row, 'retired', caller.actor, now, world);
		});
		return { body: await wireOf(params.hash, world) };
	});
}

const UNREADABLE = 'The list was sealed under another secret of this server; upload it again.';

const inUse = (uses: readonly NamingPolicy[]): Refused =>
	new Refused('conflict', 'A policy that is in force, tried out or proposed names this list.', {
		code: 'list-in-use',
		errors: uses.map(({ version, name }) => ({
			pointer: '',
			message: `the policy ${name} (${version}) names it`,
			fix: 'put a policy in force that does not, end its silent run, or reject its proposal',
		})),
	});

async function upload({ body, query, caller, request, now }: Call<'uploadWatchList'>, world: World): Promise<Answer> {
	const read = readUpload(body, request.headers['content-type'] ?? '', query.name, world);
	if (!read.ok) throw new Refused('input-invalid', 'The list is not valid; nothing was stored.', { errors: read.problems });
	const { sha256, fresh } = await keepList(read.value, caller.actor, now, world);
	// What holds everything for want of this list may be decided by now.
	await world.refreshRuling('retry');
	return { status: fresh ? 201 : 200, body: await wireOf(sha256, world) };
}

/** Stores a list sealed under its hash, or restores it; `fresh` when it was not there before. */
export async function keepList(
	list: WatchList,
	actor: Actor,
	at: string,
	world: World,
): Promise<{ readonly sha256: string; readonly fresh: boolean }> {
	const sha256 = watchListHash(list, nativeDigest);
	const fresh = await transact(world.db, async (tx) => {
		const [known] = await readWatchLists(tx, [sha256]);
		const isReadable = known !== undefined && world.watchLists.open(known) !== undefined;
		const row = known ?? { sha256, id: world.dice.id() };
		if (!isReadable) await keepWatchList(tx, { ...row, sealed: world.watchLists.box.seal(JSON.stringify(list)) });
		if (known === undefined) await acted(tx, row, 'added', actor, at, world);
		else if (!isReadable) await acted(tx, row, 'sealed', actor, at, world);
		if (known !== undefined && isRetired(known)) await acted(tx, row, 'restored', actor, at, world);
		return known === undefined;
	});
	return { sha256, fresh };
}

/** A list as it was uploaded, checked. */
export function readUpload(body: unknown, type: string, name: string | undefined, world: World): Result<WatchList> {
	const text = typeof body === 'string' ? body : '';
	if (text.trim() === '') return bad('', 'is empty', 'send the list as YAML, JSON or CSV');
	if (!type.toLowerCase().startsWith('text/csv')) {
		if (name !== undefined) return bad('?name', 'is of a list that comes as CSV', 'state the name in the document');
		return watchListOfDocument(text, problemsOf(world));
	}
	if (name === undefined) return bad('?name', 'a table does not name its list', 'add ?name=… to the address');
	return watchListOfTable(text, name, problemsOf(world));
}

// An id that the catalogue does not have would watch nothing. A policy is held against this again when it is proposed.
function problemsOf({ catalogue: { catalogue } }: World): WatchListCheck {
	const ids = [...catalogue.substances, ...catalogue.families].map(({ id }) => id);
	const known = new Set(ids);
	return ({ substances, cas, names = [] }) => {
		if (substances.length + cas.length + names.length === 0) return [{ pointer: '', message: 'has no entries', fix: 'add some' }];
		return substances.flatMap((id, index) => {
			if (known.has(id)) return [];
			const close = nearest(id, ids);
			const fix = close === undefined ? 'use an id of GET /v1/catalogue/substances, a CAS number or a name' : `did you mean "${close}"?`;
			return [{ pointer: `/substances/${index}`, message: `the catalogue has no substance or family "${id}"`, fix }];
		});
	};
}

async function required(sha256: string, db: Db): Promise<WatchListRow> {
	const [row] = await readWatchLists(db, [sha256]);
	if (row === undefined) throw new Refused('not-found', 'There is no such list.');
	return row;
}

type Named = Pick<WatchListRow, 'sha256' | 'id'>;

async function acted(tx: Db, { sha256, id }: Named, kind: WatchListAct, by: Actor, at: string, world: World): Promise<void> {
	await addWatchListEvent(tx, sha256, { kind, by, at });
	await noted(tx, kind, id, by, at, world);
}

/** What the log calls a list: some material that policies rest on. */
const noted = (tx: Db, verb: string, id: string, actor: Actor, at: string, { dice }: World): Promise<void> =>
	addEntries(tx, [record({ at, kind: `policy.material-${verb}`, subject: `policy-material/${id}`, actor, content: {} }, dice)]);

const usesOf = (sha256: string, policies: readonly NamingPolicy[]): NamingPolicy[] =>
	policies.filter(({ document }) => hashesIn(JSON.parse(document)).includes(sha256));

async function wireOf(sha256: string, world: World): Promise<WatchListWire> {
	const found = (await wired(world)).find((one) => one.sha256 === sha256);
	if (found === undefined) throw new Refused('not-found', 'There is no such list.');
	return found;
}

async function wired({ db, watchLists }: World): Promise<WatchListWire[]> {
	const [rows, policies] = await Promise.all([listWatchLists(db), policiesNaming(db)]);
	const opened = rows.map((row) => ({ row, list: watchLists.open(row) }));
	return opened.map(({ row, list }): WatchListWire => {
		const versions = opened
			.filter((one) => list !== undefined && one.list?.name === list.name)
			.sort((a, b) => addedAt(a.row) - addedAt(b.row))
			.flatMap((one) => (one.list === undefined ? [] : [{ sha256: one.row.sha256, list: one.list }]));
		const place = versions.findIndex(({ sha256 }) => sha256 === row.sha256);
		const before = versions[place - 1]?.list;
		return {
			sha256: row.sha256,
			readable: list !== undefined,
			...(list === undefined ? {} : { name: list.name, version: place + 1 }),
			substances: list?.substances.length ?? 0,
			cas: list?.cas.length ?? 0,
			names: list?.names?.length ?? 0,
			...(list === undefined || before === undefined ? {} : { against: between(before, list) }),
			retired: isRetired(row),
			history: row.events.map((event) => ({ ...event })),
			uses: usesOf(row.sha256, policies).map(({ version: policy, document: _document, ...rest }) => ({ policy, ...rest })),
		};
	});
}

const addedAt = ({ events }: WatchListRow): number => Date.parse(events[0]?.at ?? '');

const entriesOf = ({ substances, cas, names = [] }: WatchList): Set<string> =>
	new Set([...substances.map((one) => `substance ${one}`), ...cas.map((one) => `cas ${one}`), ...names.map((one) => `name ${one}`)]);

function between(before: WatchList, after: WatchList): { readonly added: number; readonly removed: number } {
	const [was, is] = [entriesOf(before), entriesOf(after)];
	return { added: [...is].filter((one) => !was.has(one)).length, removed: [...was].filter((one) => !is.has(one)).length };
}
