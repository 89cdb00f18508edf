// Reading real files in real threads: documents, pictures, codes, and every way in which a file is hostile.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { type MediaCache, MediaReader, memoryCache } from '../../../src/adapters/media/reader.ts';
import type { MediaKind, MediaPart } from '../../../src/model/media.ts';
import { hugePng, jpeg, pdf, picture, png, qr } from '../../support/media.ts';

const label = picture(['Piperidine, 99 %', 'CAS 110-89-4']);
const reader = new MediaReader({ limits: { pages: 3, pictures: 1, text: 5_000 } });
after(() => reader.close());

const say = (parts: readonly MediaPart[], kind: MediaKind): string =>
	parts.flatMap((part) => (part.kind === kind && part.text !== '' ? [part.text] : [])).join('\n');
const notes = (parts: readonly MediaPart[]): string[] => parts.flatMap((part) => (part.outcome === 'errored' ? [part.note ?? ''] : []));

test('a document: text by page, and its title', async () => {
	const parts = await reader.read(
		pdf([{ lines: ['Certificate of analysis (COA)'] }, { lines: ['Piperidine CAS 110-89-4'.padEnd(60, '.')] }], { title: 'Lot 7' }),
	);
	assert.equal(say(parts, 'name'), 'Lot 7');
	assert.deepEqual(
		parts.filter((part) => part.kind === 'text').map(({ page, outcome }) => [page, outcome]),
		[
			[1, 'read'],
			[2, 'read'],
		],
	);
	assert.match(say(parts, 'text'), /Certificate of analysis \(COA\)\nPiperidine CAS 110-89-4/);
});

test('pictures of each type are recognised, whatever they are called', async () => {
	for (const bytes of [png(label), jpeg(label), label.toBuffer('image/webp'), await label.encode('gif')]) {
		const parts = await reader.read(bytes);
		assert.match(say(parts, 'ocr'), /Piperidine, 99 %\nCAS 110-89-4/);
		assert.ok(parts.every((part) => part.outcome === 'read'));
	}
});

test('a picture that lies on its side is recognised', async () => {
	const turned = picture([], { width: 260, height: 800 });
	const context = turned.getContext('2d');
	context.translate(0, 800);
	context.rotate(-Math.PI / 2);
	context.drawImage(label, 0, 0);
	assert.match(say(await reader.read(png(turned)), 'ocr'), /110-89-4/);
});

test('a page that is a picture is recognised as drawn', async () => {
	const parts = await reader.read(pdf([{ picture: label }]));
	assert.match(say(parts, 'ocr'), /Piperidine, 99 %\nCAS 110-89-4/);
	assert.equal(parts.find((part) => part.kind === 'ocr')?.page, 1);
});

test('a code is read, alone and on a page', async () => {
	assert.equal(say(await reader.read(await qr('Piperidine 110-89-4')), 'code'), 'Piperidine 110-89-4');
});

test('plain text is read as it is', async () => {
	assert.equal(say(await reader.read(Buffer.from('Acetone, 5 L')), 'text'), 'Acetone, 5 L');
});

test('what cannot be read says why and how to mend it', async () => {
	const hostile: readonly (readonly [what: string, bytes: Uint8Array, says: RegExp])[] = [
		['encrypted', pdf([{ lines: ['a'] }], { encrypted: true }), /encrypted; give it without a password/],
		['cut document', pdf([{ lines: ['Acetone'] }]).subarray(0, 300), /damaged/],
		['no document', Buffer.from('%PDF-1.7 and nothing else'), /damaged/],
		['cut image', png(label).subarray(0, 3_000), /cut short or damaged/],
		['huge image', hugePng(60_000, 60_000), /60000 × 60000 pixels; give an image of at most 40 megapixels/],
		['empty header', hugePng(0, 10), /0 × 10 pixels/],
		['archive', Buffer.from('PK\x03\x04'), /ZIP archive.*; give a PDF/],
		['empty', new Uint8Array(0), /empty file/],
		['pages', pdf([1, 2, 3, 4, 5].map((n) => ({ lines: [`Page ${n} of a long document about beakers`] }))), /pages 4 to 5 were not read/],
		['pictures', pdf([{ picture: label }, { picture: label }]), /pictures are read on 1 pages only/],
		['long text', Buffer.from('beaker '.repeat(1_000)), /more than 5,000 characters/],
	];
	for (const [what, bytes, says] of hostile) {
		const found = notes(await reader.read(bytes));
		assert.ok(
			found.some((note) => says.test(note)),
			`${what}: ${JSON.stringify(found)}`,
		);
	}
});

test('a file over the size limit is not opened', async () => {
	const small = new MediaReader({ limits: { bytes: 10 } });
	assert.match(notes(await small.read(new Uint8Array(11)))[0] ?? '', /give a file of at most/);
	await small.close();
});

test('a page that expands without end is given up, and the next file is read', async () => {
	const bounded = new MediaReader({ limits: { memoryMiB: 300 } });
	const bytes = deflateSync(Buffer.alloc(250_000_000, ' '));
	assert.match(notes(await bounded.read(pdf([{ stream: { filter: '/FlateDecode', bytes } }])))[0] ?? '', /more than 300 MiB of memory/);
	assert.equal(say(await bounded.read(Buffer.from('Acetone')), 'text'), 'Acetone');
	await bounded.close();
});

test('a file that takes too long is given up with what was read before, and is read anew the next time', async () => {
	const hurried = new MediaReader({ limits: { timeMs: 1 } });
	const bytes = png(label);
	const [first, second] = [await hurried.read(bytes), await hurried.read(bytes)];
	for (const parts of [first, second]) assert.match(notes(parts)[0] ?? '', /takes longer than 0\.001 s/);
	assert.notEqual(first, second);
	await hurried.close();
});

test('the same content is read once', async () => {
	const kept = memoryCache();
	let written = 0;
	const cache: MediaCache = {
		get: (key) => kept.get(key),
		set: async (key, parts) => {
			written++;
			await kept.set(key, parts);
		},
	};
	const caching = new MediaReader({ cache });
	const [a, b] = await Promise.all([caching.read(Buffer.from('Acetone')), caching.read(Buffer.from('Acetone'))]);
	const c = await caching.read(Buffer.from('Acetone'));
	assert.equal(written, 1);
	assert.deepEqual([b, c], [a, a]);
	await caching.close();
});

test('a full queue and a closed reader answer at once', async () => {
	const narrow = new MediaReader({ queue: 1 });
	const texts = ['a', 'b', 'c', 'd'].map((text) => narrow.read(Buffer.from(text)));
	const all = await Promise.all(texts);
	assert.ok(all.flatMap(notes).some((note) => /too many files wait/.test(note)));
	await narrow.close();
	assert.match(notes(await narrow.read(Buffer.from('e')))[0] ?? '', /stopped/);
});

test('closing ends what is under way', async () => {
	const closing = new MediaReader();
	const reading = closing.read(png(label));
	await new Promise((resolve) => setImmediate(resolve));
	await closing.close();
	assert.match(notes(await reading)[0] ?? '', /stopped/);
});

test('an idle thread ends by itself and a new one takes its place', async () => {
	const idle = new MediaReader({ idleMs: 1 });
	assert.equal(say(await idle.read(Buffer.from('Acetone')), 'text'), 'Acetone');
	await new Promise((resolve) => setTimeout(resolve, 50));
	assert.equal(say(await idle.read(Buffer.from('Toluene')), 'text'), 'Toluene');
	await idle.close();
});
