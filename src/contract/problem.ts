// Problem details (RFC 9457): the body of every answer that is not a success. One table gives each kind its status and title.
import { type Static, Type } from 'typebox';

/** Slug → status (RFC 9110) and title. The `type` of a problem is `urn:weir:problem:` and the slug. */
export const PROBLEMS = {
	'malformed-request': { status: 400, title: 'The request cannot be read' },
	'not-signed-in': { status: 401, title: 'Who is calling is not known' },
	'not-permitted': { status: 403, title: 'This role or key may not do that' },
	'not-found': { status: 404, title: 'There is nothing at this address' },
	'method-not-allowed': { status: 405, title: 'This address does not know the method' },
	conflict: { status: 409, title: 'That does not fit the present state' },
	gone: { status: 410, title: 'This link has been used or has expired' },
	'precondition-failed': { status: 412, title: 'It has changed since you read it' },
	'body-too-large': { status: 413, title: 'The body is too large' },
	'unknown-content-type': { status: 415, title: 'The content type is not known' },
	'input-invalid': { status: 422, title: 'The input is not valid' },
	'idempotency-key-reused': { status: 422, title: 'This Idempotency-Key belongs to another request' },
	'precondition-required': { status: 428, title: 'The request must say what it is based on' },
	'too-many-requests': { status: 429, title: 'Too many requests' },
	'internal-error': { status: 500, title: 'Something in Weir is broken' },
	unavailable: { status: 503, title: 'Weir cannot answer now' },
	'storage-full': { status: 507, title: 'There is no room for this file' },
} as const;

export type ProblemKind = keyof typeof PROBLEMS;

export const ProblemDetailsSchema = Type.Object(
	{
		type: Type.String({ description: '`urn:weir:problem:` and the kind' }),
		title: Type.String({ description: 'The kind, in words' }),
		status: Type.Integer({ description: 'The HTTP status' }),
		detail: Type.String({ description: 'What happened here, and what to do' }),
		code: Type.Optional(Type.String({ description: 'Which rule refused, when one did' })),
		errors: Type.Optional(
			Type.Array(
				Type.Object({
					pointer: Type.String({ description: 'JSON Pointer (RFC 6901) into the body, or `?name` for a parameter' }),
					message: Type.String({ description: 'What is wrong' }),
					fix: Type.String({ description: 'How to mend it' }),
				}),
			),
		),
		requestId: Type.Optional(Type.String({ description: 'Names this request in the log of the server' })),
	},
	{ description: 'Problem details, RFC 9457' },
);

export type ProblemDetails = Static<typeof ProblemDetailsSchema>;
