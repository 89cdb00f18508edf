// What the reader undoes, one disguise at a time: each is read as plain letters, and how it was written is remembered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
	WRITTEN_COMPATIBLE,
	WRITTEN_ENCODED,
	WRITTEN_HOMOGLYPH,
	WRITTEN_MARKED,
	WRITTEN_MASK,
	WRITTEN_PLAIN,
	WRITTEN_TRANSLITERATED,
} from '../../src/text/alphabet.ts';
import { beginsWord, endsWord } from '../../src/text/reading.ts';
import { folded, reading, shown } from '../support/compiled.ts';

/** How the letters of a text are written, as a set. */
const written = (text: string): number[] => [...new Set(reading(text).written.subarray(0, reading(text).length))].sort();

/** A text that must read as `plain` and fold like it, with its disguised letters written in one way. */
function readsAs(text: string, plain: string, how: number): void {
	assert.equal(shown(text).replaceAll('·', ''), plain, JSON.stringify(text));
	assert.deepEqual(folded(text), folded(plain), JSON.stringify(text));
	assert.ok(written(text).includes(how), `${JSON.stringify(text)} is written ${written(text)}`);
}

test('compatibility forms are their letters', () => {
	for (const text of [
		'ａｃｅｔｏｎｅ',
		'ＡＣＥＴＯＮＥ',
		'ⓐⓒⓔⓣⓞⓝⓔ',
		'ⒶⒸⒺⓉⓄⓃⒺ',
		'𝐚𝐜𝐞𝐭𝐨𝐧𝐞',
		'𝒂𝒄𝒆𝒕𝒐𝒏𝒆',
		'𝔞𝔠𝔢𝔱𝔬𝔫𝔢',
		'𝕒𝕔𝕖𝕥𝕠𝕟𝕖',
		'𝖺𝖼𝖾𝗍𝗈𝗇𝖾',
		'𝚊𝚌𝚎𝚝𝚘𝚗𝚎',
		'⒜⒞⒠⒯⒪⒩⒠',
	])
		readsAs(text, 'acetone', WRITTEN_COMPATIBLE);
	readsAs('🅰🅲🅴🆃🅾🅽🅴', 'acetone', WRITTEN_HOMOGLYPH);
	readsAs('ﬁﬂ', 'fifl', WRITTEN_COMPATIBLE);
	readsAs('25 ㎏', '25 kg', WRITTEN_COMPATIBLE);
});

test('accents and letters of other Latin alphabets are their base letters', () => {
	readsAs('ácétônë', 'acetone', WRITTEN_MARKED);
	readsAs('a\u0301ce\u0301tone', 'acetone', WRITTEN_PLAIN);
	readsAs('ŁØÐ', 'lod', WRITTEN_HOMOGLYPH);
	readsAs('ß', 'ss', WRITTEN_HOMOGLYPH);
	readsAs('æther', 'aether', WRITTEN_HOMOGLYPH);
	readsAs('ɐɔǝʇouǝ'.replace('u', 'n'), 'acetone', WRITTEN_HOMOGLYPH);
	readsAs('ᴀᴄᴇᴛᴏɴᴇ', 'acetone', WRITTEN_HOMOGLYPH);
});

test('invisible characters and stacked marks between letters show nothing', () => {
	for (const hidden of [
		'\u200b',
		'\u200c',
		'\u200d',
		'\u2060',
		'\ufeff',
		'\u00ad',
		'\u034f',
		'\u180e',
		'\u115f',
		'\u3164',
		'\u202e',
		'\u0336',
		'\u0489',
		'\ufe0f',
		'\u{e0061}',
		'\u0007',
	]) {
		const text = [...'acetone'].join(hidden);
		assert.equal(shown(text), 'a·c·e·t·o·n·e', `U+${hidden.codePointAt(0)?.toString(16)}`);
		assert.deepEqual(folded(text), folded('acetone'));
	}
	assert.equal(shown(`ac${'\u0334'.repeat(50)}etone`), 'ac·etone');
});

test('digits of every script are digits', () => {
	for (const text of [
		'０１２３４５６７８９',
		'٠١٢٣٤٥٦٧٨٩',
		'۰۱۲۳۴۵۶۷۸۹',
		'०१२३४५६७८९',
		'๐๑๒๓๔๕๖๗๘๙',
		'𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗',
		'𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿',
		'⓪①②③④⑤⑥⑦⑧⑨',
		'⁰¹²³⁴⁵⁶⁷⁸⁹',
		'₀₁₂₃₄₅₆₇₈₉',
	])
		readsAs(text, '0123456789', WRITTEN_COMPATIBLE);
	readsAs('⓿❶❷❸❹❺❻❼❽❾', '0123456789', WRITTEN_HOMOGLYPH);
});

