// What a listing may be and what it may not; the published schema and the parser must agree.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { ListingSchema } from '../../src/model/listing-schema.ts';
import { isDate, LISTING_KEYS, parseListing } from '../../src/model/parse-listing.ts';

const problems = (value: unknown): string[] => {
	const parsed = parseListing(value);
	return parsed.ok ? [] : parsed.problems.map((problem) => `${problem.pointer}: ${problem.message} | ${problem.fix}`);
};

const FULL = {
	id: 'L-1',
	revision: 3,
	title: 'Acetone 99.5 %, 5 L',
	description: 'Technical solvent. 丙酮 🧪',
	attributes: { purity: '99.5 %', 'a/b~c': 'x' },
	tags: ['solvent'],
	category: 'Lab > Solvents',
	cas: '67-64-1',
	smiles: 'CC(C)=O',
	inchi: 'InChI=1S/C3H6O/c1-3(2)4/h1-2H3',
	inchikey: 'CSCPPACGZOOCGX-UHFFFAOYSA-N',
	hsCode: '2914.11',
	language: 'en',
	seller: { id: 'S-9', country: 'DE' },
	shipsTo: ['US', 'XK'],
	offers: [{ quantity: '5', unit: 'L', price: '12.50', currency: 'EUR' }],
	images: ['img/1.jpg'],
	imageAlts: ['A bottle'],
	attachments: ['sds.pdf'],
	asOf: '2024-02-29',
};

test('only the title is required, and the listing returned is the value given', () => {
	const value = { title: 'Beaker' };
	const parsed = parseListing(value);
	assert.ok(parsed.ok && parsed.value === (value as unknown));
	assert.deepEqual(problems(FULL), []);
	assert.deepEqual(Object.keys(FULL).sort(), [...LISTING_KEYS].sort());
});

const REFUSED: readonly (readonly [what: string, value: unknown, pointer: string, says: RegExp])[] = [
	['no object', 'text', '', /is text, not a listing/],
	['a list', [{ title: 'x' }], '', /is a list/],
	['null', null, '', /is null/],
	['no title', {}, '/title', /is missing/],
	['an empty title', { title: '' }, '/title', /is empty/],
	['a blank title', { title: ' \t\n' }, '/title', /is empty/],
	['a number for text', { title: 5 }, '/title', /write "5" in quotes/],
	['null for text', { title: 'x', cas: null }, '/cas', /leave the key out/],
	['an unknown key, misspelt', { title: 'x', descripton: 'y' }, '/descripton', /unknown key "descripton" \| did you mean "description"/],
	['an unknown key, another system', { title: 'x', cas_number: 'y' }, '/cas_number', /did you mean "cas"/],
	['an unknown key that every object inherits', { title: 'x', constructor: 'y' }, '/constructor', /attributes/],
	['a list where one listing is expected', { listings: [{ title: 'x' }] }, '/listings', /by itself/],
	['an unknown key, nothing near', { title: 'x', zzzzzzzzzz: 'y' }, '/zzzzzzzzzz', /attributes/],
	['a key in another case', { title: 'x', HSCode: 'y' }, '/HSCode', /did you mean "hsCode"/],
	['__proto__', JSON.parse('{"title":"x","__proto__":{"title":"y"}}'), '/__proto__', /unknown key/],
	['a lone surrogate', { title: 'a\ud83d' }, '/title', /well-formed Unicode \(lone surrogate at offset 1\)/],
	['a lone surrogate in a name', { title: 'x', attributes: { '\udc00': 'v' } }, '/attributes', /well-formed/],
	['an attribute that is no text', { title: 'x', attributes: { 'a/b': 1 } }, '/attributes/a~1b', /is the number 1/],
	['attributes as a list', { title: 'x', attributes: ['a'] }, '/attributes', /is a list, not an object/],
	['tags as text', { title: 'x', tags: 'a,b' }, '/tags', /is text, not a list/],
	['a tag that is no text', { title: 'x', tags: ['a', 7] }, '/tags/1', /is the number 7/],
	['a country in lower case', { title: 'x', shipsTo: ['de'] }, '/shipsTo/0', /write "DE"/],
	['UK', { title: 'x', seller: { id: 's', country: 'UK' } }, '/seller/country', /write "GB"/],
	['a country that is not', { title: 'x', shipsTo: ['ZZ'] }, '/shipsTo/0', /ISO 3166-1/],
	['a seller without id', { title: 'x', seller: {} }, '/seller/id', /is missing/],
	['an unknown key of the seller', { title: 'x', seller: { id: 's', nation: 'US' } }, '/seller/nation', /known keys: id, country/],
	['a date that does not exist', { title: 'x', asOf: '2023-02-29' }, '/asOf', /YYYY-MM-DD/],
	['a time', { title: 'x', asOf: '2024-01-01T00:00:00Z' }, '/asOf', /YYYY-MM-DD/],
	['a quantity as a number', { title: 'x', offers: [{ quantity: 2.5, unit: 'kg' }] }, '/offers/0/quantity', /write "2.5" in quotes/],
	[
		'a quantity with separators',
		{ title: 'x', offers: [{ quantity: '1,000', unit: 'kg' }] },
		'/offers/0/quantity',
		/no thousands separator/,
	],
	['a negative price', { title: 'x', offers: [{ quantity: '1', unit: 'kg', price: '-1' }] }, '/offers/0/price', /not a decimal/],
	['an exponent', { title: 'x', offers: [{ quantity: '1e3', unit: 'kg' }] }, '/offers/0/quantity', /not a decimal/],
	['no unit', { title: 'x', offers: [{ quantity: '1' }] }, '/offers/0/unit', /is missing/],
	['a currency sign', { title: 'x', offers: [{ quantity: '1', unit: 'kg', currency: '€' }] }, '/offers/0/currency', /ISO 4217/],
	['a fractional revision', { title: 'x', revision: 1.5 }, '/revision', /whole number/],
	['10 MB of title', { title: 'x'.repeat(10_000_000) }, '/title', /has 10,000,000 characters; the limit is 10,000 \| shorten it, or move/],
	['10 MB of description', { title: 'x', description: 'x'.repeat(10_000_000) }, '/description', /the limit is 1,000,000 \| shorten it/],
	[
		'too much text together',
		{ title: 'x', attributes: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`a${i}`, 'x'.repeat(100_000)])) },
		'',
		/the limit is 1,048,576/,
	],
	['too many tags', { title: 'x', tags: Array(1001).fill('t') }, '/tags', /has 1,001 entries; the limit is 1,000/],
];

