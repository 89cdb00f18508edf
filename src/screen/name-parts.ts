// Wires the recognisers of names and numbers from the prepared sections.
import { Fault } from '../base/fault.ts';
import { CandidateFinder } from './candidates.ts';
import { indexCas } from './cas-index.ts';
import { FEATURE_NAMES } from './features.ts';
import { buildTrie } from './foreign.ts';
import { compileIdentity } from './identity-model.ts';
import { indexKeys } from './keys.ts';
import { type Halves, KnownNames } from './known.ts';
import type { Lexicon } from './lexicon.ts';
import { folder } from './patterns.ts';
import type { Prepared } from './prepared.ts';
import { type NameParts, publishedKey } from './recognise.ts';
import { compileRereadings } from './rereadings.ts';
import { compileNumerals } from './spelled.ts';

/** Said of an artefact whose weights do not fit this engine. */
export const OTHER_FEATURES =
	'The compiled catalogue was fitted for other features than this engine has; run "npm run train", then "npm run compile".';

/** @throws Fault `artefact-invalid` when the model was fitted for other features than this engine has. */
export function buildNameParts(prepared: Prepared, lexicon: Lexicon, halves: Halves): NameParts {
	const { catalogue, fold, foreign, model, patterns, pieces, encoder } = prepared;
	if (model.features.join() !== FEATURE_NAMES.join()) {
		throw new Fault('artefact-invalid', OTHER_FEATURES);
	}
	const reader = folder(fold, foreign);
	const { same, stereo, locants, complete, generic, suffixes } = prepared.words;
	const words = {
		same: new Set(same),
		stereo: new Set(stereo),
		locants: new Set(locants),
		complete: new Set(complete),
		generic: new Set(generic),
		suffixes: new Set(suffixes),
	};
	const honest = [
		...catalogue.lookAlikes.flatMap((one) => (one.cas === null ? [] : [one.cas])),
		...catalogue.abbreviations.flatMap((one) => one.benignCas),
	];
	const honestNames = catalogue.lookAlikes.filter((one) => one.expect === 'clear').flatMap((one) => one.aliases);
	const members = catalogue.families.flatMap((family) =>
		family.members.flatMap((one) => (one.cas === null ? [] : [[family.id, one.cas] as const])),
	);
	return {
		table: fold,
		further: compileRereadings(fold),
		foreign,
		finder: new CandidateFinder(lexicon, { patterns, pieces, encoder, known: new KnownNames(prepared.known, halves), words }, reader),
		identity: compileIdentity(model),
		thresholds: model,
		trie: buildTrie(lexicon.aliases, lexicon.owners, new Set(prepared.binding), honestNames, reader),
		published: new Set(
			lexicon.aliases
				.filter((alias) => alias.kind === 'name')
				.map((alias) => publishedKey(lexicon.owners[alias.owner]?.id ?? '', alias.text)),
		),
		cas: indexCas(catalogue.substances, honest, members),
		numerals: compileNumerals(prepared.numerals, reader),
		keys: indexKeys(lexicon.aliases, lexicon.owners),
	};
}
