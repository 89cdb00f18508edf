// Every feature of the identity model stands in docs/screening.md, in the order of the weights and with the words the engine has for
// it: a reviewer reads there what a number means.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FEATURE_NAMES, FEATURES } from '../../src/screen/features.ts';

const page = readFileSync(new URL('../../docs/screening.md', import.meta.url), 'utf8');
const INTRODUCTION = 'In the order of the weights in `tables/model/identity.json`';

/** Rows of the table that the introduction announces: feature and what it says. */
function rows(): [name: string, meaning: string][] {
	const from = page.indexOf(INTRODUCTION);
	if (from < 0) return [];
	const to = page.indexOf('\n## ', from);
	return page
		.slice(from, to < 0 ? page.length : to)
		.split('\n')
		.flatMap((line): [string, string][] => {
			const cells = line.split('|').map((cell) => cell.trim());
			const name = /^`(\w+)`$/.exec(cells[1] ?? '')?.[1];
			return name === undefined ? [] : [[name, cells[2] ?? '']];
		});
}

test('docs/screening.md says what every feature means', () => {
	const found = rows();
	const meanings = new Map(found);
	const wanted = FEATURE_NAMES.filter((name) => meanings.get(name) !== FEATURES[name]);
	const table = wanted.map((name) => `| \`${name}\` | ${FEATURES[name]} |`).join('\n');
	assert.deepEqual(wanted, [], `write these rows under “${INTRODUCTION}” in docs/screening.md:\n${table}\n`);
	assert.deepEqual(
		found.map(([name]) => name),
		FEATURE_NAMES,
		'take features that are gone out of docs/screening.md and keep the order of src/screen/features.ts',
	);
});

test('the committed model was fitted for these features', () => {
	const model = JSON.parse(readFileSync(new URL('../../tables/model/identity.json', import.meta.url), 'utf8')) as {
		features: string[];
		weights: number[];
	};
	assert.deepEqual(model.features, FEATURE_NAMES, 'run "npm run train", then "npm run compile"');
	assert.equal(model.weights.length, FEATURE_NAMES.length);
	assert.ok(model.weights.every(Number.isFinite));
});
