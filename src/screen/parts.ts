// Wires the recognisers of one engine from the prepared sections.
import { FEATURE_NAMES } from './features.ts';
import { Fault } from '../base/fault.ts';
import { type CodeIndex, indexCodes } from './abbreviations.ts';
import { CandidateFinder } from './candidates.ts';
import { compilePhrases, type Phrases } from './context.ts';
import { buildTrie } from './foreign.ts';
import { type Halves, KnownNames } from './known.ts';
import { buildLexicon, type Lexicon } from './lexicon.ts';
import { indexCas } from './numbers.ts';
import { folder } from './patterns.ts';
import type { NameParts } from './recognise.ts';
import type { Prepared } from './sections.ts';
import { compileNumerals } from './spelled.ts';

export interface Parts extends NameParts {
	readonly lexicon: Lexicon;
	readonly codes: CodeIndex;
	readonly phrases: Phrases;
	readonly tierOf: (substance: string) => number | undefined;
}

/** Builds the recognisers. `halves`: which half of the known names to consult (`both` in production). */
export function buildParts(prepared: Prepared, halves: Halves = 'both'): Parts {
	const { catalogue, fold, foreign, model } = prepared;
	if (model.features.join() !== FEATURE_NAMES.join()) {
		throw new Fault('artefact-invalid', 'The compiled catalogue was fitted for other features than this engine has; run "npm run train", then "weir catalogue compile".');
	}
	const reader = folder(fold, foreign);
	const lexicon = buildLexicon(catalogue, prepared.pinyin, prepared.skeletons);
	const tiers = new Map(catalogue.substances.map((one) => [one.id, one.tier]));
	const words = { same: new Set(prepared.words.same), stereo: new Set(prepared.words.stereo), locants: new Set(prepared.words.locants), suffixes: new Set(prepared.words.suffixes) };
	const honest = [...catalogue.lookAlikes.flatMap((one) => (one.cas === null ? [] : [one.cas])), ...catalogue.abbreviations.flatMap((one) => one.benignCas)];
	const members = catalogue.families.flatMap((family) => family.members.flatMap((one) => (one.cas === null ? [] : [[family.id, one.cas] as const])));
	return {
		table: fold,
		foreign,
		lexicon,
		finder: new CandidateFinder(lexicon, prepared.patterns, prepared.pieces, new KnownNames(prepared.known, halves), words, reader),
		model,
		thresholds: model,
		trie: buildTrie(lexicon.aliases, lexicon.owners, new Set(prepared.binding), reader),
		cas: indexCas(catalogue.substances, honest, members),
		numerals: compileNumerals(prepared.numerals, reader),
		codes: indexCodes(lexicon.aliases, lexicon.owners, catalogue.abbreviations, reader),
		phrases: compilePhrases(catalogue.context),
		tierOf: (substance) => tiers.get(substance),
	};
}
