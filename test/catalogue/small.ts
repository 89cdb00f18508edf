// A small catalogue as file texts, every fact of which holds; tests change one text and see what is refused.
import assert from 'node:assert/strict';
import { parseCatalogue } from '../../src/catalogue/parse.ts';
import type { CatalogueFile } from '../../src/catalogue/yaml.ts';
import type { Catalogue } from '../../src/model/substance.ts';

interface Facts {
	readonly tier: number;
	readonly names: string;
	readonly cas: string;
	readonly smiles?: string;
	readonly inchikey?: string;
	readonly formula?: string;
	readonly family?: string;
	readonly abbreviations?: string;
}

const substance = (id: string, facts: Facts): CatalogueFile => ({
	path: `substances/${id}.yaml`,
	text: `id: ${id}
group: solvent
tier: ${facts.tier}
family: ${facts.family ?? 'null'}
formula: ${facts.formula ?? 'null'}
smiles: ${facts.smiles ?? 'null'}
inchikey: ${facts.inchikey ?? 'null'}
hs: null
confidence: high
cas:
  - { number: ${facts.cas}, form: base, confidence: high }
names:
  en: [${facts.names}]
abbreviations: [${facts.abbreviations ?? ''}]
controls:
  - regime: US
    list: List II
    citation: 21 CFR 1310.02(b)
    wording: unknown
    effective: 2001-05-04
    effectiveConfidence: high
    status: in-force
    threshold: { quantity: '150', unit: kg, note: domestic, citation: unknown, confidence: low }
    confidence: high
    sources: [S1]
uses: []
notes: null
examples:
  match: [one of it]
  clear: [none of it]
sources: [S1]
`,
});

const list = (path: string, text: string): CatalogueFile => ({ path, text });
const context = (kind: string, phrase: string): CatalogueFile =>
	list(`context/${kind}.yaml`, `kind: ${kind}\nnote: a note\nphrases:\n  en: [${phrase}]\n`);

/** Three substances with structures, two that share a CAS number as declared, one family, and one entry of everything else. */
export const FILES: readonly CatalogueFile[] = [
	substance('acetone', {
		tier: 3,
		names: 'Acetone, propan-2-one',
		cas: '67-64-1',
		smiles: 'CC(C)=O',
		inchikey: 'CSCPPACGZOOCGX-UHFFFAOYSA-N',
		formula: 'C3H6O',
	}),
	substance('mek', {
		tier: 3,
		names: 'Butanone',
		abbreviations: 'MEK',
		cas: '78-93-3',
		smiles: 'CCC(C)=O',
		inchikey: 'ZWEHNKRNPOVVGH-UHFFFAOYSA-N',
		formula: 'C4H8O',
	}),
	substance('piperidine', {
		tier: 2,
		names: 'Piperidine',
		cas: '110-89-4',
		smiles: 'C1CCNCC1',
		inchikey: 'NQRYJNQNLNOLGT-UHFFFAOYSA-N',
		formula: 'C5H11N',
		family: 'F-EXACT',
	}),
	substance('red-phosphorus', { tier: 2, names: 'Red phosphorus', cas: '7723-14-0' }),
	substance('white-phosphorus', { tier: 2, names: 'White phosphorus', cas: '7723-14-0' }),
	list(
		'families/F-EXACT.yaml',
		`id: F-EXACT
title: Piperidine and its salts
tier: 2
regimes: [US]
reviewOnly: false
wording: Piperidine and its salts
scope: equality
smarts: []
exactParents: [C1CCNCC1]
positives: [C1CCNCC1.Cl]
negatives: [CC1CCNCC1]
members:
  - { name: Piperidine hydrochloride, cas: 6091-44-7, smiles: C1CCNCC1.Cl }
sources: [S1]
`,
	),
	list(
		'families/F-KETONE.yaml',
		`id: F-KETONE
title: A class by query
tier: 2
regimes: [US]
reviewOnly: false
wording: unknown
scope: cyclohexanones
smarts: ['O=C1CCCCC1']
exactParents: []
positives: [O=C1CCCCC1]
negatives: [OC1CCCCC1]
members: []
sources: [S1]
`,
	),
	list(
		'look-alikes.yaml',
		`lookAlikes:
  - name: 4-Methylpiperidine
    aliases: [4-pipecoline]
    cas: 626-58-4
    smiles: CC1CCNCC1
    confusedWith: [piperidine]
    why: alkyl piperidine
    expect: clear
    confidence: high
  - name: Betaine hydrochloride
    aliases: []
    cas: 590-46-5
    smiles: C[N+](C)(C)CC(=O)[O-].Cl
    confusedWith: []
    why: a salt
    expect: clear
    confidence: high
`,
	),
	list('abbreviations.yaml', 'abbreviations:\n  - { text: MEK, substance: mek, benign: [kinase], benignCas: [871700-17-3] }\n'),
	list(
		'equipment.yaml',
		'equipment:\n  - { id: tablet-press, names: { en: [tablet press] }, lists: [a list], lookAlikes: [candy press], sources: [S1], confidence: high }\n',
	),
	context('negation-before', 'free of'),
	context('negation-after', 'is absent'),
	context('mention', 'test kit'),
	context('offer', 'for sale'),
	list('controlled-drugs.yaml', 'schedules:\n  - list: US Schedule II\n    source: S1\n    drugs: [Phencyclidine = PCP, Sufentanil]\n'),
	list('sources.yaml', 'sources:\n  - { id: S1, title: A source, url: null, date: 2020-01-01 }\n'),
	list('bad-identifiers.yaml', 'badIdentifiers:\n  - { seen: 67-64-2, problem: fails the check digit, substance: acetone }\n'),
	list(
		'shared-identifiers.yaml',
		'shared:\n  - { kind: cas, value: 7723-14-0, substances: [red-phosphorus, white-phosphorus], why: one number for all allotropes }\n',
	),
];

/** The files with one text of one file replaced; the text must stand in it once. */
export function edited(path: string, from: string, to: string): CatalogueFile[] {
	const file = FILES.find((one) => one.path === path);
	assert.equal(file?.text.split(from).length, 2, `${path} does not hold "${from}" exactly once`);
	return FILES.map((one) => (one.path === path ? { path, text: one.text.replace(from, () => to) } : one));
}

/** The parsed catalogue of some files, which must parse. */
export function parsed(files: readonly CatalogueFile[] = FILES): Catalogue {
	const result = parseCatalogue(files);
	assert.ok(result.ok, JSON.stringify(result));
	return result.value;
}
