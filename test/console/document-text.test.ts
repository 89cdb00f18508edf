// A policy document as text: mistakes at their lines in YAML and JSON, the chain of versions, nothing lost on the way.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pureDigest } from '../../src/base/digest.ts';
import { continued, FIRST_DOCUMENT, writeText } from '../../src/console/document-text.ts';
import { policyHash } from '../../src/policy/document.ts';
import { readText } from '../../src/policy/policy-text.ts';

const DOCUMENT = {
	name: 'harbour',
	version: 3,
	previous: 'a'.repeat(64),
	summary: 'A test: with a colon.',
	tiers: { '2': { watched: 'review' } },
	conditions: [
		{ id: 'one', when: '!has(seller.country)', outcome: 'review', reason: 'A test.' },
		{ id: 'two', when: 'match.tier == 3', outcome: 'block', reason: 'A test.' },
	],
};

describe('a policy document as text', () => {
	for (const form of ['yaml', 'json'] as const) {
		it(`comes back from ${form} as it was`, () => {
			const { value, mistakes } = readText(writeText(DOCUMENT, form));
			assert.deepEqual(value, DOCUMENT);
			assert.deepEqual(mistakes, []);
		});

		it(`has the line of every value in ${form}, and of what is nearest where there is none`, () => {
			const text = writeText(DOCUMENT, form);
			const { lineOf } = readText(text);
			const line = (pointer: string): string => text.split('\n')[(lineOf(pointer) ?? 0) - 1]?.trim() ?? '';
			assert.match(line('/tiers/2/watched'), /watched/);
			assert.match(line('/conditions/1/outcome'), /block/);
			assert.match(line('/conditions/1/nowhere'), form === 'yaml' ? /two/ : /\{/);
			assert.match(line('/tiers/3/declared'), /tiers/);
			assert.equal(lineOf(''), 1);
		});
	}

	it('says at which line a text breaks, and which keys and values are not known', () => {
		assert.deepEqual(
			readText('name: a\nversion: [1\nsummary: x\n').mistakes.map(({ line }) => line !== undefined && line > 1),
			[true],
		);
		assert.equal(readText('{"name": "a", "name": "b"}').mistakes.length, 1, 'a key given twice');
		const { mistakes } = readText('name: a\nversion: 1\nsummary: x\ntires: 1\nopenClass: block\n');
		assert.deepEqual(mistakes.map(({ line, pointer }) => [line, pointer]).sort(), [
			[4, '/tires'],
			[5, '/openClass'],
		]);
		assert.ok(mistakes.every(({ fix }) => fix !== ''));
	});

	it('reads nothing as a document that lacks everything, at its first line', () => {
		assert.equal(readText('').mistakes.length, 1);
		assert.equal(readText('- a\n').mistakes[0]?.line, 1);
	});

	it('ends when aliases would grow without end', () => {
		const bomb = ['a: &a [x, x]', ...[...'bcdefghij'].map((to, at) => `${to}: &${to} [${`*${'abcdefghi'[at]}, `.repeat(9)}]`)];
		assert.ok(readText(`${bomb.join('\n')}\n`).mistakes.length > 0);
	});

	it('goes on from the one in force: counted up, with its hash, in the usual order', () => {
		const next = continued({ name: 'harbour', version: 1, summary: 'Earlier.', openClass: 'clear' }, DOCUMENT);
		assert.deepEqual(next, {
			name: 'harbour',
			version: 4,
			previous: policyHash(DOCUMENT, pureDigest),
			summary: 'Earlier.',
			openClass: 'clear',
		});
		assert.deepEqual(Object.keys(next as object), ['name', 'version', 'previous', 'summary', 'openClass']);
	});

	it('goes on from the one it starts from where the catalogue’s own is in force', () => {
		const next = continued(DOCUMENT, undefined) as typeof DOCUMENT;
		assert.deepEqual([next.version, next.previous], [4, policyHash(DOCUMENT, pureDigest)]);
		assert.deepEqual(readText(writeText(FIRST_DOCUMENT, 'yaml')).mistakes, []);
	});
});
