// EC numbers and InChIKeys: the shared vectors through three doors.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../../src/base/fault.ts';
import { isEc, parseEc, requireEc } from '../../src/chem/ec.ts';
import { isInchiKey, isSkeletonKey, parseInchiKey, requireInchiKey } from '../../src/chem/inchikey.ts';
import { vectors } from './vectors.ts';

test('EC numbers: valid and invalid vectors through three doors', () => {
	for (const text of vectors('ec_valid')) {
		assert.equal(isEc(text), true, text);
		assert.deepEqual(parseEc(`${text} `), { ok: true, value: text });
		assert.equal(requireEc(text), text);
	}
	for (const text of vectors('ec_invalid')) {
		assert.equal(isEc(text), false, text);
		assert.equal(parseEc(text).ok, false, text);
		assert.throws(() => requireEc(text), Fault);
	}
});

test('InChIKeys: valid and invalid vectors through three doors', () => {
	for (const text of vectors('inchikey_valid')) {
		assert.equal(isInchiKey(text), true, text);
		assert.deepEqual(parseInchiKey(`InChIKey=${text}`), { ok: true, value: text });
		assert.equal(isSkeletonKey(requireInchiKey(text.toLowerCase()).slice(0, 14)), true);
	}
	for (const text of vectors('inchikey_invalid')) assert.equal(isInchiKey(text), false, text);
	assert.throws(() => requireInchiKey('VRJHQPZVIGNGMX'), Fault);
});
