// Shows the pattern checker the known shapes of slow expressions and their harmless neighbours, then lets the engine itself
// confirm that what is called exponential is.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkRegex } from './regex.ts';

const CASES: readonly [source: string, flags: string, problem: string | null][] = [
	['(a+)+$', '', 'exponential'],
	['(a*)*b', '', 'exponential'],
	['(?:a|a)*b', '', 'exponential'],
	['(\\w|\\d)+x', '', 'exponential'],
	['(?:a?b?)*c', '', 'exponential'],
	['(x+x+)+y', '', 'exponential'],
	['(?:a{1,9}){1,9}b', '', 'exponential'],
	['(?:[a-f]|[e-z])+0', 'i', 'exponential'],
	['(?:k|\u212a)+0', 'iu', 'exponential'],
	['(?=(a+)+b)c', '', 'exponential'],
	['(?:[[a-z]--[q]]|[m-p])+0', 'v', 'exponential'],
	['\\d*\\d*x', '', 'polynomial'],
	['.*a.*b', '', 'polynomial'],
	['(a)\\1', '', 'backreference'],
	['(?<x>a)\\k<x>', '', 'backreference'],
	['[a-z]+:', '', 'rescans'],
	['\\s+$', '', 'rescans'],
	['\\p{L}+\\d', 'u', 'rescans'],
	['(?:\\d+,)+', '', 'rescans'],
	['\\b(?:\\d+,)+', '', null],
	['(a|ab)(c|bcd)*', '', null],
	['^(?:[^,]*,){3}x', '', null],
	['(?<![\\p{L}\\p{M}])(?:\\p{L}\\p{M}*)+!', 'u', null],
	['\\b\\w+:', '', null],
	['(?<![0-9])\\d+-\\d', '', null],
	['\\d{1,7}-\\d{2}-\\d', '', null],
	['[a-z]+:', 'y', null],
	['"[^"]*"', '', null],
	['\\s+', '', null],
	['[\\]a](?:\\[|\\(){0,3}[^\\]]', '', null],
	['(?:[[a-z]--[m-p]]|[m-p])+', 'v', null],
];

describe('patterns that can be slow on hostile text', () => {
	for (const [source, flags, problem] of CASES) {
		it(`/${source}/${flags} is ${problem ?? 'fine'}`, () => assert.equal(checkRegex(source, flags, true), problem));
	}

	it('looks at rescanning only where the text is hostile', () => {
		assert.equal(checkRegex('[a-z]+:', '', false), null);
		assert.equal(checkRegex('(a+)+$', '', false), 'exponential');
	});

	it('calls exponential what the matcher takes exponentially many steps for', () => {
		const cost = (pattern: RegExp, length: number): number => {
			const text = `${'a'.repeat(length)}!`;
			// The least of several: a machine that does something else meanwhile only adds.
			const times = Array.from({ length: 5 }, () => {
				const startedAt = performance.now();
				pattern.test(text);
				return performance.now() - startedAt;
			});
			return Math.min(...times);
		};
		assert.ok(cost(/^(?:a+)+$/, 24) > 20 * cost(/^(?:a+,)+$/, 24), 'two dozen letters must show');
	});
});
