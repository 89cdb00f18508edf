// Files are opened inside their folder only, whatever a listing says.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openInside } from '../../../src/adapters/media/open.ts';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'weir-open-')));
after(() => rmSync(base, { recursive: true, force: true }));
const folder = join(base, 'media');
mkdirSync(join(folder, 'sub'), { recursive: true });
writeFileSync(join(folder, 'a.txt'), 'inside');
writeFileSync(join(folder, 'large.bin'), Buffer.alloc(2048));
writeFileSync(join(base, 'secret.txt'), 'outside');
mkdirSync(join(base, 'media-other'));
writeFileSync(join(base, 'media-other', 'a.txt'), 'beside');
symlinkSync(join(base, 'secret.txt'), join(folder, 'link.txt'));
symlinkSync(base, join(folder, 'up'));
symlinkSync(join(folder, 'a.txt'), join(folder, 'within.txt'));
execFileSync('mkfifo', [join(folder, 'pipe')]);

const opened = async (path: string): Promise<string> => {
	const found = await openInside(folder, path, 1024);
	return found.kind === 'bytes' ? Buffer.from(found.bytes).toString() : found.kind === 'refused' ? found.why : found.kind;
};

test('a file inside, by any way that stays inside', async () => {
	for (const path of ['a.txt', './a.txt', 'sub/../a.txt', 'sub\\..\\a.txt', 'within.txt']) assert.equal(await opened(path), 'inside', path);
});

test('no way out', async () => {
	for (const path of [
		'../secret.txt',
		'..\\secret.txt',
		'sub/../../secret.txt',
		'/etc/passwd',
		'file:///etc/passwd',
		'https://a.example/x',
		'a\0b',
	])
		assert.match(await opened(path), /give a relative path/, path);
	for (const path of ['link.txt', 'up/secret.txt', 'up/media-other/a.txt'])
		assert.match(await opened(path), /link that leaves the folder/, path);
});

test('nothing but regular files of bounded size', async () => {
	assert.match(await opened('pipe'), /not a regular file/);
	assert.match(await opened('sub'), /not a regular file/);
	assert.match(await opened('large.bin'), /MiB large; give a file of at most/);
	assert.equal(await opened('none.txt'), 'missing');
	assert.equal(await opened('a.txt/more'), 'missing');
});
