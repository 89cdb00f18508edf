// Letters drawn with signs or hidden at a word's edge: what is rewritten, what is left as honest punctuation, and where it stood.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HIDDEN_LETTER } from '../../src/text/fold-table.ts';
import { after, HOW_DRAWN, HOW_HIDDEN, spanOf } from '../../src/text/rewriting.ts';
import { buildSignTable } from '../../src/text/sign-table.ts';
import { undrawn } from '../../src/text/signs.ts';
import { prepared } from '../support/compiled.ts';

const table = buildSignTable(prepared.fold);

/** The rewriting, a hidden letter shown as ?, or null. */
const drawn = (text: string): string | null => undrawn(text, table)?.text.replaceAll(HIDDEN_LETTER, '?') ?? null;

const rewrites = (cases: Readonly<Record<string, string>>): void => {
	for (const [text, read] of Object.entries(cases)) assert.equal(drawn(text), read, text);
};

test('a sign among letters is the letter it is drawn for', () => {
	rewrites({
		'@cetone': 'acetone',
		$afrole: 'safrole',
		'tolu€ne': 'toluene',
		'(hlorine': 'chlorine',
		'ni+ra+e $@l+': 'nitrate salt',
		'io<lor!de': 'ioclor1de',
		'but@n€!': 'butane!',
	});
});

test('several signs together are one letter', () => {
	rewrites({
		'|)ie+hyl e+her': 'diethyl ether',
		'|>|-|en()l': 'phenol',
		'/\\m|V|o|\\|ia': 'ammonia',
		'|<e+one': 'ketone',
		'x|_||_|y': 'xuuy',
		'a|_|)ehy|)e': 'aldehyde',
		'\\/@lve': 'valve',
		'\\/\\/ax w@x': 'wax wax',
		'bo>< @x': 'box ax',
		'sod!/\\n': 'sod1an',
		'|3()|2()|\\|': 'boron',
	});
});

test('brackets that are closed are brackets', () => {
	rewrites({
		'bis(2-chloroethyl)@mine': 'bis(2-chloroethyl)amine',
		'(@cetic) (cid': '(acetic) ccid',
		'@ce(one': 'acecone',
	});
});

test('a mark at the edge of a word hides a letter, and so does a low line in it', () => {
	rewrites({
		'aceton*': 'aceton?',
		'*cetone': '?cetone',
		'buta*-2-one': 'buta?-2-one',
		b_tan_: 'b*tan?',
		_cetone: '?cetone',
		ace__ne: 'ace**ne',
		'pheno●': 'pheno?',
		'pheno** oil': 'pheno?? oil',
	});
});

test('honest text is not rewritten', () => {
	for (const text of [
		'',
		'(2-chlorophenyl)methanol, N,N-dimethyl-, 99 %',
		'(R)-(+)-limonene',
		'C++ and C#, 10+ pieces, $5, 20€, £3',
		'Wow!!! New!',
		'AT&T, R&D, and/or, w/ box, 24/7',
		'<b>bold</b><i>text</i><br/> a < b > c',
		'&#97;cetone %61cetone \\x61cetone \\u0061',
		'#hashtag, really? yes',
		'•first ■second ● third',
		'1) one 2) two :-)',
		'C:\\new\\table',
		'a|b|c|d',
		'water 5|10|20 L',
		'丙酮@5',
	])
		assert.equal(undrawn(text, table), null, text);
});

test('inside a text with drawn letters, honest signs stay', () => {
	for (const [text, read] of [
		['@cetone, $5, 10+ pcs', 'acetone, $5, 10+ pcs'],
		['@cetone (new) [box]', 'acetone (new) [box]'],
		['@cetone <b>new</b> &#97;', 'acetone <b>new</b> &#97;'],
		['@cetone #sale **now** why?', 'acetone hsale **now** why?'],
		['@cetone a|c|e|t|o|n|e', 'acetone a|c|e|t|o|n|e'],
		['@cetone t_o_l_u_e_n_e', 'acetone t_o_l_u_e_n_e'],
	] as const)
		assert.equal(drawn(text), read, text);
});

const UNITS = [
	'a',
	'b',
	'Z',
	'0',
	'3',
	' ',
	'-',
	'@',
	'$',
	'|',
	'+',
	'(',
	')',
	'<',
	'>',
	'/',
	'\\',
	'_',
	'*',
	'#',
	'!',
	'é',
	'\u200b',
	'&#97;',
	'€',
];
const signed = fc.array(fc.constantFrom(...UNITS), { maxLength: 40 }).map((parts) => parts.join(''));

test('every place of a rewriting points at what it was written for, in order, and nothing is lost', () => {
	fc.assert(
		fc.property(signed, (text) => {
			const rewriting = undrawn(text, table);
			if (rewriting === null) return;
			assert.equal(rewriting.text.length, rewriting.start.length);
			let at = 0;
			for (let i = 0; i < rewriting.text.length; i++) {
				const end: number = rewriting.end[i] ?? 0;
				const how = rewriting.how[i];
				assert.equal(rewriting.start[i], at, text);
				assert.ok(end > at, text);
				if (how === 0) assert.equal(rewriting.text.charAt(i), text.slice(at, end), text);
				else assert.ok(how === HOW_DRAWN || how === HOW_HIDDEN, text);
				at = end;
			}
			assert.equal(at, text.length, text);
		}),
		{ seed: 27, numRuns: 3000 },
	);
});

test('a rewriting of a rewriting points at the first text', () => {
	const first = undrawn('|3@th', table);
	assert.equal(first?.text, 'bath');
	const second = undrawn('b@_h', table);
	assert.equal(second?.text, 'ba*h');
	if (first === undefined || first === null || second === null) return;
	const both = after(first, second);
	assert.equal(both.text, 'ba*h');
	assert.deepEqual(spanOf(both, 0, 2), { start: 0, end: 3, how: HOW_DRAWN });
	assert.deepEqual(spanOf(both, 2, 3), { start: 3, end: 4, how: HOW_HIDDEN });
});
