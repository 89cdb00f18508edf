// From bytes to records: encodings, formats, files that are no text, and every record accounted for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeRecord, openListings, type SourceOptions } from '../../src/adapters/listing-source.ts';

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += size) yield Uint8Array.from(bytes.subarray(at, at + size));
}

interface Read {
	readonly format: string;
	readonly rows: readonly (readonly [id: string, title: string])[];
	readonly empty: boolean;
}

async function read(input: string | Uint8Array, options: Partial<SourceOptions> = {}, size = 1 << 20): Promise<Read> {
	const source = await openListings(cut(typeof input === 'string' ? Buffer.from(input) : input, size), { name: '-', ...options });
	const rows: [string, string][] = [];
	for await (const batch of source.batches) {
		for (const record of batch.records) {
			const { listingId, listing } = decodeRecord(record, source.shape);
			rows.push([listingId, listing.ok ? listing.value.title : `! ${listing.problems[0]?.message}`]);
		}
	}
	return { format: source.format, rows, empty: source.empty };
}

const TITLES = ['id,title', 'a,Aceton, plain', 'b,丙酮 🧪 é'];
const CSV = `id,title\r\na,"Aceton, plain"\r\n,丙酮 🧪 é\r\n`;
const EXPECTED = [
	['a', 'Aceton, plain'],
	['line:3', '丙酮 🧪 é'],
];

test('UTF-8 with and without mark, UTF-16 of both orders: the same records, wherever the bytes are cut', async () => {
	assert.equal(TITLES.length, 3);
	const utf16 = Buffer.from(`\ufeff${CSV}`, 'utf16le');
	const inputs = [Buffer.from(CSV), Buffer.from(`\ufeff${CSV}`), utf16, Buffer.from(utf16).swap16()];
	for (const input of inputs) {
		for (const size of [1, 2, 3, 5, 1000])
			assert.deepEqual((await read(input, {}, size)).rows, EXPECTED, `${input.subarray(0, 3).toString('hex')} by ${size}`);
	}
});

test('random cuts of JSON Lines change nothing', async () => {
	const input = Buffer.from(['{"title":"é丙🧪"}', '', '{"id":"x","title":"b"}', 'oops', '{"title":"c"}'].join('\r\n'));
	const whole = await read(input);
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 20 }), async (size) => assert.deepEqual(await read(input, {}, size), whole)),
		{ seed: 3, numRuns: 20 },
	);
	assert.deepEqual(
		whole.rows.map(([id]) => id),
		['line:1', 'x', 'line:4', 'line:5'],
	);
});

test('the format: option, then extension, then content', async () => {
	const object = '{"title":"a"}';
	assert.equal((await read(object)).format, 'jsonl');
	assert.equal((await read(`${object}\n${object}`, { name: 'x.json' })).format, 'jsonl');
	assert.equal((await read('{\n"title":"a"\n}')).format, 'json');
	assert.equal((await read(`[${object}]`)).format, 'json');
	assert.equal((await read(`{"title": oops\n${object}\n`)).format, 'jsonl');
	assert.equal((await read(`garbage\n${object}\n`)).format, 'jsonl');
	assert.equal((await read('title\na\n')).format, 'csv');
	assert.equal((await read('title\na\n', { name: 'x.TSV' })).format, 'csv');
	assert.equal((await read(object, { name: 'x.csv', format: 'jsonl' })).format, 'jsonl');
	assert.match((await read(`[${object}]`, { name: 'x.jsonl' })).rows[0]?.[1] ?? '', /is a list, not a listing/);
});

test('delimiters: semicolon, tab, pipe, and the line a spreadsheet puts first', async () => {
	for (const delimiter of [';', '\t', '|'])
		assert.deepEqual((await read(`id${delimiter}title\na${delimiter}b, c\n`)).rows, [['a', 'b, c']]);
	assert.deepEqual((await read('sep=;\r\nid;title\r\n;b\r\n')).rows, [['line:3', 'b']]);
	assert.deepEqual((await read('\n\nid,title\n,b\n')).rows, [['line:4', 'b']]);
});

test('what cannot be read is still a record', async () => {
	const bytes = Buffer.concat([
		Buffer.from('{"title":"a"}\n{"title":"'),
		Buffer.from([0xff, 0xfe]),
		Buffer.from('"}\n{"title":"b"}\n{"title":\n[]\n7\n{"titel":"c"}\n'),
	]);
	const { rows } = await read(bytes, { format: 'jsonl' });
	assert.deepEqual(
		rows.map(([id, title]) => `${id} ${title.slice(0, 21)}`),
		[
			'line:1 a',
			'line:2 ! is not valid UTF-8 ',
			'line:3 b',
			'line:4 ! is not valid JSON: ',
			'line:5 ! is a list, not a li',
			'line:6 ! is the number 7, no',
			'line:7 ! is missing',
		],
	);
});

test('a lone surrogate in UTF-16 is refused with its record', async () => {
	const { rows } = await read(Buffer.from('\ufefftitle\na\ud83d\nb\n', 'utf16le'));
	assert.deepEqual(
		rows.map(([, title]) => title.slice(0, 20)),
		['! is not valid UTF-8', 'b'],
	);
});

test('a file that is no text is one record that says what it is', async () => {
	for (const [bytes, what] of [
		[[0x50, 0x4b, 3, 4, 20, 0], /Excel workbook.*/],
		[[0x1f, 0x8b, 8, 0], /gzip/],
		[[0x25, 0x50, 0x44, 0x46, 0x2d], /PDF/],
		[[0, 1, 0, 2, 0, 3], /binary file/],
	] as const) {
		const { rows } = await read(Uint8Array.from(bytes), { name: 'x.csv' });
		assert.equal(rows.length, 1);
		assert.match(rows[0]?.[1] ?? '', what);
	}
});

test('empty inputs are known to be empty', async () => {
	for (const nothing of ['', '\n \r\n', '\ufeff']) {
		const { rows, empty } = await read(nothing);
		assert.deepEqual([rows, empty], [[], true]);
	}
	assert.deepEqual((await read('title,cas\n')).rows, []);
	assert.deepEqual((await read('[]')).rows, []);
});

test('a header without a title column names the columns and the fix', async () => {
	await assert.rejects(read('Foo,Bar\n1,2\n'), /No column looks like the title\. The columns are "Foo", "Bar"\. Name it with --map/);
});
