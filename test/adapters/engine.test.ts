// Starting the engine from disk: the shipped file, another file, and files that are not there or not right.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ARTEFACT, loadEngine, nativeDigest } from '../../src/adapters/engine.ts';
import { pureDigest } from '../../src/base/digest.ts';
import { Fault } from '../../src/base/fault.ts';
import { createEngine } from '../../src/screen/engine.ts';
import { artefactBytes } from '../support/compiled.ts';
import { AT, engine } from '../support/screening.ts';

const folder = mkdtempSync(join(tmpdir(), 'weir-engine-'));
after(() => rmSync(folder, { recursive: true }));

const LISTINGS = ['Norfentanyl, 5 kg', 'Acet0ne 200 L', 'CAS 28578-16-7', 'Red bicycle', 'SMILES CC(=O)Cc1ccccc1', '去甲芬太尼'];

test('the shipped engine starts and screens', () => {
	assert.equal(engine.screen({ title: 'Norfentanyl, 5 kg' }, AT).verdict, 'block');
	assert.equal(engine.screen({ title: 'Red bicycle' }, AT).verdict, 'clear');
});

test('an engine from a copy of the file gives the same verdicts', async () => {
	const path = join(folder, 'copy.catalogue');
	writeFileSync(path, artefactBytes());
	const copy = await loadEngine({ artefact: path });
	assert.equal(copy.catalogueVersion, engine.catalogueVersion);
	for (const title of LISTINGS) assert.deepEqual(copy.screen({ title }, AT), engine.screen({ title }, AT), title);
});

test('verdicts do not depend on which implementation hashes', () => {
	for (const text of ['', 'a', 'é😀', 'x'.repeat(1000)]) assert.equal(nativeDigest(text), pureDigest(text));
	assert.equal(nativeDigest(Uint8Array.of(1, 2, 3)), pureDigest(Uint8Array.of(1, 2, 3)));
	const pure = createEngine(artefactBytes());
	const native = createEngine(artefactBytes(), { digest: nativeDigest });
	for (const title of LISTINGS) assert.deepEqual(pure.screen({ title }, AT), native.screen({ title }, AT), title);
});

test('half of the dictionary can be left out, for measuring on it', async () => {
	const half = await loadEngine({ knownHalves: 0 });
	assert.equal(half.catalogueVersion, engine.catalogueVersion);
	assert.equal(half.screen({ title: 'Norfentanyl, 5 kg' }, AT).verdict, 'block');
});

test('a missing file names itself and the fix', async () => {
	const path = join(folder, 'nowhere.catalogue');
	await assert.rejects(loadEngine({ artefact: path }), (error) => {
		assert.ok(error instanceof Fault);
		assert.equal(error.code, 'file-unreadable');
		assert.ok(error.message.includes(path) && error.message.includes('weir catalogue compile'), error.message);
		return true;
	});
});

test('a damaged file is refused', async () => {
	const path = join(folder, 'damaged.catalogue');
	const bytes = artefactBytes();
	bytes[5000] = (bytes[5000] ?? 0) ^ 255;
	for (const [content, expected] of [
		[bytes, /altered/],
		[bytes.subarray(0, 3000), /truncated/],
		[new Uint8Array(), /truncated/],
	] as const) {
		writeFileSync(path, content);
		await assert.rejects(loadEngine({ artefact: path }), (error) => {
			assert.ok(error instanceof Fault && error.code === 'artefact-invalid');
			assert.match(error.message, expected);
			return true;
		});
	}
});

test('the shipped file lies inside the package', () => {
	assert.match(ARTEFACT.replaceAll('\\', '/'), /\/catalogue\/compiled\/weir\.catalogue$/);
});
