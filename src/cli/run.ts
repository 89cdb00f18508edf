// The command line: finds the command, runs it, turns what went wrong into one plain sentence and an exit code.
// Commands are loaded when they are used, so that help is instant.
import { Fault } from '../base/fault.ts';
import { nearest } from '../model/nearest.ts';
import { type Command, type Deps, EXIT, type Io, print, warn } from './io.ts';
import { version } from './version.ts';

interface Entry {
	readonly about: string;
	readonly load: () => Promise<{ readonly run: Command }>;
}

const COMMANDS: Readonly<Record<string, Entry>> = {
	serve: { about: 'Start the gate: API, console and transparency log', load: () => import('./serve.ts') },
	key: { about: 'Make, list and end API keys', load: () => import('./key.ts') },
	backup: { about: 'Copy an installation into a folder while its server runs', load: () => import('./backup.ts') },
	restore: { about: 'Make an installation from a backup', load: () => import('./restore.ts') },
	screen: { about: 'Screen listings from a file or a pipe', load: () => import('./screen.ts') },
	explain: { about: 'Show what is recognised in a text, and why', load: () => import('./explain.ts') },
	catalogue: { about: 'Check, compare, show and compile the catalogue', load: () => import('./catalogue.ts') },
	policy: { about: 'Check, compare and try out policies', load: () => import('./policy.ts') },
	log: { about: 'Verify a transparency log, or prove that an entry is in it', load: () => import('./log.ts') },
	bench: { about: 'Measure accuracy or speed', load: () => import('./bench.ts') },
};

/** Runs one command line (without program name). Resolves to the exit code; never rejects for anything expected. */
export async function run(argv: readonly string[], io: Io, deps: Deps): Promise<number> {
	const [name, ...args] = argv;
	if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
		const topic = name === 'help' ? args[0] : undefined;
		if (topic !== undefined) return run([topic, '--help'], io, deps);
		print(io, overview());
		return name === undefined ? EXIT.usage : EXIT.ok;
	}
	if (name === '--version' || name === '-V') {
		print(io, version());
		return EXIT.ok;
	}
	const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
	if (entry === undefined) {
		const what = name.startsWith('-') ? 'option' : 'command';
		const close = nearest(name, what === 'command' ? Object.keys(COMMANDS) : ['help', 'version']);
		const meant = close === undefined ? '' : ` Did you mean "weir ${what === 'option' ? '--' : ''}${close}"?`;
		warn(io, `weir: there is no ${what} "${name.slice(0, 60)}".${meant}`, 'Run "weir --help" for the list.');
		return EXIT.usage;
	}
	try {
		const command = await entry.load();
		return await command.run(args, io, deps);
	} catch (error) {
		return report(error, name, io);
	}
}

function report(error: unknown, name: string, io: Io): number {
	if (error instanceof Fault) {
		warn(io, `weir ${name}: ${error.message}`);
		if (error.code === 'usage') warn(io, `Run "weir ${name} --help" for the options.`);
		return error.exit;
	}
	warn(io, `weir ${name}: unexpected failure: ${error instanceof Error ? error.message : String(error)}`);
	if (error instanceof Error && error.stack !== undefined) warn(io, ...error.stack.split('\n').slice(1, 6));
	return EXIT.aborted;
}

function overview(): string {
	const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length)) + 2;
	return [
		'Weir screens marketplace listings for regulated drug-precursor chemicals.',
		'',
		'Usage: weir COMMAND [OPTIONS]',
		'',
		'Commands:',
		...Object.entries(COMMANDS).map(([name, entry]) => `  ${name.padEnd(width)}${entry.about}`),
		'',
		'Examples:',
		'  weir screen examples/listings.csv',
		'  weir explain "Acetone, technical grade, 5 L"',
		'',
		'Exit codes: 0 done, everything clear · 1 the run was aborted · 2 not understood · 3 something needs review or is blocked',
		'"weir COMMAND --help" explains a command; "weir --version" prints the version.',
		'',
	].join('\n');
}
