// How the catalogue of a running server changes: registered, proposed with what it changes, previewed over all listings, agreed to by
// a second person, in force; and back the same way.
import { type Static, Type } from 'typebox';
import { CHANGE_WHATS } from '../catalogue/diff.ts';
import { ActorSchema } from './access.ts';
import { byId, Choice, cursor, limit, Page, Time } from './fields.ts';
import { JobSchema } from './jobs.ts';
import { ACTIVATION_PROPERTIES, EffectSchema, HoldingSchema, PROPOSAL_PROPERTIES, ReasonSchema } from './proposal.ts';
import { routes } from './route.ts';
import { ShadowAnswerSchema, ShadowSchema } from './shadow.ts';

/** Bytes of a compiled catalogue; the package's own is some 6 MB. */
export const MOST_CATALOGUE_BYTES = 16 * 1024 * 1024;

const closed = { additionalProperties: false };

export const CatalogueChangeSchema = Type.Object({
	effect: EffectSchema,
	what: Choice(CHANGE_WHATS, 'Kind of fact'),
	record: Type.String({ description: 'Where it stands: `substances/acetone`, `families/…`, `law/duties`, `law/policy`, `parts/model`' }),
	at: Type.String({ description: 'Place within: a language, a control line (`US List II`), a field; empty for the record itself' }),
	kind: Choice(['added', 'removed', 'changed'], 'added: only `after`; removed: only `before`'),
	before: Type.Optional(Type.String()),
	after: Type.Optional(Type.String()),
});

const EffectCountsSchema = Type.Object({
	weaker: Type.Integer(),
	unknown: Type.Integer(),
	stricter: Type.Integer(),
	neutral: Type.Integer(),
});

export const RegisteredCatalogueSchema = Type.Object({
	version: Type.String({ description: 'The first 16 hex digits of the hash, as verdicts carry them' }),
	hash: Type.String({ description: 'SHA-256 over the content, as the file states it' }),
	size: Type.Integer({ description: 'Bytes' }),
	substances: Type.Integer(),
	families: Type.Integer(),
	builtIn: Type.Boolean({ description: 'It is the one this server brings along' }),
	inForce: Type.Boolean(),
	cameWith: Type.Optional(Type.String({ description: 'The version of Weir that brought it along' })),
	registeredBy: ActorSchema,
	registeredAt: Time,
});

export const CatalogueInForceSchema = Type.Object({
	version: Type.String(),
	builtIn: Type.Boolean({ description: 'It is the one this server brings along' }),
	builtInVersion: Type.String({ description: 'The one this server brings along' }),
	engineVersion: Type.String(),
	policyVersion: Type.String(),
	substances: Type.Integer(),
	families: Type.Integer(),
	history: Type.Array(Type.Object({ ...ACTIVATION_PROPERTIES, proposal: Type.Optional(ACTIVATION_PROPERTIES.proposal) }), {
		description:
			'What was in force, latest first; the last one, without a proposal, is what the server ran when nothing had been agreed to',
	}),
	waiting: Type.Optional(
		Type.Object(
			{
				version: Type.String(),
				cameWith: Type.String({ description: 'The version of Weir that brings it along' }),
				proposal: Type.Optional(Type.String({ description: 'Id; absent for the moment until it is offered, and where it cannot be' })),
				isProposed: Type.Boolean({ description: 'A person has proposed it; another one has to agree' }),
				trouble: Type.Optional(Type.String({ description: 'Why it cannot be offered' })),
			},
			{ description: 'The catalogue that this version of Weir brings along, until it is in force or people have decided on it' },
		),
	),
	holding: Type.Optional(HoldingSchema),
});

export const CatalogueProposalSchema = Type.Object({
	...PROPOSAL_PROPERTIES,
	needsTwoPeople: Type.Boolean({ description: 'Always true for a catalogue' }),
	offered: Type.Boolean({ description: 'Weir itself offers it: a person has to propose its version before another one can agree' }),
	cameWith: Type.Optional(Type.String({ description: 'The version of Weir that brought it along' })),
	counts: EffectCountsSchema,
	changes: Type.Optional(Type.Array(CatalogueChangeSchema, { description: 'Weakenings first; absent in lists' })),
	concerned: Type.Optional(
		Type.Array(Type.Object({ substance: Type.String(), listings: Type.Integer() }), {
			description: 'Substances that change, and the listings whose present revision names them, most first; absent in lists',
		}),
	),
	preview: Type.Optional(JobSchema),
});

const PROPOSAL_ID = byId('Id of the proposal');
const Nothing = Type.Optional(Type.Object({}, closed));
const row = { tag: 'Catalogue' } as const;

