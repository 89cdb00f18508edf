// The process around the command line: the only file of the command line that reads the environment. Ctrl-C asks the command
// to end cleanly; a second one, a second later, ends it at once.
import { availableParallelism } from 'node:os';
import process from 'node:process';
import type { Writable } from 'node:stream';
import { loadEngine } from '../adapters/engine.ts';
import { EXIT, type Io, type Output } from './io.ts';
import { run } from './run.ts';

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

const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
const colorful = (terminal: boolean): boolean => {
	if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
	if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true;
	return terminal && TERM !== 'dumb';
};
const output = (stream: NodeJS.WriteStream): Output => ({
	stream,
	isTerminal: stream.isTTY === true,
	columns: stream.isTTY === true ? stream.columns : undefined,
	color: colorful(stream.isTTY === true),
});
const io: Io = {
	stdin: { stream: process.stdin, isTerminal: process.stdin.isTTY === true },
	stdout: output(process.stdout),
	stderr: output(process.stderr),
	now: () => new Date().toISOString(),
	elapsed: () => performance.now(),
	cores: availableParallelism(),
	signal: stop.signal,
};
const worker = new URL(import.meta.url.endsWith('.ts') ? './screen-worker.ts' : './screen-worker.js', import.meta.url);

// A reader that goes away (`| head`) is not a failure of ours; the command notices it when it writes.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
const code = await run(process.argv.slice(2), io, { loadEngine, worker });
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
process.exit(code);

function flushed(stream: Writable): Promise<void> {
	return new Promise((resolve) => {
		if (stream.destroyed || stream.writableLength === 0) resolve();
		else stream.write('', () => resolve());
	});
}
