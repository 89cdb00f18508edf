// Properties of decisions under a marketplace's policy: rules that tighten never lower a verdict, rules that relax stop at the hard
// floors and at their last day, and no policy lowers a verdict without the difference saying so.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Match } from '../../src/model/match.ts';
import type { Policy, WatchList } from '../../src/model/policy.ts';
import { diffPolicies, needsTwoPeople } from '../../src/policy/compare.ts';
import type { Evidence } from '../../src/policy/decide.ts';
import { settings } from '../../src/policy/settings.ts';
import { HARD_FLOORS, STRICT } from '../../src/policy/strict.ts';
import { watchListHash } from '../../src/policy/watch-list.ts';
import { CONTEXT, condition, exception, PEOPLE, policy } from './documents.ts';
import { decideOn, FREE, line, match, regime, UNCERTAIN, type World } from './fixtures.ts';
import { evidence, holds, IDS, oneMatch, RUNS, severity, world } from './generated.ts';

// Each run asks a whole grid of listings.
const FEWER = { ...RUNS, numRuns: 120 };

const words = fc.constantFrom('yes', 'no', 'fails', 'media', 'tier 1', 'tier 2', 'law certain', 'fails-here');
const oneCondition = fc
	.record({ id: fc.constantFrom('a', 'b', 'c'), when: words, outcome: fc.constantFrom('review', 'block') })
	.map(condition);
const days = ['2026-06-30', '2026-11-22', '2026-12-31'];
const oneException = fc
	.record({
		id: fc.constantFrom('x', 'y'),
		substances: fc.uniqueArray(fc.constantFrom(...IDS, 'f1', 'f2', 'open'), { minLength: 1, maxLength: 4 }),
		when: fc.option(words, { nil: undefined }),
		outcome: fc.constantFrom('clear', 'review'),
		expires: fc.constantFrom(...days),
	})
	.map(({ when, ...rest }) => exception({ ...rest, ...(when === undefined ? {} : { when }) }));
const LISTS: readonly WatchList[] = ['p', 'q'].flatMap((name) =>
	[[], ['t3'], ['t3', 't2']].flatMap((substances) => [[], ['64-17-5'], ['64-17-5', '7732-18-5']].map((cas) => ({ name, substances, cas }))),
);
const oneWatch = fc
	.record({ list: fc.constantFrom(...LISTS), outcome: fc.constantFrom('review', 'block') })
	.map(({ list, outcome }) => ({ list: list.name, sha256: watchListHash(list, CONTEXT.digest), outcome }));
const byId = { selector: (one: { readonly id: string }) => one.id };
const rules = fc.record({
	conditions: fc.uniqueArray(oneCondition, { ...byId, maxLength: 3 }),
	exceptions: fc.uniqueArray(oneException, { ...byId, maxLength: 2 }),
	watch: fc.uniqueArray(oneWatch, { selector: (one) => one.list, maxLength: 2 }),
});

// Any change of settings that the floors and the schema allow, with the relaxations it needs.
const PATHS = [...settings(STRICT, STRICT)].map((one) => one.path);
const FLOORS = new Map([...settings(HARD_FLOORS, HARD_FLOORS)].map((one) => [one.path, one.value]));
const AT_MOST_REVIEW = /uncertainLaw|notCompiled|disguisedUncertain|disguisedElsewhere|abbreviation|openClass/;
const oneSetting = fc.constantFrom(...PATHS).chain((path) => {
	const highest = AT_MOST_REVIEW.test(path) ? 1 : 2;
	const allowed = (['clear', 'review', 'block'] as const).filter(
		(one) => severity(one) >= severity(FLOORS.get(path) ?? 'clear') && severity(one) <= highest,
	);
	return fc.constantFrom(...allowed).map((value) => ({ path, value }));
});
const changedSettings = fc.uniqueArray(oneSetting, { selector: (one) => one.path, maxLength: 4 });
const retiered = fc.dictionary(fc.constantFrom(...IDS, 'f1'), fc.constantFrom(1, 2, 3), { maxKeys: 2 });
type Raw = Readonly<Record<string, unknown>>;
const document: fc.Arbitrary<Raw> = fc
	.record({ rules, changed: changedSettings, retiered })
	.map(({ rules: own, changed, retiered: moved }) => {
		const built: Record<string, unknown> = { ...own, retiered: moved };
		for (const { path, value } of changed) {
			const parts = path.split('.');
			let at = built;
			for (const part of parts.slice(0, -1)) {
				at[part] ??= {};
				at = at[part] as Record<string, unknown>;
			}
			at[parts.at(-1) ?? ''] = value;
		}
		return built;
	});

