// Time against size: a pass over n characters and one over four times as many. Generous on purpose: it must tell linear from
// quadratic on a busy machine, nothing finer.
import assert from 'node:assert/strict';

const TRIES = 3;

/** The least of several timings, in milliseconds: what the machine can do, not what else it did. */
export function fastest(run: () => void): number {
	let best = Number.POSITIVE_INFINITY;
	for (let i = 0; i < TRIES; i++) {
		const startedAt = performance.now();
		run();
		best = Math.min(best, performance.now() - startedAt);
	}
	return best;
}

/** Fails when four times the size costs more than about nine times the time (quadratic work costs sixteen). */
export function assertLinear(name: string, size: number, run: (size: number) => void): void {
	// Both sizes once before the clock runs: code is compiled and buffers have grown.
	run(size);
	run(4 * size);
	for (let attempt = 0; ; attempt++) {
		const small = fastest(() => run(size));
		const large = fastest(() => run(4 * size));
		// A floor, so that timer grain and one pause of the collector decide nothing.
		if (large <= 9 * Math.max(small, 2)) return;
		assert.ok(attempt < 2, `${name}: ${size} took ${small.toFixed(1)} ms, ${4 * size} took ${large.toFixed(1)} ms`);
	}
}
