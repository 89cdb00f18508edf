// All fields of one listing → sightings per field. Recognising only: what a sighting means for the verdict is decider.ts's matter.
import type { Listing } from '../model/listing.ts';
import type { Errored, Excuse, RedFlag } from '../model/match.ts';
import { Reading } from '../text/reading.ts';
import { findCodes, MOST_CODES } from './abbreviations.ts';
import { settleShared } from './ambiguous.ts';
import { aboutPhrase, comparedBy, excuse, isChemicalTrade, isOffered, lowered } from './context.ts';
import { type Field, fieldsOf } from './fields.ts';
import type { Parts } from './parts.ts';
import { findPhrases } from './phrases.ts';
import { REPETITIVE, recogniseText } from './recognise.ts';
import type { Sighting } from './sighting.ts';
import { notationSightings } from './structure-sightings.ts';
import type { StructureIndex } from './structures.ts';

export interface FieldSighting extends Sighting {
	readonly field: string;
	/** The slice of the original text. */
	readonly text: string;
	readonly excused: Excuse | null;
}

/** A red flag and where it stands. */
export interface FlagSighting extends RedFlag {
	readonly field: string;
	readonly at: number;
	readonly phrase: string;
	/** The slice of the original text. */
	readonly text: string;
}

export interface Inspection {
	readonly sightings: readonly FieldSighting[];
	readonly errored: readonly Errored[];
	readonly redFlags: readonly FlagSighting[];
	/** The listing trades in chemicals, by the words around its sightings. */
	readonly chemicalContext: boolean;
	/** JSON Pointers of media, which are listed and not read. */
	readonly unscreened: readonly string[];
}

// Buffers of the current listing's fields; inspect() is synchronous, so one set serves every engine in the thread.
const readings: Reading[] = [];
const spare = new Reading();

export function inspect(listing: Listing, parts: Parts, structures: StructureIndex | null): Inspection {
	const fields = fieldsOf(listing);
	const errored: Errored[] = [];
	const seen = fields.map((field, i) => {
		readings[i] ??= new Reading();
		const result = recogniseText(field.text, parts, field.declared === 'cas', readings[i], spare);
		if (result.incomplete !== null) errored.push({ rule: 'name', field: field.pointer, note: result.incomplete });
		return [...result.sightings, ...notationSightings(field, readings[i]?.ascii ?? false, structures, errored)];
	});
	const honestCas = new Set(
		seen
			.flat()
			.filter((one) => one.kind === 'honest')
			.map((one) => one.id),
	);
	const placed: FieldSighting[] = [];
	let lead = false;
	let about: string | null = null;
	fields.forEach((field, i) => {
		const reading = readings[i];
		const codes = reading === undefined || field.declared !== 'text' ? [] : findCodes(reading, parts.codes, parts.phrases, honestCas);
		if (codes.length >= MOST_CODES) errored.push({ rule: 'abbreviation', field: field.pointer, note: REPETITIVE });
		for (const one of [...(seen[i] ?? []), ...codes.filter((code) => !isCovered(code, seen[i] ?? []))]) {
			about ??= aboutPhrase(listing, parts.phrases) ?? '';
			const form = parts.formOf(one);
			placed.push(inContext(form === one.form || form === undefined ? one : { ...one, form }, field, about, parts));
			lead ||= one.kind !== 'honest';
		}
	});
	const sightings = settleShared(placed, parts.tierOf);
	const media = [
		...(listing.images ?? []).map((_, i) => `/images/${i}`),
		...(listing.attachments ?? []).map((_, i) => `/attachments/${i}`),
	];
	return {
		sightings,
		errored,
		redFlags: lead ? [...redFlags(fields, parts), ...replacements(fields, sightings, parts)] : [],
		chemicalContext: lead && chemicalContext(fields, sightings, parts),
		unscreened: media,
	};
}

/** Weaker than this, a short code is read as its honest meaning. */
const LEAST_CODE = 0.3;

