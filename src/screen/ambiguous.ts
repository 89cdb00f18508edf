// One number or name that two listed substances share (both phosphori carry one CAS number) is settled by what else the listing
// names. Must never settle it in favour of the milder substance: a stricter one at most becomes less certain.
import { groupBy } from '../base/group.ts';
import type { FieldSighting } from './sighting.ts';

const placeOf = (one: FieldSighting): string => `${one.field}\n${one.start}\n${one.end}`;

/** The same sightings; of a shared number or name, those the listing does not mean are excused or held less certain. */
export function settleShared(
	sightings: readonly FieldSighting[],
	tierOf: (substance: string) => number | undefined,
): readonly FieldSighting[] {
	if (sightings.length < 3) return sightings;
	const places = groupBy(
		sightings.filter((one) => one.kind === 'substance'),
		placeOf,
	);
	const isShared = (one: FieldSighting): boolean => places.get(placeOf(one))?.some((other) => other.id !== one.id) === true;
	const meant = new Set(
		sightings
			.filter((one) => one.kind === 'substance' && one.excused === null && one.certainty === 'certain' && !isShared(one))
			.map(({ id }) => id),
	);
	if (meant.size === 0) return sightings;
	return sightings.map((one) => {
		if (one.kind !== 'substance' || one.excused !== null || meant.has(one.id)) return one;
		const other = places.get(placeOf(one))?.find(({ id }) => meant.has(id));
		if (other === undefined) return one;
		if ((tierOf(one.id) ?? 1) < (tierOf(other.id) ?? 1)) return { ...one, certainty: 'probable' };
		const note = `“${one.text}” belongs to ${one.id} and ${other.id}; the listing names ${other.id}`;
		return { ...one, excused: { reason: 'look-alike', note } };
	});
}
