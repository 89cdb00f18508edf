// CAS numbers with one slip: a digit wrong, swapped, missing or one too many, the check digit cut off, the whole written backwards.
// Never certain. Without the label "CAS" only hyphens say that a CAS number was meant.
import { casCheckDigit, casDigits, casSlip, completeCas } from '../chem/cas.ts';
import { isEc } from '../chem/ec.ts';
import { type CasIndex, type Found, nearSighting, type Run, type Span } from './cas-index.ts';
import type { Group } from './digit-groups.ts';

/** The number that the run begins with, when it is one slip from a listed one. An EC number is none (203-625-9). */
export function nearNumber(run: Run, index: CasIndex): Found | null {
	const [first, second, third] = run.groups;
	if (first === undefined || second === undefined) return null;
	const dashed = run.joints[0] === '-';
	if (!dashed && !run.cue) return null;
	// Across a blank a third group is a quantity that follows ("CAS 125541-22, 5 kg"), unless all groups are spaced so.
	if (third !== undefined && (!dashed || run.joints[1] === '-')) {
		if (dashed && isEc(`${first.digits}-${second.digits}-${third.digits}`)) return { sightings: [], groups: 3 };
		const found = backwards([first, second, third], index) ?? slipped([first, second, third], run.cue, index);
		if (found !== null || dashed) return found;
	}
	return cutOff(run, first, second, index);
}

type Three = readonly [Group, Group, Group];

const spanOf = (first: Group, last: Group): Span => ({ start: first.start, end: last.end });

// "7-97-301": the whole number written from its end.
function backwards([first, second, third]: Three, index: CasIndex): Found | null {
	if (first.digits.length !== 1 || second.digits.length !== 2 || third.digits.length < 2) return null;
	const digits = [...(first.digits + second.digits + third.digits)].reverse().join('');
	const listed = index.byDigits.get(digits);
	if (listed === undefined) return null;
	return { sightings: listed.map((one) => nearSighting(one, spanOf(first, third), 'it is written backwards')), groups: 3 };
}

/** Up to four listed numbers may lie one slip away. */
const MOST_NEAR = 4;
/** So many digits before the first hyphen are no date, telephone number or size. */
const LONG_FIRST = 5;

function slipped([first, second, third]: Three, cue: boolean, index: CasIndex): Found | null {
	if (first.digits.length < 2 || first.digits.length > 8 || second.digits.length > 3 || third.digits.length > 2) return null;
	const digits = first.digits + second.digits + third.digits;
	const shaped = second.digits.length === 2 && third.digits.length === 1;
	if (!shaped && !cue && first.digits.length < LONG_FIRST) return null;
	if (shaped && casCheckDigit(digits.slice(0, -1)) === Number(digits.at(-1))) return null;
	const sightings = [...(index.near?.(digits) ?? index.all)].flatMap((candidate) => {
		const slip = casSlip(digits, candidate);
		// Sizes have five digits too, and six-digit numbers are many ("size 10-88-3").
		if (slip === null || (slip === 'missing' && digits.length < 6 && !cue)) return [];
		return (index.byDigits.get(candidate) ?? []).map((one) => nearSighting(one, spanOf(first, third), SLIPS[slip]));
	});
	return sightings.length === 0 ? null : { sightings: sightings.slice(0, MOST_NEAR), groups: 3 };
}

const SLIPS = {
	substitution: 'one digit differs and the check digit fails',
	transposition: 'two digits are swapped and the check digit fails',
	missing: 'one digit is missing',
	extra: 'one digit is too many',
} as const;

// "28578-16-" or "28578-16-?".
function cutOff({ reading, cue }: Run, first: Group, second: Group, index: CasIndex): Found | null {
	if (second.digits.length !== 2 || first.digits.length < 2) return null;
	const after = reading.text.slice(second.end, second.end + 2);
	if (!cue && !COVERED_END.test(after) && !(first.digits.length >= 3 && OPEN_END.test(after))) return null;
	const complete = completeCas(`${first.digits}-${second.digits}`);
	const listed = complete === null ? undefined : index.byDigits.get(casDigits(complete));
	if (listed === undefined) return null;
	return { sightings: listed.map((one) => nearSighting(one, spanOf(first, second), 'its check digit is missing')), groups: 2 };
}

const COVERED_END = /^[\p{Pd}\u2212][_*?#•●■█]/u;
const OPEN_END = /^(?:[\p{Pd}\u2212](?![\p{L}\p{N}])|[_*?#])/u;
