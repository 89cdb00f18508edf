// Everything one engine recognises with: names and numbers, short codes, the words around them.
import { Fault } from '../base/fault.ts';
import { type CodeIndex, indexCodes } from './abbreviations.ts';
import { type FormOf, indexForms } from './forms.ts';
import { OTHER_FEATURES } from './identity-model.ts';
import { INTENT_FEATURE_NAMES, type IntentModel } from './intent.ts';
import type { Halves } from './known.ts';
import { buildLexicon } from './lexicon.ts';
import { buildNameParts } from './name-parts.ts';
import { folder } from './patterns.ts';
import { compilePhrases, type Phrases } from './phrases.ts';
import type { Prepared } from './prepared.ts';
import type { NameParts } from './recognise.ts';

export interface Parts extends NameParts {
	readonly codes: CodeIndex;
	readonly phrases: Phrases;
	readonly tierOf: (substance: string) => number | undefined;
	readonly formOf: FormOf;
	readonly intent: IntentModel;
}

/** Builds the recognisers; a Fault `artefact-invalid` when a model was fitted for other features. `halves`: which half of the known names to consult (`both` in production). */
export function buildParts(prepared: Prepared, halves: Halves = 'both'): Parts {
	const { catalogue, intent } = prepared;
	if (intent.features.join() !== INTENT_FEATURE_NAMES.join()) throw new Fault('artefact-invalid', OTHER_FEATURES);
	const lexicon = buildLexicon(catalogue, prepared.pinyin, prepared.skeletons);
	const tiers = new Map(catalogue.substances.map((one) => [one.id, one.tier]));
	return {
		...buildNameParts(prepared, lexicon, halves),
		codes: indexCodes(lexicon.aliases, lexicon.owners, catalogue.abbreviations, folder(prepared.fold, prepared.foreign)),
		phrases: compilePhrases(catalogue.context),
		tierOf: (substance) => tiers.get(substance),
		intent,
		formOf: indexForms(catalogue.substances),
	};
}
