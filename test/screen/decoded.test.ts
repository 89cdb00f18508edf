// Text in another coat: base64 and bytes in hexadecimal are read, words and codes are left alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodedRuns } from '../../src/screen/decoded.ts';
import { assertLinear } from '../support/growth.ts';

const decoded = (text: string): string[] => decodedRuns(text).map((one) => one.decoded);
const hex = (text: string, gap = ''): string => [...Buffer.from(text)].map((byte) => byte.toString(16).padStart(2, '0')).join(gap);

test('what encodes readable words is decoded, with its span', () => {
	for (const words of ['benzaldehyde', 'red phosphorus 99', 'норфентанил', 'acetone and toluene']) {
		for (const [how, code] of [
			['base64', Buffer.from(words).toString('base64')],
			['base64', Buffer.from(words).toString('base64url')],
			['hexadecimal', hex(words)],
			['hexadecimal', hex(words).toUpperCase()],
			['hexadecimal', hex(words, ' ')],
		] as const) {
			const text = `Item ${code}, new`;
			const [run] = decodedRuns(text).filter((one) => one.decoded.startsWith(words));
			assert.ok(run !== undefined, `${words} as ${code}`);
			assert.equal(run.how, how);
			assert.ok(code.startsWith(text.slice(run.start, run.end).slice(0, 8)), code);
		}
	}
});

test('words, product codes, keys and numbers are not decoded', () => {
	for (const text of [
		'Stainless steel garden hose',
		'Model AB12CD34EF56',
		'WH-1000XM5',
		'BRILFEZHPXQINW-UHFFFAOYSA-N',
		'DEADBEEFCAFE0123',
		'c0ffee',
		'20 30 40 50 60 70 80',
		'InternationalOrganization',
		'https://example.org/a/B/c9',
	])
		assert.deepEqual(decoded(text), [], text);
});

test('whatever is decoded lies within the text and shows no control characters', () => {
	const unit = fc.constantFrom(...'abcXYZ019+/=-_: 46');
	fc.assert(
		fc.property(fc.string({ unit, maxLength: 120 }), (text) => {
			for (const run of decodedRuns(text)) {
				assert.ok(0 <= run.start && run.start < run.end && run.end <= text.length, text);
				assert.doesNotMatch(run.decoded, /[\0-\x1f\x7f]/);
			}
		}),
		{ seed: 71, numRuns: 3000 },
	);
});

test('hostile runs cost no more than their length', () => {
	for (const unit of ['61 ', '61:', 'QWJjZGVm', 'a', 'A1', '6', '+/', 'A1 ']) {
		const text = unit.repeat(Math.ceil(40_000 / unit.length));
		assertLinear(JSON.stringify(unit), 10_000, (size) => void decodedRuns(text.slice(0, size)));
	}
});
