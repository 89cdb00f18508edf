// Which candidate names stand: likely enough for their tier, and not explained better by a rival over the same letters.
import { LEET_COST } from './align.ts';
import type { Candidate } from './candidates.ts';
import { FEATURE_NAMES } from './features.ts';
import type { IdentityProbability } from './identity-model.ts';
import type { Side } from './surroundings.ts';

export interface Thresholds {
	/** Least probability, by tier, at which a name that is not literal is reported. */
	readonly byTier: Readonly<Record<number, number>>;
}

const ALONE = FEATURE_NAMES.indexOf('alone');
const LONGER = FEATURE_NAMES.indexOf('longerKnown');
const PURE_SCRIPT = FEATURE_NAMES.indexOf('pureScript');
const SUFFIX_ONLY = FEATURE_NAMES.indexOf('suffixOnly');
const REWRITTEN = FEATURE_NAMES.indexOf('rewritten');
const SPLIT = FEATURE_NAMES.indexOf('splitEdited');

export interface Settled {
	readonly candidate: Candidate;
	readonly probability: number;
}

// Of overlapping names the closer one stands; names that explain the same letters equally well all stand.
export function settle(candidates: readonly Candidate[], identity: IdentityProbability, thresholds: Thresholds): Settled[] {
	const likely: Settled[] = [];
	for (const candidate of candidates) {
		const probability = likelihood(candidate, identity);
		const least = candidate.owner.tier === 0 ? 0.5 : (thresholds.byTier[candidate.owner.tier] ?? 0.5);
		if (probability >= least) likely.push({ candidate, probability });
	}
	if (likely.length < 2) return likely;
	return likely.filter((one) => !likely.some((other) => other !== one && beats(other.candidate, one.candidate)));
}

function likelihood(candidate: Candidate, identity: IdentityProbability): number {
	const literal = candidate.features[ALONE] === 1 || isDedicated(candidate);
	// Drugs and machines are recognised as written only; the identity model is fitted on substances.
	if (candidate.owner.kind === 'drug' || candidate.owner.kind === 'equipment') return literal ? 0.95 : 0;
	if (candidate.alias.kind === 'identifier')
		return candidate.alignment.cost <= 1 && candidate.hit.overhang <= 14 ? 0.99 - 0.15 * candidate.alignment.cost : 0;
	if (candidate.alias.kind === 'code') return candidate.alignment.cost <= 1.3 && candidate.hit.overhang === 0 ? 0.6 : 0;
	if (candidate.alias.kind === 'pinyin') return candidate.alignment.cost < 0.5 && literal ? 0.9 : 0;
	// A word wholly of another script is that script's word, unless it is the name letter for letter.
	if (candidate.features[PURE_SCRIPT] === 1 && candidate.alignment.hard > 0) return 0;
	// Another locant or another ending is another chemical, however long the name.
	const probability = identity(candidate.features) * (isOtherCompound(candidate) ? OTHER_COMPOUND : 1);
	return literal ? Math.max(probability, 0.97) : probability;
}

const OTHER_COMPOUND = 0.2;

const isOtherCompound = ({ alignment, features }: Candidate): boolean =>
	(alignment.exchanged > 0 && alignment.hard === 0) || features[SUFFIX_ONLY] === 1;

// A dedicated precursor written exactly is no part of an ordinary chemical's name, whatever word follows after a space.
function isDedicated({ owner, alias, alignment, hit, sides, features }: Candidate): boolean {
	const exact = owner.tier === 1 && alias.kind === 'name' && alignment.cost === 0 && hit.overhang === 0;
	return exact && features[LONGER] === 0 && isApart(sides.left) && isApart(sides.right);
}

const isApart = (side: Side): boolean => side === 'open' || side === 'same' || side === 'stereo' || side === 'word' || side === 'chemical';

// What was rewritten to be read at all is further from its name than its letters say; letters written as digits are the name's own.
const costOf = ({ alignment, hit, features }: Candidate): number =>
	alignment.cost - LEET_COST * alignment.leet + hit.overhang + (features[REWRITTEN] === 1 ? 0.5 : 0);

function beats(a: Candidate, b: Candidate): boolean {
	const overlap = Math.min(a.hit.to, b.hit.to) - Math.max(a.hit.from, b.hit.from);
	const sizeA = a.hit.to - a.hit.from;
	const sizeB = b.hit.to - b.hit.from;
	// Letters that an edit takes in are not explained by the name ("50 ml ethyl …" read as methyl).
	const more = sizeA - a.alignment.hard - (sizeB - b.alignment.hard);
	if (overlap <= 0) return false;
	const costA = costOf(a);
	const costB = costOf(b);
	// A literal name beside an ordinary word ("not ephedrine") beats a longer name misspelled across the space.
	if (overlap >= sizeA && costA === 0 && b.features[SPLIT] === 1) return true;
	if (overlap >= sizeB && costB === 0 && a.features[SPLIT] === 1) return false;
	// A literal longer name contains the shorter: "4-methylpropiophenone" is not propiophenone.
	if (overlap >= sizeB && sizeA > sizeB) return costA <= costB + 0.5 * more;
	if (overlap >= sizeA && sizeB > sizeA) return costA - 0.5 * more < costB;
	return costA < costB - 0.01;
}
