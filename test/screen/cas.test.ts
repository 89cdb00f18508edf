// CAS Registry Numbers through the whole engine: every formatting of a listed one is read, every other number stays silent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from '../../bench/perturb/random.ts';
import { casCheckDigit, casSlip } from '../../src/chem/cas.ts';
import { isEc } from '../../src/chem/ec.ts';
import { prepared } from '../support/compiled.ts';
import { about, named, names, screen, undoneFor } from '../support/screening.ts';

const LISTED = new Map<string, string[]>();
for (const { id, cas } of prepared.catalogue.substances)
	for (const { number } of cas) LISTED.set(number, [...(LISTED.get(number) ?? []), id]);
const digitsOf = (number: string): string => number.replaceAll('-', '');
const KNOWN_DIGITS = new Set([
	...[...LISTED.keys()].map(digitsOf),
	...prepared.catalogue.families.flatMap((family) => family.members.flatMap((one) => (one.cas === null ? [] : [digitsOf(one.cas)]))),
]);

test('every listed number is recognised in a sentence, with and without its cue, and in the field of its own', () => {
	assert.ok(LISTED.size > 100);
	for (const [number, ids] of LISTED) {
		for (const listing of [
			{ title: `Reagent ${number}, 5 kg` },
			{ title: `Reagent, CAS No. ${number}` },
			{ title: 'Reagent', cas: number },
			{ title: 'Reagent', cas: digitsOf(number) },
			{ title: 'Reagent', attributes: { 'CAS number': number } },
			{ title: 'Reagent', tags: [number] },
		]) {
			const found = named(listing);
			for (const id of ids) assert.ok(found.includes(id), `${JSON.stringify(listing)}: ${found}, not ${id}`);
			assert.deepEqual(screen(listing).evasion, [], JSON.stringify(listing));
		}
	}
});

/** 28578-16-7 written in every way; the text around each is empty of cues unless the way needs one. */
const FORMATTED: readonly string[] = [
	'28578‐16‐7',
	'28578‑16‑7',
	'28578–16–7',
	'28578—16—7',
	'28578−16−7',
	'28578﹣16﹣7',
	'28578 - 16 - 7',
	'28578 16 7',
	'28578.16.7',
	'28578/16/7',
	'28578_16_7',
	'28578·16·7',
	'(28578)-(16)-(7)',
	'[28578]-[16]-[7]',
	'28578-\n16-7',
	'28578167',
	'2857816-7',
	'285781-6-7',
	'2 8 5 7 8 1 6 7',
	'2-8-5-7-8-1-6-7',
	'2.8.5.7.8.1.6.7',
	'２８５７８－１６－７',
	'②⑧⑤⑦⑧-①⑥-⑦',
	'²⁸⁵⁷⁸-¹⁶-⁷',
	'𝟐𝟖𝟓𝟕𝟖-𝟏𝟔-𝟕',
	'٢٨٥٧٨-١٦-٧',
	'२८५७८-१६-७',
	'28\u200b578-1\u200b6-7',
	'28578&#45;16&#45;7',
	'28578%2D16%2D7',
	'28578<b>-16-</b>7',
	'2857B-16-7',
	'Z8578-16-7',
	'2857816 7',
];

test('every formatting of a listed number is undone and reported', () => {
	for (const text of FORMATTED) {
		const verdict = screen(`Item ${text}, 5 kg`);
		const label = JSON.stringify(text);
		assert.ok(
			verdict.substances.some((one) => one.id === 'pmk-ethyl-glycidate' && one.basis.includes('cas')),
			`${label}: ${verdict.substances.map((one) => one.id)}`,
		);
		assert.ok(undoneFor(verdict, 'pmk-ethyl-glycidate').includes('cas-format'), label);
		assert.notEqual(verdict.verdict, 'clear', label);
		for (const finding of about(verdict, 'pmk-ethyl-glycidate')) assert.equal(finding.read, '28578-16-7', label);
	}
});

