// Molecular formulae in Hill order (E. A. Hill, J. Am. Chem. Soc. 1900): carbon, hydrogen, then the rest by alphabet.
// Reads what people write: brackets, multipliers, hydrate dots, Unicode subscripts, trailing charges. Linear, iterative, bounded.
// Must never accept a symbol that is no element: "COCO" is a formula, "Sony" is not.
import { bad, ok, type Result } from '../base/result.ts';
import { hillOrder, isElement } from './elements.ts';

/** Atoms by element symbol over all components, and the net charge that was written. */
export interface Formula {
	readonly counts: ReadonlyMap<string, number>;
	readonly charge: number;
}

const MAX_LENGTH = 256;
const MAX_DEPTH = 8;
const MAX_ATOMS = 100_000;
const DOTS = '.·•*∙⋅';
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

/** Parses a formula such as `C5H9NO`, `C10H10O3.Na`, `CuSO4·5H2O`, `(NH4)2SO4` or `C5H12N+`. */
export function parseFormula(text: string): Result<Formula> {
	const source = text.trim();
	if (source === '' || source.length > MAX_LENGTH) return refuse(text, 'is empty or too long');
	const plain = asciiDigits(source);
	const charged = splitCharge(plain);
	const total = new Map<string, number>();
	for (const part of charged.body.split(dotPattern)) {
		const counted = countPart(part);
		if (counted === null) return refuse(text, 'is not a molecular formula');
		for (const [symbol, count] of counted) total.set(symbol, (total.get(symbol) ?? 0) + count);
	}
	let atoms = 0;
	for (const count of total.values()) atoms += count;
	if (atoms === 0 || atoms > MAX_ATOMS) return refuse(text, 'counts no atoms or too many');
	return ok({ counts: total, charge: charged.charge });
}

/** The Hill form of the counts, charge left out: `C5H9NO`. */
export function formatFormula(counts: ReadonlyMap<string, number>): string {
	let text = '';
	for (const symbol of hillOrder(counts.keys())) {
		const count = counts.get(symbol) ?? 0;
		if (count > 0) text += count === 1 ? symbol : `${symbol}${count}`;
	}
	return text;
}

/** True when both formulae count the same atoms; charges and hydrate dots do not matter. */
export function sameFormula(a: Formula, b: Formula): boolean {
	return formatFormula(a.counts) === formatFormula(b.counts);
}

const dotPattern = new RegExp(`[${DOTS}]`);

function refuse(text: string, why: string): Result<Formula> {
	return bad('', `"${text.slice(0, 32)}" ${why}`, 'write element symbols and counts, such as C5H9NO');
}

function asciiDigits(text: string): string {
	let out = '';
	for (const char of text) {
		const digit = SUBSCRIPTS.indexOf(char);
		out += digit >= 0 ? String(digit) : char === '⁺' ? '+' : char === '⁻' || char === '−' ? '-' : char;
	}
	return out;
}

// A charge stands last: "+", "2+", "(2-)", "++". A digit directly before a sign belongs to the charge only inside brackets or
// after a caret, because "SO4-" would be ambiguous otherwise.
function splitCharge(text: string): { body: string; charge: number } {
	const bracketed = /(?:\((\d{1,2})([+-])\)|\^(\d{0,2})([+-]))$/.exec(text);
	if (bracketed !== null) {
		const size = Number(bracketed[1] ?? (bracketed[3] || '1'));
		const sign = (bracketed[2] ?? bracketed[4]) === '-' ? -1 : 1;
		return { body: text.slice(0, bracketed.index), charge: sign * size };
	}
	let end = text.length;
	let charge = 0;
	while (end > 0 && (text[end - 1] === '+' || text[end - 1] === '-')) charge += text[--end] === '+' ? 1 : -1;
	return { body: text.slice(0, end), charge };
}

// Counts one dot-separated part with an explicit stack; null when it is no formula.
function countPart(part: string): Map<string, number> | null {
	let at = 0;
	const text = part.trim();
	const number = (): number => {
		const from = at;
		while (at < text.length && at - from < 6 && isDigit(text.charCodeAt(at))) at++;
		return from === at ? 1 : Number(text.slice(from, at));
	};
	const factor = number();
	if (at === text.length) return null;
	const stack: Map<string, number>[] = [new Map()];
	while (at < text.length) {
		const char = text[at] ?? '';
		const top = stack[stack.length - 1];
		if (top === undefined) return null;
		if (char === '(' || char === '[') {
			at++;
			if (stack.push(new Map()) > MAX_DEPTH) return null;
		} else if (char === ')' || char === ']') {
			at++;
			const times = number();
			const inner = stack.pop();
			const outer = stack[stack.length - 1];
			if (inner === undefined || outer === undefined) return null;
			for (const [symbol, count] of inner) outer.set(symbol, (outer.get(symbol) ?? 0) + count * times);
		} else {
			const two = text.slice(at, at + 2);
			const symbol = two.length === 2 && isElement(two) ? two : char === 'D' ? 'D' : isElement(char) ? char : '';
			if (symbol === '') return null;
			at += symbol.length;
			const times = number();
			const counted = symbol === 'D' ? 'H' : symbol;
			top.set(counted, (top.get(counted) ?? 0) + times);
		}
	}
	const whole = stack.pop();
	if (whole === undefined || stack.length > 0) return null;
	if (factor !== 1) for (const [symbol, count] of whole) whole.set(symbol, count * factor);
	return whole;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
