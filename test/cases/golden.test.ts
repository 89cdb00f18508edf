// Golden cases as rules and figures: what is frozen of a listing, and what whom is told of answers.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { snapshotOf } from '../../src/cases/golden.ts';
import { type GoldenLook, goldenFiguresOf } from '../../src/cases/golden-figures.ts';
import type { Outcome } from '../../src/model/case.ts';
import type { Verdict } from '../../src/model/verdict.ts';

const VERDICT: Verdict = {
	...{ listingId: 'l-1', verdict: 'review', score: 0.8, substances: [], families: [], evasion: [], obligations: [], reasons: [] },
	...{ findings: [], unscreened: [], catalogueVersion: 'c', engineVersion: 'e', policyVersion: 'p', inputHash: 'a'.repeat(64) },
	decidedAt: '2026-03-02T08:00:00.000Z',
};

describe('the snapshot of a golden case', () => {
	it('keeps the text and where the seller is, and nothing that leads back', () => {
		const frozen = snapshotOf({ id: 'l-1', revision: 3, title: 'Acetone', seller: { id: 's-1', country: 'NL' } }, VERDICT);
		const { listingId: _id, inputHash: _hash, ...verdict } = VERDICT;
		assert.deepEqual(frozen, { listing: { title: 'Acetone' }, sellerCountry: 'NL', verdict });
	});
	it('is not made of a listing with pictures or documents', () => {
		for (const media of [{ images: ['a'] }, { attachments: ['a'] }]) {
			const frozen = snapshotOf({ title: 'Acetone', ...media }, VERDICT);
			assert.equal('code' in frozen && frozen.code, 'golden-media');
		}
	});
});

const look = (golden: string, by: string, role: string, outcome: Outcome, reasonCode = 'a'): GoldenLook => ({
	...{ golden, by, role, answer: { outcome, reasonCode } },
	right: { outcome: golden === 'g1' ? 'refuse' : 'publish', reasonCode: 'a' },
});

describe('the figures of golden cases', () => {
	const looks = [
		look('g1', 'ana', 'analyst', 'refuse'),
		look('g2', 'ana', 'analyst', 'publish', 'b'),
		look('g1', 'ann', 'analyst', 'hold'),
		look('g2', 'ann', 'analyst', 'publish'),
		look('g1', 'chem', 'chemist', 'refuse'),
	];
	it('count wrong outcomes, and right ones for another reason apart', () => {
		const { total, cases, errors, reasons, kappa = 0, alpha = 0 } = goldenFiguresOf(looks, 'everybody');
		assert.deepEqual([total, cases, errors.hits, errors.total, reasons.hits, reasons.total], [5, 2, 1, 5, 1, 4]);
		// Chance agrees on 2/5 · 3/5 + 2/5 · 2/5 = 10/25; 4/5 was seen.
		assert.ok(Math.abs(kappa - (0.8 - 0.4) / 0.6) < 1e-12);
		assert.ok(alpha > 0 && alpha < 1);
	});
	it('name others to nobody but those who may read of people', () => {
		const names = (reader: Parameters<typeof goldenFiguresOf>[1]) => {
			const { byPerson, byRole } = goldenFiguresOf(looks, reader);
			return [byPerson.map(({ by }) => by), byRole.map(({ role }) => role)];
		};
		assert.deepEqual(names('everybody'), [
			['ana', 'ann', 'chem'],
			['analyst', 'chemist'],
		]);
		assert.deepEqual(names({ person: 'chem' }), [['chem'], ['analyst', 'chemist']]);
		assert.deepEqual(names({ person: 'ann' }), [['ann'], []], 'what is not hers in her role is one other person');
		assert.deepEqual(names({ person: undefined }), [[], []], 'what is left beside the analysts is one person');
	});
	it('say nothing where nobody answered', () => {
		const { total, kappa, alpha, errors } = goldenFiguresOf([], 'everybody');
		assert.deepEqual([total, kappa, alpha, errors.low, errors.high], [0, undefined, undefined, 0, 1]);
	});
});
