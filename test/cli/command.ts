// Runs a command line in this process, with fake streams, clock and engine.
import { Readable, Writable } from 'node:stream';
import type { Deps, Io } from '../../src/cli/io.ts';
import { run } from '../../src/cli/run.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { fakeEngine, NOW } from './fake-engine.ts';

export interface Ran {
	readonly code: number;
	readonly out: string;
	readonly err: string;
	/** Standard output as JSON Lines. */
	readonly verdicts: () => Verdict[];
}

export interface Settings {
	readonly stdin?: string | Uint8Array | Readable;
	readonly terminal?: boolean;
	readonly color?: boolean;
	readonly columns?: number;
	readonly signal?: AbortSignal;
	readonly deps?: Partial<Deps>;
	readonly stdout?: Writable;
	readonly cores?: number;
}

export async function weir(args: readonly string[], settings: Settings = {}): Promise<Ran> {
	const out: string[] = [];
	const err: string[] = [];
	const sink = (texts: string[]): Writable =>
		new Writable({
			write(chunk: Uint8Array, _encoding, done) {
				texts.push(Buffer.from(chunk).toString('utf8'));
				done();
			},
		});
	const { stdin } = settings;
	const terminal = settings.terminal ?? false;
	const output = (stream: Writable): Io['stdout'] => ({
		stream,
		isTerminal: terminal,
		columns: terminal ? (settings.columns ?? 100) : undefined,
		color: settings.color ?? false,
	});
	let ticks = 0;
	const io: Io = {
		stdin: {
			stream:
				stdin instanceof Readable
					? stdin
					: Readable.from(stdin === undefined ? [] : [typeof stdin === 'string' ? Buffer.from(stdin) : stdin]),
			isTerminal: stdin === undefined,
		},
		stdout: output(settings.stdout ?? sink(out)),
		stderr: output(sink(err)),
		now: () => NOW,
		elapsed: () => (ticks += 10),
		cores: settings.cores ?? 2,
		signal: settings.signal ?? new AbortController().signal,
	};
	const code = await run(args, io, {
		loadEngine: async () => fakeEngine,
		worker: new URL('./fake-worker.ts', import.meta.url),
		...settings.deps,
	});
	const text = (): string => out.join('');
	return {
		code,
		out: text(),
		err: err.join(''),
		verdicts: () =>
			text()
				.split('\n')
				.filter((line) => line !== '')
				.map((line) => JSON.parse(line) as Verdict),
	};
}
