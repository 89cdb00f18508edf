// The nouns of the catalogue: substances, their controls, families, look-alikes and the words around them. These are the
// shapes after parsing; catalogue/ reads them from YAML and checks them.

export type Tier = 1 | 2 | 3;
export type Confidence = 'high' | 'medium' | 'low';

/** What the source data lacks is `unknown` and shown so; it is never composed. */
export type Unknown = 'unknown';

export interface CasNumber {
	readonly number: string;
	/** Which form carries this number: `base`, `hydrochloride`, `ester (methyl)` … */
	readonly form: string;
	readonly confidence: Confidence;
}

export interface Threshold {
	/** Decimal string; "0" means every quantity is regulated. */
	readonly quantity: string;
	/** UCUM: kg, g, L, mL. */
	readonly unit: string;
	readonly note: string;
	/** `unknown` where the source does not say. */
	readonly citation: string;
	readonly confidence: Confidence;
	/** Over what the quantity is summed: `cumulative per customer per calendar month` … Absent: the source does not say. */
	readonly basis?: string;
	/** The same threshold as the law states it by volume; UCUM, so US gallons are `[gal_us]`. */
	readonly alternative?: { readonly quantity: string; readonly unit: string };
}

/** An official code of the list (DEA chemical code); kept apart from the citation because its confidence differs. */
export interface ListCode {
	readonly number: string;
	readonly confidence: Confidence;
}

/** A ceiling below which the regime exempts a transaction or package; "0" means none is exempt. */
export interface Exemption {
	readonly quantity: string;
	/** UCUM: kg, g, L, mL. */
	readonly unit: string;
	readonly note: string;
}

/** One line of one official list. */
export interface Control {
	/** `US`, `UN`, `EU`, `CN`, `CA`, `IN`, `MX`, `UK`. */
	readonly regime: string;
	readonly list: string;
	readonly citation: string | Unknown;
	readonly wording: string | Unknown;
	/** ISO date (or year) the line took effect. */
	readonly effective: string | Unknown;
	readonly effectiveConfidence: Confidence;
	/** A proposal is shown, never applied. */
	readonly status: 'in-force' | 'proposed' | 'watch';
	/** Last day (ISO) of a temporary control; what holds afterwards is not known from this line. */
	readonly until?: string;
	readonly code?: ListCode;
	readonly exemption?: Exemption;
	readonly threshold?: Threshold;
	readonly confidence: Confidence;
	/** Ids of `catalogue/sources.yaml`; at least one. */
	readonly sources: readonly string[];
	readonly note?: string;
}

/** Names and numbers of a substance that only some regimes' wording covers (esters under the US text). */
export interface LimitedForm {
	readonly form: string;
	/** Members of the substance's `names`, any language. */
	readonly names: readonly string[];
	/** Members of the substance's `cas`. */
	readonly cas: readonly string[];
	/** The regimes whose text covers them; elsewhere they are not this substance's control. */
	readonly regimes: readonly string[];
	readonly reason: string;
}

/** Texts that must and must not be recognised as the substance; they are tests beside the rule. */
export interface Examples {
	readonly match: readonly string[];
	readonly clear: readonly string[];
}

export interface Substance {
	readonly id: string;
	readonly group: string;
	readonly tier: Tier;
	/** Language (ISO 639-1) → names. The first English name is the display name. */
	readonly names: Readonly<Record<string, readonly string[]>>;
	/** Short codes that collide with ordinary words; never decisive alone. */
	readonly abbreviations: readonly string[];
	readonly cas: readonly CasNumber[];
	readonly smiles: string | null;
	readonly inchikey: string | null;
	readonly formula: string | null;
	readonly hs: string | null;
	readonly hsConfidence?: Confidence;
	/** Which stereoisomer `smiles` draws, in words; absent when the question does not arise. */
	readonly stereo?: string;
	readonly family: string | null;
	readonly controls: readonly Control[];
	readonly limited?: readonly LimitedForm[];
	readonly examples?: Examples;
	readonly uses: readonly string[];
	readonly notes: string | null;
	readonly confidence: Confidence;
	readonly sources: readonly string[];
}

