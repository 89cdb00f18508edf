// Reads a tree from its tiles: the right edge to append to, the hash of any subtree, proofs. The edge and proven entries are checked
// against the root of a checkpoint, whose signature the caller has verified; bare proofs are for whoever verifies them.
import { bad, ok, type Result } from '../base/result.ts';
import { readBundle } from './bundle.ts';
import { HASH_BYTES, type Hash, hashLeaf, hashTree, sameBytes } from './merkle.ts';
import { consistencyProof, inclusionProof, type Node, type NodeReader, verifyInclusion } from './proof.ts';
import { type Edge, rootOf } from './sequence.ts';
import { levelCount, partialWidth, splitHashes, TILE_HEIGHT, TILE_WIDTH, type Tile, tileCount, tilePath } from './tile.ts';

/** Where a log is read from: the bytes under a path of C2SP tlog-tiles (`checkpoint`, `tile/…`), or undefined when there are none. */
export interface LogReader {
	readonly read: (path: string) => Promise<Uint8Array | undefined>;
}

/** A tree as a checkpoint names it. */
export interface Tree {
	readonly size: number;
	readonly root: Hash;
}

export interface TileBytes {
	readonly path: string;
	readonly bytes: Uint8Array;
	/** Whether a full tile stands in for the partial one that was asked for. */
	readonly longer: boolean;
}

/** Reads a tile or bundle. A partial one may have been deleted once the full one existed, so the full one is tried too. */
export async function readTile(reader: LogReader, tile: Tile): Promise<TileBytes | undefined> {
	const path = tilePath(tile);
	const bytes = await reader.read(path);
	if (bytes !== undefined) return { path, bytes, longer: false };
	if (tile.width === TILE_WIDTH) return undefined;
	const full = tilePath({ ...tile, width: TILE_WIDTH });
	const more = await reader.read(full);
	if (more === undefined) return undefined;
	return { path: full, bytes: tile.level === 'entries' ? more : more.subarray(0, tile.width * HASH_BYTES), longer: true };
}

/** The tile or bundle of a tree of this size in which number `position` of a level lies. */
export function tileAt(size: number, level: number | 'entries', index: number): Tile {
	const height = level === 'entries' ? 0 : level;
	const full = index < Math.floor(tileCount(size, height) / TILE_WIDTH);
	return { level, index, width: full ? TILE_WIDTH : partialWidth(size, height) };
}

/** The hashes of a tile; a problem when it is missing or of the wrong length. */
export async function readHashes(reader: LogReader, tile: Tile): Promise<Result<Hash[]>> {
	const found = await readTile(reader, tile);
	const path = tilePath(tile);
	if (found === undefined) return bad(path, 'the tile is missing', 'restore it from a copy of the log');
	const hashes = splitHashes(found.bytes);
	if (hashes?.length === tile.width) return ok(hashes);
	return bad(path, `the tile has ${found.bytes.length} bytes instead of ${tile.width * HASH_BYTES}`, 'restore it from a copy of the log');
}

/** The right edge of a tree, checked against its root, so that entries can be appended. */
export async function openEdge(reader: LogReader, tree: Tree): Promise<Result<Edge>> {
	const levels: Hash[][] = [];
	for (let level = 0; level < levelCount(tree.size); level++) {
		const tile = tileAt(tree.size, level, Math.floor(tileCount(tree.size, level) / TILE_WIDTH));
		const hashes = tile.width === 0 ? ok([]) : await readHashes(reader, tile);
		if (!hashes.ok) return hashes;
		levels.push(hashes.value);
	}
	if (!sameBytes(rootOf({ levels }), tree.root))
		return bad('', 'the tiles do not lead to the root of the checkpoint', 'run "weir log verify"');
	const tile = tileAt(tree.size, 'entries', Math.floor(tree.size / TILE_WIDTH));
	if (tile.width === 0) return ok({ size: tree.size, levels, bundle: new Uint8Array(0) });
	const found = await readTile(reader, tile);
	const { entries, end } = readBundle(found?.bytes ?? new Uint8Array(0), tile.width);
	const same = entries.length === tile.width && entries.every(({ entry }, i) => sameBytes(hashLeaf(entry), levels[0]?.[i] as Hash));
	if (found === undefined || !same) return bad(tilePath(tile), 'the last entries are missing or changed', 'run "weir log verify"');
	return ok({ size: tree.size, levels, bundle: found.bytes.subarray(0, end) });
}

/** Hashes of subtrees of the tree of this size, from its tiles. Keeps the last few tiles. @throws Error when a tile is missing. */
export function nodeReader(reader: LogReader, size: number): NodeReader {
	const kept = new Map<string, Promise<Result<Hash[]>>>();
	return async ({ level, index }: Node): Promise<Hash> => {
		const tileLevel = Math.floor(level / TILE_HEIGHT);
		const width = 2 ** (level % TILE_HEIGHT);
		const first = index * width;
		const tile = tileAt(size, tileLevel, Math.floor(first / TILE_WIDTH));
		const path = tilePath(tile);
		const reading = kept.get(path) ?? readHashes(reader, tile);
		kept.set(path, reading);
		if (kept.size > MAX_KEPT) for (const oldest of [...kept.keys()].slice(0, 1)) kept.delete(oldest);
		const hashes = await reading;
		if (!hashes.ok) throw new Error(`${path}: ${hashes.problems[0]?.message}`);
		const start = first % TILE_WIDTH;
		return hashTree(hashes.value.slice(start, start + width));
	};
}
const MAX_KEPT = 64;

export interface Proven {
	readonly index: number;
	/** The entry's bytes. */
	readonly entry: Uint8Array;
	readonly leaf: Hash;
	/** Sibling hashes from the leaf upwards. */
	readonly proof: readonly Hash[];
}

/** Entry `index` with its inclusion proof, both checked against the root of the tree. */
export async function proveEntry(reader: LogReader, index: number, tree: Tree): Promise<Result<Proven>> {
	const tile = tileAt(tree.size, 'entries', Math.floor(index / TILE_WIDTH));
	const found = await readTile(reader, tile);
	const framed = readBundle(found?.bytes ?? new Uint8Array(0), tile.width).entries[index % TILE_WIDTH];
	if (framed === undefined) return bad(tilePath(tile), `entry ${index} cannot be read`, 'run "weir log verify" to see what is missing');
	const proof = await proveInclusion(reader, index, tree);
	const leaf = hashLeaf(framed.entry);
	if (!proof.ok) return proof;
	if (!verifyInclusion(index, leaf, tree, proof.value))
		return bad(tilePath(tile), `entry ${index} is not in the tree of the checkpoint`, 'run "weir log verify" to see what was changed');
	return ok({ index, entry: framed.entry, leaf, proof: proof.value });
}

/** The inclusion proof of entry `index`, from the tiles alone. */
export function proveInclusion(reader: LogReader, index: number, { size }: Pick<Tree, 'size'>): Promise<Result<Hash[]>> {
	return collect(() => inclusionProof(index, size, nodeReader(reader, size)));
}

/** The proof that the tree of `oldSize` entries is the beginning of this one, from the tiles alone. */
export function proveConsistency(reader: LogReader, oldSize: number, { size }: Pick<Tree, 'size'>): Promise<Result<Hash[]>> {
	return collect(() => consistencyProof(oldSize, size, nodeReader(reader, size)));
}

async function collect(make: () => Promise<Hash[]>): Promise<Result<Hash[]>> {
	try {
		return ok(await make());
	} catch (error) {
		return bad('', error instanceof Error ? error.message : String(error), 'restore the tile from a copy of the log');
	}
}
