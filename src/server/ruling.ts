// Keeps a server deciding by what the database says is in force. A change made here is adopted at once, one made by another server
// within a second; until then no submission screened by the old one is stored.
import { readCatalogueBytes } from '../adapters/postgres/catalogues.ts';
import type { Db } from '../adapters/postgres/database.ts';
import { readRuling } from '../adapters/postgres/ruling.ts';
import type { Ruling } from '../flows/screening.ts';
import type { WorkerScreening } from './screening.ts';
import type { WatchLists } from './watch-lists.ts';

/** What could not be read is tried again after this long: the cause may have been the machine's. */
const RETRY_MS = 30_000;

/**
 * A function that adopts what is in force; calls that come together share one look. `retry`: what could not be read may be readable now. `told` of each that was adopted, with the reason
 * where everything is held from then on.
 */
export function rulingKeeper(
	db: Db,
	screening: Pick<WorkerScreening, 'ruling' | 'adopt' | 'holding'>,
	watchLists: Pick<WatchLists, 'with'>,
	told: (adopted: { readonly why?: string }) => void,
): (retry?: 'retry') => Promise<void> {
	let underWay: Promise<void> | undefined;
	let again = false;
	let triedAt = 0;
	const look = async (): Promise<void> => {
		do {
			again = false;
			const next = await readRuling(db);
			const { number, shadow } = screening.ruling;
			const before = screening.holding;
			const isDue = before !== undefined && performance.now() - triedAt > RETRY_MS;
			if (next.number === number && next.shadow?.id === shadow?.id && !isDue) continue;
			triedAt = performance.now();
			await screening.adopt(await withLists(next, watchLists), (version) => readCatalogueBytes(db, version));
			const { holding } = screening;
			told(holding === undefined || holding === before ? {} : { why: holding });
		} while (again);
	};
	return (retry) => {
		if (retry !== undefined) triedAt = Number.NEGATIVE_INFINITY;
		// Whoever asks while a look is under way may know of a change that it came too early for.
		if (underWay !== undefined) again = true;
		underWay ??= look().finally(() => {
			underWay = undefined;
		});
		return underWay;
	};
}

// The lists are read whenever a ruling is adopted: what cannot be read is missing, and its policy then decides nothing.
async function withLists({ policy, shadow, ...rest }: Ruling, watchLists: Pick<WatchLists, 'with'>): Promise<Ruling> {
	return {
		...rest,
		...(policy === undefined ? {} : { policy: await watchLists.with(policy) }),
		...(shadow === undefined ? {} : { shadow: await watchLists.with(shadow) }),
	};
}
