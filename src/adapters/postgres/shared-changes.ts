// Changes across server processes: what one tells, the listeners of all others hear, through LISTEN and NOTIFY on the one database.
// A hint for live views, not a record: what is told while the connection is down is not told again.
import pg from 'pg';
import type { Change, Changes } from '../../flows/changes.ts';
import { type Db, run } from './database.ts';

const CHANNEL = 'weir_change';
/** PostgreSQL takes payloads below 8,000 bytes. */
const MOST_BYTES = 7_000;

export interface SharedChanges {
	/** Tells the others what was told here since the last time, and connects again when the connection is gone. */
	step(): Promise<void>;
	close(): Promise<void>;
}

export interface SharingOptions {
	readonly db: Db;
	readonly url: string;
	readonly changes: Changes;
	/** Names this process among those of one database. */
	readonly from: string;
}

export function shareChanges({ db, url, changes, from }: SharingOptions): SharedChanges {
	let waiting: Change[] = [];
	let client: pg.Client | undefined;
	const unhook = changes.listen((change, isOurs) => {
		if (isOurs) waiting.push(change);
	});
	const connect = async (): Promise<void> => {
		const fresh = new pg.Client({ connectionString: url, application_name: 'weir changes', keepAlive: true });
		fresh.on('error', () => {
			client = undefined;
		});
		fresh.on('end', () => {
			client = undefined;
		});
		fresh.on('notification', ({ payload = '' }) => {
			const told = JSON.parse(payload) as { readonly from: string; readonly changes: readonly Change[] };
			if (told.from !== from) for (const change of told.changes) changes.hear(change);
		});
		try {
			await fresh.connect();
			await fresh.query(`listen ${CHANNEL}`);
			client = fresh;
		} catch (error) {
			await fresh.end().catch(() => undefined);
			throw error;
		}
	};
	return {
		step: async () => {
			if (client === undefined) await connect();
			if (waiting.length === 0) return;
			const told = payloads(waiting, from);
			waiting = [];
			await run(db, 'select pg_notify($1, payload) from unnest($2::text[]) as payload', [CHANNEL, told]);
		},
		close: async () => {
			unhook();
			await client?.end();
		},
	};
}

/** As many changes in one payload as it takes. */
function payloads(changes: readonly Change[], from: string): string[] {
	const told: string[] = [];
	let some: string[] = [];
	let bytes = 0;
	const flush = (): void => {
		if (some.length > 0) told.push(`{"from":${JSON.stringify(from)},"changes":[${some.join(',')}]}`);
		some = [];
		bytes = 0;
	};
	for (const change of changes) {
		const text = JSON.stringify(change);
		const size = Buffer.byteLength(text) + 1;
		if (bytes + size > MOST_BYTES) flush();
		some.push(text);
		bytes += size;
	}
	flush();
	return told;
}
