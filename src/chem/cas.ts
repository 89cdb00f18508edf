// CAS Registry Numbers (Chemical Abstracts Service, "Check Digit Verification of CAS Registry Numbers").
// Grammar: 2-7 digits without a leading zero, "-", 2 digits, "-", 1 check digit. The check digit is the sum of every other
// digit times its place counted from the right, modulo 10. ASCII only: undoing odd dashes, spaces and digits is text/'s work.
// Must never accept a number whose check digit is wrong; near misses are reported apart, never silently mended.
import { Fault } from '../base/fault.ts';
import { bad, ok, type Result } from '../base/result.ts';

/** A CAS Registry Number in canonical form, check digit verified: `28578-16-7`. */
export type CasRn = string & { readonly __brand: 'CasRn' };

const SHAPE = /^([1-9]\d{1,6})-(\d{2})-(\d)$/;
const MIN_DIGITS = 5;
const MAX_DIGITS = 10;

/** The check digit (0-9) of the digits before it, hyphens left out: `casCheckDigit('2857816')` is 7. Non-digits give NaN. */
export function casCheckDigit(digits: string): number {
	let sum = 0;
	for (let place = 1; place <= digits.length; place++) sum += place * digitAt(digits, digits.length - place);
	return sum % 10;
}

/** Parses the canonical form with hyphens; outer white space is ignored. */
export function parseCas(text: string): Result<CasRn> {
	const trimmed = text.length > 64 ? text : text.trim();
	const shape = trimmed.length > MAX_DIGITS + 2 ? null : SHAPE.exec(trimmed);
	if (shape === null) return bad('', `"${trimmed.slice(0, 32)}" is not a CAS number`, 'write digits-2 digits-1 digit, such as 7732-18-5');
	const check = casCheckDigit(`${shape[1]}${shape[2]}`);
	if (check !== Number(shape[3])) return bad('', `the check digit of ${trimmed} should be ${check}`, 'compare the number with its source');
	return ok(trimmed as CasRn);
}

/** @throws Fault `input-invalid` when the text is not a valid CAS number. */
export function requireCas(text: string): CasRn {
	const parsed = parseCas(text);
	if (parsed.ok) return parsed.value;
	throw new Fault('input-invalid', parsed.problems[0]?.message);
}

/** True for the canonical form exactly, check digit included. */
export function isCas(text: string): text is CasRn {
	return text.length <= MAX_DIGITS + 2 && SHAPE.test(text) && parseCas(text).ok;
}

/** The digits alone: `28578-16-7` → `28578167`. */
export function casDigits(cas: string): string {
	return cas.replaceAll('-', '');
}

/** The canonical form of 5-10 bare digits (`28578167` → `28578-16-7`), or null when they are no valid number. */
export function casFromDigits(digits: string): CasRn | null {
	if (digits.length < MIN_DIGITS || digits.length > MAX_DIGITS) return null;
	const text = `${digits.slice(0, -3)}-${digits.slice(-3, -1)}-${digits.slice(-1)}`;
	return isCas(text) ? text : null;
}

/**
 * Completes a number that was cut off before its check digit: `28578-16-`, `28578-16` or `28578-16-?` → `28578-16-7`.
 * Null when the text has another shape. The check digit is a function of the rest, so this is arithmetic, not a guess.
 */
export function completeCas(truncated: string): CasRn | null {
	if (truncated.length > MAX_DIGITS + 4) return null;
	const shape = /^([1-9]\d{1,6})-(\d{2})(?:-[?xX*_]?)?$/.exec(truncated.trim());
	if (shape === null) return null;
	return `${shape[1]}-${shape[2]}-${casCheckDigit(`${shape[1]}${shape[2]}`)}` as CasRn;
}

/** One slip of the pen between two digit strings, or null when they are equal or further apart. */
export type CasSlip = 'substitution' | 'transposition' | 'missing' | 'extra';

/**
 * How `seen` differs from `meant` (digits only, hyphens left out) when it differs by exactly one slip: one digit replaced, two
 * neighbours swapped, one digit missing or one too many. Null otherwise. Linear time, no allocation.
 */
export function casSlip(seen: string, meant: string): CasSlip | null {
	const gap = seen.length - meant.length;
	if (gap < -1 || gap > 1) return null;
	const shorter = Math.min(seen.length, meant.length);
	let at = 0;
	while (at < shorter && seen.charCodeAt(at) === meant.charCodeAt(at)) at++;
	if (gap === 0) {
		if (at === shorter) return null;
		if (sameFrom(seen, at + 1, meant, at + 1)) return 'substitution';
		const swapped = seen.charCodeAt(at) === meant.charCodeAt(at + 1) && seen.charCodeAt(at + 1) === meant.charCodeAt(at);
		return swapped && sameFrom(seen, at + 2, meant, at + 2) ? 'transposition' : null;
	}
	if (gap < 0) return sameFrom(seen, at, meant, at + 1) ? 'missing' : null;
	return sameFrom(seen, at + 1, meant, at) ? 'extra' : null;
}

function sameFrom(a: string, fromA: number, b: string, fromB: number): boolean {
	if (a.length - fromA !== b.length - fromB) return false;
	for (let i = fromA, j = fromB; i < a.length; i++, j++) if (a.charCodeAt(i) !== b.charCodeAt(j)) return false;
	return true;
}

function digitAt(digits: string, index: number): number {
	const value = digits.charCodeAt(index) - 48;
	return value >= 0 && value <= 9 ? value : Number.NaN;
}
