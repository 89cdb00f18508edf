// Cases, judging, baselines and the frozen comparison, on a small made-up catalogue of harmless substances.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareFrozen, figuresOf } from '../../bench/accuracy/frozen.ts';
import { type Miss, measureFamilies, measureNegatives, measureRecall } from '../../bench/accuracy/measure.ts';
import { judgeNegative, judgePositive, mayPass, type PositiveProbe } from '../../bench/accuracy/probe.ts';
import type { AccuracyReport } from '../../bench/accuracy/report.ts';
import {
	benignProbes,
	cleanProbes,
	contrastProbes,
	familyProbes,
	fillerProbes,
	lookAlikeProbes,
	positiveProbes,
} from '../../bench/accuracy/sets.ts';
import { decomposedBaseline, exactBaseline, fuzzySearch, KeywordAutomaton, lowerCase, termsOf } from '../../bench/baselines.ts';
import { casesOf, substanceSplit } from '../../bench/perturb/cases.ts';
import type { Screener } from '../../bench/screener.ts';
import { wilson } from '../../src/stats/intervals.ts';
import { CATALOGUE, verdict } from './small.ts';

test('cases are deterministic, stand where they say, and hold no other catalogue name', () => {
	const first = casesOf(CATALOGUE, { seed: 1, perKind: 3 });
	assert.deepEqual(first, casesOf(CATALOGUE, { seed: 1, perKind: 3 }));
	assert.notDeepEqual(first, casesOf(CATALOGUE, { seed: 2, perKind: 3 }));
	assert.ok(first.length > 300);
	for (const one of first) {
		assert.equal(one.text.slice(one.start, one.end), one.x, one.id);
		assert.ok(one.expect.includes(one.substance));
		assert.equal(one.substanceSplit, substanceSplit(one.substance));
	}
	const fit = casesOf(CATALOGUE, { seed: 1, perKind: 3, substances: 'fit' });
	assert.ok(fit.every((one) => substanceSplit(one.substance) === 'fit'));
});

test('found needs the right identity and, unless the listing may pass, a verdict that is not clear', () => {
	const [probe] = positiveProbes(CATALOGUE, 1, 1);
	assert.ok(probe !== undefined);
	const expected = probe.expect[0] ?? '';
	const at = (kind: 'clear' | 'review', id: string, change: Partial<PositiveProbe>) =>
		judgePositive({ ...probe, ...change }, verdict(kind, [id])).found;
	assert.equal(at('review', expected, {}), true);
	assert.equal(at('clear', expected, { mayPass: true }), true);
	assert.equal(at('clear', expected, { mayPass: false }), false);
	assert.equal(at('review', 'something-else', {}), false);
	assert.deepEqual(judgeNegative(verdict('clear', ['water'])), { flagged: false, blocked: false, named: true });
});

test('only openly written goods that no list in force restricts beyond obligations may pass', () => {
	const acetone = CATALOGUE.substances.find((one) => one.tier === 3);
	const dedicated = CATALOGUE.substances.find((one) => one.tier === 1);
	assert.ok(acetone !== undefined && dedicated !== undefined);
	const proposed = {
		...dedicated,
		tier: 2 as const,
		controls: dedicated.controls.map((control) => ({ ...control, status: 'proposed' as const })),
	};
	assert.equal(mayPass('case/upper', [acetone]), true);
	assert.equal(mayPass('homoglyph/fullwidth', [acetone]), false);
	assert.equal(mayPass('case/upper', [dedicated]), false);
	assert.equal(mayPass('case/upper', [proposed]), true);
	assert.equal(mayPass('case/upper', [acetone, undefined]), false);
});

test('spans and faithfulness are judged against the title', () => {
	const [probe] = positiveProbes(CATALOGUE, 1, 1);
	assert.ok(probe !== undefined);
	const finding = {
		rule: 'name',
		outcome: 'match',
		field: '/title',
		start: probe.start,
		end: probe.end,
		text: probe.x,
		read: '',
		note: '',
		subject: probe.expect[0] ?? '',
	} as const;
	const exact = judgePositive(probe, { ...verdict('review', probe.expect), findings: [finding] });
	assert.deepEqual([exact.overlaps, exact.overlap, exact.faithful], [true, 1, true]);
	const torn = judgePositive(probe, { ...verdict('review', probe.expect), findings: [{ ...finding, text: 'other' }] });
	assert.equal(torn.faithful, false);
	const elsewhere = judgePositive(probe, { ...verdict('review', probe.expect), findings: [{ ...finding, subject: 'other' }] });
	assert.equal(elsewhere.overlaps, false);
});

test('the exact list finds names between boundaries only, in any script', () => {
	const find = exactBaseline(termsOf(CATALOGUE));
	assert.deepEqual([...find('Buy CITRIC ACID now')], ['citric-acid']);
	assert.deepEqual([...find('pericitric acidity')], []);
	assert.deepEqual([...find('供应柠檬酸一批')], ['citric-acid']);
	assert.deepEqual([...find('CAS 77-92-9.')], ['citric-acid']);
	assert.deepEqual([...find('CAS 177-92-9')], []);
	assert.deepEqual([...find('ｃｉｔｒｉｃ ａｃｉｄ')], []);
	assert.deepEqual([...decomposedBaseline(termsOf(CATALOGUE))('ｃｉｔｒｉｃ ａｃíｄ')], ['citric-acid']);
});

