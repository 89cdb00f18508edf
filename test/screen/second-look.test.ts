// Names that only the second look finds: each disguise on names of every sort, and the same machinery left cold by honest words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashSpan, KnownNames } from '../../src/screen/known.ts';
import { NEUTRAL, ORDINARY, STRANGE, Words } from '../../src/screen/words.ts';
import { FingerprintSet } from '../../src/text/hash.ts';
import { prepared, reading } from '../support/compiled.ts';
import { screen } from '../support/screening.ts';

const known = new KnownNames(prepared.known);
const named = (title: string): string[] => screen({ title }).substances.map((one) => one.id);

test('ordinary words are left out of the search; words of listed names and short neighbours are not', () => {
	const oil = reading('oil');
	const listed = new FingerprintSet(Uint32Array.of(hashSpan(oil, 0, oil.length)));
	const words = new Words(known, { parts: new FingerprintSet(new Uint32Array(0)), listed });
	const stretches = (text: string): string[] => {
		const one = reading(text);
		words.split(one);
		return words.from.map((from, s) => one.text.slice(one.start[from], one.end[(words.to[s] ?? 1) - 1]));
	};
	assert.deepEqual(stretches('good quality from the best supplier'), []);
	assert.deepEqual(stretches('good quality phnylctn from the best supplier'), ['phnylctn from']);
	assert.deepEqual(stretches('best supplier of good oil from the farm, best quality'), ['good oil from']);
	// Numbers are no names, unless they stand in a row like the pieces of one.
	assert.deepEqual(stretches('good supplier from 2019, best quality'), []);
	assert.deepEqual(stretches('good quality sa fr ol from the best supplier'), ['sa fr ol from']);
});

test('words are told apart: ordinary, explained, unexplained, spaced out', () => {
	const tin = reading('tin');
	const parts = new FingerprintSet(Uint32Array.of(hashSpan(tin, 0, tin.length)));
	const oil = reading('oil');
	const listed = new FingerprintSet(Uint32Array.of(hashSpan(oil, 0, oil.length)));
	const words = new Words(known, { parts, listed });
	const cut = (text: string): [string, number][] => {
		const one = reading(text);
		words.split(one);
		return Array.from({ length: words.count }, (_, w) => [
			one.text.slice(one.start[words.starts[w] ?? 0], one.end[(words.ends[w] ?? 1) - 1]),
			words.kinds[w] ?? 0,
		]);
	};
	const kinds = new Map(cut('good quality phnylctn from the best supplier'));
	assert.equal(kinds.get('phnylctn'), STRANGE);
	assert.equal(kinds.get('quality'), ORDINARY);
	// A short word of a listed name, and what is a number rather than a word.
	assert.deepEqual(cut('tin qxz wds240g1'), [
		['tin', NEUTRAL],
		['qxz', STRANGE],
		['wds240g1', NEUTRAL],
	]);
	assert.deepEqual(
		cut('p.h.n.y.l.c.t.n 5 kg').map(([text]) => text),
		['p.h.n.y.l.c.t.n', '5', 'kg'],
	);
	cut('good quality from the best supplier');
	assert.equal(words.strange, false);
});

const FOUND: readonly (readonly [how: string, text: string, id: string])[] = [
	['without vowels', 'prdn brg; pttssm prmngnt 25 kg', 'potassium-permanganate'],
	['some vowels lost', 'selling phnylacton 5 L', 'p2p'],
	['a shortened word is a word of its own', '2-phenlacetctc cid, 5 kg', '3-oxo-2-phenylbutanoic-acid'],
	['backwards, with locants', 'enodirepip-4-cob-1, 500 g', '1-boc-4-piperidone'],
	['misread', 'pbenylacetonc, 5 L drum', 'p2p'],
	['misread twice over', 'potassiurn perrnanganatc 25 kg', 'potassium-permanganate'],
	['by ear', 'sefedrin: fenilpropanolamin hidroclorid 1 kg', 'norephedrine'],
	['backwards', 'latest batch: enodirepip-4 500 g', '4-piperidone'],
	['a word pushed in', 'acetic anhyd best ride 200 L', 'acetic-anhydride'],
	['words glued on', 'bestpiperonalpack 10 kg', 'piperonal'],
	['many slips', 'anthrnalic aicd powder', 'anthranilic-acid'],
];
for (const [how, text, id] of FOUND) test(`${how}: ${id}`, () => assert.ok(named(text).includes(id), text));

test('the findings point at the original and say what was undone', () => {
	const verdict = screen({ title: 'acetic anhyd best ride 200 L' });
	const finding = verdict.findings.find((one) => one.subject === 'acetic-anhydride');
	assert.equal(finding?.text, 'acetic anhyd best ride');
	assert.ok(verdict.evasion.includes('split'));
	assert.equal(verdict.verdict === 'clear', false);
});

test('honest words that nobody knows stay clear', () => {
	for (const title of [
		'Xiaomi Redmi Zorbtrex 5G phone case, Kyoflux edition',
		'Lavandula dentata and Cerasus youkou flower powder 500 g',
		'2-Chloro-5-fluoroisonicotinaldehyde 97 %, 5 g',
		'Brgd Krstn shrt slv tshrt',
	])
		assert.equal(screen({ title }).verdict, 'clear', title);
});

test('a name behind many others is still met', () => {
	assert.ok(named(`${'pbenylacetonc, best offer. '.repeat(100)} acetic anhyd best ride 200 L`).includes('acetic-anhydride'));
});
