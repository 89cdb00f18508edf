// What changed between two catalogues: every kind of fact, as a typed record and as text.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Change, diffCatalogues, renderDiff } from '../../src/catalogue/diff.ts';
import { edited, FILES, parsed } from './small.ts';

const ACETONE = 'substances/acetone.yaml';
const IN_ACETONE = { record: 'substances/acetone' };
const US = { ...IN_ACETONE, at: 'US List II' };

/** file, text, replacement, the only change that is to be seen. */
const CHANGES: readonly (readonly [string, string, string, Change])[] = [
	[
		ACETONE,
		'propan-2-one',
		'dimethyl ketone, propan-2-one',
		{ kind: 'added', what: 'name', ...IN_ACETONE, at: 'en', after: 'dimethyl ketone' },
	],
	[ACETONE, ', propan-2-one', '', { kind: 'removed', what: 'name', ...IN_ACETONE, at: 'en', before: 'propan-2-one' }],
	[ACETONE, 'tier: 3', 'tier: 2', { kind: 'changed', what: 'tier', ...IN_ACETONE, at: '', before: '3', after: '2' }],
	[
		ACETONE,
		'family: null',
		'family: F-EXACT',
		{ kind: 'changed', what: 'family', ...IN_ACETONE, at: '', before: 'none', after: 'F-EXACT' },
	],
	[
		ACETONE,
		'form: base, confidence: high',
		'form: base, confidence: low',
		{ kind: 'changed', what: 'cas', ...IN_ACETONE, at: '67-64-1', before: 'base (high)', after: 'base (low)' },
	],
	[
		ACETONE,
		'effective: 2001-05-04',
		'effective: unknown',
		{ kind: 'changed', what: 'date', ...US, before: '2001-05-04 (high)', after: 'unknown (high)' },
	],
	[ACETONE, 'wording: unknown', 'wording: Acetone', { kind: 'changed', what: 'wording', ...US, before: 'unknown', after: 'Acetone' }],
	[ACETONE, '21 CFR 1310.02(b)', 'unknown', { kind: 'changed', what: 'control', ...US, before: '21 CFR 1310.02(b)', after: 'unknown' }],
	[
		ACETONE,
		'status: in-force',
		'status: proposed',
		{ kind: 'changed', what: 'status', ...US, before: 'in-force (high)', after: 'proposed (high)' },
	],
	[
		ACETONE,
		"'150'",
		"'100'",
		{
			kind: 'changed',
			what: 'threshold',
			...US,
			before: '150 kg; domestic; citation unknown; confidence low',
			after: '100 kg; domestic; citation unknown; confidence low',
		},
	],
	[
		'families/F-EXACT.yaml',
		'exactParents: [C1CCNCC1]\n',
		'exactParents: [C1CCNCC1, CN]\n',
		{ kind: 'added', what: 'query', record: 'families/F-EXACT', at: 'exactParents', after: 'CN' },
	],
	[
		'look-alikes.yaml',
		'cas: 626-58-4',
		'cas: null',
		{ kind: 'changed', what: 'cas', record: 'look-alikes/4-Methylpiperidine', at: '', before: '626-58-4', after: 'none' },
	],
	[
		'context/offer.yaml',
		'for sale',
		'for sale, in stock',
		{ kind: 'added', what: 'phrase', record: 'context/offer', at: 'en', after: 'in stock' },
	],
	[
		'controlled-drugs.yaml',
		', Sufentanil',
		'',
		{ kind: 'removed', what: 'drug', record: 'controlled-drugs/Sufentanil', at: '', before: 'US Schedule II' },
	],
	[
		'abbreviations.yaml',
		'[kinase]',
		'[kinase, inhibitor]',
		{ kind: 'added', what: 'abbreviation', record: 'abbreviations/MEK', at: 'benign', after: 'inhibitor' },
	],
	[
		'sources.yaml',
		'A source',
		'A law',
		{ kind: 'changed', what: 'source', record: 'sources/S1', at: 'title', before: 'A source', after: 'A law' },
	],
];

describe('diffCatalogues', () => {
	it('finds none between equal catalogues, whatever the order of their lists', () => {
		assert.deepEqual(diffCatalogues(parsed(), parsed()), []);
		assert.deepEqual(diffCatalogues(parsed(), parsed(edited(ACETONE, '[Acetone, propan-2-one]', '[propan-2-one, Acetone]'))), []);
	});

	for (const [path, from, to, change] of CHANGES) {
		it(`says that ${change.what} was ${change.kind}`, () => {
			assert.deepEqual(diffCatalogues(parsed(), parsed(edited(path, from, to))), [change]);
		});
	}

	it('says one thing of a substance that came or went', () => {
		const without = parsed(FILES.filter((file) => file.path !== ACETONE));
		const title = 'Acetone, tier 3';
		assert.deepEqual(diffCatalogues(parsed(), without), [{ kind: 'removed', what: 'substance', ...IN_ACETONE, at: '', before: title }]);
		assert.deepEqual(diffCatalogues(without, parsed()), [{ kind: 'added', what: 'substance', ...IN_ACETONE, at: '', after: title }]);
	});

	it('shows a control line that came with all its facts', () => {
		const [acetone, ...others] = parsed().substances;
		assert.ok(acetone !== undefined);
		const second = { ...acetone, controls: [...acetone.controls, ...acetone.controls.map((control) => ({ ...control, regime: 'EU' }))] };
		const changes = diffCatalogues(parsed(), { ...parsed(), substances: [second, ...others] });
		assert.deepEqual(
			changes.map((change) => `${change.kind} ${change.what} ${change.at}`),
			['control', 'wording', 'date', 'status', 'threshold', 'source'].map((what) => `added ${what} EU List II`),
		);
	});
});

describe('renderDiff', () => {
	it('groups by record and counts', () => {
		const changes = diffCatalogues(parsed(), parsed(edited(ACETONE, 'tier: 3', 'tier: 2')));
		const text = renderDiff([...changes, { kind: 'added', what: 'name', ...IN_ACETONE, at: 'es', after: 'acetona' }]);
		assert.equal(text, 'substances/acetone\n  ~ tier: 3 → 2\n  + name (es): acetona\n\n1 added, 0 removed, 1 changed\n');
		assert.equal(renderDiff([]), 'No difference.\n');
	});
});