/** The same spoken digit by digit. */
const SPELLED: Readonly<Record<string, string>> = {
	en: 'two eight five seven eight dash one six dash seven',
	'en without hyphens': 'two eight five seven eight one six seven',
	de: 'zwei acht fünf sieben acht Bindestrich eins sechs Bindestrich sieben',
	es: 'dos ocho cinco siete ocho guion uno seis guion siete',
	fr: 'deux huit cinq sept huit tiret un six tiret sept',
	it: 'due otto cinque sette otto trattino uno sei trattino sette',
	pt: 'dois oito cinco sete oito hífen um seis hífen sete',
	nl: 'twee acht vijf zeven acht streepje een zes streepje zeven'.replaceAll('streepje', 'dash'),
	pl: 'dwa osiem pięć siedem osiem minus jeden sześć minus siedem',
	ru: 'два восемь пять семь восемь тире один шесть тире семь',
	zh: '二八五七八杠一六杠七',
	'zh, financial numerals': '贰捌伍柒捌横壹陆横柒',
	pinyin: 'er ba wu qi ba gang yi liu gang qi',
	'upper case': 'TWO EIGHT FIVE SEVEN EIGHT DASH ONE SIX DASH SEVEN',
};

test('numbers spelled out in words are numbers', () => {
	for (const [language, text] of Object.entries(SPELLED)) {
		const verdict = screen(`Item ${text}`);
		assert.ok(
			verdict.substances.some((one) => one.id === 'pmk-ethyl-glycidate'),
			`${language}: ${text}`,
		);
		assert.ok(undoneFor(verdict, 'pmk-ethyl-glycidate').includes('cas-format'), language);
	}
	assert.deepEqual(named('one two three four five six seven'), [], 'counting is no number of ours');
	assert.deepEqual(named('two eight five seven eight one six'), [], 'half a number is none');
});

/** Slips and covers: never certain, so never blocked, always seen. */
const NEAR: Readonly<Record<string, string>> = {
	'1609-66-5': 'norfentanyl',
	'28578-16-': 'pmk-ethyl-glycidate',
	'28578-16-?': 'pmk-ethyl-glycidate',
	'28578-16-*': 'pmk-ethyl-glycidate',
	'28579-16-7': 'pmk-ethyl-glycidate',
	'28578-61-7': 'pmk-ethyl-glycidate',
	'2857-16-7': 'pmk-ethyl-glycidate',
	'285788-16-7': 'pmk-ethyl-glycidate',
	'28*78-16-7': 'pmk-ethyl-glycidate',
	'2857#-16-7': 'pmk-ethyl-glycidate',
	'28578-x6-7': 'pmk-ethyl-glycidate',
	'7-61-87582': 'pmk-ethyl-glycidate',
};

test('near misses, cut-off, covered and reversed numbers go to a person', () => {
	for (const [text, id] of Object.entries(NEAR)) {
		for (const sentence of [`Reagent ${text} 5 kg`, `Reagent CAS ${text} 5 kg`]) {
			const verdict = screen(sentence);
			assert.ok(
				verdict.substances.some((one) => one.id === id),
				`${sentence}: ${verdict.substances.map((one) => one.id)}`,
			);
			assert.ok(undoneFor(verdict, id).includes('cas-near-miss'), sentence);
			assert.equal(verdict.verdict, 'review', sentence);
		}
	}
	assert.ok(names('CAS 28578-16, 5 kg', 'pmk-ethyl-glycidate'), 'with the cue, no trailing hyphen is needed');
	assert.deepEqual(named('Lot 28578-16, 5 kg'), [], 'without, it is any number');
});

test('one slip of any listed number of six digits or more is seen when its check digit fails', () => {
	const random = seeded(41, 'slips');
	for (const [number, ids] of LISTED) {
		const digits = digitsOf(number);
		if (digits.length < 6) continue;
		const at = random.below(digits.length);
		const slipped = digits.slice(0, at) + String((Number(digits[at]) + 1 + random.below(8)) % 10) + digits.slice(at + 1);
		if (
			slipped.startsWith('0') ||
			casCheckDigit(slipped.slice(0, -1)) === Number(slipped.at(-1)) ||
			casSlip(slipped, digits) !== 'substitution'
		)
			continue;
		const text = `${slipped.slice(0, -3)}-${slipped.slice(-3, -1)}-${slipped.slice(-1)}`;
		const found = named(`Reagent ${text} 5 kg`);
		// Up to four listed numbers may lie one slip away.
		assert.ok(ids.some((id) => found.includes(id)) || found.length >= 4, `${number} → ${text}: ${found}`);
	}
});

