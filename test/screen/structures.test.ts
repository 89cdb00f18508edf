// Structures against the shipped catalogue: every substance, every family example, every look-alike, and the forms that hide them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readCatalogueFolder } from '../../src/adapters/catalogue-files.ts';
import { loadRdkit } from '../../src/adapters/rdkit.ts';
import { Fault } from '../../src/base/fault.ts';
import { compileStructures } from '../../src/screen/structures.ts';

const read = readCatalogueFolder(fileURLToPath(new URL('../../catalogue', import.meta.url)));
assert.ok(read.ok, 'the catalogue folder parses');
const { substances, families, lookAlikes } = read.value;
const engine = await loadRdkit();
const index = compileStructures(engine, substances, families);
const open = new Set(families.filter((family) => family.reviewOnly).map((family) => family.id));

const ids = (text: string, notation: 'smiles' | 'inchi' = 'smiles'): string[] => {
	const found = index.identify(notation, text);
	assert.equal(found.outcome, 'structure', text);
	return found.substances.map(({ id, exact }) => (exact ? id : `${id} (family)`));
};
const familiesOf = (text: string): readonly string[] => index.identify('smiles', text).families;

test('every substance with a structure is identified by it, with its family', () => {
	const drawn = substances.filter((substance) => substance.smiles !== null);
	assert.ok(drawn.length >= 94);
	for (const { id, smiles, family } of drawn) {
		const found = index.identify('smiles', smiles ?? '');
		assert.ok(
			found.substances.some((hit) => hit.id === id && hit.exact),
			id,
		);
		assert.ok(found.complete, id);
		if (family !== null) assert.ok(found.families.includes(family), id);
	}
});

test('only stereoisomers of one skeleton share a structure', () => {
	const skeletons = [
		['ephedrine', 'pseudoephedrine'],
		['norephedrine', 'norpseudoephedrine'],
		['n-methylephedrine', 'n-methylpseudoephedrine'],
	];
	for (const { id, smiles } of substances) {
		if (smiles === null) continue;
		assert.deepEqual(ids(smiles), skeletons.find((group) => group.includes(id)) ?? [id]);
	}
});

test('every positive of a family carries it and no negative does', () => {
	let positives = 0;
	let negatives = 0;
	for (const family of families) {
		for (const smiles of family.positives) assert.ok(familiesOf(smiles).includes(family.id), `${family.id} ${smiles}`);
		for (const smiles of family.negatives) assert.ok(!familiesOf(smiles).includes(family.id), `${family.id} ${smiles}`);
		positives += family.positives.length;
		negatives += family.negatives.length;
	}
	assert.ok(positives >= 63 && negatives >= 69);
});

test('a positive of a closed family always leads to a listed substance', () => {
	for (const family of families.filter((one) => !one.reviewOnly)) {
		for (const smiles of family.positives) assert.ok(ids(smiles).length > 0, `${family.id} ${smiles}`);
	}
});

test('look-alikes that must stay clear carry no substance and no closed family', () => {
	let drawn = 0;
	for (const { name, smiles, expect } of lookAlikes) {
		if (smiles === null) continue;
		drawn++;
		if (expect !== 'clear') continue;
		assert.deepEqual(ids(smiles), [], name);
		assert.deepEqual(
			familiesOf(smiles).filter((family) => !open.has(family)),
			[],
			name,
		);
	}
	assert.ok(drawn >= 90);
});

test('salts, hydrates, isotopes, charges and tautomers meet their parent', () => {
	const forms: [string, string[]][] = [
		['OC1(O)CCNCC1.Cl', ['4-piperidone (family)']],
		['O=C1CC[NH2+]CC1.[Br-].O', ['4-piperidone']],
		['OC1=CCNCC1', ['4-piperidone']],
		['CC1(OC1c1ccccc1)C(=O)[O-].[Na+]', ['p2p-methyl-glycidic-acid']],
		['CC1(OC1c1ccccc1)C(=O)O[Na]', ['p2p-methyl-glycidic-acid']],
		['CCCCCCOC(=O)C1(C)OC1c1ccccc1', ['p2p-methyl-glycidic-acid (family)']],
		['C[C@H](NC)[C@@H](O)c1ccccc1.C[C@H](NC)[C@@H](O)c1ccccc1.OS(=O)(=O)O', ['ephedrine', 'pseudoephedrine']],
		['[2H]C([2H])([2H])C([2H])([2H])C(=O)N(c1ccccc1)C1CCNCC1', ['norfentanyl']],
		['CC(O)=Cc1ccccc1', ['p2p']],
		['COC(=O)C(=C(C)O)c1ccccc1', ['mapa']],
		['CCOC(=O)Cc1ccccc1', ['phenylacetic-acid (family)']],
		['COC(=O)c1ccccc1N', ['anthranilic-acid (family)']],
		['COC(=O)c1ccccc1NC(C)=O', ['n-acetylanthranilic-acid (family)']],
		['[Fe+3].[O-][PH2]=O.[O-][PH2]=O.[O-][PH2]=O', ['hypophosphorous-acid']],
		['OC(=O)C(O)C(O)C(=O)O.CC(CO)NC(=O)C1CN(C)C2Cc3c[nH]c4cccc(C2=C1)c34', ['ergometrine']],
		['[K]O[Mn](=O)(=O)=O', ['potassium-permanganate']],
		['[H+].[Cl-]', ['hydrochloric-acid']],
		['Cl.O', ['hydrochloric-acid']],
		['II', ['iodine']],
	];
	for (const [smiles, expected] of forms) assert.deepEqual(ids(smiles), expected, smiles);
});

