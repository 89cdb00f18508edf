// The flows' store on PostgreSQL: one transaction each, made of the statements of every aggregate. Writes are not waited for one by
// one: the end of the transaction does that.
import type pg from 'pg';
import type { JobStore, JobTx } from '../../flows/rescreen.ts';
import type { Store } from '../../flows/store.ts';
import type { SecretBox } from '../secret-box.ts';
import { addEvents, countClaims, lockCases, saveCases } from './cases.ts';
import { keepAnswers, keptAnswers } from './idempotency.ts';
import { lockJobAt, saveJob } from './jobs.ts';
import { addRevisions, lockListingOf, lockListings, saveListings } from './listings.ts';
import { addEntries } from './log.ts';
import { addListedMedia, mediaOf } from './media.ts';
import { addAnnouncements } from './outbox.ts';
import { holdRuling } from './ruling.ts';
import { addShadows } from './shadows.ts';
import { pipelined, type Transaction } from './transaction.ts';
import { addHits } from './watch-lists.ts';

/** `box` seals what restricted lists say of a revision. */
export function postgresStore(pool: pg.Pool, box: SecretBox): Store & JobStore {
	return { transact: (work) => pipelined(pool, (tx) => work(bind(tx, box))) };
}

const bind = (tx: Transaction, box: SecretBox): JobTx => ({
	lockListings: (ids) => lockListings(tx, ids),
	lockListingOf: (caseId) => lockListingOf(tx, caseId),
	keptAnswers: (keys, after) => keptAnswers(tx, keys, after),
	keepAnswers: (rows) => tx.later(keepAnswers(tx, rows)),
	saveListings: (rows) => tx.later(saveListings(tx, rows)),
	mediaOf: (ids) => mediaOf(tx, ids),
	addRevisions: (rows) => tx.later(Promise.all([addRevisions(tx, rows), addListedMedia(tx, rows), addHits(tx, rows, box)])),
	lockCases: (ids) => lockCases(tx, ids),
	saveCases: (rows) => tx.later(saveCases(tx, rows)),
	addEvents: (rows) => tx.later(addEvents(tx, rows)),
	countClaims: (person, except, now) => countClaims(tx, person, except, now),
	addEntries: (rows) => tx.later(addEntries(tx, rows)),
	addAnnouncements: (rows) => tx.later(addAnnouncements(tx, rows)),
	ruling: () => holdRuling(tx),
	addShadows: (rows) => tx.later(addShadows(tx, rows)),
	lockJob: (id, cursor) => lockJobAt(tx, id, cursor),
	saveJob: (job) => tx.later(saveJob(tx, job)),
});
