// The words of listed names, as fingerprints: which of them no dictionary need explain, and which make a stretch of text worth
// searching although every dictionary knows them.
import { FingerprintSet, fingerprintSet } from '../text/hash.ts';
import type { Reading } from '../text/reading.ts';
import type { FoldedName } from './folded-names.ts';
import { hashSpan, wordsOf } from './known.ts';
import type { Lexicon } from './lexicon.ts';
import type { SideWords } from './surroundings.ts';
import { MIN_WORD, type NameWords } from './words.ts';

/** `names`: the lexicon's names as `fold` reads them, which reads listings too. */
export function nameWords(lexicon: Lexicon, names: readonly FoldedName[], side: SideWords, fold: (text: string) => Reading): NameWords {
	const parts: number[] = [];
	const listed: number[] = [];
	const read = (name: Pick<Reading, 'plain' | 'gap' | 'length'>): void => {
		for (const [from, to] of wordsOf(name)) if (to - from >= MIN_WORD) listed.push(hashSpan(name, from, to));
	};
	for (const word of side.generic) {
		const reading = fold(word);
		parts.push(hashSpan(reading, 0, reading.length));
	}
	for (const { plain, gap } of names) {
		const one = { plain, gap, length: plain.length };
		for (const [from, to] of wordsOf(one)) if (to - from === MIN_WORD) parts.push(hashSpan(one, from, to));
		read(one);
	}
	for (const { kind, text } of lexicon.aliases) if (kind !== 'name') read(fold(text));
	return { parts: new FingerprintSet(fingerprintSet(parts)), listed: new FingerprintSet(fingerprintSet(listed)) };
}
