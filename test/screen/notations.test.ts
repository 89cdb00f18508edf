// Structure notations and keys through the whole engine: in text, hidden, broken, in fields of their own; and what happens when a
// structure cannot be evaluated.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from '../../bench/perturb/random.ts';
import { nativeDigest } from '../../src/adapters/engine.ts';
import { loadRdkit } from '../../src/adapters/rdkit.ts';
import type { StructureEngine } from '../../src/chem/structure-engine.ts';
import { createEngine } from '../../src/screen/engine.ts';
import { mayHoldNotation, notationsIn } from '../../src/screen/notations.ts';
import { artefactBytes, prepared } from '../support/compiled.ts';
import { AT, about, errored, named, names, screen, undoneFor } from '../support/screening.ts';

const { substances, lookAlikes } = prepared.catalogue;
const PMK = 'CCOC(=O)C1(C)OC1c1ccc2OCOc2c1';
const KEY = 'BRILFEZHPXQINW-UHFFFAOYSA-N';
const ID = 'pmk-ethyl-glycidate';

/** Drawings so short that in a text they are words, initials or nothing: they count only where a structure is declared. */
const TOO_SHORT = 7;

test('every drawn substance is recognised by its structure, in text and in the field of its own', () => {
	for (const { id, smiles } of substances) {
		if (smiles === null) continue;
		assert.ok(names({ title: 'Reagent', smiles }, id), `${id}: field`);
		assert.ok(names({ title: 'Reagent', attributes: { SMILES: smiles } }, id), `${id}: attribute`);
		assert.ok(names(`Reagent, SMILES: ${smiles}, 5 kg`, id), `${id}: after the word SMILES`);
		if (smiles.length >= TOO_SHORT && /[=#()]|[a-z]\d|\d.*\d/.test(smiles) && /[Cc]/.test(smiles))
			assert.ok(names(`Building block ${smiles} 5 kg`, id), `${id}: bare ${smiles}`);
	}
});

test('every drawn substance of one part is recognised by its InChI, in text and in the field of its own', async () => {
	const toolkit = await loadRdkit();
	let tried = 0;
	for (const { id, smiles } of substances) {
		const outcome = smiles === null ? null : toolkit.resolve('smiles', smiles);
		const inchi = outcome?.kind === 'structure' && outcome.components.length === 1 ? outcome.components[0]?.skeleton : null;
		if (inchi === null || inchi === undefined) continue;
		tried++;
		assert.ok(names({ title: 'Reagent', inchi }, id), `${id}: field ${inchi}`);
		assert.ok(names({ title: 'Reagent', inchi: inchi.slice(6) }, id), `${id}: field without its prefix`);
		assert.ok(names(`Reagent ${inchi}, 5 kg`, id), `${id}: ${inchi}`);
	}
	assert.ok(tried > 80);
});

test('every key is recognised whole, by its first block, in small letters and apart', () => {
	for (const { id, inchikey } of substances) {
		if (inchikey === null) continue;
		const block = inchikey.slice(0, 14);
		assert.ok(names({ title: 'Reagent', inchikey }, id), `${id}: field`);
		for (const text of [
			`InChIKey=${inchikey}`,
			inchikey,
			block,
			inchikey.toLowerCase(),
			inchikey.replaceAll('-', ' '),
			[...block].join(' '),
			`${block.slice(0, 7)} ${block.slice(7)}`,
			`${block.slice(0, 7)}\u200b${block.slice(7)}`,
		])
			assert.ok(names(`Reagent ${text}, 20 kg`, id), `${id}: ${JSON.stringify(text)}`);
	}
});

test('a single digit after a key spelled out is no part of it', () => {
	assert.ok(names('Reagent Z M Q A A U B T X C X R I C, 5 kg', 'safrole'));
});

test('the whole key is cited, however it is written', () => {
	for (const { id, inchikey } of substances) {
		if (inchikey === null) continue;
		for (const text of [
			inchikey,
			inchikey.toLowerCase(),
			inchikey.replaceAll('-', ' '),
			inchikey.replaceAll('-', ''),
			[...inchikey].join(' '),
		]) {
			const sentence = `Reagent ${text}, 20 kg`;
			const finding = about(screen(sentence), id).find((one) => one.rule === 'inchikey');
			assert.equal(finding?.text, text, sentence);
			assert.deepEqual(named(sentence.replace(text, '')), [], sentence);
		}
	}
});

test('a key written otherwise than by the book is a disguise', () => {
	assert.deepEqual(screen(`Reagent ${KEY}, 5 kg`).evasion, []);
	for (const text of [KEY.toLowerCase(), KEY.slice(0, 14), [...KEY.slice(0, 14)].join(' '), `BRIL\u200bFEZHPXQINW-UHFFFAOYSA-N`]) {
		const verdict = screen(`Reagent ${text}, 5 kg`);
		assert.ok(undoneFor(verdict, ID).includes('identifier-format'), text);
	}
});

const HIDDEN: Readonly<Record<string, string>> = {
	'spaced out': [...PMK].join(' '),
	'zero width': PMK.replace('OC1', 'O\u200bC1'),
	'cut in two': PMK.replace('(C)OC1', '(C) OC1'),
	'cut by other blanks': PMK.replace('(C)OC1', '(C)\u00a0O\nC\u30001'),
	'full width': [...PMK].map((char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)).join(''),
};

test('a structure hidden from the eye is uncovered, and its span is the whole of it', () => {
	assert.deepEqual(screen(`Block ${PMK}, 5 kg`).evasion, []);
	for (const [how, text] of Object.entries(HIDDEN)) {
		const sentence = `Block ${text}, 5 kg`;
		const verdict = screen(sentence);
		assert.ok(
			verdict.substances.some((one) => one.id === ID && one.basis.includes('structure')),
			how,
		);
		assert.deepEqual(undoneFor(verdict, ID), ['identifier-format'], how);
		for (const finding of about(verdict, ID)) assert.equal(sentence.slice(finding.start, finding.end), text, how);
		assert.notEqual(verdict.verdict, 'clear', how);
	}
});

test('a drawing cut by a blank anywhere, or spaced out whole, is the same substance', () => {
	const random = seeded(46, 'cuts');
	for (const { id, smiles } of substances) {
		if (smiles === null || smiles.length < TOO_SHORT || !/[=#()]|[a-z]\d|\d.*\d/.test(smiles)) continue;
		const at = 1 + random.below(smiles.length - 1);
		for (const text of [`${smiles.slice(0, at)} ${smiles.slice(at)}`, [...smiles].join(' ')]) {
			const sentence = `Building block ${text}, 5 kg`;
			const verdict = screen(sentence);
			const finding = about(verdict, id).find((one) => one.undone?.includes('identifier-format'));
			assert.equal(finding?.text, text, `${id}: ${sentence}`);
			assert.notEqual(verdict.verdict, 'clear', sentence);
		}
	}
});

test('pieces that are structures of their own may stand side by side by chance: a person decides', () => {
	for (const [text, id] of Object.entries({
		'OC CCCO': '1-4-butanediol',
		'Br CCc1ccccc1': 'phenethyl-bromide',
		'CCO C(=O)C(C(C)=O)c1ccccc1': 'eapa',
	})) {
		const verdict = screen(`Block ${text}, 5 kg`);
		assert.deepEqual([verdict.verdict, verdict.substances.map((one) => one.id)], ['review', [id]], text);
	}
});

test('a drawing as short as a word counts after its label only', () => {
	for (const [smiles, id] of Object.entries({ CN: 'methylamine', CCN: 'ethylamine', BrBr: 'bromine', II: 'iodine', I: 'hydriodic-acid' })) {
		for (const label of ['SMILES: ', 'SMILES=', 'smiles : ', 'SMILES code: ', 'Canonical SMILES = '])
			assert.deepEqual(named(`Reagent ${label}${smiles}, 5 kg`), [id], label + smiles);
		for (const text of [smiles, `Model ${smiles}`, `${smiles} ${smiles}`, [...smiles].join(' '), `everyone smiles ${smiles} times`])
			assert.deepEqual([named(text), errored(screen(text))], [[], []], text);
		assert.deepEqual(named({ title: 'Reagent', smiles }), [id]);
	}
	assert.deepEqual(named('ALL SMILES I PROMISE'), []);
});

test('another drawing, a salt and an InChI of the same substance are the same substance', () => {
	assert.deepEqual(named('Block O=C1CCN(CC1)C(=O)OC(C)(C)C'), ['1-boc-4-piperidone']);
	assert.deepEqual(named('Block Cl.O=C1CCNCC1'), ['4-piperidone']);
	assert.deepEqual(named('InChI=1S/C9H10O/c1-8(10)7-9-5-3-2-4-6-9/h2-6H,7H2,1H3'), ['p2p']);
	assert.deepEqual(named({ title: 'x', inchi: 'InChI=1S/C9H10O/c1-8(10)7-9-5-3-2-4-6-9/h2-6H,7H2,1H3' }), ['p2p']);
});

test('a member of a legal class that no list names goes by its class', () => {
	const verdict = screen('Block O=C1CCN(CC1)C(=O)OCC(C)C, 1 kg');
	assert.ok(verdict.families.includes('F-4PIPERIDONE'), String(verdict.families));
	assert.notEqual(verdict.verdict, 'clear');
});

test('structures and keys of unlisted chemicals stay silent', () => {
	for (const smiles of ['CC(=O)Nc1ccc(O)cc1', 'CN1C=NC2=C1C(=O)N(C(=O)N2C)C', 'OCC(O)CO', 'c1ccc2ccccc2c1', 'CCO', 'OC(=O)c1ccccc1'])
		assert.deepEqual([screen(`Reagent ${smiles}, 1 kg`).verdict, screen({ title: 'Reagent', smiles }).verdict], ['clear', 'clear'], smiles);
	assert.deepEqual(named('Reagent RZVAJINKPMORJF-UHFFFAOYSA-N'), []);
	for (const { name, smiles, expect } of lookAlikes) {
		if (expect !== 'clear' || smiles === null) continue;
		assert.deepEqual(named({ title: 'Reagent', smiles }), [], name);
	}
});

test('words, formulae, codes and numbers are no structures', () => {
	for (const text of [
		'COOL SOCKS',
		'CNC machine (5-axis)',
		'C# and .NET book',
		'USB-C to HDMI (4K)',
		'BOSS',
		'C7H11N3',
		'SIM card',
		'I/O board',
		'F=ma',
		'a(b)c',
		'Model CC1-C2 [new]',
		'price = 5 (each)',
		'CO2 cylinder',
		'B&O speaker',
		'NO2 sensor',
		'PC (used)',
		'CO OP',
		'OH NO',
		'C N C mill',
		'SOS - NO - SOS',
		'B 2 B (C 2 C)',
		'CO2 + NO2 = O3',
		'F = 5 N, P = 10',
		'[I] [O] [C]',
		'BOSS SCOOP',
		'O1 S2 C3 N4',
	]) {
		const verdict = screen(text);
		assert.deepEqual([verdict.verdict, errored(verdict)], ['clear', []], text);
	}
});

test('the gate before the lexer lets every drawing of the catalogue through', () => {
	for (const { id, smiles } of substances) {
		if (smiles === null || smiles.length < TOO_SHORT || !/[=#()]|[a-z]\d|\d.*\d/.test(smiles) || !/[Cc]/.test(smiles)) continue;
		assert.ok(mayHoldNotation(`Block ${smiles}, 5 kg`), `${id} ${smiles}`);
		assert.ok(
			notationsIn(`Block ${smiles}, 5 kg`, true).some((one) => one.text === smiles),
			`${id} ${smiles}`,
		);
	}
	for (const text of ['', 'Red bicycle, 28 inch', 'Kaffee und Kuchen', '苯 丙酮']) assert.equal(mayHoldNotation(text), false, text);
});

test('a declared identity that is none cannot be evaluated', () => {
	for (const [rule, listing] of [
		['cas', { title: 'Reagent', cas: 'not a number' }],
		['cas', { title: 'Reagent', cas: '123-45-6' }],
		['cas', { title: 'Reagent', cas: '7732-18-5; 123-45-6' }],
		['cas', { title: 'Reagent', attributes: { 'CAS No.': '123-45' } }],
		['inchikey', { title: 'Reagent', inchikey: 'XYZ' }],
		['inchikey', { title: 'Reagent', inchikey: 'RZVAJINKPMORJF-UHFFFAOYSA' }],
	] as const) {
		const verdict = screen(listing);
		assert.deepEqual([verdict.verdict, errored(verdict).map((one) => one.rule)], ['review', [rule]], JSON.stringify(listing));
	}
	for (const listing of [
		{ title: 'Reagent', cas: '7732-18-5' },
		{ title: 'Reagent', cas: '7732185' },
		{ title: 'Reagent', cas: 'CAS 7732–18–5' },
		{ title: 'Reagent', cas: 'n/a' },
		{ title: 'Reagent', smiles: '-', inchikey: 'N/A' },
		{ title: 'Reagent', inchikey: 'RZVAJINKPMORJF-UHFFFAOYSA-N' },
		{ title: 'Reagent', inchikey: 'RZVAJINKPMORJF' },
		{ title: 'Phone case', attributes: { 'Case material': '108883', 'Castle set': '67641', CAS: 'mixture' } },
	])
		assert.deepEqual([screen(listing).verdict, screen(listing).findings], ['clear', []], JSON.stringify(listing));
});

test('a declared structure that is none cannot be evaluated', () => {
	for (const listing of [
		{ title: 'Reagent', smiles: 'not a structure' },
		{ title: 'Reagent', smiles: 'C1CC' },
		{ title: 'Reagent', inchi: 'InChI=1S/none' },
	]) {
		const verdict = screen(listing);
		assert.equal(verdict.verdict, 'review', JSON.stringify(listing));
		assert.deepEqual(
			errored(verdict).map((one) => one.rule),
			['structure'],
		);
	}
});

test('without the structure toolkit a notation goes to a person, and other listings are screened as ever', () => {
	const bare = createEngine(artefactBytes(), { digest: nativeDigest });
	const verdict = bare.screen({ title: `Block ${PMK}` }, AT);
	assert.equal(verdict.verdict, 'review');
	assert.deepEqual(
		errored(verdict).map((one) => [one.rule, one.field]),
		[['structure', '/title']],
	);
	assert.equal(bare.screen({ title: 'x', smiles: 'CCO' }, AT).verdict, 'review');
	assert.equal(bare.screen({ title: 'Red bicycle' }, AT).verdict, 'clear');
	assert.equal(bare.screen({ title: 'Norfentanyl, 5 kg' }, AT).verdict, 'block');
});

/** A toolkit that compiles queries and then fails in one way. */
function failing(resolve: StructureEngine['resolve']): StructureEngine {
	return { version: 'failing', compile: (queries) => ({ size: queries.length }), resolve, firstBlock: () => null };
}

test('a toolkit that throws, gives up or refuses leaves a verdict for a person', () => {
	for (const [how, resolve] of Object.entries<StructureEngine['resolve']>({
		throws: () => {
			throw new Error('trap');
		},
		errored: () => ({ kind: 'errored', reason: 'trap' }),
		'too large': () => ({ kind: 'too-large', reason: 'atoms' }),
	})) {
		const verdict = createEngine(artefactBytes(), { digest: nativeDigest, structures: failing(resolve) }).screen(
			{ title: `Block ${PMK}` },
			AT,
		);
		assert.equal(verdict.verdict, 'review', how);
		assert.ok(errored(verdict).length > 0, how);
	}
});
