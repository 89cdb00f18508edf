// What is said of a value that does not fit its schema: where, what, and every way to mend it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { Choice } from '../../src/contract/fields.ts';
import { checkShape } from '../../src/model/shape.ts';

const SCHEMA = Type.Object(
	{ language: Type.Optional(Choice(['en', 'zh'], 'A language')), grounds: Type.Optional(Type.String({ minLength: 1 })) },
	{ additionalProperties: false },
);

test('names the allowed values, what is empty, and the key that is not known', () => {
	for (const [value, message, fix] of [
		[{ language: 'fr' }, 'not one of the allowed values', 'use "en" or "zh"'],
		[{ grounds: '' }, 'is empty', 'write at least one character'],
		[{ grund: 'x' }, 'unknown key "grund"', 'remove it or check its spelling in the body'],
		[{ grounds: 5 }, 'must be string', 'correct this value of the body'],
	] as const) {
		const read = checkShape(SCHEMA, value, 'body');
		const problems = read.ok ? [] : read.problems;
		assert.deepEqual(problems, [{ pointer: `/${Object.keys(value)[0]}`, message, fix }]);
	}
});
