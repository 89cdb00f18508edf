// Every answer that is not a success leaves here as problem details (RFC 9457): what routes refuse on purpose, what Fastify refuses
// on its own, and what broke. The caller learns what to do; causes inside stay in the server's log.
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../base/fault.ts';
import type { Problem } from '../base/result.ts';
import { REFUSALS, type Refusal } from '../cases/refusals.ts';
import { methodsAt } from '../contract/methods.ts';
import { PROBLEMS, type ProblemDetails, type ProblemKind } from '../contract/problem.ts';

/** An answer that is not a success, on purpose. Thrown by routes; never logged as an error. */
export class Refused extends Error {
	readonly kind: ProblemKind;
	readonly errors: readonly Problem[];
	readonly code: string | undefined;
	/** Where the rule that refused states another status than the kind's. */
	readonly status: number;
	/** When it is worth trying again. */
	readonly retryAfterSeconds: number | undefined;
	/** The methods that the address has, when it does not have the one asked for. */
	readonly allow: readonly string[] | undefined;
	constructor(
		kind: ProblemKind,
		detail: string,
		more: {
			readonly errors?: readonly Problem[];
			readonly code?: string;
			readonly status?: number;
			readonly retryAfterSeconds?: number;
			readonly allow?: readonly string[];
		} = {},
	) {
		super(detail);
		this.name = 'Refused';
		this.kind = kind;
		this.errors = more.errors ?? [];
		this.code = more.code;
		this.retryAfterSeconds = more.retryAfterSeconds ?? (kind === 'unavailable' ? 1 : undefined);
		this.allow = more.allow;
		this.status = more.status ?? PROBLEMS[kind].status;
	}
}

/** What the rules of cases refuse, as an answer; the first refusal gives it status and code. */
export function refusedByRules(refusals: readonly Refusal[]): Refused {
	const [first] = refusals;
	const { status } = REFUSALS[first?.code ?? 'case-unknown'];
	const kind = status === 403 ? 'not-permitted' : status === 404 ? 'not-found' : status === 409 ? 'conflict' : 'input-invalid';
	return new Refused(kind, `${first?.message ?? 'refused'}; ${first?.fix ?? ''}`, {
		errors: refusals.map(({ pointer, message, fix }) => ({ pointer, message, fix })),
		...(first === undefined ? {} : { code: first.code }),
	});
}

/** Makes every error a problem. */
export function answerProblems(app: FastifyInstance): void {
	app.setErrorHandler(answerProblem);
}

/** The answer to one error; also for what goes wrong before any route is found, such as an address that cannot be decoded. */
export function answerProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
	return send(refusedOf(error, request), request, reply);
}

/** The answer for an address that nothing is at, or that does not have the method. */
export function notFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
	const { method, url } = request;
	const allow = methodsAt(url.split('?', 1)[0] ?? '');
	// No route has a HEAD of its own. Where GET would do, HTTP knows it (RFC 9110, 9.1): nothing is claimed about the method there.
	const known = allow.length > 0 && !(method === 'HEAD' && allow.includes('GET'));
	const refused = known
		? new Refused('method-not-allowed', `There is no ${method} at ${url.slice(0, 200)}; it takes ${allow.join(', ')}. See /docs.`, {
				allow,
			})
		: new Refused('not-found', `There is nothing at ${method} ${url.slice(0, 200)}; see /docs.`);
	return send(refused, request, reply);
}

function refusedOf(error: FastifyError, request: FastifyRequest): Refused {
	if (error instanceof Refused) return error;
	if (error instanceof Fault && error.status === 503) {
		request.log.error({ err: error }, 'unavailable');
		return new Refused('unavailable', 'Weir cannot answer now. Send it again in a moment: a listing sent twice is decided once.');
	}
	if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
		const most = Math.floor(request.routeOptions.bodyLimit / 1024);
		return new Refused('body-too-large', `The body is larger than the ${most} KiB that this address takes; send less at once.`);
	}
	const known = FASTIFY[error.code];
	if (known !== undefined) return new Refused(known[0], known[1]);
	const status = error.statusCode ?? 500;
	if (status === 429) return new Refused('too-many-requests', error.message);
	if (status >= 400 && status < 500) return new Refused('malformed-request', error.message, { status });
	request.log.error({ err: error }, 'failed');
	return new Refused(
		'internal-error',
		'Something in Weir is broken, and this request published nothing. The request id names it in the log of the server.',
	);
}

const FASTIFY: Readonly<Record<string, readonly [ProblemKind, string]>> = {
	FST_ERR_CTP_INVALID_MEDIA_TYPE: [
		'unknown-content-type',
		'Send the body as application/json, or application/x-ndjson where the address takes it.',
	],
	FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed-request', 'The body does not have the length that Content-Length states.'],
	FST_ERR_BAD_URL: ['malformed-request', 'The address is not a valid URL path: percent-encode it as UTF-8.'],
	FST_ERR_MAX_PARAM_LENGTH: ['malformed-request', 'A part of the address is too long.'],
};

function send(refused: Refused, request: FastifyRequest, reply: FastifyReply): FastifyReply {
	const details: ProblemDetails = {
		type: `urn:weir:problem:${refused.kind}`,
		title: PROBLEMS[refused.kind].title,
		status: refused.status,
		detail: refused.message,
		...(refused.code === undefined ? {} : { code: refused.code }),
		...(refused.errors.length === 0 ? {} : { errors: [...refused.errors] }),
		requestId: request.id,
	};
	if (refused.kind === 'not-signed-in') void reply.header('www-authenticate', 'Bearer');
	if (refused.allow !== undefined) void reply.header('allow', refused.allow.join(', '));
	if (refused.retryAfterSeconds !== undefined) void reply.header('retry-after', String(refused.retryAfterSeconds));
	return reply.code(refused.status).type('application/problem+json').serializer(JSON.stringify).send(details);
}
