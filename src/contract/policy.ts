// The policy over the wire: what is in force, what was, what is proposed, and the candidate that decides silently beside it.
import { type Static, Type } from 'typebox';
import { byId, cursor, limit, Page } from './fields.ts';
import { JOB_ROUTES, JobSchema } from './jobs.ts';
import { ACTIVATION_PROPERTIES, EffectSchema, HoldingSchema, PROPOSAL_PROPERTIES, ReasonSchema } from './proposal.ts';
import { routes } from './route.ts';
import { ShadowAnswerSchema, ShadowSchema } from './shadow.ts';

export const PolicyChangeSchema = Type.Object({
	setting: Type.String(),
	effect: EffectSchema,
	text: Type.String(),
	before: Type.Optional(Type.String()),
	after: Type.Optional(Type.String()),
});

export const PolicySchema = Type.Object({
	policyVersion: Type.String(),
	catalogueVersion: Type.String(),
	engineVersion: Type.String(),
	policy: Type.Unknown({ description: 'The document in force, or the policy that the catalogue brings along' }),
	builtIn: Type.Boolean({ description: 'The policy that the catalogue brings along is in force' }),
	history: Type.Array(Type.Object({ ...ACTIVATION_PROPERTIES, name: Type.String() }), { description: 'What was in force, latest first' }),
	shadow: Type.Optional(ShadowSchema),
	holding: Type.Optional(HoldingSchema),
});

export const ProposalSchema = Type.Object({
	...PROPOSAL_PROPERTIES,
	name: Type.String(),
	changes: Type.Array(PolicyChangeSchema, { description: 'Weakenings first' }),
	needsTwoPeople: Type.Boolean(),
	document: Type.Optional(Type.Unknown({ description: 'Absent in lists, and for the policy that the catalogue brings along' })),
});

const closed = { additionalProperties: false };

export const ProposeSchema = Type.Object(
	{
		document: Type.Optional(Type.Unknown({ description: 'A policy document as JSON' })),
		version: Type.Optional(
			Type.String({ maxLength: 64, description: 'Instead: a version that was proposed before, or `built-in`. This is how one rolls back' }),
		),
		reason: ReasonSchema,
	},
	closed,
);

export const CheckedPolicySchema = Type.Object({
	valid: Type.Boolean(),
	errors: Type.Array(
		Type.Object({
			line: Type.Optional(Type.Integer({ description: 'Of the text, from 1; absent where a document was given, or nothing stands there' })),
			pointer: Type.String({ description: 'JSON Pointer (RFC 6901) into the document' }),
			message: Type.String(),
			fix: Type.String(),
		}),
	),
	base: Type.String({ description: 'The version in force, with which it was compared' }),
	version: Type.Optional(Type.String({ description: 'The version it would have; this and what follows only where it is valid' })),
	hash: Type.Optional(Type.String()),
	name: Type.Optional(Type.String()),
	changes: Type.Optional(Type.Array(PolicyChangeSchema, { description: 'Weakenings first' })),
	needsTwoPeople: Type.Optional(Type.Boolean()),
});

const PROPOSAL_ID = byId('Id of the proposal');
const Nothing = Type.Optional(Type.Object({}, closed));

