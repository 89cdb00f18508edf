// Hangs a row of the table of routes into Fastify: who may call is checked before a byte of the body is read, then parameters and
// body by their schemas, then the handler. Nothing is served under /v1 that is not a row of that table.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { Value } from 'typebox/value';
import { hasVerbs } from '../contract/methods.ts';
import type { Route } from '../contract/route.ts';
import { ROUTES, type RouteName } from '../contract/routes.ts';
import { checkShape } from '../model/shape.ts';
import { type Action, isPermitted, may } from '../policy/permissions.ts';
import type { Caller, Callers } from './caller.ts';
import type { Limits } from './limits.ts';
import { Refused } from './problems.ts';

// Fastify lets a request carry more only by declaring it for the whole program; this keeps it here.
const CALLERS = new WeakMap<FastifyRequest, Caller>();

type Part<R, K extends string> = R extends Readonly<Record<K, infer S extends TSchema>> ? Static<S> : undefined;

export interface Call<N extends RouteName> {
	readonly params: Part<(typeof ROUTES)[N], 'params'>;
	readonly query: Part<(typeof ROUTES)[N], 'query'>;
	readonly body: Part<(typeof ROUTES)[N], 'body'>;
	/** Nobody on public routes. */
	readonly caller: Caller;
	readonly request: FastifyRequest;
	readonly reply: FastifyReply;
	/** RFC 3339 UTC. */
	readonly now: string;
}

/** What a handler answers; `undefined` when it has written to the reply itself. */
export interface Answer {
	readonly status?: number;
	readonly body?: unknown;
	/** The body as JSON that is already written. */
	readonly json?: string;
	/** The entity tag, without its quotes. */
	readonly etag?: string | number;
	readonly headers?: Readonly<Record<string, string>>;
}

export interface MountOptions {
	/** Bytes of the body. */
	readonly limit?: number;
	/** Hand the body on as text, unread. */
	readonly raw?: boolean;
}

export interface Mounting {
	readonly app: FastifyInstance;
	readonly callers: Callers;
	readonly now: () => string;
	readonly limits: Limits;
}

/** Fastify's notation of a path of the table. */
export function fastifyPath(path: string): string {
	if (path.endsWith('/{path}')) return path.replace('{path}', '*');
	const [resource = '', verb] = path.split(':');
	if (verb === undefined) return resource.replaceAll(/\{([a-zA-Z]{1,40})\}/g, hasVerbs(path) ? ':$1(^[^:/]+)' : ':$1');
	return `${resource.replaceAll(/\{([a-zA-Z]{1,40})\}/g, ':$1(^[^:/]+)')}::${verb}`;
}

export function mount<N extends RouteName>(
	{ app, callers, now, limits }: Mounting,
	name: N,
	handle: (call: Call<N>) => Promise<Answer | undefined>,
	options: MountOptions = {},
): void {
	const route: Route = ROUTES[name];
	const media = route.consumes ?? ['application/json'];
	app.route({
		method: route.method,
		url: fastifyPath(route.path),
		config: { rawBody: options.raw === true } as object,
		...(options.limit === undefined ? {} : { bodyLimit: options.limit }),
		// HEAD would need answers of its own for streams.
		exposeHeadRoute: false,
		onRequest: async (request, reply) => {
			const caller = route.access === 'public' ? undefined : await identified(request, reply, callers, limits);
			if (isLimited(route)) await limits.count(caller, request, reply);
			if (caller !== undefined) CALLERS.set(request, permitted(route, caller));
			readable(route, request);
			const given = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
			if (given !== undefined && route.body !== undefined && !media.includes(given))
				throw new Refused('unknown-content-type', `Send the body as ${media.join(' or ')}, not ${given.slice(0, 80)}.`);
		},
		handler: async (request, reply) => {
			const call = {
				params: checked(route.params, request.params, 'path'),
				query: route.query === undefined ? undefined : checked(route.query, converted(route.query, request.query), 'query'),
				body: options.raw === true ? request.body : checked(route.body, request.body, 'body'),
				caller: CALLERS.get(request),
				request,
				reply,
				now: now(),
			} as Call<N>;
			const answer = await handle(call);
			if (answer === undefined) return reply;
			if (answer.etag !== undefined) void reply.header('etag', `"${answer.etag}"`);
			for (const [header, value] of Object.entries(answer.headers ?? {})) void reply.header(header, value);
			void reply.code(answer.status ?? (answer.body === undefined && answer.json === undefined ? 204 : 200));
			if (answer.json !== undefined) return reply.type('application/json; charset=utf-8').send(answer.json);
			if (route.produces !== undefined) void reply.type(route.produces);
			return reply.send(answer.body);
		},
	});
}

