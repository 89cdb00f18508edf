// Routes by which what is proposed, a policy or a catalogue, decides silently beside what is in force: begun, read, ended.
import { type Db, transact } from '../adapters/postgres/database.ts';
import { addEntries } from '../adapters/postgres/log.ts';
import { listDifferences, readShadow, startShadow, stopShadow } from '../adapters/postgres/shadows.ts';
import type { Subject } from '../flows/change-ruling.ts';
import { record } from '../flows/record.ts';
import type { Actor } from '../model/actor.ts';
import { pageOf, readCursor } from './cursor.ts';
import { type Answer, type Mounting, mount } from './mount.ts';
import { requireOpen } from './proposals.ts';
import { maySeeTrial } from './shown-policy.ts';
import type { World } from './world.ts';

export function mountTrials(mounting: Mounting, world: World): void {
	mount(mounting, 'shadowPolicy', ({ params, caller, now }) => start('policy', params.id, { actor: caller.actor, at: now }, world));
	mount(mounting, 'stopShadow', ({ caller, now }) => stop('policy', { actor: caller.actor, at: now }, world));
	mount(mounting, 'readShadow', async ({ query, caller }) => {
		const shadow = await readShadow(world.db, 'policy');
		const isHidden = shadow !== undefined && !(await maySeeTrial(shadow.version, caller, world));
		return isHidden ? { body: { items: [] } } : read('policy', query, world);
	});
	mount(mounting, 'shadowCatalogue', ({ params, caller, now }) => start('catalogue', params.id, { actor: caller.actor, at: now }, world));
	mount(mounting, 'stopCatalogueShadow', ({ caller, now }) => stop('catalogue', { actor: caller.actor, at: now }, world));
	mount(mounting, 'readCatalogueShadow', ({ query }) => read('catalogue', query, world));
}

interface Act {
	readonly actor: Actor;
	readonly at: string;
}

async function start(of: Subject, proposal: string, act: Act, world: World): Promise<Answer> {
	await beginShadow(of, proposal, act, world);
	return { body: await readShadow(world.db, of) };
}

/** Lets an open proposal decide silently from now on. @throws Refused when there is none. */
export async function beginShadow(of: Subject, proposal: string, act: Act, world: World): Promise<void> {
	const { id, version } = await requireOpen(of, proposal, world);
	await transact(world.db, async (tx) => {
		const running = await readShadow(tx, of);
		if (running?.version === version && running.stoppedAt === undefined) return;
		await end(of, tx, act, world);
		await startShadow(tx, of, { id: world.dice.id(), version, at: act.at });
		await note(tx, `${of}.shadow-started`, `${of}/${version}`, { ...act, content: { proposal: id } }, world);
	});
	await world.refreshRuling();
}

async function stop(of: Subject, act: Act, world: World): Promise<Answer> {
	await transact(world.db, (tx) => end(of, tx, act, world));
	await world.refreshRuling();
	return { status: 204 };
}

async function end(of: Subject, tx: Db, act: Act, world: World): Promise<void> {
	const before = await stopShadow(tx, of, act.at);
	if (before !== undefined) await note(tx, `${of}.shadow-stopped`, `${of}/${before}`, { ...act, content: {} }, world);
}

async function read(of: Subject, query: { readonly limit?: number; readonly cursor?: string }, { db }: World): Promise<Answer> {
	const { limit = 50, cursor } = query;
	const shadow = await readShadow(db, of);
	if (shadow === undefined) return { body: { items: [] } };
	const after = cursor === undefined ? undefined : Number(readCursor(cursor, ['number'])[0]);
	const rows = await listDifferences(db, shadow.id, limit + 1, after);
	const page = pageOf(
		rows,
		limit,
		({ number: _number, ...row }) => row,
		({ number }) => [number],
	);
	return { body: { shadow, ...page } };
}

type Fact = Act & { readonly content: Readonly<Record<string, string>> };

const note = (tx: Db, kind: string, subject: string, fact: Fact, { dice }: World): Promise<void> =>
	addEntries(tx, [record({ kind, subject, ...fact }, dice)]);
