// The OpenAPI 3.1 document, made from the table of routes, and the pages to browse it, served without the network.
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { ProblemDetailsSchema } from '../contract/problem.ts';
import { placeholders, type Route } from '../contract/route.ts';
import { ROUTES } from '../contract/routes.ts';

/** The document. Everything in it is in the table; the server adds nothing of its own. */
export function openApiDocument(version: string): object {
	const paths: Record<string, Record<string, object>> = {};
	for (const [operationId, route] of Object.entries(ROUTES) as [string, Route][]) {
		const at = paths[route.path] ?? {};
		at[route.method.toLowerCase()] = operation(operationId, route);
		paths[route.path] = at;
	}
	return {
		openapi: '3.1.0',
		info: {
			title: 'Weir',
			version,
			description:
				'The gate before publication: listings are screened before anybody sees them, people decide what software cannot, and every decision is in a log that outsiders can verify.',
			license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
		},
		servers: [{ url: '/' }],
		components: {
			securitySchemes: {
				key: { type: 'http', scheme: 'bearer', description: 'An API key: weir_…' },
				session: { type: 'apiKey', in: 'cookie', name: 'weir.session_token' },
			},
			schemas: { Problem: plain(ProblemDetailsSchema) },
		},
		paths,
	};
}

function operation(operationId: string, route: Route): object {
	const answers = Object.entries(route.answers).map(([status, schema]) => [
		status,
		{
			description: route.summary,
			...(schema === null ? {} : { content: { [route.produces ?? 'application/json']: { schema: plain(schema) } } }),
		},
	]);
	const problem = {
		description: 'Problem details, RFC 9457',
		content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
	};
	return {
		operationId,
		tags: [route.tag],
		summary: route.summary,
		...(route.description === undefined ? {} : { description: route.description }),
		...(route.access === 'public' ? { security: [] } : { security: [{ key: [] }, { session: [] }], 'x-weir-access': route.access }),
		parameters: [...pathParameters(route), ...queryParameters(route), ...headerParameters(route)],
		...(route.body === undefined
			? {}
			: {
					requestBody: {
						required: !('~optional' in route.body),
						content: Object.fromEntries((route.consumes ?? ['application/json']).map((media) => [media, bodyIn(media, route)])),
					},
				}),
		responses: { ...Object.fromEntries(answers), default: problem },
	};
}

const bodyIn = (media: string, { body, example }: Route): object => ({
	schema: plain(body as object),
	...(example === undefined || media !== 'application/json' ? {} : { example }),
});

const pathParameters = (route: Route): object[] =>
	placeholders(route.path).map((name) => parameter('path', name, propertiesOf(route.params)[name] ?? restOfPath(route)));

// The one parameter without a schema takes slashes; what it may hold is the route's own description.
const restOfPath = ({ summary, description = summary }: Route): { readonly type: string; readonly description: string } => ({
	type: 'string',
	description,
});

const queryParameters = (route: Route): object[] =>
	Object.entries(propertiesOf(route.query)).map(([name, schema]) => parameter('query', name, schema));

// The pages show the description of a parameter and not that of its schema.
function parameter(where: 'path' | 'query', name: string, schema: { readonly description?: string }): object {
	const { description, ...rest } = schema;
	return { name, in: where, required: where === 'path', ...(description === undefined ? {} : { description }), schema: rest };
}

const headerParameters = (route: Route): object[] =>
	Object.entries(route.headers ?? {}).map(([name, description]) => ({
		name,
		in: 'header',
		required: false,
		description,
		schema: { type: 'string' },
	}));

function propertiesOf(schema: object | undefined): Readonly<Record<string, { readonly description?: string }>> {
	const properties =
		schema === undefined ? undefined : (plain(schema) as { readonly properties?: Readonly<Record<string, object>> }).properties;
	return properties ?? {};
}

// A published schema states its dialect and id once, at its root; inside this document both would repeat.
function plain(schema: object): object {
	return JSON.parse(JSON.stringify(schema, (key, value: unknown) => (key === '$schema' || key === '$id' ? undefined : value))) as object;
}

/** Serves the document at /openapi.json and the pages at /docs. */
export async function serveOpenApi(app: FastifyInstance, version: string): Promise<void> {
	const document = openApiDocument(version);
	await app.register(swagger, { mode: 'static', specification: { document: document as never } });
	await app.register(swaggerUi, {
		routePrefix: '/docs',
		staticCSP: true,
		theme: { title: 'Weir API' },
		// Without the bar on top, which names the framework and offers to load other documents.
		uiConfig: { docExpansion: 'list', deepLinking: false, layout: 'BaseLayout' },
	});
	app.get('/openapi.json', { exposeHeadRoute: true }, (_request, reply) => reply.send(document));
}
