// Repeated work: one run at a time, a wake that is never lost, a stop that waits.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { every } from '../../src/server/repeated.ts';
import { until } from '../support/until.ts';

const NEVER_MS = 3_600_000;

it('a wake during a run is followed by another run at once', async () => {
	const runs: (() => void)[] = [];
	const repeated = every(
		NEVER_MS,
		() => new Promise<void>((resolve) => runs.push(resolve)),
		(error) => assert.fail(String(error)),
	);
	assert.equal(runs.length, 1);
	repeated.wake();
	repeated.wake();
	assert.equal(runs.length, 1, 'one run at a time');
	runs[0]?.();
	await until('the second run', () => runs.length === 2);
	runs[1]?.();
	await repeated.stop();
	assert.equal(runs.length, 2, 'two wakes during one run are one run');
});

it('a wake ends the pause, and after a stop nothing runs', async () => {
	let runs = 0;
	const repeated = every(
		NEVER_MS,
		async () => void runs++,
		(error) => assert.fail(String(error)),
	);
	await until('the pause', async () => {
		repeated.wake();
		return runs > 1;
	});
	await repeated.stop();
	const before = runs;
	repeated.wake();
	assert.equal(runs, before);
});

it('a failure is told, and the next run comes as planned', async () => {
	const told: unknown[] = [];
	let runs = 0;
	const work = async (): Promise<void> => {
		runs++;
		throw new Error('once more');
	};
	const repeated = every(0, work, (error) => void told.push(error));
	await until('three runs', () => runs >= 3);
	await repeated.stop();
	assert.equal(told.length, runs);
});
