// The catalogue a command works on: a folder of YAML (a clone, a work tree), or a compiled file (an installed package).
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readCatalogueFiles, readCatalogueFolder } from '../adapters/catalogue-files.ts';
import { ARTEFACT, nativeDigest } from '../adapters/engine.ts';
import { unreadable } from '../adapters/input-file.ts';
import { Fault } from '../base/fault.ts';
import { describeProblem, ok, type Problem, type Result } from '../base/result.ts';
import { unpackArtefact } from '../catalogue/artefact.ts';
import { parseRegimeTable } from '../catalogue/law-table.ts';
import type { LintOptions } from '../catalogue/lint.ts';
import { readYaml } from '../catalogue/yaml.ts';
import type { Catalogue } from '../model/substance.ts';
import { parseDuties, parseMixtures, parsePolicy } from '../policy/parse.ts';
import { fromSections } from '../screen/sections.ts';

/** The hand-edited folder of a clone. */
export const FOLDER = fileURLToPath(new URL('../../catalogue', import.meta.url));

/**
 * The catalogue at a path, or by default the clone's folder, else the package's compiled one.
 * @throws Fault `file-unreadable`, `artefact-invalid` or `catalogue-invalid`.
 */
export function openCatalogue(path?: string): Catalogue {
	const place = path ?? (existsSync(`${FOLDER}/sources.yaml`) ? FOLDER : ARTEFACT);
	let isFolder: boolean;
	let bytes: Uint8Array | undefined;
	try {
		isFolder = statSync(place).isDirectory();
		if (!isFolder) bytes = Uint8Array.from(readFileSync(place));
	} catch (error) {
		throw unreadable(place, error);
	}
	if (bytes !== undefined) return fromSections(unpackArtefact(bytes, nativeDigest)).catalogue;
	const parsed = readCatalogueFolder(place);
	if (parsed.ok) return parsed.value;
	throw new Fault(
		'catalogue-invalid',
		`${place}: ${describeProblem(parsed.problems[0] ?? { pointer: '', message: 'is not valid', fix: '' })}. "weir catalogue lint" lists all.`,
	);
}

/** Everything lint reads from a folder, or every problem of shape. @throws Fault `file-unreadable` when it is no folder. */
export function openForLint(folder: string): Result<{ readonly catalogue: Catalogue; readonly tables: LintOptions }> {
	try {
		if (!statSync(folder).isDirectory()) throw new Fault('file-unreadable', `${folder} is not a folder; lint reads the hand-edited files.`);
	} catch (error) {
		throw unreadable(folder, error);
	}
	const files = readCatalogueFiles(folder);
	if (!files.ok) return files;
	const parsed = readCatalogueFolder(folder);
	const problems: Problem[] = parsed.ok ? [] : [...parsed.problems];
	const table = <T>(name: string, parse: (value: unknown) => Result<T>): T | undefined => {
		const file = files.value.find((one) => one.path === name);
		if (file === undefined) {
			problems.push({ pointer: name, message: 'is missing', fix: 'restore the file' });
			return undefined;
		}
		const value = readYaml(file);
		const read = value.ok ? parse(value.value) : value;
		if (read.ok) return read.value;
		problems.push(...read.problems.map((problem) => ({ ...problem, pointer: value.ok ? `${name}#${problem.pointer}` : problem.pointer })));
		return undefined;
	};
	const regimes = table('regimes.yaml', parseRegimeTable);
	const duties = table('obligations.yaml', parseDuties);
	const mixtures = table('mixtures.yaml', parseMixtures);
	table('policy/default.yaml', parsePolicy);
	if (!parsed.ok || regimes === undefined || duties === undefined || mixtures === undefined || problems.length > 0)
		return { ok: false, problems };
	return ok({ catalogue: parsed.value, tables: { regimes, duties, mixtures } });
}
