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

/** Could the text hold a notation? Errs towards yes; one pass. */
export function mayHoldNotation(text: string): boolean {
	let run = 0;
	let capitals = 0;
	let streak = 0;
	let marks = 0;
	let ring = false;
	for (let i = 0; i <= text.length; i++) {
		const code = i < text.length ? text.charCodeAt(i) : 32;
		const kind = code < 128 ? (CLASS[code] ?? 0) : 0;
		if (kind === 0) {
			if (run >= 3 && capitals > 0 && (marks > 0 || streak >= 3) && (code <= 32 || code > 127 || !isLetter(code))) return true;
			if (run >= 4 && (ring || marks > 1) && marks > 0) return true;
			run = capitals = streak = marks = 0;
			ring = false;
			continue;
		}
		run++;
		if (kind === 1) {
			capitals++;
			streak++;
		} else streak = streak >= 3 ? streak : 0;
		if (kind === 4) marks++;
		if (code >= 49 && code <= 57 && run > 1) ring = true;
		if (ring && capitals + marks > 0 && run >= 5) marks = Math.max(marks, 1);
	}
	return text.includes('nChI') || text.includes('NCHI') || text.includes('SMILES') || text.includes('smiles') || text.includes('Smiles');
}

const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

const HIDDEN = /[\p{Cf}\p{M}\uff01-\uff5e]/u;

/** All notation candidates of a text, each once. */
export function notationsIn(text: string): Notation[] {
	const found: Notation[] = [];
	if (mayHoldNotation(text)) for (const one of findNotations(text)) found.push({ ...one, undone: [] });
	if (HIDDEN.test(text)) found.push(...uncovered(text));
	found.push(...spacedOut(text), ...cutInTwo(text, found));
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
		return end - start === one.text.length && text.slice(start, end) === one.text ? [] : [{ ...one, start, end, undone: ['identifier-format'] }];
	});
}

const MIN_SPACED = 6;

// "O = C 1 C C N": single characters with single spaces between.
function spacedOut(text: string): Notation[] {
	const found: Notation[] = [];
	let from = -1;
	for (let i = 0; i <= text.length; i++) {
		const single = i < text.length && text.charCodeAt(i) > 32 && (i === 0 || text.charCodeAt(i - 1) <= 32) && (i + 1 >= text.length || text.charCodeAt(i + 1) <= 32);
		if (single) {
			if (from < 0) from = i;
			i++;
			continue;
		}
		if (from >= 0 && i - from >= 2 * MIN_SPACED) pushSpaced(text, from, i - 1, found);
		from = -1;
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
	if (!/[=#()[\]]/.test(text)) return [];
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
				found.push({ notation: 'smiles', text: joined, start: previous.start, end: previous.start + joined.length + (start - previous.end), undone: ['identifier-format'] });
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
