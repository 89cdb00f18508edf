// `weir serve`: starts the server, says where it is, and stops it cleanly on Ctrl-C or a termination signal.
import { Fault } from '../base/fault.ts';
import { DEMO_FOLDER, readConfig, SETTINGS } from '../server/config.ts';
import type * as Demo from '../server/demo.ts';
import type { Running } from '../server/main.ts';
import { EXIT, type Io, print, warn } from './io.ts';
import { atMost, type CommandSpec, helpOf, readArgs } from './options.ts';

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
		sandbox: { help: 'Try an integration out, with keys, log and folder (./.weir-sandbox) of its own (WEIR_SANDBOX)' },
		demo: { help: 'Explore a fictional marketplace, kept apart in ./.weir-demo' },
	},
	examples: [
		['weir serve', 'Everything in ./.weir, on http://127.0.0.1:8420'],
		['weir serve --demo', 'A marketplace with listings, cases and people, to look around in'],
		['weir serve --sandbox --port 8430', 'Beside a production server, for those who write against the API'],
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
	atMost(args.rest, 0, 'serve takes no arguments, only options');
	// Loaded when needed, so that help is instant.
	if (args.has('demo') && args.has('sandbox'))
		throw new Fault('usage', '--demo is for people who look around, --sandbox for programs that try: choose one.');
	const demo = args.has('demo') ? await import('../server/demo.ts') : undefined;
	const folder = args.one('folder') ?? (demo === undefined ? undefined : `./${DEMO_FOLDER}`);
	const config = readConfig({
		WEIR_PORT: args.one('port'),
		WEIR_HOST: args.one('host'),
		WEIR_FOLDER: folder,
		WEIR_SANDBOX: args.has('sandbox') ? '1' : undefined,
		WEIR_PLATFORM: demo?.DEMO_PLATFORM,
	});
	demo?.requireDemoSettings(config);
	const { startServer } = await import('../server/main.ts');
	const began = io.elapsed();
	const running = await startServer({ config });
	warn(
		io,
		`Weir listens on ${running.url} (started in ${((io.elapsed() - began) / 1000).toFixed(1)} s). The API is described at ${running.url}/docs.`,
	);
	const { holding } = running.world.screening;
	if (holding !== undefined) warn(io, '', holding, '');
	await sayWaiting(running, io);
	if (config.sandbox)
		warn(io, '', 'SANDBOX: nothing here is a decision about anything. Its keys begin with weirtest_ and work nowhere else.', '');
	if (demo !== undefined) await showDemo(demo, running, config.folder, io);
	else if (running.welcome !== undefined)
		warn(io, '', 'Make the first administrator with this one-time link, good for 24 hours:', `  ${running.welcome}`, '');
	const finishing = demo === undefined ? undefined : finish(demo, running, config.folder, io);
	await aborted(io.signal);
	await finishing;
	warn(io, 'Stopping: what is under way is finished first.');
	await running.stop();
	return EXIT.ok;
}

// An upgrade changes nothing by itself, and says so.
async function sayWaiting({ world }: Running, io: Io): Promise<void> {
	const waiting = await world.brought.waiting();
	if (waiting === undefined) return;
	const { catalogueVersion } = world.screening.versions;
	warn(
		io,
		'',
		`The catalogue in force stays ${catalogueVersion}. Weir ${waiting.cameWith} brings ${waiting.version} along: it comes into force`,
		`when two people have agreed to it, at ${world.publicUrl()}/catalogues. Until then nothing of it is decided by.`,
		'',
	);
}

async function showDemo({ openDemo, DEMO_PASSWORD }: typeof Demo, running: Running, folder: string, io: Io): Promise<void> {
	try {
		const accounts = await openDemo(running.world, folder, new Date().toISOString());
		const width = Math.max(...accounts.map(({ email }) => email.length)) + 2;
		warn(
			io,
			'',
			`DEMO: a fictional marketplace. Sign in at ${running.url} with the password "${DEMO_PASSWORD}" as`,
			...accounts.map(({ name, email, role }) => `  ${email.padEnd(width)}${name} (${role})`),
			`Everything is in ${folder}; delete the folder to begin again. Never use it for real listings.`,
			'',
		);
	} catch (error) {
		await running.stop();
		throw error;
	}
}

// The demo is there to look around in meanwhile; a failure costs it one page.
async function finish({ finishDemo }: typeof Demo, { world }: Running, folder: string, io: Io): Promise<void> {
	try {
		await finishDemo(world, folder, new Date().toISOString());
	} catch (error) {
		warn(io, `The demo's catalogue was not proposed: ${error instanceof Error ? error.message : String(error)}`);
	}
}

function aborted(signal: AbortSignal): Promise<void> {
	if (signal.aborted) return Promise.resolve();
	return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
