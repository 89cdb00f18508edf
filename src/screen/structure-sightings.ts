// Structures in one field: notations found or declared, resolved by the structure index. What cannot be resolved is an error, never
// silence.
import type { Errored } from '../model/match.ts';
import { isPlaceholder } from './declared.ts';
import type { Field } from './fields.ts';
import { type Notation, notationsIn } from './notations.ts';
import type { Sighting } from './sighting.ts';
import type { StructureIndex } from './structures.ts';

/** The compiled structures, or null where no structure engine is at hand. */
export type Structures = StructureIndex | null;

/** More notations than this in one field are not looked at one by one; the field goes to a person. */
const MOST_NOTATIONS = 500;

/** Sightings of one field; problems are pushed to `errored`. `ascii`: the field holds no other character. */
export function notationSightings(field: Field, ascii: boolean, structures: Structures, errored: Errored[]): Sighting[] {
	const { text } = field;
	const whole: Notation | null =
		field.declared === 'smiles' || field.declared === 'inchi'
			? { notation: field.declared, text: text.trim(), start: 0, end: text.length, undone: [], sure: true }
			: null;
	const inside = notationsIn(text, ascii).filter((one) => one.text !== whole?.text);
	const candidates = whole === null ? inside : [whole, ...inside];
	if (candidates.length > MOST_NOTATIONS) {
		candidates.length = MOST_NOTATIONS;
		errored.push({ rule: 'structure', field: field.pointer, note: 'the text holds too many structures to evaluate fully' });
	}
	const sightings: Sighting[] = [];
	for (const candidate of candidates) {
		if (structures === null) {
			errored.push({
				rule: 'structure',
				field: field.pointer,
				note: `the structure toolkit is not available, so “${candidate.text.slice(0, 60)}” could not be evaluated`,
			});
			continue;
		}
		const found = structures.identify(candidate.notation, candidate.text);
		const place = { start: candidate.start, end: candidate.end, read: candidate.text, undone: candidate.undone };
		const certainty = candidate.sure ? 'certain' : 'probable';
		for (const hit of found.substances) {
			sightings.push({
				...place,
				rule: 'structure',
				kind: 'substance',
				id: hit.id,
				confidence: !candidate.sure ? 0.85 : hit.exact ? 0.99 : 0.95,
				certainty,
				basis: 'structure',
				...(hit.exact ? {} : { form: 'member' }),
				note: hit.exact ? 'The structure is this substance, salts and stereo aside' : 'The structure is a listed form of this substance',
			});
		}
		for (const family of found.families) {
			sightings.push({
				...place,
				rule: 'family',
				kind: 'family',
				id: family,
				confidence: candidate.sure ? 0.95 : 0.85,
				certainty,
				basis: 'family',
				note: 'The structure falls under this legal class',
			});
		}
		const unreadable =
			found.outcome === 'errored' ||
			found.outcome === 'too-large' ||
			(candidate === whole && found.outcome === 'not-a-structure' && !isPlaceholder(text));
		if (unreadable || !found.complete) {
			errored.push({
				rule: 'structure',
				field: field.pointer,
				note: `“${candidate.text.slice(0, 60)}” could not be evaluated: ${found.reason}`,
			});
		}
	}
	return sightings;
}
