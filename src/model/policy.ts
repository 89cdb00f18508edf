// The nouns of deciding: the policy, what must exist before goods may move, who is entitled to what, and the decision itself.
// These are the shapes after parsing; policy/ reads them from YAML and decides from them.
import type { Facts } from './policy-facts.ts';
import type { Confidence, Tier } from './substance.ts';
import type { Obligation, VerdictKind } from './verdict.ts';

/** Outcomes from mild to strict; the strictest of all findings is the verdict. */
export const SEVERITY: Readonly<Record<VerdictKind, number>> = { clear: 0, review: 1, block: 2 };

/** What becomes of an identity of one tier, by situation (catalogue/policy/default.yaml explains each). */
export interface TierRule {
	readonly declared: VerdictKind;
	readonly entitled: VerdictKind;
	readonly uncertainLaw: VerdictKind;
	readonly watched: VerdictKind;
	readonly notCompiled: VerdictKind;
	readonly notControlled: VerdictKind;
	readonly disguised: VerdictKind;
	readonly disguisedUncertain: VerdictKind;
	readonly disguisedElsewhere: VerdictKind;
	readonly stealth: VerdictKind;
	readonly replacement: VerdictKind;
}

/** One setting that is laxer than the policy built into the engine, with the two people who agreed to it. */
export interface Relaxation {
	/** Dotted path, e.g. `tiers.2.declared`. */
	readonly setting: string;
	readonly reason: string;
	readonly approvedBy: readonly string[];
	/** ISO date. */
	readonly on: string;
}

export interface Policy {
	readonly name: string;
	readonly tiers: { readonly 1: TierRule; readonly 2: TierRule; readonly 3: TierRule };
	readonly abbreviation: { readonly chemical: VerdictKind; readonly elsewhere: VerdictKind };
	readonly openClass: VerdictKind;
	readonly equipment: {
		readonly alone: VerdictKind;
		readonly withSubstance: VerdictKind;
		readonly imprint: VerdictKind;
		readonly pressWithImprint: VerdictKind;
		readonly presses: readonly string[];
	};
	readonly drugs: { readonly named: VerdictKind; readonly excused: VerdictKind };
	readonly media: { readonly chemical: VerdictKind; readonly elsewhere: VerdictKind; readonly categories: readonly string[] };
	readonly unreadableUnit: VerdictKind;
	readonly retiered: Readonly<Record<string, Tier>>;
	readonly relaxations: readonly Relaxation[];
	/** What a marketplace adds to the settings. The policy built into the engine has none. */
	readonly rules?: Rules;
}

/** A condition of a policy: its text, and what it answers. `perMatch`: it asks about one identity, not the listing alone. */
export interface Condition {
	readonly text: string;
	readonly perMatch: boolean;
	readonly holds: (facts: Facts) => Held;
}

/** `errored` says why a condition could not be evaluated; it is never taken for false. */
export type Held = boolean | { readonly errored: string };

/** For a while, and for stated substances, an outcome milder than the settings'. */
export interface PolicyException {
	readonly id: string;
	/** Substance or family ids. */
	readonly substances: readonly string[];
	readonly when?: Condition;
	readonly outcome: 'clear' | 'review';
	readonly reason: string;
	readonly approvedBy: readonly string[];
	/** ISO date of the approval. */
	readonly on: string;
	/** The last day (ISO, UTC) on which it has effect. */
	readonly expires: string;
}

/** An outcome at least this strict where the condition holds. */
export interface Tightening {
	readonly id: string;
	readonly when: Condition;
	readonly outcome: 'review' | 'block';
	readonly reason: string;
}

/** Bodies of law that apply beside those of the seller and the destinations a listing states. */
export interface RegimeRule {
	/** Countries (ISO 3166-1 alpha-2) the platform answers to: their law applies to every listing. */
	readonly platform: readonly string[];
	/** Seller's country → further regimes. */
	readonly sellers: Readonly<Record<string, readonly string[]>>;
	/** Country of destination → further regimes. */
	readonly destinations: Readonly<Record<string, readonly string[]>>;
	/** The law for a listing that states neither seller's country nor destination: every regime, or the platform's only. */
	readonly unstated: 'all' | 'platform';
}

