// What answers to golden cases say: how often reviewers err, how far they agree with what is right and among each other. Never a
// ranking: people stand in the order of their ids, and who may not read of others reads of themselves and of roles of several people.
import type { GoldenAnswer } from '../model/golden.ts';
import { type Proportion, wilson } from '../stats/intervals.ts';
import { type Breakdown, breakdownFor, type Look, qualityOf, type Reader } from './quality.ts';

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

export interface GoldenFigures extends Breakdown {
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
}

/** Figures of these answers, as far as this reader may have them. */
export function goldenFiguresOf(answers: readonly GoldenLook[], reader: Reader): GoldenFigures {
	const looks: Look[] = answers.map(({ golden, by, role, answer, right }) => ({
		unit: golden,
		by,
		role,
		answer: answer.outcome,
		right: right.outcome,
	}));
	const quality = qualityOf(looks);
	const { errors, kappa, alpha } = quality;
	const hit = answers.filter(({ answer, right }) => answer.outcome === right.outcome);
	return {
		total: answers.length,
		cases: new Set(answers.map(({ golden }) => golden)).size,
		errors,
		reasons: wilson(hit.filter(({ answer, right }) => answer.reasonCode !== right.reasonCode).length, hit.length),
		...(Number.isNaN(kappa) ? {} : { kappa }),
		...(Number.isNaN(alpha) ? {} : { alpha }),
		...breakdownFor(looks, reader, quality),
	};
}
