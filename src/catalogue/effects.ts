// What a change of the catalogue can do to verdicts: for the people who decide on it, the weakenings marked. A mark is a reading of
// one fact alone; what facts do together is said by the preview over all listings. Pure.
import { byEffect, type Effect } from '../model/effect.ts';
import type { ContextKind } from '../model/substance.ts';
import type { Change, ChangeWhat } from './diff.ts';

export type MarkedChange = Change & { readonly effect: Effect };

/** The changes with their effects, weakenings first. */
export const markChanges = (changes: readonly Change[]): MarkedChange[] =>
	changes.map((change) => ({ ...change, effect: effectOf(change) })).sort(byEffect);

/** Facts by which something is recognised or controlled: more of them is stricter, fewer is weaker. */
const RECOGNISING: ReadonlySet<ChangeWhat> = new Set([
	'cas',
	'control',
	'drug',
	'equipment',
	'family',
	'identifier',
	'member',
	'name',
	'query',
	'shared',
	'substance',
]);

/** Facts that nothing is decided by. */
const SILENT: ReadonlySet<ChangeWhat> = new Set(['example', 'note', 'source', 'wording']);

/** What phrases of a kind do to a match near them. */
const PHRASES: Readonly<Partial<Record<ContextKind, Effect>>> = {
	'negation-before': 'weaker',
	'negation-direct': 'weaker',
	'negation-after': 'weaker',
	'refusal-before': 'weaker',
	'refusal-after': 'weaker',
	mention: 'weaker',
	replacement: 'stricter',
	stealth: 'stricter',
	'off-platform': 'stricter',
	offer: 'stricter',
	chemical: 'stricter',
};

function effectOf(change: Change): Effect {
	const { what, record, at, kind } = change;
	if (record.startsWith('look-alikes/') || at === 'benign') return excuse(change);
	if (what === 'phrase') return phrase(change);
	if (what === 'note' && (at === 'confidence' || at === 'group')) return 'unknown';
	if (SILENT.has(what)) return 'neutral';
	if (what === 'abbreviation' || RECOGNISING.has(what)) {
		if (at.startsWith('limited form')) return 'unknown';
		return kind === 'added' ? 'stricter' : kind === 'removed' ? 'weaker' : 'unknown';
	}
	if (kind !== 'changed') return line(change);
	if (what === 'tier') return Number(change.after) < Number(change.before) ? 'stricter' : 'weaker';
	if (what === 'status') return status(change.before, change.after);
	if (what === 'date') return date(change.before, change.after);
	return 'unknown';
}

// Facts that come or go with their whole line of law; an exemption alone may come to a line that stays.
function line({ what, at, kind }: Change): Effect {
	if (what !== 'date' && what !== 'status' && what !== 'threshold') return 'unknown';
	const takesOut = at.endsWith(', exemption');
	return (kind === 'added') === takesOut ? 'weaker' : 'stricter';
}

// What is honest beside something listed: the more of it, the more is let through.
function excuse({ what, kind }: Change): Effect {
	if (SILENT.has(what)) return 'neutral';
	return kind === 'added' ? 'weaker' : kind === 'removed' ? 'stricter' : 'unknown';
}

function phrase({ record, at, kind }: Change): Effect {
	const does = PHRASES[record.slice('context/'.length) as ContextKind];
	if (does === undefined || kind === 'changed' || at.endsWith('unless') || at === '') return 'unknown';
	return (kind === 'added') === (does === 'stricter') ? 'stricter' : 'weaker';
}

const PROPOSED = 'proposed';

function status(before: string, after: string): Effect {
	const was = before.startsWith(PROPOSED);
	const is = after.startsWith(PROPOSED);
	return was === is ? 'unknown' : is ? 'weaker' : 'stricter';
}

/** `2001-05-04 (high)`, as differences write a date of law that has no end. */
const OPEN_DATE = /^(\d{4}-\d{2}-\d{2}) \((?:high|medium)\)$/;

// A line that begins earlier is in force on more days. Days that are doubtful or end are for a reader.
function date(before: string, after: string): Effect {
	const was = OPEN_DATE.exec(before)?.[1];
	const is = OPEN_DATE.exec(after)?.[1];
	if (was === undefined || is === undefined) return 'unknown';
	return is < was ? 'stricter' : is > was ? 'weaker' : 'unknown';
}
