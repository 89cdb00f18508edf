// The parts of a listing that are read as text, in a fixed order, each with its JSON Pointer and what the party says it holds.
import type { Listing } from '../model/listing.ts';
import type { Medium } from '../model/media.ts';
import type { Sighting } from './sighting.ts';

export interface Field {
	readonly pointer: string;
	readonly text: string;
	readonly declared: 'text' | 'cas' | 'smiles' | 'inchi' | 'inchikey';
	/** For text read from an image or attachment: a sighting in it, as sure as the reading of its letters allows. */
	readonly asRead?: (one: Sighting) => Sighting;
}

/** Where a field with a made-up pointer stands: one image or attachment has many texts. */
export type Places = ReadonlyMap<string, { readonly field: string; readonly media: Medium }>;

/** RFC 6901 escaping of one reference token. */
const token = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

export function fieldsOf(listing: Listing): Field[] {
	const fields: Field[] = [{ pointer: '/title', text: listing.title, declared: 'text' }];
	const add = (pointer: string, text: string | undefined, declared: Field['declared'] = 'text'): void => {
		if (text !== undefined && text !== '') fields.push({ pointer, text, declared });
	};
	add('/description', listing.description);
	if (listing.attributes !== undefined) {
		for (const [name, value] of Object.entries(listing.attributes)) add(`/attributes/${token(name)}`, value, declaredBy(name));
	}
	for (const [i, tag] of (listing.tags ?? []).entries()) add(`/tags/${i}`, tag);
	add('/category', listing.category);
	add('/cas', listing.cas, 'cas');
	add('/smiles', listing.smiles, 'smiles');
	add('/inchi', listing.inchi, 'inchi');
	add('/inchikey', listing.inchikey, 'inchikey');
	// File names and addresses of media say things too.
	for (const [i, name] of (listing.images ?? []).entries()) add(`/images/${i}`, name);
	for (const [i, text] of (listing.imageAlts ?? []).entries()) add(`/imageAlts/${i}`, text);
	for (const [i, name] of (listing.attachments ?? []).entries()) add(`/attachments/${i}`, name);
	return fields;
}

// By whole words: a "Case material" is no CAS number. "InChI key" is two.
function declaredBy(name: string): Field['declared'] {
	const lower = name.toLowerCase();
	const words = new Set(lower.split(/[^a-z]+/));
	if (words.has('smiles')) return 'smiles';
	if (words.has('inchikey') || (words.has('inchi') && words.has('key'))) return 'inchikey';
	if (words.has('inchi')) return 'inchi';
	return CAS_WORDS.some((word) => words.has(word)) ? 'cas' : 'text';
}

const CAS_WORDS = ['cas', 'casno', 'casnr', 'casrn', 'casnumber'];
