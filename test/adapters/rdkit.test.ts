// The RDKit structure engine: parents of components, refusals as values, hostile input in bounded time, recovery from a trap.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadRdkit } from '../../src/adapters/rdkit.ts';
import { Fault } from '../../src/base/fault.ts';
import type { StructureComponent, StructureNotation } from '../../src/chem/structure-engine.ts';
import { cpuMs } from '../support/growth.ts';

const SEED = Number(process.env['FAST_CHECK_SEED'] ?? 20260101);
/** Of the processor's time. Generous: what is well-behaved takes milliseconds, a hang never ends. */
const PATIENCE_MS = 10_000;

const engine = await loadRdkit();
const components = (notation: StructureNotation, text: string): readonly StructureComponent[] => {
	const outcome = engine.resolve(notation, text);
	assert.equal(outcome.kind, 'structure', text);
	return outcome.kind === 'structure' ? outcome.components : [];
};
const timed = (notation: StructureNotation, text: string): string => {
	let kind = '';
	const took = cpuMs(() => {
		kind = engine.resolve(notation, text).kind;
	});
	assert.ok(took < PATIENCE_MS, text.slice(0, 40));
	return kind;
};

test('gives the neutral, flat, isotope-free parent of each component', () => {
	const parent = components('smiles', 'O=C1CCNCC1')[0];
	assert.deepEqual([parent?.key, parent?.formula, parent?.organic, parent?.heavyAtoms], ['VRJHQPZVIGNGMX', 'C5H9NO', true, 7]);
	for (const text of [
		'O=C1CC[NH2+]CC1.[Cl-]',
		'O=C1CCNCC1.Cl.O',
		'[2H]N1CCC(=O)CC1',
		'O=[13C]1CCNCC1',
		' O=C1CCNCC1\n',
		'O=C1CC NCC1',
		'O=C1CCNCC1 a name',
	]) {
		assert.equal(components('smiles', text).find((part) => part.organic)?.skeleton, parent?.skeleton, text);
	}
	assert.equal(components('smiles', 'OC1=CCNCC1')[0]?.tautomer, parent?.tautomer);
	assert.deepEqual(
		components('smiles', 'CN.CN.OS(=O)(=O)O').map((part) => [part.formula, part.count]),
		[
			['CH5N', 2],
			['H2O4S', 1],
		],
	);
});

test('an InChI and a SMILES of one substance agree, queries included', () => {
	const queries = engine.compile([
		{ kind: 'smarts', text: '[CX3](=O)[OX2H1]' },
		{ kind: 'smiles', text: 'c1ccccc1' },
	]);
	const smiles = engine.resolve('smiles', 'OC(=O)Cc1ccccc1', queries);
	const inchi = engine.resolve('inchi', 'InChI=1S/C8H8O2/c9-8(10)6-7-4-2-1-3-5-7/h1-5H,6H2,(H,9,10)', queries);
	assert.deepEqual(inchi, smiles);
	assert.deepEqual(smiles.kind === 'structure' && smiles.components[0]?.matched, [true, true]);
});

test('says what it could not do instead of guessing', () => {
	assert.equal(engine.resolve('smiles', 'C1CC').kind, 'not-a-structure');
	assert.equal(engine.resolve('smiles', 'C(C)(C)(C)(C)C').kind, 'not-a-structure');
	assert.equal(engine.resolve('smiles', 'CC(=O)*').kind, 'errored');
	assert.equal(engine.resolve('inchi', 'InChI=1S/hello').kind, 'not-a-structure');
	assert.equal(components('inchi', 'InChI=1S/C60/c1-2')[0]?.matched, null);
	const large = components('smiles', 'C'.repeat(400))[0];
	assert.deepEqual([large?.key, large?.heavyAtoms], [null, 400]);
});

