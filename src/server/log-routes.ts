// Routes of the transparency log: entries and receipts as JSON, checkpoint and tiles as C2SP tlog-tiles has them.
import { type FoundEntry, listEntries, readCheckpoint, readEntry, readTile } from '../adapters/postgres/log.ts';
import type { LogEntryWire } from '../contract/log.ts';
import { proveInclusion } from '../flows/prove-entry.ts';
import { parseTilePath, TILE_WIDTH } from '../log/tile.ts';
import { pageOf, readCursor } from './cursor.ts';
import { type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import type { World } from './world.ts';

const FOREVER = 'private, max-age=31536000, immutable';

export function mountLog(mounting: Mounting, world: World): void {
	mount(mounting, 'listLogEntries', async ({ query }) => {
		const { subject, limit = 50, cursor } = query;
		const after = cursor === undefined ? undefined : readCursor(cursor, ['string', 'string']);
		const rows = await listEntries(world.db, {
			limit: limit + 1,
			...(subject === undefined ? {} : { subjects: [subject, `listing/${subject}`, `case/${subject}`] }),
			...(after === undefined ? {} : { after: { at: String(after[0]), id: String(after[1]) } }),
		});
		return { body: pageOf(rows, limit, entryOf, ({ at, id }) => [at, id]) };
	});

	mount(mounting, 'readReceipt', async ({ params }) => {
		const found = await readEntry(world.db, params.id);
		if (found === undefined) throw new Refused('not-found', 'There is no such entry.');
		const { id: entryId, entry, index } = found;
		if (index === undefined) return { body: { entryId, state: 'pending', entry }, headers: { 'retry-after': '1' } };
		const checkpoint = await readCheckpoint(world.db);
		if (checkpoint === undefined) throw new Refused('unavailable', 'The log has no checkpoint yet; try again in a second.');
		const proof = await proveInclusion(index, checkpoint.size, (tile) => readTile(world.db, tile));
		return { body: { entryId, state: 'sequenced', entry, index, treeSize: checkpoint.size, proof, checkpoint: checkpoint.note } };
	});

	mount(mounting, 'readCheckpoint', async () => {
		const checkpoint = await readCheckpoint(world.db);
		if (checkpoint === undefined) throw new Refused('unavailable', 'The log has no checkpoint yet; try again in a second.');
		return { body: checkpoint.note, headers: { 'cache-control': 'no-store' } };
	});

	mount(mounting, 'readLogKey', async () => ({ body: `${world.logKey}\n` }));

	mount(mounting, 'readTile', async ({ request }) => {
		const tile = parseTilePath(new URL(request.url, 'http://log').pathname.slice('/log/'.length));
		const bytes = tile === undefined ? undefined : await readTile(world.db, tile);
		if (tile === undefined || bytes === undefined) throw new Refused('not-found', 'The log has no such tile, or not yet.');
		return { body: Buffer.from(bytes), headers: { 'cache-control': tile.width === TILE_WIDTH ? FOREVER : 'no-store' } };
	});
}

function entryOf({ id, index, at, subject, entry }: FoundEntry): LogEntryWire {
	const { kind } = JSON.parse(entry) as { readonly kind: string };
	return { id, at, kind, subject, entry, ...(index === undefined ? {} : { index }) };
}
