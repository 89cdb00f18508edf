// `weir bench fault`: a server under load is killed again and again, its database crashes, its disk fills, its clock jumps. After each
// fault everything a client was told is compared with what is stored, and the log is verified to have only grown.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Fault } from '../../src/base/fault.ts';
import { seeded } from '../perturb/random.ts';
import { start, weir } from '../server/process.ts';
import { Patient, type Round, smallDisk } from './faults.ts';

export const HELP = `weir bench fault: is anything lost, doubled or published unscreened when things break?

Options
  --rounds N          how often the server is killed (default 200)
  --quick             5 times
  --only FAULT        kill, database, disk or clock; repeatable (default: all)
  --seed N            default 1
  --format text|json  default text
  --help

Examples
  weir bench fault --quick
  weir bench fault --rounds 20 --only kill --format json
`;

const FAULTS = ['kill', 'database', 'clock', 'disk'] as const;
const DATABASE_ROUNDS = 3;
const DISK_MB = 160;

export interface FaultReport {
	readonly schema: 'weir-bench-fault/1';
	readonly seed: number;
	/** Rounds by fault. */
	readonly rounds: Readonly<Record<string, number>>;
	readonly acknowledged: number;
	/** Sent and not answered when a fault came; sent again afterwards. */
	readonly unanswered: number;
	/** Faults that this machine does not allow, with the reason. */
	readonly skipped: Readonly<Record<string, string>>;
	/** What did not hold, with its round; empty when nothing was lost. */
	readonly broken: readonly string[];
	readonly seconds: number;
}

export async function run(args: readonly string[]): Promise<number> {
	const { values } = parseArgs({
		args: [...args],
		options: {
			rounds: { type: 'string', default: '200' },
			quick: { type: 'boolean' },
			only: { type: 'string', multiple: true },
			seed: { type: 'string', default: '1' },
			format: { type: 'string', default: 'text' },
			help: { type: 'boolean' },
		},
	});
	if (values.help === true) {
		process.stdout.write(HELP);
		return 0;
	}
	const wanted = FAULTS.filter((fault) => values.only === undefined || values.only.includes(fault));
	const unknown = values.only?.find((name) => !FAULTS.some((fault) => fault === name));
	if (unknown !== undefined) throw new Fault('usage', `There is no fault ${JSON.stringify(unknown)}; there are ${FAULTS.join(', ')}.`);
	const kills = values.quick === true ? 5 : Number(values.rounds);
	if (!Number.isSafeInteger(kills) || kills < 1) throw new Fault('usage', '--rounds takes a whole number from 1.');
	const text = values.format !== 'json';
	const report = await measure({
		...{ wanted, kills, seed: Number(values.seed) },
		told: (line) => text && process.stderr.write(`${line}\n`),
	});
	process.stdout.write(text ? describe(report) : `${JSON.stringify(report, null, '\t')}\n`);
	return report.broken.length === 0 ? 0 : 1;
}

export interface FaultOptions {
	readonly wanted: readonly (typeof FAULTS)[number][];
	/** How often the server is killed. */
	readonly kills: number;
	readonly seed: number;
	readonly told: (line: string) => void;
}

/** Goes through the faults in folders of their own, which are removed. */
export async function measure({ wanted, kills, seed, told }: FaultOptions): Promise<FaultReport> {
	const began = performance.now();
	const rounds: Round[] = [];
	const skipped: Record<string, string> = {};
	const go = async (name: string, work: () => Promise<Round>): Promise<void> => {
		const round = await work();
		rounds.push(round);
		told(`${name}: ${round.acknowledged} acknowledged, ${round.unanswered} unanswered, ${round.broken.join('; ') || 'all holds'}`);
	};
	const seedOf = (name: string) => seeded(seed, 'fault', name);
	await inFolder(async (folder) => {
		const patient = await admit(folder);
		try {
			if (wanted.includes('kill'))
				for (let i = 0; i < kills; i++) await go(`kill ${i + 1}/${kills}`, () => patient.kill(`kill-${i}`, seedOf(`kill-${i}`)));
			if (wanted.includes('database'))
				for (let i = 0; i < DATABASE_ROUNDS; i++)
					await go(`database ${i + 1}`, () => patient.killDatabase(`base-${i}`, seedOf(`base-${i}`)));
			if (wanted.includes('clock')) await go('clock', () => patient.jumpingClock('clock', seedOf('clock')));
		} finally {
			await patient.leave();
		}
	});
	if (wanted.includes('disk'))
		await inFolder(async (above) => {
			const folder = join(above, 'disk');
			const disk = smallDisk(folder, DISK_MB);
			if ('why' in disk) {
				skipped['disk'] = `no small disk can be made here: ${disk.why}`;
				return told(`disk: skipped, ${skipped['disk']}`);
			}
			try {
				const patient = await admit(folder);
				try {
					await go('disk', () => patient.fullDisk('disk', seedOf('disk')));
				} finally {
					await patient.leave();
				}
			} finally {
				disk.release();
			}
		});
	return {
		schema: 'weir-bench-fault/1',
		seed,
		rounds: Object.fromEntries(FAULTS.map((fault) => [fault, rounds.filter((round) => round.fault === fault).length])),
		acknowledged: rounds.reduce((sum, round) => sum + round.acknowledged, 0),
		unanswered: rounds.reduce((sum, round) => sum + round.unanswered, 0),
		skipped,
		broken: rounds.flatMap((round, i) => round.broken.map((what) => `round ${i + 1} (${round.fault}): ${what}`)),
		seconds: Math.round((performance.now() - began) / 1000),
	};
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'weir-fault-'));
	chmodSync(folder, 0o711); // as root the database's own user passes through it
	try {
		await work(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function admit(folder: string): Promise<Patient> {
	const server = await start(folder);
	return new Patient(folder, weir(folder, ['key', 'create', '--role', 'administrator']).trim(), server);
}

function describe({ rounds, acknowledged, unanswered, skipped, broken, seconds }: FaultReport): string {
	return [
		`Rounds         ${Object.entries(rounds)
			.map(([fault, count]) => `${fault} ${count}`)
			.join(', ')} in ${seconds} s`,
		...Object.entries(skipped).map(([fault, why]) => `Skipped        ${fault}: ${why}`),
		`PUT            ${acknowledged} acknowledged; ${unanswered} unanswered when a fault came, sent again`,
		broken.length === 0
			? 'Held           nothing lost, doubled or published without a verdict; the log verifies and only grew'
			: `BROKEN         ${broken.slice(0, 20).join('\n               ')}`,
		'',
	].join('\n');
}
