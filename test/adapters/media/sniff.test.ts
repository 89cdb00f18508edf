// Types and sizes are told by content; damage is noticed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sniff } from '../../../src/adapters/media/sniff.ts';
import { chunk, hugePng, jpeg, pdf, picture, png } from '../../support/media.ts';

const label = picture(['Acetone']);
const SIZE = { width: 800, height: 260, animated: false, cut: false } as const;

test('each type is known by its first bytes, with the size its header declares', async () => {
	assert.deepEqual(sniff(png(label)), { kind: 'image', format: 'png', ...SIZE });
	assert.deepEqual(sniff(jpeg(label)), { kind: 'image', format: 'jpeg', ...SIZE });
	assert.deepEqual(sniff(label.toBuffer('image/webp')), { kind: 'image', format: 'webp', ...SIZE });
	assert.deepEqual(sniff(await label.encode('gif')), { kind: 'image', format: 'gif', ...SIZE });
	assert.deepEqual(sniff(pdf([{ lines: ['a'] }])), { kind: 'pdf' });
	assert.deepEqual(sniff(Buffer.from('Azeton 哌啶')), { kind: 'text', text: 'Azeton 哌啶' });
	assert.deepEqual(sniff(Buffer.from('\ufeffAcetone', 'utf16le')), { kind: 'text', text: 'Acetone' });
});

test('a file cut at any byte never throws, and an image cut anywhere is unknown or cut', async () => {
	for (const whole of [png(label), jpeg(label), label.toBuffer('image/webp'), await label.encode('gif')]) {
		for (let length = 0; length < whole.length - 1; length += length < 100 ? 1 : 97) {
			const found = sniff(whole.subarray(0, length));
			assert.ok(found.kind !== 'image' || found.cut, `${length} of ${whole.length} bytes: ${JSON.stringify(found)}`);
		}
	}
});

test('a flipped byte inside a PNG is damage', () => {
	const bytes = Uint8Array.from(png(label));
	const at = Math.floor(bytes.length / 2);
	bytes[at] = (bytes[at] ?? 0) ^ 1;
	const found = sniff(bytes);
	assert.ok(found.kind === 'image' && found.cut);
});

test('further frames are noticed', () => {
	const still = Buffer.from(png(label));
	const animated = Buffer.concat([still.subarray(0, 33), chunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0])), still.subarray(33)]);
	const found = sniff(animated);
	assert.ok(found.kind === 'image' && found.animated && !found.cut);
});

test('a size is read without decoding', () => {
	const found = sniff(hugePng(60_000, 60_000));
	assert.ok(found.kind === 'image' && found.width === 60_000 && found.height === 60_000);
});

test('what is none of these is named', () => {
	const named: readonly (readonly [bytes: Uint8Array, what: RegExp])[] = [
		[new Uint8Array(0), /empty/],
		[Buffer.from('PK\x03\x04\x14\0'), /ZIP/],
		[Buffer.from('II*\0\x08'), /TIFF/],
		[Buffer.from([0, 1, 2, 3, 0xff]), /unknown type/],
	];
	for (const [bytes, what] of named) {
		const found = sniff(bytes);
		assert.ok(found.kind === 'unknown');
		assert.match(found.what, what);
	}
});
