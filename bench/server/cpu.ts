// Processor time by process, from /proc, so that a figure means something on a machine that others use as well. Zero where the system
// does not tell.
import { readdirSync, readFileSync } from 'node:fs';

const TICK_MS = 10;

interface Spent {
	readonly parent: number;
	readonly ms: number;
}

function spent(pid: number): Spent | undefined {
	try {
		const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// After the name, which may hold anything: state, parent, …; user and system time are fields 14 and 15, of children 16 and 17.
		const fields = text
			.slice(text.lastIndexOf(')') + 2)
			.split(' ')
			.map(Number);
		const [, parent = 0] = fields;
		return { parent, ms: ((fields[11] ?? 0) + (fields[12] ?? 0) + (fields[13] ?? 0) + (fields[14] ?? 0)) * TICK_MS };
	} catch {
		return undefined;
	}
}

/** Milliseconds that a process and the processes it started have spent. */
export function cpuMs(pid: number | undefined): number {
	if (pid === undefined) return 0;
	const children = pids()
		.map(spent)
		.filter((one) => one?.parent === pid);
	return [spent(pid), ...children].reduce((sum, one) => sum + (one?.ms ?? 0), 0);
}

/** Milliseconds that a process has spent by itself. */
export const ownCpuMs = (pid: number | undefined): number => (pid === undefined ? 0 : (spent(pid)?.ms ?? 0));

function pids(): number[] {
	try {
		return readdirSync('/proc')
			.filter((name) => /^\d{1,10}$/.test(name))
			.map(Number);
	} catch {
		return [];
	}
}
