// What a command may touch: its streams, the clock, the colours of the terminal, and the parts it is built on. main.ts fills
// this from the process; tests fill it with fakes.
import type { Readable, Writable } from 'node:stream';
import { clean } from '../adapters/terminal.ts';
import type { Engine } from '../screen/screening.ts';
import type { PolicySettings } from './policy-file.ts';

export interface Output {
	readonly stream: Writable;
	readonly isTerminal: boolean;
	/** Columns; undefined when the stream is not a terminal. */
	readonly columns: number | undefined;
	readonly color: boolean;
}

export interface Io {
	readonly stdin: { readonly stream: Readable; readonly isTerminal: boolean };
	readonly stdout: Output;
	readonly stderr: Output;
	/** RFC 3339 UTC. */
	readonly now: () => string;
	/** Milliseconds from an arbitrary start, for rates. */
	readonly elapsed: () => number;
	readonly cores: number;
	/** Aborted by Ctrl-C or a termination signal. */
	readonly signal: AbortSignal;
}

export interface Deps {
	readonly loadEngine: (settings?: PolicySettings) => Promise<Engine>;
	/** The module each screening worker runs. */
	readonly worker: URL;
	/** The key for commands that ask a server. */
	readonly key?: string;
}

/** Exit codes of every command. */
export const EXIT = { ok: 0, aborted: 1, usage: 2, notClear: 3 } as const;

/** A command: its arguments after its name, to an exit code. */
export type Command = (args: readonly string[], io: Io, deps: Deps) => Promise<number>;

/** Prints lines to standard error; each is made safe to print. */
export function warn(io: Io, ...lines: readonly string[]): void {
	io.stderr.stream.write(lines.map((line) => `${clean(line)}\n`).join(''));
}

/** Prints text to standard output as it is; the caller has cleaned it. */
export function print(io: Io, text: string): void {
	io.stdout.stream.write(text.endsWith('\n') ? text : `${text}\n`);
}
