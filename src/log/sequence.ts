// The sequencing step as a pure function: the right edge of the tree and new entries in; indexes, new tiles and bundles, and the new
// edge out. Whoever stores the result must store all of it together and sign the checkpoint of the new size only then: a checkpoint
// whose tiles are missing is a broken promise, tiles without a checkpoint are none.
import { frameEntry } from './bundle.ts';
import { type Hash, hashLeaf, hashTree } from './merkle.ts';
import { concatBytes, partialWidth, type Resource, TILE_WIDTH, tilePath } from './tile.ts';

/**
 * The right edge of a tree: the partial tile of every level (empty where the last tile is full) and the partial bundle. It is a
 * compact range in base 256: it gives the root, and all that appending needs.
 */
export interface Edge {
	readonly size: number;
	readonly levels: readonly (readonly Hash[])[];
	readonly bundle: Uint8Array;
}

export const EMPTY_EDGE: Edge = { size: 0, levels: [], bundle: new Uint8Array(0) };

export interface Sequenced {
	/** Index of the first new entry; the others follow in order. */
	readonly first: number;
	readonly leaves: readonly Hash[];
	readonly edge: Edge;
	readonly root: Hash;
	/** New tiles and bundles, full and partial. */
	readonly resources: readonly Resource[];
	/** Paths of earlier partial tiles and bundles that a full or longer one now replaces; they may be deleted. */
	readonly superseded: readonly string[];
}

/** The root of the tree with this edge. */
export function rootOf(edge: Pick<Edge, 'levels'>): Hash {
	let root: Hash | undefined;
	for (const hashes of edge.levels) {
		const row = root === undefined ? hashes : [...hashes, root];
		if (row.length > 0) root = hashTree(row);
	}
	return root ?? hashTree([]);
}

/** Appends entries, in this order. @throws RangeError when an entry is longer than 65,535 bytes. */
export function sequence(edge: Edge, entries: readonly Uint8Array[]): Sequenced {
	const leaves = entries.map(hashLeaf);
	const levels = edge.levels.map((hashes) => [...hashes]);
	const resources: Resource[] = [];
	let framed: Uint8Array[] = edge.bundle.length === 0 ? [] : [edge.bundle];
	let size = edge.size;
	const append = (level: number, hash: Hash): void => {
		const hashes = levels[level] ?? [];
		hashes.push(hash);
		levels[level] = hashes;
		if (hashes.length < TILE_WIDTH) return;
		const index = Math.floor(size / TILE_WIDTH ** (level + 1)) - 1;
		resources.push({ path: tilePath({ level, index, width: TILE_WIDTH }), bytes: concatBytes(hashes) });
		levels[level] = [];
		append(level + 1, hashTree(hashes));
	};
	for (const [i, entry] of entries.entries()) {
		framed.push(frameEntry(entry));
		size++;
		if (size % TILE_WIDTH === 0) {
			resources.push({ path: tilePath({ level: 'entries', index: size / TILE_WIDTH - 1, width: TILE_WIDTH }), bytes: concatBytes(framed) });
			framed = [];
		}
		append(0, leaves[i] as Hash);
	}
	const grown: Edge = { size, levels, bundle: concatBytes(framed) };
	const kept = new Set(partialsOf(edge.size));
	for (const resource of partials(grown)) if (!kept.delete(resource.path)) resources.push(resource);
	return { first: edge.size, leaves, edge: grown, root: rootOf(grown), resources, superseded: [...kept] };
}

/** The partial tiles and the partial bundle at the right edge. */
export function partials(edge: Edge): Resource[] {
	const found: Resource[] = [];
	for (const [level, hashes] of edge.levels.entries()) {
		if (hashes.length > 0) found.push({ path: partialPath(edge.size, level), bytes: concatBytes(hashes) });
	}
	if (edge.bundle.length > 0) found.push({ path: partialPath(edge.size, 'entries'), bytes: edge.bundle });
	return found;
}

// Paths of the partial tiles and bundle of a tree of this size. Same path, same content: the tree only grows.
function partialsOf(size: number): string[] {
	const paths = partialWidth(size, 0) === 0 ? [] : [partialPath(size, 'entries')];
	for (let level = 0; TILE_WIDTH ** level <= size; level++) if (partialWidth(size, level) > 0) paths.push(partialPath(size, level));
	return paths;
}

function partialPath(size: number, level: number | 'entries'): string {
	const height = level === 'entries' ? 0 : level;
	return tilePath({ level, index: Math.floor(size / TILE_WIDTH ** (height + 1)), width: partialWidth(size, height) });
}
