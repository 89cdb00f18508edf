// Chooses the committed benign names from a local table of public chemical names: held-out chemicals only, rows whose licence lets them
// be redistributed, nothing listed or controlled. Run: node bench/accuracy/select-names.ts DIR (writes benign-names.csv).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { plain } from '../perturb/cases.ts';
import { hash32 } from '../perturb/random.ts';
import { loadCatalogue } from '../screener.ts';
import { BENIGN_FILE, benignSplit, type NameRow, ordinaryTest } from './benign.ts';

const LICENCES: ReadonlySet<string> = new Set(['CC0', 'US-gov-PD', 'EC-reuse', 'EFSA-reuse', 'MIT']);
const LIMIT = 4000;
/** Names of one chemical that are kept: a drug with a thousand brand names must not be a quarter of the set. */
const PER_CHEMICAL = 3;
/** Supplier and registry codes are not names. */
const CODE = /^[a-z]{1,8}[- ]?\d[\d-]{2,}[a-z]?$/iu;

const [folder] = process.argv.slice(2);
if (folder === undefined) {
	console.error('usage: node bench/accuracy/select-names.ts DIR   (DIR/chemicals/benign_chem_names.csv.gz)');
	process.exit(2);
}
const rows: Record<string, string>[] = parse(
	gunzipSync(readFileSync(join(folder, 'chemicals/benign_chem_names.csv.gz'))).toString('utf8'),
	{
		columns: true,
		skip_empty_lines: true,
	},
);
const tidy = (row: Record<string, string>): NameRow => ({
	name: row['name'] ?? '',
	cas: row['cas'] ?? '',
	inchikey: row['inchikey'] ?? '',
});
const ordinary = ordinaryTest(loadCatalogue(), rows.map(tidy));
const seen = new Set<string>();
const perChemical = new Map<string, number>();
const kept = rows.filter((row) => {
	const name = row['name'] ?? '';
	const key = plain(name);
	if (!LICENCES.has(row['licence'] ?? '') || row['lang'] !== 'en' || name.length > 120 || key.length < 4 || seen.has(key)) return false;
	if (benignSplit({ name, cas: row['cas'] }) !== 'held-out') return false;
	if (CODE.test(name) || !ordinary(tidy(row))) return false;
	const chemical = (row['cas'] ?? '') === '' ? key : (row['cas'] ?? '');
	const count = perChemical.get(chemical) ?? 0;
	if (count >= PER_CHEMICAL) return false;
	perChemical.set(chemical, count + 1);
	seen.add(key);
	return true;
});
const quote = (text: string): string => (/[",\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const chosen = kept.toSorted((a, b) => hash32(a['name'] ?? '') - hash32(b['name'] ?? '')).slice(0, LIMIT);
const lines = chosen.map((row) => [row['name'], row['cas'], row['source'], row['licence']].map((cell) => quote(cell ?? '')).join(','));
writeFileSync(BENIGN_FILE, `name,cas,source,licence\n${lines.toSorted().join('\n')}\n`);
console.log(`${chosen.length} of ${kept.length} held-out names written to ${BENIGN_FILE}`);
