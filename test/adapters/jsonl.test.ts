// JSON Lines and JSON documents: the records found never depend on where the chunks were cut.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitValues } from '../../src/adapters/json-values.ts';
import { splitLines } from '../../src/adapters/jsonl.ts';
import { type Emit, placeOf } from '../../src/adapters/raw-record.ts';
import { split, WHOLE } from './splitting.ts';

const SIZES = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

test('lines keep their numbers over blank lines and CRLF, with or without a last line end', () => {
	assert.deepEqual(split(splitLines(), '{"a":1}\r\n\r\n  \n{"b":"丙酮"}\n{"c":3}', [3]), [
		{ line: 1, text: '{"a":1}\r' },
		{ line: 4, text: '{"b":"丙酮"}' },
		{ line: 5, text: '{"c":3}' },
	]);
	assert.deepEqual(split(splitLines(), '', WHOLE), []);
});

test('a line over the limit is reported once, with its beginning, and the next line is read', () => {
	for (const sizes of [WHOLE, [7], [1]]) {
		const found = split(splitLines(20), `{"a":1}\n${'x'.repeat(500)}\n{"b":2}\n${'y'.repeat(500)}`, sizes);
		assert.deepEqual(
			found.map(({ line, problem }) => [line, problem !== undefined]),
			[
				[1, false],
				[2, true],
				[3, false],
				[4, true],
			],
		);
		assert.match(found[1]?.problem ?? '', /longer than/);
		assert.ok(found[1]?.text.startsWith('xxx'));
	}
});

test('JSON Lines: chunk boundaries change nothing', () => {
	fc.assert(
		fc.property(fc.array(fc.constantFrom('{"t":"é丙🧪"}', '', '\r', '\n', '\r\n', 'x', '{'), { maxLength: 20 }), SIZES, (parts, sizes) => {
			const input = parts.join('');
			assert.deepEqual(split(splitLines(16), input, sizes), split(splitLines(16), input, WHOLE));
		}),
		{ seed: 7, numRuns: 500 },
	);
});

test('a JSON array is split into its elements, however it is laid out', () => {
	const elements = ['{"title":"a ] } , [ { \\" \\\\"}', '{\n  "title": "b",\n  "tags": ["x", "y"]\n}', '7', '"s"', 'null', '[1,[2]]'];
	for (const glue of [',', ' ,\n ', '\n,']) {
		const found = split(splitValues(), ` [${elements.join(glue)}] \n`, [5]);
		assert.deepEqual(
			found.map(({ text }) => text),
			elements,
		);
	}
	assert.deepEqual(split(splitValues(), '[]', WHOLE), []);
	assert.deepEqual(split(splitValues(), '{"title":\n"a"}', WHOLE), [{ line: 1, text: '{"title":\n"a"}' }]);
	assert.deepEqual(
		split(splitValues(), '{"a":1}\n{"b":2}', WHOLE).map(({ line }) => line),
		[1, 2],
	);
});

test('records of one line of JSON are told apart', () => {
	const found: string[] = [];
	const splitter = splitValues();
	const emit: Emit = (record) => void found.push(placeOf(record));
	splitter.push(Buffer.from('[{"title":"a"},{"title":"b"},\n{"title":"c"},{"title":"d"},'), emit);
	splitter.end(emit);
	assert.deepEqual(found, ['1', '1:2', '2', '2:2', '2:3']);
});

test('a malformed element does not take its neighbours with it; an unfinished list is reported', () => {
	const found = split(splitValues(), '[{"title":"a"},\n{"title": oops},\n{"title":"never closed},\n{"title":"c"}', WHOLE);
	assert.deepEqual(found.map(({ text }) => text).slice(0, 2), ['{"title":"a"}', '{"title": oops}']);
	assert.ok(found.length >= 3, 'what is left is still a record');
	const cut = split(splitValues(), '[{"title":"a"},', WHOLE);
	assert.match(cut.at(-1)?.problem ?? '', /not closed/);
});

test('an element over the limit is reported once', () => {
	for (const sizes of [WHOLE, [4]]) {
		const found = split(splitValues(30), `[{"a":"${'x'.repeat(100)}"},{"b":1}]`, sizes);
		assert.deepEqual(
			found.map(({ problem }) => problem !== undefined),
			[true, false],
		);
	}
});

test('JSON documents: chunk boundaries change nothing', () => {
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom('[', ']', '{', '}', ',', '"', '\\', '\n', 'é', '{"t":"丙"}', ' '), { maxLength: 25 }),
			SIZES,
			(parts, sizes) => {
				const input = parts.join('');
				assert.deepEqual(split(splitValues(), input, sizes), split(splitValues(), input, WHOLE));
			},
		),
		{ seed: 8, numRuns: 1000 },
	);
});
