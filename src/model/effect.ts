// What a change can do to verdicts: one word for changes of policy and of catalogue. Must never call stricter what may lower one.

/** Whether a change can lower a verdict. `unknown`: nobody can tell, which counts as weaker. */
export type Effect = 'stricter' | 'weaker' | 'neutral' | 'unknown';

export const EFFECTS = ['stricter', 'weaker', 'neutral', 'unknown'] as const satisfies readonly Effect[];

const ORDER: Readonly<Record<Effect, number>> = { weaker: 0, unknown: 1, stricter: 2, neutral: 3 };

/** Sorts changes: those to look at first come first. */
export const byEffect = (a: { readonly effect: Effect }, b: { readonly effect: Effect }): number => ORDER[a.effect] - ORDER[b.effect];

/** How many changes have each effect. */
export function countEffects(changes: readonly { readonly effect: Effect }[]): Record<Effect, number> {
	const counts = { stricter: 0, weaker: 0, neutral: 0, unknown: 0 };
	for (const { effect } of changes) counts[effect]++;
	return counts;
}
