// The catalogue that ships: it parses, every fact that can be compared agrees, nothing was lost, and its own examples hold.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readCatalogueFiles } from '../../src/adapters/catalogue-files.ts';
import { loadEngine } from '../../src/adapters/engine.ts';
import { loadRdkit } from '../../src/adapters/rdkit.ts';
import type { Result } from '../../src/base/result.ts';
import { parseRegimeTable } from '../../src/catalogue/law-table.ts';
import { lintCatalogue } from '../../src/catalogue/lint.ts';
import { parseCatalogue } from '../../src/catalogue/parse.ts';
import { CONTEXT_KINDS } from '../../src/catalogue/parse-around.ts';
import { readYaml } from '../../src/catalogue/yaml.ts';
import type { StructureEngine } from '../../src/chem/structure-engine.ts';
import { parseListing } from '../../src/model/parse-listing.ts';
import { parseDuties, parseMixtures } from '../../src/policy/parse.ts';

const files = must(readCatalogueFiles(fileURLToPath(new URL('../../catalogue', import.meta.url))));
const catalogue = must(parseCatalogue(files));

function must<T>(result: Result<T>): T {
	assert.ok(result.ok, JSON.stringify(result, null, 1));
	return result.value;
}

function table<T>(path: string, parse: (value: unknown) => Result<T>): T {
	const file = files.find((one) => one.path === path);
	assert.ok(file !== undefined, path);
	return must(parse(must(readYaml(file))));
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

describe('the shipped catalogue', () => {
	let structures: StructureEngine;
	before(async () => {
		structures = await loadRdkit();
	});

	it('is what lint accepts, structures and law tables included', () => {
		const problems = lintCatalogue(catalogue, {
			structures,
			regimes: table('regimes.yaml', parseRegimeTable),
			duties: table('obligations.yaml', parseDuties),
			mixtures: table('mixtures.yaml', parseMixtures),
		});
		assert.deepEqual(
			problems.map((problem) => `${problem.pointer}: ${problem.message}`),
			[],
		);
	});

	it('is whole', () => {
		assert.equal(catalogue.substances.length, 95);
		assert.equal(catalogue.families.length, 11);
		assert.equal(sum(catalogue.families.map((family) => family.positives.length)), 63);
		assert.equal(sum(catalogue.families.map((family) => family.negatives.length)), 69);
		assert.equal(catalogue.lookAlikes.length, 112);
		assert.equal(catalogue.lookAlikes.filter((one) => one.expect === 'clear').length, 94);
		assert.equal(catalogue.context.length, CONTEXT_KINDS.length);
		assert.equal(catalogue.equipment.length, 3);
		assert.equal(catalogue.badIdentifiers.length, 4);
	});

	it('keeps the traps that are known', () => {
		const norfentanyl = catalogue.substances.find((one) => one.id === 'norfentanyl');
		assert.deepEqual(norfentanyl?.cas.map((cas) => cas.number).includes('1609-66-1'), true);
		assert.ok(catalogue.badIdentifiers.some((one) => one.seen === '1609-66-5' && one.substance === 'norfentanyl'));
		for (const [text, word] of [
			['NPP', 'nandrolone phenylpropionate'],
			['4-AP', '4-aminopyridine'],
		] as const) {
			assert.ok(catalogue.abbreviations.find((one) => one.text === text)?.benign.includes(word), text);
		}
		assert.ok(catalogue.shared.some((one) => one.kind === 'inchikey' && one.substances.includes('n-methylephedrine')));
	});

	it('states a source for every control line, and never an empty text for what is unknown', () => {
		for (const { id, controls } of catalogue.substances) {
			assert.ok(controls.length > 0, id);
			for (const control of controls) assert.ok(control.sources.length > 0 && control.wording !== '' && control.citation !== '', id);
		}
	});

	it('has examples beside every substance that the engine bears out', async () => {
		const engine = await loadEngine();
		const wrong: string[] = [];
		for (const { id, examples } of catalogue.substances) {
			for (const [kind, texts] of Object.entries(examples ?? {})) {
				for (const title of texts) {
					const verdict = engine.screen(must(parseListing({ title })), { listingId: id, now: '2026-01-01T00:00:00Z' });
					const recognised = verdict.substances.some((one) => one.id === id);
					if (kind === 'match' ? !recognised : verdict.verdict !== 'clear' || recognised) wrong.push(`${id} ${kind}: ${title}`);
				}
			}
		}
		assert.deepEqual(wrong, []);
	});
});
