// The one table of routes: everything the server answers under its own shape. The server mounts these rows, the client calls
// them, the OpenAPI document lists them, and a test walks the permissions over every one.

import { Type } from 'typebox';
import { CASE_ROUTES } from './case-routes.ts';
import { StructureQuerySchema, SubstancePageSchema, SubstanceQuerySchema, SubstanceSchema } from './catalogue.ts';
import { byId } from './fields.ts';
import { FURTHER_ROUTES } from './further-routes.ts';
import { HEALTH_ROUTES } from './health-routes.ts';
import {
	ListingBodySchema,
	ListingDetailSchema,
	ListingPageSchema,
	ListingQuerySchema,
	ScreenAnswerSchema,
	ScreenRequestSchema,
	SubmissionSchema,
} from './listings.ts';
import { LogPageSchema, LogQuerySchema, ReceiptSchema } from './log.ts';
import { routes } from './route.ts';

const LISTING_ID = byId('Id of the listing in the marketplace');

export const ROUTES = routes({
	submitListing: {
		method: 'PUT',
		path: '/v1/listings/{id}',
		access: 'listing:submit',
		tag: 'Listings',
		summary: 'Submit a listing to the gate',
		description: 'Screens the listing before anybody sees it and stores the decision. Submitting the same content again answers the same.',
		params: LISTING_ID,
		body: ListingBodySchema,
		example: {
			title: 'Acetone, technical grade, 5 L',
			description: 'For cleaning and degreasing.',
			cas: '67-64-1',
			seller: { id: 's-1', country: 'DE' },
			shipsTo: ['DE', 'AT'],
			offers: [{ quantity: '5', unit: 'L', price: '19.90', currency: 'EUR' }],
		},
		headers: {
			'if-match': 'The ETag of the revision that this submission replaces; another revision answers 412',
			'idempotency-key': 'Kept for 24 hours: the same key and body answer as before, another body is refused',
		},
		answers: { 200: SubmissionSchema, 201: SubmissionSchema },
	},
	screenListings: {
		method: 'POST',
		path: '/v1/listings:screen',
		access: 'screen:run',
		tag: 'Listings',
		summary: 'Screen without storing anything',
		description:
			'One listing → its verdict; `{listings}` → `{verdicts}`; NDJSON → NDJSON, one verdict for each line, in order. Keys of sellers and buyers get state and reason code in the place of each verdict.',
		body: ScreenRequestSchema,
		example: {
			listings: [
				{ id: 'a', title: 'Oak chair' },
				{ id: 'b', title: 'Piperidine, 25 kg' },
			],
		},
		consumes: ['application/json', 'application/x-ndjson'],
		answers: { 200: ScreenAnswerSchema },
	},
	listListings: {
		method: 'GET',
		path: '/v1/listings',
		access: 'listing:read',
		tag: 'Listings',
		summary: 'Listings, latest change first',
		query: ListingQuerySchema,
		answers: { 200: ListingPageSchema },
	},
	readListing: {
		method: 'GET',
		path: '/v1/listings/{id}',
		access: 'listing:read',
		tag: 'Listings',
		summary: 'One listing with its revisions',
		params: LISTING_ID,
		answers: { 200: ListingDetailSchema },
	},
	...CASE_ROUTES,
	listSubstances: {
		method: 'GET',
		path: '/v1/catalogue/substances',
		access: 'catalogue:read',
		tag: 'Catalogue',
		summary: 'Substances of the catalogue',
		query: SubstanceQuerySchema,
		answers: { 200: SubstancePageSchema },
	},
	readSubstance: {
		method: 'GET',
		path: '/v1/catalogue/substances/{id}',
		access: 'catalogue:read',
		tag: 'Catalogue',
		summary: 'One substance: names, forms, controls with wording and citation',
		params: byId('Id of the substance'),
		answers: { 200: SubstanceSchema },
	},
	drawStructure: {
		method: 'GET',
		path: '/v1/structures/{id}.svg',
		access: 'catalogue:read',
		tag: 'Catalogue',
		summary: 'The drawn structure of a substance',
		params: byId('Id of the substance'),
		query: StructureQuerySchema,
		produces: 'image/svg+xml',
		answers: { 200: Type.String() },
	},
	listLogEntries: {
		method: 'GET',
		path: '/v1/log/entries',
		access: 'log:read',
		tag: 'Log',
		summary: 'Entries of the transparency log, newest first',
		query: LogQuerySchema,
		answers: { 200: LogPageSchema },
	},
	readReceipt: {
		method: 'GET',
		path: '/v1/log/receipts/{id}',
		access: 'log:read',
		tag: 'Log',
		summary: 'Where an entry stands in the log, with its inclusion proof',
		params: byId('Id of the entry'),
		answers: { 200: ReceiptSchema },
	},
	readCheckpoint: {
		method: 'GET',
		path: '/log/checkpoint',
		access: 'log:read',
		tag: 'Log',
		summary: 'The signed checkpoint (C2SP tlog-checkpoint)',
		produces: 'text/plain; charset=utf-8',
		answers: { 200: Type.String() },
	},
	readLogKey: {
		method: 'GET',
		path: '/log/key',
		access: 'log:read',
		tag: 'Log',
		summary: "The log's verifier key: a convenience, not a proof",
		produces: 'text/plain; charset=utf-8',
		answers: { 200: Type.String() },
	},
	readTile: {
		method: 'GET',
		path: '/log/tile/{path}',
		access: 'log:read',
		tag: 'Log',
		summary: 'A tile of hashes or a bundle of entries (C2SP tlog-tiles)',
		description: 'The path has slashes: `0/x001/x234/067`, `entries/000.p/17`.',
		produces: 'application/octet-stream',
		answers: { 200: Type.String() },
	},
	...FURTHER_ROUTES,
	...HEALTH_ROUTES,
});

export type RouteName = keyof typeof ROUTES;
