// Signed notes, keys, checkpoints and cosignatures against published vectors.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fromBase64, toBase64 } from '../../src/log/base64.ts';
import { formatCheckpoint, parseCheckpoint } from '../../src/log/checkpoint.ts';
import { formatKeyId, formatVerifierKey, parseSignerKey, parseVerifierKey, signerFromSeed, type VerifierKey } from '../../src/log/key.ts';
import { acceptCosignatures, cosignNote, formatNote, type Note, parseNote, signNote, verifyNote } from '../../src/log/note.ts';

interface Signed {
	readonly verifierKey: string;
	readonly line: string;
}
interface Vectors {
	readonly peter: Signed & { readonly signerKey: string; readonly text: string };
	readonly enoch: Signed;
	readonly refusedKeys: { readonly keys: readonly string[] };
	readonly realKeys: { readonly keys: readonly string[] };
	readonly poem: { readonly note: string; readonly name: string; readonly id: string };
	readonly sofa: { readonly note: string; readonly size: number; readonly rootBase64: string; readonly witnessTime: number };
	readonly witness: { readonly verifierKey: string; readonly note: string; readonly size: number; readonly time: number };
}
const VECTORS = JSON.parse(readFileSync(new URL('../vectors/log/notes.json', import.meta.url), 'utf8')) as Vectors;
const { peter, enoch } = VECTORS;

function key(text: string): VerifierKey {
	const parsed = parseVerifierKey(text);
	assert.ok(parsed.ok, text);
	return parsed.value;
}

function note(text: string): Note {
	const parsed = parseNote(text);
	assert.ok(parsed.ok, text);
	return parsed.value;
}

test('Base 64 has one spelling', () => {
	for (const text of ['', 'AA==', 'AAA=', 'AAAA', '+/+/']) assert.equal(toBase64(fromBase64(text) as Uint8Array), text);
	for (const text of ['A', 'AB==', 'AA', 'AA=', ' AAAA', 'AAA\n', '-_-_', '====', 'AA==AAAA'])
		assert.equal(fromBase64(text), undefined, text);
});

test('published verifier keys are read and written back; every mangling is refused', () => {
	for (const text of [peter.verifierKey, enoch.verifierKey, ...VECTORS.realKeys.keys, VECTORS.witness.verifierKey])
		assert.equal(formatVerifierKey(key(text)), text);
	for (const text of VECTORS.refusedKeys.keys) assert.equal(parseVerifierKey(text).ok, false, text);
	const text = peter.verifierKey;
	for (let start = 0; start < text.length; start++) {
		for (let end = start + 1; end <= text.length; end++) {
			if (start > 0 || end < text.length) assert.equal(parseVerifierKey(text.slice(start, end)).ok, false);
		}
		const mangled = text.slice(0, start) + String.fromCharCode(text.charCodeAt(start) + 1) + text.slice(start + 1);
		assert.equal(parseVerifierKey(mangled).ok, false, mangled);
	}
});

test('a published signer key signs the published note, byte for byte', async () => {
	const signer = parseSignerKey(peter.signerKey);
	assert.ok(signer.ok);
	assert.equal(formatVerifierKey(signer.value.key), peter.verifierKey);
	const signed = formatNote(await signNote(peter.text, signer.value));
	assert.equal(signed, `${peter.text}\n${peter.line}`);
	assert.equal(formatNote(await signNote(note(signed), signer.value)), signed, 'its own line is replaced');
	assert.equal(parseSignerKey(peter.signerKey.replace('c74f', 'c74e')).ok, false);
	assert.equal(parseSignerKey(peter.verifierKey).ok, false);
});

test('known keys are verified, unknown ones ignored, a bad line of a known key spoils the note', () => {
	const both = note(`${peter.text}\n${peter.line}${enoch.line}`);
	const names = (keys: readonly string[]): string[] | undefined => {
		const verified = verifyNote(both, keys.map(key));
		return verified.ok ? verified.value.map((one) => one.key.name) : undefined;
	};
	assert.deepEqual(names([peter.verifierKey]), ['PeterNeumann']);
	assert.deepEqual(names([peter.verifierKey, enoch.verifierKey]), ['PeterNeumann', 'EnochRoot']);
	assert.deepEqual(names([]), []);
	const spoilt = note(`${peter.text}\n${peter.line}${peter.line.replace('ZJku', 'ZJkv')}`);
	assert.equal(verifyNote(spoilt, [key(peter.verifierKey)]).ok, false);
	const otherText = note(`${peter.text.replace('know', 'knew')}\n${peter.line}`);
	assert.equal(verifyNote(otherText, [key(peter.verifierKey)]).ok, false);
});

