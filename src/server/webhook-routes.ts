// Routes of webhooks: where announcements go, secrets and their rotation, deliveries and what is dead. Every change leaves an entry
// in the log, in the same transaction.

import { parseReceiver } from '../adapters/guarded-post.ts';
import { type Db, transact } from '../adapters/postgres/database.ts';
import { addEntries } from '../adapters/postgres/log.ts';
import { announceTo } from '../adapters/postgres/outbox.ts';
import {
	createWebhook,
	disableWebhook,
	enableWebhook,
	listDeliveries,
	listWebhooks,
	readWebhook,
	removeWebhook,
	resendDeliveries,
	rotateSecret,
	type WebhookRow,
} from '../adapters/postgres/webhooks.ts';
import { addHours } from '../base/time.ts';
import { announcement } from '../flows/announce.ts';
import { record } from '../flows/record.ts';
import { type Actor, personBehind } from '../model/actor.ts';
import { pageOf, readCursor } from './cursor.ts';
import { type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import type { World } from './world.ts';

const ROTATION_HOURS = 24;
const ONCE = { 'cache-control': 'no-store' };

export function mountWebhooks(mounting: Mounting, world: World): void {
	const { db, dice } = world;
	const { box, reach } = world.webhooks;
	const note = (tx: Db, verb: string, id: string, actor: Actor, at: string): Promise<void> =>
		addEntries(tx, [record({ at, kind: `webhook.${verb}`, subject: `webhook/${id}`, actor, content: {} }, dice)]);
	const found = async (id: string): Promise<WebhookRow> => {
		const row = await readWebhook(db, id);
		if (row === undefined) throw noSuchWebhook();
		return row;
	};

	mount(mounting, 'listWebhooks', async () => ({ body: { items: await listWebhooks(db) } }));
	mount(mounting, 'readWebhook', async ({ params }) => ({ body: await found(params.id) }));

	mount(mounting, 'createWebhook', async ({ body, caller, now }) => {
		const url = parseReceiver(body.url, reach);
		if (!url.ok) throw new Refused('input-invalid', 'Announcements cannot go to this address.', { errors: url.problems });
		const { kinds = [], description } = body;
		const id = dice.id();
		const createdBy = personBehind(caller.actor);
		const secret = await transact(db, async (tx) => {
			const made = await createWebhook(tx, box, {
				...{ id, url: url.value, kinds, now },
				...(description === undefined ? {} : { description }),
				...(createdBy === undefined ? {} : { createdBy }),
			});
			if (made !== undefined) await note(tx, 'created', id, caller.actor, now);
			return made;
		});
		if (secret === undefined)
			throw new Refused('conflict', 'This address has a webhook already; rotate its secret if it is lost.', { code: 'webhook-exists' });
		return { status: 201, body: { ...(await found(id)), secret }, headers: ONCE };
	});

	mount(mounting, 'removeWebhook', async ({ params, caller, now }) => {
		await transact(db, async (tx) => {
			if (!(await removeWebhook(tx, params.id))) throw noSuchWebhook();
			await note(tx, 'removed', params.id, caller.actor, now);
		});
		return { status: 204 };
	});

	mount(mounting, 'rotateWebhook', async ({ params, caller, now }) => {
		const secret = await transact(db, async (tx) => {
			const made = await rotateSecret(tx, box, params.id, addHours(now, ROTATION_HOURS));
			if (made === undefined) throw noSuchWebhook();
			await note(tx, 'rotated', params.id, caller.actor, now);
			return made;
		});
		return { body: { ...(await found(params.id)), secret }, headers: ONCE };
	});

	mount(mounting, 'disableWebhook', async ({ params, body, caller, now }) => {
		await transact(db, async (tx) => {
			if (await disableWebhook(tx, params.id, body.reason)) await note(tx, 'disabled', params.id, caller.actor, now);
		});
		return { body: await found(params.id) };
	});

	mount(mounting, 'enableWebhook', async ({ params, caller, now }) => {
		await transact(db, async (tx) => {
			if (!(await enableWebhook(tx, params.id))) throw noSuchWebhook();
			await note(tx, 'enabled', params.id, caller.actor, now);
		});
		return { body: await found(params.id) };
	});

	mount(mounting, 'testWebhook', async ({ params, now }) => {
		const { id } = await found(params.id);
		const row = announcement('webhook.tested', now, { webhookId: id }, dice);
		await transact(db, (tx) => announceTo(tx, id, row));
		return { status: 202, body: { announcement: row.id } };
	});

	mount(mounting, 'listDeliveries', async ({ params, query }) => {
		const { id } = await found(params.id);
		const { state, limit = 50, cursor } = query;
		const key = cursor === undefined ? undefined : readCursor(cursor, ['number']);
		const rows = await listDeliveries(db, id, {
			limit: limit + 1,
			...(state === undefined ? {} : { state }),
			...(key === undefined ? {} : { before: Number(key[0]) }),
		});
		return {
			body: pageOf(
				rows,
				limit,
				(row) => row,
				(row) => [row.id],
			),
		};
	});

	mount(mounting, 'resendDeliveries', async ({ params, body, caller, now }) => {
		const { id } = await found(params.id);
		const count = await transact(db, async (tx) => {
			const sent = await resendDeliveries(tx, id, body.delivery, now);
			if (sent > 0) await note(tx, 'resent', id, caller.actor, now);
			return sent;
		});
		return { status: 202, body: { count } };
	});
}

const noSuchWebhook = (): Refused => new Refused('not-found', 'There is no such webhook.');
