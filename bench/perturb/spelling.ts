// Leet, typo, phonetic, vowel and OCR kinds: letters replaced, lost, doubled or exchanged. Edits touch letters only: a changed
// locant would name another chemical, which is not a disguise of this one.
import { type Apply, type Kind, kindsOf, letterIndexes, substitute, table } from './kind.ts';
import type { Random } from './random.ts';

const LEET_BASIC = table('aeiostAEIOST', '431057431057');
const LEET_SYMBOLS = table('aeislctoAEISLCTO', '@€!$|(+0@€!$|(+0');
const LEET_WIDE = table('abegiloqstzABEGILOQSTZ', '4836110957248361109572');
const LEET_HEAVY: Readonly<Record<string, readonly string[]>> = {
	a: ['4', '@', '/\\'],
	b: ['8', '|3'],
	c: ['(', '<'],
	d: ['|)'],
	e: ['3', '€'],
	g: ['9', '6'],
	h: ['|-|', '#'],
	i: ['1', '!'],
	k: ['|<'],
	l: ['1', '|_'],
	m: ['/\\/\\', '|V|'],
	n: ['|\\|'],
	o: ['0', '()'],
	s: ['5', '$'],
	t: ['7', '+'],
	u: ['|_|'],
	v: ['\\/'],
	w: ['\\/\\/'],
	x: ['><'],
	z: ['2'],
};

const NEIGHBOURS: Readonly<Record<string, string>> = {
	q: 'wa',
	w: 'qes',
	e: 'wrd',
	r: 'etf',
	t: 'ryg',
	y: 'tuh',
	u: 'yij',
	i: 'uok',
	o: 'ipl',
	p: 'ol',
	a: 'qsz',
	s: 'adwx',
	d: 'sfec',
	f: 'dgrv',
	g: 'fhtb',
	h: 'gjyn',
	j: 'hkum',
	k: 'jlim',
	l: 'kop',
	z: 'asx',
	x: 'zsc',
	c: 'xdv',
	v: 'cfb',
	b: 'vgn',
	n: 'bhm',
	m: 'njk',
};

type Edit = 'delete' | 'insert' | 'double' | 'substitute' | 'transpose' | 'keyboard';
const EDITS: readonly Edit[] = ['delete', 'insert', 'double', 'substitute', 'transpose', 'keyboard'];
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

function other(random: Random, than: string): string {
	for (;;) {
		const letter = ALPHABET.charAt(random.below(26));
		if (letter !== than.toLowerCase()) return letter;
	}
}

function edit(points: string[], kind: Edit, random: Random): boolean {
	const letters = letterIndexes(points);
	if (letters.length < 3) return false;
	// The first letter is hit less often than its share: honest typos rarely touch it, deliberate ones sometimes do.
	const at = letters[random.chance(0.9) ? 1 + random.below(letters.length - 1) : 0] ?? 0;
	const letter = points[at] ?? '';
	if (kind === 'delete') points.splice(at, 1);
	else if (kind === 'insert') points.splice(at, 0, other(random, letter));
	else if (kind === 'double') points.splice(at, 0, letter);
	else if (kind === 'substitute') points[at] = other(random, letter);
	else if (kind === 'keyboard') points[at] = random.pick([...(NEIGHBOURS[letter.toLowerCase()] ?? other(random, letter))]);
	else {
		const swap = letters.find((next) => next === at + 1 && points[next]?.toLowerCase() !== letter.toLowerCase());
		if (swap === undefined) return edit(points, 'substitute', random);
		points[at] = points[swap] ?? '';
		points[swap] = letter;
	}
	return true;
}

/** Applies edits to a name long enough to stay recognisable: 6 letters for one, 9 for two, 14 for three. */
function typo(...kinds: readonly (Edit | 'any')[]): Apply {
	return (text, random) => {
		const points = [...text];
		const needed = [0, 6, 9, 14][kinds.length] ?? 20;
		if (letterIndexes(points).length < needed) return null;
		for (const kind of kinds) if (!edit(points, kind === 'any' ? random.pick(EDITS) : kind, random)) return null;
		const result = points.join('');
		return result === text ? null : result;
	};
}

/** Applies rewriting rules; each occurrence with probability p, at least one. */
export function rewrite(rules: readonly (readonly [RegExp, string])[], p: number): Apply {
	return (text, random) => {
		if (letterIndexes([...text]).length < 5) return null;
		for (let attempt = 0; attempt < 6; attempt++) {
			let result = text;
			for (const [pattern, target] of rules) result = result.replace(pattern, (found) => (random.chance(p) ? target : found));
			if (result !== text) return result;
		}
		return null;
	};
}

const PHONETIC: readonly (readonly [RegExp, string])[] = [
	[/ph/giu, 'f'],
	[/y/giu, 'i'],
	[/c(?=[aou])/giu, 'k'],
	[/th/giu, 't'],
	[/x/giu, 'ks'],
	[/c(?=[ei])/giu, 's'],
	[/z/giu, 's'],
];
const single = (pattern: RegExp, target: string): Apply => rewrite([[pattern, target]], 1);
const undouble: Apply = (text) => {
	const result = text.replace(/(\p{L})\1/giu, '$1');
	return result === text ? null : result;
};
const soundsLike: Apply = (text, random) => {
	const swapped = rewrite(PHONETIC, 0.7)(text, random);
	return swapped === null ? null : (undouble(swapped, random) ?? swapped);
};

