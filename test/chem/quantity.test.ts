// Quantities and concentrations: exact decimal conversion, and units that are never guessed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDecimals, compareDecimals, parseConcentration, parseMeasure, parseUnit, toBaseAmount } from '../../src/chem/quantity.ts';

const SEED = Number(process.env['FAST_CHECK_SEED'] ?? 20260101);
const base = (quantity: string, unit: string): string | null => {
	const amount = toBaseAmount(quantity, unit);
	return amount.ok ? `${amount.value.value} ${amount.value.unit}` : null;
};

test('converts to grams or millilitres exactly', () => {
	assert.equal(base('2.5', 'kg'), '2500 g');
	assert.equal(base('2.5', 'Kilos'), '2500 g');
	assert.equal(base('0.1', 'kgs'), '100 g');
	assert.equal(base('0.000000001', 'kg'), '0.000001 g');
	assert.equal(base('3', 't'), '3000000 g');
	assert.equal(base('250', 'MG'), '0.25 g');
	assert.equal(base('1', 'lb'), '453.59237 g');
	assert.equal(base('1', 'gal'), '3785.411784 mL');
	assert.equal(base('1.5', 'litre'), '1500 mL');
	assert.equal(base('20', '公斤'), '20000 g');
	assert.equal(base('20', 'кг'), '20000 g');
	assert.equal(base('0', 'g'), '0 g');
	assert.equal(base('0.30', 'g'), '0.3 g');
});

test('never guesses a unit or a number', () => {
	for (const unit of ['sack', 'ton', 'Mg', '', 'drum', 'k', 'M', 'bottle']) assert.equal(parseUnit(unit).ok, false, unit);
	for (const quantity of ['', '-1', '1e3', '1,5', '.5', 'NaN', '1.2.3', '9'.repeat(50)]) assert.equal(base(quantity, 'kg'), null, quantity);
	assert.equal(parseMeasure('1,000 kg').ok, false);
});

test('reads a number and a unit written together', () => {
	assert.deepEqual(parseMeasure('25kg'), { ok: true, value: { quantity: '25', unit: 'kg' } });
	assert.deepEqual(parseMeasure(' 1,5 L '), { ok: true, value: { quantity: '1.5', unit: 'L' } });
	assert.deepEqual(parseMeasure('1,000.5 g'), { ok: true, value: { quantity: '1000.5', unit: 'g' } });
	assert.equal(parseMeasure('kg').ok, false);
});

test('reads concentrations', () => {
	assert.deepEqual(parseConcentration('57%'), { ok: true, value: { percent: '57', basis: 'unstated' } });
	assert.deepEqual(parseConcentration('30 % w/w'), { ok: true, value: { percent: '30', basis: 'w/w' } });
	assert.deepEqual(parseConcentration('≥99.5 % (m/m)'), { ok: true, value: { percent: '99.5', basis: 'w/w' } });
	assert.deepEqual(parseConcentration('37 percent v/v'), { ok: true, value: { percent: '37', basis: 'v/v' } });
	assert.deepEqual(parseConcentration('36.5 wt/wt').ok, false);
	for (const text of ['101%', '%', '57', '57 ppm', '5% x/y']) assert.equal(parseConcentration(text).ok, false, text);
});

test('property: sums and comparisons of decimal strings are exact', () => {
	const decimal = fc.tuple(fc.nat(1_000_000), fc.nat(999_999_999)).map(([whole, part]) => `${whole}.${String(part).padStart(9, '0')}`);
	fc.assert(
		fc.property(decimal, decimal, (a, b) => {
			const sum = addDecimals([a, b]);
			assert.ok(sum.ok);
			const micro = (text: string): bigint => BigInt(text.replace('.', ''));
			const [whole, part = ''] = sum.value.split('.');
			assert.equal(BigInt(`${whole}${part.padEnd(9, '0')}`), micro(a) + micro(b));
			assert.equal(Math.sign(compareDecimals(a, b) ?? 9), micro(a) < micro(b) ? -1 : micro(a) > micro(b) ? 1 : 0);
		}),
		{ seed: SEED, numRuns: 200 },
	);
});
