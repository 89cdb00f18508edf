// Generated evidence, law and entitlements for the properties of decisions (fast-check, fixed seed; replay another with FAST_CHECK_SEED).
import fc from 'fast-check';
import type { RegimeStanding } from '../../src/model/law.ts';
import type { FamilyMatch, Match } from '../../src/model/match.ts';
import { type Entitlement, SEVERITY } from '../../src/model/policy.ts';
import type { Basis, EvasionKind, VerdictKind } from '../../src/model/verdict.ts';
import type { Evidence } from '../../src/policy/decide.ts';
import { FREE, line, match, regime, UNCERTAIN, type World } from './fixtures.ts';

export const RUNS = { seed: Number(process.env['FAST_CHECK_SEED'] ?? 20_261_122), numRuns: 300 };
export const severity = (verdict: VerdictKind): number => SEVERITY[verdict];

export const IDS = ['t1', 't2', 'u2', 't3'];
const id = fc.constantFrom(...IDS);
const certainty = fc.constantFrom('certain' as const, 'probable' as const, 'possible' as const);
const evasion = fc.uniqueArray(fc.constantFrom<EvasionKind>('homoglyph', 'spacing', 'leet', 'misspelling', 'cas-format'), { maxLength: 2 });
const excuse = fc.option(
	fc.record({
		reason: fc.constantFrom('negation' as const, 'mention' as const, 'look-alike' as const, 'collision' as const),
		note: fc.constant('honest'),
	}),
	{ nil: undefined, freq: 3 },
);
const maybe = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
	value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });

export const oneMatch: fc.Arbitrary<Match> = fc
	.record({
		id,
		certainty,
		evasion,
		excuse,
		basis: fc.uniqueArray(fc.constantFrom<Basis>('name', 'cas', 'structure', 'semantic', 'context'), { maxLength: 3 }),
	})
	.map(({ id: substance, excuse: excused, ...rest }) => match(substance, { ...rest, ...maybe('excused', excused) }));
export const oneFamily: fc.Arbitrary<FamilyMatch> = fc
	.record({ family: fc.constantFrom('f1', 'f2', 'open'), certainty, evasion, excuse, of: fc.option(id, { nil: undefined, freq: 4 }) })
	.map(({ excuse: excused, of, ...rest }) => ({ ...rest, ...maybe('excused', excused), ...maybe('substance', of) }));
export const evidence: fc.Arbitrary<Partial<Evidence>> = fc.record({
	matches: fc.array(oneMatch, { maxLength: 4 }),
	families: fc.array(oneFamily, { maxLength: 2 }),
	equipment: fc.array(
		fc.record({ equipment: fc.constantFrom('tableting-machine', 'punches-dies-molds'), certainty, evasion, imprint: fc.boolean() }),
		{ maxLength: 2 },
	),
	drugs: fc.array(fc.constant({ name: 'a drug', list: 'Schedule II', source: '21 CFR 1308' }), { maxLength: 1 }),
	redFlags: fc.array(
		fc.record({
			kind: fc.constantFrom('stealth' as const, 'off-platform' as const, 'replacement' as const),
			note: fc.constant('a phrase'),
		}),
		{ maxLength: 2 },
	),
	chemicalContext: fc.boolean(),
	unscreened: fc.array(fc.constant('/images/0'), { maxLength: 1 }),
	offers: fc.array(
		fc.record({
			field: fc.constant('/offers/0'),
			quantity: fc.constantFrom('0.4', '600'),
			unit: fc.constantFrom('kg', 'g', 'sack'),
		}),
		{ maxLength: 2 },
	),
});

const LAWS: readonly (readonly RegimeStanding[])[] = [
	[regime([line()])],
	FREE,
	UNCERTAIN,
	[regime([line({ regime: 'UN', list: '1988 Convention Table I' })], { permits: false })],
	[regime([line({ threshold: { quantity: '0.5', unit: 'kg', note: 'unknown', citation: 'unknown', confidence: 'high' } })]), ...UNCERTAIN],
	[regime([], { regime: 'AU', known: false })],
	[regime([], { notApplied: [{ control: line().control, why: 'watch', note: 'watched' }] })],
];
export const entitlement: fc.Arbitrary<Entitlement> = fc.record({
	id: fc.constant('L1'),
	substance: fc.constantFrom(...IDS, 'f1', 'f2'),
	kind: fc.constantFrom('licensed-route' as const, 'supply' as const),
	regimes: fc.constantFrom(['US'], ['US', 'UN'], ['EU']),
});
export const law = fc
	.tuple(...[...IDS, 'f1', 'f2', 'open'].map(() => fc.constantFrom(...LAWS)))
	.map((laws) => Object.fromEntries([...IDS, 'f1', 'f2', 'open'].map((key, index) => [key, laws[index] ?? FREE])));
export const world: fc.Arbitrary<World> = fc.record({ law, entitlements: fc.array(entitlement, { maxLength: 2 }) });

export const holds = <T extends unknown[]>(...parts: [...{ [K in keyof T]: fc.Arbitrary<T[K]> }, (...values: T) => void]): void => {
	fc.assert(fc.property(...(parts as unknown as [fc.Arbitrary<unknown>, (...values: unknown[]) => void])), RUNS);
};
