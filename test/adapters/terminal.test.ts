// Nothing a listing contains may act on the terminal, and columns stay columns.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clean, displayWidth, fit, printableJson, toCells, truncate, wrap } from '../../src/adapters/terminal.ts';

test('control, format and direction characters are shown, not obeyed', () => {
	assert.equal(clean('a\u001b[31mb'), 'a<001B>[31mb');
	assert.equal(clean('a\u202eb\u200bc\u009b\u007f\u0000'), 'a<202E>b<200B>c<009B><007F><0000>');
	assert.equal(clean('a\r\n\tb'), 'a   b');
	assert.equal(clean('plain 丙酮 é 🧪'), 'plain 丙酮 é 🧪');
	assert.equal(clean('\ud800'), '<D800>');
});

test('whatever goes in, nothing that acts comes out', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => {
			const safe = clean(text);
			assert.ok(!/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(safe));
			assert.equal(
				safe,
				toCells(text)
					.map((cell) => cell.shown)
					.join(''),
			);
			assert.equal(
				toCells(text).reduce((sum, cell) => sum + cell.width, 0),
				displayWidth(safe),
			);
			assert.ok(displayWidth(truncate(safe, 10)) <= 10);
			assert.equal(displayWidth(fit(safe, 12)), 12);
			for (const line of wrap(safe, 14)) assert.ok(displayWidth(line) <= 14);
		}),
		{ seed: 5, numRuns: 1000 },
	);
});

test('wide characters take two columns, marks none', () => {
	assert.equal(displayWidth('丙酮'), 4);
	assert.equal(displayWidth('e\u0301'), 1);
	assert.equal(truncate('丙酮丙酮', 5), '丙酮…');
	assert.equal(fit('丙酮', 6), '丙酮  ');
});

test('JSON is safe to print and still the same JSON', () => {
	const value = { a: '\u001b\u007f\u009b\u2028x' };
	const text = printableJson(JSON.stringify(value));
	assert.ok(!/[\x00-\x1f\x7f-\x9f\u2028]/.test(text));
	assert.deepEqual(JSON.parse(text), value);
});
