// One test per refusal of lint: a small catalogue that is in order, one change, one rule and one place.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { loadRdkit } from '../../src/adapters/rdkit.ts';
import { parseRegimeTable } from '../../src/catalogue/law-table.ts';
import { lintCatalogue } from '../../src/catalogue/lint.ts';
import type { StructureEngine } from '../../src/chem/structure-engine.ts';
import type { RegimeTable } from '../../src/model/law.ts';
import type { Duty, MixtureRule } from '../../src/model/policy.ts';
import type { Catalogue, Tier } from '../../src/model/substance.ts';
import { ACETONE, REFUSED } from './lint-cases.ts';
import { edited, parsed } from './small.ts';

let structures: StructureEngine;
before(async () => {
	structures = await loadRdkit();
});

const said = (catalogue: Catalogue): string[] =>
	lintCatalogue(catalogue, { structures }).map((problem) => `${problem.rule} ${problem.pointer}`);

describe('lint', () => {
	it('refuses nothing in a catalogue that is in order', () => {
		assert.deepEqual(lintCatalogue(parsed(), { structures }), []);
	});

	for (const [title, path, from, to, rule, pointer] of REFUSED) {
		it(`refuses ${title}`, () => assert.deepEqual(said(parsed(edited(path, from, to))), [`${rule} ${pointer}`]));
	}

	it('refuses a control line that stands twice, and an InChIKey shared or malformed', () => {
		const catalogue = parsed();
		const [acetone, mek] = catalogue.substances;
		assert.ok(acetone !== undefined && mek !== undefined);
		const withFirst = (change: object): Catalogue => ({
			...catalogue,
			substances: [{ ...acetone, ...change }, ...catalogue.substances.slice(1)],
		});
		assert.deepEqual(said(withFirst({ controls: [...acetone.controls, ...acetone.controls] })), [
			`control-repeated ${ACETONE}#/controls/1`,
		]);
		assert.deepEqual(said(withFirst({ inchikey: 'CSCPPACGZOOCGX' })).slice(0, 1), [`inchikey ${ACETONE}#/inchikey`]);
		assert.ok(said(withFirst({ inchikey: mek.inchikey })).includes('inchikey-shared substances/mek.yaml#/inchikey'));
		assert.deepEqual(said(withFirst({ tier: 4 as Tier })), [`tier ${ACETONE}#/tier`]);
	});

	it('lets a look-alike be listed when it says so itself', () => {
		const files = edited('look-alikes.yaml', '626-58-4', '110-89-4').map((file) =>
			file.path === 'look-alikes.yaml' ? { ...file, text: file.text.replace('expect: clear', 'expect: jurisdiction') } : file,
		);
		assert.deepEqual(said(parsed(files)), []);
	});

	it('says every refusal with a fix, and checks no chemistry without an engine', () => {
		const catalogue = parsed(edited(ACETONE, 'formula: C3H6O', 'formula: C3H8O'));
		assert.deepEqual(lintCatalogue(catalogue), []);
		assert.ok(lintCatalogue(catalogue, { structures }).every((problem) => problem.fix !== '' && problem.message.includes('C3H6O')));
	});
});

describe('lint of the tables beside the catalogue', () => {
	const table = (): RegimeTable => {
		const us = { id: 'US', title: 'United States', countries: ['US'], timeZone: 'America/New_York', universal: false, permits: true };
		const result = parseRegimeTable({ uncertainDays: 30, regimes: [us], classes: [], namedOnly: {} });
		assert.ok(result.ok, JSON.stringify(result));
		return result.value;
	};
	const duty: Duty = {
		code: 'd',
		regime: 'US',
		equipment: ['tablet-press'],
		citation: 'unknown',
		text: 'x',
		confidence: 'low',
		sources: ['S1'],
	};
	const mixture: MixtureRule = {
		regime: 'US',
		lists: [],
		substances: ['acetone'],
		effect: 'any',
		citation: 'unknown',
		confidence: 'low',
		sources: ['S1'],
	};
	const rules = (options: Parameters<typeof lintCatalogue>[1]): string[] =>
		lintCatalogue(parsed(), options).map((problem) => `${problem.rule} ${problem.pointer}`);

	it('refuses regimes, families, equipment, substances and sources that do not exist', () => {
		assert.deepEqual(rules({ regimes: table(), duties: [duty], mixtures: [mixture] }), []);
		const none: RegimeTable = { ...table(), regimes: [] };
		assert.equal(rules({ regimes: none }).filter((rule) => rule.endsWith('/controls/0/regime')).length, 5);
		const line = { ...parsed().substances[0]?.controls[0], family: 'F-NONE', effective: '2020-13' } as RegimeTable['classes'][number];
		assert.deepEqual(rules({ regimes: { ...table(), classes: [line], namedOnly: { 'F-OTHER': ['US'] } } }), [
			'unknown-reference regimes.yaml#/classes/0/family',
			'control-date regimes.yaml#/classes/0/effective',
			'unknown-reference regimes.yaml#/namedOnly/F-OTHER',
		]);
		assert.deepEqual(rules({ duties: [{ ...duty, equipment: ['x'], sources: ['S2'] }], mixtures: [{ ...mixture, substances: ['x'] }] }), [
			'unknown-reference obligations.yaml#/duties/0/equipment',
			'source-missing obligations.yaml#/duties/0/sources',
			'unknown-reference mixtures.yaml#/mixtures/0/substances',
		]);
	});
});
