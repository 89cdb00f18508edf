// Recomputes a whole tree from its entries and compares it with every stored tile, left to right, one tile per level in memory. Says
// not only that something was changed but what: an entry, or one hash of one tile. A stored tile is *anchored* when the checkpoint's
// root vouches for it through the tiles above; against an anchored tile an entry that differs is the one that was changed.
import { type Framed, readBundle } from './bundle.ts';
import { HASH_BYTES, type Hash, hashLeaf, hashTree, sameBytes } from './merkle.ts';
import { type LogReader, readHashes, readTile, type Tree, tileAt } from './reader.ts';
import { rootOf } from './sequence.ts';
import { levelCount, TILE_WIDTH, tileCount, tilePath } from './tile.ts';

/** One thing that is wrong with a log, and where. */
export interface Failure {
	readonly kind: 'checkpoint' | 'signature' | 'cosignature' | 'consistency' | 'tile' | 'bundle' | 'entry' | 'root';
	/** Path of what is damaged, in the layout of C2SP tlog-tiles. */
	readonly path: string;
	/** Number of the entry. */
	readonly entry?: number;
	/** Which hash of the tile, from 0. */
	readonly position?: number;
	/** First damaged byte in the file, as far as it can be told; for an entry where it begins. */
	readonly offset?: number;
	readonly message: string;
}

export interface TreeVisitor {
	readonly failure: (failure: Failure) => void;
	/** An entry whose hash stands in the tree. */
	readonly entry: (index: number, framed: Framed, path: string) => void;
	/** After each bundle: entries so far. False ends the check. */
	readonly more: (done: number) => boolean;
}

interface Stored {
	readonly index: number;
	readonly hashes: readonly Hash[] | undefined;
	readonly anchored: boolean;
}

/** Checks the tree; everything found goes to the visitor. */
export async function checkTree(reader: LogReader, tree: Tree, visitor: TreeVisitor): Promise<void> {
	await new TreeCheck(reader, tree, visitor).run();
}

class TreeCheck {
	readonly #reader: LogReader;
	readonly #tree: Tree;
	readonly #visitor: TreeVisitor;
	/** The stored tile of each level at which the check now stands. */
	readonly #stored: Stored[] = [];
	/** What the tile of each level should hold so far, from the entries. */
	readonly #rows: Hash[][];
	#edgeAnchored = false;
	/** The last, partial tile where it and its entries disagree and only the root can say which is right. */
	#undecided: { readonly stored: readonly Hash[]; readonly leaves: readonly Hash[]; readonly framed: readonly Framed[] } | undefined;

	constructor(reader: LogReader, tree: Tree, visitor: TreeVisitor) {
		this.#reader = reader;
		this.#tree = tree;
		this.#visitor = visitor;
		this.#rows = Array.from({ length: levelCount(tree.size) }, () => []);
	}

