// Work over all listings as it crosses the wire: screening again, and looking at what a change would do.
import { type Static, Type } from 'typebox';
import { ActorSchema } from './access.ts';
import { byId, Choice, cursor, limit, Page, Time } from './fields.ts';
import { routes } from './route.ts';

const shift = Type.Object({ lowered: Type.Integer(), raised: Type.Integer() });

export const ImpactSchema = Type.Object(
	{
		listings: Type.Integer(),
		changed: Type.Integer(),
		transitions: Type.Record(Type.String(), Type.Integer(), { description: '`clear→review`: how many listings' }),
		newlyClear: Type.Integer({ description: 'Not clear before: look at them first' }),
		lowered: Type.Integer(),
		raised: Type.Integer(),
		byTier: Type.Record(Type.String(), shift),
		bySubstance: Type.Record(Type.String(), shift),
		examples: Type.Array(Type.Object({ listingId: Type.String(), transition: Type.String(), why: Type.String() })),
	},
	{ description: 'From the verdict in force to the new one' },
);

export const JobSchema = Type.Object({
	id: Type.String(),
	kind: Choice(['rescreen', 'preview'], 'A preview changes nothing'),
	cause: Type.Record(Type.String(), Type.Unknown(), {
		description: '`kind` says why: asked, policy, catalogue, law, daily, proposal, catalogue-proposal, upcoming',
	}),
	candidate: Type.Optional(Type.String({ description: 'The policy a preview tries out' })),
	catalogue: Type.Optional(Type.String({ description: 'The catalogue a preview tries out' })),
	asOf: Type.Optional(Type.String({ description: 'The day whose law a preview tries out' })),
	status: Choice(['waiting', 'done', 'cancelled'], 'waiting: not finished yet, whether or not it has begun'),
	total: Type.Integer({ description: 'Listings there were at the start' }),
	done: Type.Integer({ description: 'Listings gone over' }),
	result: ImpactSchema,
	startedBy: ActorSchema,
	createdAt: Time,
	updatedAt: Time,
	finishedAt: Type.Optional(Time),
});

export const JobPageSchema = Page(JobSchema);

export const RescreenSchema = Type.Object(
	{ reason: Type.String({ minLength: 1, maxLength: 500, description: 'Why; it stands in the record' }) },
	{ additionalProperties: false },
);

export const UpcomingSchema = Type.Object({
	items: Type.Array(
		Type.Object({
			on: Type.String({ description: 'ISO date, local to the regime' }),
			subject: Type.String({ description: 'Substance or family' }),
			regime: Type.String(),
			list: Type.String(),
			citation: Type.String(),
			moves: Choice(['begins', 'ends'], 'What happens to the line of law on that day'),
			uncertain: Type.Boolean({ description: 'The date is not certain' }),
			listings: Type.Integer({ description: 'Listings whose present revision names the substance' }),
		}),
	),
	previews: Type.Array(JobSchema, { description: 'What would change on those days if all listings stayed as they are' }),
});

export const JOB_ROUTES = routes({
	startRescreen: {
		method: 'POST',
		path: '/v1/rescreens',
		access: 'policy:propose',
		tag: 'Policy',
		summary: 'Screen all listings again',
		description:
			'A job that goes on after a restart. What is no longer clear is held or refused, with a case. One that waits already is answered instead of a second.',
		body: RescreenSchema,
		answers: { 202: JobSchema },
	},
	listRescreens: {
		method: 'GET',
		path: '/v1/rescreens',
		access: 'policy:read',
		tag: 'Policy',
		summary: 'Re-screenings and previews, latest first',
		query: Type.Object(
			{ kind: Type.Optional(Choice(['rescreen', 'preview'], 'Only these')), limit, cursor },
			{ additionalProperties: false },
		),
		answers: { 200: JobPageSchema },
	},
	readRescreen: {
		method: 'GET',
		path: '/v1/rescreens/{id}',
		access: 'policy:read',
		tag: 'Policy',
		summary: 'One re-screening or preview: how far it is, and what it found',
		params: byId('Id of the job'),
		answers: { 200: JobSchema },
	},
	listUpcomingLaw: {
		method: 'GET',
		path: '/v1/law/upcoming',
		access: 'catalogue:read',
		tag: 'Policy',
		summary: 'Law that will begin or end, and the listings it concerns',
		query: Type.Object(
			{ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366, default: 90, description: 'How far to look ahead' })) },
			{ additionalProperties: false },
		),
		answers: { 200: UpcomingSchema },
	},
});

export type Job = Static<typeof JobSchema>;
export type UpcomingLaw = Static<typeof UpcomingSchema>;
