// Derived spellings of a published name: what generic disguises make of it that the folded alphabet does not already undo. Deriving
// them on the lexicon's side costs nothing when a listing is read.

/** In order of plainness. */
export const FORMS = ['name', 'joined', 'phonetic', 'reordered', 'skeleton', 'reversed', 'rotated'] as const;
export type PatternForm = (typeof FORMS)[number];
/** What a name in the text went through; the last three are met by the second look only. */
export type Form = PatternForm | 'misread' | 'parted' | 'sounded';

// Respellings that other languages, phonetic writers and dropped letters share; the class merges do the rest.
const PHONETIC: readonly (readonly [string, string])[] = [
	['ph', 'f'],
	['th', 't'],
	['ch', 'k'],
	['rh', 'r'],
	['x', 'ks'],
	['ae', 'e'],
	['oe', 'e'],
];

// What a line turned upside down makes of letters.
const TURNED: Readonly<Record<string, string>> = { b: 'q', q: 'b', d: 'p', p: 'd', n: 'u', u: 'n' };

const rotate = (text: string): string =>
	text.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97));
const reverse = (text: string): string => [...text].reverse().join('');

const LONG_ENOUGH = 7;
const CONSONANTS = 6;

/** Form and text of each spelling; `name` first. Reversals and rotations are for names in Latin letters, long enough not to arise by chance. */
export function respellings(text: string, lang: string): readonly (readonly [PatternForm, string])[] {
	const lower = text.toLowerCase();
	const letters = lower.replace(/[^\p{L}\p{N}]/gu, '');
	const forms: [PatternForm, string][] = [
		['name', lower],
		['joined', letters],
	];
	const greek = lower.replaceAll('alpha', 'a').replaceAll('beta', 'b').replaceAll('gamma', 'g');
	if (greek !== lower) forms.push(['name', greek]);
	let phonetic = lower;
	for (const [from, to] of PHONETIC) phonetic = phonetic.replaceAll(from, to);
	if (phonetic !== lower) forms.push(['phonetic', phonetic]);
	if (lower.includes('f')) forms.push(['phonetic', lower.replaceAll('f', 'ph')]);
	if (!/^[\x20-\x7e\u00a0-\u024f]+$/.test(lower) || letters.length < LONG_ENOUGH) return forms;
	const words = lower.split(' ');
	forms.push(
		['reversed', reverse(lower)],
		['rotated', rotate(lower)],
		['reversed', reverse([...lower].map((char) => TURNED[char] ?? char).join(''))],
	);
	if (words.length > 1) forms.push(['reversed', words.map(reverse).join(' ')]);
	if (/[^a-z ]/.test(lower)) forms.push(['reversed', lower.replace(/[a-z]+/g, reverse)]);
	if (words.length > 1 && words.length < 5) forms.push(['reordered', [...words].reverse().join(' ')]);
	if (lang !== 'en') return forms;
	const skeleton = letters.replace(/[aeiou]/g, '');
	if (skeleton.length >= CONSONANTS) forms.push(['skeleton', skeleton]);
	// Many writers keep the vowel a word begins with.
	const begun = lower.replace(/(?<=[a-z])[aeiou]/g, '');
	if (begun.replace(/[^a-z0-9]/g, '') !== skeleton && begun.replace(/[^a-z]/g, '').length >= CONSONANTS) forms.push(['skeleton', begun]);
	return forms;
}

/** Slips that the folded alphabet makes worse: with its vowel dropped, "rin" reads as "m" (rn). */
export const slips = (text: string): readonly string[] => {
	const lower = text.toLowerCase();
	return [...lower.matchAll(/r[aeiou](?=n)/g)].map(({ index }) => lower.slice(0, index + 1) + lower.slice(index + 2));
};
