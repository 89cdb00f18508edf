// Law by jurisdiction and date: unknown dates count as in force and say so, proposals never do, the future is shown.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matrixOf } from '../../src/console/matrix.ts';
import type { SubstanceDetail } from '../../src/contract/catalogue.ts';

type ControlRow = SubstanceDetail['controls'][number];

const control = (regime: string, effective: string, more: Partial<ControlRow> = {}): ControlRow => ({
	regime,
	list: `${regime} list`,
	wording: 'unknown',
	citation: 'unknown',
	effective,
	effectiveConfidence: 'high',
	status: 'in-force',
	confidence: 'high',
	sources: [],
	...more,
});

describe('matrixOf', () => {
	const { dates, rows } = matrixOf(
		[
			control('US', '2023-05-12'),
			control('EU', '2027'),
			control('CA', 'unknown'),
			control('UN', '2020-01-01', { status: 'proposed' }),
			control('CN', '2020-01-01', { until: '2023-05-11' }),
		],
		'2026-03-02',
	);
	const kinds = (regime: string): string[] | undefined =>
		rows.find((row) => row.regime === regime)?.cells.flatMap(({ kind, span }) => Array<string>(span).fill(kind));

	it('has a column for each change and for today, the future included', () => {
		assert.deepEqual(dates, ['2020-01-01', '2023-05-11', '2023-05-12', '2026-03-02', '2027-01-01']);
	});

	it('says what holds on each day', () => {
		assert.deepEqual(kinds('US'), ['upcoming', 'upcoming', 'in-force', 'in-force', 'in-force']);
		assert.deepEqual(kinds('EU'), ['upcoming', 'upcoming', 'upcoming', 'upcoming', 'in-force']);
		assert.deepEqual(kinds('CA'), Array(5).fill('date-unknown'));
		assert.deepEqual(kinds('UN'), Array(5).fill('proposed'));
		assert.deepEqual(kinds('CN'), ['in-force', 'in-force', 'ended', 'ended', 'ended']);
	});

	it('joins what stays the same into one cell', () => {
		assert.equal(rows.find((row) => row.regime === 'CA')?.cells.length, 1);
	});
});
