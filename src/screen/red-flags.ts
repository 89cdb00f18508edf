// Phrases that make an offer worse, wherever they stand in the listing. Never decisive alone: without a sighting they are not looked for.
import type { RedFlag } from '../model/match.ts';
import { comparedBy, lowered } from './context.ts';
import type { Field } from './fields.ts';
import type { Parts } from './parts.ts';
import { findPhrases, type Phrases } from './phrases.ts';
import type { FieldSighting } from './sighting.ts';

/** A red flag and where it stands. */
export interface FlagSighting extends RedFlag {
	readonly field: string;
	readonly at: number;
	readonly phrase: string;
	/** The slice of the original text. */
	readonly text: string;
}

const FLAGS = ['stealth', 'off-platform'] as const;

/** Promises to slip past controls or to lead off the platform, at most two of a kind in a field. */
export function redFlags(fields: readonly Field[], phrases: Phrases): FlagSighting[] {
	const flags: FlagSighting[] = [];
	for (const field of fields) {
		if (field.declared !== 'text') continue;
		const lower = lowered(field.text);
		for (const kind of FLAGS) {
			for (const { phrase, at } of findPhrases(lower, phrases[kind], 2)) {
				flags.push({ kind, note: `“${phrase}”`, field: field.pointer, at, phrase, text: field.text.slice(at, at + phrase.length) });
			}
		}
	}
	return flags;
}

/** "Replacement for" a substance of tier 1, by the sighting it is about. */
export function replacements(fields: readonly Field[], sightings: readonly FieldSighting[], parts: Parts): FlagSighting[] {
	return sightings.flatMap((one) => {
		const text = fields.find((field) => field.pointer === one.field)?.text ?? '';
		const phrase = one.kind === 'substance' && parts.tierOf(one.id) === 1 ? comparedBy(text, one.start, parts.phrases) : null;
		if (phrase === null) return [];
		const at = lowered(text).lastIndexOf(phrase, one.start);
		const quoted = { field: one.field, at, phrase, text: text.slice(at, at + phrase.length) };
		return [{ kind: 'replacement' as const, note: `“${phrase}” offers something in its place`, substance: one.id, ...quoted }];
	});
}
