// The flows' store on PostgreSQL: one transaction each, made of the statements of every aggregate.
import type { JobStore, JobTx } from '../../flows/rescreen.ts';
import type { Store } from '../../flows/store.ts';
import { addEvents, countClaims, lockCases, saveCases } from './cases.ts';
import { type Db, transact } from './database.ts';
import { keepAnswers, keptAnswers } from './idempotency.ts';
import { lockJobAt, saveJob } from './jobs.ts';
import { addRevisions, lockListingOf, lockListings, saveListings } from './listings.ts';
import { addEntries } from './log.ts';
import { addShadows, holdRuling } from './policies.ts';

export function postgresStore(db: Db): Store & JobStore {
	return { transact: (work) => transact(db, (tx) => work(bind(tx))) };
}

const bind = (tx: Db): JobTx => ({
	lockListings: (ids) => lockListings(tx, ids),
	lockListingOf: (caseId) => lockListingOf(tx, caseId),
	keptAnswers: (keys, after) => keptAnswers(tx, keys, after),
	keepAnswers: (rows) => keepAnswers(tx, rows),
	saveListings: (rows) => saveListings(tx, rows),
	addRevisions: (rows) => addRevisions(tx, rows),
	lockCases: (ids) => lockCases(tx, ids),
	saveCases: (rows) => saveCases(tx, rows),
	addEvents: (rows) => addEvents(tx, rows),
	countClaims: (person, except, now) => countClaims(tx, person, except, now),
	addEntries: (rows) => addEntries(tx, rows),
	ruling: () => holdRuling(tx),
	addShadows: (rows) => addShadows(tx, rows),
	lockJob: (id, cursor) => lockJobAt(tx, id, cursor),
	saveJob: (job) => saveJob(tx, job),
});
