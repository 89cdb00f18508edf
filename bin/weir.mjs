#!/usr/bin/env node
// Plain JavaScript so that any Node can read it: finds a Node that runs TypeScript directly (22.18 or newer) and hands over.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('..', import.meta.url);
const at = (path) => fileURLToPath(new URL(path, root));
const [major, minor] = process.versions.node.split('.').map(Number);
const bundled = at('node_modules/node/bin/node');
const compiled = at('dist/cli/main.js');
const modern = major > 22 || (major === 22 && minor >= 18);
const args = process.argv.slice(2);

if (args[0] !== '--run-tests' && (existsSync(compiled) || modern)) {
	await import(existsSync(compiled) ? '../dist/cli/main.js' : '../src/cli/main.ts');
} else {
	const node = modern ? process.execPath : bundled;
	if (!existsSync(node)) {
		process.stderr.write(`weir: Node ${process.versions.node} cannot run TypeScript directly and the bundled Node is missing.\nRun "npm ci" in ${at('.')} first.\n`);
		process.exit(1);
	}
	const command = args[0] === '--run-tests' ? [at('test/run.mjs'), ...args.slice(1)] : [at('src/cli/main.ts'), ...args];
	const child = spawn(node, command, { stdio: 'inherit' });
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
	child.on('exit', (code, signal) => {
		if (signal) process.kill(process.pid, signal);
		else process.exit(code ?? 1);
	});
}
