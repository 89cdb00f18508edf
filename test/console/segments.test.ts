// Cutting a field at its findings: nothing of the text is lost or changed, whatever the findings claim.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lettersOf, segmentsOf, unseen } from '../../src/console/segments.ts';
import type { Finding } from '../../src/model/verdict.ts';

const finding = (start: number, end: number, field = '/title'): Finding => ({
	rule: 'name',
	outcome: 'match',
	field,
	start,
	end,
	text: '',
	read: '',
	note: '',
});

describe('segmentsOf', () => {
	it('joins to the text again and marks exactly the letters of each finding', () => {
		const spans = fc.array(fc.tuple(fc.integer({ min: -3, max: 40 }), fc.integer({ min: -3, max: 40 })), { maxLength: 6 });
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 30 }), spans, (text, pairs) => {
				const findings = pairs.map(([start, end]) => finding(start, end));
				const segments = segmentsOf(text, '/title', findings);
				assert.equal(segments.map((one) => one.text).join(''), text);
				const marked = segments.flatMap((one) => Array.from(one.text.split(''), () => one.findings));
				for (const [index, { start, end }] of findings.entries()) {
					for (let at = 0; at < text.length; at++) assert.equal(marked[at]?.includes(index), at >= start && at < end, `${index} at ${at}`);
				}
			}),
			{ seed: 7, numRuns: 300 },
		);
	});

	it('leaves findings of other fields out', () => {
		assert.deepEqual(segmentsOf('abc', '/title', [finding(0, 2, '/description')]), [{ text: 'abc', findings: [] }]);
	});

	it('keeps findings in a file away from its name, and in the part they stand in', () => {
		const here = { ...finding(0, 2, '/attachments/0'), text: 'ab', media: { kind: 'text', page: 2 } } as const;
		const marks = (text: string, medium?: Finding['media']) =>
			segmentsOf(text, '/attachments/0', [here], medium).flatMap((one) => one.findings);
		assert.deepEqual(marks('abc'), []);
		assert.deepEqual(marks('abc', { kind: 'text', page: 2 }), [0]);
		assert.deepEqual(marks('abc', { kind: 'text', page: 1 }), []);
		assert.deepEqual(marks('xyz', { kind: 'text', page: 2 }), []);
	});
});

describe('lettersOf', () => {
	it('points at the letters that were read as others, and at none when the lengths differ', () => {
		assert.deepEqual(
			lettersOf('Safr0le', 'safrole').map((one) => one.changed),
			[false, false, false, false, true, false, false],
		);
		assert.ok(lettersOf('Sa frole', 'safrole').every((one) => !one.changed));
	});
});

describe('unseen', () => {
	it('finds what leaves no ink or turns the line', () => {
		assert.deepEqual(unseen('a\u200bb\u202ec d'), ['\u200b', '\u202e']);
	});
});
