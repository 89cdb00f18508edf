// What the compile step prepares and the artefact carries.
import type { Catalogue } from '../model/substance.ts';
import type { EncoderTable } from '../text/encoder.ts';
import type { FoldTable } from '../text/fold-table.ts';
import type { IdentityModel } from './identity-model.ts';
import type { IntentModel } from './intent.ts';
import type { Known } from './known.ts';
import type { Pinyin, Skeletons } from './lexicon.ts';
import type { PatternSet } from './patterns.ts';
import type { PieceIndex } from './pieces.ts';
import type { Thresholds } from './settle.ts';
import type { NumeralSource } from './spelled.ts';

/** What the compile step prepares besides the catalogue itself. */
export interface Prepared {
	readonly catalogue: Catalogue;
	readonly fold: FoldTable;
	/** Foreign letter (code point) → plain code; traditional forms share the code of the simplified one. */
	readonly foreign: ReadonlyMap<number, number>;
	/** Foreign letters that bind to a name and make another of it. */
	readonly binding: readonly number[];
	readonly pinyin: Pinyin;
	readonly skeletons: Skeletons;
	readonly words: {
		readonly same: readonly string[];
		readonly stereo: readonly string[];
		readonly locants: readonly string[];
		readonly complete: readonly string[];
		readonly generic: readonly string[];
		readonly suffixes: readonly string[];
	};
	readonly numerals: NumeralSource;
	readonly patterns: PatternSet;
	readonly pieces: PieceIndex;
	readonly known: Known;
	readonly model: IdentityModel & Thresholds;
	/** Learned vectors of letter sequences. */
	readonly encoder: EncoderTable;
	readonly intent: IntentModel;
	/** Parsed YAML of law and policy: checked again by their own parsers. */
	readonly law: { readonly regimes: unknown; readonly policy: unknown; readonly duties: unknown; readonly mixtures: unknown };
}
