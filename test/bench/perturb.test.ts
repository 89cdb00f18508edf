// The perturbation kinds: deterministic, never an empty or unchanged result counted, both splits present, inverses that must hold.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { casChecks } from '../../bench/perturb/identifiers.ts';
import type { Subject } from '../../bench/perturb/kind.ts';
import { KINDS, perturb } from '../../bench/perturb/kinds.ts';
import { hash32, seeded } from '../../bench/perturb/random.ts';
import { readSmiles, writeSmiles } from '../../bench/perturb/smiles.ts';

const SAMPLES: Readonly<Record<Subject, string>> = {
	name: 'Xylophosphoric tert-butyl acetate (acid)',
	'cyrillic-name': 'лимонная кислота',
	'chinese-name': '对羟基苯甲酸甲酯',
	cas: '7732-18-5',
	smiles: 'CC(=O)Nc1ccc(O)cc1',
	inchikey: 'RZVAJINKPMORJF-UHFFFAOYSA-N',
};

test('kinds have unique ids and both splits', () => {
	assert.equal(new Set(KINDS.map((kind) => kind.id)).size, KINDS.length);
	for (const split of ['fit', 'held-out'] as const) assert.ok(KINDS.filter((kind) => kind.split === split).length >= 50);
	for (const kind of KINDS) assert.ok(kind.id.startsWith(`${kind.class}/`));
});

test('equal seeds give equal texts; a result is never empty or torn', () => {
	for (const kind of KINDS) {
		for (let turn = 0; turn < 5; turn++) {
			const first = perturb(kind.id, SAMPLES[kind.subject], seeded(1, kind.id, turn));
			const second = perturb(kind.id, SAMPLES[kind.subject], seeded(1, kind.id, turn));
			assert.equal(first, second, kind.id);
			assert.ok(first === null || (first !== '' && first.isWellFormed()), kind.id);
		}
	}
});

test('every kind works on some text', () => {
	const texts: Readonly<Partial<Record<string, string>>> = {
		'phonetic/c-k': 'cocoa acid',
		'phonetic/th-t': 'ethanoate',
		'phonetic/z-s': 'benzoate',
		'phonetic/undouble': 'ammonia',
		'case/lower': 'ACID',
	};
	for (const kind of KINDS) {
		const text = texts[kind.id] ?? (kind.id.startsWith('chinese/traditional') ? '对羟基苯甲酸钠盐' : SAMPLES[kind.subject]);
		const results = Array.from({ length: 20 }, (_, turn) => perturb(kind.id, text, seeded(3, turn)));
		assert.ok(
			results.some((result) => result !== null),
			kind.id,
		);
	}
});

test('an unknown kind is refused', () => {
	assert.throws(() => perturb('typo/none', 'water', seeded(1)), RangeError);
});

test('any text goes through any kind', () => {
	fc.assert(
		fc.property(
			fc.string({ unit: 'grapheme', maxLength: 30 }),
			fc.integer({ min: 0, max: KINDS.length - 1 }),
			fc.integer(),
			(text, at, seed) => {
				const kind = KINDS[at];
				const result = kind === undefined ? null : perturb(kind.id, text, seeded(seed));
				return result === null || result.length > 0;
			},
		),
		{ seed: 5, numRuns: 2000 },
	);
});

test('edit kinds leave digits alone: a changed locant names another chemical', () => {
	for (const kind of KINDS.filter((one) => ['typo', 'phonetic', 'vowel', 'mask'].includes(one.class))) {
		for (let turn = 0; turn < 30; turn++) {
			const result = perturb(kind.id, '2,4-dimethyl-6-oxocyclohexanethiol 13', seeded(2, turn));
			if (result !== null) assert.equal(result.replace(/\D/gu, ''), '24613', kind.id);
		}
	}
});

test('reversible encodings decode to the name', () => {
	const text = SAMPLES.name;
	const random = seeded(1);
	assert.equal(atob(perturb('encoding/base64', text, random) ?? ''), text);
	assert.equal(decodeURIComponent(perturb('encoding/percent', text, random) ?? ''), text);
	assert.equal(JSON.parse(`"${perturb('encoding/unicode-escape', text, random)}"`), text);
	assert.equal(perturb('encoding/rot13', perturb('encoding/rot13', text, random) ?? '', random), text);
	for (const kind of ['homoglyph/fullwidth', 'homoglyph/math-bold', 'homoglyph/monospace', 'homoglyph/circled']) {
		assert.equal(perturb(kind, 'acetate', random)?.normalize('NFKC'), 'acetate', kind);
	}
});

test('damaged registry numbers fail the check digit, the others keep their digits', () => {
	assert.ok(casChecks('7732-18-5') && !casChecks('7732-18-6'));
	for (let turn = 0; turn < 50; turn++) {
		for (const kind of ['cas/wrong-digit', 'cas/transposed-digits']) {
			const result = perturb(kind, '7732-18-5', seeded(4, turn));
			assert.ok(result === null || !casChecks(result), `${kind}: ${result}`);
		}
	}
	for (const kind of ['cas/dots', 'cas/spaces', 'cas/unicode-dash', 'cas/brackets', 'cas/every-digit', 'cas/line-break']) {
		assert.equal(perturb(kind, '7732-18-5', seeded(1))?.replace(/\D/gu, ''), '7732185');
	}
});

test('a reordered SMILES keeps atoms, bonds and degrees', () => {
	const signature = (smiles: string): string => {
		const graph = readSmiles(smiles);
		assert.ok(graph !== null, smiles);
		const atoms = graph.atoms.map(
			(atom, at) => `${atom}(${(graph.bonds[at] ?? []).map((bond) => `${bond.symbol}${graph.atoms[bond.to]}`).sort()})`,
		);
		return atoms.sort().join(' ');
	};
	for (const smiles of [
		'CC(=O)Nc1ccc(O)cc1',
		'CN1C=NC2=C1C(=O)N(C(=O)N2C)C',
		'C1CC2CCC1CC2',
		'O=C([O-])CC.[Na+]',
		'c1ccc2ccccc2c1',
		'OC[C@H]1OC(O)[C@@H](O)C1',
		'c1ccc(cc1)-c1ccc[nH]1',
	]) {
		const graph = readSmiles(smiles);
		assert.ok(graph !== null);
		for (let turn = 0; turn < 20; turn++)
			assert.equal(signature(writeSmiles(graph, seeded(turn))), signature(smiles.replaceAll('[C@H]', 'C').replaceAll('[C@@H]', 'C')));
	}
	assert.equal(readSmiles('C1CC'), null);
	assert.equal(readSmiles('not a smiles'), null);
});

test('the generator is uniform enough and stable', () => {
	const random = seeded(1, 'uniform');
	const counts = new Array<number>(10).fill(0);
	for (let at = 0; at < 20000; at++) {
		const bucket = random.below(10);
		counts[bucket] = (counts[bucket] ?? 0) + 1;
	}
	for (const count of counts) assert.ok(count > 1800 && count < 2200, String(counts));
	// Pinned: a change of the stream would silently change every frozen run.
	assert.deepEqual([seeded(1, 'a').below(1000), seeded(1, 'b').below(1000), hash32('weir')], PINNED);
});

const PINNED = [379, 733, 4182732376];
