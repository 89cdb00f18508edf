// The identity model: a logistic regression over the named features and products of two of them. A product says what two features
// mean together (an edit that leaves every word a chemical word is another chemical; the same edit with strange letters is a typo).
import { Fault } from '../base/fault.ts';
import { FEATURE_NAMES } from './features.ts';

/** Said of an artefact whose weights do not fit this engine. */
export const OTHER_FEATURES =
	'The compiled catalogue was fitted for other features than this engine has; run "npm run train", then "npm run compile".';

/** Fitted weights as they are stored: one per feature in the order of FEATURE_NAMES, and `[a, b, weight]` for products of two. */
export interface IdentityModel {
	readonly features: readonly string[];
	readonly weights: readonly number[];
	readonly pairs: readonly (readonly [a: number, b: number, weight: number])[];
}

/** Calibrated probability, 0 to 1, that the letters found are the name. */
export type IdentityProbability = (features: Float32Array) => number;

const SIZE = FEATURE_NAMES.length;

/** @throws Fault `artefact-invalid` when the model was fitted for other features than this engine has. */
export function compileIdentity(model: IdentityModel): IdentityProbability {
	if (model.features.join() !== FEATURE_NAMES.join()) throw new Fault('artefact-invalid', OTHER_FEATURES);
	const weights = Float64Array.from(model.weights);
	const pairs = new Float64Array(SIZE * SIZE);
	for (const [a, b, weight] of model.pairs) pairs[a * SIZE + b] = weight;
	const present = new Uint8Array(SIZE);
	return (features) => {
		let count = 0;
		let sum = 0;
		for (let i = 0; i < SIZE; i++) {
			const value = features[i] ?? 0;
			if (value === 0) continue;
			sum += (weights[i] ?? 0) * value;
			present[count++] = i;
			for (let k = 0; k < count; k++) {
				const other = present[k] ?? 0;
				sum += (pairs[other * SIZE + i] ?? 0) * value * (features[other] ?? 0);
			}
		}
		return 1 / (1 + Math.exp(-sum));
	};
}
