// Properties of every decision (fast-check, fixed seed; replay another with FAST_CHECK_SEED): fail-safe, monotone, order-free.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { FamilyMatch, Match } from '../../src/model/match.ts';
import type { Entitlement } from '../../src/model/policy.ts';
import type { Evidence } from '../../src/policy/decide.ts';
import { decideOn, UNCERTAIN, type World } from './fixtures.ts';
import { entitlement, evidence, holds, IDS, oneFamily, oneMatch, severity, world } from './generated.ts';

describe('every decision', () => {
	it('is never clear when anything could not be evaluated', () => {
		holds<[Partial<Evidence>, World]>(evidence, world, (one, around) => {
			const errored = [{ rule: 'any', field: '/title', note: 'failed' }];
			assert.notEqual(decideOn({ ...one, errored }, around).verdict, 'clear');
		});
	});
	it('adding a match never lowers it', () => {
		holds<[Partial<Evidence>, Match, FamilyMatch, World]>(evidence, oneMatch, oneFamily, world, (one, more, family, around) => {
			const before = severity(decideOn(one, around).verdict);
			assert.ok(severity(decideOn({ ...one, matches: [...(one.matches ?? []), more] }, around).verdict) >= before);
			assert.ok(severity(decideOn({ ...one, families: [...(one.families ?? []), family] }, around).verdict) >= before);
		});
	});
	it('adding evasion never lowers it, and reaches review for what is not explained away', () => {
		holds<[Partial<Evidence>, Match, World]>(evidence, oneMatch, world, (one, open, around) => {
			const rest = one.matches ?? [];
			const before = decideOn({ ...one, matches: [...rest, open] }, around).verdict;
			const after = decideOn({ ...one, matches: [...rest, { ...open, evasion: [...open.evasion, 'mask'] }] }, around).verdict;
			assert.ok(severity(after) >= severity(before));
			if (open.excused === undefined && open.certainty !== 'possible') assert.notEqual(after, 'clear');
		});
	});
	it('excused matches alone are clear', () => {
		holds<[Match[], World, boolean]>(fc.array(oneMatch, { maxLength: 4 }), world, fc.boolean(), (some, around, chemicalContext) => {
			const matches = some.map((one) => ({ ...one, excused: one.excused ?? { reason: 'look-alike' as const, note: 'honest' } }));
			assert.equal(decideOn({ matches, chemicalContext }, around).verdict, 'clear');
		});
	});
	it('uncertain identities never block', () => {
		holds<[Match[], World]>(fc.array(oneMatch, { maxLength: 4 }), world, (some, around) => {
			const matches = some.map((one) => ({ ...one, certainty: one.certainty === 'certain' ? ('probable' as const) : one.certainty }));
			assert.notEqual(decideOn({ matches, chemicalContext: true }, around).verdict, 'block');
			const model = some.map((one) => ({ ...one, basis: ['semantic' as const] }));
			assert.notEqual(decideOn({ matches: model, chemicalContext: true }, around).verdict, 'block');
		});
	});
	it('uncertain law never blocks', () => {
		holds<[Match[]]>(fc.array(oneMatch, { maxLength: 4 }), (matches) => {
			const around = { law: Object.fromEntries(IDS.map((key) => [key, UNCERTAIN])) };
			assert.notEqual(decideOn({ matches, chemicalContext: true }, around).verdict, 'block');
		});
	});
	it('an entitlement relaxes exactly its own substance', () => {
		holds<[Match, Entitlement, World]>(oneMatch, entitlement, world, (one, granted, around) => {
			const bare = decideOn({ matches: [one], chemicalContext: true }, { ...around, entitlements: [] });
			const held = decideOn({ matches: [one], chemicalContext: true }, { ...around, entitlements: [granted] });
			if (granted.substance !== one.substance) assert.deepEqual(held, bare);
			else assert.ok(severity(held.verdict) <= severity(bare.verdict));
		});
	});
	it('does not depend on the order of the evidence', () => {
		holds<[Partial<Evidence>, World]>(evidence, world, (one, around) => {
			const turned = {
				...one,
				matches: [...(one.matches ?? [])].reverse(),
				families: [...(one.families ?? [])].reverse(),
				redFlags: [...(one.redFlags ?? [])].reverse(),
			};
			assert.deepEqual(decideOn(turned, around), decideOn(one, around));
		});
	});
	it('is its strictest reason, and every reason has a code, a text and a citation', () => {
		holds<[Partial<Evidence>, World]>(evidence, world, (one, around) => {
			const { verdict, reasons, obligations } = decideOn(one, around);
			assert.equal(severity(verdict), Math.max(...reasons.map((reason) => severity(reason.outcome))));
			for (const reason of reasons) assert.ok(reason.code !== '' && reason.text !== '' && reason.citation !== '');
			for (const duty of obligations) assert.ok(duty.code !== '' && duty.text !== '' && duty.citation !== '' && duty.regime !== '');
		});
	});
});