test('every other valid number stays silent, alone and with its cue', () => {
	const random = seeded(42, 'others');
	let tried = 0;
	for (let turn = 0; turn < 3000; turn++) {
		const body = String(1 + random.below(9)) + Array.from({ length: 3 + random.below(6) }, () => random.below(10)).join('');
		const digits = body + String(casCheckDigit(body));
		if (KNOWN_DIGITS.has(digits)) continue;
		tried++;
		const number = `${digits.slice(0, -3)}-${digits.slice(-3, -1)}-${digits.slice(-1)}`;
		const verdict = screen(turn % 2 === 0 ? `Reagent ${number}, 5 kg` : `Reagent, CAS ${number}`);
		assert.deepEqual([verdict.verdict, verdict.substances], ['clear', []], number);
	}
	assert.ok(tried > 2900);
});

test('prices, sizes, telephones, dates, part numbers and barcodes stay silent', () => {
	for (const text of [
		'Steel shelf 120 x 40 x 180 cm, 79.90 EUR',
		'Price: $1,299.00 / 12 pcs',
		'2 for 19.99, 5 for 39.99',
		'Call +49 30 901820 or 0800-123-4567',
		'Tel. (212) 555-0147 ext. 12',
		'WhatsApp +86 138 0013 8000',
		'Delivered on 2024-10-05, returned 12-10-2024',
		'Open 09:00-17:30, Mon-Fri',
		'05.10.24',
		'ISBN 978-3-16-148410-0',
		'EAN 4006381333931',
		'M8 x 1.25 x 40 screws, 100 pcs',
		'Lens 24-70 mm f/2.8',
		'Model AB-1234-56-7X',
		'Bearing 6204-2RS 20x47x14 mm',
		'SKU 10042-33-B',
		'IP 192.168.0.1',
		'Version 2.10.3-1',
		'Lot 20240915-3',
		'EC 203-625-9',
		'HS 2932.91.00',
		'UN 1090, class 3',
		'Size 38-40-42',
		'GPS 52.5200, 13.4050',
		'Order 112-7364522-9981034',
		'R410A 12000 BTU 3.5 kW',
		'Price 108.88 3 pcs',
		'Price 108,88 3 pcs',
		'Size 10-88-3',
		'IP 10.108.88.3',
		'Release 4/108/88/3',
		'Tel. +7 (495) 108-88-35',
		'Ext. 108-88-305',
		'Codes SAL-75-B, X10-20-3, A4-10-X',
	])
		assert.deepEqual([screen(text).verdict, named(text)], ['clear', []], text);
});

test('random quantities, prices and dates stay silent', () => {
	const random = seeded(43, 'silent');
	const two = (): string => String(random.below(100)).padStart(2, '0');
	for (let turn = 0; turn < 2000; turn++) {
		const text = random.pick([
			`Chair, ${1 + random.below(999)}.${two()} EUR, ${1 + random.below(50)} pieces`,
			`Lamp ${1 + random.below(300)} x ${1 + random.below(300)} x ${1 + random.below(300)} mm`,
			`Tel. +${1 + random.below(98)} ${100 + random.below(900)} ${100 + random.below(900)} ${two()} ${two()}`,
			`Sold ${1990 + random.below(60)}-${two()}-${two()} at ${two()}:${two()}`,
			`Pack of ${1 + random.below(500)}, ${random.below(5000)} g, ref. ${random.below(100_000)}`,
		]);
		assert.deepEqual(named(text), [], text);
	}
});

test('the number of a look-alike is reported as honest and settles nothing else', () => {
	const verdict = screen('4-Methylpiperidine, CAS 626-58-4, 1 kg');
	assert.equal(verdict.verdict, 'clear');
	assert.deepEqual(
		verdict.findings.map((one) => [one.rule, one.text]),
		[['look-alike-cas', '626-58-4']],
	);
	assert.notEqual(screen('4-Methylpiperidine, CAS 626-58-4, with norfentanyl').verdict, 'clear');
});

