// The SMILES lexer and the search for notations in text: vectors, limits, words that are no notation, and linear time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { flatSmiles, lexSmiles, SMILES_LIMITS } from '../../src/chem/smiles.ts';
import { findNotations, looksLikeInchi, looksLikeSmiles } from '../../src/chem/smiles-text.ts';
import { assertLinearTime } from '../support/growth.ts';
import { vectors } from './vectors.ts';

const SEED = Number(process.env['FAST_CHECK_SEED'] ?? 20260101);

test('accepts every valid vector and refuses every invalid one with a reason', () => {
	for (const text of vectors('smiles_valid')) assert.equal(lexSmiles(text).kind, 'smiles', text);
	for (const text of vectors('smiles_invalid')) {
		const reading = lexSmiles(text);
		assert.equal(reading.kind, 'not-smiles', text);
		assert.ok(reading.kind === 'not-smiles' && reading.reason.length > 0);
	}
	assert.equal(lexSmiles('').kind, 'not-smiles');
});

test('counts atoms, charge and isotopes per component', () => {
	const reading = lexSmiles('[13CH3][NH2+]Cc1ccccc1Cl.[Cl-]');
	assert.ok(reading.kind === 'smiles');
	assert.deepEqual(
		reading.components.map((part) => [[...part.elements], part.charge, part.isotopes, part.start, part.end]),
		[
			[
				[
					['C', 8],
					['N', 1],
					['Cl', 1],
				],
				1,
				true,
				0,
				24,
			],
			[[['Cl', 1]], -1, false, 25, 30],
		],
	);
	assert.deepEqual(reading.features, { rings: 1, branches: 0, bonds: 0, brackets: 3, aromatic: 6, plausible: true });
});

test('joins parts that a ring closure or a branch ties across a dot', () => {
	for (const text of ['C1.C1', 'C(C.C)C']) {
		const reading = lexSmiles(text);
		assert.equal(reading.kind === 'smiles' && reading.components.length, 1, text);
	}
});

test('limits are answered, not crossed', () => {
	const { atoms, depth, length, rings } = SMILES_LIMITS;
	for (const text of [
		'C'.repeat(length + 1),
		'C'.repeat(atoms + 1),
		`${'C('.repeat(depth + 1)}C${')'.repeat(depth + 1)}`,
		'C1CC1'.repeat(rings + 1),
	]) {
		assert.equal(lexSmiles(text).kind, 'too-large', text.slice(0, 12));
	}
	assert.equal(lexSmiles('C'.repeat(atoms)).kind, 'smiles');
	assert.equal(lexSmiles('C'.repeat(10_000_000)).kind, 'too-large');
	assert.equal(lexSmiles('('.repeat(4000)).kind, 'not-smiles');
});

test('flattens isotopes, stereo and directions', () => {
	assert.equal(flatSmiles('[13C@@H](F)(Cl)/C=C\\[2H]'), '[CH](F)(Cl)-C=C-[H]');
	assert.equal(flatSmiles('[K+].[O-][Mn](=O)(=O)=O'), '[K+].[O-][Mn](=O)(=O)=O');
});

const NOTATION = [
	'O=C1CCNCC1',
	'CCC(C)=O',
	'CCOCC',
	'C1CCNCC1',
	'N#CCc1ccccc1',
	'[K+].[O-][Mn](=O)(=O)=O',
	'COC(=O)C1(C)OC1c1ccc2c(c1)OCO2',
	'OCCCCO',
	'P12P3P1P23',
];
const WORDS = [
	...[
		'COCO',
		'Sony',
		'USB',
		'CNC',
		'BIOS',
		'PCI',
		'CC1000',
		'BN1(2)',
		'SCSI',
		'FOB',
		'COIN(S)',
		'C10',
		'PC3-12800',
		'Co',
		'CIF',
		'I',
		'BNC',
		'COCOON',
	],
	...[
		'SPF50',
		'C-C',
		'NSF',
		'CCC',
		'CCCCC',
		'OCO',
		'B2B',
		'C4ISR',
		'on/off',
		'[SOLD]',
		'[NO]',
		'C.O.',
		'P.O.',
		'S/N',
		'C++',
		'F#',
		'N95',
		'PICNIC',
		'SCOPOSC',
	],
];

test('tells notation from words', () => {
	for (const token of NOTATION) assert.equal(looksLikeSmiles(token), true, token);
	for (const token of WORDS) assert.equal(looksLikeSmiles(token), false, token);
	for (const token of ['CNC', 'COCO', 'CN', 'I', 'Cl']) assert.equal(looksLikeSmiles(token, true), true, token);
});

test('recognises InChI by its head and characters', () => {
	assert.equal(looksLikeInchi('InChI=1S/C5H9NO/c7-5-1-3-6-4-2-5/h6H,1-4H2'), true);
	assert.equal(looksLikeInchi('1S/C5H9NO/c7-5-1-3-6-4-2-5/h6H,1-4H2'), true);
	for (const text of ['InChI', '1S', 'InChI=2/C', '1S/', `InChI=1S/${'C'.repeat(5000)}`, 'InChI=1S/C5 H9'])
		assert.equal(looksLikeInchi(text), false, text.slice(0, 20));
});

test('finds candidates in running text with exact offsets', () => {
	const text = 'Pure stuff (O=C1CCNCC1). SMILES: CNC, next InChI=1S/CH5N/c1-2/h2H2,1H3; name:CCC(C)=O and [K+].[O-][Mn](=O)(=O)=O!';
	const found = findNotations(text);
	assert.deepEqual(
		found.map((candidate) => [candidate.text, candidate.notation, candidate.declared]),
		[
			['O=C1CCNCC1', 'smiles', false],
			['CNC', 'smiles', true],
			['InChI=1S/CH5N/c1-2/h2H2,1H3', 'inchi', true],
			['CCC(C)=O', 'smiles', false],
			['[K+].[O-][Mn](=O)(=O)=O', 'smiles', false],
		],
	);
	for (const candidate of found) assert.equal(text.slice(candidate.start, candidate.end), candidate.text);
	assert.deepEqual(
		findNotations('SMILES=CCO').map((c) => c.text),
		['CCO'],
	);
	assert.deepEqual(
		findNotations('smiles = CCO').map((c) => c.text),
		['CCO'],
	);
	assert.deepEqual(findNotations('USB hub (CNC), BIOS C60 and CO2 at 50% off'), []);
});

test('property: any text gets an answer and spans are inside it', () => {
	const soup = fc.string({ unit: fc.constantFrom(...'CNOcnos()[]=#123%.+-@/\\ ,;:SMILEinh'), maxLength: 200 });
	fc.assert(
		fc.property(fc.oneof(soup, fc.string({ unit: 'binary', maxLength: 100 })), (text) => {
			const reading = lexSmiles(text);
			if (reading.kind === 'smiles') {
				const flat = lexSmiles(flatSmiles(text));
				assert.ok(flat.kind === 'smiles' && flat.heavyAtoms === reading.heavyAtoms);
				assert.equal(
					reading.components.reduce((sum, part) => sum + part.heavyAtoms, 0),
					reading.heavyAtoms,
				);
			}
			for (const { start, end, text: token } of findNotations(text)) assert.equal(text.slice(start, end), token);
		}),
		{ seed: SEED, numRuns: 1000 },
	);
});

test('long hostile text is scanned in linear time', () => {
	for (const piece of ['C(', '[', 'C1', '(((((', 'SMILES:', 'InChI=1S/', 'C.', '%', ',C', 'CC '])
		assertLinearTime(piece, 250_000, (size) => void findNotations(piece.repeat(Math.floor(size / piece.length))));
});
