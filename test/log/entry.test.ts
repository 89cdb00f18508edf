// Entries: one spelling each, nothing beyond the agreed keys, commitments that open only with their salt.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commit, type Entry, encodeEntry, opens, parseEntry } from '../../src/log/entry.ts';

const SALT = 'ab'.repeat(32);
const ENTRY: Entry = {
	v: 1,
	at: '2026-03-01T09:30:00.000Z',
	kind: 'case.decided',
	subject: 'case/42',
	actor: { kind: 'person', id: 'p-7', role: 'chemist' },
	hash: commit({ salt: SALT, content: { outcome: 'refuse', note: 'a name that may be erased' } }),
	facts: { outcome: 'refuse', catalogue: '1f2e3d', seq: 3, restricted: false },
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('an entry is written in canonical form and read back', () => {
	const written = encodeEntry(ENTRY);
	assert.ok(written.ok);
	const text = new TextDecoder().decode(written.value);
	assert.ok(
		text.startsWith('{"actor":{"id":"p-7","kind":"person","role":"chemist"},"at":"2026-03-01T09:30:00.000Z","facts":{"catalogue":'),
	);
	assert.equal(text.includes('erased'), false);
	assert.deepEqual(parseEntry(written.value), { ok: true, value: ENTRY });
});

test('another spelling of the same entry is refused', () => {
	const written = encodeEntry(ENTRY);
	const text = new TextDecoder().decode(written.ok ? written.value : new Uint8Array(0));
	for (const other of [
		` ${text}`,
		`${text}\n`,
		`\uFEFF${text}`,
		JSON.stringify(ENTRY),
		text.replace('"seq":3', '"seq":3.0'),
		text.replace('{"actor"', '{"v":1,"actor"'),
		text.replace('chemist', '\\u0063hemist'),
	])
		assert.equal(parseEntry(bytes(other)).ok, false, other);
});

test('what is missing, unknown or out of form is named', () => {
	const pointers = (change: Readonly<Record<string, unknown>>): string[] => {
		const written = encodeEntry({ ...ENTRY, ...change } as Entry);
		return written.ok ? [] : written.problems.map((problem) => problem.pointer);
	};
	assert.deepEqual(pointers({ v: 2 }), ['/v']);
	for (const at of ['2026-03-01', '2026-03-01T09:30:00Z', '2026-02-30T09:30:00.000Z', 7]) assert.deepEqual(pointers({ at }), ['/at']);
	for (const kind of ['', 'Case', 'case decided', 'case..decided']) assert.deepEqual(pointers({ kind }), ['/kind']);
	assert.deepEqual(pointers({ subject: '' }), ['/subject']);
	assert.deepEqual(pointers({ subject: '\ud800' }), ['/subject']);
	assert.deepEqual(pointers({ hash: 'AB'.repeat(32) }), ['/hash']);
	assert.deepEqual(pointers({ actor: { kind: 'robot', id: 'x', email: 'y' } }), ['/actor/kind', '/actor/email']);
	assert.deepEqual(pointers({ actor: 'someone' }), ['/actor']);
	assert.deepEqual(pointers({ facts: { person: { name: 'x' } } }), ['/facts/person']);
	assert.deepEqual(pointers({ email: 'x' }), ['/email']);
	for (const text of ['', 'null', '[]', '"x"', '{']) assert.equal(parseEntry(bytes(text)).ok, false, text);
	assert.equal(parseEntry(Uint8Array.of(0xff)).ok, false);
});

test('a commitment opens with its salt and content only', () => {
	const content = { outcome: 'refuse', note: 'a name that may be erased' };
	assert.ok(opens({ salt: SALT, content }, ENTRY));
	assert.ok(opens({ salt: SALT, content: { note: content.note, outcome: content.outcome } }, ENTRY), 'the order of keys does not matter');
	assert.equal(opens({ salt: 'ac'.repeat(32), content }, ENTRY), false);
	assert.equal(opens({ salt: SALT, content: { ...content, outcome: 'publish' } }, ENTRY), false);
	assert.equal(opens({ salt: '', content }, ENTRY), false);
	assert.throws(() => commit({ salt: 'ab', content }), RangeError);
});
