// Structure notations in running text, disguised ones included: behind invisible or full-width characters, spaced out letter by
// letter, cut in two by a space. A cheap gate keeps ordinary text from the notation lexer.
import { findNotations, looksLikeSmiles } from '../chem/smiles-text.ts';
import type { EvasionKind } from '../model/verdict.ts';

export interface Notation {
	readonly notation: 'smiles' | 'inchi';
	readonly text: string;
	readonly start: number;
	readonly end: number;
	readonly undone: readonly EvasionKind[];
}

// 1: organic-subset capital; 2: other notation character; 4: punctuation that words lack.
const CLASS = new Uint8Array(128);
for (const char of 'BCNOPSFI') CLASS[char.charCodeAt(0)] = 1;
for (const char of 'Hbcnopslr0123456789+-./\\@%:') CLASS[char.charCodeAt(0)] = 2;
for (const char of '()=#[]') CLASS[char.charCodeAt(0)] = 4;

/** Could the text hold a notation? Errs towards yes; one pass over its tokens. */
export function mayHoldNotation(text: string): boolean {
	let run = 0;
	let capitals = 0;
	let carbons = 0;
	let bonds = 0;
	let branches = 0;
	let rings = 0;
	let chain = true;
	for (let i = 0; i <= text.length; i++) {
		const code = i < text.length ? text.charCodeAt(i) : 32;
		const kind = code < 128 ? (CLASS[code] ?? 0) : 0;
		if (kind !== 0) {
			run++;
			if (kind === 1) {
				capitals++;
				if (code === 67) carbons++;
				if (code === 73 || code === 66) chain = false;
			} else {
				chain = false;
				if (code === 61 || code === 35 || code === 91) bonds++;
				else if (code === 40) branches++;
				else if (code === 99) carbons++;
				else if (code >= 49 && code <= 57) rings++;
			}
			continue;
		}
		if (run >= 3 && !isLetter(code)) {
			if (bonds > 0 && capitals + carbons > 0) return true;
			if (branches > 0 && carbons > 1 && run >= 4) return true;
			if (rings > 1 && carbons > 2) return true;
			if (chain && carbons > 1) return true;
		} else if (bonds > 1 && run >= 4) return true;
		if (run > 0) {
			run = capitals = carbons = bonds = branches = rings = 0;
			chain = true;
		}
	}
	return text.includes('nChI') || text.includes('NCHI') || text.includes('SMILES') || text.includes('smiles') || text.includes('Smiles');
}

const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

const HIDDEN = /[\p{Cf}\p{M}\uff01-\uff5e]/u;

/** All notation candidates of a text, each once. `ascii`: the text holds no other character. */
export function notationsIn(text: string, ascii: boolean): Notation[] {
	const found: Notation[] = [];
	if (mayHoldNotation(text)) for (const one of findNotations(text)) found.push({ ...one, undone: [] });
	if (!ascii && HIDDEN.test(text)) found.push(...uncovered(text));
	// Every structure spelled out letter by letter has a carbon standing alone.
	if (text.includes(' C ') || text.includes(' c ')) found.push(...spacedOut(text));
	if (text.includes('=') || text.includes('#')) found.push(...cutInTwo(text, found));
	return found;
}

// The text without invisible characters and with full-width forms narrowed, with offsets back.
function uncovered(text: string): Notation[] {
	let plain = '';
	const at: number[] = [];
	for (let i = 0; i < text.length; i++) {
		const char = text[i] ?? '';
		if (/[\p{Cf}\p{M}]/u.test(char)) continue;
		const code = char.charCodeAt(0);
		plain += code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : char;
		at.push(i);
	}
	if (!mayHoldNotation(plain)) return [];
	return findNotations(plain).flatMap((one): Notation[] => {
		const start = at[one.start] ?? 0;
		const end = (at[one.end - 1] ?? 0) + 1;
		// Only what the plain text did not show already.
		return end - start === one.text.length && text.slice(start, end) === one.text
			? []
			: [{ ...one, start, end, undone: ['identifier-format'] }];
	});
}

const MIN_SPACED = 6;
const PUNCTUATION = ',.;:|';

// "O = C 1 C C N": single characters with single spaces between.
function spacedOut(text: string): Notation[] {
	const found: Notation[] = [];
	let from = -1;
	let to = -1;
	for (let i = 0; i < text.length; ) {
		while (i < text.length && text.charCodeAt(i) <= 32) i++;
		const start = i;
		while (i < text.length && text.charCodeAt(i) > 32) i++;
		const size = i - start;
		// A comma after the last character closes the run.
		const closed = size === 2 && PUNCTUATION.includes(text[start + 1] ?? '');
		if (size === 1 || closed) {
			if (from < 0) from = start;
			to = start + 1;
		}
		if (from >= 0 && (size !== 1 || i >= text.length)) {
			if (to - from >= 2 * MIN_SPACED - 1) pushSpaced(text, from, to, found);
			from = -1;
		}
	}
	return found;
}

// Neighbouring single characters ("- 5 kg") may have joined the run: the longest stretch that reads as notation counts.
function pushSpaced(text: string, from: number, to: number, found: Notation[]): void {
	const characters = [...text.slice(from, to).matchAll(/\S/g)].slice(0, 200);
	for (let skip = 0; skip < 4; skip++) {
		for (let drop = 0; drop < 4; drop++) {
			const part = characters.slice(skip, characters.length - drop);
			const joined = part.map((match) => match[0]).join('');
			if (joined.length < MIN_SPACED || !looksLikeSmiles(joined)) continue;
			const start = from + (part[0]?.index ?? 0);
			const end = from + (part.at(-1)?.index ?? 0) + 1;
			found.push({ notation: 'smiles', text: joined, start, end, undone: ['identifier-format'] });
			return;
		}
	}
}

const MAX_PAIRS = 200;

// "CC(C )=O": two neighbouring pieces that only together are well formed.
function cutInTwo(text: string, known: readonly Notation[]): Notation[] {
	const found: Notation[] = [];
	let pairs = 0;
	let previous: { start: number; end: number } | null = null;
	for (let i = 0; i < text.length && pairs < MAX_PAIRS; ) {
		while (i < text.length && text.charCodeAt(i) <= 32) i++;
		const start = i;
		while (i < text.length && text.charCodeAt(i) > 32) i++;
		if (i === start) break;
		const token = { start, end: i };
		if (previous !== null && isPiece(text, previous.start, previous.end) && isPiece(text, start, i)) {
			pairs++;
			const joined = text.slice(previous.start, previous.end) + text.slice(start, i).replace(/[,.;]$/, '');
			const isNew = !known.some((one) => one.start < token.end && (previous?.start ?? 0) < one.end && one.text.length >= joined.length - 2);
			if (isNew && /[=#()[\]]/.test(joined) && joined.length >= 5 && looksLikeSmiles(joined)) {
				found.push({
					notation: 'smiles',
					text: joined,
					start: previous.start,
					end: previous.start + joined.length + (start - previous.end),
					undone: ['identifier-format'],
				});
			}
		}
		previous = token;
	}
	return found;
}

function isPiece(text: string, from: number, to: number): boolean {
	if (to - from > 400) return false;
	for (let i = from; i < to; i++) {
		const code = text.charCodeAt(i);
		const kind = code < 128 ? (CLASS[code] ?? 0) : 0;
		if (kind === 0 && !(i === to - 1 && (code === 44 || code === 59)) && !isLetter(code)) return false;
		if (kind === 0 && code >= 97 && code <= 122 && !'aeiuklrg'.includes(text[i] ?? '')) return false;
	}
	return true;
}
