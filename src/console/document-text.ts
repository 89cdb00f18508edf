// A policy document as the text in the editor: written as YAML or JSON, read back with the line of every value, so that a problem
// named by its JSON Pointer can be shown where it stands. Either form is read whatever the reader chose (JSON is YAML).
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, stringify } from 'yaml';
import { pureDigest } from '../base/digest.ts';
import { canonicalJson, type Json } from '../base/json.ts';
import { PolicyDocumentSchema } from '../model/policy-schema.ts';
import { checkShape } from '../model/shape.ts';

export type Form = 'yaml' | 'json';

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

export const writeText = (document: unknown, form: Form): string =>
	form === 'json' ? `${JSON.stringify(document, null, 2)}\n` : stringify(document, { lineWidth: 110 });

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

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);
const numberOf = (document: Members): number => (typeof document['version'] === 'number' ? document['version'] : 0);

/**
 * A document as the next one in the chain: `version` counted up, `previous` the hash of the one in force (RFC 8785, SHA-256), or, where
 * the catalogue's own policy is in force, of the one it starts from.
 */
export function continued(from: unknown, inForce: unknown): unknown {
	if (!isMembers(from)) return from;
	const before = isMembers(inForce) ? inForce : from;
	const { name, version: _version, previous: _previous, summary, ...rest } = from;
	const version = Math.max(numberOf(from), numberOf(before)) + 1;
	return { name, version, previous: pureDigest(canonicalJson(before as Json)), summary, ...rest };
}

/** A document that watches a restricted list, in place of another version of it. */
export function watching(document: unknown, { name, sha256 }: { readonly name?: string; readonly sha256: string }): unknown {
	if (!isMembers(document)) return document;
	const watch: readonly unknown[] = Array.isArray(document['watch']) ? document['watch'] : [];
	const before = watch.find((one) => isMembers(one) && one['list'] === name);
	const outcome = isMembers(before) ? before['outcome'] : 'review';
	return { ...document, watch: [...watch.filter((one) => one !== before), { list: name, sha256, outcome }] };
}

/** What one starts from where no document was ever in force. */
export const FIRST_DOCUMENT = { name: 'our-marketplace', version: 1, summary: 'Our first policy.' };
