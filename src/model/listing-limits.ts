// The bounds of a listing: one table for the parser (parse-listing.ts) and the published schema (listing-schema.ts).
// Lengths are UTF-16 code units, counts are elements. They bound the work one record can cause; honest listings stay far below.

/** All text of one listing together, attribute names included. */
export const MAX_TEXT = 1_048_576;

export const LIMITS = {
	id: 200,
	title: 10_000,
	description: 1_000_000,
	attributes: 1_000,
	attributeName: 200,
	attributeValue: 100_000,
	tags: 1_000,
	tag: 1_000,
	category: 1_000,
	cas: 1_000,
	smiles: 10_000,
	inchi: 10_000,
	inchikey: 1_000,
	hsCode: 100,
	language: 100,
	sellerId: 200,
	shipsTo: 300,
	offers: 1_000,
	decimal: 40,
	unit: 40,
	media: 1_000,
	mediaPath: 2_048,
	imageAlt: 10_000,
	/** All text read from the media of one listing. */
	mediaText: MAX_TEXT,
} as const;

/** A decimal string: digits, a point as the only separator, no sign, no exponent. */
export const DECIMAL = /^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;
export const CURRENCY = /^[A-Z]{3}$/;
export const ISO_DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
