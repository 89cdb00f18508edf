// Reading a policy document: what it leaves as built in, what it changes, and everything it may not say.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pureDigest } from '../../src/base/digest.ts';
import { canonicalJson } from '../../src/base/json.ts';
import { STRICT } from '../../src/policy/strict.ts';
import { parseWatchList, watchListHash } from '../../src/policy/watch-list.ts';
import { BASE, CONTEXT, condition, exception, PEOPLE, policy, problemsOf, read } from './documents.ts';

const relaxed = (setting: string) => ({ setting, reason: 'we say so', approvedBy: PEOPLE, on: '2026-01-01' });

describe('a policy document', () => {
	it('that says nothing decides as the built-in policy', () => {
		const { rules, name, ...settings } = policy({});
		const { name: _, ...strict } = STRICT;
		assert.deepEqual(settings, strict);
		assert.equal(name, 'market');
		assert.deepEqual(rules, {
			regimes: { platform: [], sellers: {}, destinations: {}, unstated: 'all' },
			exceptions: [],
			conditions: [],
			watch: [],
		});
	});
	it('is named by the hash of its content', () => {
		const { hash, version } = read({});
		assert.equal(hash, pureDigest(canonicalJson(BASE)));
		assert.equal(version, hash.slice(0, 16));
		assert.notEqual(read({ summary: 'Another.' }).hash, hash);
	});
	it('changes only what it names', () => {
		const { tiers } = policy({ tiers: { '2': { declared: 'block' } } });
		assert.equal(tiers[2].declared, 'block');
		assert.deepEqual({ ...tiers[2], declared: 'review' }, STRICT.tiers[2]);
	});
	it('adds to the lists of words and never takes one away', () => {
		const { media, equipment } = policy({ media: { categories: ['Dyes'] }, equipment: { presses: ['mill'] } });
		assert.deepEqual(media.categories, [...STRICT.media.categories, 'dyes']);
		assert.deepEqual(equipment.presses, [...STRICT.equipment.presses, 'mill']);
	});
	it('may relax a setting with a reason and two people, and not otherwise', () => {
		const change = { tiers: { '2': { watched: 'clear' } } };
		assert.deepEqual(problemsOf({ ...BASE, ...change }), ['/tiers/2/watched: tiers.2.watched is laxer than the built-in policy']);
		assert.equal(policy({ ...change, relaxations: [relaxed('tiers.2.watched')] }).tiers[2].watched, 'clear');
	});
	it('may not go below a hard floor, whoever approves', () => {
		const found = problemsOf({
			...BASE,
			tiers: { '3': { disguised: 'clear' } },
			drugs: { named: 'clear' },
			relaxations: [relaxed('tiers.3.disguised'), relaxed('drugs.named')],
		});
		assert.deepEqual(found.sort(), [
			'/drugs/named: drugs.named cannot be laxer than review',
			'/tiers/3/disguised: tiers.3.disguised cannot be laxer than review',
		]);
	});
	it('moves a substance to a stricter tier freely, to a milder one by relaxation', () => {
		assert.deepEqual(problemsOf({ ...BASE, retiered: { t3: 2 } }), []);
		assert.deepEqual(problemsOf({ ...BASE, retiered: { t1: 2 } }), ['/retiered/t1: retiered.t1 is laxer than the built-in policy']);
	});
	it('leaves unplaced listings to the platform’s law only by relaxation', () => {
		const regimes = { platform: ['DE'], unstated: 'platform' };
		assert.deepEqual(problemsOf({ ...BASE, regimes }), ['/regimes/unstated: regimes.unstated is laxer than the built-in policy']);
		assert.equal(policy({ regimes, relaxations: [relaxed('regimes.unstated')] }).rules?.regimes.unstated, 'platform');
	});
});

