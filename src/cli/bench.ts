// `weir bench`: hands over to the benchmarks, which exist in a clone and are not part of the published package.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Fault } from '../base/fault.ts';
import { nearest } from '../model/nearest.ts';
import { EXIT, type Io, print } from './io.ts';
import { type CommandSpec, helpOf } from './options.ts';

const BENCHES = ['accuracy', 'speed', 'gate', 'fault', 'backup'] as const;

export const SPEC: CommandSpec = {
	name: 'bench',
	usage: 'bench accuracy|speed|gate|fault|backup [OPTIONS]',
	about:
		'Measures the engine: accuracy (recall and false positives with intervals) or speed (listings per second against baselines);\nor the gate: decisions per second, latency and memory of a whole server with its database; what is left of it after faults; or backup and restore.',
	options: {
		data: { value: 'DIR', help: 'Further data sets to measure on' },
		quick: { help: 'A smaller run, for a first look' },
		format: { value: 'FORMAT', help: 'text (default) or json, with stable keys' },
	},
	examples: [
		['weir bench accuracy --quick', 'A first look'],
		['weir bench speed --format json', 'For a machine to read'],
	],
};

export async function run(argv: readonly string[], io: Io): Promise<number> {
	const [name, ...args] = argv;
	const bench = BENCHES.find((known) => known === name);
	if (bench === undefined) {
		if (name === '--help' || name === '-h') {
			print(io, helpOf(SPEC));
			return EXIT.ok;
		}
		const close = name === undefined ? undefined : nearest(name, BENCHES);
		throw new Fault(
			'usage',
			name === undefined
				? 'Name what to measure: accuracy, speed, gate, fault or backup.'
				: `There is no bench ${JSON.stringify(name)}; ${close === undefined ? `name one of ${BENCHES.join(', ')}.` : `did you mean ${close}?`}`,
		);
	}
	const asked = args.includes('--help') || args.includes('-h');
	const file = new URL(`../../bench/${bench}/main.ts`, import.meta.url);
	const exists = existsSync(fileURLToPath(file));
	if (asked && !exists) {
		print(io, helpOf(SPEC));
		return EXIT.ok;
	}
	if (!exists) throw new Fault('usage', 'The benchmarks are part of a clone of the repository, not of the installed package.');
	const module: unknown = await import(file.href);
	if (typeof module !== 'object' || module === null || !('run' in module) || typeof module.run !== 'function')
		throw new Fault('impossible', `bench/${bench}/main.ts has no run().`);
	return Number(await module.run(asked ? ['--help'] : args));
}
