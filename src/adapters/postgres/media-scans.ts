// What the malware scanner said of files, by their content.
import { asFault, type Db, run } from './database.ts';

/** `found`: the name of what it found; absent: it was clean then. */
export interface StoredScan {
	readonly found?: string;
}

/** The last word on a file; undefined when it was never scanned. */
export async function readScan(db: Db, hash: string): Promise<StoredScan | undefined> {
	const [row] = await run(db, 'select found from media_scan where hash = $1', [hash]).catch((error: unknown) => {
		throw asFault(error);
	});
	if (row === undefined) return undefined;
	return row['found'] === null ? {} : { found: String(row['found']) };
}

/** Keeps what was said; what was found once stays found. True when it is found for the first time. */
export async function saveScan(db: Db, hash: string, { found }: StoredScan, at: string): Promise<boolean> {
	const rows = await run(
		db,
		`insert into media_scan (hash, found, scanned_at) values ($1, $2, $3)
		on conflict (hash) do update set found = excluded.found, scanned_at = excluded.scanned_at where media_scan.found is null
		returning found is not null as fresh`,
		[hash, found ?? null, at],
	);
	return rows[0]?.['fresh'] === true;
}
