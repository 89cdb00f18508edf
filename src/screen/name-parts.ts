// Wires the recognisers of names and numbers from the prepared sections.
import { CandidateFinder } from './candidates.ts';
import { buildTrie } from './foreign.ts';
import { indexIdentifiers } from './identifiers.ts';
import { compileIdentity } from './identity-model.ts';
import { type Halves, KnownNames } from './known.ts';
import type { Lexicon } from './lexicon.ts';
import { folder } from './patterns.ts';
import type { Prepared } from './prepared.ts';
import { type NameParts, publishedKey } from './recognise.ts';
import { compileRereadings } from './rereadings.ts';

/** @throws Fault `artefact-invalid` when the model was fitted for other features than this engine has. */
export function buildNameParts(prepared: Prepared, lexicon: Lexicon, halves: Halves): NameParts {
	const { catalogue, fold, foreign, model, patterns, pieces, encoder } = prepared;
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
	const honestNames = catalogue.lookAlikes.filter((one) => one.expect === 'clear').flatMap((one) => one.aliases);
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
		...indexIdentifiers(catalogue, lexicon, prepared.numerals, reader),
	};
}
