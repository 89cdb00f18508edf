// Work against size: how many characters of strings a run looks at, the same on every machine; or, where it looks at other things too,
// the processor's time, which a busy machine does not lengthen as it does the clock's. The speed bench holds the time.
import assert from 'node:assert/strict';

type Method = 'charCodeAt' | 'codePointAt' | 'charAt' | 'slice' | 'startsWith' | 'indexOf' | 'includes';

/** Characters one call looks at. */
const LOOKS: Readonly<Record<Method, (self: string, args: readonly unknown[], result: unknown) => number>> = {
	charCodeAt: () => 1,
	codePointAt: () => 1,
	charAt: () => 1,
	slice: (_self, _args, result) => String(result).length,
	startsWith: (_self, [sought]) => String(sought).length,
	indexOf: (self, [, from], result) => (Number(result) < 0 ? self.length : Number(result)) - Number(from ?? 0) + 1,
	includes: (self) => self.length,
};

/** Characters that `run` looks at. */
export function looks(run: () => void): number {
	const kept = Object.getOwnPropertyDescriptors(String.prototype);
	let count = 0;
	for (const name of Object.keys(LOOKS) as Method[]) {
		const original = kept[name].value as (...args: unknown[]) => unknown;
		Object.defineProperty(String.prototype, name, {
			...kept[name],
			value(this: string, ...args: unknown[]): unknown {
				const result = original.apply(this, args);
				count += LOOKS[name](this, args, result);
				return result;
			},
		});
	}
	try {
		run();
	} finally {
		for (const name of Object.keys(LOOKS)) Object.defineProperty(String.prototype, name, kept[name as Method]);
	}
	return count;
}

/** Fails when four times the size costs more than about four times the looks (quadratic work costs sixteen). */
export function assertLinear(name: string, size: number, run: (size: number) => void): void {
	const small = looks(() => run(size));
	const large = looks(() => run(4 * size));
	assert.ok(small > 0 && large <= 5 * small, `${name}: ${size} characters take ${small} looks, ${4 * size} take ${large}`);
}

/** Milliseconds of the processor's time that `run` takes. */
export function cpuMs(run: () => void): number {
	const before = process.cpuUsage();
	run();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

/** So little that a ratio of it says nothing. */
const NOTHING_MS = 20;

/** Fails when four times the size takes more than ten times the processor (quadratic work takes sixteen), three times in a row. */
export function assertLinearTime(name: string, size: number, run: (size: number) => void): void {
	const tries: string[] = [];
	while (tries.length < 3) {
		const small = cpuMs(() => run(size));
		const large = cpuMs(() => run(4 * size));
		if (large <= 10 * Math.max(small, NOTHING_MS)) return;
		tries.push(`${small.toFixed(0)} and ${large.toFixed(0)} ms`);
	}
	assert.fail(`${name}: ${size} and ${4 * size} characters take ${tries.join('; ')}`);
}
