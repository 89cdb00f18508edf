// EC numbers (EINECS, ELINCS, NLP and the ECHA list numbers): three digits, "-", three digits, "-", one check digit.
// The check digit is the sum of the first six digits, each times its place from the left, modulo 11; a remainder of 10 is never
// issued. Must never accept a number whose check digit is wrong.
import { Fault } from '../base/fault.ts';
import { bad, ok, type Result } from '../base/result.ts';

/** An EC number in canonical form, check digit verified: `203-813-0`. */
export type EcNumber = string & { readonly __brand: 'EcNumber' };

const SHAPE = /^([1-9]\d\d)-(\d{3})-(\d)$/;

/** The check digit (0-10) of the six digits before it; 10 means that no number with these digits exists. */
export function ecCheckDigit(digits: string): number {
	let sum = 0;
	for (let place = 1; place <= digits.length; place++) sum += place * (digits.charCodeAt(place - 1) - 48);
	return sum % 11;
}

/** Parses the canonical form; outer white space is ignored. */
export function parseEc(text: string): Result<EcNumber> {
	const trimmed = text.length > 64 ? text : text.trim();
	const shape = trimmed.length === 9 ? SHAPE.exec(trimmed) : null;
	if (shape === null)
		return bad(
			'',
			`"${trimmed.slice(0, 32)}" is not an EC number`,
			'write three digits, three digits and one check digit, such as 231-791-2',
		);
	const check = ecCheckDigit(`${shape[1]}${shape[2]}`);
	if (check === Number(shape[3])) return ok(trimmed as EcNumber);
	const message = check === 10 ? `no EC number begins ${trimmed.slice(0, 7)}` : `the check digit of ${trimmed} should be ${check}`;
	return bad('', message, 'compare the number with its source');
}

/** @throws Fault `input-invalid` when the text is not a valid EC number. */
export function requireEc(text: string): EcNumber {
	const parsed = parseEc(text);
	if (parsed.ok) return parsed.value;
	throw new Fault('input-invalid', parsed.problems[0]?.message);
}

/** True for the canonical form exactly, check digit included. */
export function isEc(text: string): text is EcNumber {
	return text.length === 9 && SHAPE.test(text) && parseEc(text).ok;
}