describe('a policy document names every mistake with its place', () => {
	const cases: readonly (readonly [string, unknown, readonly string[]])[] = [
		['not an object', [], [': must be object']],
		['an unknown key', { ...BASE, tires: {} }, ['/tires: unknown key "tires"']],
		['an unknown setting', { ...BASE, tiers: { '2': { declred: 'block' } } }, ['/tiers/2/declred: unknown key "declred"']],
		['a word that is no outcome', { ...BASE, openClass: 'block' }, ['/openClass: not one of the allowed values']],
		['nothing required', {}, [': name, version, summary missing']],
		['a later version without the one before', { ...BASE, version: 2 }, ['/previous: version 2 names no version before it']],
		[
			'one person alone',
			{ ...BASE, exceptions: [exception({ approvedBy: ['ada'] })] },
			['/exceptions/0/approvedBy: must not have fewer than 2 items'],
		],
		[
			'one person twice',
			{ ...BASE, exceptions: [exception({ approvedBy: ['ada', 'ada'] })] },
			['/exceptions/0/approvedBy: must not have duplicate items'],
		],
		[
			'an unknown substance',
			{ ...BASE, exceptions: [exception({ substances: ['t22'] })] },
			['/exceptions/0/substances/0: the catalogue has no substance or family "t22"'],
		],
		[
			'no such day',
			{ ...BASE, exceptions: [exception({ expires: '2026-02-30' })] },
			['/exceptions/0/expires: 2026-02-30 is not a day of the calendar'],
		],
		[
			'an end before the beginning',
			{ ...BASE, exceptions: [exception({ expires: '2025-12-31' })] },
			['/exceptions/0/expires: it expires on 2025-12-31, before it was approved'],
		],
		[
			'an exception without end',
			{ ...BASE, exceptions: [exception({ expires: '2027-06-01' })] },
			['/exceptions/0/expires: an exception lasts at most a year'],
		],
		[
			'an exception that blocks',
			{ ...BASE, exceptions: [exception({ outcome: 'block' })] },
			['/exceptions/0/outcome: not one of the allowed values'],
		],
		[
			'a condition that clears',
			{ ...BASE, conditions: [condition({ outcome: 'clear' })] },
			['/conditions/0/outcome: not one of the allowed values'],
		],
		[
			'an expression nobody understands',
			{ ...BASE, conditions: [condition({ when: 'perhaps' })] },
			['/conditions/0/when: no word "perhaps"'],
		],
		['two rules of one name', { ...BASE, conditions: [condition(), condition()] }, ['/conditions/1/id: the id rule appears twice']],
		[
			'no country',
			{ ...BASE, regimes: { platform: ['XX'], sellers: { UK: ['US'] } } },
			['/regimes/platform/0: XX is not a country', '/regimes/sellers/UK: UK is not a country'],
		],
		['no regime', { ...BASE, regimes: { destinations: { US: ['CA'] } } }, ['/regimes/destinations/US/0: no regime CA is compiled']],
		[
			'a list that is not there',
			{ ...BASE, watch: [{ list: 'ours', sha256: '0'.repeat(64), outcome: 'review' }] },
			['/watch/0: the restricted list ours is not at hand'],
		],
	];
	for (const [name, document, expected] of cases) it(name, () => assert.deepEqual(problemsOf(document), expected));

	it('an expression where no language is at hand', () => {
		const { language: _, ...rest } = CONTEXT;
		assert.deepEqual(problemsOf({ ...BASE, conditions: [condition()] }, { ...rest, language: undefined as never }), [
			'/conditions/0/when: expressions cannot be read here',
		]);
	});
	it('a restricted list that has changed since', () => {
		const list = parseWatchList({ name: 'ours', substances: ['t3'], cas: ['64-17-5'] });
		assert.ok(list.ok);
		const reference = { list: 'ours', sha256: watchListHash(list.value, pureDigest), outcome: 'review' };
		assert.deepEqual(problemsOf({ ...BASE, watch: [reference] }, { watchLists: [list.value] }), []);
		const [problem] = problemsOf({ ...BASE, watch: [reference] }, { watchLists: [{ ...list.value, cas: [] }] });
		assert.match(problem ?? '', /^\/watch\/0: the restricted list ours has the hash [0-9a-f]{64}$/);
	});
	it('two versions of one restricted list, of which one would never be compared', () => {
		const lists = [['64-17-5'], ['7732-18-5']].map((cas) => ({ name: 'ours', substances: [], cas }));
		const watch = lists.map((list) => ({ list: 'ours', sha256: watchListHash(list, pureDigest), outcome: 'review' }));
		assert.deepEqual(problemsOf({ ...BASE, watch }, { watchLists: lists }), ['/watch/1/list: the list ours is named twice']);
		for (const one of watch) assert.deepEqual(problemsOf({ ...BASE, watch: [one] }, { watchLists: lists }), []);
	});
	it('a restricted list that names what the catalogue does not have, without saying what', () => {
		const list = { name: 'ours', substances: ['t3', 'nothing'], cas: [] };
		const watch = [{ list: 'ours', sha256: watchListHash(list, pureDigest), outcome: 'review' }];
		assert.deepEqual(problemsOf({ ...BASE, watch }, { watchLists: [list] }), [
			'/watch/0: the restricted list ours names one id that the catalogue does not have',
		]);
	});
	it('a restricted list with a mistake, without repeating what it holds', () => {
		const list = parseWatchList({ name: 'ours', cas: ['64-17-5', '64-17-6'] });
		assert.deepEqual(list, { ok: false, problems: [{ pointer: '/cas/1', message: 'not a CAS number', fix: 'check its digits' }] });
	});
});
