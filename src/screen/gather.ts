// Sightings of one listing → one match per substance (and form), family, machine and drug. Evidence adds up; what is openly declared
// is not a disguise because it is also misspelled elsewhere, but letters hidden on purpose stay a disguise wherever they stand.
import type { Certainty, EquipmentMatch, Excuse, FamilyMatch, Match } from '../model/match.ts';
import type { Basis, EvasionKind } from '../model/verdict.ts';
import { applyPlatt, type Platt } from '../stats/calibration.ts';
import type { Inspection } from './inspect.ts';
import type { FieldSighting } from './sighting.ts';

export interface Gathered {
	readonly matches: readonly Match[];
	readonly families: readonly FamilyMatch[];
	readonly equipment: readonly EquipmentMatch[];
	readonly drugs: readonly { readonly name: string; readonly excused?: Excuse }[];
	readonly evasion: readonly EvasionKind[];
	readonly score: number;
}

const SURENESS: Readonly<Record<Certainty, number>> = { possible: 0, probable: 1, certain: 2 };

/** Differences that honest sellers make too: beside an open declaration of the same substance they are no disguise. */
const INNOCENT: ReadonlySet<EvasionKind> = new Set([
	'misspelling',
	'phonetic',
	'transliteration',
	'split',
	'spacing',
	'cas-format',
	'identifier-format',
	'cas-near-miss',
]);

export function gather(inspection: Inspection, curve: Platt): Gathered {
	const bySubject = new Map<string, FieldSighting[]>();
	for (const one of inspection.sightings) {
		if (one.kind === 'honest') continue;
		const key = `${one.kind}\t${one.id}\t${formOf(one)}`;
		const list = bySubject.get(key);
		if (list === undefined) bySubject.set(key, [one]);
		else list.push(one);
	}
	const matches: Match[] = [];
	const familyMatches: FamilyMatch[] = [];
	const equipment: EquipmentMatch[] = [];
	const drugs: { name: string; excused?: Excuse }[] = [];
	const evasion = new Set<EvasionKind>();
	for (const group of bySubject.values()) {
		const first = group[0];
		if (first === undefined) continue;
		const summed = sum(group);
		const excused = summed.excused === undefined ? {} : { excused: summed.excused };
		if (summed.excused === undefined) {
			for (const kind of summed.evasion) evasion.add(kind);
		}
		const { certainty } = summed;
		switch (first.kind) {
			case 'substance': {
				const form = formOf(first);
				matches.push({
					substance: first.id,
					confidence: summed.confidence,
					certainty,
					basis: summed.basis,
					evasion: summed.evasion,
					...excused,
					...(form === '' ? {} : { form }),
				});
				break;
			}
			case 'family': {
				const own = sameStructure(group, inspection.sightings);
				familyMatches.push({
					family: first.id,
					certainty,
					evasion: summed.evasion,
					...excused,
					...(own === undefined ? {} : { substance: own }),
				});
				break;
			}
			case 'equipment':
				equipment.push({ equipment: first.id, certainty, evasion: summed.evasion, ...excused });
				break;
			case 'drug':
				drugs.push({ name: first.id, ...excused });
				break;
			case 'honest':
				break;
		}
	}
	return {
		matches,
		families: familyMatches,
		equipment,
		drugs,
		evasion: [...evasion],
		score: Math.round(scoreOf(rawScore(inspection), curve) * 1000) / 1000,
	};
}

/**
 * Before calibration: that at least one identity is named and offered, each by its best sighting. 0 when none was sighted.
 */
export function rawScore(inspection: Inspection): number {
	const best = new Map<string, number>();
	for (const one of inspection.sightings) {
		if (one.kind !== 'substance' && one.kind !== 'family') continue;
		const offered = one.confidence * (one.excused === null ? one.offered : Math.min(one.offered, EXCUSED));
		best.set(one.id, Math.max(best.get(one.id) ?? 0, offered));
	}
	let none = 1;
	for (const offered of best.values()) none *= 1 - offered;
	return 1 - none;
}

/** An excuse may be wrong this often. */
const EXCUSED = 0.05;

const scoreOf = (raw: number, curve: Platt): number => (raw === 0 ? 0 : applyPlatt(curve, raw));

// An ester listed under its acid is another matter in some regimes: it becomes a match of its own.
function formOf(one: FieldSighting): string {
	if (one.kind !== 'substance') return '';
	return one.form !== undefined && /ester/i.test(one.form) ? one.form : '';
}

interface Summed {
	readonly confidence: number;
	readonly certainty: Certainty;
	readonly basis: Basis[];
	readonly evasion: EvasionKind[];
	readonly excused?: Excuse;
}

function sum(group: readonly FieldSighting[]): Summed {
	const standing = group.filter((one) => one.excused === null);
	const counted = standing.length > 0 ? standing : group;
	const best = counted.reduce((a, b) => (b.confidence > a.confidence ? b : a));
	let certainty: Certainty = 'possible';
	for (const one of counted) if (SURENESS[one.certainty] > SURENESS[certainty]) certainty = one.certainty;
	const open = counted.some((one) => one.certainty === 'certain' && one.undone.length === 0);
	const evasion = new Set<EvasionKind>();
	for (const one of counted) for (const kind of one.undone) if (!open || !INNOCENT.has(kind)) evasion.add(kind);
	const excused = standing.length > 0 ? null : best.excused;
	return {
		confidence: best.confidence,
		certainty,
		basis: [...new Set(counted.flatMap((one): Basis[] => (one.image === true ? [one.basis, 'image'] : [one.basis])))],
		evasion: [...evasion],
		...(excused === null ? {} : { excused }),
	};
}

// The class adds nothing to a listed substance that the same structure is: the most specific entry wins.
function sameStructure(group: readonly FieldSighting[], all: readonly FieldSighting[]): string | undefined {
	const specific = group.map((one) =>
		all.find((other) => other.kind === 'substance' && other.rule === 'structure' && other.field === one.field && other.start === one.start),
	);
	return specific.every((one) => one !== undefined) ? specific[0]?.id : undefined;
}
