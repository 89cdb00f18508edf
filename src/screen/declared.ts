// Identities that a field is said to hold and that are none: a CAS number or an InChIKey out of shape cannot be evaluated, and what
// cannot be evaluated is never clear. Structures are judged where they are resolved.
import { casFromDigits, isCas } from '../chem/cas.ts';
import { isSkeletonKey, parseInchiKey } from '../chem/inchikey.ts';
import type { Errored } from '../model/match.ts';
import type { Field } from './fields.ts';
import type { Sighting } from './sighting.ts';

/** "-", "n/a", "none": said to be empty, so that nothing is declared. */
export const isPlaceholder = (text: string): boolean => /^(?:[^\p{L}\p{N}]*|n\.?\s?\/?\s?a\.?|none|nil|null|нет|无)$/iu.test(text.trim());

/** Why a declared identity could not be evaluated, or null. What was sighted in the field, a near miss included, was evaluated. */
export function unreadable(field: Field, sightings: readonly Sighting[]): Errored | null {
	if (field.declared !== 'cas' && field.declared !== 'inchikey') return null;
	const isRead = field.declared === 'cas' ? holdsCas(field) : holdsKey(field.text);
	if (isRead || isPlaceholder(field.text) || sightings.some((one) => one.basis === 'cas' || one.basis === 'identifier')) return null;
	const what = field.declared === 'cas' ? 'a CAS number' : 'an InChIKey';
	return { rule: field.declared, field: field.pointer, note: `“${field.text.slice(0, 60)}” is not ${what} and could not be evaluated` };
}

const holdsKey = (text: string): boolean => parseInchiKey(text).ok || isSkeletonKey(text.trim().toUpperCase());

// Every number in the shape of a CAS number is one, or the digits of the whole text are. A seller's own attribute may say in words
// that there is none ("mixture"); the field of the interface may not.
function holdsCas({ pointer, text }: Field): boolean {
	const plain = text.normalize('NFKC').replace(/[\p{Pd}\u2212]/gu, '-');
	const shaped = plain.match(/(?<!\d)\d{2,7}-\d{2}-\d(?!\d)/g);
	if (shaped !== null) return shaped.every(isCas);
	const digits = plain.replace(/\D/g, '');
	return digits === '' ? pointer !== '/cas' : casFromDigits(digits) !== null;
}
