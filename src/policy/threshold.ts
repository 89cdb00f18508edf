// Compares quantities on offer with the figures of the law, exactly (decimal strings, no floating point). Must never guess a
// unit and never turn volume into mass: without a density the two cannot be compared.
import { compareDecimals, toBaseAmount } from '../chem/quantity.ts';
import type { OfferedAmount } from '../model/policy.ts';
import type { Threshold } from '../model/substance.ts';

/** `unread`: the amount's unit or figure is not known. `incomparable`: mass against volume. */
export type Comparison = 'reached' | 'below' | 'incomparable' | 'unread';

/** One offer against one threshold ("at or above" reaches it); the volume the law states beside a mass counts too. */
export function compare(amount: OfferedAmount, threshold: Threshold): Comparison {
	const offered = toBaseAmount(amount.quantity, amount.unit);
	if (!offered.ok) return 'unread';
	for (const figure of [threshold, threshold.alternative]) {
		const limit = figure === undefined ? undefined : toBaseAmount(figure.quantity, figure.unit);
		if (limit?.ok !== true || limit.value.dimension !== offered.value.dimension) continue;
		const order = compareDecimals(offered.value.value, limit.value.value);
		return order === null ? 'unread' : order >= 0 ? 'reached' : 'below';
	}
	return 'incomparable';
}

/** The law regulates every quantity. */
export const isEveryQuantity = (threshold: Threshold): boolean => compareDecimals(threshold.quantity, '0') === 0;
