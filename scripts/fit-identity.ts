// Fits the identity model on examples: the features, and those products of two that enough examples have. Each example is also scored
// by a model fitted without its group, so that thresholds are set on names the weights have not seen.

import { hash32 } from '../bench/perturb/random.ts';
import { FEATURE_NAMES } from '../src/screen/features.ts';
import { compileIdentity, type IdentityModel } from '../src/screen/identity-model.ts';
import { fitLogistic, type Sample, sampleOf } from '../src/stats/logistic.ts';

export interface Example {
	readonly features: Float32Array;
	readonly y: 0 | 1;
	readonly weight: number;
	/** Examples of one group are left out together. */
	readonly group: string;
}

const SIZE = FEATURE_NAMES.length;
const FOLDS = 5;
const RIDGE = 2;
/** Examples in which a product must be present to be worth a weight. */
const ENOUGH = 20;

/** The model over all examples, and for each example the probability given by a model fitted without its group. */
export function fitIdentity(examples: readonly Example[]): { readonly model: IdentityModel; readonly scores: readonly number[] } {
	const pairs = usefulPairs(examples);
	const samples = examples.map((example) => expand(example, pairs));
	const scores: number[] = [];
	for (let fold = 0; fold < FOLDS; fold++) {
		const left = (i: number): boolean => hash32(`fold:${examples[i]?.group ?? ''}`) % FOLDS === fold;
		const identity = compileIdentity(
			fit(
				samples.filter((_, i) => !left(i)),
				pairs,
			),
		);
		examples.forEach((example, i) => {
			if (left(i)) scores[i] = identity(example.features);
		});
	}
	return { model: fit(samples, pairs), scores };
}

type Pair = readonly [a: number, b: number];

// Products with the constant, or of a yes-or-no feature with itself, say nothing new.
function usefulPairs(examples: readonly Example[]): Pair[] {
	const present = new Int32Array(SIZE * SIZE);
	const varies = new Uint8Array(SIZE * SIZE);
	const first = new Float64Array(SIZE * SIZE);
	for (const { features } of examples) {
		for (let a = 1; a < SIZE; a++) {
			if (features[a] === 0) continue;
			for (let b = a; b < SIZE; b++) {
				const value = (features[a] ?? 0) * (features[b] ?? 0);
				if (value === 0) continue;
				const at = a * SIZE + b;
				if (present[at] === 0) first[at] = value;
				else if (value !== first[at]) varies[at] = 1;
				present[at] = (present[at] ?? 0) + 1;
			}
		}
	}
	const pairs: Pair[] = [];
	for (let a = 1; a < SIZE; a++)
		for (let b = a; b < SIZE; b++) {
			const at = a * SIZE + b;
			if ((present[at] ?? 0) >= ENOUGH && (a !== b || varies[at] === 1)) pairs.push([a, b]);
		}
	return pairs;
}

const expand = ({ features, y, weight }: Example, pairs: readonly Pair[]): Sample =>
	sampleOf([...features, ...pairs.map(([a, b]) => (features[a] ?? 0) * (features[b] ?? 0))], y, weight);

const rounded = (value: number | undefined): number => Math.round((value ?? 0) * 1e4) / 1e4;

function fit(samples: readonly Sample[], pairs: readonly Pair[]): IdentityModel {
	const weights = fitLogistic(samples, SIZE + pairs.length, RIDGE);
	return {
		features: FEATURE_NAMES,
		weights: FEATURE_NAMES.map((_, i) => rounded(weights[i])),
		pairs: pairs.map(([a, b], i) => [a, b, rounded(weights[SIZE + i])] as const),
	};
}