test('an invalid query is a fault of the catalogue', () => {
	for (const text of ['[', '[CH3', 'C(', '', '('.repeat(5000), '[$([$([$(']) {
		assert.throws(
			() => engine.compile([{ kind: 'smarts', text }]),
			(error) => error instanceof Fault && error.code === 'catalogue-invalid',
			text.slice(0, 10),
		);
	}
});

test('hostile input returns quickly as a value', () => {
	const hostile: [StructureNotation, string][] = [
		['smiles', '('.repeat(10_000)],
		['smiles', `${'C('.repeat(10_000)}C${')'.repeat(10_000)}`],
		['smiles', 'C'.repeat(1_000_000)],
		['smiles', 'C'.repeat(500)],
		['smiles', `${'C('.repeat(99)}C${')'.repeat(99)}`],
		['smiles', 'C1CC1'.repeat(160)],
		['smiles', 'C1'.repeat(2000)],
		['smiles', `c1${'c'.repeat(498)}c1`],
		['smiles', `C1${'C'.repeat(498)}C1`],
		['smiles', 'C=C'.repeat(200)],
		['smiles', Array.from({ length: 200 }, () => 'CCO').join('.')],
		[
			'smiles',
			'c12c3c4c5c1c1c6c7c2c2c8c3c3c9c4c4c%10c5c5c1c1c6c6c%11c7c2c2c7c8c3c3c8c9c4c4c9c%10c5c5c1c1c6c6c%11c2c2c7c3c3c8c4c4c9c5c1c1c6c2c3c41',
		],
		['smiles', '\u0000'],
		['smiles', '[C@@@@@@@@@@@@@@@@@@@@@@]'],
		['inchi', `InChI=1S/${'C'.repeat(1_000_000)}`],
		['inchi', `InChI=1S/C100H2/c${'1('.repeat(900)}`],
		[
			'inchi',
			`InChI=1S/C40H20N40O20/c${Array.from({ length: 100 }, (_, i) => i + 1).join('-')}/h(H20,${Array.from({ length: 80 }, (_, i) => i + 1).join(',')})`,
		],
		['inchi', `InChI=1S/${Array.from({ length: 200 }, () => 'CH4').join('.')}`],
		['inchi', 'InChI=1S/999C999999H999999'],
	];
	for (const [notation, text] of hostile) timed(notation, text);
	assert.equal(timed('smiles', 'CCO'), 'structure');
});

test('a trap inside the module costs one answer, not the engine', async () => {
	const fresh = await loadRdkit();
	const queries = fresh.compile([{ kind: 'smiles', text: 'CO' }]);
	const inside = fresh as unknown as { module: { get_mol(text: string): unknown } };
	const trap = (): void => {
		inside.module.get_mol = () => {
			throw new Error('memory access out of bounds');
		};
	};
	trap();
	assert.equal(fresh.resolve('smiles', 'CCO', queries).kind, 'errored');
	const after = fresh.resolve('smiles', 'CCO', queries);
	assert.deepEqual(after.kind === 'structure' && after.components[0]?.matched, [true]);
	trap();
	assert.equal(fresh.resolve('smiles', 'CCN', queries).kind, 'errored');
	while (fresh.resolve('smiles', 'CCN', queries).kind === 'errored') await new Promise((resolve) => setTimeout(resolve, 5));
});

test('property: any text gets an answer and answers are stable', () => {
	const soup = fc.string({
		unit: fc.constantFrom(
			'C',
			'C',
			'N',
			'O',
			'c',
			'n',
			'(',
			')',
			'1',
			'2',
			'=',
			'#',
			'[',
			']',
			'+',
			'-',
			'.',
			'Cl',
			'[nH]',
			'c1ccccc1',
			'[O-]',
		),
		maxLength: 40,
	});
	fc.assert(
		fc.property(soup, (text) => {
			const first = engine.resolve('smiles', text);
			assert.notEqual(first.kind === 'errored' && first.reason, 'the structure engine failed on this text');
			assert.deepEqual(engine.resolve('smiles', text), first);
		}),
		{ seed: SEED, numRuns: 500 },
	);
});
