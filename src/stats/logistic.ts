// Logistic regression by iteratively reweighted least squares with a ridge penalty (Hastie, Tibshirani & Friedman, The Elements of
// Statistical Learning, 2nd ed., §4.4). Deterministic; for some hundred features of which each sample has few.

/** One example: its features that are not zero, ascending. */
export interface Sample {
	readonly at: Uint16Array;
	readonly value: Float32Array;
	readonly y: 0 | 1;
	readonly weight: number;
}

/** The example with features `x`. */
export function sampleOf(x: ArrayLike<number>, y: 0 | 1, weight: number): Sample {
	const at: number[] = [];
	for (let i = 0; i < x.length; i++) if (x[i] !== 0) at.push(i);
	return { at: Uint16Array.from(at), value: Float32Array.from(at, (i) => x[i] ?? 0), y, weight };
}

/** Weights that maximise the penalised likelihood. `ridge` penalises each weight but the first (the intercept). */
export function fitLogistic(samples: readonly Sample[], size: number, ridge: number, rounds = 40): Float64Array {
	const beta = new Float64Array(size);
	for (let round = 0; round < rounds; round++) {
		const gradient = new Float64Array(size);
		const hessian = Array.from({ length: size }, () => new Float64Array(size));
		for (const sample of samples) accumulate(sample, beta, gradient, hessian);
		for (let k = 0; k < size; k++) {
			const row = hessian[k];
			if (row === undefined) continue;
			const penalty = k === 0 ? 1e-6 : ridge;
			gradient[k] = (gradient[k] ?? 0) - penalty * (beta[k] ?? 0);
			row[k] = (row[k] ?? 0) + penalty;
			for (let m = 0; m < k; m++) {
				const other = hessian[m];
				if (other !== undefined) other[k] = row[m] ?? 0;
			}
		}
		const step = solve(hessian, gradient);
		let largest = 0;
		for (let k = 0; k < size; k++) {
			beta[k] = (beta[k] ?? 0) + (step[k] ?? 0);
			largest = Math.max(largest, Math.abs(step[k] ?? 0));
		}
		if (largest < 1e-4) break;
	}
	return beta;
}

function accumulate({ at, value, y, weight }: Sample, beta: Float64Array, gradient: Float64Array, hessian: readonly Float64Array[]): void {
	let z = 0;
	for (let i = 0; i < at.length; i++) z += (beta[at[i] ?? 0] ?? 0) * (value[i] ?? 0);
	const p = 1 / (1 + Math.exp(-z));
	const residual = weight * (y - p);
	const curvature = weight * p * (1 - p) + 1e-9;
	for (let i = 0; i < at.length; i++) {
		const k = at[i] ?? 0;
		gradient[k] = (gradient[k] ?? 0) + residual * (value[i] ?? 0);
		const row = hessian[k];
		if (row === undefined) continue;
		const scaled = curvature * (value[i] ?? 0);
		for (let j = 0; j <= i; j++) {
			const m = at[j] ?? 0;
			row[m] = (row[m] ?? 0) + scaled * (value[j] ?? 0);
		}
	}
}

// Gaussian elimination with partial pivoting.
function solve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
	const n = right.length;
	const rows: Float64Array[] = matrix.map((row, i) => Float64Array.from([...row, right[i] ?? 0]));
	for (let i = 0; i < n; i++) {
		let pivot = i;
		for (let r = i + 1; r < n; r++) if (Math.abs(rows[r]?.[i] ?? 0) > Math.abs(rows[pivot]?.[i] ?? 0)) pivot = r;
		const head = rows[pivot] as Float64Array;
		rows[pivot] = rows[i] as Float64Array;
		rows[i] = head;
		const lead = (head[i] ?? 0) || 1e-12;
		for (let r = i + 1; r < n; r++) {
			const row = rows[r] as Float64Array;
			const factor = (row[i] ?? 0) / lead;
			if (factor !== 0) for (let c = i; c <= n; c++) row[c] = (row[c] ?? 0) - factor * (head[c] ?? 0);
		}
	}
	const out = new Float64Array(n);
	for (let i = n - 1; i >= 0; i--) {
		const row = rows[i] as Float64Array;
		let sum = row[n] ?? 0;
		for (let c = i + 1; c < n; c++) sum -= (row[c] ?? 0) * (out[c] ?? 0);
		out[i] = sum / ((row[i] ?? 0) || 1e-12);
	}
	return out;
}
