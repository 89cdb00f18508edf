// What of a verdict everybody who may see verdicts sees, and what is for named staff alone. The public side is what would be decided
// without restricted lists, held for a person where one of them matched: no list, entry, reason or place of it has a way in.
import type { Finding, Verdict, VerdictReason } from '../model/verdict.ts';

/** What restricted lists say of one listing: the reasons, and where the entries stand. */
export interface WatchHits {
	readonly reasons: readonly VerdictReason[];
	readonly findings: readonly Finding[];
}

/** The public reason of a hold that may not be explained. */
export const HELD: VerdictReason = {
	code: 'under-review',
	text: 'A person looks at this listing before it is published.',
	citation: 'policy: review',
};

export interface Parted {
	readonly verdict: Verdict;
	/** Absent: no restricted list matched. */
	readonly hits?: WatchHits;
}

/**
 * Parts a verdict from what restricted lists said. `open`: the verdict on the same listing where they are not consulted. A hit holds
 * and never refuses: a refusal states its reasons.
 */
export function parted(full: Verdict, open: Verdict): Parted {
	const reasons = full.reasons.filter(({ code }) => code === 'watch-list');
	// The full one: had looking for entries failed, it says so, and what could not be evaluated is never clear.
	if (reasons.length === 0) return { verdict: full };
	const hits = { reasons, findings: full.findings.filter(({ rule }) => rule === 'watch-list') };
	if (open.verdict !== 'clear') return { verdict: open, hits };
	const others = open.reasons.filter(({ code }) => code !== 'nothing-recognised');
	return { verdict: { ...open, verdict: 'review', reasons: [HELD, ...others] }, hits };
}