test('malformed notes are refused', () => {
	const { text, line } = peter;
	const bad = [
		text,
		`${text}\n`,
		`${text}\n${line.slice(0, -1)}`,
		`\u0001${text}\n${line}`,
		`${text}\r\n\n${line}`,
		`${text}\n${line.replace('PeterNeumann', 'Bad Name')}`,
		`${text}\n${line.replace('PeterNeumann', 'Bad+Name')}`,
		`${text}\n${line}Unexpected line.\n`,
		`${text}\n${line.replace('—', '-')}`,
		`${text}\n— PeterNeumann x08go/Y=\n`.replace('x08go/Y=', 'x08gow=='),
		`${text}\n${line.repeat(101)}`,
	];
	for (const one of bad) assert.equal(parseNote(one).ok, false, one);
	assert.equal(parseNote(Uint8Array.of(0xff, ...new TextEncoder().encode(`${text}\n${line}`))).ok, false, 'not UTF-8');
	assert.ok(parseNote(`${text}\n${line.repeat(16)}`).ok);
});

test('the text of a note is what stands before its last empty line', () => {
	const poem = note(VECTORS.poem.note);
	assert.equal(poem.text, VECTORS.poem.note.slice(0, VECTORS.poem.note.indexOf('\n\n—') + 1));
	assert.deepEqual(
		poem.signatures.map(({ name, id }) => [name, formatKeyId(id)]),
		[[VECTORS.poem.name, VECTORS.poem.id]],
	);
	assert.equal(formatNote(poem), VECTORS.poem.note);
});

test('checkpoints of the specification are read; what is not one is refused', () => {
	const { sofa } = VECTORS;
	const parsed = parseCheckpoint(note(sofa.note).text);
	assert.ok(parsed.ok);
	assert.deepEqual(
		[parsed.value.origin, parsed.value.size, toBase64(parsed.value.root)],
		['example.com/behind-the-sofa', sofa.size, sofa.rootBase64],
	);
	assert.equal(formatCheckpoint(parsed.value), note(sofa.note).text);
	const root = sofa.rootBase64;
	assert.ok(parseCheckpoint(`o\n0\n${root}\nextension\n`).ok);
	for (const text of [
		'',
		'\n',
		`o\n01\n${root}\n`,
		`o\n-1\n${root}\n`,
		`o\n1e3\n${root}\n`,
		`o\n1\n${root}`,
		`\n1\n${root}\n`,
		'o\n1\nAAAA\n',
		`o\n1\n${root}\n\nx\n`,
		`o\n9007199254740993\n${root}\n`,
	])
		assert.equal(parseCheckpoint(text).ok, false, text);
});

test('a published cosignature verifies under the witness key, with its time, and only there', () => {
	const { witness } = VECTORS;
	const cosigned = note(witness.note);
	const verified = verifyNote(cosigned, [key(witness.verifierKey)]);
	assert.deepEqual(verified.ok && verified.value.map((one) => [one.key.name, one.time]), [['witness.example.org', witness.time]]);
	const parsed = parseCheckpoint(cosigned.text);
	assert.equal(parsed.ok && parsed.value.size, witness.size);
	const line = cosigned.signatures[1];
	assert.ok(line);
	for (let at = 0; at < line.signature.length; at++) {
		const signature = line.signature.slice();
		signature[at] = (signature[at] as number) ^ 1;
		assert.equal(verifyNote({ text: cosigned.text, signatures: [{ ...line, signature }] }, [key(witness.verifierKey)]).ok, false);
	}
	const stamp = note(VECTORS.sofa.note).signatures[1]?.signature.subarray(0, 8) as Uint8Array;
	assert.equal(new DataView(stamp.buffer, stamp.byteOffset).getBigUint64(0), BigInt(VECTORS.sofa.witnessTime));
});

test('cosignatures of known witnesses are taken over, others dropped, bad ones refused', async () => {
	const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n);
	const log = signerFromSeed('weir.local/log', 'ed25519', seed(1));
	const known = signerFromSeed('witness.example/a', 'cosignature', seed(2));
	const stranger = signerFromSeed('witness.example/b', 'cosignature', seed(3));
	const signed = await signNote('weir.local/log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n', log);
	const offered = (await cosignNote(await cosignNote(signed, known, 1_700_000_000), stranger, 1_700_000_001)).signatures.slice(1);
	const accepted = acceptCosignatures(signed, offered, [known.key]);
	assert.ok(accepted.ok);
	assert.deepEqual(
		accepted.value.signatures.map((one) => one.name),
		['weir.local/log', 'witness.example/a'],
	);
	const verified = verifyNote(note(formatNote(accepted.value)), [log.key, known.key]);
	assert.deepEqual(verified.ok && verified.value.map((one) => one.time), [undefined, 1_700_000_000]);
	const other = await signNote('weir.local/log\n2\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n', log);
	assert.equal(acceptCosignatures(other, offered, [known.key]).ok, false, 'a cosignature of another tree');
});
