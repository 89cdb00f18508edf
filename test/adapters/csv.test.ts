// CSV as marketplaces write it. No row is ever lost, whatever its quotes; chunk boundaries change nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sniffDelimiter, splitCells, splitRows } from '../../src/adapters/csv.ts';
import { parseMap, readColumns, rowToValue } from '../../src/adapters/csv-columns.ts';
import { csvCell } from '../../src/adapters/verdict-sink.ts';
import { split, WHOLE } from './splitting.ts';

test('rows: CRLF, LF, CR, quoted line breaks, blank rows, no last line end', () => {
	for (const end of ['\r\n', '\n', '\r']) {
		const found = split(splitRows(','), ['title,x', '"two', 'lines",1', '', ',,', 'last,2'].join(end), [2]);
		assert.deepEqual(
			found.map(({ line, text, problem }) => [line, text, problem]),
			[
				[1, 'title,x', undefined],
				[2, `"two${end}lines",1`, undefined],
				[6, 'last,2', undefined],
			],
		);
	}
});

test('an unclosed quote costs its own line only', () => {
	const found = split(splitRows(','), 'title\n"open\nb\nc\n', WHOLE);
	assert.deepEqual(
		found.map(({ line, text, problem }) => [line, text, problem !== undefined]),
		[
			[1, 'title', false],
			[2, '"open', true],
			[3, 'b', false],
			[4, 'c', false],
		],
	);
});

test('text after a closing quote costs its own line only', () => {
	const found = split(splitRows(','), 'title,n\n"12" pipe,1\nb,2\n', [4]);
	assert.deepEqual(
		found.map(({ line, problem }) => [line, problem !== undefined]),
		[
			[1, false],
			[2, true],
			[3, false],
		],
	);
});

test('a line over the limit is reported and the next one read', () => {
	for (const sizes of [WHOLE, [5]]) {
		const found = split(splitRows(',', 20), `a\n${'x'.repeat(200)}\nb\n`, sizes);
		assert.deepEqual(
			found.map(({ line, problem }) => [line, problem !== undefined]),
			[
				[1, false],
				[2, true],
				[3, false],
			],
		);
	}
});

test('every line of the input is covered by a record, and chunk boundaries change nothing', () => {
	const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom('a', '"', '""', ',', '\n', '\r\n', '\r', ' ', '丙', '🧪', 'abcdef'), { maxLength: 30 }),
			sizes,
			(parts, cut) => {
				const input = parts.join('');
				const whole = split(splitRows(',', 12), input, WHOLE);
				assert.deepEqual(split(splitRows(',', 12), input, cut), whole);
				assert.deepEqual(split(splitRows(','), input, cut), split(splitRows(','), input, WHOLE));
				// Every character that is not layout comes out somewhere.
				const marks = (text: string): number => [...text].filter((c) => /[a-z丙🧪]/u.test(c)).length;
				assert.equal(
					split(splitRows(','), input, WHOLE).reduce((sum, { text }) => sum + marks(text), 0),
					marks(input),
				);
			},
		),
		{ seed: 9, numRuns: 2000 },
	);
});

test('cells: quotes, doubled quotes, empty cells, spaces', () => {
	assert.deepEqual(splitCells('a,"b,c","d ""e""",,"" ,f"g"', ','), ['a', 'b,c', 'd "e"', '', '', 'f"g"']);
	assert.deepEqual(splitCells('', ','), ['']);
	assert.deepEqual(splitCells('a;b,c', ';'), ['a', 'b,c']);
});

test('cells written by the sink are read back the same', () => {
	fc.assert(
		fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', '丙') }), { minLength: 1, maxLength: 5 }), (cells) => {
			const expected = cells.map((cell) => (/^\n/.test(cell) ? `'${cell}` : cell));
			assert.deepEqual(splitCells(cells.map(csvCell).join(','), ','), expected);
		}),
		{ seed: 10 },
	);
});

test('the delimiter is found in the header', () => {
	assert.equal(sniffDelimiter('a,b,c'), ',');
	assert.equal(sniffDelimiter('a;"b,c,d,e";c'), ';');
	assert.equal(sniffDelimiter('a\tb, or not\tc'), '\t');
	assert.equal(sniffDelimiter('title'), ',');
});

const fields = (headers: string[], map = ''): string[] => readColumns(headers, parseMap([map])).map((column) => column.field);

