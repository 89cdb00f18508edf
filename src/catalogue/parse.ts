// The catalogue folder as text → a typed Catalogue. Shape only: whether the facts agree with each other is lint's work
// (lint.ts). Every problem names file, pointer and fix; all problems are reported, not only the first.
import { ok, type Result } from '../base/result.ts';
import type { Catalogue } from '../model/substance.ts';
import { Fields, type Problems } from './fields.ts';
import {
	readAbbreviation,
	readBadIdentifier,
	readContext,
	readDrugs,
	readEquipment,
	readFamily,
	readLookAlike,
	readShared,
	readSource,
} from './parse-around.ts';
import { readSubstance } from './parse-substance.ts';
import { type CatalogueFile, readYaml } from './yaml.ts';

/** Files with one record each, by folder. */
const FOLDERS = ['substances', 'families', 'context'] as const;
/** Files that hold one list under one key: file name → key. */
const LISTS = {
	'abbreviations.yaml': 'abbreviations',
	'bad-identifiers.yaml': 'badIdentifiers',
	'controlled-drugs.yaml': 'schedules',
	'equipment.yaml': 'equipment',
	'look-alikes.yaml': 'lookAlikes',
	'shared-identifiers.yaml': 'shared',
	'sources.yaml': 'sources',
} as const;

/**
 * Other readers keep files of their own here: single ones beside the lists (regimes, mixtures) and the policy folder. They are
 * left alone; a misspelt list is still caught, because its right name is then missing.
 */
const READ_ELSEWHERE = /^([^/]+|policy\/.+)$/;

/**
 * Parses every file of a catalogue. Order of `files` does not matter: records come out sorted by path, lists in file order.
 * Problems: YAML errors, wrong types, unknown or missing keys, unknown files, missing files, a file name that is not its id.
 */
export function parseCatalogue(files: readonly CatalogueFile[]): Result<Catalogue> {
	const problems: Problems = [];
	const opened = new Map<string, Fields>();
	for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
		if (!isKnownPath(file.path) && READ_ELSEWHERE.test(file.path)) continue;
		if (!isKnownPath(file.path)) {
			problems.push({
				pointer: file.path,
				message: 'the catalogue has no such file',
				fix: `use ${FOLDERS.map((f) => `${f}/*.yaml`).join(', ')} or ${Object.keys(LISTS).join(', ')}`,
			});
			continue;
		}
		const document = readYaml(file);
		if (document.ok) opened.set(file.path, new Fields(file.path, '', document.value, problems));
		else problems.push(...document.problems);
	}
	const folder = <T>(name: (typeof FOLDERS)[number], read: (fields: Fields) => T, key: (record: T) => string): T[] =>
		[...opened].flatMap(([path, fields]) => {
			if (!path.startsWith(`${name}/`)) return [];
			const record = read(fields);
			fields.finish();
			const expected = path.slice(name.length + 1, -'.yaml'.length);
			if (key(record) !== '' && key(record) !== expected)
				fields.report(
					name === 'context' ? 'kind' : 'id',
					`"${key(record)}" differs from the file name "${expected}"`,
					'rename the file or correct the value',
				);
			return [record];
		});
	const list = <T>(name: keyof typeof LISTS, read: (fields: Fields) => T): T[] => {
		const fields = opened.get(name);
		if (fields === undefined) {
			if (!files.some((file) => file.path === name))
				problems.push({ pointer: name, message: 'the file is missing', fix: `add it with "${LISTS[name]}: []"` });
			return [];
		}
		const records = fields.items(LISTS[name], read);
		fields.finish();
		return records;
	};
	const catalogue: Catalogue = {
		substances: folder('substances', readSubstance, (substance) => substance.id),
		families: folder('families', readFamily, (family) => family.id),
		lookAlikes: list('look-alikes.yaml', readLookAlike),
		abbreviations: list('abbreviations.yaml', readAbbreviation),
		equipment: list('equipment.yaml', readEquipment),
		context: folder('context', readContext, (context) => context.kind),
		drugs: list('controlled-drugs.yaml', readDrugs).flat(),
		sources: list('sources.yaml', readSource),
		badIdentifiers: list('bad-identifiers.yaml', readBadIdentifier),
		shared: list('shared-identifiers.yaml', readShared),
	};
	return problems.length > 0 ? { ok: false, problems } : ok(catalogue);
}

function isKnownPath(path: string): boolean {
	if (Object.hasOwn(LISTS, path)) return true;
	return FOLDERS.some((folder) => new RegExp(`^${folder}/[A-Za-z0-9-]+\\.yaml$`).test(path));
}
