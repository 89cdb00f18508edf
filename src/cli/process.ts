// The process around a command line: streams, signals and the exit. Ctrl-C asks the command to end cleanly; a second one, a
// second later, ends it at once. The environment is handed in, so that only main.ts reads it.
import { availableParallelism } from 'node:os';
import type { Writable } from 'node:stream';
import { type Deps, EXIT, type Io, type Output } from './io.ts';
import { run } from './run.ts';

export interface Environment {
	readonly NO_COLOR?: string | undefined;
	readonly FORCE_COLOR?: string | undefined;
	readonly TERM?: string | undefined;
}

/** Runs the process's own command line and ends the process with its exit code. */
export async function runProcess(environment: Environment, deps: Deps): Promise<never> {
	const stop = new AbortController();
	let stoppedAt: number | undefined;
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			// A wrapper may pass on a Ctrl-C that the terminal also sent here; only a later one means impatience.
			if (stoppedAt !== undefined && performance.now() - stoppedAt > 1000) process.exit(EXIT.aborted);
			stoppedAt ??= performance.now();
			stop.abort();
		});
	}
	const output = (stream: NodeJS.WriteStream): Output => {
		// A reader that goes away (`| head`) is not a failure of ours; the command notices it when it writes.
		stream.on('error', () => {});
		const isTerminal = stream.isTTY === true;
		return { stream, isTerminal, columns: isTerminal ? stream.columns : undefined, color: wantsColor(environment, isTerminal) };
	};
	const io: Io = {
		stdin: { stream: process.stdin, isTerminal: process.stdin.isTTY === true },
		stdout: output(process.stdout),
		stderr: output(process.stderr),
		now: () => new Date().toISOString(),
		elapsed: () => performance.now(),
		cores: availableParallelism(),
		signal: stop.signal,
	};
	const code = await run(process.argv.slice(2), io, deps);
	await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
	process.exit(code);
}

// https://no-color.org: present and not empty means no colour.
function wantsColor({ NO_COLOR, FORCE_COLOR, TERM }: Environment, isTerminal: boolean): boolean {
	if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
	if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true;
	return isTerminal && TERM !== 'dumb';
}

function flushed(stream: Writable): Promise<void> {
	return new Promise((resolve) => {
		if (stream.destroyed || stream.writableLength === 0) resolve();
		else stream.write('', () => resolve());
	});
}