export const CATALOGUE_CHANGE_ROUTES = routes({
	readCatalogue: {
		...row,
		method: 'GET',
		path: '/v1/catalogue',
		access: 'catalogue:read',
		summary: 'The catalogue in force, and what was',
		answers: { 200: CatalogueInForceSchema },
	},
	listCatalogues: {
		...row,
		method: 'GET',
		path: '/v1/catalogues',
		access: 'catalogue:read',
		summary: 'Registered catalogues, latest first',
		query: Type.Object({ limit, cursor }, closed),
		answers: { 200: Page(RegisteredCatalogueSchema) },
	},
	registerCatalogue: {
		...row,
		method: 'POST',
		path: '/v1/catalogues',
		access: 'catalogue:propose',
		summary: 'Register a compiled catalogue',
		description:
			'The bytes of the file that `weir catalogue compile` makes; at most 16 MiB. It is opened and tried out before it is stored, and changes nothing until it is proposed and agreed to. The same file again answers the one that is there.',
		body: Type.Unsafe<Uint8Array>({ type: 'string', format: 'binary' }),
		consumes: ['application/octet-stream'],
		answers: { 200: RegisteredCatalogueSchema, 201: RegisteredCatalogueSchema },
	},
	listCatalogueProposals: {
		...row,
		method: 'GET',
		path: '/v1/catalogue/proposals',
		access: 'catalogue:read',
		summary: 'Proposed catalogues, latest first',
		query: Type.Object({ limit, cursor }, closed),
		answers: { 200: Page(CatalogueProposalSchema) },
	},
	proposeCatalogue: {
		...row,
		method: 'POST',
		path: '/v1/catalogue/proposals',
		access: 'catalogue:propose',
		summary: 'Propose a registered catalogue, or an earlier one',
		description:
			'Answers what it would change, each change marked, and begins a preview of all listings. The same proposal again answers the one that is open. What Weir itself offers becomes your proposal.',
		body: Type.Object(
			{
				version: Type.String({
					maxLength: 64,
					description: 'A version of GET /v1/catalogues, or `built-in` for the one this server brings along. This is how one rolls back',
				}),
				reason: ReasonSchema,
			},
			closed,
		),
		answers: { 200: CatalogueProposalSchema, 201: CatalogueProposalSchema },
	},
	readCatalogueProposal: {
		...row,
		method: 'GET',
		path: '/v1/catalogue/proposals/{id}',
		access: 'catalogue:read',
		summary: 'One proposed catalogue: every change, the listings concerned, the latest preview',
		params: PROPOSAL_ID,
		answers: { 200: CatalogueProposalSchema },
	},
	previewCatalogue: {
		...row,
		method: 'POST',
		path: '/v1/catalogue/proposals/{id}:preview',
		access: 'catalogue:propose',
		summary: 'Which listings a proposed catalogue would decide differently',
		description: 'A job that changes nothing; read it under /v1/rescreens/{id}. One that waits already is answered instead of a second.',
		params: PROPOSAL_ID,
		body: Nothing,
		answers: { 202: JobSchema },
	},
	shadowCatalogue: {
		...row,
		method: 'POST',
		path: '/v1/catalogue/proposals/{id}:shadow',
		access: 'catalogue:propose',
		summary: 'Let a proposed catalogue decide silently beside the one in force',
		description:
			'On a share of submissions, at most 50 a second on each server, in a process of its own. One at a time; it takes the place of the one before.',
		params: PROPOSAL_ID,
		body: Nothing,
		answers: { 200: ShadowSchema },
	},
	readCatalogueShadow: {
		...row,
		method: 'GET',
		path: '/v1/catalogue/shadow',
		access: 'catalogue:read',
		summary: 'Where the silent catalogue differs, latest first',
		query: Type.Object({ limit, cursor }, closed),
		answers: { 200: ShadowAnswerSchema },
	},
	stopCatalogueShadow: {
		...row,
		method: 'DELETE',
		path: '/v1/catalogue/shadow',
		access: 'catalogue:propose',
		summary: 'End the silent catalogue',
		answers: { 204: null },
	},
	approveCatalogue: {
		...row,
		method: 'POST',
		path: '/v1/catalogue/proposals/{id}:approve',
		access: 'catalogue:approve',
		summary: 'Put a proposed catalogue in force',
		description: 'Never by the person who proposed it. All listings are then screened again.',
		params: PROPOSAL_ID,
		body: Nothing,
		answers: { 200: CatalogueProposalSchema },
	},
	rejectCatalogue: {
		...row,
		method: 'POST',
		path: '/v1/catalogue/proposals/{id}:reject',
		access: 'catalogue:approve',
		summary: 'Refuse a proposed catalogue',
		params: PROPOSAL_ID,
		body: Type.Object({ note: ReasonSchema }, closed),
		answers: { 200: CatalogueProposalSchema },
	},
	withdrawCatalogue: {
		...row,
		method: 'POST',
		path: '/v1/catalogue/proposals/{id}:withdraw',
		access: 'catalogue:propose',
		summary: 'Take your own proposal back',
		params: PROPOSAL_ID,
		body: Type.Object({ note: ReasonSchema }, closed),
		answers: { 200: CatalogueProposalSchema },
	},
});

export type CatalogueInForce = Static<typeof CatalogueInForceSchema>;
export type RegisteredCatalogue = Static<typeof RegisteredCatalogueSchema>;
export type CatalogueProposal = Static<typeof CatalogueProposalSchema>;
export type CatalogueChange = Static<typeof CatalogueChangeSchema>;
