// The days on which law moves, over the compiled catalogue and over lines made for the purpose.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readCompiledCatalogue } from '../../src/adapters/compiled-catalogue.ts';
import { lawInForce } from '../../src/catalogue/law.ts';
import { lawSwitches } from '../../src/catalogue/switches.ts';
import type { Control } from '../../src/model/substance.ts';

const { catalogue, regimes } = readCompiledCatalogue();
const [first] = catalogue.substances;
const sample = first?.controls.find(({ regime }) => regime === 'US') ?? first?.controls[0];

function switchesOf(control: Partial<Control>, from: string, to: string) {
	assert.ok(first !== undefined && sample !== undefined);
	const line = { ...sample, regime: 'US', status: 'in-force', ...control } as Control;
	const only = { ...catalogue, substances: [{ ...first, controls: [line] }] };
	return lawSwitches(only, { ...regimes, classes: [] }, from, to).map(({ on, moves, uncertain }) => [on, moves, uncertain]);
}

describe('the days on which law moves', () => {
	it('are local midnights of the regime', () => {
		const control = { effective: '2023-05-12', effectiveConfidence: 'high' } as const;
		assert.deepEqual(switchesOf(control, '2023-05-11T12:00:00.000Z', '2023-05-12T03:59:00.000Z'), []);
		assert.deepEqual(switchesOf(control, '2023-05-11T12:00:00.000Z', '2023-05-12T04:01:00.000Z'), [['2023-05-12', 'begins', false]]);
		assert.deepEqual(switchesOf(control, '2023-05-12T04:01:00.000Z', '2023-05-30T00:00:00.000Z'), []);
	});

	it('include the end of a term, and every day that a partial or doubtful date may mean', () => {
		const year = ['2023-01-01T12:00:00.000Z', '2024-12-31T12:00:00.000Z'] as const;
		assert.deepEqual(switchesOf({ effective: '2020-01-01', effectiveConfidence: 'high', until: '2023-06-30' }, ...year), [
			['2023-07-01', 'ends', false],
		]);
		assert.deepEqual(switchesOf({ effective: '2023-05', effectiveConfidence: 'high' }, ...year), [
			['2023-05-01', 'begins', true],
			['2023-06-01', 'begins', true],
		]);
		assert.equal(switchesOf({ effective: '2023-05-12', effectiveConfidence: 'low' }, ...year).length, 3);
		assert.deepEqual(switchesOf({ effective: 'unknown' }, ...year), []);
		assert.deepEqual(switchesOf({ effective: '2023-05-12', status: 'proposed' }, ...year), []);
	});

	it('are all there are: on any other day the law answers as on the day before', () => {
		const at = (day: number): string => new Date(Date.UTC(2024, 7, 1) + day * 86_400_000).toISOString();
		const ids = regimes.regimes.map(({ id }) => id);
		const answer = (day: number): string =>
			JSON.stringify(
				[...catalogue.substances, ...catalogue.families].map((one) =>
					lawInForce(one, { regimes: ids, at: { instant: at(day) } }, regimes).regimes.map(({ inForce, notApplied }) => [
						inForce.map(({ control, marks }) => [control.list, marks]),
						notApplied.map(({ control, why }) => [control.list, why]),
					]),
				),
			);
		let days = 0;
		for (let day = 1; day <= 60; day++) {
			const moved = lawSwitches(catalogue, regimes, at(day - 1), at(day)).length > 0;
			if (moved) days++;
			else assert.equal(answer(day), answer(day - 1), at(day));
		}
		assert.ok(days > 0);
	});
});