/** A list kept apart from the public catalogue; the policy names it by its hash, never by its content. */
export interface WatchReference {
	readonly list: string;
	/** SHA-256 of the list's canonical form. */
	readonly sha256: string;
	readonly outcome: 'review' | 'block';
}

/** A restricted list: catalogue ids, and CAS numbers and names of chemicals that no law lists. */
export interface WatchList {
	readonly name: string;
	readonly substances: readonly string[];
	readonly cas: readonly string[];
	readonly names?: readonly string[];
}

/** An entry of a restricted list that recognisers saw in a listing. */
export interface Watched {
	/** Name of the list. */
	readonly list: string;
	readonly kind: 'cas' | 'name';
	readonly entry: string;
	/** False: one slip away, or read with doubt. */
	readonly certain: boolean;
}

export interface Rules {
	readonly regimes: RegimeRule;
	readonly exceptions: readonly PolicyException[];
	readonly conditions: readonly Tightening[];
	readonly watch: readonly (WatchReference & { readonly entries: WatchList })[];
}

/** A policy with the name that verdicts carry. */
export interface VersionedPolicy {
	readonly policy: Policy;
	/** The first 16 hex digits of `hash`. */
	readonly version: string;
	/** SHA-256 of what the policy was read from, in canonical form. */
	readonly hash: string;
}

/** Which goods containing a listed substance fall under its control in one regime (catalogue/mixtures.yaml). */
export interface MixtureRule {
	readonly regime: string;
	/** Names of lists, matched as whole leading words. */
	readonly lists: readonly string[];
	/** Empty: every substance of those lists. */
	readonly substances: readonly string[];
	readonly effect: 'any' | 'exempt-to' | 'covered-over' | 'covered-from' | 'extractable';
	/** Decimal string, per cent of the goods. */
	readonly percent?: string;
	readonly citation: string;
	readonly confidence: Confidence;
	readonly sources: readonly string[];
	readonly note?: string;
}

/** One duty that comes with a list or with equipment in one regime (catalogue/obligations.yaml). */
export interface Duty {
	readonly code: string;
	readonly regime: string;
	/** Names of lists, matched as whole leading words; absent for equipment. */
	readonly lists?: readonly string[];
	/** Equipment ids; absent for substances. */
	readonly equipment?: readonly string[];
	readonly citation: string;
	readonly text: string;
	readonly confidence: Confidence;
	readonly sources: readonly string[];
}

/** A verified right from the register: who may sell or receive exactly this, under which regimes. Never taken from a caller. */
export interface Entitlement {
	/** The permit, licence or registration it rests on. */
	readonly id: string;
	/** A substance id, or a family id for a licence that names the class. */
	readonly substance: string;
	/** `licensed-route`: seller, buyer and route are licensed (tier 1 needs it). `supply`: the supplier is. */
	readonly kind: 'licensed-route' | 'supply';
	readonly regimes: readonly string[];
}

/** One quantity on offer, as the seller wrote it. Reading the unit is the policy's work, so that an unknown one is seen. */
export interface OfferedAmount {
	/** RFC 6901 JSON Pointer to the offer. */
	readonly field: string;
	/** Decimal string. */
	readonly quantity: string;
	readonly unit: string;
}

/** Why the decision is at least `outcome`. */
export interface Reason {
	readonly code: string;
	readonly outcome: VerdictKind;
	readonly text: string;
	/** The legal citation, `unknown` where the data has none, or the policy line (`policy: …`) for reasons that are not law. */
	readonly citation: string;
	readonly substance?: string;
}

/** Something a reader should know that does not move the verdict. */
export interface Notice {
	readonly code: string;
	readonly text: string;
	readonly substance?: string;
}

export interface Decision {
	readonly verdict: VerdictKind;
	/** Strictest first; the first one carries the verdict. */
	readonly reasons: readonly Reason[];
	readonly obligations: readonly Obligation[];
	readonly notices: readonly Notice[];
}

/** True when `name` opens the list's full name as whole words: `List I` opens `List I (halides)`, not `List II`. */
export function isList(fullName: string, name: string): boolean {
	if (!fullName.startsWith(name)) return false;
	const next = fullName.charAt(name.length);
	return next === '' || !/[\p{L}\p{N}]/u.test(next);
}