for (const [what, value, pointer, says] of REFUSED) {
	test(`refuses ${what}, with field and fix`, () => {
		const found = problems(value);
		assert.ok(
			found.some((problem) => problem.startsWith(`${pointer}: `) && says.test(problem)),
			found.join('\n'),
		);
	});
}

test('a record of nothing but mistakes names at most twenty', () => {
	const value = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`key${i}`, i]));
	assert.equal(problems(value).length, 20);
});

test('dates are real calendar dates', () => {
	for (const good of ['2024-02-29', '2000-02-29', '1999-12-31']) assert.ok(isDate(good), good);
	for (const wrong of ['1900-02-29', '2024-13-01', '2024-00-10', '2024-04-31', '24-01-01', '2024-1-1', ''])
		assert.ok(!isDate(wrong), wrong);
});

test('the published schema accepts every listing the parser accepts, and refuses unknown keys', () => {
	const schema = Compile(ListingSchema);
	assert.ok(schema.Check(FULL));
	assert.ok(!schema.Check({ title: 'x', other: 1 }));
	const text = fc.string({ unit: 'binary', maxLength: 12 });
	const maybe = (arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
		fc.oneof({ weight: 6, arbitrary }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) });
	const listing = fc.record(
		{
			title: maybe(text),
			id: maybe(text),
			revision: maybe(fc.nat()),
			attributes: maybe(fc.dictionary(text, maybe(text), { maxKeys: 3 })),
			tags: maybe(fc.array(maybe(text), { maxLength: 3 })),
			shipsTo: maybe(fc.array(fc.constantFrom('US', 'us', 'ZZ', 'DE'), { maxLength: 2 })),
			seller: maybe(fc.record({ id: maybe(text), country: fc.constantFrom('US', 'xx') }, { requiredKeys: [] })),
			offers: maybe(
				fc.array(
					fc.record(
						{ quantity: fc.constantFrom('1', '1.5', '01', '', 1), unit: maybe(text), price: fc.constantFrom('2', '-2') },
						{ requiredKeys: [] },
					),
					{ maxLength: 2 },
				),
			),
			asOf: fc.constantFrom('2024-01-01', 'soon'),
			extra: fc.constant('x'),
		},
		{ requiredKeys: [] },
	);
	fc.assert(
		fc.property(listing, (value) => {
			const parsed = parseListing(value);
			const checked = schema.Check(value);
			if (parsed.ok) assert.ok(checked, 'the schema refuses what the parser accepts');
			// What only the parser can see: surrogates, calendar, assigned countries.
			const beyond = !parsed.ok && parsed.problems.every((problem) => /well-formed|is not a date|ISO 3166/.test(problem.message));
			if (!parsed.ok && !beyond) assert.ok(!checked, 'the schema accepts what the parser refuses');
		}),
		{ seed: 20260102, numRuns: 2000 },
	);
});
