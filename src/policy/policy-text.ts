// A policy document as a text, YAML or JSON, read with the line of every value, so that a problem named by its JSON Pointer can be shown
// where it stands (JSON is YAML).
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { PolicyDocumentSchema } from '../model/policy-schema.ts';
import { checkShape } from '../model/shape.ts';

/** Something to mend. `line` counts from 1; absent: it is about no line of the text. */
export interface Mistake {
	readonly line?: number;
	readonly pointer: string;
	readonly message: string;
	readonly fix: string;
}

export interface ReadText {
	/** Absent: the text cannot be read at all. */
	readonly value?: unknown;
	readonly mistakes: readonly Mistake[];
	/** The line of the value at a pointer, else of what is nearest around it. */
	readonly lineOf: (pointer: string) => number | undefined;
}

/** The text read, with what its shape alone says is wrong. Ids, dates, expressions and hard floors are for the server to check. */
export function readText(text: string): ReadText {
	const lines = new LineCounter();
	const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false });
	const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
	const broken = parsed.errors.map((error) => ({ line: lineAt(error.pos[0]), pointer: '', message: error.message, fix: '' }));
	if (broken.length > 0) return { mistakes: broken, lineOf: () => undefined };
	const lineOf = (pointer: string): number | undefined => {
		const offset = offsetOf(parsed.contents, pointer);
		return offset === undefined ? undefined : lineAt(offset);
	};
	let value: unknown;
	try {
		value = parsed.toJS();
	} catch (error) {
		return { mistakes: [{ line: 1, pointer: '', message: error instanceof Error ? error.message : String(error), fix: '' }], lineOf };
	}
	const shaped = checkShape(PolicyDocumentSchema, value, 'policy');
	return { value, mistakes: shaped.ok ? [] : shaped.problems.map((one) => placed(one, lineOf)), lineOf };
}

export function placed(problem: Omit<Mistake, 'line'>, lineOf: ReadText['lineOf']): Mistake {
	const line = lineOf(problem.pointer);
	return line === undefined ? problem : { ...problem, line };
}

// Goes down the pointer as far as the text does. A member's line is that of its key.
function offsetOf(contents: Node | null, pointer: string): number | undefined {
	let node: unknown = contents;
	let offset = contents?.range?.[0];
	for (const raw of pointer.split('/').slice(1)) {
		const key = raw.replaceAll('~1', '/').replaceAll('~0', '~');
		if (isMap(node)) {
			const pair = node.items.find((one) => isScalar(one.key) && String(one.key.value) === key);
			if (pair === undefined) return offset;
			if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
			node = pair.value;
		} else if (isSeq(node)) {
			const item = node.items[Number(key)] as Node | undefined;
			if (item === undefined) return offset;
			offset = item.range?.[0] ?? offset;
			node = item;
		} else return offset;
	}
	return offset;
}
