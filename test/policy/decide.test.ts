// The decision table, spelt out: tiers × identity × evasion × law, then one test per rule of the design. The matrix is printed so
// that a reader can check the policy without reading the code.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RegimeStanding } from '../../src/model/law.ts';
import type { Certainty } from '../../src/model/match.ts';
import type { Tier } from '../../src/model/substance.ts';
import { isChemicalCategory } from '../../src/policy/decide.ts';
import { codes, decideOn, FREE, line, match, POLICY, regime, substance, UNCERTAIN } from './fixtures.ts';

const LAWS: Readonly<Record<string, readonly RegimeStanding[]>> = { controlled: [regime([line()])], uncertain: UNCERTAIN, none: FREE };

// tier law identity: open, disguised
const MATRIX = `
1 controlled certain:  block  block
1 controlled probable: review review
1 controlled possible: review review
1 uncertain  certain:  review review
1 uncertain  probable: review review
1 uncertain  possible: review review
1 none       certain:  review review
1 none       probable: review review
1 none       possible: review review
2 controlled certain:  review block
2 controlled probable: review review
2 controlled possible: review review
2 uncertain  certain:  review review
2 uncertain  probable: review review
2 uncertain  possible: review review
2 none       certain:  clear  review
2 none       probable: clear  review
2 none       possible: clear  review
3 controlled certain:  clear  review
3 controlled probable: clear  review
3 controlled possible: clear  review
3 uncertain  certain:  review review
3 uncertain  probable: review review
3 uncertain  possible: review review
3 none       certain:  clear  review
3 none       probable: clear  review
3 none       possible: clear  review`;

describe('decision matrix (in a chemical context)', () => {
	it('tiers × law × identity × evasion', (test) => {
		const rows: string[] = [];
		for (const tier of [1, 2, 3] as const satisfies readonly Tier[]) {
			for (const [law, regimes] of Object.entries(LAWS)) {
				for (const certainty of ['certain', 'probable', 'possible'] as const satisfies readonly Certainty[]) {
					const id = `t${tier}`;
					const verdicts = [[], ['homoglyph'] as const].map(
						(evasion) =>
							decideOn({ matches: [match(id, { certainty, evasion })], chemicalContext: true }, { law: { [id]: regimes } }).verdict,
					);
					rows.push(`${tier} ${law.padEnd(10)} ${`${certainty}:`.padEnd(9)} ${verdicts[0]?.padEnd(6)} ${verdicts[1]}`);
				}
			}
		}
		for (const row of rows) test.diagnostic(row);
		assert.equal(`\n${rows.join('\n')}`, MATRIX);
	});
});

