// The published JSON Schema (draft 2020-12) of a verdict, in TypeBox. Later versions may add keys: readers must ignore the
// ones they do not know, so unlike the listing's schema this one is open.
import { Type } from 'typebox';
import type { MediaKind } from './media.ts';
import type { Basis, EvasionKind, VerdictKind } from './verdict.ts';

/** Every value of the closed sets, checked against the types so that the two cannot drift. */
export const VERDICT_KINDS = Object.keys({ clear: 0, review: 0, block: 0 } satisfies Record<VerdictKind, 0>) as VerdictKind[];
// biome-ignore format: one glance
export const BASES = Object.keys({
	name: 0, cas: 0, identifier: 0, structure: 0, family: 0, context: 0, semantic: 0, image: 0,
} satisfies Record<Basis, 0>) as Basis[];
export const EVASION_KINDS = Object.keys({
	homoglyph: 0, invisible: 0, spacing: 0, split: 0, leet: 0, misspelling: 0, phonetic: 0, mask: 0, reversed: 0, encoding: 0,
	transliteration: 0, 'cas-format': 0, 'cas-near-miss': 0, 'identifier-format': 0,
} satisfies Record<EvasionKind, 0>) as EvasionKind[]; // biome-ignore format: one glance

export const MEDIA_KINDS = Object.keys({ name: 0, text: 0, ocr: 0, code: 0 } satisfies Record<MediaKind, 0>) as MediaKind[];

const Choice = <T extends string>(values: readonly T[], description: string) =>
	Type.Unsafe<T>({ type: 'string', enum: values, description });
const Probability = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });
const Offset = (description: string) => Type.Integer({ minimum: 0, description });

export const VerdictSchema = Type.Object(
	{
		listingId: Type.String({ description: "The listing's id, or line:N when it has none" }),
		verdict: Choice(VERDICT_KINDS, 'clear: may be published; review: a person decides; block: must not be published'),
		score: Probability('Calibrated probability that the listing offers a controlled identity'),
		substances: Type.Array(
			Type.Object({
				id: Type.String({ description: 'Id in the catalogue' }),
				name: Type.String(),
				tier: Type.Unsafe<1 | 2 | 3>({ type: 'integer', enum: [1, 2, 3] }),
				confidence: Probability('Calibrated probability that the listing names this substance'),
				basis: Type.Array(Choice(BASES, 'How it was recognised')),
			}),
		),
		families: Type.Array(Type.String(), { description: 'Legal classes recognised' }),
		evasion: Type.Array(Choice(EVASION_KINDS, 'A disguise that was undone')),
		obligations: Type.Array(Type.Object({ code: Type.String(), regime: Type.String(), citation: Type.String(), text: Type.String() }), {
			description: 'What must exist before the offer may proceed',
		}),
		reasons: Type.Array(
			Type.Object({ code: Type.String(), text: Type.String(), citation: Type.String(), substance: Type.Optional(Type.String()) }),
			{ description: 'Why, strictest first; the first one carries the verdict' },
		),
		findings: Type.Array(
			Type.Object({
				rule: Type.String(),
				outcome: Choice(['match', 'errored'] as const, 'errored: could not be evaluated, so the verdict is at least review'),
				field: Type.String({ description: 'JSON Pointer (RFC 6901) into the listing' }),
				start: Offset('UTF-16 offset into the original field'),
				end: Offset('UTF-16 offset, exclusive'),
				text: Type.String({ description: 'The original text of the span' }),
				read: Type.String({ description: 'What it was read as' }),
				citation: Type.Optional(Type.String()),
				note: Type.String(),
				subject: Type.Optional(Type.String({ description: 'Id of the substance or family this is about' })),
				undone: Type.Optional(Type.Array(Choice(EVASION_KINDS, 'Disguises undone inside the span'))),
				media: Type.Optional(
					Type.Object(
						{
							kind: Choice(MEDIA_KINDS, 'text: as stored; ocr: recognised in a picture; code: QR code or barcode; name: what it is called'),
							page: Type.Optional(Type.Integer({ minimum: 1 })),
						},
						{ description: 'The part of the image or attachment whose text start and end count in' },
					),
				),
			}),
		),
		unscreened: Type.Array(Type.String(), { description: 'JSON Pointers of parts that were present but not screened' }),
		catalogueVersion: Type.String(),
		engineVersion: Type.String(),
		policyVersion: Type.String(),
		inputHash: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the RFC 8785 form of the listing' }),
		mediaHash: Type.Optional(
			Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the RFC 8785 form of the media texts the verdict rests on' }),
		),
		decidedAt: Type.String({ description: 'RFC 3339, UTC' }),
	},
	{
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		$id: 'urn:weir:schema:verdict:1',
		title: 'Verdict',
		description: "The engine's answer about one listing, with its evidence and everything it rested on.",
	},
);
