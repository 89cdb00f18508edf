// Keeps a server deciding by what the database says is in force. A change made here is adopted at once, one made by another server
// within a second; until then no submission screened by the old one is stored.
import type { Db } from '../adapters/postgres/database.ts';
import { readRuling } from '../adapters/postgres/policies.ts';
import type { WorkerScreening } from './screening.ts';

/** A function that adopts what is in force; calls that come together share one look. */
export function rulingKeeper(db: Db, screening: Pick<WorkerScreening, 'ruling' | 'adopt'>): () => Promise<void> {
	let underWay: Promise<void> | undefined;
	let again = false;
	const look = async (): Promise<void> => {
		do {
			again = false;
			const next = await readRuling(db);
			const { number, shadow } = screening.ruling;
			if (next.number !== number || next.shadow?.id !== shadow?.id) await screening.adopt(next);
		} while (again);
	};
	return () => {
		// Whoever asks while a look is under way may know of a change that it came too early for.
		if (underWay !== undefined) again = true;
		underWay ??= look().finally(() => {
			underWay = undefined;
		});
		return underWay;
	};
}
