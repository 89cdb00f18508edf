// Invisible kinds: characters that draw nothing (or only a mark on their neighbour) put between letters. Unicode 16 general
// categories Cf and Mn. Only insertion: the visible letters stay as they are.
import { type Apply, type Kind, kindsOf } from './kind.ts';
import type { Random } from './random.ts';

/** Puts something from `draw` after a letter with probability p; at least once. */
function between(draw: (random: Random) => string, p: number): Apply {
	return (text, random) => {
		const points = [...text];
		if (points.length < 3) return null;
		const forced = 1 + random.below(points.length - 2);
		return points
			.map((point, at) => (at < points.length - 1 && (at === forced || random.chance(p)) ? point + draw(random) : point))
			.join('');
	};
}

const oneOf =
	(...list: readonly string[]) =>
	(random: Random): string =>
		random.pick(list);

const ZERO_WIDTH = oneOf('\u200b', '\u200c', '\u2060', '\ufeff');
const ABOVE_BELOW = oneOf('\u0300', '\u0301', '\u0307', '\u0308', '\u0323', '\u0331', '\u0345', '\u035b');

/** Letters as Unicode tag characters (U+E0000 block) after the text they repeat: an invisible tail inside the word. */
const tags: Apply = (text, random) => {
	if (text.length < 3) return null;
	const cut = 1 + random.below(text.length - 2);
	let tail = '';
	for (let count = 2 + random.below(4); count > 0; count--) tail += String.fromCodePoint(0xe0061 + random.below(26));
	return text.slice(0, cut) + tail + text.slice(cut);
};

/** Right-to-left override: stored backwards, drawn forwards. */
const override: Apply = (text) => (text.length < 3 ? null : `\u202e${[...text].reverse().join('')}\u202c`);

const isolates: Apply = (text, random) => {
	if (text.length < 4) return null;
	const [from = 1, to = 2] = random.sample(2, text.length);
	return `${text.slice(0, from)}\u2066${text.slice(from, to)}\u2069${text.slice(to)}`;
};

export const INVISIBLE_KINDS: readonly Kind[] = kindsOf('invisible', 'name', {
	'zero-width': ['fit', between(ZERO_WIDTH, 0.5)],
	'zero-width-sparse': ['fit', between(ZERO_WIDTH, 0.08)],
	'soft-hyphen': ['fit', between(() => '\u00ad', 0.35)],
	'variation-selector': ['held-out', between(oneOf('\ufe0e', '\ufe0f', '\ufe00'), 0.4)],
	'combining-light': ['fit', between(ABOVE_BELOW, 0.4)],
	zalgo: ['held-out', between((random) => ABOVE_BELOW(random) + ABOVE_BELOW(random) + ABOVE_BELOW(random), 0.7)],
	strikethrough: ['held-out', between(() => '\u0336', 1)],
	underlined: ['held-out', between(() => '\u0332', 1)],
	'bidi-marks': ['held-out', between(oneOf('\u200e', '\u200f', '\u061c'), 0.3)],
	'bidi-isolates': ['held-out', isolates],
	'bidi-override': ['held-out', override],
	'tag-characters': ['held-out', tags],
	'hangul-filler': ['held-out', between(oneOf('\u3164', '\u115f', '\u2800'), 0.25)],
	'invisible-operators': ['held-out', between(oneOf('\u2061', '\u2062', '\u2063', '\u180e'), 0.4)],
});
