// The toolkit that waits: it says what it missed, and answers like RDKit once it is loaded.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { loadRdkit } from '../../src/adapters/rdkit.ts';
import { RdkitWhenNeeded } from '../../src/adapters/rdkit-when-needed.ts';

it('notes a question that came too early, and answers it when asked again', async () => {
	const later = new RdkitWhenNeeded();
	assert.equal(later.missed, false);
	assert.throws(() => later.resolve('smiles', 'CCO'), { code: 'engine-unavailable' });
	assert.equal(later.missed, true);
	await later.load();
	assert.equal(later.missed, false);
	assert.deepEqual(later.resolve('smiles', 'CCO'), (await loadRdkit()).resolve('smiles', 'CCO'));
});

it('stays missed when it cannot be loaded', async () => {
	const later = new RdkitWhenNeeded(() => Promise.reject(new Error('no file')));
	assert.throws(() => later.compile([]));
	await assert.rejects(later.load());
	assert.equal(later.missed, true);
});
