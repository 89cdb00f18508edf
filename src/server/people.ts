// People and their sessions, kept by better-auth in our database. Nobody signs up: a person is made by a one-time link only, with the
// role that the link carries. Sessions are cookies of this origin; a change from another origin is refused.
import { betterAuth } from 'better-auth';
import { genericOAuth, twoFactor } from 'better-auth/plugins';
import type { FastifyRequest } from 'fastify';
import type pg from 'pg';
import { withDates } from '../adapters/postgres/database.ts';
import { roleOf } from '../adapters/postgres/people.ts';
import { Fault } from '../base/fault.ts';
import type { Role } from '../model/actor.ts';
import type { Caller } from './caller.ts';
import type { Oidc } from './config.ts';
import { openSession } from './open-session.ts';
import { Refused } from './problems.ts';
import { relyingParty } from './relying-party.ts';

export interface NewPerson {
	readonly name: string;
	readonly email: string;
	readonly password: string;
	readonly role: Role;
}

export interface People {
	/** Answers /api/auth/*. */
	handle(request: Request): Promise<Response>;
	/** The person behind a session cookie. */
	session(request: FastifyRequest): Promise<Caller | undefined>;
	/** Makes a person; undefined when the address is taken. */
	create(one: NewPerson): Promise<string | undefined>;
	/** Signs in; the cookies to set. */
	signIn(email: string, password: string): Promise<readonly string[]>;
	/** Starts a session for a person who was recognised otherwise; the cookies to set. */
	open(id: string, request: FastifyRequest): Promise<readonly string[]>;
}

const IP_HEADER = 'x-weir-address';
const HOURS = 3600;
/** Name of the provider in addresses: `/api/auth/callback/oidc`. */
const OIDC = 'oidc';

export interface PeopleOptions {
	readonly pool: pg.Pool;
	readonly secret: string;
	/** Known only when the server listens, so it is asked for when it is needed. */
	readonly publicUrl: () => string;
	/** Single sign-on. */
	readonly oidc?: Oidc;
}

export function openPeople(options: PeopleOptions): People {
	let made: ReturnType<typeof makeAuth> | undefined;
	const auth = (): ReturnType<typeof makeAuth> => {
		made ??= makeAuth(options);
		return made;
	};
	return {
		handle: (request) => auth().handler(request),
		session: async (request) => {
			if (request.headers.cookie === undefined) return undefined;
			if (request.method !== 'GET' && request.method !== 'HEAD') requireSameOrigin(request, options.publicUrl());
			const found = await auth().api.getSession({ headers: new Headers({ cookie: request.headers.cookie }) });
			if (found === null) return undefined;
			const { id, name, role } = found.user;
			const session = { id: found.session.id, startedAt: found.session.createdAt.toISOString() };
			return { actor: { kind: 'person', id, role: roleOf(String(role)) }, name, session };
		},
		create: async ({ name, email, password, role }) => {
			const context = await auth().$context;
			const address = email.toLowerCase();
			if ((await context.internalAdapter.findUserByEmail(address)) !== null) return undefined;
			const user = await context.internalAdapter.createUser(
				{ name, email: address, emailVerified: true, role },
				{ method: 'email-password' },
			);
			const hash = await context.password.hash(password);
			await context.internalAdapter.linkAccount({ userId: user.id, providerId: 'credential', accountId: user.id, password: hash });
			return user.id;
		},
		signIn: async (email, password) => {
			const response = await auth().api.signInEmail({ body: { email: email.toLowerCase(), password }, asResponse: true });
			if (!response.ok) throw new Fault('impossible', 'A person who was just made cannot sign in.');
			return response.headers.getSetCookie();
		},
		open: async (id, request) => {
			const { headers } = webRequest(request, options.publicUrl());
			const response = await auth().api.openSession({ body: { personId: id }, headers, asResponse: true });
			const cookies = response.headers.getSetCookie();
			if (!response.ok || cookies.length === 0) throw new Fault('impossible', 'A person who is here cannot be given a session.');
			return cookies;
		},
	};
}

function makeAuth({ pool, secret, publicUrl, oidc }: PeopleOptions) {
	const site = relyingParty(publicUrl());
	return betterAuth({
		appName: 'Weir',
		database: { dialect: withDates(pool), type: 'postgres' },
		secret,
		baseURL: publicUrl(),
		basePath: '/api/auth',
		// This machine has two names; passkeys know the other one.
		trustedOrigins: site === undefined ? [] : [site.origin],
		logger: { disabled: true },
		telemetry: { enabled: false },
		emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12 },
		user: { modelName: 'person', additionalFields: { role: { type: 'string', required: true, input: false } } },
		session: { modelName: 'person_session', expiresIn: 12 * HOURS, updateAge: HOURS },
		// Who was invited under an address signs in with it, if the provider has verified that it is theirs; it can make nobody.
		account: { modelName: 'person_account', accountLinking: { enabled: true } },
		verification: { modelName: 'person_verification' },
		rateLimit: { enabled: true, storage: 'memory', window: 60, max: 300 },
		advanced: { ipAddress: { ipAddressHeaders: [IP_HEADER] }, cookiePrefix: 'weir' },
		plugins: [
			twoFactor({ issuer: 'Weir', schema: { twoFactor: { modelName: 'person_two_factor' } } }),
			openSession,
			genericOAuth({ config: oidc === undefined ? [] : [providerOf(oidc)] }),
		],
	});
}

const providerOf = ({ issuer, clientId, clientSecret }: Oidc) => ({
	providerId: OIDC,
	discoveryUrl: `${issuer}/.well-known/openid-configuration`,
	...{ clientId, clientSecret },
	scopes: ['openid', 'email', 'profile'],
	pkce: true,
	requireIdTokenVerification: true,
	disableSignUp: true,
});

/** The request as better-auth wants it. The address is ours to say: a header of that name from outside is overwritten. */
export function webRequest(request: FastifyRequest, base: string): Request {
	const headers = new Headers();
	for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value);
	headers.set(IP_HEADER, request.ip);
	headers.delete('content-length');
	const body = request.body === undefined || request.body === null ? undefined : JSON.stringify(request.body);
	return new Request(new URL(request.url, base), { method: request.method, headers, ...(body === undefined ? {} : { body }) });
}

// A cookie travels by itself; only our own pages may use it to change something.
function requireSameOrigin(request: FastifyRequest, base: string): void {
	const { origin } = request.headers;
	const site = request.headers['sec-fetch-site'];
	const ours = origin === undefined ? site === undefined || site === 'same-origin' || site === 'none' : isOurs(origin, request, base);
	if (!ours)
		throw new Refused('not-permitted', 'A session may change something only from the pages of this server.', { code: 'other-origin' });
}

function isOurs(origin: string, request: FastifyRequest, base: string): boolean {
	return origin === new URL(base).origin || (URL.canParse(origin) && new URL(origin).host === request.headers.host);
}
