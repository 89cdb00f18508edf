// Keeps the repository fit to be cloned by anyone: nothing in it names a machine, a host or a secret of where it was built; its
// links lead somewhere; every dependency is pinned, argued for and credited.
import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ROOT, readText, repositoryPaths, type Text } from './source.ts';

/** What no file may say, with the reason. Absolute paths are refused by their first folder, wherever they come from. */
const REFUSED: readonly [pattern: RegExp, reason: string][] = [
	[/(?<![\w.~:/)\]}>*$-])\/(?:home|root|Users|work|workspaces?|build|mnt|tmp|private)\/[\w.-]/, 'an absolute path of some machine'],
	[/\b[A-Z]:\\Users\\/, 'an absolute path of some machine'],
	[/\.\.\/shared\b/, 'a folder beside the repository'],
	[/"resolved":\s"(?!https:\/\/registry\.npmjs\.org\/)/, 'a package host other than the public registry'],
	[/^registry\s*=|:_auth[T]oken=/m, 'a package host or its credential'],
	[/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/, 'a private key'],
	[/\b(?:ghp|gho|ghs|github_pat|glpat|xox[abp])[_-][A-Za-z0-9_]{20,}|\bnpm_[A-Za-z0-9]{36}\b|\bAKIA[A-Z0-9]{16}\b/, 'a credential'],
	[/^(?:<{7}|={7}|>{7})(?: |$)/m, 'an unresolved merge'],
];

const MAX_BYTES = 6_000_000;
const paths = repositoryPaths();
const texts = paths
	.filter((path) => statSync(`${ROOT}${path}`).size < MAX_BYTES)
	.map(readText)
	.filter(({ text }) => !text.includes('\0'));
const manifest = JSON.parse(readText('package.json').text) as {
	readonly scripts: Readonly<Record<string, string>>;
	readonly dependencies: Readonly<Record<string, string>>;
	readonly devDependencies: Readonly<Record<string, string>>;
	readonly files: readonly string[];
};

function refusals({ path, text }: Text): string[] {
	return REFUSED.flatMap(([pattern, reason]) => {
		const found = pattern.exec(text);
		return found === null ? [] : [`${path} holds ${reason}: ${found[0].slice(0, 60)}`];
	});
}

describe('the repository', () => {
	it('refuses the things it looks for', () => {
		const path = ['', 'home', 'someone', 'project'].join('/');
		const bad = [
			`see ${path}`,
			`at ${['', 'work', 'x'].join('/')}`,
			`from '${['..', 'shared', 'x'].join('/')}'`,
			`"${'resolved'}": "https://npm.${'example'}.com/x.tgz"`,
			`-----BEGIN ${'PRIVATE'} KEY-----`,
			`token ${'ghp'}_${'a'.repeat(36)}`,
			`${'<'.repeat(7)} ours`,
		];
		for (const text of bad) assert.notDeepEqual(refusals({ path: 'x', text }), [], text);
		const fine = 'https://example.com/home/page, ./tmp/x, "/offers/0/unit", /v1/listings, {root}/tmp/x, tests/work/x';
		assert.deepEqual(refusals({ path: 'x', text: fine }), []);
	});

	it('names no machine, host, secret or unfinished merge', () => {
		assert.deepEqual(texts.flatMap(refusals), []);
	});

	it('links only to files that exist', () => {
		const broken = texts
			.filter(({ path }) => path.endsWith('.md'))
			.flatMap(({ path, text }) => {
				const folder = path.split('/').slice(0, -1).join('/');
				return [...text.matchAll(/\]\(([^)\s]{1,300})\)/g)]
					.map((found) => (found[1] as string).replace(/#.*/s, ''))
					.filter((link) => link !== '' && !/^[a-z]{1,10}:/.test(link))
					.filter((link) => !existsSync(new URL(`${folder === '' ? '' : `${folder}/`}${link}`, `file://${ROOT}`)))
					.map((link) => `${path} → ${link}`);
			});
		assert.deepEqual(broken, []);
	});

	it('pins every dependency to one version', () => {
		const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
			([, v]) => !/^\d+\.\d+\.\d+(?:-[a-z]+\.\d+)?$/.test(v),
		);
		assert.deepEqual(loose, []);
	});

	it('imports every runtime dependency it declares', () => {
		const sources = texts.filter(({ path }) => path.startsWith('src/')).map(({ text }) => text);
		const named = (name: string): boolean => sources.some((text) => text.includes(`'${name}'`) || text.includes(`'${name}/`));
		assert.deepEqual(
			Object.keys(manifest.dependencies).filter((name) => !named(name)),
			[],
			'npm uninstall them',
		);
	});

	it('argues for and credits every runtime dependency', () => {
		const decision = readText('docs/decisions/0004-dependencies.md').text;
		const notice = readText('NOTICE').text;
		for (const name of Object.keys(manifest.dependencies)) {
			assert.ok(decision.includes(`\`${name}\``), `docs/decisions/0004-dependencies.md does not mention ${name}`);
			assert.ok(notice.includes(name), `NOTICE does not mention ${name}`);
		}
	});

	it('keeps its few scripts and its documents within their size', () => {
		assert.deepEqual(Object.keys(manifest.scripts).sort(), [
			'bench',
			'build',
			'check',
			'compile',
			'prepack',
			'prepare',
			'test',
			'train',
			'weir',
		]);
		const limits = { 'ARCHITECTURE.md': 300, 'STYLE.md': 130, 'README.md': 150 };
		for (const [path, limit] of Object.entries(limits))
			assert.ok(readText(path).text.split('\n').length <= limit, `${path} > ${limit} lines`);
		for (const path of ['LICENSE', 'NOTICE', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md']) assert.ok(paths.includes(path), path);
		assert.match(readText('CHANGELOG.md').text, /^# Changelog\n+## Unreleased\n/);
	});

	it('places tests where their subject is', () => {
		const free = new Set(['house', 'support', 'scenario', 'vectors', 'golden', 'scripts', 'bench', 'bin']);
		const astray = paths
			.filter((path) => /^test\/.+\/.+\.test\.ts$/.test(path))
			.filter((path) => !free.has(path.split('/')[1] as string) && !existsSync(`${ROOT}src/${path.split('/')[1]}`));
		assert.deepEqual(astray, []);
	});
});
