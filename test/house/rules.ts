// The house rules as functions: parsed files in, violations out. Each names the file, the line, and what to do instead. They
// read the syntax tree, so no comment can switch one off.
import { type Identifier, type Node, SyntaxKind } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import { checkRegex, components } from './regex.ts';
import { lineOf, type Parsed, visit, withoutLiterals } from './source.ts';

/** Floors of src/ (ARCHITECTURE.md). A file may import from lower floors and from its own folder, nothing else. */
const FLOORS: Readonly<Record<string, number>> = {
	base: 0,
	model: 1,
	text: 2,
	stats: 2,
	chem: 3,
	log: 3,
	catalogue: 4,
	policy: 4,
	screen: 5,
	discover: 5,
	kyc: 5,
	link: 5,
	order: 5,
	cases: 5,
	audit: 5,
	report: 5,
	contract: 6,
	client: 7,
	flows: 7,
	adapters: 8,
	server: 9,
	cli: 10,
};

/** The highest floor without I/O, clock, randomness or environment. The console stands beside the tower and sees up to here. */
const PURE = 6;
const SIDE = new Set(['console']);
const PURE_PACKAGES = ['@noble/curves', '@noble/hashes', 'typebox', 'yaml'];
const IMPURE = new Set([
	...['process', 'globalThis', 'global', 'fetch', 'require', 'console', 'performance', 'crypto', 'navigator', 'location', 'localStorage'],
	...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'XMLHttpRequest', 'WebSocket', 'Worker', 'Buffer', 'eval', 'Function'],
]);
const MAX_LINES = 400;
const MAX_OPENING = 5;
const MAX_ELEMENTS = 64;
const MAX_MEMBERS = 100;
const MAX_STRING = 1000;
const MAX_IMPORTS = 12;

type Rule = (files: readonly Parsed[]) => string[];

const inSrc = (file: Parsed): boolean => file.path.startsWith('src/');
const folderOf = (path: string): string => path.split('/')[1] ?? '';
const isPure = (file: Parsed): boolean => inSrc(file) && (FLOORS[folderOf(file.path)] ?? PURE + 1) <= PURE;

/** Runs `look` over every node of every file that `wanted` selects and collects what it says. */
function scan(
	files: readonly Parsed[],
	wanted: (file: Parsed) => boolean,
	look: (node: Node, file: Parsed) => string | undefined,
): string[] {
	const found: string[] = [];
	for (const file of files.filter(wanted)) {
		visit(file.tree, (node) => {
			const problem = look(node, file);
			if (problem !== undefined) found.push(`${file.path}:${lineOf(file, node)} ${problem}`);
		});
	}
	return found;
}

interface Import {
	readonly specifier: string | undefined;
	readonly node: Node;
}

/** Static, dynamic, re-exporting and type-only imports. `specifier` is undefined when it is computed. */
function importsOf(file: Parsed): Import[] {
	const found: Import[] = [];
	const note = (node: Node, specifier: Node | undefined): void => {
		const literal = specifier !== undefined && is.isLiteralTypeNode(specifier) ? specifier.literal : specifier;
		found.push({ node, specifier: literal !== undefined && is.isStringLiteral(literal) ? literal.text : undefined });
	};
	visit(file.tree, (node) => {
		if (is.isImportDeclaration(node)) note(node, node.moduleSpecifier);
		else if (is.isExportDeclaration(node) && node.moduleSpecifier !== undefined) note(node, node.moduleSpecifier);
		else if (is.isImportTypeNode(node)) note(node, node.argument);
		else if (is.isCallExpression(node) && node.expression.kind === SyntaxKind.ImportKeyword) note(node, node.arguments[0]);
	});
	return found;
}

/** The repository path a relative import names; undefined for packages. */
function target(file: Parsed, specifier: string): string | undefined {
	if (!specifier.startsWith('.')) return undefined;
	const parts = file.path.split('/').slice(0, -1);
	for (const step of specifier.split('/')) {
		if (step === '..') parts.pop();
		else if (step !== '.') parts.push(step);
	}
	return parts.join('/');
}