/** A legal class, as a structural query. */
export interface Family {
	readonly id: string;
	readonly title: string;
	readonly wording: string;
	readonly scope: string;
	readonly sources: readonly string[];
	/** Any of these must match (substructure), or `exactParents` must equal the stripped parent. */
	readonly smarts: readonly string[];
	readonly exactParents: readonly string[];
	/** Open-ended legal wording: a match routes to review, never to block. */
	readonly reviewOnly: boolean;
	/** Regimes whose text states the class. */
	readonly regimes: readonly string[];
	readonly tier: Tier;
	readonly positives: readonly string[];
	readonly negatives: readonly string[];
	/** Published members that are not substances of their own. */
	readonly members: readonly FamilyMember[];
}

export interface FamilyMember {
	readonly name: string;
	/** Its other published names, in any language. */
	readonly aliases: readonly string[];
	readonly cas: string | null;
	readonly smiles: string;
}

export interface LookAlike {
	readonly name: string;
	readonly aliases: readonly string[];
	readonly cas: string | null;
	readonly smiles: string | null;
	readonly confusedWith: readonly string[];
	readonly why: string;
	readonly expect: 'clear' | 'context' | 'jurisdiction' | 'other-entry';
	readonly confidence: Confidence;
}

/** A short code and the honest things it also stands for. */
export interface Abbreviation {
	readonly text: string;
	readonly substance: string;
	/** Words whose presence near the code makes the honest reading the better one. */
	readonly benign: readonly string[];
	readonly benignCas: readonly string[];
}

export interface Equipment {
	readonly id: string;
	readonly names: Readonly<Record<string, readonly string[]>>;
	readonly lists: readonly string[];
	readonly lookAlikes: readonly string[];
	readonly sources: readonly string[];
	readonly confidence: Confidence;
}

export type ContextKind =
	| 'negation-before'
	| 'negation-direct'
	| 'negation-after'
	| 'refusal-before'
	| 'refusal-after'
	| 'link'
	| 'filler'
	| 'contrast'
	| 'mention'
	| 'replacement'
	| 'stealth'
	| 'off-platform'
	| 'offer'
	| 'chemical';

/** Phrases that change what a match nearby means, per language. */
export interface ContextPhrases {
	readonly kind: ContextKind;
	readonly note: string;
	readonly phrases: Readonly<Record<string, readonly string[]>>;
	/** Words that, on the side away from the name, cancel the phrase: "free" is no negation in "free base", nor "no" in "CAS no". */
	readonly unless?: Readonly<Record<string, readonly string[]>>;
}

export interface ControlledDrug {
	readonly name: string;
	readonly list: string;
	readonly source: string;
	/** The row's base name, when this is another published name of the same drug. */
	readonly aliasOf?: string;
}

/** An identifier that rightly belongs to more than one substance; anything shared and not listed here is a mistake. */
export interface SharedIdentifier {
	readonly kind: 'cas' | 'name' | 'inchikey';
	readonly value: string;
	readonly substances: readonly string[];
	readonly why: string;
}

export interface Source {
	readonly id: string;
	readonly title: string;
	readonly url: string | null;
	readonly date: string | null;
	/** How much of the text the compilers read: `true`, `false`, or which part. */
	readonly read?: string;
}

/** Everything the hand-edited files say, parsed and checked. */
export interface Catalogue {
	readonly substances: readonly Substance[];
	readonly families: readonly Family[];
	readonly lookAlikes: readonly LookAlike[];
	readonly abbreviations: readonly Abbreviation[];
	readonly equipment: readonly Equipment[];
	readonly context: readonly ContextPhrases[];
	readonly drugs: readonly ControlledDrug[];
	readonly sources: readonly Source[];
	/** Identifiers seen in print that are wrong, and what they were meant to be. */
	readonly badIdentifiers: readonly { readonly seen: string; readonly problem: string; readonly substance: string }[];
	readonly shared: readonly SharedIdentifier[];
}
