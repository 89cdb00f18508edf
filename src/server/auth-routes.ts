// Signing in and out, second factors and passwords: better-auth answers under /api/auth. Around it: an address with too many failures
// is locked for a while, whoever tries and from wherever, and a new password must be one that will do.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { forgetFailures, lockedUntil, noteFailure } from '../adapters/postgres/sign-in.ts';
import { passwordProblem } from './password.ts';
import { Refused } from './problems.ts';
import type { World } from './world.ts';

const PREFIX = '/api/auth';
const LONGEST = 1000;

export function mountAuth(app: FastifyInstance, world: World, now: () => string): void {
	app.route({
		method: ['GET', 'POST'],
		url: `${PREFIX}/*`,
		handler: async (request, reply) => {
			const path = request.url.split('?', 1)[0]?.slice(PREFIX.length);
			if (path === '/change-password') await checkPassword(request, world);
			const address = path === '/sign-in/email' ? textOf(request.body, 'email') : undefined;
			if (address !== undefined) await refuseLocked(address, world, now());
			// better-auth takes a while to load and is not needed before somebody signs in.
			const { webRequest } = await import('./people.ts');
			const response = await world.people.handle(webRequest(request, world.publicUrl()));
			if (address !== undefined && response.status === 401) await noteFailure(world.db, address, now());
			if (address !== undefined && response.ok) await forgetFailures(world.db, { address });
			for (const [name, value] of response.headers) if (name !== 'set-cookie') void reply.header(name, value);
			const cookies = response.headers.getSetCookie();
			if (cookies.length > 0) void reply.header('set-cookie', cookies);
			return reply.code(response.status).send(Buffer.from(await response.arrayBuffer()));
		},
	});
}

/** @throws Refused `too-many-requests` while an address is locked. */
export async function refuseLocked(address: string, world: Pick<World, 'db'>, now: string): Promise<void> {
	const until = await lockedUntil(world.db, address, now);
	if (until === undefined) return;
	const retryAfterSeconds = Math.ceil((Date.parse(until) - Date.parse(now)) / 1000);
	throw new Refused('too-many-requests', 'Too many failed attempts to sign in with this address; try again later.', {
		code: 'sign-in-locked',
		retryAfterSeconds,
	});
}

async function checkPassword(request: FastifyRequest, world: World): Promise<void> {
	const caller = await world.people.session(request);
	const password = textOf(request.body, 'newPassword');
	if (caller === undefined || password === undefined) return;
	const problem = passwordProblem(password, { name: caller.name, email: '' });
	if (problem !== undefined)
		throw new Refused('input-invalid', 'The password will not do.', { errors: [{ ...problem, pointer: '/newPassword' }] });
}

function textOf(body: unknown, name: string): string | undefined {
	if (typeof body !== 'object' || body === null) return undefined;
	const value: unknown = Reflect.get(body, name);
	return typeof value === 'string' ? value.slice(0, LONGEST) : undefined;
}