test('the automaton agrees with plain search', () => {
	const words = ['he', 'she', 'his', 'hers', 'er', 's'];
	const automaton = new KeywordAutomaton(
		words.map((text) => ({ text, substance: text })),
		lowerCase,
	);
	for (const text of ['she', 'he his', 'ushers', 's er s', 'hers she']) {
		const expected = words.filter((word) => new RegExp(`(?<![a-z])${word}(?![a-z])`, 'u').test(text));
		assert.deepEqual([...automaton.find(text)].sort(), expected.sort(), text);
	}
});

test('fuzzy search tolerates typing errors and flags per text', () => {
	const found = fuzzySearch(termsOf(CATALOGUE), ['citrik acid 5 kg', 'desk lamp']);
	assert.deepEqual(
		found.map((ids) => [...ids]),
		[['citric-acid'], []],
	);
});

const echo: Screener = {
	screen: (listing) =>
		verdict(
			/citric|sucrose/iu.test(listing.title) || listing.smiles !== undefined ? 'review' : 'clear',
			['citric-acid'],
			listing.smiles === undefined ? [] : ['F-SUGAR'],
		),
};

test('measuring counts what it is given', () => {
	const misses: Miss[] = [];
	const scored: { score: number; truth: boolean }[] = [];
	const recall = measureRecall(echo, positiveProbes(CATALOGUE, 1, 2), misses, scored);
	const total = Object.values(recall.kinds).reduce((sum, kind) => sum + kind.found.total, 0);
	assert.equal(recall.macro.all.cases, total);
	assert.equal(misses.length, total - Object.values(recall.kinds).reduce((sum, kind) => sum + kind.found.hits, 0));
	assert.equal(scored.length, total);
	const negatives = measureNegatives(echo, [...fillerProbes(1, 20), ...contrastProbes(CATALOGUE, 1, 10)], [], []);
	assert.equal(negatives['generated-lines']?.flagged.hits, 0);
	assert.equal(negatives['negation']?.flagged.total, 10);
	const families = measureFamilies(echo, familyProbes(CATALOGUE), misses);
	assert.deepEqual([families.members.rate, families.wronglyNamed.rate], [1, 1]);
	assert.ok(cleanProbes(CATALOGUE).every((probe) => probe.listing.title.slice(probe.start, probe.end) === probe.x));
	assert.equal(lookAlikeProbes(CATALOGUE).length, 2 * CATALOGUE.lookAlikes.length);
	assert.ok(
		benignProbes([{ name: 'water', cas: '7732-18-5' }], 1, 'set').every(
			(probe) => probe.listing.title.includes('water') && !probe.listing.title.includes('{'),
		),
	);
});

test('the frozen comparison fails on a loss, on a figure that vanished, and names both', () => {
	const report = small(0.9, 2);
	const frozen = {
		quick: {
			seed: 1,
			perKind: 8,
			versions: report.versions,
			figures: Object.fromEntries(figuresOf(report).map((figure) => [figure.name, figure.value])),
		},
	};
	assert.deepEqual(compareFrozen(report, frozen), { failures: [], improvements: [] });
	const worse = compareFrozen(small(0.8, 2), frozen);
	assert.ok(worse.failures.some((line) => line.startsWith('recall.macro.all: 90.00 → 80.00')));
	assert.ok(compareFrozen(small(0.9, 9), frozen).failures.some((line) => line.startsWith('falsePositives.lines')));
	assert.ok(compareFrozen(small(0.95, 1), frozen).improvements.length > 0);
	assert.ok(compareFrozen({ ...report, falsePositives: {} }, frozen).failures.some((line) => line.includes('not measured now')));
	assert.equal(compareFrozen({ ...report, mode: 'full' }, frozen).failures.length, 1);
});

/** A report with one recall and one count of flagged lines of 1,000. */
function small(recall: number, flagged: number): AccuracyReport {
	const macro = { rate: recall, low: 0, high: 1, kinds: 1, cases: 10 };
	const macros = { all: macro, fit: macro, heldOut: macro, heldOutSubstances: macro, heldOutBoth: macro };
	const one = wilson(Math.round(100 * recall), 100);
	const lines = wilson(flagged, 1000);
	return {
		schema: 'weir-bench-accuracy/1',
		seed: 1,
		mode: 'quick',
		perKind: 8,
		versions: { catalogue: 'c', engine: 'e', policy: 'p' },
		recall: {
			macro: macros,
			macroTier1: macros,
			tiers: { 1: one, 2: one, 3: one },
			classes: {},
			kinds: {},
			identity: one,
			span: { overlaps: one, half: one },
			unfaithful: 0,
			looser: { named: one, flagged: one },
		},
		clean: { en: one },
		families: { members: one, membersFlagged: one, wronglyNamed: one, precision: one },
		lookAlikes: {},
		falsePositives: { lines: { flagged: lines, blocked: lines, named: lines, per10k: { rate: lines.rate * 10_000, low: 0, high: 0 } } },
		contrast: {},
		calibration: { examples: 0, brier: 0, error: 0, bins: [] },
	};
}
