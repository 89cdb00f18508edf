// The rows of the table of routes that tell how the server is doing.
import { Type } from 'typebox';
import { Choice } from './fields.ts';
import { routes } from './route.ts';

export const HEALTH_ROUTES = routes({
	readHealth: {
		method: 'GET',
		path: '/healthz',
		access: 'public',
		tag: 'Health',
		summary: 'The process answers',
		answers: { 200: Type.Object({ status: Type.String() }) },
	},
	readReadiness: {
		method: 'GET',
		path: '/readyz',
		access: 'public',
		tag: 'Health',
		summary: 'The engine is loaded and the database answers; 503 otherwise',
		description: 'With the code `holding` the server answers, and holds every listing: what is in force cannot be read.',
		answers: {
			200: Type.Object({
				status: Type.String(),
				catalogueVersion: Type.String(),
				engineVersion: Type.String(),
				policyVersion: Type.String(),
				sandbox: Type.Optional(Type.Boolean({ description: 'This is a sandbox: nothing here is a decision about anything' })),
				warnings: Type.Optional(
					Type.Array(Type.Object({ code: Choice(['disk', 'media', 'scanner'], 'What it is about'), text: Type.String() }), {
						description: 'It decides, and something is about to go wrong or already keeps listings with files back',
					}),
				),
			}),
		},
	},
	readMetrics: {
		method: 'GET',
		path: '/metrics',
		access: 'metrics:read',
		tag: 'Health',
		summary: 'Figures for Prometheus',
		produces: 'text/plain; version=0.0.4; charset=utf-8',
		answers: { 200: Type.String() },
	},
});
