// The tables of casework: what ships is valid, and what could do harm is refused with its place.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { parseCasework, parseReasons, reasonOfVerdict, shownReason } from '../../src/policy/casework.ts';

const table = (name: string) => parse(readFileSync(new URL(`../../tables/cases/${name}.yaml`, import.meta.url), 'utf8'));
type Rules = { appealMonths: number; warningHours: { low: number }; deadlineHours: { low: number } };
type Row = { code: string; outcomes: string[]; shownAs?: string; seller?: unknown; internal: { zh?: string } };
const rules = (change: (draft: Rules) => unknown): string[] => {
	const draft = table('rules') as Rules;
	change(draft);
	const parsed = parseCasework(draft);
	return parsed.ok ? [] : parsed.problems.map(({ pointer }) => pointer);
};
const reasons = (change: (rows: Row[]) => unknown): string[] => {
	const draft = table('reasons') as { reasons: Row[] };
	change(draft.reasons);
	const parsed = parseReasons(draft);
	return parsed.ok ? [] : parsed.problems.map(({ pointer }) => pointer);
};
const at = (rows: Row[], code: string): Row => {
	const row = rows.find((one) => one.code === code);
	assert.ok(row !== undefined);
	return row;
};

describe('the rules', () => {
	it('that ship are valid', () =>
		assert.deepEqual(
			rules(() => undefined),
			[],
		));
	it('cannot shorten the time for complaints below six months', () => {
		assert.deepEqual(
			rules((draft) => Object.assign(draft, { appealMonths: 5 })),
			['/appealMonths'],
		);
	});
	it('cannot warn before the case opens', () => {
		assert.deepEqual(
			rules((draft) => Object.assign(draft.warningHours, { low: draft.deadlineHours.low })),
			['/warningHours/low'],
		);
	});
});

describe('the reason codes', () => {
	it('that ship are valid', () =>
		assert.deepEqual(
			reasons(() => undefined),
			[],
		));
	it('are refused twice, without a language, or half confidential', () => {
		assert.deepEqual(reasons((rows) => rows.push({ ...at(rows, 'corrected') })).length, 1);
		assert.deepEqual(reasons((rows) => delete at(rows, 'corrected').internal.zh).length, 1);
		assert.deepEqual(reasons((rows) => Object.assign(at(rows, 'report-made'), { seller: at(rows, 'corrected').seller })).length, 1);
		assert.deepEqual(reasons((rows) => delete at(rows, 'report-made').shownAs).length, 1);
	});
	it('show a confidential one only as a public one that fits', () => {
		for (const shownAs of ['nowhere', 'linked-party', 'lawful-offer', 'licence-required']) {
			assert.deepEqual(
				reasons((rows) => Object.assign(at(rows, 'report-made'), { shownAs })),
				['/reasons/report-made'],
				shownAs,
			);
		}
	});
	it('hold the codes of what no person has looked at', () => {
		const parsed = parseReasons(table('reasons'));
		assert.ok(parsed.ok);
		assert.ok(parsed.value.get(reasonOfVerdict('review') ?? '')?.outcomes.includes('hold'));
		assert.ok(parsed.value.get(reasonOfVerdict('block') ?? '')?.outcomes.includes('refuse'));
		assert.equal(reasonOfVerdict('clear'), undefined);
		assert.equal(shownReason(parsed.value, 'report-made')?.code, 'terms-not-met');
		assert.equal(shownReason(parsed.value, 'corrected')?.code, 'corrected');
		assert.equal(shownReason(parsed.value, 'nowhere'), undefined);
	});
});
