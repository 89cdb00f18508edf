// The published JSON Schema (draft 2020-12) of a policy document, in TypeBox, and the settings it shares with the policy in the
// catalogue. Closed: an unknown key is an error. Hard floors, real dates, ids and expressions are checked beyond the schema.
import { type Static, Type } from 'typebox';
import { ISO_DATE } from './listing-limits.ts';

const closed = { additionalProperties: false } as const;
const text = Type.String({ minLength: 1, maxLength: 500 });
const texts = Type.Array(text, { maxItems: 500 });
const verdict = Type.Union([Type.Literal('clear'), Type.Literal('review'), Type.Literal('block')]);
const atMostReview = Type.Union([Type.Literal('clear'), Type.Literal('review')]);
const atLeastReview = Type.Union([Type.Literal('review'), Type.Literal('block')]);
const date = Type.String({ pattern: ISO_DATE.source, description: 'ISO 8601 date' });
const country = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' });
const hash = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the RFC 8785 form' });
const id = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80 });
const people = Type.Array(text, { minItems: 2, maxItems: 10, uniqueItems: true, description: 'Two different people' });
const when = Type.String({ minLength: 1, maxLength: 1000, description: 'A CEL expression; docs/policy.md lists its variables' });

/** What becomes of an identity of one tier, by situation. */
export const TIER_RULE = Type.Object(
	{
		declared: verdict,
		entitled: verdict,
		uncertainLaw: atMostReview,
		watched: verdict,
		notCompiled: atMostReview,
		notControlled: verdict,
		disguised: verdict,
		disguisedUncertain: atMostReview,
		disguisedElsewhere: atMostReview,
		stealth: verdict,
		replacement: verdict,
	},
	closed,
);

const ABBREVIATION = Type.Object({ chemical: atMostReview, elsewhere: atMostReview }, closed);
const EQUIPMENT = Type.Object(
	{ alone: verdict, withSubstance: verdict, imprint: verdict, pressWithImprint: verdict, presses: texts },
	closed,
);
const DRUGS = Type.Object({ named: verdict, excused: verdict }, closed);
const MEDIA = Type.Object({ chemical: verdict, elsewhere: verdict, categories: texts }, closed);
const RETIERED = Type.Record(Type.String(), Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)]));
const RELAXATIONS = Type.Array(Type.Object({ setting: text, reason: text, approvedBy: people, on: date }, closed), { maxItems: 500 });

/** The complete settings, as the catalogue's policy states them. */
export const POLICY_SETTINGS = Type.Object(
	{
		name: text,
		tiers: Type.Object({ '1': TIER_RULE, '2': TIER_RULE, '3': TIER_RULE }, closed),
		abbreviation: ABBREVIATION,
		openClass: atMostReview,
		equipment: EQUIPMENT,
		drugs: DRUGS,
		media: MEDIA,
		unreadableUnit: verdict,
		retiered: RETIERED,
		relaxations: RELAXATIONS,
	},
	closed,
);

const someOf = Type.Optional(Type.Partial(TIER_RULE, closed));
const nexus = Type.Record(Type.String(), Type.Array(country, { maxItems: 50 }));

export const PolicyDocumentSchema = Type.Object(
	{
		name: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80, description: 'Whose policy this is' }),
		version: Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'Counts up with every change' }),
		previous: Type.Optional(hash),
		summary: Type.String({ minLength: 1, maxLength: 2000, description: 'Why this version' }),
		tiers: Type.Optional(Type.Object({ '1': someOf, '2': someOf, '3': someOf }, closed)),
		abbreviation: Type.Optional(Type.Partial(ABBREVIATION, closed)),
		openClass: Type.Optional(atMostReview),
		equipment: Type.Optional(Type.Partial(EQUIPMENT, closed)),
		drugs: Type.Optional(Type.Partial(DRUGS, closed)),
		media: Type.Optional(Type.Partial(MEDIA, closed)),
		unreadableUnit: Type.Optional(verdict),
		retiered: Type.Optional(RETIERED),
		relaxations: Type.Optional(RELAXATIONS),
		regimes: Type.Optional(
			Type.Object(
				{
					platform: Type.Optional(Type.Array(country, { maxItems: 300 })),
					sellers: Type.Optional(nexus),
					destinations: Type.Optional(nexus),
					unstated: Type.Optional(Type.Union([Type.Literal('all'), Type.Literal('platform')])),
				},
				closed,
			),
		),
		exceptions: Type.Optional(
			Type.Array(
				Type.Object(
					{
						id,
						substances: Type.Array(text, { minItems: 1, maxItems: 100, uniqueItems: true }),
						when: Type.Optional(when),
						outcome: atMostReview,
						reason: text,
						approvedBy: people,
						on: date,
						expires: date,
					},
					closed,
				),
				{ maxItems: 500 },
			),
		),
		conditions: Type.Optional(Type.Array(Type.Object({ id, when, outcome: atLeastReview, reason: text }, closed), { maxItems: 200 })),
		watch: Type.Optional(Type.Array(Type.Object({ list: id, sha256: hash, outcome: atLeastReview }, closed), { maxItems: 20 })),
	},
	{
		...closed,
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		$id: 'urn:weir:schema:policy:1',
		title: 'Policy',
		description: "A marketplace's changes to the policy built into Weir. What it does not say stays as built in.",
	},
);

export type PolicyDocument = Static<typeof PolicyDocumentSchema>;
