// What changed between two catalogues, as typed records in a fixed order, and as text for a reviewer. Files are diffed as facts:
// moving a name within its list or a comment is no change. Pure.
import type { Catalogue, Control, Family, LookAlike, Substance, Threshold } from '../model/substance.ts';

/** Kinds of facts. `part` and `policy`: of the artefact beside the catalogue's own facts. */
export const CHANGE_WHATS = [
	'abbreviation',
	'cas',
	'control',
	'date',
	'drug',
	'equipment',
	'example',
	'family',
	'identifier',
	'look-alike',
	'member',
	'name',
	'note',
	'part',
	'phrase',
	'policy',
	'query',
	'shared',
	'source',
	'status',
	'substance',
	'threshold',
	'tier',
	'wording',
] as const;

export type ChangeWhat = (typeof CHANGE_WHATS)[number];

/** One fact that came, went or changed. */
export type Change = {
	readonly what: ChangeWhat;
	/** The record it belongs to, as the catalogue names it: `substances/acetone`, `families/F-4AP`, `look-alikes/Aniline` … */
	readonly record: string;
	/** Where inside the record: a language, a control line (`US List II`), a field; empty for the record itself. */
	readonly at: string;
} & (
	| { readonly kind: 'added'; readonly after: string }
	| { readonly kind: 'removed'; readonly before: string }
	| { readonly kind: 'changed'; readonly before: string; readonly after: string }
);

/** One fact of a catalogue, flattened. A `set` fact is compared as a member of its place, any other as the value at its place. */
interface Fact {
	readonly what: ChangeWhat;
	readonly at: string;
	readonly value: string;
	readonly set?: true;
}

/** A record: what it is, its one-line description, and its facts. */
interface Entry {
	readonly what: ChangeWhat;
	readonly title: string;
	readonly facts: readonly Fact[];
}

/** Every difference from `a` to `b`. Records that came or went are one change each; others are compared fact by fact. */
export function diffCatalogues(a: Catalogue, b: Catalogue): Change[] {
	const before = recordsOf(a);
	const after = recordsOf(b);
	const changes: Change[] = [];
	for (const record of new Set([...before.keys(), ...after.keys()])) {
		const old = before.get(record);
		const now = after.get(record);
		if (old === undefined && now !== undefined) changes.push({ kind: 'added', what: now.what, record, at: '', after: now.title });
		else if (old !== undefined && now === undefined) changes.push({ kind: 'removed', what: old.what, record, at: '', before: old.title });
		else if (old !== undefined && now !== undefined) changes.push(...diffFacts(record, old.facts, now.facts));
	}
	return changes;
}

function diffFacts(record: string, before: readonly Fact[], after: readonly Fact[]): Change[] {
	const changes: Change[] = [];
	const keyOf = (fact: Fact): string => `${fact.what}\n${fact.at}${fact.set === true ? `\n${fact.value}` : ''}`;
	const now = new Map(after.map((fact) => [keyOf(fact), fact]));
	const old = new Map(before.map((fact) => [keyOf(fact), fact]));
	for (const [key, { what, at, value }] of old) {
		const next = now.get(key);
		if (next === undefined) changes.push({ kind: 'removed', what, record, at, before: value });
		else if (next.value !== value) changes.push({ kind: 'changed', what, record, at, before: value, after: next.value });
	}
	for (const [key, { what, at, value }] of now) if (!old.has(key)) changes.push({ kind: 'added', what, record, at, after: value });
	return changes;
}

