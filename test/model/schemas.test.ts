// The committed JSON Schemas are what the sources say, and the engine's verdicts fit theirs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { staleSchemas } from '../../scripts/publish-schemas.ts';
import type { Listing } from '../../src/model/listing.ts';
import type { ListingSchema } from '../../src/model/listing-schema.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { VerdictSchema } from '../../src/model/verdict-schema.ts';
import { fakeEngine, NOW } from '../cli/fake-engine.ts';

// Compile-time: what fits the schema fits the type, and the schema has every key of the type.
const fits = (value: Static<typeof VerdictSchema>): Verdict => value;
const listingFits = (value: Static<typeof ListingSchema>): Listing => value;
const verdictKeys: keyof Verdict extends keyof Static<typeof VerdictSchema> ? true : never = true;
const listingKeys: keyof Listing extends keyof Static<typeof ListingSchema> ? true : never = true;

test('the schemas and the types have the same keys', () => {
	assert.deepEqual([typeof fits, typeof listingFits, verdictKeys, listingKeys], ['function', 'function', true, true]);
});

test('schemas/ is up to date (run scripts/publish-schemas.ts)', () => {
	assert.deepEqual(staleSchemas(), []);
});

test('a verdict fits the schema; a wrong one does not', () => {
	const schema = Compile(VerdictSchema);
	const verdict = fakeEngine.screen({ title: 'Acetone and piperidine' }, { listingId: 'x', now: NOW });
	assert.ok(schema.Check(verdict));
	assert.ok(schema.Check({ ...verdict, addedLater: true }), 'readers ignore keys they do not know');
	assert.ok(!schema.Check({ ...verdict, verdict: 'maybe' }));
	assert.ok(!schema.Check({ ...verdict, score: 1.2 }));
	assert.ok(!schema.Check({ ...verdict, evasion: ['magic'] }));
});
