// One substance for a reader: how it is found, what is shown, and that the unknown stays unknown.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nameKey, nameKeys } from '../../src/catalogue/name-key.ts';
import { confusedWith, findSubstances, sheetOf, sourcesOf } from '../../src/catalogue/show.ts';
import type { Substance } from '../../src/model/substance.ts';
import { edited, parsed } from './small.ts';

const catalogue = parsed();

function found(query: string): string[] {
	const lookup = findSubstances(catalogue, query);
	return lookup.kind === 'found' ? [lookup.by, ...lookup.substances.map((one) => one.id)] : [lookup.kind];
}

function one(id: string, of = catalogue): Substance {
	const substance = of.substances.find((each) => each.id === id);
	assert.ok(substance !== undefined, id);
	return substance;
}

describe('findSubstances', () => {
	it('finds by id, CAS number, InChIKey, name and short code', () => {
		assert.deepEqual(found(' Acetone '), ['id', 'acetone']);
		assert.deepEqual(found('67-64-1'), ['cas', 'acetone']);
		assert.deepEqual(found('cscppacgzoocgx-uhfffaoysa-n'), ['inchikey', 'acetone']);
		assert.deepEqual(found('CSCPPACGZOOCGX'), ['inchikey', 'acetone']);
		assert.deepEqual(found('PROPAN 2 ONE'), ['name', 'acetone']);
		assert.deepEqual(found('Butanone'), ['name', 'mek']);
	});

	it('finds all that share a number', () => {
		assert.deepEqual(found('7723-14-0'), ['cas', 'red-phosphorus', 'white-phosphorus']);
	});

	it('suggests ids and says what else the catalogue knows', () => {
		const lookup = (query: string) => {
			const result = findSubstances(catalogue, query);
			assert.equal(result.kind, 'unknown');
			return result.kind === 'unknown' ? result : assert.fail();
		};
		assert.deepEqual(lookup('acetoan').near, ['acetone']);
		assert.deepEqual(lookup('propan-2-on').near, ['acetone']);
		assert.deepEqual(lookup('xyzzy'), { kind: 'unknown', near: [], hints: [] });
		assert.match(lookup('67-64-2').hints.join(), /check digit.*should be 1.*see acetone/);
		assert.match(lookup('4-Pipecoline').hints.join(), /look-alike \(expect clear\), confused with piperidine/);
		assert.match(lookup('626-58-4').hints.join(), /4-Methylpiperidine/);
		assert.match(lookup('6091-44-7').hints.join(), /member of F-EXACT/);
		assert.match(lookup('pcp').hints.join(), /controlled drug \(US Schedule II\)/);
	});
});

describe('sheetOf', () => {
	const value = (id: string, label: string, of = catalogue): string | undefined =>
		sheetOf(of, one(id, of)).find((line) => line.label === label)?.text;

	it('shows names, identifiers, tier and each control with its sources by title', () => {
		const lines = sheetOf(catalogue, one('acetone'));
		assert.deepEqual(lines[0], { depth: 0, label: 'Acetone', text: 'acetone · tier 3 · group solvent · confidence high' });
		const from = lines.findIndex((line) => line.label === 'US');
		assert.deepEqual(
			lines.slice(from, from + 7).map(({ label, text }) => `${label}: ${text}`),
			[
				'US: List II',
				'wording: unknown',
				'citation: 21 CFR 1310.02(b)',
				'effective: 2001-05-04 (confidence high)',
				'threshold: 150 kg; domestic; citation unknown; confidence low',
				'status: in-force (confidence high)',
				'sources: S1: A source, 2020-01-01',
			],
		);
	});

	it('shows what is not known as unknown', () => {
		assert.equal(value('red-phosphorus', 'SMILES'), 'unknown');
		assert.equal(value('acetone', 'HS'), 'unknown');
		const undated = parsed(edited('substances/acetone.yaml', 'effective: 2001-05-04', 'effective: unknown'));
		assert.equal(value('acetone', 'effective', undated), 'unknown (confidence high, counts as in force)');
		const free: Substance = { ...one('acetone'), controls: [] };
		assert.ok(sheetOf(catalogue, free).some((line) => line.text === 'none compiled (which is not the same as free)'));
	});

	it('does not let a proposal look like law', () => {
		const files = edited('substances/acetone.yaml', 'status: in-force', 'status: proposed').map((file) => ({
			...file,
			text: file.text.replace('effective: 2001-05-04', 'effective: unknown'),
		}));
		const proposed = parsed(files);
		assert.equal(value('acetone', 'US', proposed), 'List II [proposed]');
		assert.equal(value('acetone', 'effective', proposed), 'unknown (confidence high)');
	});

	it('shows what is confused with it', () => {
		assert.deepEqual(
			confusedWith(catalogue, one('piperidine')).map((each) => each.name),
			['4-Methylpiperidine'],
		);
		assert.match(value('piperidine', 'look-alikes') ?? '', /^4-Methylpiperidine 626-58-4 \(expect clear\)/);
		assert.deepEqual(
			sourcesOf(catalogue, one('acetone')).map((each) => each.id),
			['S1'],
		);
	});
});

describe('nameKey', () => {
	it('ignores case, accents and punctuation, and keeps what tells chemicals apart', () => {
		for (const [a, b] of [
			['N-Phenyl-4-piperidinamine', 'n phenyl 4 piperidinamine'],
			['Éther éthylique', 'ether ethylique'],
			['γ-Butyrolactone', 'gamma butyrolactone'],
			['P-2-P', 'P2P'],
			['3′-Chloropropiophenone', "3'-chloropropiophenone"],
			['Ａcetone', 'acetone'],
		] as const) {
			assert.equal(nameKey(a), nameKey(b));
		}
		for (const [a, b] of [
			['1,2-Dichloroethane', '12-dichloroethane'],
			["3'-Chloropropiophenone", '3-chloropropiophenone'],
			['йод', 'иод'],
			['丙酮', '苯丙酮'],
		] as const) {
			assert.notEqual(nameKey(a), nameKey(b));
		}
		assert.deepEqual(nameKeys('Acetone (technical)'), ['acetonetechnical', 'acetone']);
		assert.deepEqual(nameKeys('—'), []);
	});
});
