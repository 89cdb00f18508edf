// The compiled catalogue's container: whatever is wrong with a file, it is refused with a word on what to do; the same sections give
// the same bytes; the committed file is small and says what the sources say (artefact.slow.test.ts compiles them anew).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nativeDigest } from '../../src/adapters/engine.ts';
import { pureDigest } from '../../src/base/digest.ts';
import { Fault } from '../../src/base/fault.ts';
import { packArtefact, requireSection, unpackArtefact } from '../../src/catalogue/artefact.ts';
import { createEngine } from '../../src/screen/engine.ts';
import { FEATURE_NAMES } from '../../src/screen/features.ts';
import { artefact, artefactBytes } from '../support/compiled.ts';

const BYTES = artefactBytes();
const HEADER = 40;

/** The fault with which `open` refuses, checked for its code and its advice. */
function refusal(open: () => unknown): string {
	try {
		open();
	} catch (error) {
		assert.ok(error instanceof Fault, String(error));
		assert.equal(error.code, 'artefact-invalid');
		assert.match(error.message, /^The compiled catalogue/);
		assert.match(error.message, /weir catalogue compile|npm run compile/, 'the message says what to do');
		return error.message;
	}
	return assert.fail('the artefact was accepted');
}

const start = (bytes: Uint8Array): unknown => createEngine(bytes, { digest: nativeDigest });

/** The bytes with `change` made and the digest put right, so that what lies behind it is reached. */
function resealed(change: (bytes: Uint8Array) => void, from: Uint8Array = BYTES): Uint8Array {
	const bytes = Uint8Array.from(from);
	change(bytes);
	const hash = nativeDigest(bytes.subarray(HEADER));
	for (let i = 0; i < 32; i++) bytes[8 + i] = Number.parseInt(hash.slice(2 * i, 2 * i + 2), 16);
	return bytes;
}

test('the committed artefact opens, is small, and starts on eight bytes everywhere', () => {
	assert.ok(BYTES.length <= 6_000_000, `${BYTES.length} bytes`);
	assert.match(artefact.version, /^[0-9a-f]{16}$/);
	assert.ok(artefact.sections.size > 20);
	for (const [name, bytes] of artefact.sections) assert.equal(bytes.byteOffset % 8, 0, name);
});

test('a file cut off anywhere is refused', () => {
	const ends = [0, 1, 3, 4, 7, 8, 20, 39, 40, 43, 44, 45, 100, 1000, BYTES.length >> 1, BYTES.length - 8, BYTES.length - 1];
	for (const end of ends)
		assert.match(
			refusal(() => start(BYTES.slice(0, end))),
			/truncated/,
			`${end} bytes`,
		);
});

test('a file with anything appended is refused', () => {
	const longer = new Uint8Array(BYTES.length + 8);
	longer.set(BYTES);
	refusal(() => start(longer));
});

test('one changed byte anywhere is refused', () => {
	const places = [8, 39, 40, 44, 60, 2000, ...Array.from({ length: 12 }, (_, i) => 44 + Math.floor(((BYTES.length - 45) * i) / 11))];
	for (const at of places) {
		const bytes = Uint8Array.from(BYTES);
		bytes[at] = (bytes[at] ?? 0) ^ 1;
		assert.match(
			refusal(() => start(bytes)),
			/altered/,
			`byte ${at}`,
		);
	}
});

test('another kind of file and another format are told apart', () => {
	const magic = Uint8Array.from(BYTES);
	magic[0] = 0x50;
	assert.match(
		refusal(() => start(magic)),
		/not a Weir catalogue/,
	);
	const format = Uint8Array.from(BYTES);
	format[4] = 99;
	assert.match(
		refusal(() => start(format)),
		/format 99, this engine reads \d/,
	);
	assert.match(
		refusal(() => start(new TextEncoder().encode('{"substances": []}'.repeat(10)))),
		/not a Weir catalogue/,
	);
});

test('a file without one of its sections is refused, and the section named', () => {
	for (const name of artefact.sections.keys()) {
		const without = new Map([...artefact.sections].filter(([other]) => other !== name));
		assert.ok(refusal(() => start(packArtefact(without, nativeDigest))).includes(`"${name}"`), name);
	}
	assert.match(
		refusal(() => requireSection(artefact, 'nonsense')),
		/"nonsense"/,
	);
});

test('a section that is not what it should be is refused', () => {
	const replaced = (name: string, text: string): Uint8Array =>
		packArtefact(
			new Map([...artefact.sections].map(([other, bytes]) => [other, other === name ? new TextEncoder().encode(text) : bytes])),
			nativeDigest,
		);
	for (const name of ['catalogue', 'law', 'fold-more', 'foreign', 'pinyin', 'words', 'numerals', 'model'])
		assert.ok(refusal(() => start(replaced(name, '{"cut off'))).includes(`"${name}"`), name);
	const model = { features: FEATURE_NAMES.slice(1), weights: [], byTier: {} };
	assert.match(
		refusal(() => start(replaced('model', JSON.stringify(model)))),
		/other features/,
	);
});

test('contents that lie about their sections are refused', () => {
	refusal(() =>
		start(
			resealed((bytes) => {
				new DataView(bytes.buffer).setUint32(HEADER, 0xffffffff, true);
			}),
		),
	);
	refusal(() =>
		start(
			resealed((bytes) => {
				bytes[HEADER + 4] = 0;
			}),
		),
	);
});

test('packing is deterministic, and unpacking gives back what was packed', () => {
	assert.deepEqual(packArtefact(artefact.sections, nativeDigest), BYTES);
	assert.equal(unpackArtefact(BYTES, pureDigest).version, artefact.version, 'whichever implementation hashes');
	const name = fc.string({ unit: fc.constantFrom(...'abcä😀-'), minLength: 1, maxLength: 8 });
	fc.assert(
		fc.property(fc.uniqueArray(fc.tuple(name, fc.uint8Array({ maxLength: 40 })), { selector: ([key]) => key, maxLength: 8 }), (entries) => {
			const sections = new Map(entries);
			const packed = packArtefact(sections, nativeDigest);
			assert.deepEqual(packArtefact(sections, nativeDigest), packed);
			const opened = unpackArtefact(packed, nativeDigest);
			assert.deepEqual(
				[...opened.sections].map(([key, bytes]) => [key, [...bytes]]),
				[...sections].map(([key, bytes]) => [key, [...bytes]]),
			);
		}),
		{ seed: 61, numRuns: 200 },
	);
});

test('the version is the content: any change makes another', () => {
	const more = new Map([...artefact.sections, ['extra', new Uint8Array(1)]] as const);
	assert.notEqual(unpackArtefact(packArtefact(more, nativeDigest), nativeDigest).version, artefact.version);
});
