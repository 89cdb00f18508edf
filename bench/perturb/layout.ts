// Spacing, mask and reversal kinds: the letters stay, their arrangement changes; or a letter is covered by a mark.
import { type Apply, type Kind, kindsOf, letterIndexes } from './kind.ts';
import type { Random } from './random.ts';

const WORDS = ['new', 'best', 'item', 'pack', 'top', 'set', 'good', 'lot'];
const EMOJI = ['✨', '🔥', '⭐', '✅', '💧', '🧪', '➖', '•'];

/** `separator` between all letters; blanks of the name itself become a wider gap. */
function spread(separator: string | ((random: Random) => string)): Apply {
	return (text, random) => {
		const points = [...text].filter((point) => point !== ' ');
		if (points.length < 4) return null;
		return points.reduce((whole, point) => whole + (typeof separator === 'string' ? separator : separator(random)) + point);
	};
}

/** Cuts between two letters, `count` times, and joins the parts with what `draw` gives. */
function cut(count: number, draw: (random: Random) => string): Apply {
	return (text, random) => {
		const points = [...text];
		const letters = letterIndexes(points).filter((at) => at > 1 && at < points.length - 2);
		if (letters.length < count + 2) return null;
		const places = new Set(random.sample(count, letters.length).map((index) => letters[index]));
		return points.map((point, at) => (places.has(at) ? draw(random) + point : point)).join('');
	};
}

const wrapped =
	(open: string, close: string): Apply =>
	(text, random) => {
		if (text.length < 5) return null;
		const from = 1 + random.below(text.length - 3);
		const to = from + 1 + random.below(Math.min(4, text.length - from - 1));
		return text.slice(0, from) + open + text.slice(from, to) + close + text.slice(to);
	};

/** Two to four letters, a gap, two to four letters … as if typeset badly. */
const chunks: Apply = (text, random) => {
	const points = [...text.replaceAll(' ', '')];
	if (points.length < 7) return null;
	let whole = '';
	for (let at = 0; at < points.length; ) {
		const size = 2 + random.below(3);
		whole += (at > 0 ? ' ' : '') + points.slice(at, at + size).join('');
		at += size;
	}
	return whole;
};

