// Reads the source tree and parses it with the TypeScript compiler's own parser (its 7.x API), so that the house rules see
// declarations and imports, never words inside strings or comments. Parsing only: no resolution, no type check.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Node, type SourceFile, SyntaxKind } from 'typescript/unstable/ast';
import { createVirtualFileSystem } from 'typescript/unstable/fs';
import { API } from 'typescript/unstable/sync';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One file: its path from the repository root with forward slashes, and its text. */
export interface Text {
	readonly path: string;
	readonly text: string;
}

/** One parsed file. */
export interface Parsed extends Text {
	readonly tree: SourceFile;
}

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.weir', 'coverage']);

/** Paths of the repository's own files, sorted, without installed, built or private ones. */
export function repositoryPaths(folder = ''): string[] {
	const found: string[] = [];
	for (const entry of readdirSync(`${ROOT}${folder}`, { withFileTypes: true })) {
		const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
		if (entry.isDirectory()) {
			if (!SKIPPED.has(entry.name)) found.push(...repositoryPaths(path));
		} else if (entry.isFile() && !entry.name.endsWith('.tgz')) {
			found.push(path);
		}
	}
	return found.sort();
}

export const readText = (path: string): Text => ({ path, text: readFileSync(`${ROOT}${path}`, 'utf8') });

/** Every TypeScript file of the tree that the house rules govern. */
export function sourceTexts(): Text[] {
	return ['src', 'test', 'bench', 'scripts'].flatMap((folder) =>
		repositoryPaths(folder)
			.filter((path) => path.endsWith('.ts') || path.endsWith('.tsx'))
			.map(readText),
	);
}

/** Parses the given texts as one virtual project. */
export const parse = (texts: readonly Text[]): Parsed[] => parseEach([texts])[0] ?? [];

/** Parses several sets of texts, each as a tree of its own. Costs one compiler process in all, ended before it returns. */
export function parseEach(sets: readonly (readonly Text[])[]): Parsed[][] {
	const base = '/virtual';
	const placed = sets.map((texts, set) => texts.map(({ path, text }) => ({ path, text, at: `${base}/${set}/${path}` })));
	const files = Object.fromEntries(placed.flat().map(({ at, text }) => [at, text]));
	const config = `${base}/tsconfig.json`;
	const compilerOptions = { noLib: true, noResolve: true, types: [], module: 'nodenext', target: 'esnext', jsx: 'preserve' };
	const api = new API({
		cwd: base,
		fs: createVirtualFileSystem({ ...files, [config]: JSON.stringify({ compilerOptions, files: Object.keys(files) }) }),
	});
	try {
		const program = api.updateSnapshot({ openProjects: [config] }).getProject(config)?.program;
		return placed.map((texts) =>
			texts.map(({ path, text, at }) => {
				const tree = program?.getSourceFile(at);
				if (tree === undefined) throw new Error(`The compiler did not return ${path}`);
				return { path, text, tree };
			}),
		);
	} finally {
		api.close();
	}
}

/** Calls `see` for the node and everything below it, in source order. */
export function visit(node: Node, see: (node: Node) => void): void {
	see(node);
	node.forEachChild((child) => {
		visit(child, see);
	});
}

export const lineOf = (file: Parsed, node: Node): number => file.tree.getLineAndCharacterOfPosition(node.getStart(file.tree)).line + 1;

/** The file's code and comments, with the content of strings, templates and regular expressions blanked out. */
export function withoutLiterals(file: Parsed): string {
	const kinds = new Set<SyntaxKind>([
		SyntaxKind.StringLiteral,
		SyntaxKind.NoSubstitutionTemplateLiteral,
		SyntaxKind.TemplateHead,
		SyntaxKind.TemplateMiddle,
		SyntaxKind.TemplateTail,
		SyntaxKind.RegularExpressionLiteral,
	]);
	let text = '';
	let at = 0;
	visit(file.tree, (node) => {
		if (!kinds.has(node.kind)) return;
		const start = node.getStart(file.tree);
		if (start < at) return;
		text += file.text.slice(at, start) + ' '.repeat(node.end - start);
		at = node.end;
	});
	return text + file.text.slice(at);
}
