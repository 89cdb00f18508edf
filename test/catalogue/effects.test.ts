// Changes of a catalogue, marked: what can lower a verdict is never called stricter, and nothing that can move one is left out.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nativeDigest } from '../../src/adapters/engine.ts';
import { unpackArtefact } from '../../src/catalogue/artefact.ts';
import { compareArtefacts } from '../../src/catalogue/compare-artefacts.ts';
import { diffCatalogues } from '../../src/catalogue/diff.ts';
import { markChanges } from '../../src/catalogue/effects.ts';
import type { Effect } from '../../src/model/effect.ts';
import { artefact } from '../support/compiled.ts';
import { versionOf, withLaw, withSection, withSubstance } from '../support/variant.ts';
import { edited, FILES, parsed } from './small.ts';

const ACETONE = 'substances/acetone.yaml';

/** file, text, replacement, what it does; the other way round it does the opposite. */
const PAIRS: readonly (readonly [string, string, string, Effect])[] = [
	[ACETONE, ', propan-2-one', '', 'weaker'],
	[ACETONE, 'tier: 3', 'tier: 2', 'stricter'],
	[ACETONE, 'effective: 2001-05-04', 'effective: 2031-05-04', 'weaker'],
	[ACETONE, 'effective: 2001-05-04', 'effective: unknown', 'unknown'],
	[ACETONE, 'status: in-force', 'status: proposed', 'weaker'],
	[ACETONE, "'150'", "'100'", 'unknown'],
	[ACETONE, 'notes: null', 'notes: A note.', 'neutral'],
	[ACETONE, 'wording: unknown', 'wording: Acetone', 'neutral'],
	['families/F-EXACT.yaml', 'exactParents: [C1CCNCC1]\n', 'exactParents: [C1CCNCC1, CN]\n', 'stricter'],
	['look-alikes.yaml', 'aliases: [4-pipecoline]', 'aliases: [4-pipecoline, another]', 'weaker'],
	['abbreviations.yaml', '[kinase]', '[kinase, inhibitor]', 'weaker'],
	['context/offer.yaml', 'for sale', 'for sale, in stock', 'stricter'],
	['context/negation-before.yaml', 'free of', 'free of, without', 'weaker'],
	['controlled-drugs.yaml', ', Sufentanil', '', 'weaker'],
];
const OPPOSITE: Readonly<Record<Effect, Effect>> = { stricter: 'weaker', weaker: 'stricter', neutral: 'neutral', unknown: 'unknown' };

describe('markChanges', () => {
	for (const [file, from, to, effect] of PAIRS) {
		it(`calls "${from.trim()}" → "${to.trim()}" ${effect}, and back ${OPPOSITE[effect]}`, () => {
			const [before, after] = [parsed(), parsed(edited(file, from, to))];
			const effects = (changes: ReturnType<typeof diffCatalogues>) => [...new Set(markChanges(changes).map((one) => one.effect))];
			assert.deepEqual(effects(diffCatalogues(before, after)), [effect]);
			assert.deepEqual(effects(diffCatalogues(after, before)), [OPPOSITE[effect]]);
		});
	}

	it('calls a whole line of law, and a whole substance, that goes weaker in every part', () => {
		const [before, catalogue] = [parsed(), parsed()];
		const bare = { ...catalogue, substances: catalogue.substances.map((one) => (one.id === 'acetone' ? { ...one, controls: [] } : one)) };
		const effects = (changes: ReturnType<typeof diffCatalogues>) => new Set(markChanges(changes).map((one) => one.effect));
		assert.deepEqual(effects(diffCatalogues(before, bare)), new Set(['weaker', 'neutral']));
		assert.deepEqual(effects(diffCatalogues(bare, before)), new Set(['stricter', 'neutral']));
		const without = parsed(
			FILES.filter(({ path }) => path !== 'substances/white-phosphorus.yaml' && path !== 'shared-identifiers.yaml').concat({
				path: 'shared-identifiers.yaml',
				text: 'shared: []\n',
			}),
		);
		const [first] = markChanges(diffCatalogues(before, without));
		assert.deepEqual([first?.effect, first?.kind], ['weaker', 'removed']);
	});
});

describe('compareArtefacts', () => {
	const open = (bytes: Uint8Array) => unpackArtefact(bytes, nativeDigest);
	const compare = (bytes: Uint8Array) => compareArtefacts(artefact, open(bytes), nativeDigest);

	it('finds nothing between a catalogue and itself', () => {
		assert.deepEqual(compareArtefacts(artefact, artefact, nativeDigest), []);
	});

	it('finds a fact', () => {
		const changes = compare(withSubstance('acetone', (one) => ({ ...one, tier: 2 })));
		assert.deepEqual(changes, [
			{ effect: 'stricter', kind: 'changed', what: 'tier', record: 'substances/acetone', at: '', before: '3', after: '2' },
		]);
	});

	it('finds a row of law by its name, wherever it stands', () => {
		const changes = compare(
			withLaw((law) => ({
				...law,
				duties:
					(law['duties'] as Record<string, unknown>)['duties'] === undefined
						? law['duties']
						: { duties: [{ code: 'new-one', text: 'Another.' }, ...(law['duties'] as { duties: object[] }).duties] },
			})),
		);
		assert.deepEqual(
			changes.map(({ effect, record, at, kind }) => [effect, record, at, kind]),
			[
				['unknown', 'law/duties', '/duties/new-one/code', 'added'],
				['unknown', 'law/duties', '/duties/new-one/text', 'added'],
			],
		);
	});

	it('shows every other part that differs, so that none changes unseen', () => {
		for (const name of ['fold', 'skeletons', 'ordinary', 'model', 'encoder', 'intent', 'words-1', 'pattern-codes']) {
			const bytes = Uint8Array.from(artefact.sections.get(name) ?? []);
			bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
			const other = withSection(name, bytes);
			assert.notEqual(versionOf(other), artefact.version);
			const changes = compare(other);
			assert.deepEqual([changes.length, changes[0]?.effect, changes[0]?.what], [1, 'unknown', 'part'], name);
		}
	});
});
