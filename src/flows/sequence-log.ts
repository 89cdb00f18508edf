// The sequencer: gives waiting entries their places in the tree, in batches, and signs the new checkpoint. One at a time over all
// servers of a database; places, tiles and checkpoint are stored together, so that the log is whole at every moment.
import { formatCheckpoint } from '../log/checkpoint.ts';
import type { Signer } from '../log/key.ts';
import type { Hash } from '../log/merkle.ts';
import { formatNote, signNote } from '../log/note.ts';
import { type Edge, EMPTY_EDGE, rootOf, sequence } from '../log/sequence.ts';
import type { Resource } from '../log/tile.ts';

export interface SequencedStep {
	readonly ids: readonly string[];
	readonly first: number;
	readonly leaves: readonly Hash[];
	readonly resources: readonly Resource[];
	readonly size: number;
	/** The signed checkpoint. */
	readonly note: string;
	readonly at: string;
}

export interface SequencerTx {
	/** False when another sequencer is at work. */
	lock(): Promise<boolean>;
	checkpoint(): Promise<{ readonly size: number; readonly note: string } | undefined>;
	waiting(most: number): Promise<readonly { readonly id: string; readonly entry: Uint8Array }[]>;
	edge(size: number): Promise<Edge>;
	save(step: SequencedStep): Promise<void>;
}

export interface SequencerStore {
	transact<T>(work: (tx: SequencerTx) => Promise<T>): Promise<T>;
}

export interface Sequencer {
	/** Sequences what waits, up to `most` entries; how many it was. */
	step(now: string): Promise<number>;
}

const MOST = 4096;

/** A sequencer that signs as `signer` under `origin`. It remembers the right edge between steps. */
export function sequencerOf(store: SequencerStore, signer: Signer, origin: string): Sequencer {
	let known: Edge = EMPTY_EDGE;
	const step = async (tx: SequencerTx, at: string): Promise<number> => {
		if (!(await tx.lock())) return 0;
		const last = await tx.checkpoint();
		const waiting = await tx.waiting(MOST);
		if (waiting.length === 0 && last !== undefined) return 0;
		const size = last?.size ?? 0;
		const edge = known.size === size ? known : await tx.edge(size);
		const grown = sequence(
			edge,
			waiting.map(({ entry }) => entry),
		);
		const text = formatCheckpoint({ origin, size: grown.edge.size, root: rootOf(grown.edge) });
		const note = formatNote(await signNote(text, signer));
		const { first, leaves, resources } = grown;
		await tx.save({ ids: waiting.map(({ id }) => id), first, leaves, resources, size: grown.edge.size, note, at });
		known = grown.edge;
		return waiting.length;
	};
	return {
		step: async (now) => {
			try {
				return await store.transact((tx) => step(tx, now));
			} catch (error) {
				known = EMPTY_EDGE; // whether it was stored is not known; the next step reads it again
				throw error;
			}
		},
	};
}
