// One substance for a reader: found by id, CAS number, InChIKey or name, laid out as labelled lines. What the sources lack is
// shown as `unknown`; a proposal is shown as one. Pure: wrapping and colours are the caller's.
import { parseCas } from '../chem/cas.ts';
import { nearestFew } from '../model/nearest.ts';
import type { Catalogue, Control, LookAlike, Source, Substance } from '../model/substance.ts';
import { thresholdText } from './diff.ts';
import { nameKey, nameKeys } from './name-key.ts';

/** What a reader meant. `near` are ids worth trying; `hints` say what else the catalogue knows of the text. */
export type Lookup =
	| { readonly kind: 'found'; readonly by: 'id' | 'cas' | 'inchikey' | 'name'; readonly substances: readonly Substance[] }
	| { readonly kind: 'unknown'; readonly near: readonly string[]; readonly hints: readonly string[] };

/** One line of a sheet: a label (empty on continuation lines), its text, and how deep it is indented (0 or 1). */
export interface SheetLine {
	readonly depth: 0 | 1;
	readonly label: string;
	readonly text: string;
}

/** Several substances may share a number or a name; all of them are returned, in catalogue order. */
export function findSubstances(catalogue: Catalogue, query: string): Lookup {
	const wanted = query.trim();
	const found = (by: 'id' | 'cas' | 'inchikey' | 'name', test: (one: Substance) => boolean): Lookup | undefined => {
		const substances = catalogue.substances.filter(test);
		return substances.length > 0 ? { kind: 'found', by, substances } : undefined;
	};
	const upper = wanted.toUpperCase();
	const key = nameKey(wanted);
	return (
		found('id', (one) => one.id === wanted.toLowerCase()) ??
		found('cas', (one) => one.cas.some((cas) => cas.number === wanted)) ??
		found('inchikey', (one) => one.inchikey !== null && (one.inchikey === upper || one.inchikey.slice(0, 14) === upper)) ??
		found(
			'name',
			(one) => key !== '' && [...Object.values(one.names).flat(), ...one.abbreviations].some((name) => nameKey(name) === key),
		) ?? {
			kind: 'unknown',
			near: nearIds(catalogue, wanted),
			hints: hintsOf(catalogue, wanted),
		}
	);
}

// Ids near the text itself, then the ids behind names near it.
function nearIds(catalogue: Catalogue, wanted: string): string[] {
	const owners = new Map<string, string>();
	for (const one of catalogue.substances) for (const name of Object.values(one.names).flat()) owners.set(name, one.id);
	const ids = nearestFew(
		wanted,
		catalogue.substances.map((one) => one.id),
		3,
	);
	const named = nearestFew(wanted, owners.keys(), 3).map((name) => owners.get(name) ?? '');
	return [...new Set([...ids, ...named])].slice(0, 4);
}

function hintsOf(catalogue: Catalogue, wanted: string): string[] {
	const hints: string[] = [];
	const keys = new Set(nameKeys(wanted));
	const cas = parseCas(wanted);
	if (/^\d[\d-]{3,12}$/.test(wanted) && !cas.ok) hints.push(...cas.problems.map((problem) => problem.message));
	for (const one of catalogue.badIdentifiers) if (one.seen === wanted) hints.push(`${one.problem}: see ${one.substance}`);
	const named = (names: readonly string[]): boolean => names.some((name) => nameKeys(name).some((key) => keys.has(key)));
	for (const one of catalogue.lookAlikes) {
		if (one.cas !== wanted && !named([one.name, ...one.aliases])) continue;
		const victims = one.confusedWith.length > 0 ? `, confused with ${one.confusedWith.join(', ')}` : '';
		hints.push(`${one.name} is a look-alike (expect ${one.expect})${victims}: ${one.why}`);
	}
	for (const family of catalogue.families) {
		for (const member of family.members) {
			if (member.cas === wanted || named([member.name]))
				hints.push(`${member.name} is a published member of ${family.id}: ${family.title}`);
		}
	}
	for (const drug of catalogue.drugs)
		if (named([drug.name])) hints.push(`${drug.name} is a controlled drug (${drug.list}), not a precursor`);
	return hints;
}

/** Look-alikes that name the substance as what they are confused with. */
export function confusedWith(catalogue: Catalogue, substance: Substance): LookAlike[] {
	return catalogue.lookAlikes.filter((one) => one.confusedWith.includes(substance.id));
}

