// The policy file against the policy built in: equal by default, relaxed only with a reason and two people, never below a floor.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDuties, parseMixtures, parsePolicy } from '../../src/policy/parse.ts';
import { STRICT } from '../../src/policy/strict.ts';
import { DUTIES, MIXTURES, POLICY, readYaml } from './fixtures.ts';

type Draft = Record<string, unknown> & { tiers: Record<string, Record<string, string>> };
const draft = (): Draft => structuredClone(readYaml('policy/default.yaml')) as Draft;
const said = (value: unknown): string => {
	const parsed = parsePolicy(value);
	return parsed.ok ? 'ok' : parsed.problems.map((one) => `${one.pointer}: ${one.message}`).join('\n');
};

describe('parsePolicy', () => {
	it('the default file says what is built in', () => assert.deepEqual(POLICY, STRICT));
	it('stricter needs nothing', () => {
		const file = draft();
		file.tiers['2'] = { ...file.tiers['2'], declared: 'block' };
		assert.equal(said(file), 'ok');
	});
	it('laxer needs an entry with two different people', () => {
		const file = draft();
		file.tiers['2'] = { ...file.tiers['2'], declared: 'clear' };
		assert.match(said(file), /tiers.2.declared is laxer/);
		const entry = { setting: 'tiers.2.declared', reason: 'pilot', approvedBy: ['a', 'b'], on: '2026-01-01' };
		assert.equal(said({ ...file, relaxations: [entry] }), 'ok');
		assert.notEqual(said({ ...file, relaxations: [{ ...entry, approvedBy: ['a', 'a'] }] }), 'ok');
		assert.notEqual(said({ ...file, relaxations: [{ ...entry, approvedBy: ['a'] }] }), 'ok');
	});
	it('moving a substance to a milder tier and dropping a word are relaxations too', () => {
		assert.match(said({ ...draft(), retiered: { acetone: 3 } }), /retiered.acetone is laxer/);
		assert.match(said({ ...draft(), media: { chemical: 'review', elsewhere: 'clear', categories: [] } }), /media.categories is laxer/);
	});
	it('floors cannot be relaxed', () => {
		const file = draft();
		file.tiers['3'] = { ...file.tiers['3'], disguised: 'clear' };
		const entry = { setting: 'tiers.3.disguised', reason: 'no', approvedBy: ['a', 'b'], on: '2026-01-01' };
		assert.match(said({ ...file, relaxations: [entry] }), /cannot be laxer than review/);
	});
	it('an uncertain identity or law cannot be set to block', () => {
		const file = draft();
		file.tiers['1'] = { ...file.tiers['1'], disguisedUncertain: 'block' };
		assert.match(said(file), /tiers\/1\/disguisedUncertain/);
	});
	it('an unknown key is named', () => assert.match(said({ ...draft(), surprise: 1 }), /\/surprise: unknown key "surprise"/));
	it('an entry for what is not relaxed is refused', () => {
		const entry = { setting: 'tiers.1.declared', reason: 'stale', approvedBy: ['a', 'b'], on: '2026-01-01' };
		assert.match(said({ ...draft(), relaxations: [entry] }), /is not relaxed/);
	});
});

describe('parseDuties, parseMixtures', () => {
	it('read the catalogue’s files', () => assert.ok(DUTIES.length > 20 && MIXTURES.length > 5));
	it('refuse what contradicts itself', () => {
		const [duty] = DUTIES;
		const [rule] = MIXTURES;
		assert.ok(!parseDuties({ duties: [duty, duty] }).ok);
		assert.ok(!parseDuties({ duties: [{ ...duty, equipment: ['x'] }] }).ok);
		assert.ok(!parseMixtures({ mixtures: [{ ...rule, effect: 'exempt-to' }] }).ok);
	});
});
