// Encoding and transliteration kinds: the same text as character references (WHATWG HTML), percent-encoding (RFC 3986), escapes,
// base64 (RFC 4648), quoted-printable (RFC 2045), or written in another alphabet letter by letter.
import { type Apply, type Kind, kindsOf } from './kind.ts';

const UTF8 = new TextEncoder();
const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0');
const bytesOf = (text: string): number[] => [...UTF8.encode(text)];
const eachPoint =
	(write: (code: number) => string): Apply =>
	(text) =>
		[...text].map((point) => write(point.codePointAt(0) ?? 0)).join('');

/** About half of the letters, so that the rest reads as it is. */
const someLetters =
	(write: (code: number) => string): Apply =>
	(text, random) => {
		const points = [...text];
		const chosen = new Set(random.sample(Math.ceil(points.length / 3), points.length));
		return points.map((point, at) => (chosen.has(at) ? write(point.codePointAt(0) ?? 0) : point)).join('');
	};

const NAMED: Readonly<Record<string, string>> = {
	'-': '&hyphen;',
	'(': '&lpar;',
	')': '&rpar;',
	',': '&comma;',
	' ': '&nbsp;',
	'[': '&lbrack;',
	']': '&rbrack;',
	'.': '&period;',
	"'": '&apos;',
};
const named: Apply = (text, random) => {
	const points = [...text];
	const forced = 1 + random.below(Math.max(1, points.length - 2));
	return points
		.map((point, at) => (NAMED[point] ?? point) + (at === forced ? random.pick(['&shy;', '&ZeroWidthSpace;', '&zwnj;']) : ''))
		.join('');
};

/** RFC 4648 §4, from UTF-8. */
export function base64(text: string): string {
	return btoa(String.fromCharCode(...bytesOf(text)));
}

const rot13: Apply = (text) =>
	text.replace(/[a-z]/giu, (letter) => {
		const start = letter <= 'Z' ? 65 : 97;
		return String.fromCharCode(start + ((letter.charCodeAt(0) - start + 13) % 26));
	});

const escape16 = (code: number): string =>
	[...String.fromCodePoint(code)]
		.flatMap((point) => Array.from({ length: point.length }, (_, at) => `\\u${hex(point.charCodeAt(at), 4)}`))
		.join('');

export const ENCODING_KINDS: readonly Kind[] = kindsOf('encoding', 'name', {
	'html-decimal': ['fit', eachPoint((code) => `&#${code};`)],
	'html-hex': ['held-out', eachPoint((code) => `&#x${hex(code, 2)};`)],
	'html-some': ['held-out', someLetters((code) => `&#${code};`)],
	'html-named': ['held-out', named],
	percent: [
		'fit',
		(text) =>
			bytesOf(text)
				.map((byte) => `%${hex(byte, 2).toUpperCase()}`)
				.join(''),
	],
	'percent-some': [
		'held-out',
		(text, random) =>
			someLetters((code) =>
				bytesOf(String.fromCodePoint(code))
					.map((byte) => `%${hex(byte, 2)}`)
					.join(''),
			)(text, random),
	],
	'unicode-escape': ['held-out', eachPoint(escape16)],
	'hex-escape': [
		'held-out',
		(text) =>
			bytesOf(text)
				.map((byte) => `\\x${hex(byte, 2)}`)
				.join(''),
	],
	'hex-bytes': [
		'held-out',
		(text) =>
			bytesOf(text)
				.map((byte) => hex(byte, 2))
				.join(' '),
	],
	'quoted-printable': [
		'held-out',
		(text) =>
			bytesOf(text)
				.map((byte) => `=${hex(byte, 2).toUpperCase()}`)
				.join(''),
	],
	base64: ['held-out', (text) => (text.length < 8 ? null : base64(text))],
	rot13: ['held-out', (text, random) => (text.length < 8 ? null : rot13(text, random))],
});

