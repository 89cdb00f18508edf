// Quality assurance of decisions: which decided cases another person looks at again, chosen by a hash so that nobody can steer it, and
// what those looks and the golden cases (whose right answer is known) say about errors and agreement.
import type { Digest } from '../base/digest.ts';
import { groupBy } from '../base/group.ts';
import { personBehind } from '../model/actor.ts';
import type { Case, Outcome, Risk } from '../model/case.ts';
import type { Casework } from '../model/casework.ts';
import { cohenKappa, krippendorffAlpha } from '../stats/agreement.ts';
import { type Proportion, wilson } from '../stats/intervals.ts';

/** Why a case is in the sample. */
export type Sampled = 'random' | 'risk';

/**
 * Whether a decided case is looked at again. The same id, seed and shares always give the same answer; a larger share keeps everything a
 * smaller one chose. The seed stays with those who review, so that deciders cannot foresee the sample.
 */
export function sampleOf(
	subject: { readonly id: string; readonly risk: Risk },
	shares: Casework['secondReview'],
	seed: string,
	digest: Digest,
): Sampled | undefined {
	if (lot(`${seed}\nrandom\n${subject.id}`, digest) < shares.random) return 'random';
	return lot(`${seed}\nrisk\n${subject.id}`, digest) < shares.byRisk[subject.risk] ? 'risk' : undefined;
}

// The first 48 bits of the hash as a fraction in [0, 1).
const lot = (text: string, digest: Digest): number => Number.parseInt(digest(text).slice(0, 12), 16) / 2 ** 48;

/** One look at something: who answered what, and what counts as right. */
export interface Look {
	readonly unit: string;
	/** Person id. */
	readonly by: string;
	/** The person's role when they answered. */
	readonly role: string;
	readonly answer: Outcome;
	readonly right: Outcome;
}

/** The second reviews recorded in cases: the decision in question against the reviewer's answer. */
export function secondLooks(cases: readonly Case[]): Look[] {
	return cases.flatMap(({ id, decisions, reviews }) =>
		reviews.flatMap(({ outcome, at }) => {
			const decision = decisions.findLast((one) => one.at <= at);
			return decision === undefined
				? []
				: [{ unit: id, by: personBehind(decision.by) ?? decision.by.id, role: decision.by.role, answer: decision.outcome, right: outcome }];
		}),
	);
}

export interface QualityReport {
	/** Wrong answers with their Wilson 95 % interval. */
	readonly errors: Proportion;
	readonly byPerson: ReadonlyMap<string, Proportion>;
	readonly byRole: ReadonlyMap<string, Proportion>;
	/** Answers against what is right; NaN when it cannot be said. */
	readonly kappa: number;
	/** Reviewers of the same unit among each other; NaN when it cannot be said. */
	readonly alpha: number;
}

/** Error rate and agreement of looks, at golden cases or from second reviews. */
export function qualityOf(looks: readonly Look[]): QualityReport {
	const wrong = (some: readonly Look[]): Proportion => wilson(some.filter(({ answer, right }) => answer !== right).length, some.length);
	const each = (keyOf: (look: Look) => string): Map<string, Proportion> =>
		new Map([...groupBy(looks, keyOf)].sort(byKey).map(([key, some]) => [key, wrong(some)]));
	return {
		errors: wrong(looks),
		byPerson: each(({ by }) => by),
		byRole: each(({ role }) => role),
		kappa: cohenKappa(looks.map(({ answer, right }) => [answer, right])),
		alpha: krippendorffAlpha([...groupBy(looks, ({ unit }) => unit).values()].map((some) => some.map(({ answer }) => answer))),
	};
}

const byKey = (a: readonly [string, unknown], b: readonly [string, unknown]): number => (a[0] < b[0] ? -1 : 1);
