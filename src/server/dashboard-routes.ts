// Routes of the dashboard: its figures, and changes as they happen.
import type { ServerResponse } from 'node:http';
import { readDashboard } from '../adapters/postgres/dashboard.ts';
import type { Change } from '../flows/changes.ts';
import { type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import { spanOf } from './span.ts';
import type { World } from './world.ts';

const HEARTBEAT_MS = 15_000;
const MOST_LISTENERS = 500;

export function mountDashboard(mounting: Mounting, world: World): void {
	mount(mounting, 'readDashboard', async ({ query, now }) => {
		const { firstDay, lastDay } = spanOf(query, now);
		return { body: await readDashboard(world.db, firstDay, lastDay, now) };
	});

	const open = new Set<ServerResponse>();
	mounting.app.addHook('preClose', (done) => {
		for (const raw of open) raw.end();
		done();
	});

	mount(mounting, 'streamChanges', async ({ request, reply }) => {
		if (world.changes.listeners >= MOST_LISTENERS) throw new Refused('unavailable', 'Too many are listening already.');
		reply.hijack();
		const { raw } = reply;
		raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
		raw.write('retry: 3000\n\n');
		const tell = (change: Change): void => {
			raw.write(`event: ${change.kind}\ndata: ${JSON.stringify(change)}\n\n`);
		};
		open.add(raw);
		const stop = world.changes.listen(tell);
		const heartbeat = setInterval(() => raw.write(': \n\n'), HEARTBEAT_MS);
		request.raw.on('close', () => {
			clearInterval(heartbeat);
			open.delete(raw);
			stop();
		});
		return undefined;
	});
}
