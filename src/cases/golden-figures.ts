// What answers to golden cases say: how often reviewers err, how far they agree with what is right and among each other. Never a
// ranking: people stand in the order of their ids, and who may not read of others reads of themselves and of roles of several people.
import { groupBy } from '../base/group.ts';
import type { GoldenAnswer } from '../model/golden.ts';
import { type Proportion, wilson } from '../stats/intervals.ts';
import { qualityOf } from './quality.ts';

/** One answer beside what is right. */
export interface GoldenLook {
	readonly golden: string;
	/** Person id. */
	readonly by: string;
	/** When they answered. */
	readonly role: string;
	readonly answer: GoldenAnswer;
	readonly right: GoldenAnswer;
}

export interface GoldenFigures {
	readonly total: number;
	/** Golden cases that were answered. */
	readonly cases: number;
	/** Wrong outcomes. */
	readonly errors: Proportion;
	/** Among right outcomes: another reason code. */
	readonly reasons: Proportion;
	/** Answers against what is right; undefined when it cannot be said. */
	readonly kappa?: number;
	/** Answers to the same golden case among each other; undefined when it cannot be said. */
	readonly alpha?: number;
	readonly byRole: readonly { readonly role: string; readonly errors: Proportion }[];
	readonly byPerson: readonly { readonly by: string; readonly errors: Proportion }[];
}

/** Figures of these answers for a reader: everybody's, or with `person` that person's own and nobody else's. */
export function goldenFiguresOf(
	looks: readonly GoldenLook[],
	reader: 'everybody' | { readonly person: string | undefined },
): GoldenFigures {
	const { errors, kappa, alpha, byRole, byPerson } = qualityOf(
		looks.map(({ golden, by, role, answer, right }) => ({ unit: golden, by, role, answer: answer.outcome, right: right.outcome })),
	);
	const hit = looks.filter(({ answer, right }) => answer.outcome === right.outcome);
	const named = (by: string): boolean => reader === 'everybody' || reader.person === by;
	// A role in which one person answered is that person.
	const people = new Map([...groupBy(looks, ({ role }) => role)].map(([role, some]) => [role, new Set(some.map(({ by }) => by))]));
	const shown = (role: string): boolean => {
		const [first = '', ...others] = people.get(role) ?? [];
		return others.length > 0 || named(first);
	};
	return {
		total: looks.length,
		cases: new Set(looks.map(({ golden }) => golden)).size,
		errors,
		reasons: wilson(hit.filter(({ answer, right }) => answer.reasonCode !== right.reasonCode).length, hit.length),
		...(Number.isNaN(kappa) ? {} : { kappa }),
		...(Number.isNaN(alpha) ? {} : { alpha }),
		byRole: [...byRole].filter(([role]) => shown(role)).map(([role, one]) => ({ role, errors: one })),
		byPerson: [...byPerson].filter(([by]) => named(by)).map(([by, one]) => ({ by, errors: one })),
	};
}