/** The policy a generated document means, with the relaxations it needs. */
function made(raw: Raw): Policy {
	const lax = [...settings(raw, STRICT)].filter(({ value, other }) => severity(value) < severity(other)).map((one) => one.path);
	for (const [id, tier] of Object.entries((raw['retiered'] ?? {}) as Readonly<Record<string, number>>))
		if (tier > (CONTEXT.tierOf(id) ?? 1)) lax.push(`retiered.${id}`);
	const relaxations = lax.map((setting) => ({ setting, reason: 'a test', approvedBy: PEOPLE, on: '2026-01-01' }));
	return policy({ ...raw, relaxations }, { watchLists: LISTS });
}

describe('every policy', () => {
	it('adding a condition never lowers a verdict', () => {
		holds<[Raw, ReturnType<typeof condition>, Partial<Evidence>, World]>(
			document,
			oneCondition,
			evidence,
			world,
			(base, added, one, around) => {
				const conditions = base['conditions'] as readonly object[];
				const more = { ...base, conditions: [...conditions, { ...added, id: 'added' }] };
				const was = decideOn(one, { ...around, policy: made(base) });
				const is = decideOn(one, { ...around, policy: made(more) });
				assert.ok(severity(is.verdict) >= severity(was.verdict));
			},
		);
	});
	it('a condition that failed is never clear', () => {
		holds<[Raw, Partial<Evidence>, World]>(document, evidence, world, (base, one, around) => {
			const failing = made({ ...base, conditions: [condition({ when: 'fails' })] });
			assert.notEqual(decideOn(one, { ...around, policy: failing }).verdict, 'clear');
		});
	});
	it('an exception that failed lowers nothing', () => {
		holds<[Partial<Evidence>, World]>(evidence, world, (one, around) => {
			const failing = policy({ exceptions: [exception({ substances: [...IDS], when: 'fails-here' })] });
			assert.equal(decideOn(one, { ...around, policy: failing }).verdict, decideOn(one, { ...around, policy: policy({}) }).verdict);
		});
	});
	it('an exception that has expired lowers nothing', () => {
		holds<[Raw, Partial<Evidence>, World]>(document, evidence, world, (base, one, around) => {
			const later = { ...around, date: '2027-01-01' };
			const without = made({ ...base, exceptions: [] });
			assert.equal(decideOn(one, { ...later, policy: made(base) }).verdict, decideOn(one, { ...later, policy: without }).verdict);
		});
	});
	it('no exception clears a disguise or an error', () => {
		const all = policy({ exceptions: [exception({ substances: [...IDS] })] });
		holds<[Match, Partial<Evidence>, World]>(oneMatch, evidence, world, (found, one, around) => {
			const errored = [{ rule: 'any', field: '/title', note: 'failed' }];
			assert.notEqual(decideOn({ ...one, errored }, { ...around, policy: all }).verdict, 'clear');
			if (found.excused !== undefined || found.certainty === 'possible') return;
			const disguised = [{ ...found, evasion: ['homoglyph' as const] }];
			assert.notEqual(decideOn({ ...one, matches: disguised }, { ...around, policy: all }).verdict, 'clear');
		});
	});
	it('no policy at all goes below the hard floors', () => {
		holds<[Raw, Match, World]>(document, oneMatch, world, (any, found, around) => {
			const drugs = [{ name: 'a drug', list: 'Schedule II', source: 'X' }];
			assert.notEqual(decideOn({ drugs }, { ...around, policy: made(any) }).verdict, 'clear');
			if (found.excused !== undefined || found.certainty === 'possible') return;
			const disguised = [{ ...found, evasion: ['homoglyph' as const] }];
			assert.notEqual(decideOn({ matches: disguised }, { ...around, policy: made(any) }).verdict, 'clear');
		});
	});
	it('no verdict gets lower without the difference asking for two people', () => {
		let lowered = 0;
		let alone = 0;
		const check = (was: Raw, is: Raw): void => {
			const [before, after] = [made(was), made(is)];
			const needs = needsTwoPeople(diffPolicies(before, after, CONTEXT.tierOf));
			if (!needs) alone++;
			for (const [one, around] of GRID) {
				const [old, now] = [before, after].map((each) => severity(decideOn(one, { ...around, policy: each }).verdict));
				if ((now ?? 0) >= (old ?? 0)) continue;
				lowered++;
				assert.ok(needs, `${JSON.stringify(was)} → ${JSON.stringify(is)}`);
				return;
			}
		};
		fc.assert(fc.property(document, document, check), FEWER);
		// One part changed, the rest kept: that is where a change is most often thought harmless.
		const part = fc.constantFrom('conditions', 'exceptions', 'watch', 'retiered', 'tiers', 'media', 'equipment', 'abbreviation');
		fc.assert(
			fc.property(document, document, part, (was, other, key) => {
				const { [key]: _, ...rest } = was;
				check(was, key in other ? { ...rest, [key]: other[key] } : rest);
			}),
			FEWER,
		);
		// One rule or one moved substance more, or one less.
		const more = fc.oneof(
			oneException.map((one) => ({ exceptions: [{ ...one, id: 'more' }] })),
			oneCondition.map((one) => ({ conditions: [{ ...one, id: 'more' }] })),
			retiered.map((one) => ({ retiered: one })),
		);
		fc.assert(
			fc.property(document, more, fc.boolean(), (base, added, grows) => {
				const [key = '', value] = Object.entries(added)[0] ?? [];
				const grown = { ...base, [key]: Array.isArray(value) ? [...(base[key] as readonly unknown[]), ...value] : value };
				if (grows) check(base, grown);
				else check(grown, base);
			}),
			FEWER,
		);
		assert.ok(lowered > 100 && alone > 100, `too few cases to mean anything: ${lowered} lowered, ${alone} needed one person`);
	});
});

