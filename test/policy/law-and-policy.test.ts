// The catalogue's own law under the default policy: the cases a demanding officer tries, and every listed substance once.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { lawLookup } from '../../src/catalogue/law.ts';
import { parseRegimeTable } from '../../src/catalogue/law-table.ts';
import type { Match } from '../../src/model/match.ts';
import { type Decision, isList, type OfferedAmount } from '../../src/model/policy.ts';
import type { Substance } from '../../src/model/substance.ts';
import { decide } from '../../src/policy/decide.ts';
import { cpuMs } from '../support/growth.ts';
import { DUTIES, EMPTY, MIXTURES, match, POLICY, readYaml } from './fixtures.ts';

const folder = new URL('../../catalogue/substances/', import.meta.url);
const SUBSTANCES = new Map(
	readdirSync(folder)
		.filter((name) => name.endsWith('.yaml'))
		.map((name) => parse(readFileSync(new URL(name, folder), 'utf8')) as Substance)
		.map((one) => [one.id, one]),
);
const parsed = parseRegimeTable(readYaml('regimes.yaml'));
assert.ok(parsed.ok);
const TABLE = parsed.value;
const ALL = TABLE.regimes.map((regime) => regime.id);
const law = lawLookup(TABLE);

function on(asOf: string, regimes: readonly string[], one: Match, offers: readonly OfferedAmount[] = []): Decision {
	return decide(
		{ ...EMPTY, matches: [one], offers },
		{
			policy: POLICY,
			duties: DUTIES,
			mixtures: MIXTURES,
			entitlements: [],
			regimes,
			date: asOf,
			substance: (id) => SUBSTANCES.get(id),
			family: () => undefined,
			law: (subject, form) => law(subject, { regimes, at: { asOf }, ...(form === undefined ? {} : { form }) }),
		},
	);
}

const TODAY = '2026-11-22';
const codes = (decision: Decision): string[] => decision.obligations.map((one) => one.code);

describe('the default policy over the whole catalogue', () => {
	it('tier 1 blocks, tier 2 goes to a person, tier 3 passes with obligations; what no regime applies is named', () => {
		const unlisted: string[] = [];
		for (const one of SUBSTANCES.values()) {
			const decision = on(TODAY, ALL, match(one.id));
			if (decision.reasons.some((reason) => reason.code === 'listed')) {
				assert.equal(decision.verdict, { 1: 'block', 2: 'review', 3: 'clear' }[one.tier], one.id);
				assert.ok(decision.obligations.length > 0, one.id);
			} else unlisted.push(`${one.id}: ${decision.reasons[0]?.code}`);
			for (const duty of decision.obligations) assert.notEqual(duty.code, 'duties-not-compiled', `${one.id}: ${duty.text}`);
		}
		// Only the chemicals of a legislative proposal have no control in force anywhere.
		assert.ok(
			unlisted.every((row) => /propiophenone: not-controlled$/.test(row)),
			unlisted.join('\n'),
		);
	});
	it('every duty and mixture rule is about a list or substance the catalogue has', () => {
		const lines = [...SUBSTANCES.values()].flatMap((one) => one.controls);
		for (const rule of [...DUTIES, ...MIXTURES]) {
			for (const list of rule.lists ?? []) {
				assert.ok(
					lines.some((line) => line.regime === rule.regime && isList(line.list, list)),
					`${rule.regime} ${list}`,
				);
			}
		}
		for (const rule of MIXTURES) for (const id of rule.substances) assert.ok(SUBSTANCES.has(id), id);
	});
});

describe('officer checks', () => {
	it('ethyl phenylacetate: a US List I ester, clear in the EU', () => {
		const ester = match('phenylacetic-acid', { form: 'ethyl ester (US: its esters)', basis: ['cas'] });
		assert.equal(on(TODAY, ['US'], ester).verdict, 'review');
		const eu = on(TODAY, ['EU'], ester);
		assert.deepEqual([eu.verdict, eu.obligations], ['clear', []]);
		assert.ok(eu.notices.some((one) => one.code === 'law-form-outside'));
		assert.equal(on(TODAY, ['EU'], match('phenylacetic-acid')).verdict, 'review');
	});
	it('propionyl chloride before and after its US date', () => {
		const before = on('2026-01-15', ['US'], match('propionyl-chloride'));
		assert.equal(before.verdict, 'clear');
		assert.ok(before.notices.some((one) => one.code === 'control-upcoming'));
		assert.equal(on('2026-06-15', ['US'], match('propionyl-chloride')).verdict, 'review');
	});
	it('BMK glycidates, US: a person the day before (tier 1), blocked on the day', () => {
		assert.equal(on('2026-05-03', ['US'], match('bmk-ethyl-glycidate')).verdict, 'review');
		assert.equal(on('2026-05-04', ['US'], match('bmk-ethyl-glycidate')).verdict, 'block');
	});
	it('0.4 kg and 0.6 kg of piperidine, US', () => {
		const offer = (quantity: string): OfferedAmount[] => [{ field: '/offers/0', quantity, unit: 'kg' }];
		assert.ok(codes(on(TODAY, ['US'], match('piperidine'), offer('0.4'))).includes('below-threshold'));
		assert.ok(codes(on(TODAY, ['US'], match('piperidine'), offer('0.6'))).includes('threshold-reached'));
	});
	it('1 g of NPP is blocked: every quantity is regulated', () => {
		const decision = on(TODAY, ['US'], match('npp'), [{ field: '/offers/0', quantity: '1', unit: 'g' }]);
		assert.equal(decision.verdict, 'block');
		assert.ok(codes(decision).includes('every-quantity'));
	});
	it('0.5 % propionyl chloride is still listed', () => {
		assert.equal(on(TODAY, ['US'], match('propionyl-chloride', { percent: 0.5 })).reasons[0]?.code, 'listed');
	});
	it('a low-confidence row goes to a person and says so', () => {
		const decision = on(TODAY, ['MX'], match('methylamine'));
		assert.deepEqual([decision.verdict, decision.reasons[0]?.code], ['review', 'law-uncertain']);
		assert.match(decision.reasons[0]?.text ?? '', /low confidence/);
	});
});

describe('speed', () => {
	it('an empty listing and a remembered law are cheap', (test) => {
		const took = cpuMs(() => {
			for (let n = 0; n < 20_000; n += 1) on(TODAY, ALL, match('acetone'));
		});
		const each = (took / 20_000) * 1000;
		test.diagnostic(`${each.toFixed(1)} µs for one substance under all regimes`);
		assert.ok(each < 2000, `${each} µs`);
	});
});
