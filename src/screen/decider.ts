// From an inspection to a verdict's decision part: sightings become matches, the law in force is looked up, policy decides, and every
// sighting is kept as a finding with its citation.
import type { Digest } from '../base/digest.ts';
import { canonicalJson, type Json } from '../base/json.ts';
import type { Problem, Result } from '../base/result.ts';
import { Fault } from '../base/fault.ts';
import { describeProblem } from '../base/result.ts';
import { lawLookup, regimesFor } from '../catalogue/law.ts';
import { parseRegimeTable } from '../catalogue/law-table.ts';
import type { At, LawStanding } from '../model/law.ts';
import type { Listing } from '../model/listing.ts';
import type { Catalogue, Family, Substance } from '../model/substance.ts';
import type { Finding, SubstanceMatch, Verdict } from '../model/verdict.ts';
import { decide } from '../policy/decide.ts';
import { parseDuties, parseMixtures, parsePolicy } from '../policy/parse.ts';
import type { ScreenOptions } from './engine.ts';
import { type Gathered, gather } from './gather.ts';
import type { FieldSighting, Inspection } from './inspect.ts';

type Decided = Pick<Verdict, 'verdict' | 'score' | 'substances' | 'families' | 'evasion' | 'obligations' | 'reasons' | 'findings' | 'unscreened'>;

export interface Decider {
	readonly policyVersion: string;
	decide(listing: Listing, inspection: Inspection, options: ScreenOptions): Decided;
}

/** Law and policy as parsed YAML; each part is checked by its own parser. */
export interface LawSources {
	readonly regimes: unknown;
	readonly policy: unknown;
	readonly duties: unknown;
	readonly mixtures: unknown;
}

/** @throws Fault `catalogue-invalid` when a part of law or policy is malformed. */
export function createDecider(catalogue: Catalogue, law: LawSources, digest: Digest): Decider {
	const table = required('regimes', parseRegimeTable(law.regimes));
	const policy = required('policy', parsePolicy(law.policy));
	const duties = required('obligations', parseDuties(law.duties));
	const mixtures = required('mixtures', parseMixtures(law.mixtures));
	const policyVersion = digest(canonicalJson(law as unknown as Json)).slice(0, 16);
	const lookup = lawLookup(table);
	const substances = new Map(catalogue.substances.map((one) => [one.id, one]));
	const families = new Map(catalogue.families.map((one) => [one.id, one]));
	return {
		policyVersion,
		decide(listing, inspection, options) {
			const gathered = gather(inspection);
			const at: At = when(listing, options);
			const regimes = regimesFor(
				{
					...(options.regimes === undefined ? {} : { asked: options.regimes }),
					...(listing.seller?.country === undefined ? {} : { seller: listing.seller.country }),
					...(listing.shipsTo === undefined ? {} : { destinations: listing.shipsTo }),
				},
				table,
			);
			const lawOf = (subject: Substance | Family, form?: string): LawStanding => lookup(subject, { regimes, at, ...(form === undefined ? {} : { form }) });
			const decision = decide(
				{
					matches: gathered.matches,
					families: gathered.families,
					equipment: gathered.equipment,
					drugs: gathered.drugs.map((drug) => ({ ...drug, ...drugListing(catalogue, drug.name) })),
					redFlags: inspection.redFlags,
					chemicalContext: inspection.chemicalContext,
					errored: inspection.errored,
					unscreened: inspection.unscreened,
					...(listing.category === undefined ? {} : { category: listing.category }),
					offers: (listing.offers ?? []).map((offer, i) => ({ field: `/offers/${i}`, quantity: offer.quantity, unit: offer.unit, written: offer.unit })),
				},
				{
					policy,
					duties,
					mixtures,
					entitlements: [],
					regimes,
					substance: (id) => substances.get(id),
					family: (id) => families.get(id),
					law: lawOf,
				},
			);
			return {
				verdict: decision.verdict,
				score: gathered.score,
				substances: listed(gathered, substances),
				families: gathered.families.filter((one) => one.excused === undefined).map((one) => one.family),
				evasion: gathered.evasion,
				obligations: decision.obligations,
				reasons: decision.reasons.map(({ code, text, citation, substance }) => ({ code, text, citation, ...(substance === undefined ? {} : { substance }) })),
				findings: findings(inspection, (id) => citationOf(substances.get(id) ?? families.get(id), lawOf)),
				unscreened: inspection.unscreened,
			};
		},
	};
}

