// CAS Registry Numbers: the shared vectors through three doors, completion, slips of the pen, and properties of the check digit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fault } from '../../src/base/fault.ts';
import { casCheckDigit, casDigits, casFromDigits, casSlip, completeCas, isCas, parseCas, requireCas } from '../../src/chem/cas.ts';
import { vectors } from './vectors.ts';

const SEED = Number(process.env['FAST_CHECK_SEED'] ?? 20260101);
const digits = fc.stringMatching(/^[1-9][0-9]{3,8}$/);

test('three doors agree on every valid vector', () => {
	for (const text of vectors('cas_valid')) {
		assert.equal(isCas(text), true, text);
		assert.deepEqual(parseCas(` ${text} `), { ok: true, value: text });
		assert.equal(requireCas(text), text);
		assert.equal(casFromDigits(casDigits(text)), text);
		assert.equal(completeCas(text.slice(0, -1)), text);
		assert.equal(completeCas(text.slice(0, -2)), text);
	}
});

test('every invalid vector is refused by all three doors', () => {
	for (const text of vectors('cas_invalid')) {
		assert.equal(isCas(text), false, text);
		assert.equal(parseCas(text).ok, false, text);
		assert.throws(
			() => requireCas(text),
			(error) => error instanceof Fault && error.code === 'input-invalid',
		);
	}
	assert.equal(parseCas('').ok, false);
});

test('a wrong check digit names the right one', () => {
	const parsed = parseCas('1609-66-5');
	assert.match(parsed.ok ? '' : (parsed.problems[0]?.message ?? ''), /should be 1$/);
});

test('completes only a number cut off before its check digit', () => {
	assert.equal(completeCas('28578-16-'), '28578-16-7');
	assert.equal(completeCas('28578-16-?'), '28578-16-7');
	for (const text of ['28578-', '28578-1', '28578-16-7', '28578-16-77', '', '1-16-']) assert.equal(completeCas(text), null, text);
});

test('names the slip between two numbers', () => {
	assert.equal(casSlip('1609665', '1609661'), 'substitution');
	assert.equal(casSlip('1690661', '1609661'), 'transposition');
	assert.equal(casSlip('160661', '1609661'), 'missing');
	assert.equal(casSlip('16099661', '1609661'), 'extra');
	assert.equal(casSlip('1609661', '1609661'), null);
	assert.equal(casSlip('1608665', '1609661'), null);
});

test('property: a number is valid with exactly one check digit', () => {
	fc.assert(
		fc.property(digits, (body) => {
			const valid = [...'0123456789'].filter((check) => casFromDigits(body + check) !== null);
			assert.deepEqual(valid, [String(casCheckDigit(body))]);
		}),
		{ seed: SEED, numRuns: 300 },
	);
});

test('property: a slip is symmetrical and every single substitution breaks the check digit or is one edit away', () => {
	fc.assert(
		fc.property(digits, fc.nat(), fc.integer({ min: 1, max: 9 }), (body, place, shift) => {
			const at = place % body.length;
			const digit = String((Number(body[at]) + shift) % 10);
			const changed = body.slice(0, at) + digit + body.slice(at + 1);
			assert.equal(casSlip(changed, body), 'substitution');
		}),
		{ seed: SEED, numRuns: 300 },
	);
});

test('property: any text gets an answer', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
			assert.equal(typeof isCas(text), 'boolean');
			assert.equal(parseCas(text).ok && !isCas(text.trim()), false);
			completeCas(text);
		}),
		{ seed: SEED, numRuns: 300 },
	);
});
