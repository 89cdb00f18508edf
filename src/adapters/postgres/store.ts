// The flows' store on PostgreSQL: one transaction each, made of the statements of every aggregate.
import type { Store, Tx } from '../../flows/store.ts';
import { addEvents, countClaims, lockCases, saveCases } from './cases.ts';
import { type Db, transact } from './database.ts';
import { keepAnswers, keptAnswers } from './idempotency.ts';
import { addRevisions, lockListingOf, lockListings, saveListings } from './listings.ts';
import { addEntries } from './log.ts';
import { addListedMedia, mediaOf } from './media.ts';

export function postgresStore(db: Db): Store {
	return { transact: (work) => transact(db, (tx) => work(bind(tx))) };
}

const bind = (tx: Db): Tx => ({
	lockListings: (ids) => lockListings(tx, ids),
	lockListingOf: (caseId) => lockListingOf(tx, caseId),
	keptAnswers: (keys, after) => keptAnswers(tx, keys, after),
	keepAnswers: (rows) => keepAnswers(tx, rows),
	saveListings: (rows) => saveListings(tx, rows),
	mediaOf: (ids) => mediaOf(tx, ids),
	addRevisions: async (rows) => {
		await addRevisions(tx, rows);
		await addListedMedia(tx, rows);
	},
	lockCases: (ids) => lockCases(tx, ids),
	saveCases: (rows) => saveCases(tx, rows),
	addEvents: (rows) => addEvents(tx, rows),
	countClaims: (person, except, now) => countClaims(tx, person, except, now),
	addEntries: (rows) => addEntries(tx, rows),
});