test('headers of marketplaces are recognised; the rest become attributes', () => {
	assert.deepEqual(fields(['SKU', 'Product Name', 'Description', 'CAS No.', 'Price', 'Colour']), [
		'id',
		'title',
		'description',
		'cas',
		'price',
		'attribute',
	]);
	assert.deepEqual(fields(['item-name', 'item-description', 'listing-id', 'seller-sku']), ['title', 'description', 'id', 'attribute']);
	assert.deepEqual(fields(['Handle', 'Title', 'Body (HTML)', 'Vendor', 'Tags', 'Image Src']), [
		'id',
		'title',
		'description',
		'attribute',
		'tags',
		'images',
	]);
	assert.deepEqual(fields(['商品名称', '描述', '价格']), ['title', 'description', 'price']);
	assert.deepEqual(fields(['Название', 'Описание']), ['title', 'description']);
	assert.deepEqual(fields(['Name', 'Title']), ['attribute', 'title'], 'the better header wins, not the first');
});

test('--map names columns, suggests fields and headers, and can leave a column out', () => {
	assert.deepEqual(fields(['Artikelnummer', 'Artikelbezeichnung', 'Artikelbeschreibung', 'CAS-Nr.', 'Warengruppe', 'Menge']), [
		...['id', 'title', 'description', 'cas', 'category', 'quantity'],
	]);
	assert.deepEqual(fields(['货号', '商品名称', '数量']), ['id', 'title', 'quantity']);
	assert.deepEqual(fields(['Artikel', 'Notiz', 'Text'], 'Artikel=title,Notiz=-'), ['title', '-', 'description']);
	assert.throws(() => fields(['Artikel'], 'Artikel=titel'), /did you mean "title"/);
	assert.throws(() => fields(['Artikel', 'Title'], 'Artikle=description'), /did you mean "Artikel"/);
	assert.throws(() => fields(['Artikel', 'Preisliste']), /No column looks like the title.*--map/s);
	assert.throws(() => fields(['Title'], 'Title'), /is not "Header=field"/);
});

const value = (headers: string[], cells: string[], map = ''): unknown => {
	const made = rowToValue(cells, readColumns(headers, parseMap([map])));
	return made.ok ? made.value : made.problems;
};

test('cells become the listing; nothing is guessed and nothing is dropped', () => {
	assert.deepEqual(value(['Title', 'Qty', 'Unit', 'Price', 'Currency'], ['Acetone', '5', 'L', '12.50', 'eur']), {
		title: 'Acetone',
		offers: [{ quantity: '5', unit: 'L', price: '12.50', currency: 'EUR' }],
	});
	assert.deepEqual(value(['Title', 'Pack size'], ['Acetone', '2.5 L']), { title: 'Acetone', offers: [{ quantity: '2.5', unit: 'L' }] });
	assert.deepEqual(value(['Title', 'Quantity', 'Price'], ['Acetone', '1,000 kg', '$9']), {
		title: 'Acetone',
		attributes: { Quantity: '1,000 kg', Price: '$9' },
	});
	assert.deepEqual(value(['Title', 'Ships to', 'Seller ID', 'Ships from'], ['A', 'us, de', 'S1', 'cn']), {
		title: 'A',
		shipsTo: ['US', 'DE'],
		seller: { id: 'S1', country: 'CN' },
	});
	assert.deepEqual(value(['Title', 'Ships to', 'Ships from'], ['A', 'worldwide', 'Germany']), {
		title: 'A',
		attributes: { 'Ships to': 'worldwide', 'Ships from': 'Germany' },
	});
	assert.deepEqual(value(['Title', 'X', 'X', '__proto__', ''], ['A', '1', '2', '3', '4']), {
		title: 'A',
		attributes: Object.fromEntries([
			['X', '1'],
			['X (2)', '2'],
			['__proto__', '3'],
			['column 5', '4'],
		]),
	});
	assert.deepEqual(value(['Title', 'Tags', 'Images'], ['A', 'x; y', 'a b.jpg | c.png']), {
		title: 'A',
		tags: ['x', 'y'],
		images: ['a b.jpg', 'c.png'],
	});
});

test('a column asked for is taken at its word, so that its mistakes are reported', () => {
	assert.deepEqual(value(['Title', 'N'], ['A', '1,000'], 'N=quantity'), { title: 'A', offers: [{ quantity: '1,000' }] });
});

test('short rows are filled, long rows refused', () => {
	assert.deepEqual(value(['Title', 'X'], ['A']), { title: 'A' });
	assert.deepEqual(value(['Title'], ['A', '', ' ']), { title: 'A' });
	assert.match(JSON.stringify(value(['Title'], ['A', 'b'])), /has 2 cells where the header has 1/);
});

test('a cell that a spreadsheet would run is made text', () => {
	for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '＝1', '\t=1', '\rx']) assert.match(csvCell(formula), /^"?'/, formula);
	assert.equal(csvCell('2-butanone'), '2-butanone');
	assert.equal(csvCell('a\u001b[31mb\u009b'), 'a\\x1b[31mb\\x9b');
});
