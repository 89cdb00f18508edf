// InChIKeys (IUPAC InChI Trust, InChI Technical Manual §"InChIKey"): 14 letters (hash of the skeleton), "-", 8 letters (hash of
// stereo and isotopes) with a standard flag S or N and the version letter A, "-", one protonation letter. There is no checksum
// in a key: the grammar is all that can be verified. Two keys with equal first blocks share one skeleton.
import { Fault } from '../base/fault.ts';
import { bad, ok, type Result } from '../base/result.ts';

/** A whole InChIKey in upper case, without a prefix. */
export type InchiKey = string & { readonly __brand: 'InchiKey' };
/** The first block alone: 14 upper-case letters. */
export type SkeletonKey = string & { readonly __brand: 'SkeletonKey' };

const SHAPE = /^[A-Z]{14}-[A-Z]{8}[SN]A-[A-Z]$/;
const BLOCK = /^[A-Z]{14}$/;
const PREFIX = 'INCHIKEY=';

/** Parses a key; an `InChIKey=` prefix, lower case and outer white space are ignored. */
export function parseInchiKey(text: string): Result<InchiKey> {
	const upper = text.length > 64 ? '' : text.trim().toUpperCase();
	const key = upper.startsWith(PREFIX) ? upper.slice(PREFIX.length).trim() : upper;
	if (SHAPE.test(key)) return ok(key as InchiKey);
	return bad('', `"${text.slice(0, 32)}" is not an InChIKey`, 'write 14 letters, 10 letters and 1 letter joined by hyphens');
}

/** @throws Fault `input-invalid` when the text is not an InChIKey. */
export function requireInchiKey(text: string): InchiKey {
	const parsed = parseInchiKey(text);
	if (parsed.ok) return parsed.value;
	throw new Fault('input-invalid', parsed.problems[0]?.message);
}

/** True for the canonical form exactly. */
export function isInchiKey(text: string): text is InchiKey {
	return text.length === 27 && SHAPE.test(text);
}

/** True for 14 upper-case letters, the form in which a key is sometimes quoted alone. Any 14-letter capital word passes too. */
export function isSkeletonKey(text: string): text is SkeletonKey {
	return text.length === 14 && BLOCK.test(text);
}
