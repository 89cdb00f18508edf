// Routes that try a proposed policy out: on all listings at once, without changing anything, or silently beside the one in force.

import type { Db } from '../adapters/postgres/database.ts';
import { transact } from '../adapters/postgres/database.ts';
import { addEntries } from '../adapters/postgres/log.ts';
import { listDifferences, readShadow, startShadow, stopShadow } from '../adapters/postgres/shadows.ts';
import { record } from '../flows/record.ts';
import type { Actor } from '../model/actor.ts';
import { pageOf, readCursor } from './cursor.ts';
import { type Mounting, mount } from './mount.ts';
import { requireOpen } from './proposals.ts';
import { maySeeTrial } from './shown-policy.ts';
import type { World } from './world.ts';

export function mountTrials(mounting: Mounting, world: World): void {
	mount(mounting, 'shadowPolicy', async ({ params, caller, now }) => {
		const { id, version: policy } = await requireOpen('policy', params.id, world);
		await transact(world.db, async (tx) => {
			const running = await readShadow(tx);
			if (running?.version === policy && running.stoppedAt === undefined) return;
			const before = await stopShadow(tx, now);
			if (before !== undefined) await note(tx, world, 'policy.shadow-stopped', before, caller.actor, now, {});
			await startShadow(tx, world.dice.id(), policy, now);
			await note(tx, world, 'policy.shadow-started', policy, caller.actor, now, { proposal: id });
		});
		await world.refreshRuling();
		return { body: await readShadow(world.db) };
	});

	mount(mounting, 'stopShadow', async ({ caller, now }) => {
		await transact(world.db, async (tx) => {
			const before = await stopShadow(tx, now);
			if (before !== undefined) await note(tx, world, 'policy.shadow-stopped', before, caller.actor, now, {});
		});
		await world.refreshRuling();
		return { status: 204 };
	});

	mount(mounting, 'readShadow', async ({ query, caller }) => {
		const { limit = 50, cursor } = query;
		const shadow = await readShadow(world.db);
		if (shadow === undefined || !(await maySeeTrial(shadow.version, caller, world))) return { body: { items: [] } };
		const after = cursor === undefined ? undefined : Number(readCursor(cursor, ['number'])[0]);
		const rows = await listDifferences(world.db, shadow.id, limit + 1, after);
		return {
			body: {
				shadow,
				...pageOf(
					rows,
					limit,
					({ number: _number, ...row }) => row,
					({ number }) => [number],
				),
			},
		};
	});
}

function note(
	tx: Db,
	{ dice }: World,
	kind: string,
	policy: string,
	actor: Actor,
	at: string,
	content: Readonly<Record<string, string>>,
): Promise<void> {
	return addEntries(tx, [record({ at, kind, subject: `policy/${policy}`, actor, content }, dice)]);
}
