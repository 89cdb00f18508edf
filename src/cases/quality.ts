// Quality assurance of decisions: which decided cases another person looks at again, chosen by a hash so that nobody can steer it, and
// what those looks and the golden cases (whose right answer is known) say about errors and agreement.
import type { Digest } from '../base/digest.ts';
import { groupBy } from '../base/group.ts';
import { personBehind } from '../model/actor.ts';
import type { Case, Outcome, Risk, Screened } from '../model/case.ts';
import type { Casework } from '../model/casework.ts';
import { cohenKappa, krippendorffAlpha } from '../stats/agreement.ts';
import { type Proportion, wilson } from '../stats/intervals.ts';
import { riskOf } from './queue.ts';

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

/** Whether something may be in the sample whatever its risk turns out to be; most is not, and need not be looked into. */
function mayBeSampled(id: string, { random, byRisk }: Casework['secondReview'], seed: string, digest: Digest): boolean {
	return lot(`${seed}\nrandom\n${id}`, digest) < random || lot(`${seed}\nrisk\n${id}`, digest) < Math.max(...Object.values(byRisk));
}

/** Draws decisions for a second review, and listings that the gate let through for a look; undefined is not drawn. */
export interface Draw {
	readonly decision: (caseId: string, number: number, on: Screened) => Sampled | undefined;
	readonly clear: (
		listingId: string,
		revision: number,
		on: Pick<Screened, 'verdict' | 'tier' | 'score' | 'evasion'>,
	) => Sampled | undefined;
	/** False for what `clear` never draws. */
	readonly mayBeClear: (listingId: string, revision: number) => boolean;
}

/** `seed`: secret, so that nobody can foresee what is drawn. */
export function drawBy({ secondReview, clearReview }: Pick<Casework, 'secondReview' | 'clearReview'>, seed: string, digest: Digest): Draw {
	return {
		decision: (caseId, number, on) => sampleOf({ id: `decision ${caseId} ${number}`, risk: riskOf(on) }, secondReview, seed, digest),
		clear: (listingId, revision, on) => sampleOf({ id: clearId(listingId, revision), risk: riskOf(on) }, clearReview, seed, digest),
		mayBeClear: (listingId, revision) => mayBeSampled(clearId(listingId, revision), clearReview, seed, digest),
	};
}

const clearId = (listingId: string, revision: number): string => `clear ${listingId} ${revision}`;

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
	/** Why it was looked at; absent: somebody chose it. */
	readonly why?: Sampled;
}

/** The second reviews recorded in cases: the decision in question against the reviewer's answer. */
export function secondLooks(cases: readonly Case[], draw?: Draw['decision']): Look[] {
	return cases.flatMap(({ id, decisions, reviews }) =>
		reviews.flatMap(({ outcome, at }) => {
			const place = decisions.findLastIndex((one) => one.at <= at);
			const decision = decisions[place];
			if (decision === undefined) return [];
			const why = draw?.(id, place + 1, decision.on);
			const by = personBehind(decision.by) ?? decision.by.id;
			return [{ unit: id, by, role: decision.by.role, answer: decision.outcome, right: outcome, ...(why === undefined ? {} : { why }) }];
		}),
	);
}

/** Why a decided case waits for a second review; undefined when it was not drawn, has one, or is restricted. */
export function reviewDue({ id, status, decisions, reviews, visibleTo }: Case, draw: Draw['decision']): Sampled | undefined {
	const decision = decisions.at(-1);
	if (decision === undefined || visibleTo !== undefined || (status !== 'decided' && status !== 'closed')) return undefined;
	return reviews.some(({ at }) => at >= decision.at) ? undefined : draw(id, decisions.length, decision.on);
}

/** Error rates by why something was looked at: the random sample alone speaks for all decisions, the others for where the risk is. */
export interface BySample {
	readonly random: Proportion;
	readonly risk: Proportion;
}

/** Wrong answers of the two samples, each with its interval. */
export function bySample(looks: readonly Pick<Look, 'answer' | 'right' | 'why'>[]): BySample {
	const rate = (why: Sampled): Proportion => {
		const some = looks.filter((one) => one.why === why);
		return wilson(some.filter(({ answer, right }) => answer !== right).length, some.length);
	};
	return { random: rate('random'), risk: rate('risk') };
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

/** Whose figures a reader may have: everybody's, or with `person` that person's own and nobody else's. */
export type Reader = 'everybody' | { readonly person: string | undefined };

export interface Breakdown {
	readonly byRole: readonly { readonly role: string; readonly errors: Proportion }[];
	readonly byPerson: readonly { readonly by: string; readonly errors: Proportion }[];
}

/**
 * The error rates a reader may see. Who may not read of people learns of a role only when at least two others answered in it, and never
 * of so many roles that what is left of the whole is one other person.
 */
export function breakdownFor(looks: readonly Look[], reader: Reader, { byRole, byPerson }: QualityReport = qualityOf(looks)): Breakdown {
	const others = (some: readonly Look[]): ReadonlySet<string> =>
		new Set(reader === 'everybody' ? [] : some.flatMap(({ by }) => (by === reader.person ? [] : [by])));
	const roles = groupBy(looks, ({ role }) => role);
	const hidden = new Set([...roles].filter(([, some]) => others(some).size === 1).map(([role]) => role));
	if (others(looks.filter(({ role }) => hidden.has(role))).size === 1) {
		const beside = [...roles].filter(([role, some]) => !hidden.has(role) && others(some).size > 0);
		const [smallest] = beside.sort(([a, one], [b, other]) => one.length - other.length || (a < b ? -1 : 1));
		if (smallest !== undefined) hidden.add(smallest[0]);
	}
	const named = (by: string): boolean => reader === 'everybody' || reader.person === by;
	return {
		byRole: [...byRole].filter(([role]) => !hidden.has(role)).map(([role, errors]) => ({ role, errors })),
		byPerson: [...byPerson].filter(([by]) => named(by)).map(([by, errors]) => ({ by, errors })),
	};
}

const byKey = (a: readonly [string, unknown], b: readonly [string, unknown]): number => (a[0] < b[0] ? -1 : 1);

/** How often the gate let through what it should not have. */
export interface ClearFigures {
	readonly total: number;
	readonly errors: Proportion;
	readonly bySample: BySample;
}

/** Figures of looks at what the gate let through. */
export const clearFiguresOf = (looks: readonly Pick<Look, 'answer' | 'right' | 'why'>[]): ClearFigures => ({
	total: looks.length,
	errors: wilson(looks.filter(({ answer, right }) => answer !== right).length, looks.length),
	bySample: bySample(looks),
});
