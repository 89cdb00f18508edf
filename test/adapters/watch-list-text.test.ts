// Restricted lists as people keep them: documents and tables, with the line of whatever is wrong.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { watchListOfDocument, watchListOfTable } from '../../src/adapters/watch-list-text.ts';
import type { Result } from '../../src/base/result.ts';

const none = () => [];
const messages = <T>(read: Result<T>): string[] => (read.ok ? [] : read.problems.map(({ pointer, message }) => `${pointer} ${message}`));

describe('a restricted list', () => {
	it('is the same as YAML, as JSON and as a table', () => {
		const expected = { name: 'heron', substances: ['acetone'], cas: ['57-13-6', '56-81-5'], names: ['triethyl citrate'] };
		const yaml = 'name: heron\nsubstances: [acetone]\ncas: [57-13-6, 56-81-5]\nnames: [triethyl citrate]\n';
		const table = '\ufeffCAS;Substance;Name\r\n57-13-6;acetone;"triethyl citrate"\r\n\r\n56-81-5\r\n';
		for (const read of [
			watchListOfDocument(yaml, none),
			watchListOfDocument(JSON.stringify(expected), none),
			watchListOfTable(table, 'heron', none),
		])
			assert.deepEqual(read.ok && read.value, expected, messages(read).join());
	});
	it('says the line of what is wrong, and not the entry', () => {
		const yaml = 'name: heron\ncas:\n  - 57-13-6\n  - 57-13-7\nnames:\n  - a\n';
		assert.deepEqual(messages(watchListOfDocument(yaml, none)), [
			'/cas/1 line 4: not a CAS number',
			'/names/0 line 6: too short to be looked for',
		]);
		assert.deepEqual(messages(watchListOfTable('name,cas\nurea,57-13-6\nurea,57-13-7\n', 'heron', none)), [
			'/cas/1 line 3: not a CAS number',
		]);
		assert.match(messages(watchListOfTable('cas\n57-13-6\n', 'Grey Heron', none))[0] ?? '', /^\/name line 1: /);
		const check = () => [{ pointer: '/substances/0', message: 'is unknown', fix: 'x' }];
		assert.deepEqual(messages(watchListOfTable('substance\n\nx\n', 'heron', check)), ['/substances/0 line 3: is unknown']);
	});
	it('is refused when it is none', () => {
		for (const text of ['', 'a: b: c', '- 57-13-6', 'name: x\nname: y', 'name: x\nother: 1', 'name: x\ncas: [571]'])
			assert.equal(watchListOfDocument(text, none).ok, false, text);
		for (const text of ['', 'number\n57-13-6', 'cas,cas\n1,2', 'cas\n57-13-6,more\n'])
			assert.equal(watchListOfTable(text, 'x', none).ok, false, text);
	});
});
