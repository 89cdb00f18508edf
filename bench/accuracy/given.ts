// Reads local measurement sets (`--data DIR`): labelled disguised texts, benign texts, contrast texts, benign titles and names. The rows
// are never copied into reports, only counted; the report names each file's SHA-256 so that two runs can be compared.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { Fault } from '../../src/base/fault.ts';
import type { Catalogue, Substance, Tier } from '../../src/model/substance.ts';
import { hash32 } from '../perturb/random.ts';
import { ordinaryTest } from './benign.ts';
import { mayPass, type NegativeProbe, type PositiveProbe } from './probe.ts';
import type { BenignName } from './sets.ts';

export interface Given {
	readonly positives: readonly PositiveProbe[];
	readonly negatives: readonly NegativeProbe[];
	/** Benign names that may be shipped and those that may not; a shipped name can be in the engine's dictionary, the others cannot. */
	readonly names: readonly (BenignName & { readonly shippable: boolean })[];
	/** File → SHA-256 of its bytes. */
	readonly hashes: Readonly<Record<string, string>>;
}

const BENIGN = ['generic', 'chem', 'cosmetic', 'pubmed'] as const;
const TIERS: Readonly<Record<string, Tier>> = { A: 1, B: 2, C: 3 };

type Row = Readonly<Record<string, unknown>>;

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;
const textOf = (row: Row, key: string): string => {
	const value = row[key];
	return typeof value === 'string' ? value : '';
};

/**
 * Loads what exists below `folder`; a missing file is skipped, a folder without any is a Fault `file-unreadable`.
 * @param share keep this share of benign rows (by hash of their text), 1 for all.
 * @param catalogue tells the tiers, and which names are listed or controlled and so not benign.
 */
export function loadGiven(folder: string, share: number, catalogue: Catalogue): Given {
	const substances = new Map(catalogue.substances.map((substance) => [substance.id, substance]));
	const hashes: Record<string, string> = {};
	const open = (path: string): string => {
		const full = join(folder, path);
		if (!existsSync(full)) return '';
		const bytes = readFileSync(full);
		hashes[path] = createHash('sha256').update(bytes).digest('hex');
		return gunzipSync(bytes).toString('utf8');
	};
	const lines = (path: string): Row[] =>
		open(path)
			.split('\n')
			.filter((line) => line !== '')
			.map((line): unknown => JSON.parse(line))
			.filter(isRow);
	const table = (path: string): Record<string, string>[] => {
		const text = open(path);
		return text === '' ? [] : parse(text, { columns: true, skip_empty_lines: true, relax_column_count: true });
	};
	const kept = (text: string): boolean => share >= 1 || hash32(`keep:${text}`) / 4294967296 < share;

	const positives = lines('evasion/evasion_train.jsonl.gz').map((row): PositiveProbe => positiveOf(row, substances));
	const negatives: NegativeProbe[] = [];
	const add = (set: string, id: string, title: string): void => {
		if (title !== '' && kept(title)) negatives.push({ id, set, listing: { title } });
	};
	for (const name of BENIGN)
		for (const row of lines(`evasion/benign_${name}_dev.jsonl.gz`))
			add(`${name}/${textOf(row, 'split')}`, textOf(row, 'id'), textOf(row, 'text'));
	for (const row of lines('evasion/contrast_dev.jsonl.gz'))
		negatives.push({ id: textOf(row, 'id'), set: `contrast/${textOf(row, 'kind')}`, listing: { title: textOf(row, 'text') } });
	table('titles/benign_titles.csv.gz').forEach((row, at) => {
		// Titles with a keyword hit are a mixture of honest goods and listed ones: they are counted apart.
		add(
			(row['mentions_listed_substance'] ?? '') === ''
				? `titles/${row['lang'] === 'und' ? 'other' : languageGroup(row['lang'])}`
				: 'titles-with-keyword',
			`t${at}`,
			row['title'] ?? '',
		);
	});
	const seen = new Set<string>();
	const rows = table('chemicals/benign_chem_names.csv.gz').map((row) => ({
		licence: row['licence'] ?? '',
		name: row['name'] ?? '',
		cas: row['cas'] ?? '',
		inchikey: row['inchikey'] ?? '',
	}));
	const ordinary = ordinaryTest(catalogue, rows);
	const names = rows.flatMap((row) => {
		const { name, cas } = row;
		if (name === '' || seen.has(name) || !kept(name) || !ordinary(row)) return [];
		seen.add(name);
		const shippable = /^(CC0|US-gov-PD|EC-reuse|EFSA-reuse|MIT|CC BY)$/u.test(row.licence);
		return [{ name, shippable, ...(cas === '' ? {} : { cas }) }];
	});
	if (Object.keys(hashes).length === 0) {
		throw new Fault(
			'file-unreadable',
			`${folder} holds none of evasion/*.jsonl.gz, titles/benign_titles.csv.gz, chemicals/benign_chem_names.csv.gz; check --data`,
		);
	}
	return { positives, negatives, names, hashes };
}

const languageGroup = (language: string | undefined): string =>
	['en', 'ru', 'zh', 'es', 'de', 'fr'].includes(language ?? '') ? (language ?? 'other') : 'other';

function positiveOf(row: Row, substances: ReadonlyMap<string, Substance>): PositiveProbe {
	const kind = `${textOf(row, 'cls')}/${textOf(row, 'fam')}`;
	const title = textOf(row, 'text');
	const x = textOf(row, 'x');
	const start = x === '' ? -1 : title.indexOf(x);
	const expected = Array.isArray(row['expect']) ? row['expect'].filter((id): id is string => typeof id === 'string') : [];
	const tier = substances.get(expected[0] ?? '')?.tier ?? TIERS[textOf(row, 'tier')] ?? 2;
	return {
		id: textOf(row, 'id'),
		kind,
		class: textOf(row, 'cls'),
		kindSplit: textOf(row, 'famSplit') === 'train' ? 'fit' : 'held-out',
		substanceSplit: textOf(row, 'subSplit') === 'train' ? 'fit' : 'held-out',
		tier,
		language: 'und',
		expect: expected,
		mayPass: mayPass(
			kind,
			expected.map((id) => substances.get(id)),
		),
		listing: { title },
		x,
		start,
		end: start < 0 ? -1 : start + x.length,
	};
}