describe('tiers', () => {
	it('nothing recognised is clear, with a reason', () => assert.deepEqual(codes(decideOn({})), ['nothing-recognised']));
	it('a tier 1 substance is blocked, citing the list', () => {
		const [reason] = decideOn({ matches: [match('t1')] }).reasons;
		assert.deepEqual([reason?.code, reason?.outcome, reason?.citation], ['listed', 'block', '21 CFR 1310.02(a)']);
	});
	it('a missing citation is shown as unknown, never composed', () => {
		const decision = decideOn({ matches: [match('t1')] }, { law: { t1: [regime([line({ citation: 'unknown' })])] } });
		assert.equal(decision.reasons[0]?.citation, 'unknown');
	});
	it('tier 1 needs a licensed route; a supplier’s licence is not enough', () => {
		const world = (kind: 'licensed-route' | 'supply') => ({ entitlements: [{ id: 'L1', substance: 't1', kind, regimes: ['US'] }] });
		assert.equal(decideOn({ matches: [match('t1')] }, world('supply')).verdict, 'block');
		assert.equal(decideOn({ matches: [match('t1')] }, world('licensed-route')).verdict, 'clear');
	});
	it('tier 2 entitled is clear with obligations', () => {
		const decision = decideOn(
			{ matches: [match('t2')] },
			{ entitlements: [{ id: 'L1', substance: 't2', kind: 'supply', regimes: ['US'] }] },
		);
		assert.deepEqual([decision.verdict, codes(decision)], ['clear', ['entitled']]);
		assert.ok(decision.obligations.some((one) => one.code === 'us-list-1-registration'));
	});
	it('an entitlement must cover every regime that issues permits; the UN issues none', () => {
		const law = { t2: [regime([line()]), regime([line({ regime: 'UN', list: '1988 Convention Table I' })], { permits: false })] };
		const entitled = (regimes: string[]) => ({ entitlements: [{ id: 'L1', substance: 't2', kind: 'supply' as const, regimes }] });
		assert.equal(decideOn({ matches: [match('t2')] }, { law, ...entitled(['US']) }).verdict, 'clear');
		const both = { t2: [...law.t2, regime([line({ regime: 'EU', list: 'Category 1' })])] };
		assert.equal(decideOn({ matches: [match('t2')] }, { law: both, ...entitled(['US']) }).verdict, 'review');
		assert.equal(decideOn({ matches: [match('t2')] }, { law: both, ...entitled(['US', 'EU']) }).verdict, 'clear');
	});
	it('tier 3 openly declared is clear with obligations', () => {
		const decision = decideOn({ matches: [match('t3')] }, { law: { t3: [regime([line({ list: 'List II' })])] } });
		assert.equal(decision.verdict, 'clear');
		assert.ok(decision.obligations.some((one) => one.code === 'us-list-2-records'));
		assert.ok(!decision.obligations.some((one) => one.code.startsWith('us-list-1')));
	});
	it('an entitlement does not excuse a disguise', () => {
		const world = { entitlements: [{ id: 'L1', substance: 't2', kind: 'licensed-route' as const, regimes: ['US'] }] };
		assert.equal(decideOn({ matches: [match('t2', { evasion: ['leet'] })] }, world).verdict, 'block');
	});
	it('a policy may move a substance to another tier', () => {
		const policy = { ...POLICY, retiered: { t3: 1 as const } };
		assert.equal(decideOn({ matches: [match('t3')] }, { policy }).verdict, 'block');
	});
	it('an id the catalogue does not know is never clear', () => assert.equal(decideOn({ matches: [match('nobody')] }).verdict, 'review'));
});

describe('law', () => {
	it('controlled nowhere on the date: clear with a notice; tier 1 goes to a person', () => {
		const decision = decideOn({ matches: [match('t2')] }, { law: { t2: FREE } });
		assert.deepEqual(
			[decision.verdict, codes(decision), decision.notices.map((one) => one.code)],
			['clear', ['not-controlled'], ['not-compiled']],
		);
		assert.equal(decideOn({ matches: [match('t1')] }, { law: { t1: FREE } }).verdict, 'review');
	});
	it('says in words what is not known of a control', () => {
		const law = { t2: [regime([line({}, ['date-unknown'])])] };
		assert.match(decideOn({ matches: [match('t2')] }, { law }).reasons[0]?.text ?? '', /US List I \(date unknown\)/);
	});
	it('a control still to come is a warning with date and days left', () => {
		const upcoming = [{ control: line().control, from: '2026-05-04', daysLeft: 1, uncertain: false }];
		const decision = decideOn({ matches: [match('t2')] }, { law: { t2: [regime([], { compiled: true, upcoming })] } });
		assert.equal(decision.verdict, 'clear');
		assert.match(decision.notices[0]?.text ?? '', /takes effect on 2026-05-04 \(1 day left\)/);
	});
	it('a country whose law is not compiled is not free', () => {
		const law = { t2: [regime([], { regime: 'AU', known: false })], t3: [regime([], { regime: 'AU', known: false })] };
		assert.deepEqual(codes(decideOn({ matches: [match('t2')] }, { law })), ['law-not-compiled']);
		assert.equal(decideOn({ matches: [match('t2')] }, { law }).verdict, 'review');
		assert.equal(decideOn({ matches: [match('t3')] }, { law }).verdict, 'clear');
	});
	it('a low-confidence line beside a firm one still asks for a person', () => {
		const law = { t3: [regime([line()]), ...UNCERTAIN] };
		assert.equal(decideOn({ matches: [match('t3')] }, { law }).verdict, 'review');
	});
	it('proposals are noticed, not applied; a watch list asks for a person from tier 2 up', () => {
		const row = (why: 'proposed' | 'watch') => ({
			t2: [regime([], { compiled: true, notApplied: [{ control: line().control, why, note: why }] })],
		});
		assert.equal(decideOn({ matches: [match('t2')] }, { law: row('proposed') }).verdict, 'clear');
		assert.deepEqual(
			decideOn({ matches: [match('t2')] }, { law: row('proposed') }).notices.map((one) => one.code),
			['law-proposed'],
		);
		assert.equal(decideOn({ matches: [match('t2')] }, { law: row('watch') }).verdict, 'review');
	});
	it('a list without compiled duties still yields an obligation that says so', () => {
		const [obligation] = decideOn(
			{ matches: [match('t3')] },
			{ law: { t3: [regime([line({ list: 'List IX', citation: 'unknown' })])] } },
		).obligations;
		assert.deepEqual([obligation?.code, obligation?.citation], ['duties-not-compiled', 'unknown']);
	});
});

