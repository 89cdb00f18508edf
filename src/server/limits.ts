// How many requests a caller may send in a minute: counted for each key, and for each address where no key is presented, sessions
// included. Requests with a wrong key count for their address, so that nobody uses up another's share. Counts are this process's own.
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from './caller.ts';
import { Refused } from './problems.ts';

export interface Rates {
	readonly key: number;
	readonly address: number;
	/** Two for each time that somebody signs in with a passkey; a whole office may look like one address. */
	readonly signIn: number;
}

export interface Limits {
	/** Counts a request of a known caller, or of nobody on a public route. @throws Refused `too-many-requests`. */
	count(caller: Caller | undefined, request: FastifyRequest, reply: FastifyReply): Promise<void>;
	/** Counts a request whose caller is not known. @throws Refused `too-many-requests`. */
	countUnknown(request: FastifyRequest, reply: FastifyReply): Promise<void>;
	/** Counts a step of signing in, of which an address has far fewer. @throws Refused `too-many-requests`. */
	countSignIn(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

type Policy = 'key' | 'address' | 'sign-in';

const WINDOW_MS = 60_000;
const KEYS = 10_000;

export async function openLimits(app: FastifyInstance, rates: Rates): Promise<Limits> {
	const keyIds = new WeakMap<FastifyRequest, string>();
	await app.register(rateLimit, { global: false, cache: KEYS });
	const byKey = app.createRateLimit({ max: rates.key, timeWindow: WINDOW_MS, keyGenerator: (request) => keyIds.get(request) ?? '' });
	const byAddress = app.createRateLimit({ max: rates.address, timeWindow: WINDOW_MS });
	const signIns = app.createRateLimit({ max: rates.signIn, timeWindow: WINDOW_MS });
	const counters = { key: byKey, address: byAddress, 'sign-in': signIns };
	const take = async (policy: Policy, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
		const taken = await counters[policy](request);
		if (taken.isAllowed) return;
		const { max, remaining, ttlInSeconds, isExceeded } = taken;
		// draft-ietf-httpapi-ratelimit-headers: the quota and its window, then what is left and for how long.
		void reply.header('ratelimit-policy', `"${policy}";q=${max};w=${WINDOW_MS / 1000}`);
		void reply.header('ratelimit', `"${policy}";r=${remaining};t=${ttlInSeconds}`);
		if (!isExceeded) return;
		const whose = policy === 'key' ? 'this key' : 'this address';
		throw new Refused('too-many-requests', `More than ${max} requests in a minute from ${whose}; wait ${ttlInSeconds} seconds.`, {
			retryAfterSeconds: ttlInSeconds,
		});
	};
	return {
		count: (caller, request, reply) => {
			if (caller?.actor.kind !== 'key') return take('address', request, reply);
			keyIds.set(request, caller.actor.id);
			return take('key', request, reply);
		},
		countUnknown: (request, reply) => take('address', request, reply),
		countSignIn: (request, reply) => take('sign-in', request, reply),
	};
}
