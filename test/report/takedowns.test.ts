// What counts as a takedown and how long it took, over moves as the log has them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ListingMove, takedownFigures, takedownsOf } from '../../src/report/takedowns.ts';

const at = (hour: number): string => new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
const move = (hour: number, state: string, by: ListingMove['by'] = 'submitter'): ListingMove => ({ at: at(hour), state, by });

describe('a takedown', () => {
	it('is Weir or a person taking down what was live, since it was last put up', () => {
		const moves = [
			move(0, 'held'),
			move(2, 'published', 'person'),
			move(4, 'published'),
			move(12, 'refused', 'screening'),
			move(13, 'published', 'person'),
			move(14, 'held', 'person'),
		];
		assert.deepEqual(takedownsOf(moves), [
			{ at: at(12), by: 'screening', hoursLive: 10 },
			{ at: at(14), by: 'person', hoursLive: 1 },
		]);
	});

	it("is not a seller's edit or withdrawal, nor what was never live, nor the same twice", () => {
		assert.deepEqual(takedownsOf([move(0, 'published'), move(1, 'held'), move(2, 'refused', 'screening')]), []);
		assert.deepEqual(takedownsOf([move(0, 'published'), move(1, 'withdrawn'), move(2, 'held', 'screening')]), []);
		assert.deepEqual(takedownsOf([move(0, 'refused'), move(1, 'held', 'person')]), []);
		assert.equal(takedownsOf([move(0, 'published'), move(1, 'held', 'screening'), move(2, 'refused', 'person')]).length, 1);
		assert.deepEqual(takedownsOf([]), []);
	});

	it('never took less than no time, whatever the clock did', () => {
		assert.equal(takedownsOf([move(5, 'published'), move(3, 'held', 'screening')])[0]?.hoursLive, 0);
	});

	it('is summed up by median and longest, and not at all where there is none', () => {
		const down = (hoursLive: number, by: 'screening' | 'person' = 'screening') => ({ at: at(0), by, hoursLive });
		assert.deepEqual(takedownFigures([]), { count: 0, byScreening: 0, byPeople: 0 });
		const odd = takedownFigures([down(9), down(1, 'person'), down(2)]);
		assert.deepEqual(odd, { count: 3, byScreening: 2, byPeople: 1, medianHoursLive: 2, longestHoursLive: 9 });
		assert.equal(takedownFigures([down(1), down(2)]).medianHoursLive, 1.5);
	});
});