const joined: Apply = (text) => {
	const bare = text.replace(/[\s\-–,()[\]'’.]/gu, '');
	return bare === text || bare.length < 5 ? null : bare;
};

const camel: Apply = (text) => {
	const parts = text.split(/[\s-]+/u).filter((part) => part !== '');
	return parts.length < 2 ? null : parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
};

const glued: Apply = (text, random) => (text.length < 6 ? null : random.pick(WORDS) + text.replaceAll(' ', '') + random.pick(WORDS));

const blanksTo =
	(mark: string): Apply =>
	(text) =>
		/[\s-]/u.test(text) ? text.replace(/[\s-]/gu, mark) : null;

const randomBlanks: Apply = (text, random) => {
	const points = [...text];
	if (points.length < 6) return null;
	const forced = 1 + random.below(points.length - 2);
	return points.map((point, at) => (at > 0 && (at === forced || random.chance(0.2)) ? ` ${point}` : point)).join('');
};

export const SPACING_KINDS: readonly Kind[] = kindsOf('spacing', 'name', {
	spaces: ['fit', spread(' ')],
	'wide-spaces': ['held-out', spread((random) => random.pick(['\u2002', '\u2003', '\u3000', '\u00a0', '  ']))],
	dots: ['fit', spread('.')],
	hyphens: ['fit', spread('-')],
	underscores: ['held-out', spread('_')],
	slashes: ['held-out', spread('/')],
	'middle-dots': ['held-out', spread((random) => random.pick(['·', '•', '‧']))],
	'mixed-marks': ['fit', spread((random) => random.pick(['.', '-', '_', ' ', '*', '~', '|']))],
	commas: ['held-out', spread(',')],
	emoji: ['held-out', spread((random) => random.pick(EMOJI))],
	'mid-split': ['fit', cut(1, () => ' ')],
	'mid-split-twice': ['held-out', cut(2, () => ' ')],
	'mid-hyphen': ['fit', cut(1, () => '-')],
	'mid-mark': ['held-out', cut(1, (random) => random.pick(['.', '_', '/', '|', '~', '*', '+']))],
	'line-break': ['fit', cut(1, () => '\n')],
	'hyphen-line-break': ['held-out', cut(1, () => '-\n')],
	'html-bold': ['held-out', wrapped('<b>', '</b>')],
	'html-span': ['fit', wrapped('<span>', '</span>')],
	'html-comment': ['held-out', cut(1, () => '<!-- -->')],
	'random-spaces': ['fit', randomBlanks],
	chunks: ['held-out', chunks],
	brackets: ['held-out', wrapped('(', ')')],
	'inserted-word': ['held-out', cut(1, (random) => ` ${random.pick(WORDS)} `)],
	'camel-case': ['held-out', camel],
	joined: ['fit', joined],
	glued: ['held-out', glued],
	'underscored-words': ['fit', blanksTo('_')],
	'dotted-words': ['held-out', blanksTo('.')],
});

/** Covers `count` letters, never the first, with `mark`. */
function mask(count: number, draw: (random: Random) => string): Apply {
	return (text, random) => {
		const points = [...text];
		const letters = letterIndexes(points).slice(1);
		if (letters.length < 4 + 2 * count) return null;
		for (const index of random.sample(count, letters.length)) points[letters[index] ?? 0] = draw(random);
		return points.join('');
	};
}

export const MASK_KINDS: readonly Kind[] = kindsOf('mask', 'name', {
	star1: ['fit', mask(1, () => '*')],
	star2: ['fit', mask(2, () => '*')],
	star3: ['held-out', mask(3, () => '*')],
	underscore1: ['held-out', mask(1, () => '_')],
	underscore2: ['held-out', mask(2, () => '_')],
	hash1: ['held-out', mask(1, () => '#')],
	hash2: ['fit', mask(2, () => '#')],
	question1: ['fit', mask(1, () => '?')],
	question2: ['held-out', mask(2, () => '?')],
	bullet1: ['held-out', mask(1, () => '•')],
	bullet2: ['held-out', mask(2, () => '●')],
	mixed2: ['held-out', mask(2, (random) => random.pick(['*', '#', '?', '_', '•', '%', '@']))],
	'letter-x1': ['held-out', mask(1, () => 'x')],
});

const reversed = (text: string): string => [...text].reverse().join('');

export const REVERSE_KINDS: readonly Kind[] = kindsOf('reverse', 'name', {
	whole: ['fit', (text) => (text.length < 6 ? null : reversed(text))],
	words: ['held-out', (text) => (/\p{L}\s+\p{L}/u.test(text) ? text.split(' ').map(reversed).join(' ') : null)],
	'word-order': ['held-out', (text) => (text.split(' ').length > 1 ? text.split(' ').reverse().join(' ') : null)],
	'letters-only': ['held-out', (text) => (/\p{L}{6}/u.test(text) ? text.replace(/\p{L}+/gu, reversed) : null)],
});

/** Alternating or random case, and the plain letter-case changes of honest sellers. */
export const CASE_KINDS: readonly Kind[] = kindsOf('case', 'name', {
	upper: ['fit', (text) => (text.toUpperCase() === text ? null : text.toUpperCase())],
	lower: ['held-out', (text) => (text.toLowerCase() === text ? null : text.toLowerCase())],
	title: [
		'held-out',
		(text) => {
			const cased = text.replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1));
			return cased === text ? null : cased;
		},
	],
	random: ['fit', (text, random) => [...text].map((point) => (random.chance(0.5) ? point.toUpperCase() : point.toLowerCase())).join('')],
	alternating: ['held-out', (text) => [...text].map((point, at) => (at % 2 === 0 ? point.toLowerCase() : point.toUpperCase())).join('')],
});
