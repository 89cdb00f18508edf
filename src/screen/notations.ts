// Structure notations in running text, disguised ones included: behind invisible or full-width characters, spaced out letter by
// letter, cut by blanks. Cheap gates keep ordinary text from the notation lexer.
import { findNotations, looksLikeSmiles } from '../chem/smiles-text.ts';
import type { EvasionKind } from '../model/verdict.ts';

export interface Notation {
	readonly notation: 'smiles' | 'inchi';
	readonly text: string;
	readonly start: number;
	readonly end: number;
	readonly undone: readonly EvasionKind[];
	/** False when its pieces are notations of their own, so that they may stand side by side by chance. */
	readonly sure: boolean;
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
			if (rings > 1 && (carbons > 2 || (rings > 3 && capitals > 3))) return true;
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
	if (mayHoldNotation(text)) for (const one of findNotations(text)) found.push({ ...one, undone: [], sure: true });
	if (!ascii && HIDDEN.test(text)) found.push(...uncovered(text));
	for (const chain of chainsOf(text)) found.push(...joinedFrom(text, chain));
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
			: [{ ...one, start, end, undone: ['identifier-format'], sure: true }];
	});
}

interface Piece {
	readonly start: number;
	readonly end: number;
}

// 1: a character of SMILES outside square brackets; 3: a capital among them.
const PIECE = new Uint8Array(128);
for (const char of 'bcnopslr0123456789()[]=#+-./\\@%:') PIECE[char.charCodeAt(0)] = 1;
for (const char of 'BCNOPSFI') PIECE[char.charCodeAt(0)] = 3;
const CAPITAL = 2;
const OPEN = 91;
const CLOSE = 93;

/**
 * Runs of SMILES characters with nothing but blanks between, two or more, one capital at least. Ordinary words end at their first
 * other letter, so that ordinary text costs one look at each word.
 */
function chainsOf(text: string): Piece[][] {
	const chains: Piece[][] = [];
	let chain: Piece[] = [];
	let seen = 0;
	let letters = 0;
	let inside = false;
	const close = (): void => {
		if (chain.length > 1 && (seen & CAPITAL) !== 0 && letters >= LEAST_LETTERS) chains.push(chain);
		if (chain.length > 0) chain = [];
		seen = 0;
		letters = 0;
		inside = false;
	};
	for (let i = 0; i < text.length; ) {
		const start = i;
		for (; i < text.length; i++) {
			const code = text.charCodeAt(i);
			const kind = code < 128 ? (PIECE[code] ?? 0) : 0;
			if (kind === 0 && !(inside && isLetter(code))) break;
			seen |= kind;
			if (isLetter(code)) letters++;
			if (code === OPEN) inside = true;
			else if (code === CLOSE) inside = false;
		}
		const end = i;
		// A word that goes on in other letters is no piece.
		while (i < text.length && isLetter(text.charCodeAt(i))) i++;
		const isPiece = end > start && i === end;
		if (isPiece) chain.push({ start, end });
		while (i < text.length && isBlank(text.charCodeAt(i))) i++;
		if (isPiece && i > end) continue;
		close();
		if (i === start) i++;
	}
	close();
	return chains;
}

// White space and the spaces of other widths.
const isBlank = (code: number): boolean => code <= 32 || code === 0xa0 || (code >= 0x2000 && code <= 0x200a) || code === 0x3000;

const LEAST_JOINED = 6;
/** Letters of a structure worth joining: fewer are sizes and quantities (“5 L 10 B”). */
const LEAST_LETTERS = 3;
/** Neighbours such as "- 5" that may have joined the run on either side. */
const MOST_STRAYS = 4;

function hasLetters(text: string): boolean {
	let letters = 0;
	for (let i = 0; i < text.length && letters < LEAST_LETTERS; i++) if (isLetter(text.charCodeAt(i))) letters++;
	return letters >= LEAST_LETTERS;
}

// The longest stretch of a chain that reads as notation, and every two neighbours that do.
function joinedFrom(text: string, chain: readonly Piece[]): Notation[] {
	const found = chain.flatMap((_, i) => (i + 1 < chain.length ? joinedOf(text, chain.slice(i, i + 2)) : []));
	for (let strays = 0; strays <= 2 * MOST_STRAYS && chain.length > 2; strays++) {
		for (let skip = Math.max(0, strays - MOST_STRAYS); skip <= Math.min(strays, MOST_STRAYS); skip++) {
			const joined = joinedOf(text, chain.slice(skip, chain.length - (strays - skip)));
			if (joined.length > 0) return [...joined, ...found.filter((one) => one.text !== joined[0]?.text)];
		}
	}
	return found;
}

function joinedOf(text: string, pieces: readonly Piece[]): Notation[] {
	const parts = pieces.map(({ start, end }) => text.slice(start, end));
	const whole = parts.join('');
	// A full stop ends the sentence.
	const joined = whole.replace(/[.:]$/, '');
	if (pieces.length < 2 || joined.length < LEAST_JOINED || !hasLetters(joined) || !looksLikeSmiles(joined)) return [];
	const sure = parts.some((part) => !looksLikeSmiles(part, true));
	const end = (pieces.at(-1)?.end ?? 0) - (whole.length - joined.length);
	return [{ notation: 'smiles', text: joined, start: pieces[0]?.start ?? 0, end, undone: ['identifier-format'], sure }];
}
