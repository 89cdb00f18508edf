// The rows of the table of routes that tell how the server is doing.
import { Type } from 'typebox';
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
				waitingCatalogue: Type.Optional(
					Type.String({ description: 'Version of the catalogue that came with this Weir and that people have not decided on' }),
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
