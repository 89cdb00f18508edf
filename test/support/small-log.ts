// A small log of made-up entries, in memory, signed with a fixed key.
import { formatCheckpoint } from '../../src/log/checkpoint.ts';
import { commit, type Entry, encodeEntry } from '../../src/log/entry.ts';
import { signerFromSeed } from '../../src/log/key.ts';
import { cosignNote, formatNote, signNote } from '../../src/log/note.ts';
import type { LogReader } from '../../src/log/reader.ts';
import { type Edge, EMPTY_EDGE, type Sequenced, sequence } from '../../src/log/sequence.ts';

export const ORIGIN = 'weir.local/log';
export const LOG_KEY = signerFromSeed(ORIGIN, 'ed25519', new Uint8Array(32).fill(7));
export const WITNESS_KEY = signerFromSeed('witness.example/w', 'cosignature', new Uint8Array(32).fill(8));
export const WITNESSED_AT = 1_772_352_000;

export function entryAt(i: number): Entry {
	return {
		v: 1,
		at: new Date(Date.UTC(2026, 2, 1) + i * 1000).toISOString(),
		kind: 'listing.screened',
		subject: `listing/${i}`,
		actor: { kind: 'key', id: `k-${i % 3}`, role: 'seller' },
		hash: commit({ salt: (i % 256).toString(16).padStart(2, '0').repeat(32), content: { i } }),
		facts: { verdict: i % 5 === 0 ? 'review' : 'clear' },
	};
}

export function entryBytes(i: number): Uint8Array {
	const encoded = encodeEntry(entryAt(i));
	if (!encoded.ok) throw new Error(encoded.problems[0]?.message);
	return encoded.value;
}

/** Appends entries up to `size`. */
export function grow(edge: Edge, size: number): Sequenced {
	return sequence(
		edge,
		Array.from({ length: size - edge.size }, (_, i) => entryBytes(edge.size + i)),
	);
}

/** The signed and witnessed checkpoint of a step. */
export async function checkpointOf({ edge, root }: Pick<Sequenced, 'edge' | 'root'>): Promise<string> {
	const signed = await signNote(formatCheckpoint({ origin: ORIGIN, size: edge.size, root }), LOG_KEY);
	return formatNote(await cosignNote(signed, WITNESS_KEY, WITNESSED_AT));
}

/** Every file of a log of `size` entries. */
export async function smallLog(size: number): Promise<Map<string, Uint8Array>> {
	const step = grow(EMPTY_EDGE, size);
	const files = new Map(step.resources.map(({ path, bytes }) => [path, bytes]));
	return files.set('checkpoint', new TextEncoder().encode(await checkpointOf(step)));
}

export const readerOf = (files: ReadonlyMap<string, Uint8Array>): LogReader => ({ read: async (path) => files.get(path) });
