// What exceptions, conditions and watch lists make of a decision, one rule at a time.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pureDigest } from '../../src/base/digest.ts';
import type { Decision } from '../../src/model/policy.ts';
import type { Evidence } from '../../src/policy/decide.ts';
import { watchListHash } from '../../src/policy/watch-list.ts';
import { condition, exception, policy } from './documents.ts';
import { codes, decideOn, line, match, regime, UNCERTAIN, type World } from './fixtures.ts';

const on = (document: object, evidence: Partial<Evidence>, world: World = {}): Decision =>
	decideOn(evidence, { ...world, policy: policy(document) });
const T2 = { matches: [match('t2')] };

describe('an exception', () => {
	it('lowers what the law says of its substance, and says so', () => {
		const decision = on({ exceptions: [exception()] }, T2);
		assert.equal(decision.verdict, 'clear');
		assert.deepEqual(codes(decision), ['exception', 'listed']);
		assert.match(decision.reasons[0]?.text ?? '', /the exception lab applies until 2026-12-31: a known laboratory/);
		assert.match(decision.reasons[1]?.text ?? '', /Lowered from review to clear by the policy's exception lab\./);
		assert.equal(decision.reasons[0]?.citation, 'policy: exceptions.lab');
	});
	it('holds for its own substances only', () => {
		assert.equal(on({ exceptions: [exception()] }, { matches: [match('u2')] }).verdict, 'review');
		assert.equal(on({ exceptions: [exception()] }, { matches: [match('t2'), match('u2')] }).verdict, 'review');
	});
	it('holds for a family by its id', () => {
		const families = [{ family: 'f2', certainty: 'certain' as const, evasion: [] }];
		assert.equal(on({}, { families }).verdict, 'review');
		assert.equal(on({ exceptions: [exception({ substances: ['f2'] })] }, { families }).verdict, 'clear');
	});
	it('lowers to its own outcome, not further', () => {
		const document = { exceptions: [exception({ substances: ['t1'], outcome: 'review' })] };
		assert.equal(on(document, { matches: [match('t1')] }).verdict, 'review');
	});
	it('has effect on its last day, and none on the next, which is said', () => {
		assert.equal(on({ exceptions: [exception()] }, T2, { date: '2026-12-31' }).verdict, 'clear');
		const after = on({ exceptions: [exception()] }, T2, { date: '2027-01-01' });
		assert.equal(after.verdict, 'review');
		assert.deepEqual(codes(after), ['listed', 'exception-expired']);
		assert.match(after.reasons[1]?.text ?? '', /expired on 2026-12-31 and has no effect/);
	});
	it('has none before it was approved', () => {
		assert.deepEqual(codes(on({ exceptions: [exception()] }, T2, { date: '2025-12-31' })), ['listed', 'exception-not-begun']);
	});
	it('asks its condition', () => {
		assert.equal(on({ exceptions: [exception({ when: 'tier 2' })] }, T2).verdict, 'clear');
		assert.equal(on({ exceptions: [exception({ when: 'tier 1' })] }, T2).verdict, 'review');
	});
	it('never takes an expression that failed for true', () => {
		const decision = on({ exceptions: [exception({ when: 'fails-here' })] }, T2);
		assert.equal(decision.verdict, 'review');
		assert.ok(codes(decision).includes('errored'));
	});
	it('leaves disguise, doubt about the law and signs of concealment to a person', () => {
		const document = { exceptions: [exception({ substances: ['t1', 't2'] })] };
		assert.equal(on(document, { matches: [match('t1', { evasion: ['homoglyph'] })] }).verdict, 'review');
		assert.equal(on(document, T2, { law: { t2: UNCERTAIN } }).verdict, 'review');
		assert.equal(on(document, { ...T2, redFlags: [{ kind: 'stealth', note: 'no papers' }] }).verdict, 'review');
	});
	it('leaves drugs, media, errors and unknown ids alone', () => {
		const document = { exceptions: [exception()] };
		const with_ = (more: Partial<Evidence>): string => on(document, { ...T2, ...more }).verdict;
		assert.equal(with_({ drugs: [{ name: 'a drug', list: 'Schedule II', source: 'X' }] }), 'review');
		assert.equal(with_({ errored: [{ rule: 'name', field: '/title', note: 'failed' }] }), 'review');
		assert.equal(with_({ unscreened: ['/images/0'], chemicalContext: true }), 'review');
	});
});

describe('a condition', () => {
	it('of the listing adds its outcome, whatever was recognised', () => {
		const decision = on({ conditions: [condition({ outcome: 'block' })] }, {});
		assert.equal(decision.verdict, 'block');
		assert.match(decision.reasons[0]?.text ?? '', /condition rule holds: our rule/);
		assert.equal(decision.reasons[0]?.citation, 'policy: conditions.rule');
		assert.equal(on({ conditions: [condition({ when: 'no' })] }, {}).verdict, 'clear');
	});
	it('of a match adds its outcome for each match it holds for', () => {
		const decision = on({ conditions: [condition({ when: 'tier 2', outcome: 'block' })] }, { matches: [match('t2'), match('t3')] });
		assert.deepEqual(
			decision.reasons.filter((one) => one.code === 'condition').map((one) => one.substance),
			['t2'],
		);
	});
	it('does not block what is not certain, nor ask about what is explained away', () => {
		const document = { conditions: [condition({ when: 'tier 2', outcome: 'block' })] };
		assert.equal(on(document, { matches: [match('t2', { certainty: 'probable' })] }).verdict, 'review');
		assert.equal(on(document, { matches: [match('t2', { excused: { reason: 'mention', note: 'a book' } })] }).verdict, 'clear');
		assert.equal(on(document, { matches: [match('t2', { certainty: 'possible' })] }).verdict, 'clear');
	});
	it('that failed goes to a person', () => {
		for (const when of ['fails', 'fails-here']) {
			const decision = on({ conditions: [condition({ when, outcome: 'block' })] }, { matches: [match('t3')] });
			assert.equal(decision.verdict, 'review');
			assert.equal(codes(decision)[0], 'errored');
		}
	});
	it('is not lowered by an exception', () => {
		assert.equal(on({ conditions: [condition({ when: 'tier 2' })], exceptions: [exception()] }, T2).verdict, 'review');
	});
	it('sees the law that applies', () => {
		const document = { conditions: [condition({ when: 'law certain', outcome: 'block' })] };
		assert.equal(on(document, T2, { law: { t2: [regime([line()])] } }).verdict, 'block');
		assert.equal(on(document, T2, { law: { t2: UNCERTAIN } }).verdict, 'review');
	});
});

describe('a watch list', () => {
	const list = { name: 'ours', substances: ['t3'], cas: ['64-17-5'] };
	const watching = policy(
		{ watch: [{ list: 'ours', sha256: watchListHash(list, pureDigest), outcome: 'review' }] },
		{ watchLists: [list] },
	);
	const watched = (evidence: Partial<Evidence>): Decision => decideOn(evidence, { policy: watching });
	it('sends its substances to a person', () => {
		assert.equal(decideOn({ matches: [match('t3')] }).verdict, 'clear');
		assert.equal(watched({ matches: [match('t3')] }).verdict, 'review');
		assert.equal(watched({}).verdict, 'clear');
	});
	it('finds a number as written, in any field, and no longer number around it', () => {
		for (const listing of [
			{ title: 'x', cas: '64-17-5' },
			{ title: 'Spirit (64-17-5)' },
			{ title: 'x', attributes: { CAS: 'no. 64-17-5' } },
		]) {
			const decision = watched({ listing });
			assert.equal(decision.verdict, 'review');
			assert.deepEqual(codes(decision), ['watch-list']);
		}
		for (const title of ['164-17-5', '64-17-51', '64-17-5-2']) assert.equal(watched({ listing: { title } }).verdict, 'clear');
	});
});
