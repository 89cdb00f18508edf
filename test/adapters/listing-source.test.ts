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

// The bytes of one line each, as an encoding of the WHATWG standard writes them.
const FOREIGN: readonly (readonly [encoding: string, title: string, hex: string])[] = [
	['windows-1252', 'Bürste „fein“ 5 €', '42fc7273746520846665696e9320352080'],
	['windows-1251', 'Ацетон', 'c0f6e5f2eeed'],
	['gb18030', '丙酮', 'b1fbcdaa'],
	['shift_jis', 'アセトン', '8341835a83678393'],
	['big5', '丙酮', 'a4fee0ac'],
	['euc-kr', '가', 'b0a1'],
	['utf-16le', '丙a', '194e6100'],
];
const bytesOf = (encoding: string, text: string): Buffer =>
	encoding === 'utf-16le' ? Buffer.from(text, 'utf16le') : Buffer.from(text, 'latin1');

test('an encoding that is named: the same records, wherever the bytes are cut', async () => {
	for (const [encoding, title, hex] of FOREIGN) {
		const value = Buffer.from(hex, 'hex');
		const input = Buffer.concat([bytesOf(encoding, 'id,title\r\na,'), value, bytesOf(encoding, '\r\n,b\r\nc,'), value]);
		for (const size of [1, 2, 3, 7, 1000]) {
			const { rows } = await read(input, { encoding }, size);
			assert.deepEqual(
				rows,
				[
					['a', title],
					['line:3', 'b'],
					['c', title],
				],
				`${encoding} by ${size}`,
			);
		}
	}
});

test('bytes that an encoding does not have are one bad record, named by the byte of the input', async () => {
	const input = Buffer.concat([
		Buffer.from('{"title":"a"}\n{"title":"'),
		Buffer.from([0x83, 0x41, 0xff]),
		Buffer.from('7"}\n{"title":"b"}\n{"title":"'),
		Buffer.from([0x83]), // the lead byte of nothing
		Buffer.from('\n{"title":"c"}'),
	]);
	for (const size of [1, 4, 1000]) {
		const { rows } = await read(input, { encoding: 'shift_jis' }, size);
		assert.deepEqual(
			rows,
			[
				['line:1', 'a'],
				['line:2', '! is not valid shift_jis at byte 27 of the input'],
				['line:3', 'b'],
				['line:4', '! is not valid shift_jis at byte 57 of the input'],
				['line:5', 'c'],
			],
			`by ${size}`,
		);
	}
	const source = await openListings(cut(input, 1000), { name: '-', encoding: 'shift_jis' });
	const raw: string[] = [];
	for await (const { records } of source.batches) raw.push(...records.map((record) => decodeRecord(record, source.shape).raw));
	assert.equal(raw[1], '{"title":"ア\ufffd7"}');
});

test('one endless line in another encoding is read in pieces, with what is wrong still refused', async () => {
	const filler = Buffer.alloc(1_500_000, 'x');
	const input = Buffer.concat([
		Buffer.from('[{"title":"a"},{"title":"b","description":"'),
		filler,
		Buffer.from([0xff]),
		Buffer.from('"}]'),
	]);
	for (const encoding of ['gb18030', 'shift_jis']) {
		const { rows } = await read(input, { encoding }, 65_536);
		assert.equal(rows.length, 2);
		assert.equal(rows[0]?.[1], 'a');
		assert.match(rows[1]?.[1] ?? '', /^! is not valid/);
	}
});

test('a byte order mark wins over what was named; UTF-16 without one can be named; what is no text stays so', async () => {
	for (const input of [
		Buffer.from(`\ufeff${CSV}`),
		Buffer.from(`\ufeff${CSV}`, 'utf16le'),
		Buffer.from(`\ufeff${CSV}`, 'utf16le').swap16(),
	])
		assert.deepEqual((await read(input, { encoding: 'windows-1252' })).rows, EXPECTED);
	assert.deepEqual((await read(Buffer.from(CSV, 'utf16le').swap16(), { encoding: 'utf-16be' })).rows, EXPECTED);
	assert.match((await read(Buffer.from('title\na\n', 'utf16le'), { encoding: 'utf-8' })).rows[0]?.[1] ?? '', /binary file, or UTF-16/);
	assert.match((await read(Uint8Array.of(0x1f, 0x8b, 8, 0), { encoding: 'utf-16le' })).rows[0]?.[1] ?? '', /gzip/);
});

test('an input that reads as UTF-8 although another encoding was named is doubtful', async () => {
	const doubtful = async (bytes: Uint8Array, encoding: string): Promise<boolean | undefined> =>
		(await openListings(cut(bytes, 1000), { name: '-', encoding })).doubtful;
	assert.equal(await doubtful(Buffer.from(CSV), 'windows-1252'), true);
	assert.equal(await doubtful(Buffer.from('title\nb\n'), 'windows-1252'), false);
	assert.equal(await doubtful(Buffer.from('title\nB\xfcrste\n', 'latin1'), 'windows-1252'), false);
	assert.equal(await doubtful(Buffer.from(CSV), 'utf-8'), false);
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
