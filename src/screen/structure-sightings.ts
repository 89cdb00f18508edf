// Structures in one field: notations found or declared, resolved by the structure index. What cannot be resolved is an error, never
// silence.
import type { Errored } from '../model/match.ts';
import type { Field } from './fields.ts';
import { notationsIn } from './notations.ts';
import type { Sighting } from './sighting.ts';
import type { StructureIndex } from './structures.ts';

/** Sightings of one field; problems are pushed to `errored`. `ascii`: the field holds no other character. */
export function notationSightings(field: Field, ascii: boolean, structures: StructureIndex | null, errored: Errored[]): Sighting[] {
	const whole = field.declared === 'smiles' || field.declared === 'inchi';
	const candidates = whole
		? [
				{
					notation: field.declared === 'smiles' ? ('smiles' as const) : ('inchi' as const),
					text: field.text.trim(),
					start: 0,
					end: field.text.length,
					undone: [],
				},
			]
		: notationsIn(field.text, ascii);
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
		for (const hit of found.substances) {
			sightings.push({
				...place,
				rule: 'structure',
				kind: 'substance',
				id: hit.id,
				confidence: hit.exact ? 0.99 : 0.95,
				certainty: 'certain',
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
				confidence: 0.95,
				certainty: 'certain',
				basis: 'family',
				note: 'The structure falls under this legal class',
			});
		}
		const unreadable = found.outcome === 'errored' || found.outcome === 'too-large' || (whole && found.outcome === 'not-a-structure');
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
