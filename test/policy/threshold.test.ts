// Quantities against the figures of the law, and goods that are mixtures.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Threshold } from '../../src/model/substance.ts';
import { compare } from '../../src/policy/threshold.ts';
import { decideOn, line, match, regime, substance } from './fixtures.ts';

const threshold = (quantity: string, unit = 'kg', change: Partial<Threshold> = {}): Threshold => ({
	quantity,
	unit,
	note: 'unknown',
	citation: '21 CFR 1310.04(f)/(g)',
	confidence: 'medium',
	...change,
});
const offer = (quantity: string, unit: string) => ({ field: '/offers/0', quantity, unit });
const HALF_KILO = threshold('0.5', 'kg', { basis: 'cumulative per customer per calendar month' });
const piperidine = (quantity: string, unit: string) =>
	decideOn({ matches: [match('t2')], offers: [offer(quantity, unit)] }, { law: { t2: [regime([line({ threshold: HALF_KILO })])] } });
const code = (decision: ReturnType<typeof decideOn>) => decision.obligations.find((one) => /threshold|every/.test(one.code));

describe('thresholds', () => {
	it('0.4 kg is below 0.5 kg, 0.5 kg and 600 g reach it', () => {
		assert.deepEqual(
			['0.4', '0.5'].map((quantity) => compare(offer(quantity, 'kg'), HALF_KILO)),
			['below', 'reached'],
		);
		assert.equal(compare(offer('600', 'g'), HALF_KILO), 'reached');
		assert.equal(compare(offer('499.999999', 'grams'), HALF_KILO), 'below');
		for (const unread of [offer('-1', 'kg'), offer('1e3', 'kg'), offer('1', 'sack')]) assert.equal(compare(unread, HALF_KILO), 'unread');
	});
	it('a volume is compared with the law’s own volume, never with its mass', () => {
		const acetone = threshold('150', 'kg', { alternative: { quantity: '50', unit: '[gal_us]' } });
		assert.equal(compare(offer('200', 'L'), acetone), 'reached');
		assert.equal(compare(offer('100', 'L'), acetone), 'below');
		assert.equal(compare(offer('1', 'L'), HALF_KILO), 'incomparable');
	});
	it('says so in the obligations', () => {
		assert.match(
			code(piperidine('0.4', 'kg'))?.text ?? '',
			/below the threshold of 0.5 kg \(cumulative per customer per calendar month, confidence medium\)/,
		);
		assert.equal(code(piperidine('0.6', 'kg'))?.code, 'threshold-reached');
		assert.equal(code(piperidine('0.6', 'kg'))?.citation, '21 CFR 1310.04(f)/(g)');
	});
	it('"every quantity" is every quantity: 1 g of a tier 1 substance is blocked', () => {
		const law = { t1: [regime([line({ threshold: threshold('0') })])] };
		const decision = decideOn({ matches: [match('t1')], offers: [offer('1', 'g')] }, { law });
		assert.deepEqual([decision.verdict, code(decision)?.code], ['block', 'every-quantity']);
	});
	it('an unknown unit is not guessed: a person looks', () => {
		const law = { t3: [regime([line({ list: 'List II', threshold: threshold('150') })])] };
		assert.equal(decideOn({ matches: [match('t3')], offers: [offer('1', 'kg')] }, { law }).verdict, 'clear');
		assert.equal(decideOn({ matches: [match('t3')], offers: [offer('1', 'sack')] }, { law }).verdict, 'review');
		assert.equal(decideOn({ matches: [match('t3')], offers: [offer('1', 'sack')] }).verdict, 'clear', 'no figure to compare with');
	});
});

describe('mixtures', () => {
	const of = (id: string, list: string, reg: string, percent: number, evasion: readonly 'leet'[] = []) =>
		decideOn(
			{ matches: [match(id, { percent, evasion })] },
			{ extra: [substance(id, 2)], law: { [id]: [regime([line({ regime: reg, list })])] } },
		);
	it('0.5 % propionyl chloride is covered: every concentration counts', () => {
		const decision = of('propionyl-chloride', 'List I', 'US', 0.5);
		assert.deepEqual([decision.verdict, decision.notices.map((one) => one.code)], ['review', ['mixture-covered']]);
	});
	it('iodine at or below 2.2 % is outside the US control', () => {
		assert.equal(of('iodine', 'List I', 'US', 2.2).verdict, 'clear');
		assert.equal(of('iodine', 'List I', 'US', 2.3).verdict, 'review');
		assert.equal(of('iodine', 'List I', 'US', 2.2).obligations.length, 0);
	});
	it('a disguised listing’s own concentration is not believed', () =>
		assert.equal(of('iodine', 'List I', 'US', 2.2, ['leet']).verdict, 'block'));
	it('4 % safrole in India is covered, less is not; in Canada the rule is uncertain', () => {
		assert.equal(of('safrole', 'Schedules B/C only (export and import)', 'IN', 4).verdict, 'review');
		assert.equal(of('safrole', 'Schedules B/C only (export and import)', 'IN', 3.9).verdict, 'clear');
		const canada = of('safrole', 'Class A precursor (CDSA Sch. VI Pt 1)', 'CA', 3);
		assert.deepEqual([canada.verdict, canada.reasons[0]?.code], ['review', 'law-uncertain']);
	});
	it('limits that are not compiled exempt nothing', () => {
		const decision = of('t2', 'Precursor quimico', 'MX', 1);
		assert.ok(decision.notices.some((one) => one.code === 'mixture-not-compiled'));
		assert.equal(decision.verdict, 'review');
	});
});
