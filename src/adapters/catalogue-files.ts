// Reads the folder of hand-edited catalogue files into memory (floor 8: the only place that touches the disk for them).
// Must never follow a link out of the folder or read files that are not YAML.
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { bad, ok, type Result } from '../base/result.ts';
import { parseCatalogue } from '../catalogue/parse.ts';
import type { CatalogueFile } from '../catalogue/yaml.ts';
import type { Catalogue } from '../model/substance.ts';

/** Every `*.yaml` file below `folder`, sorted by path, as UTF-8 text. A problem names the file or folder that cannot be read. */
export function readCatalogueFiles(folder: string): Result<CatalogueFile[]> {
	let path = folder;
	try {
		const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
		const files: CatalogueFile[] = [];
		for (const entry of entries) {
			if (!entry.isFile() || !entry.name.endsWith('.yaml')) continue;
			path = join(entry.parentPath, entry.name);
			const relative = path.slice(join(folder, sep).length).split(sep).join('/');
			files.push({ path: relative, text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)) });
		}
		if (files.length === 0) return bad(folder, 'the folder holds no catalogue files', 'point to the folder that holds substances/');
		return ok(files.sort((a, b) => (a.path < b.path ? -1 : 1)));
	} catch (cause) {
		return bad(
			path,
			`cannot be read (${cause instanceof Error ? cause.message : String(cause)})`,
			'check the path, its permissions and that it is UTF-8',
		);
	}
}

/** The catalogue of a folder, parsed (not linted). Problems name file, pointer and fix. */
export function readCatalogueFolder(folder: string): Result<Catalogue> {
	const files = readCatalogueFiles(folder);
	return files.ok ? parseCatalogue(files.value) : files;
}
