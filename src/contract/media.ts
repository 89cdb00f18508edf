// Files of listings over the wire: the upload, what is known of it, its bytes; the media and the evidence of a case.
import { type Static, type TSchema, Type } from 'typebox';
import type { MediaPart } from '../model/media.ts';
import { ActorSchema } from './access.ts';
import { byId, Time } from './fields.ts';
import { ListingBodySchema, SubmissionSchema, VerdictBodySchema } from './listings.ts';
import { type Route, routes } from './route.ts';

const hash = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the bytes' });
const size = Type.Integer({ minimum: 1, description: 'Bytes' });
const type = Type.String({ description: 'Media type, told by the bytes and never by the name' });

export const UploadedSchema = Type.Object({
	id: Type.String({ description: 'What `images` and `attachments` of a listing name' }),
	...{ hash, size, type },
});

export const UploadSchema = Type.Object({
	...UploadedSchema.properties,
	name: Type.Optional(Type.String()),
	source: Type.Optional(Type.String({ description: 'The address it was fetched from' })),
	seller: Type.Optional(Type.String()),
	uploadedAt: Time,
	uploadedBy: ActorSchema,
	entryId: Type.String({ description: 'Its entry in the log' }),
});

export const MediaPartSchema = Type.Unsafe<MediaPart>({
	type: 'object',
	required: ['kind', 'text', 'outcome'],
	description: 'One part of a file: kind (name, text, ocr, code), page, text, outcome (read, errored), note',
});

export const CaseMediumSchema = Type.Object({
	pointer: Type.String({ description: 'JSON Pointer of the image or attachment in the listing' }),
	upload: Type.Optional(UploadSchema),
	parts: Type.Array(MediaPartSchema, { description: 'As given to the engine: findings with `media` count in the text of their part' }),
});
export const CaseMediaSchema = Type.Object({
	revision: Type.Integer({ description: 'The revision that a decision would be about' }),
	items: Type.Array(CaseMediumSchema),
});

const RevisionQuerySchema = Type.Object(
	{ revision: Type.Optional(Type.Integer({ minimum: 1, description: 'Default: the one last decided on, else the present one' })) },
	{ additionalProperties: false },
);

const entry = Type.Object({
	id: Type.String(),
	entry: Type.String({ description: 'Canonical JSON as it stands in the log' }),
	index: Type.Optional(Type.Integer({ description: 'Its place in the log; absent for less than a second' })),
	opening: Type.Optional(
		Type.Object(
			{ salt: Type.String(), content: Type.Unknown() },
			{ description: 'What the hash of the entry commits to, unless it was erased' },
		),
	),
});

export const EvidenceSchema = Type.Object({
	v: Type.Literal(1),
	caseId: Type.String(),
	listingId: Type.String(),
	revision: Type.Integer(),
	takenAt: Time,
	submittedAt: Time,
	listing: ListingBodySchema,
	inputHash: Type.String({ description: 'SHA-256 of the RFC 8785 form of `listing`' }),
	verdict: VerdictBodySchema,
	mediaTexts: Type.Array(Type.Unknown(), {
		description: 'What the engine was given; `verdict.mediaHash` is the SHA-256 of its RFC 8785 form',
	}),
	events: Type.Array(Type.Unknown(), { description: 'Every event of the case, oldest first' }),
	entries: Type.Array(entry, { description: 'Log entries of the submission and of the events' }),
	media: Type.Array(
		Type.Object({
			...{ pointer: Type.String(), upload: UploadSchema },
			bytes: Type.Optional(Type.String({ description: 'Base64' })),
			withheld: Type.Optional(Type.String({ description: 'Why the bytes are not handed out; then there are none' })),
		}),
	),
});

const CASE_ID = byId('Id of the case');
const UPLOAD_ID = byId('Id of the upload');
const get = <P extends string, S extends TSchema>(path: P, summary: string, params: typeof UPLOAD_ID, answer: S) =>
	({ method: 'GET', path, access: 'media:read', tag: 'Media', summary, params, answers: { 200: answer } }) satisfies Route;

export const MEDIA_ROUTES = routes({
	uploadMedium: {
		method: 'POST',
		path: '/v1/media',
		access: 'listing:submit',
		tag: 'Media',
		summary: 'Upload an image or attachment',
		description:
			'The bytes as they are, or one file as multipart/form-data; at most 20 MiB. The same file under the same name is the same upload. It is read at once, so that the listing that names it need not wait. 507 where there is no room (`daily-limit`, `total-limit`, `disk-nearly-full`).',
		query: Type.Object(
			{ name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'File name; screened like other text' })) },
			{ additionalProperties: false },
		),
		body: Type.Unsafe<Uint8Array>({ type: 'string', format: 'binary' }),
		consumes: [
			'application/octet-stream',
			'multipart/form-data',
			'application/pdf',
			'image/png',
			'image/jpeg',
			'image/webp',
			'image/gif',
			'text/plain',
		],
		answers: { 200: UploadedSchema, 201: UploadedSchema },
	},
	readMedium: get('/v1/media/{id}', 'What is known of an upload', UPLOAD_ID, UploadSchema),
	readMediumBytes: {
		...get('/v1/media/{id}/bytes', 'The bytes of an upload; leaves an entry in the log', UPLOAD_ID, Type.String()),
		description: 'With a malware scanner: 409 `malware-found` for what it found, 503 `not-scanned` while it does not answer.',
		produces: 'application/octet-stream',
	},
	readCaseMedia: {
		method: 'GET',
		path: '/v1/cases/{id}/media',
		access: 'case:read',
		tag: 'Cases',
		summary: 'Images and attachments of the listing, with what was read from them',
		params: CASE_ID,
		answers: { 200: CaseMediaSchema },
	},
	readEvidence: {
		method: 'GET',
		path: '/v1/cases/{id}/evidence',
		access: 'case:read',
		tag: 'Cases',
		summary: 'The listing as decided, with its files, verdict, history and log entries',
		description: 'One self-contained JSON document, the same after the listing was replaced or withdrawn. Leaves an entry in the log.',
		params: CASE_ID,
		query: RevisionQuerySchema,
		answers: { 200: EvidenceSchema },
	},
	withdrawListing: {
		method: 'DELETE',
		path: '/v1/listings/{id}',
		access: 'listing:submit',
		tag: 'Listings',
		summary: 'Take a listing back',
		description: 'It is no longer published; revisions, case and evidence stay. Submitting it again screens it again.',
		params: byId('Id of the listing in the marketplace'),
		headers: { 'if-match': 'The ETag of the revision that is withdrawn; another revision answers 412' },
		answers: { 200: SubmissionSchema },
	},
});

export type UploadedWire = Static<typeof UploadedSchema>;
export type UploadWire = Static<typeof UploadSchema>;
export type CaseMedia = Static<typeof CaseMediaSchema>;
export type CaseMedium = Static<typeof CaseMediumSchema>;