describe('identity', () => {
	it('a model’s word alone never blocks', () => {
		assert.equal(decideOn({ matches: [match('t1', { basis: ['semantic', 'context'] })] }).verdict, 'review');
		assert.equal(decideOn({ matches: [match('t1', { basis: [] })] }).verdict, 'review');
		assert.equal(decideOn({ matches: [match('t1', { basis: ['semantic', 'name'] })] }).verdict, 'block');
	});
	it('an identity row of low confidence never blocks', () => {
		assert.equal(decideOn({ matches: [match('t1')] }, { extra: [substance('t1', 1, { confidence: 'low' })] }).verdict, 'review');
	});
	it('an abbreviation: a person in a chemical context, else clear with the reason', () => {
		const matches = [match('t1', { certainty: 'possible' })];
		assert.equal(decideOn({ matches, chemicalContext: true }).verdict, 'review');
		const elsewhere = decideOn({ matches });
		assert.deepEqual([elsewhere.verdict, codes(elsewhere), elsewhere.obligations], ['clear', ['abbreviation'], []]);
	});
	it('"replacement for" gives an abbreviation its context', () => {
		const redFlags = [{ kind: 'replacement' as const, note: 'offered as a replacement', substance: 't1' }];
		assert.equal(decideOn({ matches: [match('t1', { certainty: 'possible' })], redFlags }).verdict, 'review');
	});
	for (const reason of ['negation', 'mention', 'look-alike', 'collision'] as const) {
		it(`${reason} is clear, with the reason`, () => {
			const decision = decideOn({ matches: [match('t1', { excused: { reason, note: 'honest reading' }, evasion: ['misspelling'] })] });
			assert.deepEqual([decision.verdict, codes(decision)], ['clear', [`excused-${reason}`]]);
		});
	}
	it('an excuse does not survive "replacement for" the same substance', () => {
		const excused = { reason: 'mention' as const, note: 'a mention' };
		const redFlags = [{ kind: 'replacement' as const, note: 'offered as a replacement', substance: 't1' }];
		assert.equal(decideOn({ matches: [match('t1', { excused })], redFlags }).verdict, 'review');
		assert.equal(decideOn({ matches: [match('t2', { excused })], redFlags }).verdict, 'clear');
	});
});

