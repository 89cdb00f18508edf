// Packs the package as `npm publish` would, unpacks it beside its dependencies in a fresh folder, and uses it from there: the
// sub-paths, their types, and the command. No network.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ROOT } from './house/source.ts';
import { picture, png } from './support/media.ts';

const NEEDED = ['src/screen/engine.ts', 'src/catalogue/artefact.ts', 'src/cli/main.ts', 'catalogue/compiled/weir.catalogue'];
const missing = NEEDED.filter((path) => !existsSync(`${ROOT}${path}`));
const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
	readonly version: string;
	readonly dependencies: Readonly<Record<string, string>>;
};

function run(
	command: string,
	args: readonly string[],
	cwd: string,
	input = '',
): { readonly status: number | null; readonly out: string; readonly err: string } {
	const done = spawnSync(command, args, { cwd, input, encoding: 'utf8', timeout: 400_000, maxBuffer: 1 << 26 });
	return { status: done.status, out: done.stdout, err: done.stderr };
}

describe('the published package', { skip: missing.length > 0 && `needs ${missing.join(', ')}` }, () => {
	let folder = '';
	const home = (): string => join(folder, 'node_modules', 'weir');
	const weir = (args: readonly string[], input = '') => run(process.execPath, [join(home(), 'bin', 'weir.mjs'), ...args], folder, input);

	before(() => {
		folder = mkdtempSync(join(tmpdir(), 'weir-package-'));
		const packed = run('npm', ['pack', '--offline', '--silent', '--pack-destination', folder], ROOT);
		assert.equal(packed.status, 0, packed.err + packed.out);
		const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
		assert.ok(tarball !== undefined, 'npm pack wrote no tarball');
		const unpacked = run('tar', ['-xzf', tarball], folder);
		assert.equal(unpacked.status, 0, unpacked.err);
		mkdirSync(join(folder, 'node_modules'));
		renameSync(join(folder, 'package'), home());
		for (const name of Object.keys(manifest.dependencies)) {
			const at = join(folder, 'node_modules', name);
			mkdirSync(dirname(at), { recursive: true });
			symlinkSync(join(ROOT, 'node_modules', name), at, 'junction');
		}
		writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'user', private: true, type: 'module' }));
	});

	after(() => rmSync(folder, { recursive: true, force: true }));

	it('carries compiled code, declarations, the catalogue and the notices, and no sources', () => {
		const paths = readdirSync(home(), { recursive: true }).map((path) => String(path).replaceAll('\\', '/'));
		for (const path of [
			'LICENSE',
			'NOTICE',
			'bin/weir.mjs',
			'dist/screen/engine.js',
			'dist/screen/engine.d.ts',
			'dist/console/index.html',
			'dist/console/licences.md',
			'catalogue/compiled/weir.catalogue',
			'tables/cases/reasons.yaml',
		]) {
			assert.ok(paths.includes(path), `${path} is not in the package`);
		}
		const astray = paths.filter(
			(path) => /^(?:src|test|bench|scripts|docs)(?:\/|$)/.test(path) || (/\.ts$/.test(path) && !/\.d\.ts$/.test(path)),
		);
		assert.deepEqual(astray, []);
		const unresolved = paths
			.filter((path) => path.endsWith('.js'))
			.filter((path) => /from '\.[^']{0,200}\.ts'/.test(readFileSync(join(home(), path), 'utf8')));
		assert.deepEqual(unresolved, [], 'compiled files import .ts');
	});

	it('imports by its sub-paths and by nothing else', () => {
		const script = `
			const screen = await import('weir/screen');
			const catalogue = await import('weir/catalogue');
			const log = await import('weir/log');
			const notes = await import('weir/log/note');
			const closed = await Promise.allSettled([import('weir'), import('weir/dist/screen/engine.js')]);
			process.stdout.write(JSON.stringify({ screen: Object.keys(screen), catalogue: Object.keys(catalogue), log: [typeof log.verifyLog, typeof notes.parseNote], closed: closed.map((one) => one.reason?.code) }));`;
		const { status, out, err } = run(process.execPath, ['--input-type=module', '--eval', script], folder);
		assert.equal(status, 0, err);
		const found = JSON.parse(out) as {
			readonly screen: string[];
			readonly catalogue: string[];
			readonly log: string[];
			readonly closed: string[];
		};
		assert.notDeepEqual(found.screen, []);
		assert.notDeepEqual(found.catalogue, []);
		assert.deepEqual(found.log, ['function', 'function']);
		assert.deepEqual(found.closed, ['ERR_PACKAGE_PATH_NOT_EXPORTED', 'ERR_PACKAGE_PATH_NOT_EXPORTED']);
	});

	it('reads media with compiled code', () => {
		writeFileSync(join(folder, 'label.png'), png(picture(['Piperidine, 99 %', 'CAS 110-89-4'])));
		const script = `
			import { readFileSync } from 'node:fs';
			import { MediaReader } from 'weir/media';
			const reader = new MediaReader();
			const parts = await reader.read(readFileSync('label.png'));
			await reader.close();
			process.stdout.write(parts.map((part) => part.text).join('|'));`;
		const { status, out, err } = run(process.execPath, ['--input-type=module', '--eval', script], folder);
		assert.deepEqual([status, out], [0, 'Piperidine, 99 %\nCAS 110-89-4'], err);
	});

	it('type-checks in a project that uses it', () => {
		const use = `import * as screen from 'weir/screen';
import type { Listing } from 'weir/model/listing';
import type { Verdict } from 'weir/model/verdict';
export const listing: Listing = { title: 'acetone, 1 L' };
export const answer = (verdict: Verdict): 'clear' | 'review' | 'block' => verdict.verdict;
export const parts: readonly string[] = Object.keys(screen);
// @ts-expect-error the types are real: a listing has a title
export const untitled: Listing = {};
`;
		writeFileSync(join(folder, 'use.ts'), use);
		const options = {
			strict: true,
			module: 'nodenext',
			target: 'es2023',
			lib: ['es2024', 'dom'],
			types: [],
			noEmit: true,
			skipLibCheck: false,
		};
		writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['use.ts'] }));
		const { status, out } = run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.'], folder);
		assert.equal(status, 0, out);
	});

	it('answers --version and --help', () => {
		const version = weir(['--version']);
		assert.equal(version.status, 0, version.err);
		assert.match(version.out, new RegExp(`\\b${manifest.version.replaceAll('.', '\\.')}\\b`));
		const help = weir(['--help']);
		assert.equal(help.status, 0, help.err);
		assert.match(help.out, /\bscreen\b/);
	});

	it('screens a listing with the catalogue it carries', () => {
		const { status, out, err } = weir(['screen', '-', '--input-format', 'jsonl'], '{"id":"a","title":"Wooden chair, oak"}\n');
		assert.equal(status, 0, err);
		const verdict = JSON.parse(out) as { readonly listingId: string; readonly verdict: string; readonly catalogueVersion: string };
		assert.equal(verdict.listingId, 'a');
		assert.equal(verdict.verdict, 'clear');
		assert.notEqual(verdict.catalogueVersion, '');
	});

	it('screens with workers, in order', () => {
		const records = ['a', 'b', 'c', 'd'].map((id) => JSON.stringify({ id, title: `Wooden chair ${id}` }));
		const { status, out, err } = weir(['screen', '-', '--input-format', 'jsonl', '--jobs', '2'], `${records.join('\n')}\n`);
		assert.equal(status, 0, err);
		const ids = out
			.trim()
			.split('\n')
			.map((line) => (JSON.parse(line) as { readonly listingId: string }).listingId);
		assert.deepEqual(ids, ['a', 'b', 'c', 'd']);
	});
});
