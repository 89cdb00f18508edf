// The difference of two texts by line: what stays is kept, what is shown can be put together again to both texts.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { differLines, type Line, piecesOf } from '../../src/console/line-difference.ts';

const SEED = 20_260_301;
const signed = (lines: readonly Line[]): string =>
	lines.map(({ kind, text }) => ({ same: ' ', gone: '-', new: '+' })[kind] + text).join('|');

describe('the difference of two texts', () => {
	it('keeps what both have and puts the old lines first', () => {
		assert.equal(signed(differLines('a\nb\nc\n', 'a\nx\nc\n')), ' a|-b|+x| c');
		assert.equal(signed(differLines('', 'a\nb\n')), '+a|+b');
		assert.equal(signed(differLines('a\nb\nc\nd', 'b\nd\ne')), '-a| b|-c| d|+e');
		assert.deepEqual(differLines('', ''), []);
	});

	it('holds both texts, and no line that stays is lost (property)', () => {
		const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 }).map((lines) => lines.join('\n'));
		fc.assert(
			fc.property(text, text, (before, after) => {
				const lines = differLines(before, after);
				const without = (kind: Line['kind']): string =>
					lines
						.filter((line) => line.kind !== kind)
						.map((line) => line.text)
						.join('\n');
				assert.equal(without('new'), before);
				assert.equal(without('gone'), after);
			}),
			{ seed: SEED, numRuns: 300 },
		);
	});

	it('shows only what changed, with lines around it', () => {
		const before = Array.from({ length: 30 }, (_, at) => `line ${at}`);
		const after = before.with(5, 'other').with(25, 'another');
		const pieces = piecesOf(differLines(before.join('\n'), after.join('\n')), 2);
		assert.deepEqual(
			pieces.map((piece) => [piece[0]?.text, piece.at(-1)?.text]),
			[
				['line 3', 'line 7'],
				['line 23', 'line 27'],
			],
		);
		assert.deepEqual(piecesOf(differLines('a', 'a')), []);
	});
});
