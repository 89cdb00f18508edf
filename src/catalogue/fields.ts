// A cursor over one parsed mapping that reads typed members, remembers which keys it has seen and collects every problem
// with file, pointer and fix instead of stopping at the first. Keys nobody asked for are errors (`finish`).
import type { Problem } from '../base/result.ts';
import { at } from './yaml.ts';

/** Problems of one run, in reading order; shared by all cursors of that run. */
export type Problems = Problem[];

const ISO_DATE = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;
const DECIMAL = /^(0|[1-9]\d*)(\.\d+)?$/;

/** Escapes one reference token of a JSON Pointer (RFC 6901). */
export const token = (key: string | number): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1');

export class Fields {
	readonly path: string;
	readonly pointer: string;
	readonly problems: Problems;
	readonly #members: Readonly<Record<string, unknown>>;
	readonly #read = new Set<string>();

	constructor(path: string, pointer: string, value: unknown, problems: Problems) {
		this.path = path;
		this.pointer = pointer;
		this.problems = problems;
		if (isMapping(value)) this.#members = value;
		else {
			this.#members = {};
			this.report('', 'expected a mapping of keys to values', 'write key: value lines');
		}
	}

	/** Records a problem at a member (or, with an empty key, at the mapping itself). */
	report(key: string, message: string, fix: string): void {
		this.problems.push({ pointer: at(this.path, key === '' ? this.pointer : `${this.pointer}/${token(key)}`), message, fix });
	}

	has(key: string): boolean {
		return this.#members[key] !== undefined;
	}

	keys(): readonly string[] {
		return Object.keys(this.#members);
	}

	/** A required, non-empty text, without outer white space. Returns '' after reporting. */
	text(key: string): string {
		const value = this.#take(key);
		if (typeof value === 'string' && value !== '' && value === value.trim()) return value;
		this.report(
			key,
			value === undefined ? 'is missing' : `expected text, found ${describe(value)}`,
			'write a non-empty text (quote it if it looks like a number)',
		);
		return '';
	}

	/** A required member that may be `null`. */
	textOrNull(key: string): string | null {
		if (this.#members[key] === null) {
			this.#read.add(key);
			return null;
		}
		return this.text(key);
	}

	/** A member that may be left out. */
	optionalText(key: string): string | undefined {
		return this.has(key) ? this.text(key) : undefined;
	}

	oneOf<const T extends string>(key: string, allowed: readonly T[]): T {
		const value = this.text(key);
		const known = allowed.find((candidate) => candidate === value);
		if (known !== undefined) return known;
		if (value !== '') this.report(key, `"${value}" is not known here`, `use one of ${allowed.join(', ')}`);
		return allowed[0] as T;
	}

	tier(key: string): 1 | 2 | 3 {
		const value = this.#take(key);
		if (value === 1 || value === 2 || value === 3) return value;
		this.report(key, value === undefined ? 'the tier is missing' : `expected a tier, found ${describe(value)}`, 'write 1, 2 or 3');
		return 1;
	}

	flag(key: string): boolean {
		const value = this.#take(key);
		if (typeof value === 'boolean') return value;
		this.report(key, `expected true or false, found ${describe(value)}`, 'write true or false');
		return false;
	}

	/** An ISO 8601 date, month or year. */
	date(key: string): string {
		const value = this.text(key);
		if (value !== '' && !ISO_DATE.test(value)) this.report(key, `"${value}" is not an ISO date`, 'write YYYY, YYYY-MM or YYYY-MM-DD');
		return value;
	}

	/** A decimal string; a bare YAML number is refused because it would lose its written form. */
	decimal(key: string): string {
		const value = this.text(key);
		if (value !== '' && !DECIMAL.test(value)) this.report(key, `"${value}" is not a decimal`, "write a quoted decimal such as '0.25'");
		return value;
	}

	/** A list of texts; duplicates are errors. */
	texts(key: string): string[] {
		const items = this.#list(key);
		const texts: string[] = [];
		for (const [index, item] of items.entries()) {
			const place = `${key}/${index}`;
			if (typeof item !== 'string' || item === '' || item !== item.trim()) {
				this.#reportItem(place, `expected text, found ${describe(item)}`, 'write a non-empty text (quote it if it looks like a number)');
			} else if (texts.includes(item)) this.#reportItem(place, `"${item}" is listed twice`, 'remove one');
			else texts.push(item);
		}
		return texts;
	}

	/** A list of mappings, each read with its own cursor and checked for unknown keys. */
	items<T>(key: string, read: (fields: Fields) => T): T[] {
		return this.#list(key).map((item, index) => {
			const fields = new Fields(this.path, `${this.pointer}/${token(key)}/${index}`, item, this.problems);
			const value = read(fields);
			fields.finish();
			return value;
		});
	}

	/** A nested mapping read with its own cursor. */
	nested<T>(key: string, read: (fields: Fields) => T): T {
		const fields = new Fields(this.path, `${this.pointer}/${token(key)}`, this.#take(key), this.problems);
		const value = read(fields);
		fields.finish();
		return value;
	}

	optionalNested<T>(key: string, read: (fields: Fields) => T): T | undefined {
		return this.has(key) ? this.nested(key, read) : undefined;
	}

	/** Language (ISO 639-1) → texts. */
	byLanguage(key: string): Record<string, string[]> {
		return this.nested(key, (fields) => {
			const languages: Record<string, string[]> = {};
			for (const language of fields.keys()) {
				if (!/^[a-z]{2}$/.test(language))
					fields.report(language, `"${language}" is not an ISO 639-1 code`, 'use a code such as en, zh or es');
				languages[language] = fields.texts(language);
			}
			return languages;
		});
	}

	/** Reports every key that was present and never read. */
	finish(): void {
		for (const key of this.keys()) {
			if (!this.#read.has(key)) this.report(key, `unknown key "${key}"`, `use only ${[...this.#read].join(', ')}`);
		}
	}

	#take(key: string): unknown {
		this.#read.add(key);
		return this.#members[key];
	}

	#list(key: string): readonly unknown[] {
		const value = this.#take(key);
		if (Array.isArray(value)) return value;
		this.report(
			key,
			value === undefined ? 'is missing' : `expected a list, found ${describe(value)}`,
			'write a list ("- item" lines, or [])',
		);
		return [];
	}

	#reportItem(place: string, message: string, fix: string): void {
		this.problems.push({ pointer: at(this.path, `${this.pointer}/${place}`), message, fix });
	}
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
	if (value === undefined) return 'nothing';
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'a mapping' : `${typeof value} ${JSON.stringify(value)}`;
}
