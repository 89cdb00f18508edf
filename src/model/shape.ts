// Checks a value read from YAML or JSON against a TypeBox schema and says, in one Problem per place, what is wrong and how to
// mend it. Must never coerce: a value that does not fit is refused, and an unknown key is an error that names it.
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { ok, type Problem, type Result } from '../base/result.ts';

interface SchemaError {
	readonly keyword: string;
	readonly instancePath: string;
	readonly message: string;
	readonly params: unknown;
}

/** The value typed by `schema`, or one problem per JSON Pointer. `name` is what the reader calls the whole, for the fix. */
export function checkShape<S extends TSchema>(schema: S, value: unknown, name: string): Result<Static<S>> {
	if (Value.Check(schema, value)) return ok(value as Static<S>);
	const problems = new Map<string, Problem>();
	for (const error of Value.Errors(schema, value) as Iterable<SchemaError>) {
		if (error.keyword === 'additionalProperties') continue; // the keyword "boolean" names the same key, one level deeper
		const found = describe(error, name);
		const earlier = problems.get(found.pointer);
		problems.set(found.pointer, earlier === undefined ? found : { ...earlier, fix: merge(earlier.fix, found.fix) });
	}
	return { ok: false, problems: [...problems.values()] };
}

function describe(error: SchemaError, name: string): Problem {
	const key = error.instancePath.split('/').at(-1) ?? '';
	switch (error.keyword) {
		case 'boolean':
			return { pointer: error.instancePath, message: `unknown key "${key}"`, fix: `remove it or check its spelling in the ${name}` };
		case 'required': {
			const missing = members(error.params, 'requiredProperties').join(', ');
			return { pointer: error.instancePath, message: `${missing} missing`, fix: `add ${missing} to the ${name}` };
		}
		case 'const':
			return {
				pointer: error.instancePath,
				message: 'not one of the allowed values',
				fix: `use "${String(member(error.params, 'allowedValue'))}"`,
			};
		case 'enum': {
			const allowed = members(error.params, 'allowedValues').map((one) => JSON.stringify(one));
			return { pointer: error.instancePath, message: 'not one of the allowed values', fix: `use ${allowed.join(' or ')}` };
		}
		case 'minLength':
			if (member(error.params, 'limit') !== 1) break;
			return { pointer: error.instancePath, message: 'is empty', fix: 'write at least one character' };
		default:
	}
	return { pointer: error.instancePath, message: error.message, fix: `correct this value of the ${name}` };
}

// A union of literals fails once per literal; the fixes are joined so that the reader sees every allowed value.
function merge(first: string, second: string): string {
	if (first === second || !second.startsWith('use ')) return first;
	return first.startsWith('use ') ? `${first} or ${second.slice(4)}` : second;
}

function member(params: unknown, key: string): unknown {
	return typeof params === 'object' && params !== null && key in params ? (params as Readonly<Record<string, unknown>>)[key] : undefined;
}

function members(params: unknown, key: string): readonly string[] {
	const value = member(params, key);
	return Array.isArray(value) ? value.map(String) : ['a required key'];
}
