// CAS, SMILES and InChIKey kinds: the ways a registry number or an identifier is written around a filter. Numbers keep their
// digits except where the kind says so (masked, wrong, transposed); the CAS check digit is described at cas.org "CAS Registry Numbers".

import { type Apply, type Kind, kindsOf, substitute, table } from './kind.ts';
import { DIGIT_STYLES } from './letters.ts';

const CAS = /^(\d{2,7})-(\d{2})-(\d)$/u;

/** Rewrites the three groups of a CAS number; null when the text is not one. */
const groups =
	(write: (a: string, b: string, c: string) => string | null): Apply =>
	(text) => {
		const found = CAS.exec(text);
		return found === null ? null : write(found[1] ?? '', found[2] ?? '', found[3] ?? '');
	};

const joinedBy = (mark: string): Apply => groups((a, b, c) => a + mark + b + mark + c);
const WORDS = {
	en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
	es: ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'],
	de: ['null', 'eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun'],
} as const;
const spelled =
	(words: readonly string[], dash: string): Apply =>
	(text) =>
		[...text]
			.map((point) => (point === '-' ? dash : (words[Number(point)] ?? point)))
			.join(' ')
			.replace(/ +/gu, ' ');
const digits =
	(map: (point: string) => string | undefined): Apply =>
	(text, random) =>
		substitute(text, (point) => (/\d/u.test(point) ? map(point) : undefined), 1, random);
const ZH = table('0123456789', '零一二三四五六七八九');
const ARABIC = table('0123456789', '٠١٢٣٤٥٦٧٨٩');
const DEVANAGARI = table('0123456789', '०१२३४५६७८९');
const keycap = (point: string): string => `${point}\ufe0f\u20e3`;

/** Is the last digit the check digit of the digits before it? */
export function casChecks(text: string): boolean {
	const all = text.replace(/\D/gu, '');
	let sum = 0;
	for (let at = 0; at < all.length - 1; at++) sum += (all.length - 1 - at) * Number(all[at]);
	return sum % 10 === Number(all.at(-1));
}

/** One digit replaced; the result fails the check digit, because one that passes is another number, not a disguise. */
const wrongDigit: Apply = (text, random) => {
	for (let attempt = 0; attempt < 20; attempt++) {
		const at = random.pick([...text].flatMap((point, index) => (/\d/u.test(point) ? [index] : [])));
		const changed = text.slice(0, at) + String((Number(text[at]) + 1 + random.below(9)) % 10) + text.slice(at + 1);
		if (!casChecks(changed)) return changed;
	}
	return null;
};

const transposed: Apply = (text, random) => {
	const places = [...text].flatMap((point, at) =>
		/\d/u.test(point) && /\d/u.test(text[at + 1] ?? '') && text[at + 1] !== point ? [at] : [],
	);
	if (places.length === 0) return null;
	const at = random.pick(places);
	const changed = text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2);
	return casChecks(changed) ? null : changed;
};

const maskedDigit =
	(mark: string): Apply =>
	(text, random) => {
		const at = random.pick([...text].flatMap((point, index) => (/\d/u.test(point) ? [index] : [])));
		return text.slice(0, at) + mark + text.slice(at + 1);
	};

const UNICODE_DASHES = ['‐', '‑', '‒', '–', '—', '―', '−', '－', '﹣'];

