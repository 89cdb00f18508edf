// Confidence intervals for proportions: Wilson's score interval (E. B. Wilson, JASA 22, 1927, 209–212) and, for "none seen", the exact
// one-sided bound (Clopper & Pearson, Biometrika 26, 1934). Pure arithmetic; must never be fed rates instead of counts.

/** 97.5 % quantile of the standard normal distribution, for two-sided 95 % intervals. */
export const Z95 = 1.959963984540054;

export interface Proportion {
	/** Successes and trials. */
	readonly hits: number;
	readonly total: number;
	/** hits / total; NaN when total is 0. */
	readonly rate: number;
	/** Bounds of the interval, in [0, 1]; 0 and 1 when total is 0, because nothing is known then. */
	readonly low: number;
	readonly high: number;
}

/**
 * Wilson score interval of `hits` out of `total`, without continuity correction.
 * @param z normal quantile; 95 % two-sided by default.
 * @throws RangeError unless 0 ≤ hits ≤ total and both are integers.
 */
export function wilson(hits: number, total: number, z: number = Z95): Proportion {
	if (!Number.isInteger(hits) || !Number.isInteger(total) || hits < 0 || hits > total) {
		throw new RangeError(`wilson needs integers 0 <= hits <= total, not ${hits} of ${total}`);
	}
	if (total === 0) return { hits, total, rate: Number.NaN, low: 0, high: 1 };
	const rate = hits / total;
	const square = z * z;
	const scale = 1 + square / total;
	const centre = (rate + square / (2 * total)) / scale;
	const half = (z / scale) * Math.sqrt((rate * (1 - rate)) / total + square / (4 * total * total));
	// At the ends the exact bound is 0 or 1; the formula leaves rounding dust.
	const low = hits === 0 ? 0 : Math.max(0, centre - half);
	const high = hits === total ? 1 : Math.min(1, centre + half);
	return { hits, total, rate, low, high };
}

/** Upper 95 % bound of a rate when `total` trials showed no event at all: 1 − 0.05^(1/total), about 3/total. */
export function zeroSeenUpper(total: number): number {
	return total <= 0 ? 1 : 1 - 0.05 ** (1 / total);
}

/** Mean of the rates of groups that were tried at all; NaN when none was. Each group counts once, whatever its size. */
export function macro(groups: readonly Proportion[]): number {
	const tried = groups.filter((group) => group.total > 0);
	return tried.length === 0 ? Number.NaN : tried.reduce((sum, group) => sum + group.rate, 0) / tried.length;
}

/**
 * 95 % interval of a macro mean: each group's binomial variance (shrunk by Wilson's centre, so that 0/n and n/n keep a width),
 * added and divided by the square of the number of groups. Normal approximation; it covers sampling within the groups only, not which groups exist.
 */
export function macroInterval(groups: readonly Proportion[]): { readonly rate: number; readonly low: number; readonly high: number } {
	const tried = groups.filter((group) => group.total > 0);
	const rate = macro(tried);
	if (tried.length === 0) return { rate, low: 0, high: 1 };
	let variance = 0;
	for (const { hits, total } of tried) {
		const shrunk = (hits + 2) / (total + 4);
		variance += (shrunk * (1 - shrunk)) / (total + 4);
	}
	const half = (Z95 * Math.sqrt(variance)) / tried.length;
	return { rate, low: Math.max(0, rate - half), high: Math.min(1, rate + half) };
}
