// From an inspection to a verdict's decision part: sightings become matches, the law in force is looked up, policy decides, and every
// sighting is kept as a finding with its citation.
import type { Digest } from '../base/digest.ts';
import { lawLookup, regimesFor } from '../catalogue/law.ts';
import type { At, LawStanding } from '../model/law.ts';
import type { Listing } from '../model/listing.ts';
import type { Catalogue, Family, Substance } from '../model/substance.ts';
import type { SubstanceMatch, Verdict } from '../model/verdict.ts';
import { decide } from '../policy/decide.ts';
import { citationOf, findings } from './findings.ts';
import type { Gathered } from './gather.ts';
import type { Inspection } from './inspect.ts';
import { type LawSources, parseLaw } from './law-parts.ts';
import type { ScreenOptions } from './options.ts';

type Decided = Pick<
	Verdict,
	'verdict' | 'score' | 'substances' | 'families' | 'evasion' | 'obligations' | 'reasons' | 'findings' | 'unscreened'
>;

export interface Decider {
	readonly policyVersion: string;
	decide(listing: Listing, inspection: Inspection, options: ScreenOptions): Decided;
}

/** @throws Fault `catalogue-invalid` when a part of law or policy is malformed. */
export function createDecider(
	catalogue: Catalogue,
	law: LawSources,
	gather: (inspection: Inspection) => Gathered,
	digest: Digest,
): Decider {
	const { table, policy, duties, mixtures, version } = parseLaw(law, digest);
	const lookup = lawLookup(table);
	const substances = new Map(catalogue.substances.map((one) => [one.id, one]));
	const families = new Map(catalogue.families.map((one) => [one.id, one]));
	return {
		policyVersion: version,
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
			const lawOf = (subject: Substance | Family, form?: string): LawStanding =>
				lookup(subject, { regimes, at, ...(form === undefined ? {} : { form }) });
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
					offers: (listing.offers ?? []).map((offer, i) => ({
						field: `/offers/${i}`,
						quantity: offer.quantity,
						unit: offer.unit,
						written: offer.unit,
					})),
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
				reasons: decision.reasons.map(({ code, text, citation, substance }) => ({
					code,
					text,
					citation,
					...(substance === undefined ? {} : { substance }),
				})),
				findings: findings(inspection, (id) => citationOf(substances.get(id) ?? families.get(id), lawOf)),
				unscreened: inspection.unscreened,
			};
		},
	};
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
		// What is negated, merely mentioned or another substance is not offered; the finding keeps the reason. A short code stays listed.
		if (substance === undefined || (match.excused !== undefined && match.excused.reason !== 'collision')) continue;
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