function required<T>(name: string, result: Result<T>): T {
	if (result.ok) return result.value;
	const problems: readonly Problem[] = result.problems;
	throw new Fault('catalogue-invalid', `${name}: ${problems.map(describeProblem).join('; ')}`);
}

const when = (listing: Listing, options: ScreenOptions): At => {
	const asOf = options.asOf ?? listing.asOf;
	return asOf === undefined ? { instant: options.now } : { asOf };
};

function drugListing(catalogue: Catalogue, name: string): { list: string; source: string } {
	const drug = catalogue.drugs.find((one) => one.name === name);
	return { list: drug?.list ?? 'unknown', source: drug?.source ?? 'unknown' };
}

function listed(gathered: Gathered, substances: ReadonlyMap<string, Substance>): SubstanceMatch[] {
	const best = new Map<string, SubstanceMatch>();
	for (const match of gathered.matches) {
		const substance = substances.get(match.substance);
		// A negated or merely mentioned substance is not offered; the finding keeps the reason.
		if (substance === undefined || match.excused?.reason === 'negation' || match.excused?.reason === 'mention') continue;
		const known = best.get(substance.id);
		if (known !== undefined && known.confidence >= match.confidence) continue;
		best.set(substance.id, {
			id: substance.id,
			name: substance.names['en']?.[0] ?? substance.id,
			tier: substance.tier,
			confidence: Math.round(match.confidence * 1000) / 1000,
			basis: match.basis,
		});
	}
	return [...best.values()].sort((a, b) => b.confidence - a.confidence || a.tier - b.tier);
}

/** The first control in force speaks for the subject; without one, the first on file. */
function citationOf(subject: Substance | Family | undefined, law: (subject: Substance | Family) => LawStanding): string | undefined {
	if (subject === undefined) return undefined;
	const controls = law(subject).regimes.flatMap((regime) => regime.inForce.map((line) => line.control));
	const cited = controls.find((control) => control.citation !== 'unknown') ?? controls[0];
	if (cited === undefined) return undefined;
	return cited.citation === 'unknown' ? `${cited.regime} ${cited.list}` : `${cited.regime} ${cited.list}, ${cited.citation}`;
}

function findings(inspection: Inspection, citation: (id: string) => string | undefined): Finding[] {
	const found: Finding[] = inspection.sightings.map((one: FieldSighting) => {
		const cited = one.kind === 'substance' || one.kind === 'family' ? citation(one.id) : undefined;
		return {
			rule: one.excused === null ? one.rule : `${one.rule}:${one.excused.reason}`,
			outcome: 'match',
			field: one.field,
			start: one.start,
			end: one.end,
			text: one.text,
			read: one.read,
			...(cited === undefined ? {} : { citation: cited }),
			note: one.excused === null || one.excused.note === one.note ? one.note : `${one.note}; ${one.excused.note}`,
			subject: one.id,
			undone: one.undone,
		};
	});
	for (const flag of inspection.redFlags) {
		found.push({ rule: flag.kind, outcome: 'match', field: flag.field, start: flag.at, end: flag.at + flag.phrase.length, text: flag.phrase, read: flag.phrase, note: flag.note });
	}
	for (const error of inspection.errored) {
		found.push({ rule: error.rule, outcome: 'errored', field: error.field, start: 0, end: 0, text: '', read: '', note: error.note });
	}
	return found;
}

