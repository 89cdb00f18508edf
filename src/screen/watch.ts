// The entries of restricted lists in the fields of a listing: numbers as the catalogue's own are found, disguises undone, and names as
// the reader folds them, letter for letter. Only a policy that names a list pays for it. Must never say more than which entry stands where.
import type { Watched, WatchList } from '../model/policy.ts';
import type { Finding } from '../model/verdict.ts';
import { GAP_HARD, GAP_SPACE, PLAIN_FOREIGN, PLAIN_OTHER } from '../text/alphabet.ts';
import { beginsWord, endsWord, Reading, read } from '../text/reading.ts';
import { type CasIndex, indexCas } from './cas-index.ts';
import type { Field, Places } from './fields.ts';
import { findCas } from './numbers.ts';
import type { NameParts } from './recognise.ts';
import type { Sighting } from './sighting.ts';
import { findSpelled } from './spelled.ts';

export interface WatchSeen {
	readonly watched: readonly Watched[];
	readonly findings: readonly Finding[];
}

/** Looks for the entries in the fields of one listing. */
export type Watcher = (fields: readonly Field[], places: Places | undefined) => WatchSeen;

/** Compiles the restricted lists of a policy. */
export type Watch = (lists: readonly WatchList[]) => Watcher;

export type WatchReader = Pick<NameParts, 'table' | 'foreign' | 'further' | 'numerals'>;

/** More places in one listing say nothing new. */
const MOST_SEEN = 100;
/** A text that repeats nested names so often is held as it is. */
const MOST_NAMES = 10_000;

interface Node {
	readonly next: Map<number, Node>;
	/** Entries that end here, with the gaps between their words. */
	readonly ends: { readonly name: string; readonly gaps: number }[];
}

interface Compiled {
	readonly list: string;
	readonly cas: CasIndex;
	readonly names: Node;
}

/** Compiles lists for one engine; the parts are those it reads listings with. */
export function watcherOf(lists: readonly WatchList[], parts: WatchReader): Watcher {
	const foreign = withLetters(parts.foreign, lists);
	const reading = new Reading();
	const into = (text: string): Reading => {
		read(text, parts.table, foreign, 'by-word', reading);
		return reading;
	};
	const compiled = lists.map((one): Compiled => ({ list: one.name, cas: casOf(one), names: trieOf(one.names ?? [], into) }));
	return (fields, places) => {
		const watched = new Map<string, Watched>();
		const findings: Finding[] = [];
		for (const field of fields) {
			for (const { list, sighting } of sightings(field, compiled, parts, into)) {
				const key = `${list} ${sighting.rule} ${sighting.id}`;
				const certain = sighting.certainty === 'certain' || watched.get(key)?.certain === true;
				watched.set(key, { list, kind: sighting.rule === 'name' ? 'name' : 'cas', entry: sighting.id, certain });
				if (findings.length < MOST_SEEN) findings.push(findingOf(list, sighting, field, places));
			}
		}
		return { watched: [...watched.values()], findings };
	};
}

interface Seen {
	readonly list: string;
	readonly sighting: Sighting;
}

function* sightings(field: Field, compiled: readonly Compiled[], parts: WatchReader, into: (text: string) => Reading): Generator<Seen> {
	const asRead = field.asRead ?? ((one: Sighting): Sighting => one);
	const open: Seen[] = compiled.flatMap((one) => found(into(field.text), one, parts, field.declared === 'cas'));
	for (const { list, sighting } of open) yield { list, sighting: asRead(sighting) };
	for (const again of parts.further(field.text).all) {
		for (const { list, sighting } of compiled.flatMap((one) => found(into(again.text), one, parts, false))) {
			const placed = again.place(sighting);
			if (placed === null || open.some((one) => one.list === list && one.sighting.id === placed.id)) continue;
			yield { list, sighting: asRead(placed) };
		}
	}
}

function found(reading: Reading, { list, cas, names }: Compiled, { numerals }: WatchReader, declared: boolean): Seen[] {
	const numbers = cas.byDigits.size === 0 ? [] : [...findCas(reading, cas, declared), ...findSpelled(reading, numerals, cas)];
	return [...numbers, ...findNames(reading, names)].map((sighting) => ({ list, sighting }));
}

function findingOf(list: string, { start, end, read: as, id, undone, note }: Sighting, field: Field, places: Places | undefined): Finding {
	return {
		rule: 'watch-list',
		outcome: 'match',
		...(places?.get(field.pointer) ?? { field: field.pointer }),
		start,
		end,
		text: field.text.slice(start, end),
		read: as,
		citation: `policy: watch.${list}`,
		note,
		subject: id,
		undone,
	};
}

