// The sequencer's store on PostgreSQL: the log's side of a transaction.
import type { SequencerStore } from '../../flows/sequence-log.ts';
import { type Db, transact } from './database.ts';
import { lockSequencer, readCheckpoint, readEdge, saveSequenced, waitingEntries } from './log.ts';

export function postgresSequencer(db: Db): SequencerStore {
	return {
		transact: (work) =>
			transact(db, (tx) =>
				work({
					lock: () => lockSequencer(tx),
					checkpoint: () => readCheckpoint(tx),
					waiting: (most) => waitingEntries(tx, most),
					edge: (size) => readEdge(tx, size),
					save: (step) => saveSequenced(tx, step),
				}),
			),
	};
}