const importsGoDown: Rule = (files) => {
	const found: string[] = [];
	for (const file of files.filter(inSrc)) {
		const folder = folderOf(file.path);
		const floor = SIDE.has(folder) ? PURE + 1 : FLOORS[folder];
		if (floor === undefined || file.path.split('/').length < 3) {
			found.push(`${file.path} stands on no floor; put it in one of the folders of ARCHITECTURE.md`);
			continue;
		}
		for (const { node, specifier } of importsOf(file)) {
			const at = `${file.path}:${lineOf(file, node)}`;
			const to = specifier === undefined ? undefined : target(file, specifier);
			if (specifier === undefined && floor < 10) found.push(`${at} imports a computed path; only the command line may`);
			if (to === undefined) continue;
			const other = folderOf(to);
			if (!to.startsWith('src/')) found.push(`${at} imports ${to}, outside src/`);
			else if (other !== folder && (SIDE.has(other) || (FLOORS[other] ?? floor) >= floor)) {
				found.push(`${at} imports src/${other} (floor ${FLOORS[other] ?? 'side'}) from src/${folder} (floor ${FLOORS[folder] ?? 'side'})`);
			}
		}
	}
	return found;
};

const importsResolve: Rule = (files) => {
	const paths = new Set(files.map((file) => file.path));
	const found: string[] = [];
	for (const file of files) {
		for (const { node, specifier } of importsOf(file)) {
			const to = specifier === undefined ? undefined : target(file, specifier);
			if (to === undefined || /\.(?:mjs|json|css)$/.test(to)) continue;
			if (!/\.tsx?$/.test(to)) found.push(`${file.path}:${lineOf(file, node)} imports ${specifier} without its .ts extension`);
			else if (!paths.has(to)) found.push(`${file.path}:${lineOf(file, node)} imports ${to}, which does not exist`);
		}
	}
	return found;
};

const noCycles: Rule = (files) => {
	const paths = new Set(files.map((file) => file.path));
	const next = new Map<string, string[]>();
	for (const file of files) {
		const to = importsOf(file).flatMap(({ specifier }) => (specifier === undefined ? [] : (target(file, specifier) ?? [])));
		next.set(
			file.path,
			to.filter((path) => paths.has(path)),
		);
	}
	const knots = new Map<number, string[]>();
	for (const [path, group] of components(next)) knots.set(group, [...(knots.get(group) ?? []), path]);
	const selves = [...next].filter(([path, to]) => to.includes(path)).map(([path]) => [path]);
	return [...[...knots.values()].filter((knot) => knot.length > 1), ...selves].map((knot) => `import cycle: ${knot.sort().join(', ')}`);
};

const fewImports: Rule = (files) =>
	files
		.filter((file) => isPure(file) && new Set(importsOf(file).map(({ specifier }) => specifier)).size > MAX_IMPORTS)
		.map((file) => `${file.path} imports more than ${MAX_IMPORTS} modules; something in it wants to be a file of its own`);

const noEscapes: Rule = (files) => [
	...scan(
		files,
		() => true,
		(node) => (node.kind === SyntaxKind.AnyKeyword ? 'says `any`; say what it is, or `unknown` and check' : undefined),
	),
	...files.flatMap((file) => {
		const found = /@ts-(?:ignore|expect-error|nocheck)/.exec(withoutLiterals(file));
		return found === null ? [] : [`${file.path} says ${found[0]}; mend the types instead`];
	}),
];

const erasable: Rule = (files) =>
	scan(
		files,
		() => true,
		(node) => {
			if (is.isEnumDeclaration(node)) return 'declares an enum; use a union of strings';
			if (is.isModuleDeclaration(node) && !is.isStringLiteral(node.name)) return 'declares a namespace; a file is a module already';
			if (is.isImportEqualsDeclaration(node) || is.isExportAssignment(node)) {
				return is.isExportAssignment(node) && !node.isExportEquals ? undefined : 'uses import = or export =';
			}
			return undefined;
		},
	);

const noBarrels: Rule = (files) => [
	...files
		.filter((file) => /(?:^|\/)index\.tsx?$/.test(file.path))
		.map((file) => `${file.path} is an index file; import the module itself`),
	...scan(files, inSrc, (node) =>
		is.isExportDeclaration(node) && node.moduleSpecifier !== undefined ? 'exports from another module; import where it lives' : undefined,
	),
];

const shortFiles: Rule = (files) =>
	files
		.map((file) => ({ file, lines: file.text.replace(/\n$/, '').split('\n').length }))
		.filter(({ lines }) => lines > MAX_LINES)
		.map(({ file, lines }) => `${file.path} has ${lines} lines; ${MAX_LINES} is the limit`);

