// The intent model's features: each says one thing about whether the words around a name offer it. The descriptions are the published
// documentation of the model (docs/screening.md is checked against them); the weights live in the artefact. What the letters are is
// the identity model's question, never asked here.
import type { Platt } from '../stats/calibration.ts';
import type { Surrounding } from './setting.ts';

/** Feature name → what it says. Order is the order of the weights. */
export const INTENT_FEATURES = {
	bias: 'Always 1.',
	alone: 'The name is all there is in its field, grades and figures aside.',
	opens: 'The name opens its field.',
	title: 'The name stands in the title.',
	offerWords: 'Words of trade near the name, up to three.',
	offerWordsFar: 'Words of trade before or after the sentence, up to three.',
	quantity: 'A weight or a volume stands directly beside the name.',
	purity: 'A percentage stands directly beside the name.',
	price: 'A price or a currency stands in the sentence.',
	packaging: 'The name is followed or preceded by a comma, a bar or a bracket, as in a line of a price list.',
	chemicalWords: 'Words of the chemical trade near the name, up to three.',
	numberBeside: 'A CAS number, a structure or another name of the same substance stands in the listing too.',
	othersBeside: 'Another listed substance stands in the same field.',
	identifier: 'What is named is a number or a structure, not a word.',
	negation: 'A negation reaches the name.',
	refusal: 'The words beside the name refuse to sell it.',
	negationFar: 'A negation stands before the name and does not reach it.',
	mentions: 'Words of books, tests, labels, protective goods or law near the name, up to three.',
	mentionBefore: 'Such a word stands directly before the name, articles aside.',
	mentionAfter: 'Such a word stands directly after the name.',
	mentionHeading: 'The title or the category has such a word, and the name stands elsewhere.',
	mentionOffered: 'Such a word is near, and a weight, a volume or a percentage beside the name.',
	pieces: 'Pages, pieces, sizes or packs are counted in the sentence, as of goods that are no chemical.',
	comparison: 'The name is only compared with (“works like”).',
	question: 'The sentence ends in a question mark.',
	quoted: 'The name stands in quotation marks.',
	prepositionBefore: 'A preposition (of, on, to, about) stands directly before the name.',
	disguised: 'A disguise was undone to read the name.',
	dedicated: 'The substance has next to no open trade (tier 1).',
	bulk: 'The substance is a bulk solvent or acid (tier 3).',
	evasive: 'The listing promises to slip past controls or leads off the platform.',
} as const;

export type IntentFeatureName = keyof typeof INTENT_FEATURES;
export const INTENT_FEATURE_NAMES = Object.keys(INTENT_FEATURES) as IntentFeatureName[];

/** Fitted weights of the intent model, in the order of INTENT_FEATURE_NAMES. */
export interface IntentModel {
	readonly features: readonly string[];
	readonly weights: readonly number[];
	/** From the product of identity and intent to the probability that a listing with any sighting offers something controlled. */
	readonly score: Platt;
}

/** Features of one sighting in its surroundings, in the order of INTENT_FEATURE_NAMES. */
export function intentFeatures(around: Surrounding): Float32Array {
	const values: Readonly<Record<IntentFeatureName, number | boolean>> = {
		bias: 1,
		alone: around.alone,
		opens: around.opens,
		title: around.field === '/title',
		offerWords: around.offers,
		offerWordsFar: around.offersFar,
		quantity: around.quantity,
		purity: around.purity,
		price: around.price,
		packaging: around.listed,
		chemicalWords: around.chemical,
		numberBeside: around.numberBeside,
		othersBeside: around.othersBeside,
		identifier: around.identifier,
		negation: around.negation?.kind === 'absent',
		refusal: around.negation?.kind === 'refused',
		negationFar: around.negationFar,
		mentions: around.mentions,
		mentionBefore: around.mentionBefore,
		mentionAfter: around.mentionAfter,
		mentionHeading: around.heading !== '' && around.field !== '/title',
		mentionOffered: around.mentions > 0 && around.offered,
		pieces: around.pieces,
		comparison: around.comparedBy !== null,
		question: around.question,
		quoted: around.quoted,
		prepositionBefore: around.prepositionBefore,
		disguised: around.disguised,
		dedicated: around.tier === 1,
		bulk: around.tier === 3,
		evasive: around.evasive,
	};
	return Float32Array.from(INTENT_FEATURE_NAMES, (name) => Number(values[name]));
}

/** Calibrated probability that the listing offers what is named, given that it is named. */
export function offerProbability(model: IntentModel, features: Float32Array): number {
	let sum = 0;
	for (let i = 0; i < INTENT_FEATURE_NAMES.length; i++) sum += (model.weights[i] ?? 0) * (features[i] ?? 0);
	return 1 / (1 + Math.exp(-sum));
}
