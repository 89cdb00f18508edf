// One field → sightings: names (exact, disguised, misspelled), foreign-script names, CAS numbers, identifiers, structures, short
// codes. Each recogniser is independent; this file only runs them and settles which of overlapping names stands.
import type { FoldTable } from '../text/fold-table.ts';
import { type Reading, read, type ScriptMode } from '../text/reading.ts';
import type { Candidate, CandidateFinder } from './candidates.ts';
import { FEATURE_NAMES } from './features.ts';
import { type ForeignTrie, findForeign } from './foreign.ts';
import { findIdentifiers, type IdentifierParts } from './identifiers.ts';
import type { IdentityProbability } from './identity-model.ts';
import { keySighting } from './keys.ts';
import type { Rereadings } from './rereadings.ts';
import { settle, type Thresholds } from './settle.ts';
import type { Sighting } from './sighting.ts';
import { disguises } from './undone.ts';

export interface NameParts extends IdentifierParts {
	readonly table: FoldTable;
	/** Every further way to read a field. */
	readonly further: (text: string) => Rereadings;
	readonly foreign: ReadonlyMap<number, number>;
	readonly finder: CandidateFinder;
	readonly identity: IdentityProbability;
	readonly thresholds: Thresholds;
	readonly trie: ForeignTrie;
	/** Published spellings of each owner, as `publishedKey` writes them: one of them hides nothing. */
	readonly published: ReadonlySet<string>;
}

export interface FieldSightings {
	readonly sightings: Sighting[];
	/** Why the field could not be evaluated fully, or null. */
	readonly incomplete: string | null;
	/** The first reading, for recognisers that look at it again. */
	readonly reading: Reading;
}

/** More sightings than this in one field say nothing new; the field goes to a person. */
const MOST_SIGHTINGS = 2_000;

/** Said of a field that holds more than is ever looked at. */
export const REPETITIVE = 'the text repeats itself too often to evaluate fully';

/** Key of one spelling of one owner's name: case, Unicode composition, brackets and mute Cyrillic signs aside, exactly as written. */
export const publishedKey = (id: string, text: string): string =>
	`${id} ${text
		.normalize('NFC')
		.toLowerCase()
		.replace(/[()[\]ьъ]/g, '')}`;

const ALONE = FEATURE_NAMES.indexOf('alone');

/** Recognises names and numbers in one field. `reading` is reused; `declaredCas`: the field is said to hold a CAS number. */
export function recogniseText(text: string, parts: NameParts, declaredCas: boolean, reading: Reading, spare: Reading): FieldSightings {
	let incomplete: string | null = null;
	const sightings: Sighting[] = [];
	const names = (source: string, mode: ScriptMode, into: Reading): Sighting[] => {
		read(source, parts.table, parts.foreign, mode, into);
		const candidates = parts.finder.find(into);
		if (parts.finder.exhausted) incomplete = REPETITIVE;
		return settle(candidates, parts.identity, parts.thresholds).map(({ candidate, probability }) =>
			asPublished(nameSighting(into, candidate, probability), source, parts.published),
		);
	};
	const all = (source: string, into: Reading): Sighting[] => {
		const found = [
			...names(source, 'by-word', into),
			...findForeign(into, parts.trie).map((one) => asPublished(one, source, parts.published)),
		];
		const identifiers = findIdentifiers(into, parts, declaredCas).filter((other) => !found.some((one) => sameClaim(one, other)));
		return [...found, ...identifiers];
	};
	sightings.push(...all(text, reading));
	if (reading.ambiguousScript)
		sightings.push(...names(text, 'look-alike', spare).filter((other) => !sightings.some((one) => sameClaim(one, other))));
	const further = parts.further(text);
	if (further.cutShort) incomplete = REPETITIVE;
	for (const again of further.all) {
		for (const one of all(again.text, spare)) {
			const placed = again.place(one);
			if (placed !== null) admit(placed, sightings);
		}
	}
	if (sightings.length > MOST_SIGHTINGS) {
		sightings.length = MOST_SIGHTINGS;
		incomplete = REPETITIVE;
	}
	return { sightings, incomplete, reading };
}

// "phenyl acetic acid" folds like "phenylacetic acid" and is a published name of its own.
const asPublished = (one: Sighting, text: string, published: ReadonlySet<string>): Sighting =>
	one.undone.length > 0 && published.has(publishedKey(one.id, text.slice(one.start, one.end))) ? { ...one, undone: [] } : one;

const sameClaim = (a: Sighting, b: Sighting): boolean => a.kind === b.kind && a.id === b.id && a.start < b.end && b.start < a.end;

// A further reading's sighting stands beside an open one of the same claim, and in place of one that made less of the disguise.
function admit(placed: Sighting, sightings: Sighting[]): void {
	const rivals = sightings.filter((other) => sameClaim(other, placed));
	if (rivals.some((other) => !saysMore(placed, other))) return;
	for (const other of rivals) if (other.undone.length > 0) sightings.splice(sightings.indexOf(other), 1);
	sightings.push(placed);
}

// Of more letters ("elementa* bromine" beside "bromine"), or surer than what was itself disguised there; a misspelling says less.
const saysMore = (a: Sighting, b: Sighting): boolean =>
	!a.undone.includes('misspelling') && (a.end - a.start > b.end - b.start || (a.confidence > b.confidence && b.undone.length > 0));

function nameSighting(reading: Reading, candidate: Candidate, probability: number): Sighting {
	const { hit, alias, owner, alignment } = candidate;
	const alone = candidate.features[ALONE] === 1;
	if (alias.kind === 'identifier') return keySighting(reading, candidate, alone || alignment.cost === 0, probability);
	const undone = disguises(reading, hit.from, hit.to, candidate);
	// A Chinese name in Latin letters.
	if (alias.kind === 'pinyin') undone.push('transliteration');
	const start = reading.start[hit.from] ?? 0;
	const end = reading.end[hit.to - 1] ?? 0;
	const kind = owner.kind === 'family-member' ? 'family' : owner.kind;
	if (alias.kind === 'code') {
		return {
			rule: 'long-code',
			kind,
			id: owner.id,
			start,
			end,
			read: alias.text,
			confidence: probability,
			certainty: 'possible',
			basis: 'name',
			undone,
			note: `“${alias.text}” is a short code`,
		};
	}
	return {
		rule: kind === 'drug' ? 'drug-name' : kind === 'equipment' ? 'equipment-name' : 'name',
		kind,
		id: owner.id,
		start,
		end,
		read: alias.text,
		confidence: probability,
		certainty: alone && alignment.hard + alignment.digits + alignment.soft === 0 ? 'certain' : 'probable',
		basis: 'name',
		undone,
		note: alignment.cost === 0 ? `Name “${alias.text}”` : `Close to the name “${alias.text}”`,
	};
}
