// Molecular formulae: what people write, in Hill order, and what is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatFormula, parseFormula, sameFormula } from '../../src/chem/formula.ts';

const hill = (text: string): string | null => {
	const parsed = parseFormula(text);
	return parsed.ok ? formatFormula(parsed.value.counts) : null;
};

test('reads what people write and formats in Hill order', () => {
	assert.equal(hill('C5H9NO'), 'C5H9NO');
	assert.equal(hill('NOC5H9'), 'C5H9NO');
	assert.equal(hill('C₅H₉NO'), 'C5H9NO');
	assert.equal(hill('C10H10O3.Na'), 'C10H10NaO3');
	assert.equal(hill('C5H9NO·HCl·H2O'), 'C5H12ClNO2');
	assert.equal(hill('(NH4)2SO4'), 'H8N2O4S');
	assert.equal(hill('CuSO4*5H2O'), 'CuH10O9S');
	assert.equal(hill('KMnO4'), 'KMnO4');
	assert.equal(hill('H2SO4'), 'H2O4S');
	assert.equal(hill('[Co(NH3)6]Cl3'), 'Cl3CoH18N6');
	assert.equal(hill('CD3OH'), 'CH4O');
});

test('reads charges', () => {
	const charge = (text: string): number | null => {
		const parsed = parseFormula(text);
		return parsed.ok ? parsed.value.charge : null;
	};
	assert.equal(charge('SO4(2-)'), -2);
	assert.equal(charge('C5H12N+'), 1);
	assert.equal(charge('Ca++'), 2);
	assert.equal(charge('SO4^2-'), -2);
	assert.equal(charge('C5H9NO'), 0);
});

test('refuses what is no formula, without hanging', () => {
	for (const text of ['', 'Sony', 'C5H9NO!', '5', '(C', 'C)', 'hello', 'C'.repeat(300), '('.repeat(200), 'C999999999']) {
		assert.equal(parseFormula(text).ok, false, text.slice(0, 20));
	}
});

test('compares formulae', () => {
	const [a, b, c] = [parseFormula('C5H9NO.ClH'), parseFormula('C5H10ClNO'), parseFormula('C5H9NO')];
	assert.ok(a.ok && b.ok && c.ok);
	assert.equal(sameFormula(a.value, b.value), true);
	assert.equal(sameFormula(a.value, c.value), false);
});
