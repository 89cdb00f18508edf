// The lexicon as the text scanner sees it: every name folded by the same alphabet as the text, with an edit budget, as flat arrays
// that are built when the catalogue is compiled and viewed in place when the engine starts.
import { PLAIN_OTHER } from '../text/alphabet.ts';
import type { FoldTable } from '../text/fold-table.ts';
import { Reading, read } from '../text/reading.ts';
import type { Alias, Owner } from './lexicon.ts';
import { FORMS, type PatternForm, respellings, slips } from './respell.ts';

/** Pattern p has codes [codeStart[p], codeStart[p + 1]) and alias entries [entryStart[p], entryStart[p + 1]). */
export interface PatternSet {
	readonly count: number;
	readonly codes: Uint8Array;
	readonly codeStart: Int32Array;
	/** Edits allowed when matching the folded text. */
	readonly budget: Uint8Array;
	/** Index into FORMS: how the pattern was derived; anything but `name` is itself something undone. */
	readonly form: Uint8Array;
	readonly entryStart: Int32Array;
	/** Per entry: the alias, and the plain letters this form spells of it, [plainStart[e], plainStart[e + 1]). */
	readonly entryAlias: Int32Array;
	readonly plain: Uint16Array;
	readonly plainStart: Int32Array;
}

export const formOf = (set: PatternSet, pattern: number): PatternForm => FORMS[set.form[pattern] ?? 0] ?? 'name';

/**
 * Edits allowed for a folded length and tier: honest typos stay within two (CSpell); long names of dedicated precursors need more
 * against an adversary. Bulk solvents and acids are openly traded, and every edit costs candidates in honest chemical text.
 */
export function editBudget(length: number, tier: number): number {
	if (length < 6) return 0;
	if (tier === 3) return length < 12 ? 1 : 2;
	if (length < 9) return 1;
	if (tier === 1) return length < 16 ? 2 : length < 28 ? 3 : 4;
	return length < 28 ? 2 : 3;
}

/** A reader with a buffer of its own, for names. */
export const folder = (table: FoldTable, foreign: ReadonlyMap<number, number>): ((text: string) => Reading) => {
	const reading = new Reading();
	return (text) => {
		read(text, table, foreign, 'by-word', reading);
		return reading;
	};
};

const MIN_LENGTH: Readonly<Record<PatternForm, number>> = {
	name: 4,
	joined: 5,
	phonetic: 5,
	reordered: 8,
	reversed: 7,
	rotated: 7,
	skeleton: 6,
};
const MAX_BUDGET: Readonly<Record<PatternForm, number>> = {
	name: 4,
	joined: 2,
	phonetic: 1,
	reordered: 1,
	reversed: 1,
	rotated: 0,
	skeleton: 1,
};
const OWNER_BUDGET: Readonly<Record<Owner['kind'], number>> = { substance: 4, 'family-member': 4, equipment: 1, drug: 0 };
/** Sellers disguise the names buyers search for: English ones in full, other languages against slips, by tier. */
const OTHER_LANGUAGE_BUDGET: Readonly<Record<number, number>> = { 1: 2, 2: 1, 3: 1 };

interface Draft {
	readonly codes: Uint8Array;
	form: PatternForm;
	budget: number;
	readonly entries: { alias: number; plain: Uint16Array }[];
}

/** Compiles aliases into patterns, one per distinct folded form. Names with foreign letters are left to the foreign-name trie. */
export function compilePatterns(aliases: readonly Alias[], owners: readonly Owner[], fold: (text: string) => Reading): PatternSet {
	const drafts = new Map<string, Draft>();
	aliases.forEach((alias, index) => {
		const owner = owners[alias.owner];
		if (alias.kind === 'abbreviation' || owner === undefined || hasForeign(fold(alias.text))) return;
		// Only controlled identities are worth every respelling; names that merely route to review are matched as written.
		const listed = alias.kind === 'name' && owner.tier > 0;
		const forms: readonly (readonly [PatternForm, string])[] = listed ? respellings(alias.text, alias.lang) : [['name', alias.text]];
		const limit = Math.min(
			OWNER_BUDGET[owner.kind],
			alias.kind !== 'name' || alias.lang === 'en' ? 4 : (OTHER_LANGUAGE_BUDGET[owner.tier] ?? 0),
		);
		const add = (form: PatternForm, text: string, plain: Uint16Array, most: number): void => {
			const reading = fold(text);
			if (reading.folds < MIN_LENGTH[form]) return;
			const codes = reading.fold.slice(0, reading.folds);
			const entry = { alias: index, plain };
			const budget = Math.min(most, MAX_BUDGET[form], editBudget(codes.length, owner.tier), limit);
			const key = String.fromCharCode(...codes);
			const known = drafts.get(key);
			if (known === undefined) drafts.set(key, { codes, form, budget, entries: [entry] });
			else merge(known, form, budget, entry);
		};
		const spell = (text: string): Uint16Array => {
			const reading = fold(text);
			return reading.plain.slice(0, reading.length);
		};
		for (const [form, text] of forms) add(form, text, spell(text), limit);
		// A slip is one edit away from the name it is aligned with.
		if (listed && limit > 0) for (const text of slips(alias.text)) add('name', text, spell(alias.text), limit - 1);
	});
	return flatten([...drafts.values()]);
}

function merge(draft: Draft, form: PatternForm, budget: number, entry: { alias: number; plain: Uint16Array }): void {
	draft.budget = Math.max(draft.budget, budget);
	if (draft.entries.some((one) => one.alias === entry.alias)) return;
	// The plainest derivation names the form: a reversal that folds like a real name is that name.
	if (FORMS.indexOf(form) < FORMS.indexOf(draft.form)) {
		draft.form = form;
		draft.entries.unshift(entry);
	} else draft.entries.push(entry);
}

const hasForeign = (reading: Reading): boolean => reading.plain.subarray(0, reading.length).some((plain) => plain >= PLAIN_OTHER);

function flatten(drafts: readonly Draft[]): PatternSet {
	const starts = (sizes: readonly number[]): Int32Array => {
		const out = new Int32Array(sizes.length + 1);
		sizes.forEach((size, i) => {
			out[i + 1] = (out[i] ?? 0) + size;
		});
		return out;
	};
	const entries = drafts.flatMap((draft) => draft.entries);
	const codeStart = starts(drafts.map((draft) => draft.codes.length));
	const plainStart = starts(entries.map((entry) => entry.plain.length));
	const codes = new Uint8Array(codeStart.at(-1) ?? 0);
	for (const [i, draft] of drafts.entries()) codes.set(draft.codes, codeStart[i]);
	const plain = new Uint16Array(plainStart.at(-1) ?? 0);
	for (const [i, entry] of entries.entries()) plain.set(entry.plain, plainStart[i]);
	return {
		count: drafts.length,
		codes,
		codeStart,
		budget: Uint8Array.from(drafts, (draft) => draft.budget),
		form: Uint8Array.from(drafts, (draft) => FORMS.indexOf(draft.form)),
		entryStart: starts(drafts.map((draft) => draft.entries.length)),
		entryAlias: Int32Array.from(entries, (entry) => entry.alias),
		plain,
		plainStart,
	};
}