// The same letters mean different things in different sentences.
function inContext(one: Sighting, field: Field, about: string, parts: Parts): FieldSighting {
	const placed = { field: field.pointer, text: field.text.slice(one.start, one.end) };
	if (one.rule === 'long-code' && !isChemicalTrade(field.text, one.start, one.end, parts.phrases)) {
		const note = `${one.note}; nothing around it is about chemicals`;
		return { ...one, ...placed, rule: 'abbreviation', confidence: 0.05, undone: [], note, excused: { reason: 'collision', note } };
	}
	if (one.rule === 'abbreviation' && one.confidence < LEAST_CODE)
		return { ...one, ...placed, excused: { reason: 'collision', note: one.note } };
	const compared = one.kind === 'substance' ? comparedBy(field.text, one.start, parts.phrases) : null;
	const rule = one.rule === 'long-code' ? 'abbreviation' : one.rule;
	// "Works like toluene" is ordinary; "replacement for" a dedicated precursor is itself a signal, raised below.
	if (compared !== null && parts.tierOf(one.id) !== 1) {
		return { ...one, ...placed, rule, excused: { reason: 'mention', note: `“${compared}” compares with it, it does not offer it` } };
	}
	const excused = excuse(field.text, one.start, one.end, parts.phrases);
	// A book's description names what the book is about. Dedicated precursors are excused only by their own sentence.
	const told = excused === null && about !== '' && field.pointer !== '/title' && one.kind === 'substance' && parts.tierOf(one.id) !== 1;
	if (told && !isOffered(field.text, one.start, one.end)) {
		return { ...one, ...placed, rule, excused: { reason: 'mention', note: `the listing is headed “${about}”` } };
	}
	return { ...one, ...placed, rule, excused };
}

// A short code inside a longer name that was recognised says nothing of its own.
const isCovered = (code: Sighting, names: readonly Sighting[]): boolean =>
	names.some(
		(name) =>
			name.rule !== 'abbreviation' && name.start <= code.start && code.end <= name.end && name.end - name.start > code.end - code.start,
	);

// "Replacement for" a substance of tier 1, by the sighting it is about.
function replacements(fields: readonly Field[], sightings: readonly FieldSighting[], parts: Parts): FlagSighting[] {
	return sightings.flatMap((one) => {
		const text = fields.find((field) => field.pointer === one.field)?.text ?? '';
		const phrase = one.kind === 'substance' && parts.tierOf(one.id) === 1 ? comparedBy(text, one.start, parts.phrases) : null;
		if (phrase === null) return [];
		const at = lowered(text).lastIndexOf(phrase, one.start);
		const quoted = { field: one.field, at, phrase, text: text.slice(at, at + phrase.length) };
		return [{ kind: 'replacement' as const, note: `“${phrase}” offers something in its place`, substance: one.id, ...quoted }];
	});
}

const FLAGS = ['stealth', 'off-platform'] as const;

function redFlags(fields: readonly Field[], parts: Parts): FlagSighting[] {
	const flags: FlagSighting[] = [];
	for (const field of fields) {
		if (field.declared !== 'text') continue;
		const lower = lowered(field.text);
		for (const kind of FLAGS) {
			for (const { phrase, at } of findPhrases(lower, parts.phrases[kind], 2)) {
				flags.push({ kind, note: `“${phrase}”`, field: field.pointer, at, phrase, text: field.text.slice(at, at + phrase.length) });
			}
		}
	}
	return flags;
}

function chemicalContext(fields: readonly Field[], sightings: readonly FieldSighting[], parts: Parts): boolean {
	return sightings.some((one) => {
		if (one.kind === 'honest') return false;
		if (one.rule !== 'abbreviation') return one.excused === null;
		const text = fields.find((field) => field.pointer === one.field)?.text ?? '';
		return one.excused === null && isChemicalTrade(text, one.start, one.end, parts.phrases);
	});
}
