// Reads one catalogue file: a plain subset of YAML 1.2 (core schema) without anchors, aliases, tags or several documents,
// so that what a reviewer sees in a diff is what the program reads. Must never run or fetch anything a file names.
import { LineCounter, parseAllDocuments, visit } from 'yaml';
import { bad, ok, type Problem, type Result } from '../base/result.ts';

/** One file of the catalogue folder: its path relative to that folder with `/`, and its text. */
export interface CatalogueFile {
	readonly path: string;
	readonly text: string;
}

/** Where a problem lies: the file and the RFC 6901 pointer into it, as a URI fragment. */
export function at(path: string, pointer: string): string {
	return pointer === '' ? path : `${path}#${pointer}`;
}

/**
 * The value of a file's only document. Problems name file, line and column.
 * Refused: syntax errors, duplicate keys, anchors, aliases, tags, more or fewer than one document.
 */
export function readYaml(file: CatalogueFile): Result<unknown> {
	const lines = new LineCounter();
	const documents = parseAllDocuments(file.text, { lineCounter: lines, uniqueKeys: true, version: '1.2', schema: 'core' });
	if (!Array.isArray(documents) || documents.length !== 1 || documents[0] === undefined) {
		return bad(file.path, 'the file does not hold exactly one YAML document', 'keep one document per file, without "---"');
	}
	const document = documents[0];
	const problems: Problem[] = [];
	const refuse = (offset: number | undefined, message: string, fix: string) => {
		const place = offset === undefined ? '' : ` (line ${lines.linePos(offset).line}, column ${lines.linePos(offset).col})`;
		problems.push({ pointer: file.path, message: `${message}${place}`, fix });
	};
	for (const error of [...document.errors, ...document.warnings]) {
		refuse(error.pos[0], error.message.split('\n')[0]?.replace(/ at line .*$/, '') ?? 'not valid YAML', 'correct the YAML');
	}
	visit(document, {
		Node(_key, node) {
			if ('anchor' in node && typeof node.anchor === 'string') refuse(node.range?.[0], 'an anchor', 'write the value out where it is used');
			if (node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,2002:'))
				refuse(node.range?.[0], `the tag ${node.tag}`, 'remove the tag');
		},
		Alias(_key, node) {
			refuse(node.range?.[0], 'an alias', 'write the value out where it is used');
		},
	});
	if (problems.length > 0) return { ok: false, problems };
	const value: unknown = document.toJS({ maxAliasCount: 0 });
	return ok(value);
}
