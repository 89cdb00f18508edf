// `weir bench`: which bench is meant, and the help that each has for itself.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { weir } from './command.ts';

test('says which benches there are when none, or none that is known, was named', async () => {
	for (const [args, message] of [
		[['bench'], /Name what to measure: accuracy, speed, gate, fault or backup\./],
		[['bench', 'gat'], /There is no bench "gat"; did you mean gate\?/],
		[['bench', 'zzzzzz'], /There is no bench "zzzzzz"; name one of accuracy, speed, gate, fault, backup\./],
	] as const) {
		const ran = await weir(args);
		assert.deepEqual([ran.code, ran.out], [2, '']);
		assert.match(ran.err, message);
	}
	const help = await weir(['bench', '--help']);
	assert.equal(help.code, 0);
	assert.match(help.out, /^Usage: weir bench /);
});

test('a bench shows its own options', () => {
	const child = fileURLToPath(new URL('./child.ts', import.meta.url));
	for (const [name, option] of [
		['gate', '--connections N'],
		['fault', '--rounds N'],
	] as const) {
		const ran = spawnSync(process.execPath, [child, 'bench', name, '-h'], { encoding: 'utf8' });
		assert.equal(ran.status, 0, ran.stderr);
		assert.ok(ran.stdout.startsWith(`weir bench ${name}: `) && ran.stdout.includes(option), ran.stdout);
	}
});
