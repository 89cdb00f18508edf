// Names in scripts without an alphabet of their own here (Chinese, Japanese, Korean, Arabic, Devanagari …): a trie over letters,
// longest match first. Gaps inside a name are ignored. A neighbouring chemical character makes it part of a longer name.
import type { EvasionKind } from '../model/verdict.ts';
import { GAP_HARD, GAP_NONE, PLAIN_FOREIGN, PLAIN_OTHER, PLAIN_ZERO, WRITTEN_ENCODED } from '../text/alphabet.ts';
import type { Reading } from '../text/reading.ts';
import type { Alias, Owner } from './lexicon.ts';
import type { Sighting } from './sighting.ts';

interface Node {
	readonly next: Map<number, Node>;
	aliases: number[];
	/** A name of an unlisted look-alike ends here: it stands for itself, not for a listed name inside it. */
	honest: boolean;
}

export interface ForeignTrie {
	readonly root: Node;
	/** Plain codes of characters that bind to a name and make another of it. */
	readonly binding: ReadonlySet<number>;
	readonly aliases: readonly Alias[];
	readonly owners: readonly Owner[];
}

export function buildTrie(
	aliases: readonly Alias[],
	owners: readonly Owner[],
	binding: ReadonlySet<number>,
	honest: readonly string[],
	fold: (text: string) => Reading,
): ForeignTrie {
	const root = emptyNode();
	aliases.forEach((alias, index) => {
		grow(root, alias.text, fold)?.aliases.push(index);
	});
	for (const name of honest) {
		const node = grow(root, name, fold);
		if (node !== null) node.honest = true;
	}
	return { root, binding, aliases, owners };
}

const emptyNode = (): Node => ({ next: new Map(), aliases: [], honest: false });

/** The node at which a name ends; null for a name without letters of a foreign script. */
function grow(root: Node, name: string, fold: (text: string) => Reading): Node | null {
	if (!FOREIGN_SCRIPT.test(name)) return null;
	const reading = fold(name);
	const letters = reading.plain.subarray(0, reading.length);
	// A letter without a number of its own would match any other such letter.
	if (!letters.some((plain) => plain >= PLAIN_FOREIGN) || letters.includes(PLAIN_OTHER)) return null;
	let node = root;
	for (const plain of letters) {
		let next = node.next.get(plain);
		if (next === undefined) {
			next = emptyNode();
			node.next.set(plain, next);
		}
		node = next;
	}
	return node;
}

const FOREIGN_SCRIPT = /[^\u0000-\u058f\u1e00-\u2bff]/;

/** Every longest name in the reading that no neighbour binds. */
export function findForeign(reading: Reading, trie: ForeignTrie): Sighting[] {
	if (!reading.foreign) return [];
	const sightings: Sighting[] = [];
	const { plain, gap, length } = reading;
	for (let from = 0; from < length; ) {
		let node: Node | undefined = trie.root.next.get(plain[from] ?? 0);
		let best: Node | null = null;
		let to = from;
		for (let i = from; node !== undefined; ) {
			if (node.aliases.length > 0 || node.honest) {
				best = node;
				to = i + 1;
			}
			i++;
			if (i >= length || (gap[i] ?? GAP_HARD) >= GAP_HARD) break;
			node = node.next.get(plain[i] ?? 0);
		}
		if (best === null) {
			from++;
			continue;
		}
		if (!isBound(reading, from, to, trie)) for (const alias of best.aliases) sightings.push(sight(reading, from, to, alias, trie));
		from = to;
	}
	return sightings;
}

function isBound(reading: Reading, from: number, to: number, trie: ForeignTrie): boolean {
	const { plain, gap, length } = reading;
	const touches = (i: number): boolean => (gap[i] ?? GAP_HARD) <= GAP_NONE + 2;
	const before = plain[from - 1] ?? 0;
	const after = plain[to] ?? 0;
	if (from > 0 && touches(from)) {
		if (trie.binding.has(before)) return true;
		// Latin or a digit written right before a name that begins with a letter of this script is its locant.
		if (before < PLAIN_ZERO && (plain[from] ?? 0) >= PLAIN_FOREIGN && (gap[from] ?? 0) === GAP_NONE) return true;
		if (before >= PLAIN_ZERO && before < PLAIN_FOREIGN && (gap[from] ?? 0) > 0 && (plain[from] ?? 0) >= PLAIN_FOREIGN) return true;
	}
	if (to < length && touches(to) && trie.binding.has(after)) return true;
	// One character alone is a name only when it stands alone.
	return (
		to - from === 1 &&
		((from > 0 && touches(from) && before >= PLAIN_FOREIGN - 26) || (to < length && touches(to) && after >= PLAIN_FOREIGN - 26))
	);
}

function sight(reading: Reading, from: number, to: number, index: number, trie: ForeignTrie): Sighting {
	const alias = trie.aliases[index];
	const owner = trie.owners[alias?.owner ?? 0];
	let gaps = 0;
	for (let i = from + 1; i < to; i++)
		if ((reading.gap[i] ?? 0) !== GAP_NONE && (reading.plain[i] ?? 0) >= PLAIN_FOREIGN && (reading.plain[i - 1] ?? 0) >= PLAIN_FOREIGN)
			gaps++;
	const undone: EvasionKind[] = gaps === 0 ? [] : gaps > (to - from) / 2 ? ['spacing'] : ['split'];
	if (reading.written.subarray(from, to).includes(WRITTEN_ENCODED)) undone.push('encoding');
	const kind = owner?.kind === 'family-member' ? 'family' : (owner?.kind ?? 'substance');
	return {
		rule: 'name',
		kind,
		id: owner?.id ?? '',
		start: reading.start[from] ?? 0,
		end: reading.end[to - 1] ?? 0,
		read: alias?.text ?? '',
		confidence: to - from <= 2 ? 0.93 : 0.98,
		certainty: 'certain',
		basis: 'name',
		undone,
		note: `Name “${alias?.text ?? ''}”`,
	};
}
