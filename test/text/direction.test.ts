// Text under a right-to-left override is read in the order a person sees it (Unicode UAX #9).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { turned } from '../../src/text/direction.ts';
import { HOW_TURNED, spanOf } from '../../src/text/rewriting.ts';

test('an override turns what it covers, brackets mirrored', () => {
	for (const [text, drawn] of [
		['\u202eenoteca', 'acetone'],
		['buy \u202eenoteca\u202c now', 'buy acetone\u202c now'],
		['\u202e(4,1)-a\u202c', 'a-(1,4)\u202c'],
		['\u202e]x{\u202c', '}x[\u202c'],
		['\u202eba\ncd', 'ab\ncd'],
		['\u202eba\u202c\u202edc\u202c', 'ab\u202ccd\u202c'],
		['\u202eba\u202ddc\u202c', 'ab\u202ddc\u202c'],
		['\u202e산소\u202c', '소산\u202c'],
		['\u202e𝐛𝐚', '𝐚𝐛'],
		['\u202ee\u0301a', 'ae\u0301'],
		['\u202e', ''],
	] as const)
		assert.equal(turned(text)?.text, drawn, JSON.stringify(text));
});

test('marks, embeddings and isolates alone turn nothing', () => {
	for (const text of ['acetone', '\u200facetone\u200e', '\u202bacetone\u202c', '\u2067acetone\u2069', '\u202dacetone\u202c'])
		assert.equal(turned(text), null);
});

test('what is drawn together came from one stretch of the original', () => {
	const seen = turned('x \u202eenoteca\u202c y');
	assert.ok(seen !== null);
	const at = seen.text.indexOf('acetone');
	assert.deepEqual(spanOf(seen, at, at + 7), { start: 3, end: 10, how: HOW_TURNED });
	assert.deepEqual(spanOf(seen, at + 5, at + 7), { start: 3, end: 5, how: HOW_TURNED });
	assert.deepEqual(spanOf(seen, 0, 1), { start: 0, end: 1, how: 0 });
});

test('only the override itself is lost', () => {
	const unit = fc.constantFrom('\u202e', '\u202c', '\u202d', 'a', 'b', '(', ')', ' ', '\n', '\u0301', '𝐚', '한');
	fc.assert(
		fc.property(fc.array(unit, { maxLength: 30 }), (parts) => {
			const text = parts.join('');
			const seen = turned(text);
			if (seen === null) return assert.ok(!text.includes('\u202e'));
			const covered = new Set<number>();
			seen.start.forEach((start, i) => {
				for (let k = start; k < (seen.end[i] ?? 0); k++) covered.add(k);
			});
			for (let i = 0; i < text.length; i++) assert.equal(covered.has(i), text.charAt(i) !== '\u202e', JSON.stringify(text));
		}),
		{ seed: 28, numRuns: 2000 },
	);
});
