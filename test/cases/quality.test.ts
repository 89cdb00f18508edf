// Sampling that nobody can steer, error rates with intervals, and the override report as a fold that agrees with the events.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pureDigest } from '../../src/base/digest.ts';
import { countOverrides, labelsOf, overridesOf } from '../../src/cases/overrides.ts';
import { type Look, qualityOf, sampleOf, secondLooks } from '../../src/cases/quality.ts';
import { RISKS } from '../../src/model/case.ts';
import { ANA, APP, CO, CO2, decision, PUBLISH, rules, SELLER, Story, screened, WEIR } from './fixtures.ts';

const IDS = Array.from({ length: 4000 }, (_, n) => `case-${n}`);
const chosen = (random: number, critical: number, seed = 's'): Map<string, string> => {
	const shares = { random, byRisk: { critical, high: 0, medium: 0, low: 0 } };
	return new Map(
		IDS.flatMap((id) => {
			const why = sampleOf({ id, risk: 'critical' }, shares, seed, pureDigest);
			return why === undefined ? [] : [[id, why] as const];
		}),
	);
};

describe('the sample', () => {
	it('is the same again, grows with its share, and differs by seed', () => {
		assert.deepEqual(chosen(0.1, 0), chosen(0.1, 0));
		const larger = chosen(0.2, 0);
		for (const id of chosen(0.1, 0).keys()) assert.ok(larger.has(id));
		assert.notDeepEqual([...chosen(0.1, 0, 't').keys()], [...chosen(0.1, 0).keys()]);
	});
	it('has about the share asked for, of all and by risk', () => {
		const near = (n: number, share: number): void => assert.ok(Math.abs(n / IDS.length - share) < 0.02, String(n));
		near(chosen(0.1, 0).size, 0.1);
		near(chosen(0, 0.25).size, 0.25);
		near(chosen(0.1, 0.25).size, 0.1 + 0.9 * 0.25);
		assert.equal(chosen(0, 0).size, 0);
		assert.equal(chosen(1, 0).size, IDS.length);
	});
	it('by the shipped rules looks harder at what is riskier', () => {
		const shares = RISKS.map((risk) => rules.secondReview.byRisk[risk]);
		assert.deepEqual(
			shares,
			[...shares].sort((a, b) => b - a),
		);
		assert.ok(rules.secondReview.random > 0);
	});
});

const look = (unit: string, by: string, answer: Look['answer'], right: Look['right']): Look => ({
	unit,
	by,
	role: 'analyst',
	answer,
	right,
});

describe('quality', () => {
	it('is an error rate with its interval, by person too, and agreement', () => {
		const report = qualityOf([
			...Array.from({ length: 19 }, (_, n) => look(`g${n}`, 'ana', n < 10 ? 'refuse' : 'publish', n < 10 ? 'refuse' : 'publish')),
			look('g19', 'pavel', 'publish', 'refuse'),
		]);
		assert.deepEqual([report.errors.hits, report.errors.total], [1, 20]);
		assert.ok(report.errors.low > 0.005 && report.errors.high < 0.25);
		assert.deepEqual([...report.byPerson.keys()], ['ana', 'pavel']);
		assert.equal(report.byPerson.get('ana')?.hits, 0);
		assert.ok(report.kappa > 0.85 && report.kappa < 1);
		assert.ok(Number.isNaN(report.alpha)); // one answer for each unit: nothing to compare
	});
	it('compares reviewers of one unit with each other', () => {
		const units = ['u1', 'u2', 'u3'].flatMap((unit, n) =>
			['ana', 'pavel'].map((by) => look(unit, by, n === 0 ? 'hold' : 'refuse', 'refuse')),
		);
		assert.equal(qualityOf(units).alpha, 1);
		assert.deepEqual(qualityOf([]).errors.total, 0);
	});
	it('takes second looks from cases', () => {
		const story = new Story().do({ kind: 'decide', decision: decision() }, ANA).later(5);
		story.do({ kind: 'review', outcome: 'publish', note: 'another product' }, APP);
		assert.deepEqual(secondLooks([story.case]), [{ unit: 'case-1', by: 'ana', role: 'analyst', answer: 'refuse', right: 'publish' }]);
		assert.equal(story.case.status, 'decided');
	});
});

describe('overrides', () => {
	const publish = { kind: 'decide', decision: PUBLISH } as const;
	it('go both ways, and a review overrules nobody', () => {
		const milder = new Story({ verdict: 'block' }).do(publish, ANA);
		const stricter = new Story({ verdict: 'clear', tier: null }).do({ kind: 'decide', decision: decision() }, APP);
		assert.deepEqual(
			overridesOf(milder.events).map(({ by, direction, later }) => [by, direction, later]),
			[['ana', 'milder', 'stands']],
		);
		assert.deepEqual(
			overridesOf(stricter.events).map(({ by, direction }) => [by, direction]),
			[['pavel', 'stricter']],
		);
		assert.deepEqual(overridesOf(new Story().do(publish, ANA).events), []);
	});
	it('know their second person and their later outcome', () => {
		const story = new Story({ verdict: 'block', tier: 1 }).do(publish, ANA).do({ kind: 'approve' }, APP);
		assert.equal(overridesOf(story.events)[0]?.approvedBy, 'pavel');
		story.do({ kind: 'review', outcome: 'refuse', note: 'no licence on file' }, CO);
		assert.equal(overridesOf(story.events)[0]?.later, 'doubted');
		story.do({ kind: 'reopen', note: 'doubted' }, CO).do({ kind: 'decide', decision: decision() }, CO2);
		const [only] = overridesOf(story.events);
		assert.equal(only?.later, 'reversed');
		assert.deepEqual(countOverrides(overridesOf(story.events)), [
			{ by: 'ana', reasonCode: 'lawful-offer', direction: 'milder', total: 1, reversed: 1, doubted: 0 },
		]);
	});
	it('by complaint are told from the decision complained about', () => {
		const story = new Story({ verdict: 'block' }).do({ kind: 'decide', decision: decision() }, ANA);
		story.do({ kind: 'appeal', seller: 'seller-1', grounds: 'another product' }, SELLER);
		story.do({ kind: 'decide-appeal', decision: { ...PUBLISH, reasonCode: 'decision-reversed' } }, CO);
		assert.deepEqual(
			overridesOf(story.events).map(({ by, reasonCode }) => [by, reasonCode]),
			[['chen', 'decision-reversed']],
		);
		assert.deepEqual(
			labelsOf(story.case).map(({ outcome, mistaken }) => [outcome, mistaken]),
			[
				['refuse', true],
				['publish', false],
			],
		);
	});
	it('leave the label of another text alone', () => {
		const story = new Story().do({ kind: 'decide', decision: decision() }, ANA);
		story.do({ kind: 'rescreen', screened: screened({ revision: 2, inputHash: 'd'.repeat(64) }), evidence: [] }, WEIR);
		story.do(publish, ANA);
		assert.deepEqual(
			labelsOf(story.case).map(({ revision, mistaken }) => [revision, mistaken]),
			[
				[1, false],
				[2, false],
			],
		);
	});
});
