#!/usr/bin/env node
// The `weir` command. Plain JavaScript, so that any Node can read it: an installed package runs its compiled code, a clone runs
// its TypeScript directly, with the bundled Node (a pinned development dependency) when the running one cannot.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
const runsTypeScript = major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
const installed = at('').includes(`${sep}node_modules${sep}`);
const bundled = at('node_modules/node/bin/node');

// Compiled code is kept beside the packages, so that the next start, and each thread, need not compile it again.
process.env.NODE_COMPILE_CACHE ??= at(installed ? '../.cache/weir' : 'node_modules/.cache/weir');
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);

// A server lives long: what V8 and the C library may set aside for garbage and for each thread is bounded, which only a process's
// start can say. Measured: two thirds of the memory at the same speed. Whoever sets MALLOC_ARENA_MAX has decided otherwise.
const isServer = process.argv[2] === 'serve' && process.platform === 'linux' && process.env.MALLOC_ARENA_MAX === undefined;
const flags = isServer ? ['--max-semi-space-size=8'] : [];
const env = isServer ? { ...process.env, MALLOC_ARENA_MAX: '1' } : process.env;

if (isServer && (installed || runsTypeScript) && typeof process.execve === 'function') {
	process.execve(process.execPath, [process.execPath, ...process.execArgv, ...flags, ...process.argv.slice(1)], env);
} else if (installed) {
	await import('../dist/cli/main.js');
} else if (runsTypeScript) {
	await import('../src/cli/main.ts');
} else if (existsSync(bundled)) {
	const child = spawn(bundled, [...flags, at('bin/weir.mjs'), ...process.argv.slice(2)], { stdio: 'inherit', env });
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
	child.on('exit', (code, signal) => {
		process.exitCode = signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1);
	});
} else {
	process.stderr.write(`weir: Node ${process.versions.node} cannot run TypeScript directly; run "npm ci" in ${at('')} first.\n`);
	process.exitCode = 1;
}