// One identity at a time, in every situation that a setting speaks of.
const SITUATIONS: readonly Partial<Evidence>[] = [
	{},
	{ redFlags: [{ kind: 'stealth', note: 'a phrase' }] },
	{ redFlags: [{ kind: 'replacement', note: 'a phrase' }] },
	{ unscreened: ['/images/0'], chemicalContext: true },
	{ equipment: [{ equipment: 'tableting-machine', certainty: 'certain', evasion: [], imprint: true }] },
	{ listing: { title: 'A listing', images: ['a.png'] } },
	{ listing: { title: 'Spirit, 64-17-5' } },
	{ listing: { title: 'Water, 7732-18-5' } },
];
const FOUND: readonly Partial<Match>[] = [{}, { certainty: 'probable' }, { certainty: 'possible' }, { evasion: ['homoglyph'] }];
const GRID: readonly (readonly [Partial<Evidence>, World])[] = [
	...SITUATIONS.map((one) => [one, {}] as const),
	...IDS.flatMap((id) =>
		[[regime([line()])], FREE, UNCERTAIN, [regime([], { regime: 'AU', known: false })]].flatMap((standing) =>
			FOUND.flatMap((found) =>
				SITUATIONS.slice(0, 3).map(
					(one) => [{ chemicalContext: true, ...one, matches: [match(id, found)] }, { law: { [id]: standing } }] as const,
				),
			),
		),
	),
	...['f1', 'f2', 'open'].map((family) => [{ families: [{ family, certainty: 'certain' as const, evasion: [] }] }, {}] as const),
];
