// InChI as layered text: splitting into neutral components, and rebuilding bond orders within bounds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { componentInchi, parseInchi } from '../../src/chem/inchi.ts';
import { molfileFromInchi } from '../../src/chem/inchi-graph.ts';

const SEED = Number(process.env['FAST_CHECK_SEED'] ?? 20260101);
const parts = (text: string): string[] | null => {
	const reading = parseInchi(text);
	return reading.ok ? reading.value.components.map(componentInchi) : null;
};

test('splits a salt into neutral flat components', () => {
	assert.deepEqual(parts('InChI=1S/2CH5N.H2O4S/c2*1-2;1-5(2,3)4/h2*2H2,1H3;(H2,1,2,3,4)'), [
		'InChI=1S/CH5N/c1-2/h2H2,1H3',
		'InChI=1S/CH5N/c1-2/h2H2,1H3',
		'InChI=1S/H2O4S/c1-5(2,3)4/h(H2,1,2,3,4)',
	]);
	const sodium = parseInchi('InChI=1S/C8H8O2.Na/c9-8(10)6-7-4-2-1-3-5-7;/h1-5H,6H2,(H,9,10);/q;+1/p-1');
	assert.ok(sodium.ok);
	assert.equal(sodium.value.charge, 0);
	assert.deepEqual(sodium.value.components.map(componentInchi), [
		'InChI=1S/C8H8O2/c9-8(10)6-7-4-2-1-3-5-7/h1-5H,6H2,(H,9,10)',
		'InChI=1S/Na/q+1',
	]);
});

test('leaves out stereo and isotopes', () => {
	assert.deepEqual(parts('InChI=1S/C10H15NO/c1-8(11-2)10(12)9-6-4-3-5-7-9/h3-8,10-12H,1-2H3/t8-,10-/m0/s1'), [
		'InChI=1S/C10H15NO/c1-8(11-2)10(12)9-6-4-3-5-7-9/h3-8,10-12H,1-2H3',
	]);
	assert.deepEqual(parts('1S/CH4/h1H4/i1D'), ['InChI=1S/CH4/h1H4']);
});

test('refuses what is no InChI', () => {
	for (const text of [
		'',
		'InChI=',
		'InChI=1S/',
		'InChI=3/C',
		'InChI=1S/hello',
		'InChI=1S/999C',
		'InChI=1S/C2H6/c1-2;1-2',
		`InChI=1S/${'C'.repeat(5000)}`,
		'InChI=1S/C/qx',
		'InChI=1S/C/z1',
	]) {
		assert.equal(parts(text), null, text.slice(0, 30));
	}
});

test('rebuilds bond orders or says that it cannot', () => {
	const molfile = (text: string): string | null => {
		const reading = parseInchi(text);
		assert.ok(reading.ok);
		return reading.value.components[0] === undefined ? null : molfileFromInchi(reading.value.components[0]);
	};
	const acetone = molfile('InChI=1S/C3H6O/c1-3(2)4/h1-2H3');
	assert.match(acetone ?? '', /^ {2}3 {2}4 {2}2 {2}0$/m);
	for (const text of [
		'InChI=1S/C60/c1-2',
		'InChI=1S/CH4/c1-99/h1H4',
		'InChI=1S/C2H6/c1-2/h(H-,1,2)',
		'InChI=1S/C200H402',
		'InChI=1S/C2H6/c1-2/h1-9H3',
		'InChI=1S/C2H6/c(((1-2',
	]) {
		assert.equal(molfile(text), null, text);
	}
});

test('property: any layered text gets an answer in bounded time', () => {
	const layer = fc.string({ unit: fc.constantFrom(...'0123456789-(),;*H+chpqt'), maxLength: 60 });
	const started = performance.now();
	fc.assert(
		fc.property(
			fc.constantFrom('C6H6', 'C30H20N4O8', 'C2H7N.2ClH', 'C60', 'H3O2P'),
			fc.array(layer, { maxLength: 4 }),
			(formula, layers) => {
				const reading = parseInchi(`InChI=1S/${[formula, ...layers].join('/')}`);
				if (reading.ok) for (const component of reading.value.components) molfileFromInchi(component);
			},
		),
		{ seed: SEED, numRuns: 500 },
	);
	assert.ok(performance.now() - started < 120_000);
});
