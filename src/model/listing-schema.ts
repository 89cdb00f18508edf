// The published JSON Schema (draft 2020-12) of a listing, in TypeBox. It says everything a schema can say about what
// parse-listing.ts accepts; well-formed Unicode, real calendar dates, assigned country codes and the total size are beyond it.
import { Type } from 'typebox';
import { CURRENCY, DECIMAL, ISO_DATE, LIMITS } from './listing-limits.ts';

const Country = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' });
const Decimal = (description: string) => Type.String({ pattern: DECIMAL.source, maxLength: LIMITS.decimal, description });
const Text = (maxLength: number, description: string) => Type.String({ maxLength, description });
const Media = (description: string) =>
	Type.Array(Type.String({ minLength: 1, maxLength: LIMITS.mediaPath }), { maxItems: LIMITS.media, description });

export const OfferSchema = Type.Object(
	{
		quantity: Decimal('Amount on offer, a decimal string'),
		unit: Type.String({
			minLength: 1,
			maxLength: LIMITS.unit,
			description: 'UCUM (kg, g, L, mL) or a common synonym; an unknown unit leads to review',
		}),
		price: Type.Optional(Decimal('Price of this amount, a decimal string')),
		currency: Type.Optional(Type.String({ pattern: CURRENCY.source, description: 'ISO 4217' })),
	},
	{ additionalProperties: false },
);

export const ListingSchema = Type.Object(
	{
		id: Type.Optional(Type.String({ minLength: 1, maxLength: LIMITS.id, description: 'Id in the marketplace' })),
		revision: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Counts changes of the listing' })),
		title: Type.String({ minLength: 1, maxLength: LIMITS.title, pattern: '\\S', description: 'The title buyers see' }),
		description: Type.Optional(Text(LIMITS.description, 'The body text')),
		attributes: Type.Optional(
			Type.Unsafe<Record<string, string>>({
				type: 'object',
				maxProperties: LIMITS.attributes,
				propertyNames: { maxLength: LIMITS.attributeName },
				additionalProperties: { type: 'string', maxLength: LIMITS.attributeValue },
				description: 'Any further properties as name and value; both are screened',
			}),
		),
		tags: Type.Optional(Type.Array(Text(LIMITS.tag, 'A keyword'), { maxItems: LIMITS.tags })),
		category: Type.Optional(Text(LIMITS.category, 'Category in the marketplace')),
		cas: Type.Optional(Text(LIMITS.cas, 'CAS Registry Number as declared; checked by the engine, not by the schema')),
		smiles: Type.Optional(Text(LIMITS.smiles, 'Structure as SMILES')),
		inchi: Type.Optional(Text(LIMITS.inchi, 'Structure as InChI')),
		inchikey: Type.Optional(Text(LIMITS.inchikey, 'InChIKey')),
		hsCode: Type.Optional(Text(LIMITS.hsCode, 'Harmonized System code as declared')),
		language: Type.Optional(Text(LIMITS.language, 'Language tag, such as en or zh')),
		seller: Type.Optional(
			Type.Object(
				{ id: Type.String({ minLength: 1, maxLength: LIMITS.sellerId }), country: Type.Optional(Country) },
				{ additionalProperties: false },
			),
		),
		shipsTo: Type.Optional(Type.Array(Country, { maxItems: LIMITS.shipsTo, description: 'Where the seller delivers to' })),
		offers: Type.Optional(Type.Array(OfferSchema, { maxItems: LIMITS.offers })),
		images: Type.Optional(Media('Relative paths (command line), or upload ids and allowed URLs (HTTP)')),
		imageAlts: Type.Optional(
			Type.Array(Type.String({ maxLength: LIMITS.imageAlt }), {
				maxItems: LIMITS.media,
				description: 'Alt texts of the images, in their order; an empty one says nothing',
			}),
		),
		attachments: Type.Optional(Media('As images: safety data sheets, certificates, brochures')),
		asOf: Type.Optional(Type.String({ pattern: ISO_DATE.source, description: 'Screen under the law of this ISO 8601 date' })),
	},
	{
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		$id: 'urn:weir:schema:listing:1',
		title: 'Listing',
		description:
			'A seller\'s offer as submitted. Only "title" is required; unknown keys are refused. All text together: at most 1,048,576 characters.',
		additionalProperties: false,
	},
);
