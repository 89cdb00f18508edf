// Why a sighting is no offer: what the words around it say. Explicit phrases give the reason a person reads; the intent model settles
// what they leave open. Must never clear a disguised name or a dedicated precursor by the model's word alone.
import type { Excuse } from '../model/match.ts';
import { isChemicalTrade } from './context.ts';
import { type IntentModel, intentFeatures, offerProbability } from './intent.ts';
import { negationExcuse } from './negation.ts';
import type { Phrases } from './phrases.ts';
import { type ListingSetting, type Surrounding, surroundingOf } from './setting.ts';
import type { FieldSighting, Sighting } from './sighting.ts';

/** Weaker than this, a short code is read as its honest meaning. */
const LEAST_CODE = 0.3;

/** A sighting placed in its field, with the probability that it is offered and, when it is not, the reason. */
export function inContext(
	one: Sighting,
	field: { readonly pointer: string; readonly text: string },
	setting: ListingSetting,
	model: IntentModel,
): FieldSighting {
	const around = surroundingOf(one, field, setting);
	const intent = intentFeatures(around);
	const offered = offerProbability(model, intent);
	const placed = { ...one, field: field.pointer, text: field.text.slice(one.start, one.end), intent, offered };
	const collision = collisionOf(one, field.text, setting.phrases);
	if (collision !== null) {
		const excused = { reason: 'collision', note: collision } as const;
		return one.rule === 'long-code'
			? { ...placed, rule: 'abbreviation', confidence: 0.05, undone: [], note: collision, excused }
			: { ...placed, excused };
	}
	const rule = one.rule === 'long-code' ? 'abbreviation' : one.rule;
	return { ...placed, rule, excused: excuseOf(around, offered, one.kind === 'substance') };
}

function collisionOf(one: Sighting, text: string, phrases: Phrases): string | null {
	if (one.rule === 'long-code' && !isChemicalTrade(text, one.start, one.end, phrases))
		return `${one.note}; nothing around it is about chemicals`;
	return one.rule === 'abbreviation' && one.confidence < LEAST_CODE ? one.note : null;
}

/** From here on a word of a mention excuses nothing: too much else says that it is offered. */
const OFFERED = 0.7;
/** Below this the words around speak of the substance even without such a word. */
const SPOKEN_OF = 0.3;

function excuseOf(around: Surrounding, offered: number, substance: boolean): Excuse | null {
	const dedicated = around.tier === 1;
	// "Works like toluene" is ordinary; "replacement for" a dedicated precursor is itself a signal, raised by the inspection.
	if (around.comparedBy !== null && !dedicated)
		return { reason: 'mention', note: `“${around.comparedBy}” compares with it, it does not offer it` };
	if (around.negation !== null) return negationExcuse(around.negation);
	if (around.mentions > 0 && !around.offered && around.offers <= around.mentions && offered < OFFERED)
		return { reason: 'mention', note: 'the text is about the substance, not an offer of it' };
	// Beside a quantity or a purity only its own sentence excuses a name.
	if (!substance || dedicated || around.disguised || around.offered) return null;
	// A book's description names what the book is about. Dedicated precursors are excused only by their own sentence.
	if (around.heading !== '' && around.field !== '/title' && offered < OFFERED)
		return { reason: 'mention', note: `the listing is headed “${around.heading}”` };
	return offered < SPOKEN_OF
		? { reason: 'mention', note: `the words around it are no offer (${Math.round(100 * offered)} % probable)` }
		: null;
}