test('letters for digits are read in every listed number, and nothing is left of it when its span goes', () => {
	const random = seeded(44, 'letters');
	const LETTERS: Readonly<Record<string, string>> = { 0: 'oO', 1: 'Il', 2: 'Z', 5: 'Ss', 8: 'B' };
	for (const [number, ids] of LISTED) {
		const text = [...number].map((char) => random.pick([...(LETTERS[char] ?? char), char])).join('');
		if (text === number || !/\d/.test(text)) continue;
		const sentence = `Item ${text}, 5 kg`;
		const verdict = screen(sentence);
		for (const id of ids) {
			const [finding] = about(verdict, id);
			assert.deepEqual([finding?.rule, finding?.text, finding?.undone], ['cas', text, ['cas-format']], sentence);
		}
		assert.notEqual(verdict.verdict, 'clear', sentence);
		assert.deepEqual(named(sentence.replace(text, '')), [], sentence);
	}
	for (const text of ['28578-I6-7', '28578-l6-7', '108-B8-3', '67-b4-1', 'CAS#lO8-88-3', '1О8-88-3', 'lO8 - 88 - 3', 'lO8–88–3'])
		assert.ok(
			screen(`Item ${text}, 5 kg`).findings.some((one) => one.rule === 'cas' && one.text === text.replace('CAS#', '')),
			text,
		);
	assert.equal(screen('Item 67-b4-1').verdict, 'review', 'a b may be an 8 or a 6');
});

test('digits spaced apart between hyphens are a number, however short', () => {
	for (const [number, ids] of LISTED) {
		const text = [...number].join(' ');
		const found = named(`Item ${text}, 5 kg`);
		for (const id of ids) assert.ok(found.includes(id), text);
	}
});

test('one covered digit of any listed number goes to a person', () => {
	const random = seeded(45, 'covers');
	for (const [number, ids] of LISTED) {
		const places = [...number].flatMap((char, at) => (char === '-' ? [] : [at]));
		const at = random.pick(places);
		const text = `${number.slice(0, at)}${random.pick([...'x*?#_'])}${number.slice(at + 1)}`;
		const verdict = screen(`Item ${text}, 5 kg`);
		assert.equal(verdict.verdict, 'review', text);
		const found = verdict.substances.map((one) => one.id);
		assert.ok(
			ids.some((id) => found.includes(id)),
			`${text}: ${found}`,
		);
	}
	for (const text of ['*108-88-3', '•108-88-3', 'CAS#108-88-3'])
		assert.deepEqual(
			screen(text).findings.map((one) => [one.rule, one.text]),
			[['cas', '108-88-3']],
			text,
		);
});

test('one digit too many in any group of a long number is a slip; in a short one it is a telephone number', () => {
	for (const text of ['28578-16-71', '28578-166-7', '285781-16-7']) {
		const verdict = screen(`Reagent ${text} 5 kg`);
		assert.deepEqual([verdict.verdict, undoneFor(verdict, 'pmk-ethyl-glycidate')], ['review', ['cas-near-miss']], text);
	}
	assert.deepEqual(named('Tel. 108-88-35'), []);
});

test('an EC number beside the label is no CAS number with a slip', () => {
	let tried = 0;
	for (const number of LISTED.keys()) {
		const digits = digitsOf(number);
		for (let last = 0; digits.length === 7 && last < 10; last++) {
			const ec = `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${last}`;
			if (!isEc(ec) || ec.at(-1) === digits.at(-1)) continue;
			tried++;
			assert.deepEqual(named(`Reagent, CAS/EC ${ec}`), [], ec);
		}
	}
	assert.ok(tried > 10);
});

test('digits that only coincide with a listed number go to a person; the label or the grouping makes them certain', () => {
	for (const text of ['Art. 10034852', 'Order 28578167', 'Ref. 2 8 5 7 8 1 6 7', 'Ref. 2857816-7'])
		assert.equal(screen(text).verdict, 'review', text);
	for (const text of [
		'CAS 28578167',
		'CAS No. 28578167',
		'CASRN: 28578167',
		'CAS Registry Number 28578167',
		'28578.16.7',
		'28578 16 7',
		'2 8 5 7 8 - 1 6 - 7',
	])
		assert.equal(screen(text).verdict, 'block', text);
	assert.equal(screen({ title: 'x', cas: '28578167' }).verdict, 'block');
	assert.deepEqual(named('Pencil case 108883'), [], 'a case is no label');
	assert.deepEqual(named('CAS 108883'), ['toluene']);
});

test('a shared number names both owners', () => {
	assert.deepEqual(named('CAS 7723-14-0, 25 kg'), ['red-phosphorus', 'white-phosphorus']);
});
