// A seller's offer as submitted. The shape is a fixed interface; parsing it lives beside it (parse-listing.ts).

export interface Offer {
	readonly quantity: string;
	readonly unit: string;
	readonly price?: string;
	readonly currency?: string;
}

export interface Listing {
	readonly id?: string;
	readonly revision?: number;
	readonly title: string;
	readonly description?: string;
	readonly attributes?: Readonly<Record<string, string>>;
	readonly tags?: readonly string[];
	readonly category?: string;
	readonly cas?: string;
	readonly smiles?: string;
	readonly inchi?: string;
	readonly inchikey?: string;
	readonly hsCode?: string;
	readonly language?: string;
	readonly seller?: { readonly id: string; readonly country?: string };
	readonly shipsTo?: readonly string[];
	readonly offers?: readonly Offer[];
	readonly images?: readonly string[];
	/** Alt texts of the images, in their order. */
	readonly imageAlts?: readonly string[];
	readonly attachments?: readonly string[];
	readonly asOf?: string;
}