/** With the work over all listings that policies cause. */
export const POLICY_ROUTES = routes({
	...JOB_ROUTES,
	readPolicy: {
		method: 'GET',
		path: '/v1/policy',
		access: 'policy:read',
		tag: 'Policy',
		summary: 'The policy in force, and what was',
		answers: { 200: PolicySchema },
	},
	listProposals: {
		method: 'GET',
		path: '/v1/policy/proposals',
		access: 'policy:read',
		tag: 'Policy',
		summary: 'Proposed policies, latest first',
		query: Type.Object({ limit, cursor }, closed),
		answers: { 200: Page(ProposalSchema) },
	},
	checkPolicy: {
		method: 'POST',
		path: '/v1/policy:check',
		access: 'policy:propose',
		tag: 'Policy',
		summary: 'What is wrong with a policy, and what it would change',
		description: 'Nothing is stored. A policy with mistakes is answered too: `valid` is false, and each mistake has its place and its fix.',
		body: Type.Object(
			{
				document: Type.Optional(Type.Unknown({ description: 'A policy document as JSON' })),
				text: Type.Optional(Type.String({ description: 'Instead: the document as YAML or JSON text, for mistakes with their lines' })),
			},
			closed,
		),
		answers: { 200: CheckedPolicySchema },
	},
	proposePolicy: {
		method: 'POST',
		path: '/v1/policy/proposals',
		access: 'policy:propose',
		tag: 'Policy',
		summary: 'Propose a policy, or an earlier version',
		description: 'Answers what it would change, each change marked. The same proposal again answers the one that is open.',
		body: ProposeSchema,
		answers: { 200: ProposalSchema, 201: ProposalSchema },
	},
	readProposal: {
		method: 'GET',
		path: '/v1/policy/proposals/{id}',
		access: 'policy:read',
		tag: 'Policy',
		summary: 'One proposal with its document',
		params: PROPOSAL_ID,
		answers: { 200: ProposalSchema },
	},
	approvePolicy: {
		method: 'POST',
		path: '/v1/policy/proposals/{id}:approve',
		access: 'policy:approve',
		tag: 'Policy',
		summary: 'Put a proposed policy in force',
		description: 'Where something in it can lower a verdict, never by the person who proposed it. All listings are then screened again.',
		params: PROPOSAL_ID,
		body: Nothing,
		answers: { 200: ProposalSchema },
	},
	rejectPolicy: {
		method: 'POST',
		path: '/v1/policy/proposals/{id}:reject',
		access: 'policy:approve',
		tag: 'Policy',
		summary: 'Refuse a proposed policy',
		params: PROPOSAL_ID,
		body: Type.Object({ note: ReasonSchema }, closed),
		answers: { 200: ProposalSchema },
	},
	withdrawPolicy: {
		method: 'POST',
		path: '/v1/policy/proposals/{id}:withdraw',
		access: 'policy:propose',
		tag: 'Policy',
		summary: 'Take your own proposal back',
		params: PROPOSAL_ID,
		body: Type.Object({ note: ReasonSchema }, closed),
		answers: { 200: ProposalSchema },
	},
	previewPolicy: {
		method: 'POST',
		path: '/v1/policy/proposals/{id}:preview',
		access: 'policy:propose',
		tag: 'Policy',
		summary: 'Which listings a proposed policy would decide differently',
		description: 'A job that changes nothing; read it under /v1/rescreens/{id}. One that waits already is answered instead of a second.',
		params: PROPOSAL_ID,
		body: Nothing,
		answers: { 202: JobSchema },
	},
	shadowPolicy: {
		method: 'POST',
		path: '/v1/policy/proposals/{id}:shadow',
		access: 'policy:propose',
		tag: 'Policy',
		summary: 'Let a proposed policy decide silently beside the one in force',
		description: 'One at a time; it takes the place of the one before.',
		params: PROPOSAL_ID,
		body: Nothing,
		answers: { 200: ShadowSchema },
	},
	readShadow: {
		method: 'GET',
		path: '/v1/policy/shadow',
		access: 'policy:read',
		tag: 'Policy',
		summary: 'Where the silent candidate differs, latest first',
		query: Type.Object({ limit, cursor }, closed),
		answers: {
			200: ShadowAnswerSchema,
		},
	},
	stopShadow: {
		method: 'DELETE',
		path: '/v1/policy/shadow',
		access: 'policy:propose',
		tag: 'Policy',
		summary: 'End the silent candidate',
		answers: { 204: null },
	},
});

export type PolicyAnswer = Static<typeof PolicySchema>;
export type CheckedPolicy = Static<typeof CheckedPolicySchema>;
export type Proposal = Static<typeof ProposalSchema>;
