// Properties of every decision (fast-check, fixed seed; replay another with FAST_CHECK_SEED): fail-safe, monotone, order-free.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { RegimeStanding } from '../../src/model/law.ts';
import type { FamilyMatch, Match } from '../../src/model/match.ts';
import { type Entitlement, SEVERITY } from '../../src/model/policy.ts';
import type { Basis, EvasionKind, VerdictKind } from '../../src/model/verdict.ts';
import type { Evidence } from '../../src/policy/decide.ts';
import { decideOn, FREE, line, match, regime, UNCERTAIN, type World } from './fixtures.ts';

const RUNS = { seed: Number(process.env['FAST_CHECK_SEED'] ?? 20_261_122), numRuns: 300 };
const severity = (verdict: VerdictKind): number => SEVERITY[verdict];

const IDS = ['t1', 't2', 'u2', 't3'];
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

const oneMatch: fc.Arbitrary<Match> = fc
	.record({
		id,
		certainty,
		evasion,
		excuse,
		basis: fc.uniqueArray(fc.constantFrom<Basis>('name', 'cas', 'structure', 'semantic', 'context'), { maxLength: 3 }),
	})
	.map(({ id: substance, excuse: excused, ...rest }) => match(substance, { ...rest, ...maybe('excused', excused) }));
const oneFamily: fc.Arbitrary<FamilyMatch> = fc
	.record({ family: fc.constantFrom('f1', 'f2', 'open'), certainty, evasion, excuse, of: fc.option(id, { nil: undefined, freq: 4 }) })
	.map(({ excuse: excused, of, ...rest }) => ({ ...rest, ...maybe('excused', excused), ...maybe('substance', of) }));
const evidence: fc.Arbitrary<Partial<Evidence>> = fc.record({
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
const entitlement: fc.Arbitrary<Entitlement> = fc.record({
	id: fc.constant('L1'),
	substance: fc.constantFrom(...IDS, 'f1', 'f2'),
	kind: fc.constantFrom('licensed-route' as const, 'supply' as const),
	regimes: fc.constantFrom(['US'], ['US', 'UN'], ['EU']),
});
const law = fc
	.tuple(...[...IDS, 'f1', 'f2', 'open'].map(() => fc.constantFrom(...LAWS)))
	.map((laws) => Object.fromEntries([...IDS, 'f1', 'f2', 'open'].map((key, index) => [key, laws[index] ?? FREE])));
const world: fc.Arbitrary<World> = fc.record({ law, entitlements: fc.array(entitlement, { maxLength: 2 }) });

const holds = <T extends unknown[]>(...parts: [...{ [K in keyof T]: fc.Arbitrary<T[K]> }, (...values: T) => void]): void => {
	fc.assert(fc.property(...(parts as unknown as [fc.Arbitrary<unknown>, (...values: unknown[]) => void])), RUNS);
};

describe('every decision', () => {
	it('is never clear when anything could not be evaluated', () => {
		holds<[Partial<Evidence>, World]>(evidence, world, (one, around) => {
			const errored = [{ rule: 'any', field: '/title', note: 'failed' }];
			assert.notEqual(decideOn({ ...one, errored }, around).verdict, 'clear');
		});
	});
	it('adding a match never lowers it', () => {
		holds<[Partial<Evidence>, Match, FamilyMatch, World]>(evidence, oneMatch, oneFamily, world, (one, more, family, around) => {
			const before = severity(decideOn(one, around).verdict);
			assert.ok(severity(decideOn({ ...one, matches: [...(one.matches ?? []), more] }, around).verdict) >= before);
			assert.ok(severity(decideOn({ ...one, families: [...(one.families ?? []), family] }, around).verdict) >= before);
		});
	});
	it('adding evasion never lowers it, and reaches review for what is not explained away', () => {
		holds<[Partial<Evidence>, Match, World]>(evidence, oneMatch, world, (one, open, around) => {
			const rest = one.matches ?? [];
			const before = decideOn({ ...one, matches: [...rest, open] }, around).verdict;
			const after = decideOn({ ...one, matches: [...rest, { ...open, evasion: [...open.evasion, 'mask'] }] }, around).verdict;
			assert.ok(severity(after) >= severity(before));
			if (open.excused === undefined && open.certainty !== 'possible') assert.notEqual(after, 'clear');
		});
	});
	it('excused matches alone are clear', () => {
		holds<[Match[], World, boolean]>(fc.array(oneMatch, { maxLength: 4 }), world, fc.boolean(), (some, around, chemicalContext) => {
			const matches = some.map((one) => ({ ...one, excused: one.excused ?? { reason: 'look-alike' as const, note: 'honest' } }));
			assert.equal(decideOn({ matches, chemicalContext }, around).verdict, 'clear');
		});
	});
	it('uncertain identities never block', () => {
		holds<[Match[], World]>(fc.array(oneMatch, { maxLength: 4 }), world, (some, around) => {
			const matches = some.map((one) => ({ ...one, certainty: one.certainty === 'certain' ? ('probable' as const) : one.certainty }));
			assert.notEqual(decideOn({ matches, chemicalContext: true }, around).verdict, 'block');
			const model = some.map((one) => ({ ...one, basis: ['semantic' as const] }));
			assert.notEqual(decideOn({ matches: model, chemicalContext: true }, around).verdict, 'block');
		});
	});
	it('uncertain law never blocks', () => {
		holds<[Match[]]>(fc.array(oneMatch, { maxLength: 4 }), (matches) => {
			const around = { law: Object.fromEntries(IDS.map((key) => [key, UNCERTAIN])) };
			assert.notEqual(decideOn({ matches, chemicalContext: true }, around).verdict, 'block');
		});
	});
	it('an entitlement relaxes exactly its own substance', () => {
		holds<[Match, Entitlement, World]>(oneMatch, entitlement, world, (one, granted, around) => {
			const bare = decideOn({ matches: [one], chemicalContext: true }, { ...around, entitlements: [] });
			const held = decideOn({ matches: [one], chemicalContext: true }, { ...around, entitlements: [granted] });
			if (granted.substance !== one.substance) assert.deepEqual(held, bare);
			else assert.ok(severity(held.verdict) <= severity(bare.verdict));
		});
	});
	it('does not depend on the order of the evidence', () => {
		holds<[Partial<Evidence>, World]>(evidence, world, (one, around) => {
			const turned = {
				...one,
				matches: [...(one.matches ?? [])].reverse(),
				families: [...(one.families ?? [])].reverse(),
				redFlags: [...(one.redFlags ?? [])].reverse(),
			};
			assert.deepEqual(decideOn(turned, around), decideOn(one, around));
		});
	});
	it('is its strictest reason, and every reason has a code, a text and a citation', () => {
		holds<[Partial<Evidence>, World]>(evidence, world, (one, around) => {
			const { verdict, reasons, obligations } = decideOn(one, around);
			assert.equal(severity(verdict), Math.max(...reasons.map((reason) => severity(reason.outcome))));
			for (const reason of reasons) assert.ok(reason.code !== '' && reason.text !== '' && reason.citation !== '');
			for (const duty of obligations) assert.ok(duty.code !== '' && duty.text !== '' && duty.citation !== '' && duty.regime !== '');
		});
	});
});
