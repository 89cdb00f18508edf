// One field → sightings: names (exact, disguised, misspelled), foreign-script names, CAS numbers, identifiers, structures, short
// codes. Each recogniser is independent; this file only runs them and settles which of overlapping names stands.
import type { EvasionKind } from '../model/verdict.ts';
import type { FoldTable } from '../text/fold-table.ts';
import { Reading, read, type ScriptMode } from '../text/reading.ts';
import { type Candidate, type CandidateFinder, type IdentityModel, identityProbability } from './candidates.ts';
import { decodedRuns } from './decoded.ts';
import { FEATURE_NAMES } from './features.ts';
import { findForeign, type ForeignTrie } from './foreign.ts';
import { type CasIndex, findCas } from './numbers.ts';
import type { Sighting } from './sighting.ts';
import { findSpelled, type Numerals } from './spelled.ts';
import { disguises } from './undone.ts';

export interface Thresholds {
	/** Least probability, by tier, at which a name that is not literal is reported. */
	readonly byTier: Readonly<Record<number, number>>;
}

export interface NameParts {
	readonly table: FoldTable;
	readonly foreign: ReadonlyMap<number, number>;
	readonly finder: CandidateFinder;
	readonly model: IdentityModel;
	readonly thresholds: Thresholds;
	readonly trie: ForeignTrie;
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

const ALONE = FEATURE_NAMES.indexOf('alone');
const SPLIT = FEATURE_NAMES.indexOf('splitEdited');

/** Recognises names and numbers in one field. `reading` is reused; `declaredCas`: the field is said to hold a CAS number. */
export function recogniseText(text: string, parts: NameParts, declaredCas: boolean, reading: Reading, spare: Reading): FieldSightings {
	let incomplete: string | null = null;
	const sightings: Sighting[] = [];
	const names = (source: string, mode: ScriptMode, into: Reading): Sighting[] => {
		read(source, parts.table, parts.foreign, mode, into);
		const candidates = parts.finder.find(into);
		if (parts.finder.exhausted) incomplete = 'the text repeats itself too often to evaluate fully';
		return settle(candidates, parts).map(({ candidate, probability }) => nameSighting(into, candidate, probability));
	};
	sightings.push(...names(text, 'by-word', reading), ...findForeign(reading, parts.trie), ...findCas(reading, parts.cas, declaredCas), ...findSpelled(reading, parts.numerals, parts.cas));
	if (reading.ambiguousScript) sightings.push(...names(text, 'look-alike', spare).filter((other) => !sightings.some((one) => sameClaim(one, other))));
	for (const run of decodedRuns(text)) {
		const inside = [...names(run.decoded, 'by-word', spare), ...findCas(spare, parts.cas, false)];
		for (const one of inside) sightings.push({ ...one, start: run.start, end: run.end, undone: withEncoding(one.undone), note: `${one.note}, written in ${run.how}` });
	}
	return { sightings, incomplete, reading };
}

const withEncoding = (undone: readonly EvasionKind[]): EvasionKind[] => [...new Set<EvasionKind>([...undone, 'encoding'])];

const sameClaim = (a: Sighting, b: Sighting): boolean => a.kind === b.kind && a.id === b.id && a.start < b.end && b.start < a.end;

interface Settled {
	readonly candidate: Candidate;
	readonly probability: number;
}

// Of overlapping names the closer one stands; names that explain the same letters equally well all stand.
function settle(candidates: readonly Candidate[], parts: NameParts): Settled[] {
	const likely: Settled[] = [];
	for (const candidate of candidates) {
		const probability = likelihood(candidate, parts.model);
		const least = candidate.owner.tier === 0 ? 0.5 : (parts.thresholds.byTier[candidate.owner.tier] ?? 0.5);
		if (probability >= least) likely.push({ candidate, probability });
	}
	if (likely.length < 2) return likely;
	return likely.filter((one) => !likely.some((other) => other !== one && beats(other.candidate, one.candidate)));
}

function likelihood(candidate: Candidate, model: IdentityModel): number {
	const literal = candidate.features[ALONE] === 1;
	// Drugs and machines are recognised as written only; the identity model is fitted on substances.
	if (candidate.owner.kind === 'drug' || candidate.owner.kind === 'equipment') return literal ? 0.95 : 0;
	if (candidate.alias.kind === 'identifier') return candidate.alignment.cost <= 1 && candidate.hit.overhang <= 14 ? 0.99 - 0.15 * candidate.alignment.cost : 0;
	if (candidate.alias.kind === 'code') return candidate.alignment.cost <= 1.3 && candidate.hit.overhang === 0 ? 0.6 : 0;
	if (candidate.alias.kind === 'pinyin') return candidate.alignment.cost < 0.5 && literal ? 0.9 : 0;
	// Another locant is another chemical, however long the name.
	const probability = identityProbability(model, candidate.features) * (candidate.alignment.exchanged > 0 && candidate.alignment.hard === 0 ? 0.2 : 1);
	return literal ? Math.max(probability, 0.97) : probability;
}

function beats(a: Candidate, b: Candidate): boolean {
	const overlap = Math.min(a.hit.to, b.hit.to) - Math.max(a.hit.from, b.hit.from);
	const sizeA = a.hit.to - a.hit.from;
	const sizeB = b.hit.to - b.hit.from;
	if (overlap <= 0) return false;
	const costA = a.alignment.cost + a.hit.overhang;
	const costB = b.alignment.cost + b.hit.overhang;
	// A literal longer name contains the shorter: "4-methylpropiophenone" is not propiophenone.
	if (overlap >= sizeB && sizeA > sizeB) return costA <= costB + 0.5 * (sizeA - sizeB);
	// A literal name beside an ordinary word ("not ephedrine") beats a longer name misspelled across the space.
	if (overlap >= sizeA && costA === 0 && b.features[SPLIT] === 1) return true;
	if (overlap >= sizeA && sizeB > sizeA) return costA + 0.5 * (sizeB - sizeA) < costB;
	return costA < costB - 0.01;
}

function nameSighting(reading: Reading, candidate: Candidate, probability: number): Sighting {
	const { hit, alias, owner, alignment } = candidate;
	const undone = disguises(reading, hit.from, hit.to, candidate);
	const identifier = alias.kind === 'identifier';
	const literal = candidate.features[ALONE] === 1 || (identifier && alignment.cost === 0);
	const start = reading.start[hit.from] ?? 0;
	const end = reading.end[hit.to - 1] ?? 0;
	const kind = owner.kind === 'family-member' ? 'family' : owner.kind;
	if (identifier) {
		const plainly = reading.text.slice(start, end) === alias.text;
		return {
			rule: 'inchikey', kind, id: owner.id, start, end, read: alias.text, confidence: probability, certainty: literal ? 'certain' : 'probable',
			basis: 'identifier', undone: plainly ? [] : ['identifier-format', ...undone.filter((one) => one !== 'split')], note: `InChIKey skeleton ${alias.text}`,
		};
	}
	if (alias.kind === 'code') {
		return { rule: 'long-code', kind, id: owner.id, start, end, read: alias.text, confidence: probability, certainty: 'possible', basis: 'name', undone, note: `“${alias.text}” is a short code` };
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
		note: literal ? `Name “${alias.text}”` : `Close to the name “${alias.text}”`,
	};
}
