// Restricted lists over the wire: uploaded, listed with where they are used, read with their entries, retired. For named staff only.
import { type Static, Type } from 'typebox';
import { ActorSchema } from './access.ts';
import { Choice, Time } from './fields.ts';
import { routes } from './route.ts';

/** Bytes of an uploaded list. */
export const MOST_WATCH_LIST_BYTES = 4 * 1024 * 1024;

const closed = { additionalProperties: false } as const;
const count = Type.Integer({ minimum: 0 });

export const WatchListSchema = Type.Object({
	sha256: Type.String({ description: 'Of the list in canonical form: what a policy names it by' }),
	readable: Type.Boolean({
		description: 'False: sealed under another secret. A policy that names it holds everything; upload the list again',
	}),
	name: Type.Optional(Type.String({ description: 'Absent when it cannot be read' })),
	version: Type.Optional(Type.Integer({ minimum: 1, description: 'Counts the lists of this name in the order they came' })),
	substances: count,
	cas: count,
	names: count,
	against: Type.Optional(
		Type.Object({ added: count, removed: count }, { description: 'Entries that came and went since the version before' }),
	),
	retired: Type.Boolean({ description: 'No policy can newly name it' }),
	history: Type.Array(
		Type.Object({
			kind: Choice(['added', 'sealed', 'retired', 'restored'], 'sealed: uploaded again after it could not be read any more'),
			by: ActorSchema,
			at: Time,
		}),
		{ description: 'Oldest first' },
	),
	uses: Type.Array(
		Type.Object({
			policy: Type.String({ description: 'Version of a policy that names it' }),
			name: Type.String(),
			inForce: Type.Boolean(),
			silent: Type.Boolean({ description: 'It decides silently beside the one in force' }),
			proposal: Type.Optional(Type.String({ description: 'Its open proposal' })),
		}),
		{ description: 'Latest first' },
	),
});

const EntriesSchema = Type.Object({
	...WatchListSchema.properties,
	entries: Type.Object({
		substances: Type.Array(Type.String({ description: 'Catalogue ids' })),
		cas: Type.Array(Type.String()),
		names: Type.Array(Type.String()),
	}),
});

const BY_HASH = Type.Object({ hash: Type.String({ minLength: 1, maxLength: 64, description: 'SHA-256 of the list' }) }, closed);
const row = { tag: 'Restricted lists' } as const;

export const WATCH_LIST_ROUTES = routes({
	listWatchLists: {
		...row,
		method: 'GET',
		path: '/v1/watch-lists',
		access: 'watch-list:read',
		summary: 'Restricted lists, without their entries',
		answers: { 200: Type.Object({ items: Type.Array(WatchListSchema) }) },
	},
	uploadWatchList: {
		...row,
		method: 'POST',
		path: '/v1/watch-lists',
		access: 'watch-list:keep',
		summary: 'Upload a restricted list',
		description:
			'YAML or JSON (`name`, `substances`, `cas`, `names`), or CSV with the columns `substance`, `cas`, `name` and the name of the list in the address; at most 4 MiB. It changes nothing until a policy names it. The same list again answers the one that is there, sealed anew or restored where need be.',
		query: Type.Object({ name: Type.Optional(Type.String({ maxLength: 80, description: 'Of a list that comes as CSV' })) }, closed),
		body: Type.Unknown({ description: 'The list' }),
		consumes: ['application/json', 'application/yaml', 'text/csv'],
		answers: { 200: WatchListSchema, 201: WatchListSchema },
	},
	readWatchList: {
		...row,
		method: 'GET',
		path: '/v1/watch-lists/{hash}',
		access: 'watch-list:read',
		summary: 'One restricted list with its entries',
		description: 'Reading the entries leaves an entry in the log.',
		params: BY_HASH,
		answers: { 200: EntriesSchema },
	},
	retireWatchList: {
		...row,
		method: 'POST',
		path: '/v1/watch-lists/{hash}:retire',
		access: 'watch-list:keep',
		summary: 'Retire a restricted list',
		description: 'No policy can newly name it. Refused while the policy in force, the silent candidate or an open proposal does.',
		params: BY_HASH,
		body: Type.Optional(Type.Object({}, closed)),
		answers: { 200: WatchListSchema },
	},
});

/** What a restricted list said of a listing revision; on a case, for those who may see it. */
export const WatchHitsSchema = Type.Object({
	revision: Type.Integer(),
	readable: Type.Boolean({ description: 'False: sealed under another secret' }),
	reasons: Type.Array(Type.Object({ text: Type.String(), citation: Type.String() })),
	findings: Type.Array(
		Type.Object({
			field: Type.String(),
			start: Type.Integer(),
			end: Type.Integer(),
			text: Type.String(),
			read: Type.String(),
			note: Type.String(),
		}),
	),
});

export type WatchListWire = Static<typeof WatchListSchema>;
export type WatchListEntries = Static<typeof EntriesSchema>;
export type WatchHitsWire = Static<typeof WatchHitsSchema>;
