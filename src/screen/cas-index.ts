// The CAS numbers of the catalogue by their digits, and the sightings made from them.
import { casDigits } from '../chem/cas.ts';
import type { Substance } from '../model/substance.ts';
import type { GroupRun } from './digit-groups.ts';
import type { Sighting } from './sighting.ts';

/** One owner of a number. */
export interface Listed {
	/** Substance id, or `family:` and a family id. */
	readonly substance: string;
	readonly number: string;
	readonly form: string;
}

export interface CasIndex {
	/** Digits without hyphens → substances that carry the number. */
	readonly byDigits: ReadonlyMap<string, readonly Listed[]>;
	/** Numbers of look-alikes: a valid one settles an abbreviation's honest reading. */
	readonly honest: ReadonlySet<string>;
	/** Every number of `byDigits`, as digits. */
	readonly all: readonly string[];
	/** Those of `all` that may be one slip from these digits; absent: any may. */
	readonly near?: (digits: string) => Iterable<string>;
}

export function indexCas(
	substances: readonly Substance[],
	honest: Iterable<string>,
	members: Iterable<readonly [string, string]>,
): CasIndex {
	const byDigits = new Map<string, Listed[]>();
	const add = (digits: string, listed: Listed): void => {
		const known = byDigits.get(digits);
		if (known === undefined) byDigits.set(digits, [listed]);
		else if (!known.some((other) => other.substance === listed.substance)) known.push(listed);
	};
	for (const substance of substances) {
		for (const cas of substance.cas) add(casDigits(cas.number), { substance: substance.id, number: cas.number, form: cas.form });
	}
	for (const [family, number] of members) {
		const digits = casDigits(number);
		if (!byDigits.has(digits)) add(digits, { substance: `family:${family}`, number, form: 'member' });
	}
	const clean = new Set([...honest].map((number) => casDigits(number)).filter((digits) => !byDigits.has(digits)));
	return { byDigits, honest: clean, all: [...byDigits.keys()] };
}

/** UTF-16 offsets into the field. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

/** A run of digits and what is said of it. */
export interface Run extends GroupRun {
	/** The text around says that this is a CAS number, or the field is one. */
	readonly cue: boolean;
	readonly declared: boolean;
}

/** Numbers seen at the head of a run. */
export interface Found {
	readonly sightings: Sighting[];
	/** How many groups the number takes. */
	readonly groups: number;
}

/** A listed number read in full; `how` it was written when not openly. */
export function casSighting(listed: Listed, { start, end }: Span, confidence: number, how: string | null): Sighting {
	return {
		rule: 'cas',
		...owner(listed),
		start,
		end,
		read: listed.number,
		confidence,
		certainty: confidence >= CERTAIN ? 'certain' : 'probable',
		basis: 'cas',
		undone: how === null ? [] : ['cas-format'],
		...(listed.form === 'base' ? {} : { form: listed.form }),
		note: `CAS number ${listed.number} (${listed.form})${how === null || how === '' ? '' : `, ${how}`}`,
	};
}

const CERTAIN = 0.95;

/** A number that is a listed one but for a slip or a cover. */
export function nearSighting(listed: Listed, { start, end }: Span, how: string): Sighting {
	return {
		rule: 'cas-near-miss',
		...owner(listed),
		start,
		end,
		read: listed.number,
		confidence: 0.8,
		certainty: 'probable',
		basis: 'cas',
		undone: ['cas-near-miss'],
		note: `Near miss of CAS number ${listed.number}: ${how}`,
	};
}

/** The number of an unlisted look-alike. */
export function honestSighting(digits: string, { start, end }: Span): Sighting {
	const number = `${digits.slice(0, -3)}-${digits.slice(-3, -1)}-${digits.slice(-1)}`;
	return {
		rule: 'look-alike-cas',
		kind: 'honest',
		id: number,
		start,
		end,
		read: number,
		confidence: 0.99,
		certainty: 'certain',
		basis: 'cas',
		undone: [],
		note: `CAS number ${number} of an unlisted look-alike`,
	};
}

const owner = ({ substance }: Listed): Pick<Sighting, 'kind' | 'id'> =>
	substance.startsWith('family:') ? { kind: 'family', id: substance.slice(7) } : { kind: 'substance', id: substance };
