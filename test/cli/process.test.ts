// What only a real process shows: exit codes, pipes that close, a full device, Ctrl-C.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));

interface Ended {
	readonly code: number | null;
	readonly out: string;
	readonly err: string;
}

function start(args: readonly string[], stdout: 'pipe' | number = 'pipe'): { child: ChildProcess; ended: Promise<Ended> } {
	const child = spawn(process.execPath, [CHILD, ...args], { stdio: ['pipe', stdout, 'pipe'] });
	let out = '';
	let err = '';
	child.stdout?.on('data', (chunk) => (out += String(chunk)));
	child.stderr?.on('data', (chunk) => (err += String(chunk)));
	child.stdin?.on('error', () => {});
	return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err }))) };
}

const record = (title: string): string => `${JSON.stringify({ title })}\n`;

test('exit codes 0, 3 and 2', { concurrency: true }, async () => {
	const codes = await Promise.all(
		(
			[
				[['screen', '-'], record('Beaker'), 0],
				[['screen', '-'], record('Norfentanyl'), 3],
				[['screen', '/no/such/file'], '', 2],
			] as const
		).map(async ([args, stdin, code]) => {
			const { child, ended } = start(args);
			child.stdin?.end(stdin);
			return [(await ended).code, code];
		}),
	);
	for (const [code, expected] of codes) assert.equal(code, expected);
});

test('a reader that closes early ends the run without noise', async () => {
	const { child, ended } = start(['screen', '-', '-q', '--jobs', '1']);
	child.stdout?.once('data', () => child.stdout?.destroy());
	child.stdin?.end(record('Beaker').repeat(20_000));
	const { code, err } = await ended;
	assert.deepEqual([code, err], [1, '']);
});

test('a full device is a sentence and exit 1', { skip: !existsSync('/dev/full') }, async () => {
	const { child, ended } = start(['screen', '-', '--jobs', '1'], openSync('/dev/full', 'w'));
	child.stdin?.end(record('Beaker').repeat(1000));
	const { code, err } = await ended;
	assert.equal(code, 1);
	assert.match(err, /disk is full/);
});

test('a file that cannot be written is a sentence and exit 1, however short it is', { skip: !existsSync('/dev/full') }, async () => {
	const { child, ended } = start(['screen', '-', '--jobs', '1', '-o', '/dev/full']);
	child.stdin?.end(record('Beaker'));
	const { code, err } = await ended;
	assert.equal(code, 1);
	assert.match(err, /could not be written to the end: the disk is full/);
});

test('Ctrl-C while waiting for input: what was screened stands, and exit 1', { skip: process.platform === 'win32' }, async () => {
	const { child, ended } = start(['screen', '-']);
	child.stdin?.write(record('Beaker'));
	child.stdout?.once('data', () => {
		child.kill('SIGINT');
		child.kill('SIGINT');
	});
	const { code, out, err } = await ended;
	assert.equal(code, 1);
	assert.match(out, /^\{"listingId":"line:1".*\}\n$/);
	assert.match(err, /stopped; 1 verdict was written/);
});
