// The committed benign chemical names (benign-names.csv) and the split that keeps them unseen: a benign chemical is held out when the hash
// of its CAS number (or of its name when it has none) says so. A dictionary that is to be measured must leave held-out chemicals out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Catalogue } from '../../src/model/substance.ts';
import { plain } from '../perturb/cases.ts';
import type { Split } from '../perturb/kind.ts';
import { hash32 } from '../perturb/random.ts';
import { ROOT } from '../screener.ts';
import type { BenignName } from './sets.ts';

/** One chemical in ten is held out, all of its names together. */
export const benignSplit = (entry: { readonly name: string; readonly cas?: string | undefined }): Split =>
	hash32(`benign:${entry.cas === undefined || entry.cas === '' ? plain(entry.name) : entry.cas}`) % 10 === 0 ? 'held-out' : 'fit';

export const BENIGN_FILE = join(ROOT, 'bench/accuracy/benign-names.csv');

/** Held-out benign names, in file order. Columns: name, cas, source, licence. */
export function benignNames(): BenignName[] {
	const rows: Record<string, string>[] = parse(readFileSync(BENIGN_FILE, 'utf8'), { columns: true, skip_empty_lines: true });
	return withAliases(rows.map((row) => ({ name: row['name'] ?? '', ...((row['cas'] ?? '') === '' ? {} : { cas: row['cas'] ?? '' }) })));
}

/** Gives each name with a CAS number another name of that number, when the list has one. */
export function withAliases<T extends BenignName>(names: readonly T[]): T[] {
	const byNumber = Map.groupBy(names, (entry) => entry.cas ?? '');
	return names.map((entry) => {
		const alias = entry.cas === undefined ? undefined : byNumber.get(entry.cas)?.find((other) => other.name !== entry.name)?.name;
		return alias === undefined ? entry : { ...entry, alias };
	});
}

/** One row of a table of public chemical names. Absent cells are empty. */
export interface NameRow {
	readonly name: string;
	readonly cas: string;
	readonly inchikey: string;
}

/**
 * A test for rows that are neither listed (by name, number or structure without stereo) nor a controlled drug. A drug is told by any of
 * its names, so all names of its number go with it; `rows` is the whole table.
 */
export function ordinaryTest(catalogue: Catalogue, rows: readonly NameRow[]): (row: NameRow) => boolean {
	const names = new Set(
		catalogue.substances.flatMap((substance) => [...Object.values(substance.names).flat(), ...substance.abbreviations].map(plain)),
	);
	const numbers = new Set([
		...catalogue.substances.flatMap((substance) => substance.cas.map((cas) => cas.number)),
		...catalogue.families.flatMap((family) => family.members.flatMap((member) => (member.cas === null ? [] : [member.cas]))),
	]);
	const blocks = new Set(
		catalogue.substances.flatMap((substance) => (substance.inchikey === null ? [] : [substance.inchikey.slice(0, 14)])),
	);
	const drugs = [...new Set(catalogue.drugs.map((drug) => plain(drug.name)).filter((name) => name.length >= 6))];
	const isDrug = (name: string): boolean => {
		const key = plain(name);
		return drugs.some((drug) => key.includes(drug));
	};
	const controlled = new Set(rows.flatMap((row) => (row.cas !== '' && isDrug(row.name) ? [row.cas] : [])));
	return (row) =>
		!(
			names.has(plain(row.name)) ||
			numbers.has(row.cas) ||
			blocks.has(row.inchikey.slice(0, 14)) ||
			controlled.has(row.cas) ||
			isDrug(row.name)
		);
}
