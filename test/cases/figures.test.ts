// Figures of casework as a fold over events: time to decision from each opening, what became of complaints, what second reviews found.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { figuresOf } from '../../src/cases/figures.ts';
import { ANA, CO, decision, PUBLISH, SELLER, Story } from './fixtures.ts';

const HOUR = 60;

describe('figures of casework', () => {
	const refused = { kind: 'decide', decision: decision() } as const;
	const appeal = { kind: 'appeal', seller: 'seller-1', grounds: 'a sample' } as const;

	it('measure a decision from the latest opening', () => {
		const story = new Story()
			.later(2 * HOUR)
			.do(refused, ANA)
			.later(100 * HOUR);
		story.do({ kind: 'reopen', note: 'new papers' }, CO).later(30).do(refused, ANA);
		assert.deepEqual(
			figuresOf([story.events], 'everybody').timeToDecision.map(({ upToHours, count }) => [upToHours, count]),
			[
				[1, 1],
				[4, 1],
				[24, 0],
				[72, 0],
				[undefined, 0],
			],
		);
	});

	it('tell complaints that are open, upheld and reversed', () => {
		const open = new Story().do(refused, ANA).do(appeal, SELLER);
		const upheld = new Story().do(refused, ANA).do(appeal, SELLER).do({ kind: 'decide-appeal', decision: decision() }, CO);
		const reversed = new Story().do(refused, ANA).do(appeal, SELLER).do({ kind: 'decide-appeal', decision: PUBLISH }, CO);
		const { appeals } = figuresOf([open.events, upheld.events, reversed.events], 'everybody');
		assert.deepEqual(appeals, { received: 3, open: 1, upheld: 1, reversed: 1 });
	});

	it('name whoever decided to nobody but those who may read of people', () => {
		const reviewed = new Story().do(refused, ANA).do({ kind: 'review', outcome: 'hold', note: 'papers came' }, CO);
		const roles = (reader: Parameters<typeof figuresOf>[1]) => {
			const { byPerson, byRole, total } = figuresOf([reviewed.events], reader).reviews;
			return [total, byPerson.map(({ by }) => by), byRole.map(({ role }) => role)];
		};
		assert.deepEqual(roles('everybody'), [1, ['ana'], ['analyst']]);
		assert.deepEqual(roles({ person: 'ana' }), [1, ['ana'], ['analyst']]);
		assert.deepEqual(roles({ person: 'paul' }), [1, [], []], 'a role of one person is that person');
	});

	it('say nothing where there is nothing to say', () => {
		const { reviews, overrides } = figuresOf([new Story().events], 'everybody');
		assert.deepEqual([reviews.total, reviews.kappa, overrides], [0, undefined, []]);
	});
});
