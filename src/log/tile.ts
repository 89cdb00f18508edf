// The tiles of C2SP tlog-tiles: rows of 256 hashes, and bundles of the 256 entries beneath them, each at a path of its own.
// A full tile never changes; a partial one belongs to the tree sizes at which it was published.
import { HASH_BYTES, type Hash } from './merkle.ts';

/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256;
/** Levels of the binary tree that one tile spans. */
export const TILE_HEIGHT = 8;

/** A tile of hashes, or a bundle of entries, with its width: 256 when full, 1 to 255 when partial. */
export interface Tile {
	readonly level: number | 'entries';
	readonly index: number;
	readonly width: number;
}

/** What is stored or served under a path. */
export interface Resource {
	readonly path: string;
	readonly bytes: Uint8Array;
}

/** `tile/0/x001/x234/067`, `tile/entries/000.p/17`. */
export function tilePath({ level, index, width }: Tile): string {
	let path = pad(index % 1000);
	for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) path = `x${pad(rest % 1000)}/${path}`;
	return `tile/${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

const pad = (n: number): string => String(n).padStart(3, '0');

const PATH = /^tile\/(entries|[1-5]?\d|6[0-3])\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** The tile at a path, or undefined when the path is not the one spelling of any tile. */
export function parseTilePath(path: string): Tile | undefined {
	const [, level, digits, width] = PATH.exec(path) ?? [];
	if (level === undefined || digits === undefined) return undefined;
	const tile: Tile = {
		level: level === 'entries' ? level : Number(level),
		index: Number(digits.replaceAll('x', '').replaceAll('/', '')),
		width: width === undefined ? TILE_WIDTH : Number(width),
	};
	return Number.isSafeInteger(tile.index) && tilePath(tile) === path ? tile : undefined;
}

/** How many hashes the last, partial tile of a level holds in a tree of `size` entries; 0 when there is none. */
export function partialWidth(size: number, level: number): number {
	return tileCount(size, level) % TILE_WIDTH;
}

/** How many hashes a level holds over all its tiles. */
export function tileCount(size: number, level: number): number {
	return Math.floor(size / TILE_WIDTH ** level);
}

/** How many levels of tiles a tree of `size` entries has. */
export function levelCount(size: number): number {
	let levels = 0;
	while (tileCount(size, levels) > 0) levels++;
	return levels;
}

/** The hashes of a tile, or undefined when the bytes are not a whole number of them. */
export function splitHashes(bytes: Uint8Array): Hash[] | undefined {
	if (bytes.length % HASH_BYTES !== 0) return undefined;
	return Array.from({ length: bytes.length / HASH_BYTES }, (_, i) => bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
}

/** Byte strings one after another. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
