// All fields of one listing → sightings per field. Recognising only: what a sighting means for the verdict is decider.ts's matter.
import type { Listing } from '../model/listing.ts';
import type { Errored } from '../model/match.ts';
import { Reading } from '../text/reading.ts';
import { findCodes, MOST_CODES } from './abbreviations.ts';
import { unreadable } from './declared.ts';
import { type Field, fieldsOf, type Places } from './fields.ts';
import type { Parts } from './parts.ts';
import { chemicalContext, place } from './place.ts';
import { REPETITIVE, recogniseText } from './recognise.ts';
import { type FlagSighting, redFlags, replacements } from './red-flags.ts';
import type { FieldSighting, Sighting } from './sighting.ts';
import { notationSightings, type Structures } from './structure-sightings.ts';

export interface Inspection {
	readonly sightings: readonly FieldSighting[];
	readonly errored: readonly Errored[];
	readonly redFlags: readonly FlagSighting[];
	/** The listing trades in chemicals, by the words around its sightings. */
	readonly chemicalContext: boolean;
	/** JSON Pointers of media that were not read. */
	readonly unscreened: readonly string[];
	/** What was read, texts of media included. */
	readonly fields: readonly Field[];
	/** Where the sightings of media stand; absent without media. */
	readonly places?: Places;
}

// Buffers of the current listing's fields; inspect() is synchronous, so one set serves every engine in the thread.
const readings: Reading[] = [];
const spare = new Reading();

/** Recognises in every field of a listing, and in `further` ones: texts of its media. */
export function inspect(listing: Listing, parts: Parts, structures: Structures, further: readonly Field[] = []): Inspection {
	const own = fieldsOf(listing);
	const fields = further.length === 0 ? own : [...own, ...further];
	const inspection = inspectFields(listing, fields, parts, structures);
	// Pages are many and long; their buffers are not kept for the next listing.
	if (further.length > 0) readings.length = Math.min(readings.length, own.length);
	return inspection;
}

function inspectFields(listing: Listing, fields: readonly Field[], parts: Parts, structures: Structures): Inspection {
	const errored: Errored[] = [];
	const seen = fields.map((field, i) => {
		readings[i] ??= new Reading();
		const result = recogniseText(field.text, parts, field.declared === 'cas', readings[i], spare);
		if (result.incomplete !== null) errored.push({ rule: 'name', field: field.pointer, note: result.incomplete });
		const problem = unreadable(field, result.sightings);
		if (problem !== null) errored.push(problem);
		const sightings = [...result.sightings, ...notationSightings(field, readings[i]?.ascii ?? false, structures, errored)];
		return field.asRead === undefined ? sightings : sightings.map(field.asRead);
	});
	const honestCas = new Set(
		seen
			.flat()
			.filter((one) => one.kind === 'honest')
			.map((one) => one.id),
	);
	const all = fields.map((field, i): Sighting[] => {
		const reading = readings[i];
		const names = seen[i] ?? [];
		const codes = reading === undefined || field.declared !== 'text' ? [] : findCodes(reading, parts.codes, parts.phrases, honestCas);
		if (codes.length >= MOST_CODES) errored.push({ rule: 'abbreviation', field: field.pointer, note: REPETITIVE });
		if (codes.length === 0) return names;
		const open = codes.filter((code) => !isCovered(code, names));
		return [...names, ...(field.asRead === undefined ? open : open.map(field.asRead))];
	});
	const lead = all.some((list) => list.some((one) => one.kind !== 'honest'));
	const flags = lead ? redFlags(fields, parts.phrases) : [];
	const sightings = all.some((list) => list.length > 0) ? place({ listing, fields, all, evasive: flags.length > 0 }, parts) : [];
	const unscreened = [
		...(listing.images ?? []).map((_, i) => `/images/${i}`),
		...(listing.attachments ?? []).map((_, i) => `/attachments/${i}`),
	];
	return {
		sightings,
		errored,
		redFlags: lead ? [...flags, ...replacements(fields, sightings, parts)] : [],
		chemicalContext: lead && chemicalContext(fields, sightings, parts),
		unscreened,
		fields,
	};
}

// A short code inside a longer name that was recognised says nothing of its own.
const isCovered = (code: Sighting, names: readonly Sighting[]): boolean =>
	names.some(
		(name) =>
			name.rule !== 'abbreviation' && name.start <= code.start && code.end <= name.end && name.end - name.start > code.end - code.start,
	);
