// Options of a command as a table: the same rows give the parser, the help text and the "did you mean".
import { parseArgs } from 'node:util';
import { Fault } from '../base/fault.ts';
import { nearest } from '../model/nearest.ts';

export interface OptionSpec {
	/** Placeholder of the value; without one the option is a switch. */
	readonly value?: string;
	readonly short?: string;
	readonly help: string;
}

export interface CommandSpec {
	readonly name: string;
	readonly usage: string;
	readonly about: string;
	readonly options: Readonly<Record<string, OptionSpec>>;
	readonly examples: readonly (readonly [command: string, what: string])[];
	/** Closing paragraphs of the help text. */
	readonly notes?: readonly string[];
}

export class Args {
	readonly rest: readonly string[];
	readonly #values: ReadonlyMap<string, readonly string[]>;
	readonly #switches: ReadonlySet<string>;
	constructor(rest: readonly string[], values: ReadonlyMap<string, readonly string[]>, switches: ReadonlySet<string>) {
		this.rest = rest;
		this.#values = values;
		this.#switches = switches;
	}
	/** Every value of a repeatable option. */
	all(name: string): readonly string[] {
		return this.#values.get(name) ?? [];
	}
	/** The value given last. */
	one(name: string): string | undefined {
		return this.all(name).at(-1);
	}
	has(name: string): boolean {
		return this.#switches.has(name);
	}
	/** The value, which must be one of a few words. @throws Fault `usage`. */
	choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
		const value = this.one(name);
		if (value === undefined) return undefined;
		const found = choices.find((choice) => choice === value.toLowerCase());
		if (found !== undefined) return found;
		const close = nearest(value, choices);
		throw new Fault(
			'usage',
			`--${name} cannot be ${JSON.stringify(value)}; ${close === undefined ? 'it' : `did you mean "${close}"? It`} is one of ${choices.join(', ')}.`,
		);
	}
}

const HELP: OptionSpec = { short: 'h', help: 'Show this text' };

/** Reads the arguments of a command; undefined when help was asked for. @throws Fault `usage` naming the nearest option. */
export function readArgs(spec: CommandSpec, argv: readonly string[]): Args | undefined {
	const specs: Readonly<Record<string, OptionSpec>> = { ...spec.options, help: HELP };
	const { tokens } = parseArgs({
		args: [...argv],
		strict: false,
		tokens: true,
		allowPositionals: true,
		options: Object.fromEntries(
			Object.entries(specs).map(([name, option]) => [
				name,
				{
					type: option.value === undefined ? ('boolean' as const) : ('string' as const),
					...(option.short === undefined ? {} : { short: option.short }),
				},
			]),
		),
	});
	const rest: string[] = [];
	const values = new Map<string, string[]>();
	const switches = new Set<string>();
	for (const token of tokens) {
		if (token.kind === 'positional') rest.push(token.value);
		if (token.kind !== 'option') continue;
		const option = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
		if (option === undefined) throw unknownOption(token.rawName, Object.keys(specs));
		if (option.value === undefined) {
			if (token.value !== undefined) throw new Fault('usage', `--${token.name} takes no value.`);
			switches.add(token.name);
		} else if (token.value === undefined || token.value === '') {
			throw new Fault('usage', `--${token.name} needs a value: --${token.name} ${option.value}.`);
		} else values.set(token.name, [...(values.get(token.name) ?? []), token.value]);
	}
	return switches.has('help') ? undefined : new Args(rest, values, switches);
}

function unknownOption(raw: string, known: readonly string[]): Fault {
	const close = nearest(raw.replace(/^-+/, ''), known);
	return new Fault('usage', `There is no option ${raw}${close === undefined ? '.' : `; did you mean --${close}?`}`);
}

/** The help text of a command. */
export function helpOf(spec: CommandSpec): string {
	const rows = Object.entries({ ...spec.options, help: HELP }).map(([name, option]) => {
		const left = `${option.short === undefined ? '    ' : `-${option.short}, `}--${name}${option.value === undefined ? '' : ` ${option.value}`}`;
		return [left, option.help] as const;
	});
	const width = Math.min(32, Math.max(...rows.map(([left]) => left.length)) + 2);
	const option = ([left, help]: readonly [string, string]): string =>
		`  ${left.length < width ? left.padEnd(width) : `${left}\n  ${' '.repeat(width)}`}${help}`;
	return [
		`Usage: weir ${spec.usage}`,
		'',
		spec.about,
		'',
		'Options:',
		...rows.map(option),
		'',
		'Examples:',
		...spec.examples.flatMap(([command, what]) => [`  # ${what}`, `  ${command}`]),
		...(spec.notes ?? []).flatMap((note) => ['', note]),
		'',
	].join('\n');
}

/** Which of a command's tasks the words after it ask for, and the words that are left. @throws Fault `usage` naming the nearest task. */
export function taskOf<Name extends string>(
	command: string,
	tasks: Readonly<Record<Name, unknown>>,
	[name, ...rest]: readonly string[],
): readonly [Name, readonly string[]] {
	const names = Object.keys(tasks);
	if (name === undefined) throw new Fault('usage', `Say what to do: ${names.join(', ')}.`);
	if (names.includes(name)) return [name as Name, rest];
	const close = nearest(name, names);
	throw new Fault(
		'usage',
		`There is no "${command} ${name}"; ${close === undefined ? `say one of ${names.join(', ')}.` : `did you mean "${command} ${close}"?`}`,
	);
}

/** @throws Fault `usage` when more words than `count` were given: what they were meant to do would silently not be done. */
export function atMost(rest: readonly string[], count: number, says: string): void {
	if (rest.length > count) throw new Fault('usage', `${says}; ${rest.length} were given.`);
}