/** Every source that the substance or one of its control lines names, in catalogue order. */
export function sourcesOf(catalogue: Catalogue, substance: Substance): Source[] {
	const ids = new Set([...substance.sources, ...substance.controls.flatMap((control) => control.sources)]);
	return catalogue.sources.filter((source) => ids.has(source.id));
}

/** Everything the catalogue says of a substance, as lines. */
export function sheetOf(catalogue: Catalogue, substance: Substance): SheetLine[] {
	const lines: SheetLine[] = [];
	const add = (label: string, text: string | null, depth: 0 | 1 = 0): void => void lines.push({ depth, label, text: text ?? 'unknown' });
	const each = (label: string, texts: readonly string[]): void => {
		for (const [index, text] of texts.entries()) add(index === 0 ? label : '', text);
	};
	add(
		substance.names['en']?.[0] ?? substance.id,
		`${substance.id} · tier ${substance.tier} · group ${substance.group} · confidence ${substance.confidence}`,
	);
	for (const [language, names] of Object.entries(substance.names)) add(`names ${language}`, names.join(' · '));
	if (substance.abbreviations.length > 0) add('short codes', `${substance.abbreviations.join(' · ')} (never decisive alone)`);
	each('CAS', substance.cas.length > 0 ? substance.cas.map((cas) => `${cas.number} ${cas.form} (${cas.confidence})`) : ['unknown']);
	add('formula', substance.formula);
	add('SMILES', substance.smiles);
	add('InChIKey', substance.inchikey);
	if (substance.stereo !== undefined) add('stereo', substance.stereo);
	add('HS', substance.hs === null ? null : `${substance.hs}${substance.hsConfidence === undefined ? '' : ` (${substance.hsConfidence})`}`);
	const family = catalogue.families.find((one) => one.id === substance.family);
	add('family', substance.family === null ? 'none' : `${substance.family}: ${family?.title ?? 'unknown'}`);
	if (substance.uses.length > 0) add('uses', substance.uses.join(' · '));
	if (substance.notes !== null) add('notes', substance.notes);
	for (const form of substance.limited ?? []) {
		add('limited', `${form.form}: only under ${form.regimes.join(', ')}: ${[...form.names, ...form.cas].join(', ')} (${form.reason})`);
	}
	for (const control of substance.controls) controlLines(catalogue, control, add);
	if (substance.controls.length === 0) add('controls', 'none compiled (which is not the same as free)');
	each(
		'look-alikes',
		confusedWith(catalogue, substance).map(
			(one) => `${one.name}${one.cas === null ? '' : ` ${one.cas}`} (expect ${one.expect}): ${one.why}`,
		),
	);
	each(
		'sources',
		substance.sources.map((id) => sourceText(catalogue, id)),
	);
	return lines;
}

function controlLines(catalogue: Catalogue, control: Control, add: (label: string, text: string, depth?: 0 | 1) => void): void {
	add(control.regime, `${control.list}${control.status === 'in-force' ? '' : ` [${control.status}]`}`);
	add('wording', control.wording, 1);
	add('citation', control.citation, 1);
	const until = control.until === undefined ? '' : ` until ${control.until}`;
	const unknown = control.effective === 'unknown' && control.status === 'in-force' ? ', counts as in force' : '';
	add('effective', `${control.effective}${until} (confidence ${control.effectiveConfidence}${unknown})`, 1);
	add('threshold', control.threshold === undefined ? 'unknown' : thresholdText(control.threshold), 1);
	if (control.exemption !== undefined)
		add('exemption', `${control.exemption.quantity} ${control.exemption.unit}; ${control.exemption.note}`, 1);
	if (control.code !== undefined) add('code', `${control.code.number} (${control.code.confidence})`, 1);
	add('status', `${control.status} (confidence ${control.confidence})`, 1);
	if (control.note !== undefined) add('note', control.note, 1);
	for (const [index, id] of control.sources.entries()) add(index === 0 ? 'sources' : '', sourceText(catalogue, id), 1);
}

function sourceText(catalogue: Catalogue, id: string): string {
	const source = catalogue.sources.find((one) => one.id === id);
	return `${id}: ${source?.title ?? 'unknown'}${source?.date == null ? '' : `, ${source.date}`}`;
}