const CYRILLIC: readonly (readonly [RegExp, string])[] = [
	[/shch/giu, 'щ'],
	[/ch/giu, 'х'],
	[/sh/giu, 'ш'],
	[/ph/giu, 'ф'],
	[/th/giu, 'т'],
	[/zh/giu, 'ж'],
	[/ya/giu, 'я'],
	[/yu/giu, 'ю'],
	[/c(?=[eiy])/giu, 'ц'],
	[/x/giu, 'кс'],
	[/qu/giu, 'кв'],
];
const CYRILLIC_LETTERS: Readonly<Record<string, string>> = {
	a: 'а',
	b: 'б',
	c: 'к',
	d: 'д',
	e: 'е',
	f: 'ф',
	g: 'г',
	h: 'г',
	i: 'и',
	j: 'й',
	k: 'к',
	l: 'л',
	m: 'м',
	n: 'н',
	o: 'о',
	p: 'п',
	q: 'к',
	r: 'р',
	s: 'с',
	t: 'т',
	u: 'у',
	v: 'в',
	w: 'в',
	y: 'и',
	z: 'з',
};
const GREEK_LETTERS: Readonly<Record<string, string>> = {
	a: 'α',
	b: 'μπ',
	c: 'κ',
	d: 'δ',
	e: 'ε',
	f: 'φ',
	g: 'γ',
	h: 'χ',
	i: 'ι',
	j: 'τζ',
	k: 'κ',
	l: 'λ',
	m: 'μ',
	n: 'ν',
	o: 'ο',
	p: 'π',
	q: 'κ',
	r: 'ρ',
	s: 'σ',
	t: 'τ',
	u: 'ου',
	v: 'β',
	w: 'ω',
	y: 'υ',
	z: 'ζ',
};
const GREEK: readonly (readonly [RegExp, string])[] = [
	[/ph/giu, 'φ'],
	[/th/giu, 'θ'],
	[/ch/giu, 'χ'],
	[/ps/giu, 'ψ'],
	[/x/giu, 'ξ'],
];

/** Romanisations of Russian: a passport-like one (ICAO Doc 9303) and a scholarly one (ISO 9 without diacritics, as typed). */
const ICAO: Readonly<Record<string, string>> = {
	а: 'a',
	б: 'b',
	в: 'v',
	г: 'g',
	д: 'd',
	е: 'e',
	ё: 'e',
	ж: 'zh',
	з: 'z',
	и: 'i',
	й: 'i',
	к: 'k',
	л: 'l',
	м: 'm',
	н: 'n',
	о: 'o',
	п: 'p',
	р: 'r',
	с: 's',
	т: 't',
	у: 'u',
	ф: 'f',
	х: 'kh',
	ц: 'ts',
	ч: 'ch',
	ш: 'sh',
	щ: 'shch',
	ъ: 'ie',
	ы: 'y',
	ь: '',
	э: 'e',
	ю: 'iu',
	я: 'ia',
};
const TYPED: Readonly<Record<string, string>> = { ...ICAO, й: 'j', х: 'h', ц: 'c', щ: 'sch', ъ: '', ь: "'", ю: 'yu', я: 'ya', ё: 'yo' };

function letterwise(pairs: readonly (readonly [RegExp, string])[], letters: Readonly<Record<string, string>>): Apply {
	return (text) => {
		let result = text.toLowerCase();
		for (const [pattern, target] of pairs) result = result.replace(pattern, target);
		result = [...result].map((point) => letters[point] ?? point).join('');
		return result === text.toLowerCase() ? null : result;
	};
}

export const TRANSLITERATION_KINDS: readonly Kind[] = [
	...kindsOf('transliteration', 'name', {
		cyrillic: ['fit', letterwise(CYRILLIC, CYRILLIC_LETTERS)],
		greek: ['held-out', letterwise(GREEK, GREEK_LETTERS)],
	}),
	...kindsOf('transliteration', 'cyrillic-name', {
		'russian-passport': ['fit', letterwise([], ICAO)],
		'russian-typed': ['held-out', letterwise([], TYPED)],
	}),
];
