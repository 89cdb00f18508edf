// Restricted lists as the server holds them: sealed in the database, opened in memory for the policies that name them. What is missing
// or was sealed under another secret is left out, so that a policy that names it decides nothing and everything is held.
import { createHmac, hkdfSync } from 'node:crypto';
import { sharedBytes } from '../adapters/compiled-catalogue.ts';
import { nativeDigest } from '../adapters/engine.ts';
import type { Db } from '../adapters/postgres/database.ts';
import { isRetired, readWatchLists, type WatchListRow } from '../adapters/postgres/watch-lists.ts';
import { type SecretBox, secretBox } from '../adapters/secret-box.ts';
import type { Digest } from '../base/digest.ts';
import type { Problem } from '../base/result.ts';
import type { PolicyText } from '../flows/screening.ts';
import type { WatchList } from '../model/policy.ts';
import { parseWatchList, watchListHash } from '../policy/watch-list.ts';

export interface WatchLists {
	readonly box: SecretBox;
	/** A digest that nobody without the server's secret can make or guess from. */
	readonly fingerprint: Digest;
	/** The list of a row; undefined when it cannot be opened, or is not what its hash says. */
	open(row: Pick<WatchListRow, 'sha256' | 'sealed'>): WatchList | undefined;
	/** The lists that a document names and that can be read, for threads; undefined where it names none. */
	of(document: unknown): Promise<PolicyText['lists']>;
	/** Lists that a document names and that no policy may newly name: not there, not readable, or retired. */
	problems(document: unknown): Promise<readonly Problem[]>;
	/** A policy on its way to threads, with its lists. */
	with<P extends PolicyText>(policy: P): Promise<P>;
}

export function openWatchLists(db: Db, secret: string): WatchLists {
	const box = secretBox(secret, 'watch lists');
	const open: WatchLists['open'] = ({ sha256, sealed }) => {
		const [text] = box.open(sealed);
		if (text === undefined) return undefined;
		const read = parseWatchList(JSON.parse(text));
		return read.ok && watchListHash(read.value, nativeDigest) === sha256 ? read.value : undefined;
	};
	const of: WatchLists['of'] = async (document) => {
		const named = hashesIn(document);
		if (named.length === 0) return undefined;
		const lists = (await readWatchLists(db, named)).flatMap((row) => open(row) ?? []);
		return sharedBytes(new TextEncoder().encode(JSON.stringify(lists)));
	};
	const key = Buffer.from(hkdfSync('sha256', secret, '', 'weir watch hits', 32));
	return {
		box,
		fingerprint: (input) => createHmac('sha256', key).update(input).digest('hex'),
		open,
		of,
		problems: async (document) => {
			const named = hashesIn(document);
			const rows = new Map((await readWatchLists(db, named)).map((row) => [row.sha256, row]));
			return named.flatMap((sha256, index) => {
				const row = rows.get(sha256);
				// One that is not there is told of by who reads the document.
				const what = row === undefined ? undefined : open(row) === undefined ? UNREADABLE : isRetired(row) ? RETIRED : undefined;
				return what === undefined ? [] : [{ pointer: `/watch/${index}/sha256`, ...what }];
			});
		},
		with: async (policy) => {
			const lists = policy.document === undefined ? undefined : await of(JSON.parse(policy.document));
			return lists === undefined ? policy : { ...policy, lists };
		},
	};
}

const UNREADABLE = { message: 'the list was sealed under another secret of this server', fix: 'upload the list again' };
const RETIRED = { message: 'the list is retired', fix: 'upload it again to restore it, or name another' };

/** The lists that a document names, whatever else is in it. */
export function hashesIn(document: unknown): readonly string[] {
	const watch = typeof document === 'object' && document !== null && 'watch' in document ? document.watch : undefined;
	if (!Array.isArray(watch)) return [];
	return watch.flatMap((one: unknown) =>
		typeof one === 'object' && one !== null && 'sha256' in one && typeof one.sha256 === 'string' ? [one.sha256] : [],
	);
}
