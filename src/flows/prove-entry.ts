// A receipt: where an entry stands in the log, and the proof that the signed checkpoint contains it. Pending until the sequencer
// has placed it.

import { Fault } from '../base/fault.ts';
import { toBase64 } from '../log/base64.ts';
import { type Hash, hashTree } from '../log/merkle.ts';
import { inclusionProof, type NodeReader } from '../log/proof.ts';
import { partialWidth, splitHashes, TILE_HEIGHT, TILE_WIDTH, type Tile, tileCount } from '../log/tile.ts';

export type TileReader = (tile: Tile) => Promise<Uint8Array | undefined>;

/** The inclusion proof of an entry, leaf upwards, as base64 hashes. */
export async function proveInclusion(index: number, size: number, read: TileReader): Promise<string[]> {
	const proof = await inclusionProof(index, size, nodeReader(size, read));
	return proof.map(toBase64);
}

// A subtree of up to 128 hashes lies within one tile: its root is worked out from them.
function nodeReader(size: number, read: TileReader): NodeReader {
	return async ({ level, index }): Promise<Hash> => {
		const row = Math.floor(level / TILE_HEIGHT);
		const count = 2 ** (level % TILE_HEIGHT);
		const start = index * count;
		const tile = Math.floor(start / TILE_WIDTH);
		const full = (tile + 1) * TILE_WIDTH <= tileCount(size, row);
		const bytes = await read({ level: row, index: tile, width: full ? TILE_WIDTH : partialWidth(size, row) });
		const hashes = bytes === undefined ? undefined : splitHashes(bytes);
		const wanted = hashes?.slice(start % TILE_WIDTH, (start % TILE_WIDTH) + count);
		if (wanted?.length !== count) throw new Fault('impossible', `The log lacks hashes of its level ${row}; restore a backup.`);
		return hashTree(wanted);
	};
}