function dropVowels(p: number): Apply {
	return (text, random) => {
		const points = [...text];
		const inner = letterIndexes(points)
			.slice(1)
			.filter((at) => /[aeiouy]/iu.test(points[at] ?? ''));
		const consonants = letterIndexes(points).length - inner.length;
		if (consonants < 5 || inner.length < 2) return null;
		const dropped = new Set(inner.filter(() => random.chance(p)));
		if (dropped.size === 0) dropped.add(random.pick(inner));
		return points.filter((_, at) => !dropped.has(at)).join('');
	};
}

const OCR: readonly (readonly [RegExp, string])[] = [
	[/rn/gu, 'm'],
	[/m/gu, 'rn'],
	[/cl/gu, 'd'],
	[/d/gu, 'cl'],
	[/w/gu, 'vv'],
	[/l/gu, '1'],
	[/i/gu, 'l'],
	[/o/gu, '0'],
	[/e/gu, 'c'],
	[/h/gu, 'b'],
	[/n/gu, 'ri'],
	[/O/gu, '0'],
	[/I/gu, 'l'],
	[/S/gu, '5'],
	[/B/gu, '8'],
	[/u/gu, 'ii'],
	[/t/gu, 'f'],
	[/y/gu, 'v'],
	[/a/gu, 'o'],
];

/** `count` different confusions, each at one place. */
function misread(least: number, share: number): Apply {
	return (text, random) => {
		const places = OCR.flatMap(([pattern, target]) =>
			[...text.matchAll(pattern)].map((found) => ({ at: found.index, length: found[0].length, target })),
		);
		if (places.length === 0 || letterIndexes([...text]).length < 6) return null;
		const wanted = Math.max(least, Math.round(places.length * share));
		let result = text;
		let last = text.length + 1;
		for (const index of random
			.sample(wanted, places.length)
			.map((at) => places[at])
			.sort((left, right) => (right?.at ?? 0) - (left?.at ?? 0))) {
			if (index === undefined || index.at + index.length > last) continue;
			result = result.slice(0, index.at) + index.target + result.slice(index.at + index.length);
			last = index.at;
		}
		return result;
	};
}

const heavyLeet: Apply = (text, random) =>
	substitute(
		text,
		(point) => (LEET_HEAVY[point.toLowerCase()] === undefined ? undefined : random.pick(LEET_HEAVY[point.toLowerCase()] ?? [''])),
		0.6,
		random,
	);

export const LEET_KINDS: readonly Kind[] = kindsOf('leet', 'name', {
	basic: ['fit', (text, random) => substitute(text, LEET_BASIC, 0.5, random)],
	'basic-full': ['held-out', (text, random) => substitute(text, LEET_BASIC, 1, random)],
	wide: ['fit', (text, random) => substitute(text, LEET_WIDE, 0.6, random)],
	symbols: ['held-out', (text, random) => substitute(text, LEET_SYMBOLS, 0.6, random)],
	heavy: ['held-out', heavyLeet],
});

export const TYPO_KINDS: readonly Kind[] = kindsOf('typo', 'name', {
	del1: ['fit', typo('delete')],
	ins1: ['fit', typo('insert')],
	dup1: ['held-out', typo('double')],
	sub1: ['fit', typo('substitute')],
	transp1: ['fit', typo('transpose')],
	keyboard1: ['held-out', typo('keyboard')],
	keyboard2: ['held-out', typo('keyboard', 'keyboard')],
	del2: ['held-out', typo('delete', 'delete')],
	transp2: ['held-out', typo('transpose', 'transpose')],
	mixed2: ['fit', typo('any', 'any')],
	mixed3: ['held-out', typo('any', 'any', 'any')],
});

export const PHONETIC_KINDS: readonly Kind[] = kindsOf('phonetic', 'name', {
	'ph-f': ['fit', single(/ph/giu, 'f')],
	'y-i': ['fit', single(/y/giu, 'i')],
	'i-y': ['held-out', single(/i/giu, 'y')],
	'c-k': ['held-out', single(/c(?=[aouhl])/giu, 'k')],
	'c-s': ['held-out', single(/c(?=[ei])/giu, 's')],
	'th-t': ['held-out', single(/th/giu, 't')],
	'x-ks': ['held-out', single(/x/giu, 'ks')],
	'z-s': ['fit', single(/z/giu, 's')],
	undouble: ['held-out', undouble],
	'sounds-like': ['held-out', soundsLike],
});

export const VOWEL_KINDS: readonly Kind[] = kindsOf('vowel', 'name', {
	some: ['fit', dropVowels(0.4)],
	all: ['held-out', dropVowels(1)],
});

export const OCR_KINDS: readonly Kind[] = kindsOf('ocr', 'name', {
	light: ['fit', misread(1, 0.05)],
	medium: ['held-out', misread(2, 0.12)],
	heavy: ['held-out', misread(3, 0.3)],
});
