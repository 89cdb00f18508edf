// One field → sightings: names (exact, disguised, misspelled), foreign-script names, CAS numbers, identifiers, structures, short
// codes. Each recogniser is independent; this file only runs them and settles which of overlapping names stands.
import type { EvasionKind } from '../model/verdict.ts';
import type { FoldTable } from '../text/fold-table.ts';
import { type Reading, read, type ScriptMode } from '../text/reading.ts';
import type { Candidate, CandidateFinder, IdentityModel } from './candidates.ts';
import { decodedRuns } from './decoded.ts';
import { FEATURE_NAMES } from './features.ts';
import { type ForeignTrie, findForeign } from './foreign.ts';
import { type CasIndex, findCas } from './numbers.ts';
import { settle, type Thresholds } from './settle.ts';
import type { Sighting } from './sighting.ts';
import { findSpelled, type Numerals } from './spelled.ts';
import { disguises } from './undone.ts';

export interface NameParts {
	readonly table: FoldTable;
	readonly foreign: ReadonlyMap<number, number>;
	readonly finder: CandidateFinder;
	readonly model: IdentityModel;
	readonly thresholds: Thresholds;
	readonly trie: ForeignTrie;
	/** Published spellings of each owner, as `publishedKey` writes them: one of them hides nothing. */
	readonly published: ReadonlySet<string>;
	readonly cas: CasIndex;
	readonly numerals: Numerals;
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
		return settle(candidates, parts.model, parts.thresholds).map(({ candidate, probability }) =>
			asPublished(nameSighting(into, candidate, probability), source, parts.published),
		);
	};
	sightings.push(
		...names(text, 'by-word', reading),
		...findForeign(reading, parts.trie).map((one) => asPublished(one, text, parts.published)),
		...findCas(reading, parts.cas, declaredCas),
		...findSpelled(reading, parts.numerals, parts.cas),
	);
	if (reading.ambiguousScript)
		sightings.push(...names(text, 'look-alike', spare).filter((other) => !sightings.some((one) => sameClaim(one, other))));
	for (const run of decodedRuns(text)) {
		const inside = [...names(run.decoded, 'by-word', spare), ...findCas(spare, parts.cas, false)];
		for (const one of inside)
			sightings.push({
				...one,
				start: run.start,
				end: run.end,
				undone: withEncoding(one.undone),
				note: `${one.note}, written in ${run.how}`,
			});
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

const withEncoding = (undone: readonly EvasionKind[]): EvasionKind[] => [...new Set<EvasionKind>([...undone, 'encoding'])];

const sameClaim = (a: Sighting, b: Sighting): boolean => a.kind === b.kind && a.id === b.id && a.start < b.end && b.start < a.end;

function nameSighting(reading: Reading, candidate: Candidate, probability: number): Sighting {
	const { hit, alias, owner, alignment } = candidate;
	const undone = disguises(reading, hit.from, hit.to, candidate);
	// A Chinese name in Latin letters.
	if (alias.kind === 'pinyin') undone.push('transliteration');
	const identifier = alias.kind === 'identifier';
	const literal = candidate.features[ALONE] === 1 || (identifier && alignment.cost === 0);
	const start = reading.start[hit.from] ?? 0;
	const end = reading.end[hit.to - 1] ?? 0;
	const kind = owner.kind === 'family-member' ? 'family' : owner.kind;
	if (identifier) {
		const plainly = reading.text.slice(start, end) === alias.text;
		return {
			rule: 'inchikey',
			kind,
			id: owner.id,
			start,
			end,
			read: alias.text,
			confidence: probability,
			certainty: literal ? 'certain' : 'probable',
			basis: 'identifier',
			undone: plainly ? [] : ['identifier-format', ...undone.filter((one) => one !== 'split')],
			note: `InChIKey skeleton ${alias.text}`,
		};
	}
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
		certainty: literal && alignment.hard + alignment.digits + alignment.soft === 0 ? 'certain' : 'probable',
		basis: 'name',
		undone,
		note: alignment.cost === 0 ? `Name “${alias.text}”` : `Close to the name “${alias.text}”`,
	};
}
