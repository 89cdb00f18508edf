// The folded alphabet: one small set of codes that lexicon and text share. A "plain" code keeps the letter or digit that was
// read; a "folded" code merges the classes that disguises exchange (l=1=y=i, c=k=q=s=z, u=v=w, …). Merging is lossy on purpose:
// it is a match key, never a normalisation to show (Unicode TR 39 says the same of its skeletons).

/** Plain codes: 1–26 letters, 27–36 digits, 37 a masked character, 38 a foreign letter the catalogue does not use. */
export const PLAIN_A = 1;
export const PLAIN_ZERO = 27;
export const PLAIN_MASK = 37;
export const PLAIN_OTHER = 38;
/** Ideographs, kana, Hangul and other letters the catalogue uses are numbered from here. */
export const PLAIN_FOREIGN = 64;

/** Folded codes fit in five bits. */
export const FOLD_WILD = 28;
export const FOLD_OTHER = 29;
export const FOLD_BITS = 5;

// Letters a to z in order.
const LETTER_CLASSES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 3, 9, 10, 11, 12, 13, 3, 14, 3, 15, 16, 16, 16, 17, 9, 3];
const FIRST_DIGIT_CLASS = 18;
/** Folded class of a digit that stands for a letter (leet): 0 o, 1 i, 3 e, 4 a, 5 s, 6 g, 7 t, 8 b, 9 g; 2 stands for itself. */
const LEET_CLASSES = [12, 9, FIRST_DIGIT_CLASS + 2, 5, 1, 3, 7, 15, 2, 7];

/** Folded class by plain code. */
export const FOLD_OF = new Uint8Array(64);
/** Folded class by plain code when a digit touches a letter. */
export const LEET_OF = new Uint8Array(64);
for (let letter = 0; letter < 26; letter++) {
	FOLD_OF[PLAIN_A + letter] = LETTER_CLASSES[letter] ?? 0;
	LEET_OF[PLAIN_A + letter] = LETTER_CLASSES[letter] ?? 0;
}
for (let digit = 0; digit < 10; digit++) {
	FOLD_OF[PLAIN_ZERO + digit] = FIRST_DIGIT_CLASS + digit;
	LEET_OF[PLAIN_ZERO + digit] = LEET_CLASSES[digit] ?? 0;
}
FOLD_OF[PLAIN_MASK] = FOLD_WILD;
LEET_OF[PLAIN_MASK] = FOLD_WILD;
FOLD_OF[PLAIN_OTHER] = FOLD_OTHER;
LEET_OF[PLAIN_OTHER] = FOLD_OTHER;

export const isPlainLetter = (plain: number): boolean => plain >= PLAIN_A && plain < PLAIN_A + 26;
export const isPlainDigit = (plain: number): boolean => plain >= PLAIN_ZERO && plain < PLAIN_ZERO + 10;

const PLAIN_TEXT = '\0abcdefghijklmnopqrstuvwxyz0123456789*';

/** The character a plain code shows as; foreign letters are shown by the caller from the original text. */
export const showPlain = (plain: number): string => PLAIN_TEXT[plain] ?? '\u{fffd}';

/** What stands between two letters. Larger is a harder stop. */
export const GAP_NONE = 0;
export const GAP_INVISIBLE = 1;
export const GAP_TIGHT = 2;
export const GAP_SPACE = 3;
export const GAP_HARD = 4;

/** How a letter was written; a bit set over a span tells what was undone. */
export const WRITTEN_PLAIN = 0;
export const WRITTEN_MARKED = 1;
export const WRITTEN_COMPATIBLE = 2;
export const WRITTEN_HOMOGLYPH = 3;
export const WRITTEN_LEET = 4;
export const WRITTEN_ENCODED = 5;
export const WRITTEN_TRANSLITERATED = 6;
export const WRITTEN_MASK = 7;
