// `weir serve`: starts the server, says where it is, and stops it cleanly on Ctrl-C or a termination signal.
import { readConfig, SETTINGS } from '../server/config.ts';
import { EXIT, type Io, print, warn } from './io.ts';
import { type CommandSpec, helpOf, readArgs } from './options.ts';

const WIDTH = Math.max(...Object.keys(SETTINGS).map((name) => name.length)) + 2;

export const SPEC: CommandSpec = {
	name: 'serve',
	usage: 'serve [OPTIONS]',
	about:
		'Starts the gate: the API, the console and the transparency log. Without any setting it listens on http://127.0.0.1:8420 and keeps an\nembedded PostgreSQL in ./.weir.',
	options: {
		port: { value: 'N', short: 'p', help: 'Port to listen on (WEIR_PORT)' },
		host: { value: 'ADDRESS', help: 'Address to listen on (WEIR_HOST)' },
		folder: { value: 'DIR', help: 'Folder of the embedded database and of generated keys (WEIR_FOLDER)' },
	},
	examples: [
		['weir serve', 'Everything in ./.weir, on http://127.0.0.1:8420'],
		['DATABASE_URL=postgres://weir@db/weir weir serve --port 80 --host 0.0.0.0', 'With a PostgreSQL of your own'],
	],
	notes: [
		['Environment:', ...Object.entries(SETTINGS).map(([name, about]) => `  ${name.padEnd(WIDTH)}${about}`)].join('\n'),
		'Log lines are JSON on standard output. The first start prints a one-time link that makes the first administrator.',
	],
};

export async function run(argv: readonly string[], io: Io): Promise<number> {
	const args = readArgs(SPEC, argv);
	if (args === undefined) {
		print(io, helpOf(SPEC));
		return EXIT.ok;
	}
	const config = readConfig({ WEIR_PORT: args.one('port'), WEIR_HOST: args.one('host'), WEIR_FOLDER: args.one('folder') });
	const { startServer } = await import('../server/main.ts');
	const began = io.elapsed();
	const running = await startServer({ config });
	warn(
		io,
		`Weir listens on ${running.url} (started in ${((io.elapsed() - began) / 1000).toFixed(1)} s). The API is described at ${running.url}/docs.`,
	);
	if (running.welcome !== undefined)
		warn(io, '', 'Make the first administrator with this one-time link, good for 24 hours:', `  ${running.welcome}`, '');
	await aborted(io.signal);
	warn(io, 'Stopping: what is under way is finished first.');
	await running.stop();
	return EXIT.ok;
}

function aborted(signal: AbortSignal): Promise<void> {
	if (signal.aborted) return Promise.resolve();
	return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
