// Every feature of both models stands in docs/screening.md, in the order of the weights and with the words the engine has for it: a
// reviewer reads there what a number means.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FEATURES } from '../../src/screen/features.ts';
import { INTENT_FEATURES } from '../../src/screen/intent.ts';

const page = readFileSync(new URL('../../docs/screening.md', import.meta.url), 'utf8');

/** Rows of the table that the introduction announces: feature and what it says. */
function rows(introduction: string): [name: string, meaning: string][] {
	const from = page.indexOf(introduction);
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

const MODELS: Readonly<Record<string, Readonly<Record<string, string>>>> = { identity: FEATURES, intent: INTENT_FEATURES };

for (const [model, features] of Object.entries(MODELS)) {
	const names = Object.keys(features);
	const introduction = `In the order of the weights in \`tables/model/${model}.json\``;

	test(`docs/screening.md says what every feature of the ${model} model means`, () => {
		const found = rows(introduction);
		const meanings = new Map(found);
		const wanted = names.filter((name) => meanings.get(name) !== features[name]);
		const table = wanted.map((name) => `| \`${name}\` | ${features[name]} |`).join('\n');
		assert.deepEqual(wanted, [], `write these rows under “${introduction}” in docs/screening.md:\n${table}\n`);
		assert.deepEqual(
			found.map(([name]) => name),
			names,
			'take features that are gone out of docs/screening.md and keep the order of the weights',
		);
	});

	test(`the committed ${model} model was fitted for these features`, () => {
		const fitted = JSON.parse(readFileSync(new URL(`../../tables/model/${model}.json`, import.meta.url), 'utf8')) as {
			features: string[];
			weights: number[];
		};
		assert.deepEqual(fitted.features, names, `run scripts/train${model === 'identity' ? '' : '-intent'}.ts, then "npm run compile"`);
		assert.equal(fitted.weights.length, names.length);
		assert.ok(fitted.weights.every(Number.isFinite));
	});
}