function recordsOf(catalogue: Catalogue): Map<string, Entry> {
	const records = new Map<string, Entry>();
	for (const one of catalogue.substances) {
		records.set(`substances/${one.id}`, {
			what: 'substance',
			title: `${one.names['en']?.[0] ?? one.id}, tier ${one.tier}`,
			facts: [...substanceFacts(one)],
		});
	}
	for (const one of catalogue.families)
		records.set(`families/${one.id}`, { what: 'family', title: one.title, facts: [...familyFacts(one)] });
	for (const one of catalogue.lookAlikes) {
		records.set(`look-alikes/${one.name}`, { what: 'look-alike', title: `expect ${one.expect}`, facts: [...lookAlikeFacts(one)] });
	}
	for (const one of catalogue.abbreviations) {
		const facts = [
			fact('abbreviation', 'substance', one.substance),
			...members('abbreviation', 'benign', [...one.benign, ...one.benignCas]),
		];
		records.set(`abbreviations/${one.text}`, { what: 'abbreviation', title: one.substance, facts });
	}
	for (const one of catalogue.equipment) {
		const facts = [
			...byLanguage('name', one.names),
			...members('control', 'lists', one.lists),
			...members('look-alike', '', one.lookAlikes),
			...members('source', '', one.sources),
		];
		records.set(`equipment/${one.id}`, {
			what: 'equipment',
			title: one.names['en']?.[0] ?? one.id,
			facts: [...facts, fact('note', 'confidence', one.confidence)],
		});
	}
	for (const one of catalogue.context) {
		const unless = byLanguage('phrase', one.unless ?? {}).map((each) => ({ ...each, at: `${each.at}, unless` }));
		records.set(`context/${one.kind}`, {
			what: 'phrase',
			title: one.note,
			facts: [fact('note', '', one.note), ...byLanguage('phrase', one.phrases), ...unless],
		});
	}
	for (const one of catalogue.drugs) {
		const title = one.aliasOf === undefined ? one.list : `${one.list}, other name of ${one.aliasOf}`;
		records.set(`controlled-drugs/${one.name}`, {
			what: 'drug',
			title,
			facts: [fact('drug', 'list', title), fact('source', '', one.source)],
		});
	}
	for (const one of catalogue.sources) {
		const facts = [
			fact('source', 'title', one.title),
			fact('source', 'url', one.url ?? 'none'),
			fact('source', 'date', one.date ?? 'none'),
			fact('source', 'read', one.read ?? 'unknown'),
		];
		records.set(`sources/${one.id}`, { what: 'source', title: one.title, facts });
	}
	for (const one of catalogue.badIdentifiers) {
		records.set(`bad-identifiers/${one.seen}`, {
			what: 'identifier',
			title: one.substance,
			facts: [fact('identifier', 'substance', one.substance), fact('note', '', one.problem)],
		});
	}
	for (const one of catalogue.shared) {
		const facts = [...members('shared', '', one.substances), fact('note', '', one.why)];
		records.set(`shared-identifiers/${one.kind} ${one.value}`, { what: 'shared', title: one.substances.join(', '), facts });
	}
	return records;
}

const fact = (what: ChangeWhat, at: string, value: string): Fact => ({ what, at, value });
const members = (what: ChangeWhat, at: string, values: readonly string[]): Fact[] =>
	values.map((value) => ({ what, at, value, set: true }));
const byLanguage = (what: ChangeWhat, texts: Readonly<Record<string, readonly string[]>>): Fact[] =>
	Object.entries(texts).flatMap(([language, values]) => members(what, language, values));

function* substanceFacts(one: Substance): Generator<Fact> {
	yield fact('tier', '', String(one.tier));
	yield* byLanguage('name', one.names);
	yield* members('abbreviation', '', one.abbreviations);
	for (const cas of one.cas) yield fact('cas', cas.number, `${cas.form} (${cas.confidence})`);
	for (const key of ['smiles', 'inchikey', 'formula', 'hs', 'hsConfidence', 'stereo'] as const)
		yield fact('identifier', key, one[key] ?? 'unknown');
	yield fact('family', '', one.family ?? 'none');
	yield fact('note', 'group', one.group);
	yield fact('note', 'notes', one.notes ?? 'none');
	yield fact('note', 'confidence', one.confidence);
	yield* members('note', 'uses', one.uses);
	yield* members('source', '', one.sources);
	for (const form of one.limited ?? []) {
		yield fact(
			'control',
			`limited form ${form.form}`,
			`${form.regimes.join(', ')}: ${[...form.names, ...form.cas].join(', ')} (${form.reason})`,
		);
	}
	for (const kind of ['match', 'clear'] as const) yield* members('example', kind, one.examples?.[kind] ?? []);
	yield* controlFacts(one.controls);
}

