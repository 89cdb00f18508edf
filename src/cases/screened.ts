// From a verdict to what casework keeps of it, and the evidence a case opens with: the listing and the verdict, each under its hash.
import type { Digest } from '../base/digest.ts';
import { canonicalJson, type Json } from '../base/json.ts';
import type { CaseEvidence, Screened } from '../model/case.ts';
import type { Tier } from '../model/substance.ts';
import type { Verdict } from '../model/verdict.ts';

/**
 * The verdict as casework needs it. `familyTier` answers for families by id; a family it does not know counts as tier 1, because an
 * unknown tier must never make a release easier.
 */
export function screenedOf(verdict: Verdict, revision: number, familyTier: (id: string) => Tier | undefined): Screened {
	const tiers = [...verdict.substances.map(({ tier }) => tier), ...verdict.families.map((id) => familyTier(id) ?? 1)];
	return {
		revision,
		verdict: verdict.verdict,
		score: verdict.score,
		tier: tiers.length === 0 ? null : (Math.min(...tiers) as Tier),
		evasion: verdict.evasion,
		inputHash: verdict.inputHash,
		catalogueVersion: verdict.catalogueVersion,
		engineVersion: verdict.engineVersion,
		policyVersion: verdict.policyVersion,
	};
}

/** The listing revision and the verdict as evidence, named so that every further screening adds its own. */
export function evidenceOf(verdict: Verdict, revision: number, digest: Digest): CaseEvidence[] {
	const hash = digest(canonicalJson(verdict as unknown as Json));
	const capturedAt = verdict.decidedAt;
	const listing = `listing-${revision}-${verdict.inputHash.slice(0, 12)}`;
	return [
		{ id: listing, kind: 'listing', hash: verdict.inputHash, source: `listing ${verdict.listingId}, revision ${revision}`, capturedAt },
		{
			id: `verdict-${revision}-${hash.slice(0, 12)}`,
			kind: 'verdict',
			hash,
			source: `screening with catalogue ${verdict.catalogueVersion}`,
			capturedAt,
		},
	];
}
