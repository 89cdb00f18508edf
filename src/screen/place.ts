// Sightings put into their setting: what the listing as a whole and the words around each make of it.
import type { Listing } from '../model/listing.ts';
import { settleShared } from './ambiguous.ts';
import { aboutPhrase, isChemicalTrade } from './context.ts';
import { inContext } from './excuse.ts';
import type { Field } from './fields.ts';
import type { Parts } from './parts.ts';
import type { ListingSetting } from './setting.ts';
import type { FieldSighting, Sighting } from './sighting.ts';

export interface Seen {
	readonly listing: Listing;
	readonly fields: readonly Field[];
	/** What was sighted in each field. */
	readonly all: readonly (readonly Sighting[])[];
	readonly evasive: boolean;
}

/** Every sighting with what the words around it make of it: the same letters mean different things in different sentences. */
export function place({ listing, fields, all, evasive }: Seen, parts: Parts): readonly FieldSighting[] {
	const notations = new Map<string, Set<string>>();
	for (const one of all.flat()) {
		const known = notations.get(one.id);
		if (known === undefined) notations.set(one.id, new Set([one.basis]));
		else known.add(one.basis);
	}
	const setting: ListingSetting = {
		heading: aboutPhrase(listing, parts.phrases) ?? '',
		evasive,
		byField: new Map(fields.map((field, i) => [field.pointer, new Set((all[i] ?? []).map((one) => one.id))])),
		notations: new Map([...notations].map(([id, bases]) => [id, bases.size])),
		phrases: parts.phrases,
		tierOf: parts.tierOf,
	};
	const placed = fields.flatMap((field, i) =>
		(all[i] ?? []).map((one) => {
			const form = parts.formOf(one);
			return inContext(form === one.form || form === undefined ? one : { ...one, form }, field, setting, parts.intent);
		}),
	);
	return settleShared(placed, parts.tierOf);
}

/** Does the listing trade in chemicals, by the words around its sightings? */
export function chemicalContext(fields: readonly Field[], sightings: readonly FieldSighting[], parts: Parts): boolean {
	return sightings.some((one) => {
		if (one.kind === 'honest') return false;
		if (one.rule !== 'abbreviation') return one.excused === null;
		const text = fields.find((field) => field.pointer === one.field)?.text ?? '';
		return one.excused === null && isChemicalTrade(text, one.start, one.end, parts.phrases);
	});
}