function* controlFacts(controls: readonly Control[]): Generator<Fact> {
	const seen = new Map<string, number>();
	for (const control of controls) {
		const line = `${control.regime} ${control.list}`;
		const nth = (seen.get(line) ?? 0) + 1;
		seen.set(line, nth);
		const at = nth === 1 ? line : `${line} (${nth})`;
		yield fact('control', at, control.citation);
		yield fact('wording', at, control.wording);
		yield fact(
			'date',
			at,
			`${control.effective} (${control.effectiveConfidence})${control.until === undefined ? '' : ` until ${control.until}`}`,
		);
		yield fact('status', at, `${control.status} (${control.confidence})`);
		yield fact('threshold', at, control.threshold === undefined ? 'none compiled' : thresholdText(control.threshold));
		if (control.exemption !== undefined) {
			yield fact('threshold', `${at}, exemption`, `${control.exemption.quantity} ${control.exemption.unit} (${control.exemption.note})`);
		}
		if (control.code !== undefined) yield fact('identifier', `${at}, code`, `${control.code.number} (${control.code.confidence})`);
		if (control.note !== undefined) yield fact('note', at, control.note);
		yield* members('source', at, control.sources);
	}
}

/** A threshold in one line, everything that the catalogue says of it. */
export function thresholdText(threshold: Threshold): string {
	const { quantity, unit, alternative, basis, note, citation, confidence } = threshold;
	const volume =
		alternative === undefined ? '' : ` or ${alternative.quantity} ${alternative.unit === '[gal_us]' ? 'US gallons' : alternative.unit}`;
	return `${quantity} ${unit}${volume}${basis === undefined ? '' : `, ${basis}`}; ${note}; citation ${citation}; confidence ${confidence}`;
}

function* familyFacts(one: Family): Generator<Fact> {
	yield fact('tier', '', String(one.tier));
	yield fact('wording', '', one.wording);
	yield fact('note', 'title', one.title);
	yield fact('note', 'scope', one.scope);
	yield fact('status', '', one.reviewOnly ? 'review only' : 'decides');
	yield* members('control', 'regimes', one.regimes);
	yield* members('query', 'smarts', one.smarts);
	yield* members('query', 'exactParents', one.exactParents);
	yield* members('example', 'positives', one.positives);
	yield* members('example', 'negatives', one.negatives);
	for (const member of one.members) {
		yield fact('member', member.name, `${member.cas ?? 'no CAS'}, ${member.smiles}`);
		yield* members('name', member.name, member.aliases);
	}
	yield* members('source', '', one.sources);
}

function* lookAlikeFacts(one: LookAlike): Generator<Fact> {
	yield fact('status', 'expect', one.expect);
	yield* members('name', '', one.aliases);
	yield fact('cas', '', one.cas ?? 'none');
	yield fact('identifier', 'smiles', one.smiles ?? 'none');
	yield* members('substance', 'confused with', one.confusedWith);
	yield fact('note', 'why', one.why);
	yield fact('note', 'confidence', one.confidence);
}

/** The changes as text: one heading per record, `+` came, `-` went, `~` changed; the last line counts. */
export function renderDiff(changes: readonly Change[]): string {
	if (changes.length === 0) return 'No difference.\n';
	const lines: string[] = [];
	let record = '';
	for (const change of changes) {
		if (change.record !== record) lines.push(...(record === '' ? [] : ['']), change.record);
		record = change.record;
		const place = change.at === '' ? change.what : `${change.what} (${change.at})`;
		switch (change.kind) {
			case 'added':
				lines.push(`  + ${place}: ${change.after}`);
				break;
			case 'removed':
				lines.push(`  - ${place}: ${change.before}`);
				break;
			case 'changed':
				lines.push(`  ~ ${place}: ${change.before} → ${change.after}`);
				break;
		}
	}
	const count = (kind: Change['kind']): number => changes.filter((change) => change.kind === kind).length;
	return `${[...lines, '', `${count('added')} added, ${count('removed')} removed, ${count('changed')} changed`].join('\n')}\n`;
}