function casOf({ cas }: WatchList): CasIndex {
	const index = indexCas(
		[],
		[],
		cas.map((number) => ['', number] as const),
	);
	const byDigits = new Map(
		[...index.byDigits].map(([digits, listed]) => [digits, listed.map((one) => ({ ...one, substance: one.number, form: 'base' }))]),
	);
	return { ...index, byDigits, near: nearIn(index.all) };
}

// Lists may be long, and each number held against each written one would take as long: two numbers one slip apart are the same with at
// most one digit left out of each.
function nearIn(all: readonly string[]): (digits: string) => Iterable<string> {
	const byPart = new Map<string, string[]>();
	for (const number of all) {
		for (const part of withOneLess(number)) {
			const known = byPart.get(part);
			if (known === undefined) byPart.set(part, [number]);
			else known.push(number);
		}
	}
	return (digits) => new Set([...withOneLess(digits)].flatMap((part) => byPart.get(part) ?? []));
}

const withOneLess = (digits: string): ReadonlySet<string> =>
	new Set([digits, ...Array.from(digits, (_, i) => digits.slice(0, i) + digits.slice(i + 1))]);

// Letters of other scripts are numbered by the catalogue that uses them; what a list uses besides gets numbers of its own, since
// letters without one are all alike.
function withLetters(known: ReadonlyMap<number, number>, lists: readonly WatchList[]): ReadonlyMap<number, number> {
	const all = new Map(known);
	let next = Math.max(PLAIN_FOREIGN - 1, ...known.values()) + 1;
	for (const name of lists.flatMap((one) => one.names ?? [])) {
		for (const letter of name.normalize('NFKC')) {
			const code = letter.codePointAt(0) ?? 0;
			if (code > 0x7f && !all.has(code) && /[\p{L}\p{M}]/u.test(letter)) all.set(code, next++);
		}
	}
	return all;
}

function trieOf(names: readonly string[], into: (text: string) => Reading): Node {
	const root: Node = { next: new Map(), ends: [] };
	for (const name of names) {
		const reading = into(name);
		let node = root;
		for (let i = 0; i < reading.length; i++) {
			const plain = reading.plain[i] ?? 0;
			const next = node.next.get(plain) ?? { next: new Map<number, Node>(), ends: [] };
			node.next.set(plain, next);
			node = next;
		}
		// A sign that the reader does not know would stand for any other.
		const isRead = reading.length > 0 && !reading.plain.subarray(0, reading.length).includes(PLAIN_OTHER);
		if (isRead) node.ends.push({ name, gaps: spaces(reading, 0, reading.length) });
	}
	return root;
}

const spaces = (reading: Reading, from: number, to: number): number => {
	let count = 0;
	for (let i = from + 1; i < to; i++) if ((reading.gap[i] ?? 0) >= GAP_SPACE) count++;
	return count;
};

// Every name from each beginning of a word to an end of one, one inside the other too, so that a name more never hides another. Scripts
// without blanks begin and end anywhere.
function findNames(reading: Reading, root: Node): Sighting[] {
	const sightings: Sighting[] = [];
	if (root.next.size === 0) return sightings;
	const { plain, gap, length } = reading;
	const isUnspaced = (i: number): boolean => (plain[i] ?? 0) >= PLAIN_FOREIGN;
	for (let from = 0; from < length && sightings.length < MOST_NAMES; from++) {
		if (!beginsWord(reading, from) && !isUnspaced(from)) continue;
		let node = root.next.get(plain[from] ?? 0);
		for (let i = from; node !== undefined; ) {
			if (endsWord(reading, i) || isUnspaced(i)) for (const end of node.ends) sightings.push(nameSighting(reading, from, i + 1, end));
			i++;
			if (i >= length || (gap[i] ?? GAP_HARD) >= GAP_HARD) break;
			node = node.next.get(plain[i] ?? 0);
		}
	}
	return sightings;
}

function nameSighting(reading: Reading, from: number, to: number, { name, gaps }: Node['ends'][number]): Sighting {
	const isAsWritten = spaces(reading, from, to) === gaps;
	return {
		rule: 'name',
		kind: 'substance',
		id: name,
		start: reading.start[from] ?? 0,
		end: reading.end[to - 1] ?? 0,
		read: name,
		confidence: isAsWritten ? 0.99 : 0.8,
		certainty: isAsWritten ? 'certain' : 'probable',
		basis: 'name',
		undone: isAsWritten ? [] : ['spacing'],
		note: `Name “${name}”`,
	};
}
