// The server's signer: the same signatures as the published ones, new keys that read back, no secret in an error.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { newSignerKey, openSigner } from '../../src/adapters/log-signer.ts';
import { Fault } from '../../src/base/fault.ts';
import { formatVerifierKey, parseVerifierKey } from '../../src/log/key.ts';
import { formatNote, parseNote, signNote, verifyNote } from '../../src/log/note.ts';

const { peter } = JSON.parse(readFileSync(new URL('../vectors/log/notes.json', import.meta.url), 'utf8')) as {
	peter: { signerKey: string; verifierKey: string; text: string; line: string };
};

test('signs the published note, byte for byte', async () => {
	const signer = openSigner(`${peter.signerKey}\n`);
	assert.equal(formatVerifierKey(signer.key), peter.verifierKey);
	assert.equal(formatNote(await signNote(peter.text, signer)), `${peter.text}\n${peter.line}`);
});

test('a new key signs what its verifier key verifies', async () => {
	const text = newSignerKey('weir.local/log');
	assert.notEqual(text, newSignerKey('weir.local/log'));
	const signer = openSigner(text);
	const key = parseVerifierKey(formatVerifierKey(signer.key));
	const note = parseNote(formatNote(await signNote('a text\n', signer)));
	assert.ok(key.ok && note.ok);
	const verified = verifyNote(note.value, [key.value]);
	assert.equal(verified.ok && verified.value.length, 1);
});

test('a key that cannot be used is refused without being repeated', () => {
	const damaged = peter.signerKey.replace('AYEK', 'AYEL');
	assert.throws(
		() => openSigner(damaged),
		(error) => error instanceof Fault && error.code === 'input-invalid' && !error.message.includes('AYEL'),
	);
});
