// What casework keeps of a verdict: the strictest tier, an unknown one counted as tier 1, and evidence under its hash.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { pureDigest } from '../../src/base/digest.ts';
import { canonicalJson, type Json } from '../../src/base/json.ts';
import { evidenceOf, screenedOf } from '../../src/cases/screened.ts';
import type { SubstanceMatch } from '../../src/model/verdict.ts';
import { verdict } from '../report/fixtures.ts';

const substance = (tier: 1 | 2 | 3): SubstanceMatch => ({ id: `s${tier}`, name: 's', tier, confidence: 1, basis: ['name'] });

it('the tier is the strictest of substances and families; an unknown family is tier 1', () => {
	const tierOf = (...parts: Parameters<typeof verdict>) => screenedOf(verdict(...parts), 1, (id) => (id === 'known' ? 3 : undefined)).tier;
	assert.equal(tierOf({}), null);
	assert.equal(tierOf({ substances: [substance(3), substance(2)] }), 2);
	assert.equal(tierOf({ substances: [substance(2)], families: ['known'] }), 2);
	assert.equal(tierOf({ substances: [substance(2)], families: ['unheard-of'] }), 1);
});

it('the evidence of another screening has other ids', () => {
	const first = evidenceOf(verdict(), 1, pureDigest);
	const again = evidenceOf(verdict({ catalogueVersion: 'c2' }), 1, pureDigest);
	const edited = evidenceOf(verdict({ inputHash: 'd'.repeat(64) }), 2, pureDigest);
	assert.equal(first[0]?.hash, 'a'.repeat(64));
	assert.equal(first[1]?.hash, pureDigest(canonicalJson(verdict() as unknown as Json)));
	assert.notEqual(first[1]?.id, again[1]?.id);
	assert.equal(new Set([...first, ...edited].map(({ id }) => id)).size, 4);
});