	async run(): Promise<void> {
		const { size } = this.#tree;
		await this.#anchorEdge();
		for (let done = 0, index = 0; done < size; index++) {
			await this.#checkBundle(index);
			done = Math.min(size, done + TILE_WIDTH);
			if (!this.#visitor.more(done)) return;
		}
		this.#checkRoot();
	}

	// The partial tiles together give the root; when they do, every one of them is right. What is missing is reported when it is met.
	async #anchorEdge(): Promise<void> {
		const { size, root } = this.#tree;
		const levels: (readonly Hash[])[] = [];
		for (let level = 0; level < levelCount(size); level++) {
			const tile = tileAt(size, level, Math.floor(tileCount(size, level) / TILE_WIDTH));
			const hashes = tile.width === 0 ? undefined : await readHashes(this.#reader, tile);
			levels.push(hashes?.ok ? hashes.value : []);
		}
		this.#edgeAnchored = sameBytes(rootOf({ levels }), root);
	}

	async #tile(level: number, index: number): Promise<Stored> {
		const kept = this.#stored[level];
		if (kept?.index === index) return kept;
		const tile = tileAt(this.#tree.size, level, index);
		const read = await readHashes(this.#reader, tile);
		if (!read.ok) this.#fail({ kind: 'tile', path: tilePath(tile), message: read.problems[0]?.message ?? 'the tile cannot be read' });
		const hashes = read.ok ? read.value : undefined;
		const claim = tile.width === TILE_WIDTH ? await this.#claim(level, index) : undefined;
		const anchored =
			tile.width < TILE_WIDTH
				? this.#edgeAnchored
				: claim?.anchored === true && hashes !== undefined && sameBytes(hashTree(hashes), claim.hash);
		const stored: Stored = { index, hashes, anchored };
		this.#stored[level] = stored;
		return stored;
	}

	/** What the level above says the hash of a full tile is. */
	async #claim(level: number, index: number): Promise<{ hash: Hash; anchored: boolean } | undefined> {
		const above = await this.#tile(level + 1, Math.floor(index / TILE_WIDTH));
		const hash = above.hashes?.[index % TILE_WIDTH];
		return hash === undefined ? undefined : { hash, anchored: above.anchored };
	}

	async #checkBundle(index: number): Promise<void> {
		const tile = tileAt(this.#tree.size, 'entries', index);
		const path = tilePath(tile);
		const stored = await this.#tile(0, index);
		const found = await readTile(this.#reader, tile);
		if (found === undefined) {
			this.#fail({ kind: 'bundle', path, message: 'the entries are missing' });
			return await this.#settle(0, index, stored.hashes ?? []);
		}
		const { entries: framed, end } = readBundle(found.bytes, tile.width);
		const leaves = framed.map(({ entry }) => hashLeaf(entry));
		const whole = framed.length === tile.width;
		if (!whole && stored.hashes === undefined)
			this.#fail({ kind: 'bundle', path, offset: end, message: `the bundle breaks off after ${framed.length} entries` });
		const row = stored.hashes === undefined ? leaves : await this.#decide(index, stored.hashes, stored.anchored, leaves, framed);
		for (const [i, one] of framed.entries()) {
			if (row[i] !== undefined && sameBytes(row[i], leaves[i] as Hash)) this.#visitor.entry(index * TILE_WIDTH + i, one, path);
		}
		if (whole && end < found.bytes.length && !found.longer)
			this.#fail({ kind: 'bundle', path, offset: end, message: `${found.bytes.length - end} bytes stand after the last entry` });
		await this.#settle(0, index, row);
	}

	/** Which is right where entries and their tile differ; reports the other. */
	async #decide(
		index: number,
		stored: readonly Hash[],
		anchored: boolean,
		leaves: readonly Hash[],
		framed: readonly Framed[],
	): Promise<readonly Hash[]> {
		if (leaves.length === stored.length && stored.every((hash, i) => sameBytes(hash, leaves[i] as Hash))) return leaves;
		if (!anchored) {
			if (stored.length < TILE_WIDTH) {
				this.#undecided = { stored, leaves, framed };
				return stored;
			}
			const claim = await this.#claim(0, index);
			if (claim !== undefined && leaves.length === TILE_WIDTH && sameBytes(hashTree(leaves), claim.hash)) {
				this.#failTile(0, index, stored, leaves);
				return leaves;
			}
			const sure = claim !== undefined && sameBytes(hashTree(stored), claim.hash);
			this.#failEntries(index, stored, leaves, framed, sure);
			return stored;
		}
		this.#failEntries(index, stored, leaves, framed, true);
		return stored;
	}

	#failEntries(index: number, stored: readonly Hash[], leaves: readonly Hash[], framed: readonly Framed[], sure: boolean): void {
		const path = tilePath(tileAt(this.#tree.size, 'entries', index));
		const broken = leaves.length < stored.length;
		for (const [i, hash] of stored.entries()) {
			const leaf = leaves[i];
			if (leaf !== undefined && sameBytes(leaf, hash)) continue;
			const last = framed.at(-1);
			const offset = framed[i]?.offset ?? (last === undefined ? 0 : last.offset + 2 + last.entry.length);
			const entry = index * TILE_WIDTH + i;
			const what = sure
				? `entry ${entry} was changed`
				: `entry ${entry} and hash ${i} of its tile differ; which was changed cannot be told`;
			const message = broken ? `${what}, or cut off: the bundle cannot be read from there on` : what;
			this.#fail({ kind: 'entry', path, entry, offset, message });
			// A changed length moves every later entry of the bundle; naming those too would hide the one.
			if (broken) return;
		}
	}

	#failTile(level: number, index: number, stored: readonly Hash[], right: readonly Hash[]): void {
		const path = tilePath(tileAt(this.#tree.size, level, index));
		for (const [position, hash] of stored.entries()) {
			const should = right[position];
			if (should !== undefined && !sameBytes(hash, should)) this.#fail(changedHash(path, position, hash, should));
		}
	}

	/** A tile's right hashes are known: compares them with what the level above says, and goes on there. */
	async #settle(level: number, index: number, row: readonly Hash[]): Promise<void> {
		this.#rows[level] = [...row];
		if (tileAt(this.#tree.size, level, index).width < TILE_WIDTH) return;
		this.#rows[level] = [];
		const up = Math.floor(index / TILE_WIDTH);
		const position = index % TILE_WIDTH;
		const claim = await this.#claim(level, index);
		const whole = row.length === TILE_WIDTH;
		let hash = whole || claim === undefined ? hashTree(row) : claim.hash;
		if (claim !== undefined && !sameBytes(hash, claim.hash)) {
			if (claim.anchored) {
				const path = tilePath(tileAt(this.#tree.size, level, index));
				const span = TILE_WIDTH ** (level + 1);
				const message = `entries ${index * span} to ${(index + 1) * span - 1} and their tiles were replaced together: the level above holds another hash`;
				this.#fail({ kind: 'tile', path, message });
				hash = claim.hash;
			} else this.#fail(changedHash(tilePath(tileAt(this.#tree.size, level + 1, up)), position, claim.hash, hash));
		}
		const above = [...(this.#rows[level + 1] ?? []), hash];
		this.#rows[level + 1] = above;
		if (above.length === TILE_WIDTH) await this.#settle(level + 1, up, above);
	}

	#checkRoot(): void {
		const { root, size } = this.#tree;
		const index = Math.floor(size / TILE_WIDTH);
		if (this.#undecided !== undefined) {
			const { stored, leaves, framed } = this.#undecided;
			const entriesRight = sameBytes(rootOf({ levels: [leaves, ...this.#rows.slice(1)] }), root);
			const tileRight = sameBytes(rootOf({ levels: this.#rows }), root);
			if (entriesRight) {
				this.#rows[0] = [...leaves];
				this.#failTile(0, index, stored, leaves);
			} else this.#failEntries(index, stored, leaves, framed, tileRight);
		}
		if (!sameBytes(rootOf({ levels: this.#rows }), root))
			this.#fail({ kind: 'root', path: 'checkpoint', message: 'entries and tiles lead to another root than the checkpoint states' });
	}

	#fail(failure: Failure): void {
		this.#visitor.failure(failure);
	}
}

function changedHash(path: string, position: number, found: Hash, right: Hash): Failure {
	const offset = position * HASH_BYTES + found.findIndex((byte, i) => byte !== right[i]);
	return { kind: 'tile', path, position, offset, message: `hash ${position} of the tile was changed` };
}
