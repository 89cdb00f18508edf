// Catalogue files → Catalogue: the shape of every file, and that each mistake is refused with file, pointer and fix.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Problem } from '../../src/base/result.ts';
import { parseCatalogue } from '../../src/catalogue/parse.ts';
import type { CatalogueFile } from '../../src/catalogue/yaml.ts';
import { edited, FILES, parsed } from './small.ts';

function problemsOf(files: readonly CatalogueFile[]): readonly Problem[] {
	const result = parseCatalogue(files);
	return result.ok ? [] : result.problems;
}

const ACETONE = 'substances/acetone.yaml';

/** file, text, its replacement, the pointer of the problem, a word of its message. */
const REFUSED: readonly (readonly [string, string, string, string, RegExp])[] = [
	[ACETONE, 'tier: 3', 'tier: 4', `${ACETONE}#/tier`, /expected a tier/],
	[ACETONE, 'tier: 3\n', '', `${ACETONE}#/tier`, /missing/],
	[ACETONE, 'group: solvent', 'group: solvent\ncolour: red', `${ACETONE}#/colour`, /unknown key/],
	[ACETONE, 'id: acetone', 'id: Acetone', `${ACETONE}#/id`, /not an id/],
	[ACETONE, 'id: acetone', 'id: propanone', `${ACETONE}#/id`, /differs from the file name/],
	[ACETONE, 'en: [Acetone, propan-2-one]', 'zh: [丙酮]', `${ACETONE}#/names`, /no English name/],
	[ACETONE, 'en: [Acetone, propan-2-one]', 'en: [Acetone]\n  english: [x]', `${ACETONE}#/names/english`, /not an ISO 639-1/],
	[ACETONE, '[Acetone, propan-2-one]', '[Acetone, Acetone]', `${ACETONE}#/names/en/1`, /listed twice/],
	[ACETONE, '[Acetone, propan-2-one]', '[Acetone, 12]', `${ACETONE}#/names/en/1`, /expected text/],
	[ACETONE, 'effective: 2001-05-04', 'effective: 4 May 2001', `${ACETONE}#/controls/0/effective`, /not an ISO date/],
	[ACETONE, 'regime: US', 'regime: XX', `${ACETONE}#/controls/0/regime`, /not known here/],
	[ACETONE, "quantity: '150'", 'quantity: 150', `${ACETONE}#/controls/0/threshold/quantity`, /expected text/],
	[ACETONE, "quantity: '150'", "quantity: '1,5'", `${ACETONE}#/controls/0/threshold/quantity`, /not a decimal/],
	[ACETONE, 'unit: kg', 'unit: sacks', `${ACETONE}#/controls/0/threshold/unit`, /not known here/],
	[ACETONE, 'notes: null', 'notes: null\nnotes: again', ACETONE, /unique|[Dd]uplicate/],
	[ACETONE, 'notes: null', 'notes: &n null', ACETONE, /anchor/],
	[ACETONE, 'notes: null', 'notes: !x null', ACETONE, /tag/],
	[ACETONE, 'notes: null', 'notes: null\n---\nid: b', ACETONE, /one YAML document/],
	[ACETONE, 'notes: null', 'notes: [', ACETONE, /line/],
	[
		'look-alikes.yaml',
		'confusedWith: [piperidine]',
		'confusedWith: piperidine',
		'look-alikes.yaml#/lookAlikes/0/confusedWith',
		/expected a list/,
	],
	['families/F-EXACT.yaml', 'reviewOnly: false', 'reviewOnly: "no"', 'families/F-EXACT.yaml#/reviewOnly', /true or false/],
	['context/offer.yaml', 'kind: offer', 'kind: mention', 'context/offer.yaml#/kind', /differs from the file name/],
	['sources.yaml', 'sources:', 'source:', 'sources.yaml#/sources', /missing/],
];

describe('parseCatalogue', () => {
	it('reads every kind of file', () => {
		const catalogue = parsed();
		assert.deepEqual(
			catalogue.substances.map((one) => one.id),
			['acetone', 'mek', 'piperidine', 'red-phosphorus', 'white-phosphorus'],
		);
		const [acetone] = catalogue.substances;
		assert.deepEqual(acetone?.names, { en: ['Acetone', 'propan-2-one'] });
		assert.deepEqual(acetone?.controls[0]?.threshold, {
			quantity: '150',
			unit: 'kg',
			note: 'domestic',
			citation: 'unknown',
			confidence: 'low',
		});
		assert.deepEqual(acetone?.examples, { match: ['one of it'], clear: ['none of it'] });
		assert.deepEqual(catalogue.drugs, [
			{ name: 'Phencyclidine', list: 'US Schedule II', source: 'S1' },
			{ name: 'PCP', list: 'US Schedule II', source: 'S1', aliasOf: 'Phencyclidine' },
			{ name: 'Sufentanil', list: 'US Schedule II', source: 'S1' },
		]);
		assert.equal(catalogue.context.length, 4);
	});

	it('does not depend on the order of the files', () => {
		assert.deepEqual(parsed([...FILES].reverse()), parsed());
	});

	for (const [path, from, to, pointer, message] of REFUSED) {
		it(`refuses ${JSON.stringify(to)} in ${path}`, () => {
			const problem = problemsOf(edited(path, from, to)).find((one) => one.pointer === pointer && message.test(one.message));
			assert.ok(problem !== undefined, JSON.stringify(problemsOf(edited(path, from, to))));
			assert.notEqual(problem.fix, '');
		});
	}

	it('reports every problem, not only the first', () => {
		const files = edited(ACETONE, 'tier: 3', 'tier: 9').map((file) =>
			file.path === 'sources.yaml' ? { ...file, text: file.text.replace('id: S1', 'id: 1') } : file,
		);
		assert.deepEqual(
			problemsOf(files).map((one) => one.pointer),
			[`${ACETONE}#/tier`, 'sources.yaml#/sources/0/id'],
		);
	});

	it('refuses missing and misplaced files, and leaves those of other readers alone', () => {
		const missing = problemsOf(FILES.filter((file) => file.path !== 'equipment.yaml'));
		assert.deepEqual(
			missing.map((one) => one.pointer),
			['equipment.yaml'],
		);
		const astray = { path: 'substance/acetone.yaml', text: 'id: acetone\n' };
		assert.deepEqual(
			problemsOf([...FILES, astray]).map((one) => one.pointer),
			[astray.path],
		);
		assert.deepEqual(problemsOf([...FILES, { path: 'regimes.yaml', text: '[' }, { path: 'policy/default.yaml', text: '[' }]), []);
	});
});
