// Arithmetic on times: months end where they end, whatever the day.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { addHours, addMinutes, addMonths, epochMs, isBefore } from '../../src/base/time.ts';

it('months are calendar months, held to the last day of the shorter one', () => {
	for (const [from, months, to] of [
		['2026-03-02T08:00:00.000Z', 6, '2026-09-02T08:00:00.000Z'],
		['2026-08-31T08:00:00.000Z', 6, '2027-02-28T08:00:00.000Z'],
		['2027-08-31T23:59:59.000Z', 6, '2028-02-29T23:59:59.000Z'],
		['2026-12-31T00:00:00.000Z', 2, '2027-02-28T00:00:00.000Z'],
		['2026-01-15T00:00:00.000Z', 12, '2027-01-15T00:00:00.000Z'],
	] as const)
		assert.equal(addMonths(from, months), to);
});

it('hours and minutes are added, and order is strict', () => {
	assert.equal(addHours('2026-03-02T23:30:00.000Z', 1), '2026-03-03T00:30:00.000Z');
	assert.equal(addMinutes('2026-03-02T23:50:00Z', 15), '2026-03-03T00:05:00.000Z');
	assert.equal(isBefore('2026-03-02T08:00:00Z', '2026-03-02T08:00:00.000Z'), false);
	assert.equal(isBefore('2026-03-02T08:00:00Z', '2026-03-02T09:00:01+01:00'), true);
	assert.throws(() => epochMs('soon'), { code: 'impossible' });
});
