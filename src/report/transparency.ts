// Statements of reasons for the DSA Transparency Database (Article 24(5)): the documented fields of its interface, version 2, in
// batches of at most 100. What could lead back to a person or a seller is refused, not cut out.
import Type, { type Static } from 'typebox';
import { bad, ok, type Problem, type Result } from '../base/result.ts';
import { checkShape } from '../model/shape.ts';
import type { Platform } from './notice.ts';
import { personalTraces } from './personal.ts';
import type { Statement } from './statement.ts';

/** Statements per call. */
export const BATCH = 100;

/** EU member states and, last, the other EEA states: what `territorial_scope` may hold. */
export const EEA = 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO'.split(' ');

const closed = { additionalProperties: false } as const;
const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const upTo = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const one = <const T extends readonly string[]>(...values: T) => Type.Union(values.map((value) => Type.Literal(value as T[number])));

const SHARED = {
	decision_visibility: Type.Array(one('DECISION_VISIBILITY_CONTENT_REMOVED', 'DECISION_VISIBILITY_CONTENT_DISABLED'), { minItems: 1 }),
	decision_ground_reference_url: Type.Optional(upTo(500)),
	content_type: Type.Array(Type.Literal('CONTENT_TYPE_PRODUCT'), { minItems: 1, maxItems: 1 }),
	category: Type.Literal('STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS'),
	territorial_scope: Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), { minItems: 1, uniqueItems: true }),
	content_date: day,
	application_date: day,
	end_date_visibility_restriction: Type.Optional(day),
	decision_facts: upTo(5000),
	source_type: one('SOURCE_ARTICLE_16', 'SOURCE_TRUSTED_FLAGGER', 'SOURCE_VOLUNTARY'),
	automated_detection: one('Yes', 'No'),
	automated_decision: one('AUTOMATED_DECISION_FULLY', 'AUTOMATED_DECISION_PARTIALLY', 'AUTOMATED_DECISION_NOT_AUTOMATED'),
	puid: Type.String({ pattern: '^[A-Za-z0-9_-]{1,500}$' }),
};
const ILLEGAL = Type.Object(
	{
		...SHARED,
		decision_ground: Type.Literal('DECISION_GROUND_ILLEGAL_CONTENT'),
		illegal_content_legal_ground: upTo(500),
		illegal_content_explanation: upTo(2000),
	},
	closed,
);
const INCOMPATIBLE = Type.Object(
	{
		...SHARED,
		decision_ground: Type.Literal('DECISION_GROUND_INCOMPATIBLE_CONTENT'),
		incompatible_content_ground: upTo(500),
		incompatible_content_explanation: upTo(2000),
	},
	closed,
);

export type TransparencyStatement = Static<typeof ILLEGAL> | Static<typeof INCOMPATIBLE>;

export interface TransparencyOptions {
	readonly platform: Platform;
	/** ISO date on which the listing was submitted. */
	readonly contentDate: string;
	/** Names, ids and handles of the seller, its people and the listing: none may occur. */
	readonly known: readonly string[];
}

/** The payload of one statement, in English; problems when it breaks the documented form or could identify someone. */
export function transparencyStatement(
	statement: Statement,
	{ platform, contentDate, known }: TransparencyOptions,
): Result<TransparencyStatement> {
	const scope = statement.territory.length === 0 ? EEA : statement.territory.filter((country) => EEA.includes(country));
	if (scope.length === 0) return bad('/territorial_scope', 'the restriction applies nowhere in the EEA', 'send only what applies there');
	const explanation = statement.reason.seller.en;
	const ground =
		statement.ground === 'law'
			? {
					decision_ground: 'DECISION_GROUND_ILLEGAL_CONTENT',
					illegal_content_legal_ground: statement.citations.join('; '),
					illegal_content_explanation: explanation,
				}
			: {
					decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
					decision_ground_reference_url: platform.terms.url,
					incompatible_content_ground: platform.terms.title,
					incompatible_content_explanation: explanation,
				};
	return checkTransparency(
		{
			decision_visibility: [statement.outcome === 'hold' ? 'DECISION_VISIBILITY_CONTENT_DISABLED' : 'DECISION_VISIBILITY_CONTENT_REMOVED'],
			...ground,
			content_type: ['CONTENT_TYPE_PRODUCT'],
			category: 'STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS',
			territorial_scope: [...scope].sort(),
			content_date: contentDate,
			application_date: statement.from.slice(0, 10),
			...(statement.until === undefined ? {} : { end_date_visibility_restriction: statement.until.slice(0, 10) }),
			decision_facts: explanation,
			source_type: SOURCES[statement.source],
			automated_detection: 'Yes',
			automated_decision: statement.decidedBy === 'software' ? 'AUTOMATED_DECISION_FULLY' : 'AUTOMATED_DECISION_PARTIALLY',
			puid: statement.id,
		},
		known,
	);
}

const SOURCES = { own: 'SOURCE_VOLUNTARY', notice: 'SOURCE_ARTICLE_16', flagger: 'SOURCE_TRUSTED_FLAGGER' } as const;
// Addresses of the terms are the platform's own and have dots and slashes that elsewhere would be suspect.
const ADDRESSES = new Set(['decision_ground_reference_url']);

/** The documented form, the dates in order, and no trace of a person. */
export function checkTransparency(value: unknown, known: readonly string[]): Result<TransparencyStatement> {
	const ground = (value as { decision_ground?: unknown } | null)?.decision_ground;
	const shape = checkShape(ground === 'DECISION_GROUND_ILLEGAL_CONTENT' ? ILLEGAL : INCOMPATIBLE, value, 'statement');
	if (!shape.ok) return shape;
	const problems: Problem[] = [];
	for (const [name, member] of Object.entries(shape.value)) {
		if (typeof member !== 'string' || ADDRESSES.has(name)) continue;
		for (const trace of personalTraces(member, known)) {
			problems.push({ pointer: `/${name}`, message: `holds ${trace}`, fix: 'state it without anything that leads to a person' });
		}
	}
	for (const country of shape.value.territorial_scope) {
		if (!EEA.includes(country))
			problems.push({ pointer: '/territorial_scope', message: `${country} is not in the EEA`, fix: 'leave it out' });
	}
	const end = shape.value.end_date_visibility_restriction;
	if (end !== undefined && end < shape.value.application_date) {
		problems.push({ pointer: '/end_date_visibility_restriction', message: 'ends before it begins', fix: 'correct the dates' });
	}
	return problems.length > 0 ? { ok: false, problems } : ok(shape.value);
}

/** In the order given, at most 100 to a call. A call not answered with 201 created none of its statements and is sent again whole. */
export function batchesOf(statements: readonly TransparencyStatement[]): { readonly statements: readonly TransparencyStatement[] }[] {
	const batches: { readonly statements: readonly TransparencyStatement[] }[] = [];
	for (let from = 0; from < statements.length; from += BATCH) batches.push({ statements: statements.slice(from, from + BATCH) });
	return batches;
}