test('look-alike letters of other scripts beside Latin ones are Latin', () => {
	readsAs('рiреridinе', 'piperidine', WRITTEN_HOMOGLYPH);
	readsAs('асеtоne', 'acetone', WRITTEN_HOMOGLYPH);
	readsAs('αcetοne', 'acetone', WRITTEN_HOMOGLYPH);
	assert.equal(shown('ӏ'), 'l', 'letters outside the living alphabets are only ever look-alikes');
});

test('a word wholly of another script is read by sound, and by look on a second reading', () => {
	readsAs('ацетон', 'aceton', WRITTEN_TRANSLITERATED);
	readsAs('πιπεριδιν', 'piperidin', WRITTEN_TRANSLITERATED);
	assert.equal(shown('АВС'), 'avs');
	assert.equal(shown('АВС', 'look-alike'), 'abc');
	assert.equal(shown('сосо', 'look-alike'), 'coco');
	assert.equal(shown('жщ'), 'zhsch', 'one letter may sound like several');
	assert.equal(shown('альдегид'), 'aldegid', 'soft signs are silent');
	assert.equal(shown('acetone ацетон'), 'acetone aceton', 'each word by its own letters');
	assert.equal(shown('μπουτανόνη'), 'butanoni', 'two letters may sound as one');
	assert.equal(shown('Τ\u200bΖοδ'), 'jod', 'also when something hides between them');
	assert.equal(shown('το υδρο'), 'to ydro', 'but not across words');
	assert.equal(shown('джем'), 'jem');
});

test('character references and escapes are the characters they stand for', () => {
	for (const text of [
		'ace&#116;one',
		'ace&#x74;one',
		'ace&#X74;one',
		'ace&#116one',
		'%61%63%65tone',
		'ace%74one',
		'\\u0061cetone',
		'ace\\u{74}one',
		'ace\\x74one',
		'ace=74one',
		'=61=63=65=74=6F=6E=65',
	])
		readsAs(text, 'acetone', WRITTEN_ENCODED);
	assert.equal(shown('red&nbsp;phosphorus'), 'red phosphorus');
	assert.equal(shown('red%20phosphorus'), 'red phosphorus');
	assert.equal(shown('ace&shy;tone&ZeroWidthSpace;s'), 'ace·tone·s');
	assert.equal(shown('1&ndash;2&hyphen;3'), '1-2-3');
	assert.equal(shown('a&amp;b'), 'a-b');
	assert.equal(shown('%C3%A9ther'), 'ether', 'UTF-8 in percent escapes');
	assert.equal(shown('\\xc3\\xa9ther'), 'ether', 'and in backslash escapes');
	assert.equal(shown('=C3=A9ther'), 'ether', 'and in quoted-printable');
	assert.equal(shown('&eacute;th&egrave;r'), 'ether');
	assert.equal(shown('\\xcf\\x84\\xce\\xaf'), 'ti', 'a Greek word in escapes is read by sound');
	assert.equal(shown('p&#1086;t'), 'pot', 'a look-alike in a Latin word is not');
	assert.equal(shown('a\\nb'), 'a b');
});

test('what only resembles an escape is left alone', () => {
	assert.equal(shown('50%be'), '50-be');
	assert.equal(shown('99% pure'), '99 pure');
	assert.equal(shown('a=b'), 'a-b');
	assert.equal(shown('R&D; x'), 'r-d|x');
	assert.equal(shown('&unknown; x'), 'unknown|x');
	assert.equal(shown('&#; &#x; %zz \\q \\u00g0 =zz'), 'x|zz q u00g0 zz');
	assert.equal(shown('5 < 6 > 4'), '5 6 4');
	assert.equal(shown('&#99999999;'), '99999999', 'no character has that number');
});

test('markup inside a word shows nothing; a tag that breaks the line separates', () => {
	assert.equal(shown('ace<b>t</b>one'), 'ace·t·one');
	assert.equal(shown('ace<!-- x -->tone'), 'ace·tone');
	assert.equal(shown('ace<span style="color:red">tone'), 'ace·tone');
	for (const tag of ['<br>', '<br/>', '</p>', '<li>', '</div>', '<td>']) assert.equal(shown(`ace${tag}tone`), 'ace tone', tag);
	assert.equal(shown(`a<b${' '.repeat(500)}c`).startsWith('a'), true, 'an unclosed tag hides nothing for ever');
	assert.ok(shown(`a<b${' '.repeat(500)}c`).endsWith('c'));
});

