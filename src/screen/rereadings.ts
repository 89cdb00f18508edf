// The other ways one field may be read: text in another coat, text turned round, letters drawn with signs. Each is a text with a way
// back to the original, read by the same recognisers; what they find there was disguised.
import type { EvasionKind } from '../model/verdict.ts';
import { turned } from '../text/direction.ts';
import type { FoldTable } from '../text/fold-table.ts';
import { after, HOW_DRAWN, HOW_HIDDEN, HOW_TURNED, type Rewriting, spanOf } from '../text/rewriting.ts';
import { buildSignTable, type SignTable } from '../text/sign-table.ts';
import { undrawn } from '../text/signs.ts';
import { decodedRuns, MOST_RUNS } from './decoded.ts';
import type { Sighting } from './sighting.ts';

export interface Rereading {
	readonly text: string;
	/** A sighting in `text` as one in the original, or null when it says what the original says openly. */
	place(one: Sighting): Sighting | null;
}

export interface Rereadings {
	readonly all: readonly Rereading[];
	/** The text holds more of them than are read. */
	readonly cutShort: boolean;
}

/** A function that gives every further way to read a text; none for ordinary text. */
export function compileRereadings(fold: FoldTable): (text: string) => Rereadings {
	const signs = buildSignTable(fold);
	return (text) => rereadings(text, signs);
}

function rereadings(text: string, signs: SignTable): Rereadings {
	const all: Rereading[] = decodedRuns(text).map(({ start, end, decoded, how }) => ({
		text: decoded,
		place: (one) => ({ ...one, start, end, undone: withKinds(one.undone, ['encoding']), note: `${one.note}, written in ${how}` }),
	}));
	const upright = turned(text);
	const letters = undrawn(upright?.text ?? text, signs);
	const seen = upright === null || letters === null ? (letters ?? upright) : after(upright, letters);
	if (seen !== null) all.push({ text: seen.text, place: (one) => placed(one, seen) });
	return { all, cutShort: all.length >= MOST_RUNS };
}

const KINDS: readonly (readonly [how: number, kind: EvasionKind])[] = [
	[HOW_DRAWN, 'leet'],
	[HOW_TURNED, 'reversed'],
];

function placed(one: Sighting, seen: Rewriting): Sighting | null {
	const { start, end, how } = spanOf(seen, one.start, one.end);
	// A mark that hides no letter of the name ("acetone*") is only a mark.
	if (how === 0 || (how === HOW_HIDDEN && !one.undone.includes('mask'))) return null;
	const kinds = KINDS.flatMap(([bit, kind]) => ((how & bit) === 0 ? [] : [kind]));
	return { ...one, start, end, undone: withKinds(one.undone, kinds) };
}

const withKinds = (undone: readonly EvasionKind[], more: readonly EvasionKind[]): EvasionKind[] => [...new Set([...undone, ...more])];
