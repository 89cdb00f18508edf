// Where names may stand in a reading: its words are told apart, names are searched for near those that ordinary text does not
// explain, and those that nothing explains are looked at once more.
import type { EncoderTable } from '../text/encoder.ts';
import type { Reading } from '../text/reading.ts';
import { foldNames } from './folded-names.ts';
import type { KnownNames } from './known.ts';
import type { Alias, Lexicon } from './lexicon.ts';
import { nameWords } from './name-words.ts';
import type { PatternSet } from './patterns.ts';
import type { PieceIndex } from './pieces.ts';
import { type Hit, Retriever } from './retrieve.ts';
import { type Recalled, SecondLook } from './second-look.ts';
import type { SideWords } from './surroundings.ts';
import { Words } from './words.ts';

/** What a finder looks with. */
export interface FinderParts {
	readonly patterns: PatternSet;
	readonly pieces: PieceIndex;
	readonly encoder: EncoderTable;
	readonly known: KnownNames;
	readonly words: SideWords;
}

export interface Met {
	readonly hits: readonly Hit[];
	/** What only the second look found. */
	readonly recalled: readonly Recalled[];
}

export class NameSearch {
	private readonly words: Words;
	private readonly retriever: Retriever;
	private readonly second: SecondLook;
	/** Set by find(): work was cut short, so the text was not fully evaluated. */
	exhausted = false;

	/** `fold` reads names as listings are read. */
	constructor(lexicon: Lexicon, { patterns, pieces, encoder, known, words: side }: FinderParts, fold: (text: string) => Reading) {
		const folded = foldNames(lexicon, fold);
		this.words = new Words(known, nameWords(lexicon, folded, side, fold));
		this.retriever = new Retriever(patterns, pieces);
		this.second = new SecondLook(folded, this.words, { encoder, known, side });
	}

	find(reading: Reading): Met {
		this.words.split(reading);
		const hits = this.retriever.retrieve(reading, this.words);
		const recalled = this.second.find(reading, hits);
		this.exhausted = this.retriever.exhausted || this.second.exhausted;
		return { hits, recalled };
	}

	/** How little plain letters [from, to) resemble the name as a whole: one less the cosine. */
	unlike(reading: Reading, from: number, to: number, alias: Alias): number {
		return this.second.unlike(reading, from, to, alias);
	}
}