// What would otherwise be passed over in silence: a body that is not as it stands, and a parameter that an act does not have,
// such as a "dryRun" that the caller relies on.
function readable({ method, query }: Route, request: FastifyRequest): void {
	const encoding = request.headers['content-encoding']?.trim().toLowerCase();
	if (encoding !== undefined && encoding !== 'identity')
		throw new Refused('unknown-content-type', `Send the body as it is, without Content-Encoding: ${encoding.slice(0, 80)}.`);
	if (method === 'GET' || query !== undefined) return;
	const [unknown] = Object.keys(request.query as object);
	if (unknown === undefined) return;
	throw new Refused('input-invalid', 'This address takes no parameters in its query.', {
		errors: [
			{ pointer: `?${unknown}`, message: `unknown key ${JSON.stringify(unknown)}`, fix: 'remove it; what is meant belongs into the body' },
		],
	});
}

// Probes come often and cost nothing.
const isLimited = ({ path }: Route): boolean => path.startsWith('/v1/') || path.startsWith('/log/');

async function identified(request: FastifyRequest, reply: FastifyReply, callers: Callers, limits: Limits): Promise<Caller> {
	try {
		return await callers.identify(request);
	} catch (error) {
		if (error instanceof Refused) await limits.countUnknown(request, reply);
		throw error;
	}
}

function permitted({ access }: Route, caller: Caller): Caller {
	if (access === 'public' || access === 'signed-in' || isPermitted(caller.actor, access)) return caller;
	if (may(caller.actor.role, access)) throw scopeMissing(caller.actor, access);
	throw new Refused('not-permitted', `The role ${caller.actor.role} may not do this (${access}).`, { code: 'not-permitted' });
}

/** What a narrowed key hears that lacks a scope. */
export function scopeMissing({ id, role, scopes = [] }: Caller['actor'], action: Action): Refused {
	const message = `This key (${id}) was narrowed and lacks the scope ${action}`;
	const wider = [...scopes, action].join(',');
	const fix = `use a key that has it, or have one made: weir key create --role ${role} --scope ${wider}`;
	return new Refused('not-permitted', `${message}; ${fix}`, { code: 'scope-missing', errors: [{ pointer: '', message, fix }] });
}

// Compiled once per schema; what does not fit is read again by checkShape, which says what is wrong.
const CHECKERS = new WeakMap<TSchema, Validator>();

function checkerOf(schema: TSchema): Validator {
	const known = CHECKERS.get(schema);
	if (known !== undefined) return known;
	const made = Compile(schema);
	CHECKERS.set(schema, made);
	return made;
}

// Query values are texts; numbers and truths among them are read as what the schema says.
const converted = (schema: TSchema, value: unknown): unknown => Value.Convert(schema, Value.Clone(value as object));

function checked(schema: TSchema | undefined, value: unknown, where: 'path' | 'query' | 'body'): unknown {
	if (schema === undefined) return undefined;
	if (where === 'body' && value === undefined && '~optional' in schema) return undefined;
	if (checkerOf(schema).Check(value)) return value;
	const read = checkShape(schema, value, where === 'body' ? 'body' : `${where} parameters`);
	if (read.ok) return read.value;
	const errors =
		where === 'body' ? read.problems : read.problems.map((problem) => ({ ...problem, pointer: problem.pointer.replace(/^\//, '?') }));
	throw new Refused(
		'input-invalid',
		where === 'body' ? 'The body is not what this address takes.' : `A parameter of the ${where} is not valid.`,
		{ errors },
	);
}

/** The revision or number in an If-Match header: a number, `any` for `*`, undefined when absent. @throws Refused for anything else. */
export function ifMatch(request: FastifyRequest): number | 'any' | undefined {
	const header = request.headers['if-match']?.trim();
	if (header === undefined) return undefined;
	if (header === '*') return 'any';
	const number = /^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1];
	if (number === undefined)
		throw new Refused('precondition-failed', 'If-Match is not an ETag of this address; send it as you received it, quotes included.');
	return Number(number);
}