export const CAS_KINDS: readonly Kind[] = kindsOf('cas', 'cas', {
	plain: ['fit', (text) => `CAS ${text}`],
	bare: ['fit', (text) => text],
	label: ['held-out', (text, random) => random.pick(['CAS No. ', 'CAS#', 'CAS:', 'cas-nr. ', 'CAS RN® ', 'CAS号：']) + text],
	'no-hyphens': ['fit', groups((a, b, c) => `CAS ${a}${b}${c}`)],
	spaces: ['fit', joinedBy(' ')],
	'spaced-hyphens': ['held-out', joinedBy(' - ')],
	dots: ['held-out', joinedBy('.')],
	slashes: ['held-out', joinedBy('/')],
	underscores: ['held-out', joinedBy('_')],
	'unicode-dash': ['fit', (text, random) => text.replace(/-/gu, () => random.pick(UNICODE_DASHES))],
	'every-digit': ['held-out', (text) => [...text].join(' ')],
	fullwidth: ['held-out', (text, random) => substitute(text, DIGIT_STYLES.fullwidth, 1, random)],
	circled: ['held-out', digits(DIGIT_STYLES.circled)],
	superscript: ['held-out', digits(DIGIT_STYLES.superscript)],
	subscript: ['held-out', digits(DIGIT_STYLES.subscript)],
	'math-digits': ['held-out', digits(DIGIT_STYLES.mathBold)],
	keycap: ['held-out', digits(keycap)],
	arabic: ['held-out', digits(ARABIC)],
	devanagari: ['held-out', digits(DEVANAGARI)],
	'chinese-digits': ['held-out', digits(ZH)],
	words: ['fit', spelled(WORDS.en, '-')],
	'words-dash': ['held-out', spelled(WORDS.en, 'dash')],
	'words-spanish': ['held-out', spelled(WORDS.es, '-')],
	'words-german': ['held-out', spelled(WORDS.de, '-')],
	'letters-for-digits': ['fit', (text, random) => substitute(text, table('01', random.pick(['Ol', 'oI', 'OI'])), 1, random)],
	'masked-digit': ['held-out', maskedDigit('*')],
	'masked-digit-x': ['held-out', maskedDigit('x')],
	'wrong-digit': ['held-out', wrongDigit],
	'transposed-digits': ['held-out', transposed],
	parentheses: ['held-out', groups((a, b, c) => `(${a})(${b})(${c})`)],
	brackets: ['held-out', groups((a, b, c) => `${a}[${b}]${c}`)],
	'line-break': ['held-out', groups((a, b, c) => `${a}-\n${b}-${c}`)],
	'zero-width': ['held-out', (text, random) => [...text].join(random.pick(['\u200b', '\u2060', '\u00ad']))],
	'check-digit-missing': ['held-out', groups((a, b) => `CAS ${a}-${b}`)],
	'html-tag': ['held-out', groups((a, b, c) => `${a}-<b>${b}</b>-${c}`)],
	reversed: ['held-out', (text) => `CAS ${[...text].reverse().join('')}`],
});

const hasNotation = (text: string): boolean => text.length >= 6;

export const SMILES_KINDS: readonly Kind[] = kindsOf('structure', 'smiles', {
	smiles: ['fit', (text) => (hasNotation(text) ? text : null)],
	'smiles-label': ['held-out', (text) => (hasNotation(text) ? `SMILES: ${text}` : null)],
	'smiles-spaced': ['held-out', (text) => (hasNotation(text) ? [...text].join(' ') : null)],
	'smiles-split': [
		'held-out',
		(text, random) => {
			const at = 2 + random.below(Math.max(1, text.length - 4));
			return hasNotation(text) ? `${text.slice(0, at)} ${text.slice(at)}` : null;
		},
	],
	'smiles-fullwidth': ['held-out', (text, random) => (hasNotation(text) ? substitute(text, DIGIT_STYLES.fullwidth, 1, random) : null)],
	'smiles-zero-width': ['held-out', (text) => (hasNotation(text) ? [...text].join('\u200b') : null)],
});

const KEY_CYRILLIC = table('ABCEHKMOPTXYIJS', 'АВСЕНКМОРТХУІЈЅ');

export const INCHIKEY_KINDS: readonly Kind[] = kindsOf('structure', 'inchikey', {
	inchikey: ['fit', (text) => text],
	'inchikey-label': ['held-out', (text) => `InChIKey=${text}`],
	'inchikey-lower': ['held-out', (text) => text.toLowerCase()],
	'inchikey-first-block': ['held-out', (text) => text.slice(0, 14)],
	'inchikey-spaced': ['held-out', (text) => [...text].join(' ')],
	'inchikey-blanks': ['held-out', (text) => text.replaceAll('-', ' ')],
	'inchikey-joined': ['held-out', (text) => text.replaceAll('-', '')],
	'inchikey-homoglyph': ['held-out', (text, random) => substitute(text, KEY_CYRILLIC, 0.5, random)],
	'inchikey-fullwidth': ['held-out', (text, random) => substitute(text, DIGIT_STYLES.fullwidth, 1, random)],
	'inchikey-split': [
		'held-out',
		(text, random) => {
			const at = 3 + random.below(9);
			return `${text.slice(0, at)} ${text.slice(at)}`;
		},
	],
});