describe('classes', () => {
	const fm = (id: string, change = {}) => ({ family: id, certainty: 'certain' as const, evasion: [], ...change });
	it('a closed class decides like a substance of its tier', () => {
		assert.equal(decideOn({ families: [fm('f1')] }).verdict, 'block');
		assert.equal(decideOn({ families: [fm('f2')] }).verdict, 'review');
		assert.equal(decideOn({ families: [fm('f1', { certainty: 'probable' })] }).verdict, 'review');
	});
	it('open-ended wording is for a person, even when disguised', () => {
		assert.equal(decideOn({ families: [fm('open')] }).verdict, 'review');
		assert.equal(decideOn({ families: [fm('open', { evasion: ['spacing'] })] }).verdict, 'review');
		assert.equal(decideOn({ families: [fm('open')] }, { law: { open: FREE } }).verdict, 'clear');
	});
	it('the most specific entry wins: a class of a named substance adds nothing', () => {
		assert.equal(decideOn({ matches: [match('t2')], families: [fm('f1', { substance: 't2' })] }).verdict, 'review');
	});
});

describe('what else decides', () => {
	it('what could not be evaluated is never clear', () => {
		const decision = decideOn({ errored: [{ rule: 'image-text', field: '/images/0', note: 'unreadable' }] });
		assert.deepEqual([decision.verdict, codes(decision)], ['review', ['errored']]);
	});
	it('a controlled drug is at least reviewed, negated or not', () => {
		const drug = { name: 'a drug', list: 'Schedule II', source: '21 CFR 1308' };
		assert.equal(decideOn({ drugs: [drug] }).verdict, 'review');
		assert.equal(decideOn({ drugs: [{ ...drug, excused: { reason: 'negation', note: 'negated' } }] }).verdict, 'review');
	});
	it('red flags alone decide nothing; beside a controlled identity they ask for a person', () => {
		const redFlags = [{ kind: 'stealth' as const, note: 'asks for concealment' }];
		assert.deepEqual([decideOn({ redFlags }).verdict, decideOn({ redFlags }).notices.length], ['clear', 1]);
		assert.equal(decideOn({ redFlags, matches: [match('t3')] }).verdict, 'review');
		assert.equal(decideOn({ redFlags, matches: [match('t3')] }, { law: { t3: FREE } }).verdict, 'clear');
	});
	it('media not screened: held in chemical categories only', () => {
		const unscreened = ['/images/0'];
		assert.equal(decideOn({ unscreened, category: 'Industrial Chemicals' }).verdict, 'review');
		assert.equal(decideOn({ unscreened, chemicalContext: true }).verdict, 'review');
		assert.equal(decideOn({ unscreened, category: 'Shoes' }).verdict, 'clear');
		assert.equal(isChemicalCategory('生物化工产品', POLICY.media.categories), true);
		assert.equal(isChemicalCategory('Petrochemical-free', POLICY.media.categories), false);
	});
	it('equipment: a press is reviewed, a look-alike is clear, a press with a counterfeit imprint is blocked', () => {
		const press = { equipment: 'tableting-machine', certainty: 'certain' as const, evasion: [] };
		const die = { equipment: 'punches-dies-molds', certainty: 'certain' as const, evasion: [], imprint: true };
		const alone = decideOn({ equipment: [press] });
		assert.equal(alone.verdict, 'review');
		assert.deepEqual(
			alone.obligations.map((one) => one.code),
			['us-machine-records'],
		);
		assert.equal(decideOn({ equipment: [{ ...press, excused: { reason: 'look-alike', note: 'candy press' } }] }).verdict, 'clear');
		assert.equal(decideOn({ equipment: [die] }).verdict, 'review');
		assert.equal(decideOn({ equipment: [press, die] }).verdict, 'block');
		assert.equal(decideOn({ equipment: [press, { ...die, certainty: 'probable' }] }).verdict, 'review');
		assert.ok(codes(decideOn({ equipment: [press], matches: [match('t2')] })).includes('equipment-with-substance'));
	});
});
