// Calibration of scores: reliability table and expected calibration error, Brier score (G. W. Brier, 1950), Platt scaling as fitted by
// Lin, Lin & Weng (Machine Learning 68, 2007), isotonic regression by pool-adjacent-violators (Ayer et al., 1955). Pure functions.

/** One scored example: a score and whether the thing was truly there. */
export interface Scored {
	readonly score: number;
	readonly truth: boolean;
}

export interface ReliabilityBin {
	/** Bounds of the bin, [from, to); the last includes 1. */
	readonly from: number;
	readonly to: number;
	readonly count: number;
	/** Mean score and share of true examples; NaN for an empty bin. */
	readonly predicted: number;
	readonly observed: number;
}

/** Equal-width bins over [0, 1]. Scores outside are put in the end bins. */
export function reliability(examples: readonly Scored[], bins = 10): ReliabilityBin[] {
	const count = new Array<number>(bins).fill(0);
	const sum = new Array<number>(bins).fill(0);
	const hits = new Array<number>(bins).fill(0);
	for (const { score, truth } of examples) {
		const at = Math.min(bins - 1, Math.max(0, Math.floor(score * bins)));
		count[at] = (count[at] ?? 0) + 1;
		sum[at] = (sum[at] ?? 0) + score;
		if (truth) hits[at] = (hits[at] ?? 0) + 1;
	}
	return count.map((total, at) => ({
		from: at / bins,
		to: (at + 1) / bins,
		count: total,
		predicted: total === 0 ? Number.NaN : (sum[at] ?? 0) / total,
		observed: total === 0 ? Number.NaN : (hits[at] ?? 0) / total,
	}));
}

/** Expected calibration error: mean |predicted − observed| over bins, weighted by their size; 0 for no examples. */
export function calibrationError(examples: readonly Scored[], bins = 10): number {
	if (examples.length === 0) return 0;
	let error = 0;
	for (const bin of reliability(examples, bins)) if (bin.count > 0) error += bin.count * Math.abs(bin.predicted - bin.observed);
	return error / examples.length;
}

/** Mean squared difference of score and truth: 0 is perfect, 0.25 is a coin. NaN for no examples. */
export function brier(examples: readonly Scored[]): number {
	let sum = 0;
	for (const { score, truth } of examples) sum += (score - (truth ? 1 : 0)) ** 2;
	return examples.length === 0 ? Number.NaN : sum / examples.length;
}

/** Platt's curve: probability = 1 / (1 + exp(slope · score + offset)). A useful fit has a negative slope. */
export interface Platt {
	readonly slope: number;
	readonly offset: number;
}

/** The fitted probability, written so that neither branch overflows. */
export function applyPlatt({ slope, offset }: Platt, score: number): number {
	const logit = slope * score + offset;
	return logit >= 0 ? Math.exp(-logit) / (1 + Math.exp(-logit)) : 1 / (1 + Math.exp(logit));
}

/**
 * Fits Platt's curve by Newton's method with a backtracking line search. Targets are Platt's smoothed ones, so that separable examples
 * do not send the slope to infinity.
 * @throws RangeError when there are no examples.
 */
export function fitPlatt(examples: readonly Scored[]): Platt {
	if (examples.length === 0) throw new RangeError('fitPlatt needs examples');
	const positive = examples.filter((example) => example.truth).length;
	const negative = examples.length - positive;
	const high = (positive + 1) / (positive + 2);
	const low = 1 / (negative + 2);
	const loss = (slope: number, offset: number): number => {
		let sum = 0;
		for (const { score, truth } of examples) {
			const logit = slope * score + offset;
			const target = truth ? high : low;
			sum += logit >= 0 ? target * logit + Math.log1p(Math.exp(-logit)) : (target - 1) * logit + Math.log1p(Math.exp(logit));
		}
		return sum;
	};
	let slope = 0;
	let offset = Math.log((negative + 1) / (positive + 1));
	let value = loss(slope, offset);
	for (let round = 0; round < 100; round++) {
		// Hessian with a small ridge, so that it stays invertible when all scores are equal.
		let h11 = 1e-12;
		let h22 = 1e-12;
		let h21 = 0;
		let g1 = 0;
		let g2 = 0;
		for (const { score, truth } of examples) {
			const p = applyPlatt({ slope, offset }, score);
			const weight = p * (1 - p);
			h11 += score * score * weight;
			h22 += weight;
			h21 += score * weight;
			const gap = (truth ? high : low) - p;
			g1 += score * gap;
			g2 += gap;
		}
		if (Math.abs(g1) < 1e-5 && Math.abs(g2) < 1e-5) break;
		const determinant = h11 * h22 - h21 * h21;
		const stepSlope = -(h22 * g1 - h21 * g2) / determinant;
		const stepOffset = -(h11 * g2 - h21 * g1) / determinant;
		const descent = g1 * stepSlope + g2 * stepOffset;
		let size = 1;
		let improved = false;
		for (; size >= 1e-10; size /= 2) {
			const next = loss(slope + size * stepSlope, offset + size * stepOffset);
			if (next < value + 1e-4 * size * descent) {
				slope += size * stepSlope;
				offset += size * stepOffset;
				value = next;
				improved = true;
				break;
			}
		}
		if (!improved) break;
	}
	return { slope, offset };
}

/** A non-decreasing step curve: `scores[i]` is the least score that earns `values[i]`. */
export interface Isotonic {
	readonly scores: readonly number[];
	readonly values: readonly number[];
}

/** The least-squares non-decreasing fit. Equal scores share one value. */
export function fitIsotonic(examples: readonly Scored[]): Isotonic {
	const blocks: { score: number; sum: number; count: number }[] = [];
	for (const { score, truth } of examples.toSorted((a, b) => a.score - b.score)) {
		const last = blocks.at(-1);
		if (last !== undefined && last.score === score) {
			last.sum += truth ? 1 : 0;
			last.count++;
		} else blocks.push({ score, sum: truth ? 1 : 0, count: 1 });
	}
	const pooled: { score: number; sum: number; count: number }[] = [];
	for (const block of blocks) {
		pooled.push({ ...block });
		for (;;) {
			const right = pooled.at(-1);
			const left = pooled.at(-2);
			if (left === undefined || right === undefined || left.sum * right.count < right.sum * left.count) break;
			left.sum += right.sum;
			left.count += right.count;
			pooled.pop();
		}
	}
	return { scores: pooled.map((block) => block.score), values: pooled.map((block) => block.sum / block.count) };
}

/** The fitted value; scores below the first block take its value. NaN for an empty curve. */
export function applyIsotonic({ scores, values }: Isotonic, score: number): number {
	let low = 0;
	let high = scores.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((scores[middle] ?? 0) <= score) low = middle + 1;
		else high = middle;
	}
	return values[Math.max(0, low - 1)] ?? Number.NaN;
}
