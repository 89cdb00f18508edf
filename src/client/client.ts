// A typed client, derived from the table of routes, so that it can say nothing the server does not know. One function for each route,
// named as in the table. What is safe to repeat is sent again when the server is away or overloaded; a submission carries a key, so
// that however often it is sent it acts once.
import type { Static, TSchema } from 'typebox';
import type { ProblemDetails } from '../contract/problem.ts';
import { placeholders, type Route } from '../contract/route.ts';
import { ROUTES, type RouteName } from '../contract/routes.ts';

type Rows = typeof ROUTES;
type Part<R, K extends string> = R extends Readonly<Record<K, infer S extends TSchema>> ? { readonly [P in K]: Static<S> } : object;
/** The query as a whole may be left out where nothing in it must be there. */
type Query<R> = R extends { readonly query: infer S extends TSchema }
	? object extends Static<S>
		? { readonly query?: Static<S> }
		: { readonly query: Static<S> }
	: object;

/** What a route is asked with. */
export type Asked<N extends RouteName> = Part<Rows[N], 'params'> &
	Part<Rows[N], 'body'> &
	Query<Rows[N]> & {
		/** Number of the revision or case event it is based on, from `etag` of what was read. */
		readonly ifMatch?: string;
		/** For a submission that goes on after a restart of the caller; else one is made. */
		readonly idempotencyKey?: string;
		readonly signal?: AbortSignal;
	};

type Bodies<A> = { [S in keyof A]: A[S] extends TSchema ? Static<A[S]> : undefined }[keyof A];

/** What a route answers. */
export interface Answered<N extends RouteName> {
	readonly status: number;
	readonly body: Bodies<Rows[N]['answers']>;
	/** Hand it back as `ifMatch`. */
	readonly etag?: string;
}

/** Streams have no place in a function that answers once. */
type Callable = Exclude<RouteName, 'streamChanges'>;
type NoNeed<N extends RouteName> = object extends Asked<N> ? true : false;

export type Client = {
	readonly [N in Callable]: true extends NoNeed<N> ? (asked?: Asked<N>) => Promise<Answered<N>> : (asked: Asked<N>) => Promise<Answered<N>>;
};

/** The server said no, and why. */
export class WeirProblem extends Error {
	readonly status: number;
	readonly problem: ProblemDetails;
	constructor(problem: ProblemDetails) {
		super(`${problem.title}: ${problem.detail}`);
		this.name = 'WeirProblem';
		this.status = problem.status;
		this.problem = problem;
	}
}

export interface ClientOptions {
	/** Address of the server, without a path. */
	readonly url: string;
	/** `weir_…`. */
	readonly key: string;
	/** Attempts in all, the first included; default 4. */
	readonly attempts?: number;
	readonly timeoutMs?: number;
	/** For tests: how requests are sent, how time passes, from 0 to 1 how the dice fall. */
	readonly fetch?: typeof fetch;
	readonly pause?: (ms: number) => Promise<void>;
	readonly chance?: () => number;
}

const AGAIN: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 20_000;

interface Loose {
	readonly params?: Readonly<Record<string, string>>;
	readonly query?: Readonly<Record<string, unknown>>;
	readonly body?: unknown;
	readonly ifMatch?: string;
	readonly idempotencyKey?: string;
	readonly signal?: AbortSignal;
}

/** A client for one server and one key. Its functions throw WeirProblem for every answer that is not a success. */
export function openClient(options: ClientOptions): Client {
	const names = (Object.keys(ROUTES) as RouteName[]).filter((name) => name !== 'streamChanges');
	return Object.fromEntries(names.map((name) => [name, (asked: Loose = {}) => call(ROUTES[name], asked, options)])) as unknown as Client;
}

async function call(route: Route, asked: Loose, options: ClientOptions): Promise<object> {
	const { attempts = 4, chance = Math.random, pause = wait } = options;
	const request = requestOf(route, asked, options);
	// A POST may have acted although its answer was lost.
	const repeatable = route.method !== 'POST' || request.headers['idempotency-key'] !== undefined || route.path.endsWith(':screen');
	for (let attempt = 1; ; attempt++) {
		const last = attempt >= attempts || !repeatable;
		const answer = await sent(request, asked.signal, options).catch((error: unknown) => {
			if (last || asked.signal?.aborted === true) throw error;
			return undefined;
		});
		if (answer !== undefined && (last || !AGAIN.has(answer.status))) return read(route, answer);
		const after = Number(answer?.headers.get('retry-after') ?? 0) * 1000;
		const backOff = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + chance());
		await answer?.body?.cancel();
		await pause(Math.min(Math.max(after, backOff), LONGEST_PAUSE_MS));
	}
}

interface Prepared {
	readonly url: string;
	readonly method: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string | Uint8Array<ArrayBuffer>;
}

function requestOf(route: Route, { params = {}, query = {}, body, ifMatch, idempotencyKey }: Loose, { url, key }: ClientOptions): Prepared {
	let path = route.path;
	for (const name of placeholders(path)) {
		// Only a path of its own keeps its slashes.
		const parts = name === 'path' ? (params[name] ?? '').split('/') : [params[name] ?? ''];
		path = path.replace(`{${name}}`, () => parts.map(encodeURIComponent).join('/'));
	}
	const search = new URLSearchParams();
	for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
	const takesKey = route.headers !== undefined && 'idempotency-key' in route.headers;
	// Files go as they are.
	const [fileType] = route.consumes?.includes('application/json') === false ? route.consumes : [];
	const once = takesKey ? (idempotencyKey ?? crypto.randomUUID()) : undefined;
	return {
		url: `${url.replace(/\/$/, '')}${path}${search.size > 0 ? `?${search}` : ''}`,
		method: route.method,
		headers: {
			authorization: `Bearer ${key}`,
			...(body === undefined ? {} : { 'content-type': fileType ?? 'application/json' }),
			...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
			...(once === undefined ? {} : { 'idempotency-key': once }),
		},
		...(body === undefined ? {} : { body: fileType === undefined ? JSON.stringify(body) : new Uint8Array(body as Uint8Array) }),
	};
}

function sent({ url, ...request }: Prepared, signal: AbortSignal | undefined, options: ClientOptions): Promise<Response> {
	const { fetch: send = fetch, timeoutMs = 30_000 } = options;
	const limit = AbortSignal.timeout(timeoutMs);
	return send(url, { ...request, redirect: 'error', signal: signal === undefined ? limit : AbortSignal.any([signal, limit]) });
}

async function read(route: Route, response: Response): Promise<object> {
	const text = await response.text();
	const isJson = (response.headers.get('content-type') ?? '').includes('json');
	if (!response.ok) throw new WeirProblem(isJson ? (JSON.parse(text) as ProblemDetails) : plainProblem(response.status, text));
	const etag = response.headers.get('etag');
	const body: unknown = text === '' ? undefined : isJson && route.produces === undefined ? JSON.parse(text) : text;
	return { status: response.status, body, ...(etag === null ? {} : { etag }) };
}

// A proxy in between answers in its own words.
const plainProblem = (status: number, text: string): ProblemDetails => ({
	type: 'about:blank',
	title: `The server answered ${status}`,
	status,
	detail: text.slice(0, 200),
});

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
