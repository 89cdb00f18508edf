// The committed artefact is what compiling catalogue/ and tables/ gives, byte for byte.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compileCatalogue } from '../../scripts/compile-catalogue.ts';
import { ARTEFACT } from '../../src/adapters/engine.ts';

test('catalogue/compiled/weir.catalogue is up to date (run "npm run compile")', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'weir-artefact-'));
	try {
		const out = join(folder, 'weir.catalogue');
		const compiled = await compileCatalogue({ root: fileURLToPath(new URL('../..', import.meta.url)), out });
		const fresh = readFileSync(out);
		assert.equal(fresh.length, compiled.bytes);
		assert.ok(fresh.equals(readFileSync(ARTEFACT)), `run "npm run compile": the sources now give version ${compiled.version}`);
	} finally {
		rmSync(folder, { recursive: true });
	}
});
