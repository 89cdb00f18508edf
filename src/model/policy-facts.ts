// What a policy's conditions may ask about: the documented variables, once as types for the code that builds them and once as a
// table for whatever checks an expression. Optional members are absent when unknown, never empty: a condition must test `has()`.

export interface ListingFacts {
	readonly id?: string;
	readonly title: string;
	readonly description?: string;
	readonly category?: string;
	readonly language?: string;
	readonly cas?: string;
	readonly hsCode?: string;
	readonly tags: readonly string[];
	readonly attributes: readonly { readonly name: string; readonly value: string }[];
	readonly shipsTo: readonly string[];
	readonly offers: readonly OfferFacts[];
	readonly images: number;
	readonly attachments: number;
}

export interface OfferFacts {
	readonly unit: string;
	/** Present when the amount can be read as a mass. */
	readonly grams?: number;
	/** Present when the amount can be read as a volume. */
	readonly millilitres?: number;
}

export interface SellerFacts {
	readonly id?: string;
	readonly country?: string;
}

/** One recognised identity that nothing explains away. */
export interface MatchFacts {
	readonly id: string;
	readonly name: string;
	readonly kind: 'substance' | 'family';
	readonly tier: number;
	readonly certainty: string;
	readonly basis: readonly string[];
	readonly evasion: readonly string[];
	readonly form?: string;
	readonly percent?: number;
}

/** What the applicable regimes say about the match on the date. */
export interface LawFacts {
	readonly regimes: readonly string[];
	/** Regimes with a control in force. */
	readonly controlledIn: readonly string[];
	/** At least one control in force is beyond doubt. */
	readonly certain: boolean;
	readonly watchedIn: readonly string[];
	/** Countries whose law is not compiled. */
	readonly notCompiled: readonly string[];
}

export interface Facts {
	readonly listing: ListingFacts;
	readonly seller: SellerFacts;
	/** ISO date (UTC) of the decision. */
	readonly date: string;
	readonly match?: MatchFacts;
	readonly law?: LawFacts;
}

export type FactType = 'text' | 'number' | 'truth' | { readonly list: FactType } | { readonly record: FactRecord };

/** Member → type; a name that ends in `?` may be absent. */
export type FactRecord = { readonly [member: string]: FactType };

const TEXTS = { list: 'text' } as const;

/** The variables of a condition. `match` and `law` exist where one identity is asked about. */
export const FACT_TYPES: FactRecord = {
	listing: {
		record: {
			'id?': 'text',
			title: 'text',
			'description?': 'text',
			'category?': 'text',
			'language?': 'text',
			'cas?': 'text',
			'hsCode?': 'text',
			tags: TEXTS,
			attributes: { list: { record: { name: 'text', value: 'text' } } },
			shipsTo: TEXTS,
			offers: { list: { record: { unit: 'text', 'grams?': 'number', 'millilitres?': 'number' } } },
			images: 'number',
			attachments: 'number',
		},
	},
	seller: { record: { 'id?': 'text', 'country?': 'text' } },
	date: 'text',
	match: {
		record: {
			id: 'text',
			name: 'text',
			kind: 'text',
			tier: 'number',
			certainty: 'text',
			basis: TEXTS,
			evasion: TEXTS,
			'form?': 'text',
			'percent?': 'number',
		},
	},
	law: { record: { regimes: TEXTS, controlledIn: TEXTS, certain: 'truth', watchedIn: TEXTS, notCompiled: TEXTS } },
};
