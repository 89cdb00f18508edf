// From an inspection to a verdict's decision part: sightings become matches, the law in force is looked up, policy decides, and every
// sighting is kept as a finding with its citation. Another policy over the same law costs nothing to set up.
import { lawLookup, regimesFor } from '../catalogue/law.ts';
import type { At, LawStanding, RegimeTable } from '../model/law.ts';
import type { Listing } from '../model/listing.ts';
import type { Policy, RegimeRule } from '../model/policy.ts';
import type { Catalogue, Family, Substance } from '../model/substance.ts';
import type { SubstanceMatch, Verdict } from '../model/verdict.ts';
import { decide } from '../policy/decide.ts';
import { citationOf, findings } from './findings.ts';
import type { Gathered } from './gather.ts';
import type { LawParts } from './law-parts.ts';
import type { ScreenOptions } from './options.ts';
import type { Seen, Sight } from './seeing.ts';

type Decided = Pick<
	Verdict,
	'verdict' | 'score' | 'substances' | 'families' | 'evasion' | 'obligations' | 'reasons' | 'findings' | 'unscreened'
>;

export interface Decider {
	decide(listing: Listing, seen: Seen, options: ScreenOptions): Decided;
	/** The same law and catalogue under another policy. */
	under(policy: Policy): Decider;
}

/** `watch` compiles the restricted lists of a policy, the first time something is decided by it. */
export function createDecider(catalogue: Catalogue, law: LawParts, watch: Sight['watch']): Decider {
	const { table, duties, mixtures } = law;
	const lookup = lawLookup(table);
	const substances = new Map(catalogue.substances.map((one) => [one.id, one]));
	const families = new Map(catalogue.families.map((one) => [one.id, one]));
	const under = (policy: Policy): Decider => {
		const lists = (policy.rules?.watch ?? []).map(({ entries }) => entries);
		let watcher: ReturnType<Sight['watch']> | undefined;
		const decide = deciderOf(policy);
		if (lists.length === 0) return { under, decide };
		return {
			under,
			decide: (listing, seen, options) => {
				watcher ??= watch(lists);
				const { fields, places } = seen.inspection;
				return decide(listing, { ...seen, watched: watcher(fields, places) }, options);
			},
		};
	};
	const deciderOf =
		(policy: Policy): Decider['decide'] =>
		(listing, { inspection, gathered, watched }, options) => {
			const at: At = when(listing, options);
			const regimes = regimesUnder(policy.rules?.regimes, listing, options, table);
			const lawOf = (subject: Substance | Family, form?: string): LawStanding =>
				lookup(subject, { regimes, at, ...(form === undefined ? {} : { form }) });
			const decision = decide(
				{
					listing,
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
					...(watched === undefined ? {} : { watched: watched.watched }),
				},
				{
					policy,
					duties,
					mixtures,
					entitlements: [],
					regimes,
					date: options.now.slice(0, 10),
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
				findings: [
					...findings(inspection, (id) => citationOf(substances.get(id) ?? families.get(id), lawOf)),
					...(watched?.findings ?? []),
				],
				unscreened: inspection.unscreened,
			};
		};
	return under(law.policy);
}

// The policy's own regimes come on top, so that naming one never takes another away; only a listing that states no country at all
// may be left to the platform's law, where the policy says so. Regimes asked for by the caller are exactly those.
function regimesUnder(rule: RegimeRule | undefined, listing: Listing, options: ScreenOptions, table: RegimeTable): readonly string[] {
	const asked = options.regimes === undefined ? {} : { asked: options.regimes };
	const seller = listing.seller?.country;
	const destinations = listing.shipsTo ?? [];
	const stated = { ...asked, ...(seller === undefined ? {} : { seller }), destinations };
	const regimes = regimesFor(stated, table);
	if (rule === undefined || (options.regimes !== undefined && options.regimes.length > 0)) return regimes;
	if (rule.unstated === 'platform' && seller === undefined && destinations.length === 0)
		return regimesFor({ platform: rule.platform }, table);
	const added = [
		...(rule.platform.length === 0 ? [] : regimesFor({ platform: rule.platform }, table)),
		...(rule.sellers[seller ?? ''] ?? []),
		...destinations.flatMap((country) => rule.destinations[country] ?? []),
	];
	return added.length === 0 ? regimes : regimesFor({ asked: [...regimes, ...added] }, table);
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
