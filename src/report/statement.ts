// The statement of reasons for a restriction: every item of DSA Article 17(3), as a record that notices and the Transparency Database
// are made from. It is built from the public side of a decision alone: no span, score, rule, disguise or reviewer's word can enter, and
// a confidential reason gives the very statement of the public one it is shown as.
import { bad, ok, type Result } from '../base/result.ts';
import type { Ground, ReasonCode, ReasonCodes } from '../model/casework.ts';
import type { Verdict } from '../model/verdict.ts';
import { shownReason } from '../policy/casework.ts';

/** A restriction that took effect, with what it came from. */
export interface Restriction {
	/** Unique for ever; says nothing about listing or seller. Letters, digits, `-` and `_`. */
	readonly statementId: string;
	readonly listing: { readonly id: string; readonly revision: number };
	readonly outcome: 'refuse' | 'hold';
	readonly reasonCode: string;
	readonly verdict: Verdict;
	/** ISO 3166-1 alpha-2; empty: everywhere the marketplace is offered. */
	readonly territory: readonly string[];
	/** RFC 3339 UTC. */
	readonly from: string;
	/** Absent: until something changes. */
	readonly until?: string;
	readonly source: 'own' | 'notice' | 'flagger';
	/** `software`: the gate's own hold or refusal, before any person looked. */
	readonly decidedBy: 'software' | 'person';
	readonly appealUntil: string;
}

/** Article 17(3)(a) to (f). */
export interface Statement {
	readonly id: string;
	readonly listing: { readonly id: string; readonly revision: number };
	/** (a) what, where, how long */
	readonly outcome: 'refuse' | 'hold';
	readonly territory: readonly string[];
	readonly from: string;
	readonly until?: string;
	/** (b) facts, as the public reason states them, and whether someone gave notice */
	readonly reason: ReasonCode & { readonly seller: NonNullable<ReasonCode['seller']> };
	readonly source: 'own' | 'notice' | 'flagger';
	/** (c) automated means: detection always, the decision itself or not */
	readonly decidedBy: 'software' | 'person';
	/** (d), (e) legal ground with its provisions, or contractual ground */
	readonly ground: Ground;
	readonly citations: readonly string[];
	/** (f) redress */
	readonly appealUntil: string;
}

/** The statement for a restriction. A problem when the reason code has no row or does not fit: then nothing may be sent. */
export function statementOf(restriction: Restriction, reasons: ReasonCodes): Result<Statement> {
	const reason = shownReason(reasons, restriction.reasonCode);
	if (reason?.seller === undefined || !reason.outcomes.includes(restriction.outcome)) {
		return bad('/reasonCode', `no public reason for "${restriction.reasonCode}"`, 'use a reason code that fits the outcome');
	}
	// Provisions only under a reason that rests on the law; what no provision carries rests on the terms.
	const citations = reason.ground === 'law' ? provisionsOf(restriction.verdict) : [];
	return ok({
		id: restriction.statementId,
		listing: restriction.listing,
		outcome: restriction.outcome,
		territory: [...restriction.territory].sort(),
		from: restriction.from,
		...(restriction.until === undefined ? {} : { until: restriction.until }),
		reason: { ...reason, seller: reason.seller },
		source: restriction.source,
		decidedBy: restriction.decidedBy,
		ground: citations.length > 0 ? 'law' : 'terms',
		citations,
		appealUntil: restriction.appealUntil,
	});
}

/** The provisions of law a verdict rests on; lines of policy and citations the sources lack are none. */
export function provisionsOf(verdict: Verdict): string[] {
	const cited = [...verdict.reasons, ...verdict.obligations].map(({ citation }) => citation);
	return [...new Set(cited.filter((one) => one !== '' && one !== 'unknown' && !one.startsWith('policy:')))];
}
