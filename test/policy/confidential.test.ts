// What of a verdict stays public where restricted lists matched: what would be decided without them, held, and nothing of theirs.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Verdict, VerdictKind } from '../../src/model/verdict.ts';
import { HELD, parted } from '../../src/policy/confidential.ts';

const OPEN: Verdict = {
	listingId: 'x',
	verdict: 'clear',
	score: 0,
	substances: [],
	families: [],
	evasion: [],
	obligations: [],
	reasons: [{ code: 'nothing-recognised', text: 'No regulated identity was recognised.', citation: 'policy: nothing' }],
	findings: [],
	unscreened: [],
	catalogueVersion: 'c',
	engineVersion: 'e',
	policyVersion: 'p',
	inputHash: 'h',
	decidedAt: '2026-01-01T00:00:00Z',
};
const HIT = { code: 'watch-list', text: 'CAS number 57-13-6 is on the restricted watch list heron.', citation: 'policy: watch.heron' };
const SEEN = {
	rule: 'watch-list',
	outcome: 'match',
	field: '/title',
	start: 0,
	end: 7,
	text: '57-13-6',
	read: '57-13-6',
	note: 'x',
} as const;
const full = (verdict: VerdictKind, open: Verdict): Verdict => ({
	...open,
	verdict,
	reasons: [HIT, ...open.reasons],
	findings: [...open.findings, SEEN],
});

describe('a verdict with what a restricted list said', () => {
	it('is held in public without a reason of the list', () => {
		for (const outcome of ['review', 'block'] as const) {
			const { verdict, hits } = parted(full(outcome, OPEN), OPEN);
			assert.deepEqual([verdict.verdict, verdict.reasons], ['review', [HELD]]);
			assert.doesNotMatch(JSON.stringify(verdict), /heron|watch|57-13-6/);
			assert.deepEqual(hits, { reasons: [HIT], findings: [SEEN] });
		}
	});
	it('stays what it is where something else holds or refuses it', () => {
		for (const kind of ['review', 'block'] as const) {
			const open = { ...OPEN, verdict: kind, reasons: [{ code: 'listed', text: 'Listed.', citation: 'US List II' }] };
			const { verdict, hits } = parted(full('block', open), open);
			assert.equal(verdict, open);
			assert.deepEqual(hits?.reasons, [HIT]);
		}
	});
	it('keeps the other reasons of what would be clear', () => {
		const listed = { code: 'listed', text: 'Acetone (tier 3) is listed.', citation: 'EU Category 3' };
		const open = { ...OPEN, reasons: [listed] };
		assert.deepEqual(parted(full('review', open), open).verdict.reasons, [HELD, listed]);
	});
	it('is the plain one where no list matched', () => {
		assert.deepEqual(parted(OPEN, { ...OPEN }), { verdict: OPEN });
	});
	it('is never clear where looking for entries failed', () => {
		const errored = { code: 'errored', text: 'The record could not be evaluated.', citation: 'policy: errored is never clear' };
		const failed: Verdict = { ...OPEN, verdict: 'review', reasons: [errored] };
		assert.deepEqual(parted(failed, OPEN), { verdict: failed });
	});
});
