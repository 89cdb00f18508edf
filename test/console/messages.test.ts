// The console's words: every language says everything, with the same places to fill, and nothing is kept that no page says.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ROOT, readText, repositoryPaths } from '../house/source.ts';

const FOLDER = 'src/console/messages';
const catalogues = readdirSync(`${ROOT}${FOLDER}`).map((file) => ({
	file,
	messages: JSON.parse(readText(`${FOLDER}/${file}`).text) as Readonly<Record<string, string>>,
}));
const english = catalogues.find(({ file }) => file === 'en.json')?.messages ?? {};
const places = (text: string | undefined): string[] => [...(text ?? '').matchAll(/\{[a-z]{1,20}\}/gi)].map(([place]) => place).sort();

describe('the words of the console', () => {
	for (const { file, messages } of catalogues) {
		it(`${file} says everything English says, with the same places`, () => {
			assert.deepEqual(Object.keys(messages).sort(), Object.keys(english).sort());
			for (const [key, text] of Object.entries(messages)) {
				assert.ok(text.trim() !== '', key);
				assert.deepEqual(places(text), places(english[key]), key);
			}
		});
	}

	it('are all in use', () => {
		const source = repositoryPaths('src/console')
			.filter((path) => /\.tsx?$/.test(path))
			.map((path) => readText(path).text)
			.join('\n');
		// A key made at run time is written with its prefix: say(`risk.${risk}`), name('event', event.kind).
		const prefixes = [...source.matchAll(/`([a-zA-Z.]{1,40})\.\$\{/g), ...source.matchAll(/name\('([a-z]{1,40})'/g)].map(
			(found) => found[1] ?? '',
		);
		const unused = Object.keys(english).filter(
			(key) => !source.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(`${prefix}.`)),
		);
		assert.deepEqual(unused, []);
	});
});
