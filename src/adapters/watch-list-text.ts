// A restricted list as people keep it: YAML or JSON as a document, CSV as a table with the columns `substance`, `cas` and `name`. What
// is wrong is said with its line, and never with the entry itself.
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { bad, ok, type Problem, type Result } from '../base/result.ts';
import { readYaml } from '../catalogue/yaml.ts';
import type { WatchList } from '../model/policy.ts';
import { parseWatchList } from '../policy/watch-list.ts';
import { sniffDelimiter, splitCells } from './csv.ts';

/** What else is wrong with a list that has its shape. */
export type WatchListCheck = (list: WatchList) => readonly Problem[];

/** Reads YAML or JSON. */
export function watchListOfDocument(text: string, check: WatchListCheck): Result<WatchList> {
	const read = readYaml({ path: '', text });
	if (!read.ok) return read;
	return checked(parseWatchList(read.value), linesOf(text), check);
}

/** The line of the value at a pointer, counted from 1; that of what is nearest around it where it has none. */
function linesOf(text: string): (pointer: string) => number {
	const lines = new LineCounter();
	const { contents } = parseDocument(text, { lineCounter: lines, prettyErrors: false });
	return (pointer) => {
		let node: unknown = contents;
		let offset = contents?.range?.[0] ?? 0;
		for (const token of pointer.split('/').slice(1)) {
			let next: unknown;
			if (isMap(node)) {
				const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === token);
				if (isScalar(pair?.key)) offset = pair.key.range?.[0] ?? offset;
				next = pair?.value;
			} else if (isSeq(node)) {
				next = node.items[Number(token)];
				offset = (next as { readonly range?: readonly number[] | null } | undefined)?.range?.[0] ?? offset;
			}
			node = next;
		}
		return Math.max(1, lines.linePos(offset).line);
	};
}

const COLUMNS = { substance: 'substances', cas: 'cas', name: 'names' } as const;
type Column = keyof typeof COLUMNS;

const isColumn = (text: string): text is Column => Object.hasOwn(COLUMNS, text);

/** Reads a table; the name of the list is not in it. */
export function watchListOfTable(text: string, name: string, check: WatchListCheck): Result<WatchList> {
	// No cell holds a line break: an entry is one line.
	const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
	const [head = ''] = lines;
	const delimiter = sniffDelimiter(head);
	const header = splitCells(head, delimiter).map((cell) => cell.trim().toLowerCase());
	const columns = header.filter(isColumn);
	if (columns.length !== header.length || new Set(columns).size !== columns.length)
		return bad('', 'line 1: the header is not one of columns substance, cas and name', 'begin with a line such as "cas,name"');
	const entries: Record<Column, { readonly value: string; readonly line: number }[]> = { substance: [], cas: [], name: [] };
	const problems: Problem[] = [];
	for (const [index, row] of lines.entries()) {
		if (index === 0 || row.trim() === '') continue;
		const cells = splitCells(row, delimiter);
		if (cells.length > columns.length) problems.push(long(index + 1));
		for (const [at, column] of columns.entries()) {
			const value = cells[at]?.trim() ?? '';
			if (value !== '') entries[column].push({ value, line: index + 1 });
		}
	}
	if (problems.length > 0) return { ok: false, problems };
	const list = Object.fromEntries(columns.map((column) => [COLUMNS[column], entries[column].map(({ value }) => value)]));
	const lineOf = (pointer: string): number => {
		const [, key, at] = pointer.split('/');
		const column = columns.find((one) => COLUMNS[one] === key);
		return column === undefined ? 1 : (entries[column][Number(at)]?.line ?? 1);
	};
	return checked(parseWatchList({ name, ...list }), lineOf, check);
}

const long = (line: number): Problem => ({
	pointer: '',
	message: `line ${line}: more cells than the header has`,
	fix: 'put cells with the delimiter in them into quotes',
});

function checked(read: Result<WatchList>, lineOf: (pointer: string) => number, check: WatchListCheck): Result<WatchList> {
	const problems = read.ok ? check(read.value) : read.problems;
	if (read.ok && problems.length === 0) return ok(read.value);
	return { ok: false, problems: problems.map((one) => ({ ...one, message: `line ${lineOf(one.pointer)}: ${one.message}` })) };
}