test('a bulky counter-ion does not hide the listed component', () => {
	assert.deepEqual(ids('O=C1CCNCC1.CC1(C)C2CCC1(CS(=O)(=O)O)C(=O)C2'), ['4-piperidone']);
	assert.deepEqual(ids(`O=C1CCN(CCc2ccccc2)CC1.${'C'.repeat(300)}`), ['npp']);
});

test('counter-ions and solvent of crystallisation are not the offer', () => {
	for (const smiles of [
		'CCN(CC)CC(=O)Nc1c(C)cccc1C.Cl',
		'CC(=O)Nc1ccc(O)cc1.OS(=O)(=O)O',
		'[Na+].[Cl-]',
		'[Cl-]',
		'N.Cl',
		'[K+].[I-]',
		'[Na+].OS(=O)(=O)[O-]',
		'[K+].[K+].[O-][Mn](=O)(=O)[O-]',
		'OC(=O)c1ccccc1.CC(C)=O',
	]) {
		assert.deepEqual(ids(smiles), [], smiles);
	}
	assert.deepEqual(ids('CC(C)=O.O'), ['acetone']);
	assert.deepEqual(ids('CN.Cl'), ['methylamine']);
});

test('InChI input finds the same substances and families', () => {
	const cases: [string, string[], string[]][] = [
		['InChI=1S/C5H9NO.ClH/c7-5-1-3-6-4-2-5;/h6H,1-4H2;1H', ['4-piperidone'], ['F-4PIPERIDONE']],
		['InChI=1S/C10H15NO/c1-8(11-2)10(12)9-6-4-3-5-7-9/h3-8,10-12H,1-2H3/t8-,10-/m0/s1', ['ephedrine', 'pseudoephedrine'], ['F-EPHEDRINES']],
		['InChI=1S/C10H12O2/c1-2-12-10(11)8-9-6-4-3-5-7-9/h3-7H,2,8H2,1H3', ['phenylacetic-acid (family)'], ['F-PAA-US']],
		['InChI=1S/K.Mn.4O/q+1;;;;;-1', ['potassium-permanganate'], []],
		['InChI=1S/C8H10N4O2/c1-10-4-9-6-5(10)7(13)12(3)8(14)11(6)2/h4H,1-3H3', [], []],
	];
	for (const [inchi, expected, closed] of cases) {
		assert.deepEqual(ids(inchi, 'inchi'), expected, inchi);
		const found = index.identify('inchi', inchi);
		assert.deepEqual(
			found.families.filter((family) => !open.has(family)),
			closed,
		);
		assert.equal(found.complete, true, inchi);
	}
});

test('a first block finds the parent and its usual salts', () => {
	for (const { id, inchikey } of substances) if (inchikey !== null) assert.ok(index.byKey(inchikey.slice(0, 14)).includes(id), id);
	for (const [salt, id] of [
		['O=C1CCNCC1.Cl', '4-piperidone'],
		['[Na+].[O-]C(=O)Cc1ccccc1', 'phenylacetic-acid'],
		['[Na+].[O-][PH2]=O', 'hypophosphorous-acid'],
	] as const) {
		assert.deepEqual(index.byKey(engine.firstBlock(salt) ?? ''), [id], salt);
	}
	assert.deepEqual(index.byKey('AAAAAAAAAAAAAA'), []);
});

test('what cannot be read is said, never called empty', () => {
	const broken = index.identify('smiles', 'C1CC');
	assert.deepEqual([broken.outcome, broken.substances, broken.families], ['not-a-structure', [], []]);
	assert.equal(index.identify('smiles', 'C'.repeat(5000)).outcome, 'too-large');
	assert.equal(index.identify('smiles', 'O=C1CCN(*)CC1').outcome, 'errored');
	assert.equal(index.identify('inchi', 'InChI=1S/C60/c1-2').complete, false);
});

test('a catalogue with a broken structure is refused by name', () => {
	const first = substances.find((substance) => substance.smiles !== null);
	assert.ok(first !== undefined);
	assert.throws(
		() => compileStructures(engine, [{ ...first, smiles: 'C1CC' }], []),
		(error) => error instanceof Fault && error.message.includes(first.id),
	);
});
