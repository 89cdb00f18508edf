// The lexicon's names as the reader sees them, read once for every index that is built from them.
import type { Reading } from '../text/reading.ts';
import type { Alias, Lexicon } from './lexicon.ts';

export interface FoldedName {
	/** Its place among the lexicon's aliases. */
	readonly at: number;
	readonly alias: Alias;
	/** Of a controlled substance or a family member, rather than of a drug or a machine. */
	readonly controlled: boolean;
	readonly plain: Reading['plain'];
	/** Gap class before each plain letter. */
	readonly gap: Reading['gap'];
	readonly codes: Uint8Array;
}

/** Every alias that is a name. `fold` reads names as listings are read. */
export function foldNames(lexicon: Lexicon, fold: (text: string) => Reading): FoldedName[] {
	return lexicon.aliases.flatMap((alias, at) => {
		if (alias.kind !== 'name') return [];
		const reading = fold(alias.text);
		return {
			at,
			alias,
			controlled: (lexicon.owners[alias.owner]?.tier ?? 0) !== 0,
			plain: reading.plain.slice(0, reading.length),
			gap: reading.gap.slice(0, reading.length),
			codes: reading.fold.slice(0, reading.folds),
		};
	});
}