const openingComment: Rule = (files) =>
	files.flatMap((file) => {
		const lines = file.text.replace(/^#!.*\n/, '').split('\n');
		if (!/^(?:\/\/ \S|\/\*)/.test(lines[0] ?? '')) return [`${file.path} does not open with a comment that says what it is`];
		const end = lines.findIndex((line) => !line.startsWith('//'));
		return inSrc(file) && end > MAX_OPENING ? [`${file.path} opens with ${end} comment lines; ${MAX_OPENING} is the limit`] : [];
	});

const environmentInOnePlace: Rule = (files) =>
	scan(
		files,
		(file) => inSrc(file) && file.path !== 'src/server/config.ts' && file.path !== 'src/cli/main.ts',
		(node) => {
			const read = is.isPropertyAccessExpression(node) && node.name.text === 'env' && node.expression.getText().endsWith('process');
			const taken = is.isImportSpecifier(node) && (node.propertyName ?? node.name).getText() === 'env';
			return read || taken ? 'reads the environment; only src/server/config.ts and src/cli/main.ts may' : undefined;
		},
	);

const pureFloors: Rule = (files) => [
	...files.filter(isPure).flatMap((file) =>
		importsOf(file).flatMap(({ node, specifier }) => {
			if (specifier === undefined || specifier.startsWith('.')) return [];
			const allowed = PURE_PACKAGES.some((name) => specifier === name || specifier.startsWith(`${name}/`));
			return allowed ? [] : [`${file.path}:${lineOf(file, node)} imports ${specifier}; floors 0 to ${PURE} are pure`];
		}),
	),
	...scan(files, isPure, impurity),
];

function impurity(node: Node): string | undefined {
	const date = (of: Node): boolean => is.isIdentifier(of) && of.text === 'Date';
	if (is.isNewExpression(node) && date(node.expression) && (node.arguments?.length ?? 0) === 0)
		return 'reads the clock; "now" is an argument';
	if (is.isCallExpression(node) && date(node.expression)) return 'reads the clock; "now" is an argument';
	if (is.isPropertyAccessExpression(node)) {
		if (date(node.expression) && node.name.text === 'now') return 'reads the clock; "now" is an argument';
		if (is.isIdentifier(node.expression) && node.expression.text === 'Math' && node.name.text === 'random') return 'rolls dice';
		if (/^(?:localeCompare|toLocale[A-Z]\w{0,30})$/.test(node.name.text)) {
			const call = node.parent;
			const named = is.isCallExpression(call) && call.arguments.length > (node.name.text === 'localeCompare' ? 1 : 0);
			return named ? undefined : 'depends on the locale of the machine; name one, or compare code units';
		}
	}
	if (is.isIdentifier(node) && IMPURE.has(node.text) && isValue(node)) return `uses ${node.text}; floors 0 to ${PURE} are pure`;
	return undefined;
}

// An identifier that names a global value, not a member or a key.
function isValue(node: Identifier): boolean {
	const { parent } = node;
	if (is.isPropertyAccessExpression(parent)) return parent.expression === node;
	if (is.isTypeReferenceNode(parent) || is.isQualifiedName(parent)) return false;
	const named = parent as Node & { readonly name?: Node; readonly propertyName?: Node };
	return named.name !== node && named.propertyName !== node;
}

const REFUSED_WORD = /^(?:manager|helper|util|service|processor)s?$/;
const REFUSED_PATH = /^(?:common|lib|misc|shared)$/i;

/** The words of a name: `bufferInfo`, `buffer-info` and `BUFFER_INFO` are all `buffer`, `info`. */
const wordsOf = (name: string): string[] =>
	name
		.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
		.replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
		.split(/[^A-Za-z0-9]/)
		.filter((word) => word !== '')
		.map((word) => word.toLowerCase());

function badName(name: string): string | undefined {
	const words = wordsOf(name);
	const last = words[words.length - 1];
	const word = words.find((one) => REFUSED_WORD.test(one));
	if (word !== undefined) return `is called ${name}; "${word}" says nothing`;
	if (words.length > 1 && (last === 'data' || last === 'info')) return `is called ${name}; "${last}" says nothing`;
	return undefined;
}

/** Names that others impose: a field of the published party interface, one of node:worker_threads, one of WebAuthn. */
const IMPOSED = new Set(['service', 'workerData', 'authenticatorData']);

const goodNames: Rule = (files) => [
	...files.flatMap((file) =>
		file.path
			.replace(/\.test\.tsx?$|\.tsx?$/, '')
			.split('/')
			.flatMap((part) => (REFUSED_PATH.test(part) ? `is called ${part}; it is a missing noun` : (badName(part) ?? [])))
			.map((problem) => `${file.path} ${problem}`),
	),
	...scan(
		files,
		() => true,
		(node) => {
			const named = node as Node & { readonly name?: Node };
			if (named.name === undefined || !is.isIdentifier(named.name)) return undefined;
			if (is.isPropertyAccessExpression(node) || is.isImportSpecifier(node) || is.isMetaProperty(node)) return undefined;
			const name = named.name.text;
			const type = is.isInterfaceDeclaration(node) || is.isTypeAliasDeclaration(node) || is.isClassDeclaration(node);
			if (type && /^I[A-Z][a-z]/.test(name)) return `is called ${name}; types carry no prefix`;
			return IMPOSED.has(name) ? undefined : badName(name);
		},
	),
];

const tablesAreFiles: Rule = (files) =>
	scan(files, inSrc, (node) => {
		if (is.isArrayLiteralExpression(node) && node.elements.length > MAX_ELEMENTS)
			return `lists ${node.elements.length} values; put the table in a file`;
		if (is.isObjectLiteralExpression(node) && node.properties.length > MAX_MEMBERS) {
			return `lists ${node.properties.length} members; put the table in a file`;
		}
		const text = is.isStringLiteral(node) || is.isNoSubstitutionTemplateLiteral(node) ? node.text.length : 0;
		return text > MAX_STRING ? `holds a string of ${text} characters; put the table in a file` : undefined;
	});

// Listing text is hostile: where it is read, a pattern must also be fixed and cheap to search for from every offset. The catalogue
// and the policy read files that the operator wrote.
const readsHostileText = (file: Parsed): boolean => isPure(file) && !['catalogue', 'policy'].includes(folderOf(file.path));

/** The text of a string, or of a template whose insertions are string constants of the same file; undefined when it is computed. */
function constantText(node: Node, file: Parsed): string | undefined {
	if (is.isStringLiteral(node) || is.isNoSubstitutionTemplateLiteral(node)) return node.text;
	if (is.isIdentifier(node)) {
		const declared = file.tree.statements.flatMap((statement) =>
			is.isVariableStatement(statement) ? statement.declarationList.declarations : [],
		);
		const value = declared.find((one) => is.isIdentifier(one.name) && one.name.text === node.text)?.initializer;
		return value === undefined || is.isIdentifier(value) ? undefined : constantText(value, file);
	}
	if (!is.isTemplateExpression(node)) return undefined;
	const parts = node.templateSpans.map((span) => ({ value: constantText(span.expression, file), text: span.literal.text }));
	return parts.some(({ value }) => value === undefined)
		? undefined
		: node.head.text + parts.map(({ value, text }) => `${value}${text}`).join('');
}

const safePatterns: Rule = (files) =>
	scan(files, inSrc, (node, file) => {
		let source: string | undefined;
		let flags = '';
		if (is.isRegularExpressionLiteral(node)) {
			const end = node.text.lastIndexOf('/');
			source = node.text.slice(1, end);
			flags = node.text.slice(end + 1);
		} else if (
			(is.isNewExpression(node) || is.isCallExpression(node)) &&
			is.isIdentifier(node.expression) &&
			node.expression.text === 'RegExp'
		) {
			const [pattern, modes] = node.arguments ?? [];
			source = pattern === undefined ? undefined : constantText(pattern, file);
			flags = (modes === undefined ? '' : constantText(modes, file)) ?? 'v';
			if (source === undefined)
				return readsHostileText(file) ? 'builds a regular expression from computed text; use the automaton' : undefined;
		}
		if (source === undefined) return undefined;
		const problem = checkRegex(source, flags, readsHostileText(file));
		return problem === null ? undefined : `/${source}/${flags} can be slow on hostile text (${problem}); see STYLE.md`;
	});

/** Every rule, by the name the test reports. */
export const RULES = {
	importsGoDown,
	importsResolve,
	noCycles,
	fewImports,
	noEscapes,
	erasable,
	noBarrels,
	shortFiles,
	openingComment,
	environmentInOnePlace,
	pureFloors,
	goodNames,
	tablesAreFiles,
	safePatterns,
} as const;

export type RuleName = keyof typeof RULES;
