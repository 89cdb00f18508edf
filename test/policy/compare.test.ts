// The difference between two policies: every kind of change, and what it does to verdicts.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { WatchList } from '../../src/model/policy.ts';
import { diffPolicies, needsTwoPeople, type PolicyChange } from '../../src/policy/compare.ts';
import { watchListHash } from '../../src/policy/watch-list.ts';
import { CONTEXT, condition, exception, PEOPLE, policy } from './documents.ts';

const diff = (before: object, after: object): PolicyChange[] => diffPolicies(policy(before), policy(after), CONTEXT.tierOf);
const effects = (before: object, after: object): string[] => diff(before, after).map((one) => `${one.effect} ${one.setting}`);
const relaxed = (setting: string) => ({ setting, reason: 'we say so', approvedBy: PEOPLE, on: '2026-01-01' });

describe('the difference between two versions of a restricted list', () => {
	const watching = (list: WatchList, outcome = 'review') =>
		policy({ watch: [{ list: 'ours', sha256: watchListHash(list, CONTEXT.digest), outcome }] }, { watchLists: [list] });
	const LIST: WatchList = { name: 'ours', substances: ['t3'], cas: ['64-17-5'], names: ['some ester'] };
	const between = (before: WatchList, after: WatchList): string[] =>
		diffPolicies(watching(before), watching(after), CONTEXT.tierOf).map((one) => `${one.effect} ${one.setting}`);
	it('weakens where anything left it, and says nothing of what', () => {
		for (const [more, less] of [
			[LIST, { ...LIST, substances: [] }],
			[LIST, { ...LIST, cas: [] }],
			[LIST, { name: 'ours', substances: ['t3'], cas: ['64-17-5'] }],
		] as const) {
			assert.deepEqual(between(more, less), ['weaker watch.ours.sha256']);
			assert.deepEqual(between(less, more), ['stricter watch.ours.sha256']);
		}
		const both = diffPolicies(watching(LIST), watching({ ...LIST, cas: ['7732-18-5'] }), CONTEXT.tierOf);
		assert.equal(needsTwoPeople(both), true, 'one entry for another');
		assert.doesNotMatch(JSON.stringify(both), /64-17-5|7732|ester/);
	});
	it('is in its outcome, and in its going', () => {
		const marks = (after: ReturnType<typeof policy>) =>
			diffPolicies(watching(LIST, 'block'), after, CONTEXT.tierOf).map(({ effect }) => effect);
		assert.deepEqual(marks(watching(LIST, 'review')), ['weaker']);
		assert.deepEqual(marks(policy({})), ['weaker']);
	});
});

describe('the difference between two policies', () => {
	it('is nothing when they decide alike', () => {
		assert.deepEqual(effects({}, {}), []);
		assert.equal(needsTwoPeople(diff({ summary: 'a' }, { summary: 'b' })), false);
	});
	const cases: readonly (readonly [string, object, object, readonly string[], readonly string[]])[] = [
		['a setting', {}, { tiers: { '3': { declared: 'review' } } }, ['stricter tiers.3.declared'], ['weaker tiers.3.declared']],
		['a word', {}, { media: { categories: ['dyes'] } }, ['stricter media.categories'], ['weaker media.categories']],
		['a tier', {}, { retiered: { t3: 2 } }, ['stricter retiered.t3'], ['weaker retiered.t3']],
		[
			'a regime',
			{},
			{ regimes: { platform: ['DE'], sellers: { HK: ['US'] } } },
			['stricter regimes.platform', 'stricter regimes.sellers.HK'],
			['weaker regimes.platform', 'weaker regimes.sellers.HK'],
		],
		['an exception', {}, { exceptions: [exception()] }, ['weaker exceptions.lab'], ['stricter exceptions.lab']],
		['a condition', {}, { conditions: [condition()] }, ['stricter conditions.rule'], ['weaker conditions.rule']],
		[
			'an exception’s end',
			{ exceptions: [exception()] },
			{ exceptions: [exception({ expires: '2027-01-01' })] },
			['weaker exceptions.lab.expires'],
			['stricter exceptions.lab.expires'],
		],
		[
			'an exception’s condition',
			{ exceptions: [exception()] },
			{ exceptions: [exception({ when: 'tier 2' })] },
			['stricter exceptions.lab.when'],
			['weaker exceptions.lab.when'],
		],
		[
			'another condition',
			{ conditions: [condition()] },
			{ conditions: [condition({ when: 'no' })] },
			['unknown conditions.rule.when'],
			['unknown conditions.rule.when'],
		],
		[
			'a reason',
			{ conditions: [condition()] },
			{ conditions: [condition({ reason: 'as ever' })] },
			['neutral conditions.rule.reason'],
			['neutral conditions.rule.reason'],
		],
	];
	for (const [name, before, after, forth, back] of cases) {
		it(`${name}, there and back`, () => {
			assert.deepEqual(effects(before, after), forth);
			assert.deepEqual(effects(after, before), back);
		});
	}
	it('does not vouch for a tier or a regime that a condition asks about', () => {
		const rules = { exceptions: [exception({ when: 'tier 2' })], conditions: [condition({ when: 'law certain' })] };
		assert.deepEqual(effects(rules, { ...rules, retiered: { t3: 2 }, regimes: { platform: ['DE'] } }), [
			'unknown retiered.t3',
			'unknown regimes.platform',
		]);
	});
	it('does not vouch for more law where a control weighs less than the doubt it settles', () => {
		const lax = { tiers: { '2': { declared: 'clear' } }, relaxations: [relaxed('tiers.2.declared')] };
		assert.deepEqual(effects(lax, { ...lax, regimes: { platform: ['DE'] } }), ['unknown regimes.platform']);
	});
	it('does not vouch for a tier that is milder in some situation', () => {
		const tiers = { '3': { notControlled: 'block' } };
		assert.deepEqual(effects({ tiers }, { tiers, retiered: { t3: 2 } }), ['unknown retiered.t3']);
	});
	it('puts weakenings first, and asks for two people for them alone', () => {
		const changes = diff({}, { openClass: 'review', conditions: [condition()], exceptions: [exception()], name: 'other' });
		assert.deepEqual(
			changes.map((one) => one.effect),
			['weaker', 'stricter', 'neutral'],
		);
		assert.ok(needsTwoPeople(changes));
		assert.ok(!needsTwoPeople(diff({}, { conditions: [condition()] })));
		assert.ok(needsTwoPeople(diff({ conditions: [condition()] }, { conditions: [condition({ when: 'no' })] })), 'unknown counts as weaker');
		for (const one of changes) assert.ok(one.text.length > 10);
	});
});
