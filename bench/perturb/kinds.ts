// The register of perturbation kinds, and the one door through which they are applied. `perturb` is a pure function of its
// arguments and the seed. Order of the register is stable: append, never reorder, so that frozen runs stay comparable.
import { CHINESE_KINDS } from './chinese.ts';
import { ENCODING_KINDS, TRANSLITERATION_KINDS } from './encodings.ts';
import { CAS_KINDS, INCHIKEY_KINDS, SMILES_KINDS } from './identifiers.ts';
import { type Apply, type Kind, kindsOf, type Split, type Subject } from './kind.ts';
import { CASE_KINDS, MASK_KINDS, REVERSE_KINDS, SPACING_KINDS } from './layout.ts';
import { HOMOGLYPH_KINDS } from './letters.ts';
import { INVISIBLE_KINDS } from './marks.ts';
import type { Random } from './random.ts';
import { REORDERED_SMILES_KINDS } from './smiles.ts';
import { LEET_KINDS, OCR_KINDS, PHONETIC_KINDS, TYPO_KINDS, VOWEL_KINDS } from './spelling.ts';

const CLEAN_KINDS: readonly Kind[] = [
	...kindsOf('clean', 'name', { clean: ['fit', (text) => text] }),
	...kindsOf('clean', 'cyrillic-name', { 'clean-cyrillic': ['fit', (text) => text] }),
];

const SINGLE: readonly Kind[] = [
	...CLEAN_KINDS,
	...CASE_KINDS,
	...HOMOGLYPH_KINDS,
	...INVISIBLE_KINDS,
	...SPACING_KINDS,
	...LEET_KINDS,
	...TYPO_KINDS,
	...PHONETIC_KINDS,
	...VOWEL_KINDS,
	...MASK_KINDS,
	...REVERSE_KINDS,
	...ENCODING_KINDS,
	...OCR_KINDS,
	...TRANSLITERATION_KINDS,
	...CHINESE_KINDS,
	...CAS_KINDS,
	...SMILES_KINDS,
	...REORDERED_SMILES_KINDS,
	...INCHIKEY_KINDS,
];

const BY_ID = new Map(SINGLE.map((kind) => [kind.id, kind]));

/** One kind after another; null as soon as one does not apply. */
function stack(...ids: readonly string[]): Apply {
	const kinds = ids.map((id) => BY_ID.get(id) as Kind);
	if (kinds.includes(undefined as never)) throw new RangeError(`Unknown kind in ${ids.join(' + ')}`);
	return (text, random) => kinds.reduce<string | null>((result, kind) => (result === null ? null : kind.apply(result, random)), text);
}

/** Stages that can follow one another and still be read by a person: spelling, then letter shapes, then layout, then invisible. */
const STAGES: readonly (readonly string[])[] = [
	['typo/sub1', 'typo/del1', 'typo/transp1', 'typo/dup1', 'typo/keyboard1', 'phonetic/sounds-like', 'ocr/light', 'mask/star1'],
	['leet/basic', 'homoglyph/cyrillic-partial', 'homoglyph/accents', 'homoglyph/latin-alike', 'case/random'],
	['spacing/mid-split', 'spacing/dots', 'spacing/spaces', 'spacing/mid-hyphen', 'spacing/random-spaces', 'spacing/joined'],
	['invisible/zero-width', 'invisible/soft-hyphen', 'invisible/combining-light', 'homoglyph/fullwidth'],
];

/** A random kind from each of `count` different stages, in stage order. */
function stacked(count: number): Apply {
	return (text, random) => stack(...random.sample(count, STAGES.length).map((at) => random.pick(STAGES[at] ?? [])))(text, random);
}

const pair = (split: Split, ...ids: readonly string[]): readonly [Split, Apply] => [split, stack(...ids)];

const COMBO_KINDS: readonly Kind[] = kindsOf('combo', 'name', {
	'leet+spaces': pair('fit', 'leet/basic', 'spacing/spaces'),
	'leet+dots': pair('held-out', 'leet/basic', 'spacing/dots'),
	'cyrillic+zero-width': pair('fit', 'homoglyph/cyrillic-partial', 'invisible/zero-width'),
	'typo+cyrillic': pair('held-out', 'typo/sub1', 'homoglyph/cyrillic-partial'),
	'typo+leet': pair('fit', 'typo/del1', 'leet/basic'),
	'typo+mid-split': pair('held-out', 'typo/transp1', 'spacing/mid-split'),
	'mask+fullwidth': pair('held-out', 'mask/star1', 'homoglyph/fullwidth'),
	'phonetic+accents': pair('held-out', 'phonetic/sounds-like', 'homoglyph/accents'),
	'reverse+spaces': pair('held-out', 'reverse/whole', 'spacing/spaces'),
	'phonetic+leet': pair('held-out', 'phonetic/sounds-like', 'leet/basic'),
	'vowels+dots': pair('held-out', 'vowel/some', 'spacing/dots'),
	'combining+mid-hyphen': pair('fit', 'spacing/mid-hyphen', 'invisible/combining-light'),
	'leet+zero-width+typo': pair('held-out', 'typo/ins1', 'leet/basic', 'invisible/zero-width'),
	random2: ['held-out', stacked(2)],
	random3: ['held-out', stacked(3)],
});

/** Every kind, in stable order. */
export const KINDS: readonly Kind[] = [...SINGLE, ...COMBO_KINDS];

const ALL = new Map(KINDS.map((kind) => [kind.id, kind]));

/** Kinds that leave the text as it is; every other kind must change it to count. */
const PLAIN: ReadonlySet<string> = new Set([
	'clean/clean',
	'clean/clean-cyrillic',
	'chinese/plain',
	'cas/bare',
	'structure/smiles',
	'structure/inchikey',
]);

/** Kinds of a notation apply to that notation only. */
const NOTATION: Readonly<Partial<Record<Subject, RegExp>>> = { cas: /^\d{2,7}-\d{2}-\d$/u, inchikey: /^[A-Z]{14}-[A-Z]{10}-[A-Z]$/u };

/** The kind of that id, or undefined. */
export const kindOf = (id: string): Kind | undefined => ALL.get(id);

/** As `perturb`, for a kind in hand. */
export function disturb(kind: Kind, text: string, random: Random): string | null {
	const result = NOTATION[kind.subject]?.test(text) === false ? null : kind.apply(text, random);
	return result === null || result === '' || (result === text && !PLAIN.has(kind.id)) ? null : result;
}

/**
 * Applies one kind to one text.
 * @returns the disturbed text, or null when the kind does not apply to it or leaves it unchanged.
 * @throws RangeError for an unknown kind id.
 */
export function perturb(id: string, text: string, random: Random): string | null {
	const kind = ALL.get(id);
	if (kind === undefined) throw new RangeError(`Unknown perturbation kind "${id}"; KINDS lists them`);
	return disturb(kind, text, random);
}
