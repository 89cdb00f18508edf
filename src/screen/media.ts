// Texts of a listing's images and attachments as further fields. Letters that were recognised in a picture, or laid out on a page, may
// differ from what the seller wrote through nobody's fault: such a difference is no disguise, and lowers how sure the identity is.
import type { Listing } from '../model/listing.ts';
import { LIMITS } from '../model/listing-limits.ts';
import type { Errored } from '../model/match.ts';
import type { MediaText, Medium } from '../model/media.ts';
import type { EvasionKind } from '../model/verdict.ts';
import type { Field, Places } from './fields.ts';
import { type Inspection, inspect } from './inspect.ts';
import type { Parts } from './parts.ts';
import type { Sighting } from './sighting.ts';
import type { Structures } from './structure-sightings.ts';

/** Inspects a listing with what was read from its media. Media without any text stay in `unscreened`. */
export function inspectWithMedia(
	listing: Listing,
	parts: Parts,
	structures: Structures,
	media: readonly MediaText[] | undefined,
): Inspection {
	if (media === undefined || media.length === 0) return inspect(listing, parts, structures);
	const { fields, places, errored } = fieldsOfMedia(media);
	const inspection = inspect(listing, parts, structures, fields);
	const fetched = new Set(media.filter((part) => part.outcome !== 'unscreened').map((part) => part.pointer));
	const absent = new Set(media.filter((part) => part.outcome === 'unscreened').map((part) => part.pointer));
	return {
		...inspection,
		errored: [...inspection.errored.map((one) => ({ ...one, field: places.get(one.field)?.field ?? one.field })), ...errored],
		unscreened: inspection.unscreened.filter((pointer) => absent.has(pointer) || !fetched.has(pointer)),
		places,
	};
}

// Every text becomes a field under a pointer of its own; what was not read becomes an error.
function fieldsOfMedia(media: readonly MediaText[]): { fields: Field[]; places: Places; errored: Errored[] } {
	const fields: Field[] = [];
	const places = new Map<string, { field: string; media: Medium }>();
	const errored: Errored[] = [];
	let left: number = LIMITS.mediaText;
	for (const [i, part] of media.entries()) {
		const { pointer, kind, page, text } = part;
		const fail = (note: string): void =>
			void errored.push({ rule: 'media', field: pointer, note: page === undefined ? note : `page ${page}: ${note}` });
		if (part.outcome === 'errored') fail(part.note ?? 'it could not be read');
		if (!text.isWellFormed()) fail('the text is not well-formed Unicode');
		else if (text.length > left) fail('the media hold more text than is evaluated');
		if (text === '' || text.length > left || !text.isWellFormed()) continue;
		left -= text.length;
		const key = `${pointer}#${i}`;
		fields.push({ pointer: key, text, declared: 'text', asRead: (one) => asRead(one, part) });
		places.set(key, { field: pointer, media: { kind, ...(page === undefined ? {} : { page }) } });
	}
	return { fields, places, errored };
}

/** What the layout of a page does to words: lines end inside them, letters are set apart. */
const LAYOUT: ReadonlySet<EvasionKind> = new Set(['spacing', 'split']);
/** Letters recognised less surely than this settle nothing alone. */
const CLEARLY_READ = 0.8;

/** A sighting in a text from media, as sure as the reading of its letters allows. */
function asRead(one: Sighting, medium: MediaText): Sighting {
	switch (medium.kind) {
		case 'ocr': {
			const confidence = medium.confidence ?? 0;
			const unsure = one.undone.length > 0 || confidence < CLEARLY_READ;
			return {
				...one,
				image: true,
				confidence: one.confidence * confidence,
				certainty: unsure && one.certainty === 'certain' ? 'probable' : one.certainty,
				undone: [],
				note: `${one.note}, read in a picture`,
			};
		}
		case 'code':
			return { ...one, image: true, note: `${one.note}, in a QR code or barcode` };
		case 'text':
			return medium.page === undefined ? one : { ...one, undone: one.undone.filter((kind) => !LAYOUT.has(kind)) };
		case 'name':
			return one;
	}
}
