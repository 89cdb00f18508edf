// Room for files: what may be uploaded in a day and in all, and what the disk must keep for decisions. Files are refused long before the
// disk is full, since a database that cannot write its journal stops.
import { type Disk, diskOf } from '../adapters/disk.ts';
import { type Db, run } from '../adapters/postgres/database.ts';
import type { FullLimit } from '../adapters/postgres/media.ts';
import { Refused } from './problems.ts';

const MEBIBYTE = 1024 * 1024;
const DAY_MS = 86_400_000;
/** The disk is asked at most this often. */
const DISK_MS = 2_000;
/** From this share of all room for files on, an operator is told. */
const NEARLY = 0.9;

export interface RoomLimits {
	/** Bytes that one key or person may upload in a day (UTC). */
	readonly daily: number;
	/** Bytes of all files together. */
	readonly total: number;
	/** Bytes of the embedded database's disk that files must leave free. */
	readonly reserve: number;
}

export interface Warning {
	readonly code: 'disk' | 'media' | 'scanner';
	readonly text: string;
}

export interface Room {
	readonly limits: RoomLimits;
	/** Whether the disk has too little left for files. */
	isTight(): Promise<boolean>;
	/** Undefined with a database of one's own, whose disk is not this machine's to know. */
	disk(): Promise<Disk | undefined>;
	/** Bytes of all files. */
	used(): Promise<number>;
	warnings(): Promise<Warning[]>;
}

/** `folder`: of the embedded database; undefined where there is another one. */
export function openRoom(db: Db, folder: string | undefined, limits: RoomLimits): Room {
	let known: { readonly at: number; readonly disk: Promise<Disk | undefined> } | undefined;
	const disk = (): Promise<Disk | undefined> => {
		const at = performance.now();
		if (known === undefined || at - known.at > DISK_MS)
			known = { at, disk: folder === undefined ? Promise.resolve(undefined) : diskOf(folder) };
		return known.disk;
	};
	const used = async (): Promise<number> => Number((await run(db, 'select bytes from media_total'))[0]?.['bytes'] ?? 0);
	const isBelow = async (bytes: number): Promise<boolean> => ((await disk())?.free ?? Number.POSITIVE_INFINITY) < bytes;
	return {
		limits,
		disk,
		used,
		isTight: () => isBelow(limits.reserve),
		warnings: async () => {
			const found: Warning[] = [];
			if (await isBelow(limits.reserve))
				found.push({ code: 'disk', text: 'The disk is nearly full: files are refused so that decisions can be stored. Make room.' });
			else if (await isBelow(2 * limits.reserve))
				found.push({ code: 'disk', text: 'The disk is filling: soon files will be refused. Make room.' });
			if ((await used()) >= NEARLY * limits.total)
				found.push({ code: 'media', text: 'Files take nine tenths of the room they may take, or more (WEIR_MEDIA_TOTAL_MIB).' });
			return found;
		},
	};
}

/** The answer to an upload that there is no room for. `now`: RFC 3339 UTC. */
export function noRoom(limit: FullLimit | 'disk', { daily, total }: RoomLimits, now: string): Refused {
	const mebibytes = (bytes: number): string => `${Math.floor(bytes / MEBIBYTE).toLocaleString('en-US')} MiB`;
	switch (limit) {
		case 'daily':
			return new Refused(
				'storage-full',
				`More than ${mebibytes(daily)} in a day (UTC) from one key: that is its limit. Send it tomorrow, or ask the operator to raise WEIR_MEDIA_DAILY_MIB.`,
				{ code: 'daily-limit', retryAfterSeconds: Math.ceil((DAY_MS - (Date.parse(now) % DAY_MS)) / 1000) },
			);
		case 'total':
			return new Refused(
				'storage-full',
				`All files together may take ${mebibytes(total)}, and this one would be beyond it. Ask the operator to raise WEIR_MEDIA_TOTAL_MIB.`,
				{ code: 'total-limit' },
			);
		case 'disk':
			return new Refused(
				'storage-full',
				'The disk of Weir is nearly full, and what is left is kept for decisions. Ask the operator to make room; listings without new files are taken.',
				{ code: 'disk-nearly-full' },
			);
	}
}