test('a mask hides a letter between letters and separates everywhere else', () => {
	readsAs('acet*ne', 'acet*ne', WRITTEN_MASK);
	assert.equal(shown('ac**one'), 'ac**one');
	for (const mask of '*#?%•●■█') assert.equal(shown(`acet${mask}ne`), 'acet*ne', mask);
	assert.equal(shown('a*c*e*t*o*n*e'), 'a-c-e-t-o-n-e');
	assert.equal(shown('* acetone *'), 'acetone');
	assert.equal(shown('5*6'), '5-6');
	assert.equal(shown('acetone?'), 'acetone');
	assert.equal(shown('acetone*'), 'acetone');
	assert.equal(shown('\ufdd0cetone'), '*cetone', 'what a rewriting hides is hidden at the edge too');
});

test('a digit stands for a letter only where it touches letters', () => {
	assert.deepEqual(folded('acet0ne'), folded('acetone'));
	assert.deepEqual(folded('p1p3r1d1n3'), folded('piperidine'));
	assert.deepEqual(folded('p 1 p 3 r i d i n 3'), folded('piperidine'), 'also when the letters stand apart');
	assert.deepEqual(folded('glyc1d473'), folded('glycidate'), 'three in a row, where the word has others');
	assert.notDeepEqual(folded('glycid473'), folded('glycidate'), 'otherwise they are a number');
	assert.notDeepEqual(folded('4-piperidone'), folded('a-piperidone'));
	assert.notDeepEqual(folded('10 30'), folded('io eo'));
	assert.deepEqual(folded('2,4'), folded('2 4'), 'digits among digits stay digits');
	assert.equal(shown('p1p3'), 'p1p3', 'the plain letters keep what was written');
});

test('the folded stream merges what disguises exchange, and nothing else', () => {
	for (const [a, b] of [
		['koka', 'coca'],
		['fysic', 'fisis'],
		['wuv', 'vuu'],
		['ammmonnia', 'amonia'],
		['barn', 'bam'],
		['zero', 'sero'],
		['lil', 'i'],
	] as const)
		assert.deepEqual(folded(a), folded(b), `${a} ${b}`);
	for (const [a, b] of [
		['methyl', 'ethyl'],
		['butane', 'butene'],
		['propyl', 'probyl'],
		['thio', 'dio'],
		['oxo', 'aza'],
	] as const)
		assert.notDeepEqual(folded(a), folded(b), `${a} ${b}`);
});

test('folding is idempotent: letters as read, with their gaps, read the same again', () => {
	const ascii = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCXYZ0123456789  -.,;'), maxLength: 60 });
	const GAPS = ['', '', '-', ' ', ';'];
	fc.assert(
		fc.property(ascii, (text) => {
			const one = reading(text);
			const rebuilt = Array.from(
				{ length: one.length },
				(_, i) => `${i === 0 ? '' : GAPS[one.gap[i] ?? 0]}${text.slice(one.start[i], one.end[i]).toLowerCase()}`,
			).join('');
			const again = reading(rebuilt);
			assert.deepEqual([...again.plain.subarray(0, again.length)], [...one.plain.subarray(0, one.length)]);
			assert.deepEqual([...again.gap.subarray(0, again.length)], [...one.gap.subarray(0, one.length)]);
			assert.deepEqual(folded(rebuilt), folded(text), `${text} → ${rebuilt}`);
		}),
		{ seed: 22, numRuns: 1000 },
	);
});

test('case never matters', () => {
	fc.assert(
		fc.property(fc.string({ unit: fc.constantFrom(...'acetonPIPERIDne-,12 áÉжЖ'), maxLength: 40 }), (text) => {
			assert.deepEqual(folded(text.toUpperCase()), folded(text.toLowerCase()));
		}),
		{ seed: 23, numRuns: 500 },
	);
});

test('words begin and end at visible gaps, at foreign letters and between digits and letters', () => {
	const edges = (text: string): string => {
		const one = reading(text);
		let out = '';
		for (let i = 0; i < one.length; i++)
			out += `${beginsWord(one, i) ? '(' : ''}${text.slice(one.start[i], one.end[i])}${endsWord(one, i) ? ')' : ''}`;
		return out;
	};
	assert.equal(edges('red oil'), '(red)(oil)');
	assert.equal(edges('tert-butyl'), '(tert)(butyl)');
	assert.equal(edges('ab\u200bcd'), '(abcd)');
	assert.equal(edges('5kg'), '(5(kg)');
	assert.equal(edges('丙oil'), '(丙(oil)');
});
