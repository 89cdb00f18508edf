// A made-up catalogue of harmless substances and a stand-in verdict, for the tests of the benches.
import type { Catalogue, Substance } from '../../src/model/substance.ts';
import type { Verdict, VerdictKind } from '../../src/model/verdict.ts';

function substance(
	id: string,
	names: Substance['names'],
	cas: string,
	smiles: string,
	inchikey: string,
	tier: Substance['tier'],
): Substance {
	return {
		id,
		group: 'test',
		tier,
		names,
		abbreviations: [],
		cas: [{ number: cas, form: 'base', confidence: 'high' }],
		smiles,
		inchikey,
		formula: null,
		hs: null,
		family: null,
		controls: [],
		uses: [],
		notes: null,
		confidence: 'high',
		sources: ['s'],
	};
}

export const CATALOGUE: Catalogue = {
	substances: [
		substance(
			'citric-acid',
			{ en: ['Citric acid', '2-hydroxypropane-1,2,3-tricarboxylic acid'], zh: ['柠檬酸', '枸橼酸一水合物'], ru: ['лимонная кислота'] },
			'77-92-9',
			'OC(=O)CC(O)(C(=O)O)CC(=O)O',
			'KRKNYBCHXYNGOX-UHFFFAOYSA-N',
			3,
		),
		substance(
			'sucrose',
			{ en: ['Sucrose', 'saccharose crystalline'], es: ['sacarosa'], zh: ['蔗糖晶体'], ru: ['сахароза чистая'] },
			'57-50-1',
			'OCC1OC(OC2(CO)OC(CO)C(O)C2O)C(O)C(O)C1O',
			'CZMRCDWAGMRECN-UGDNZRGBSA-N',
			1,
		),
		substance(
			'paracetamol',
			{ en: ['Paracetamol', 'N-(4-hydroxyphenyl)acetamide', 'ethylene thiazoxyphene mix'] },
			'103-90-2',
			'CC(=O)Nc1ccc(O)cc1',
			'RZVAJINKPMORJF-UHFFFAOYSA-N',
			2,
		),
	],
	families: [
		{
			id: 'F-SUGAR',
			title: 'Sugars',
			wording: 'unknown',
			scope: 'test',
			sources: ['s'],
			smarts: ['C'],
			exactParents: [],
			reviewOnly: false,
			regimes: ['US'],
			tier: 2,
			positives: ['OCC1OC(O)C(O)C(O)C1O'],
			negatives: ['CCO'],
			members: [],
		},
	],
	lookAlikes: [
		{
			name: 'Citral',
			aliases: [],
			cas: '5392-40-5',
			smiles: null,
			confusedWith: ['citric-acid'],
			why: 'an aldehyde',
			expect: 'clear',
			confidence: 'high',
		},
	],
	abbreviations: [{ text: 'CIT', substance: 'citric-acid', benign: ['city'], benignCas: [] }],
	equipment: [],
	context: [],
	drugs: [],
	sources: [],
	badIdentifiers: [],
	shared: [],
};

export function verdict(kind: VerdictKind, ids: readonly string[], families: readonly string[] = []): Verdict {
	return {
		listingId: 'x',
		verdict: kind,
		score: kind === 'clear' ? 0 : 1,
		substances: ids.map((id) => ({ id, name: id, tier: 1, confidence: 0.9, basis: ['name'] })),
		families,
		evasion: [],
		obligations: [],
		reasons: [],
		findings: [],
		unscreened: [],
		catalogueVersion: 'c',
		engineVersion: 'e',
		policyVersion: 'p',
		inputHash: '',
		decidedAt: '2026-01-01T00:00:00Z',
	};
}
