// A real `weir serve` as a child process on a folder of its own, for benches that load, stop and kill it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../src/base/fault.ts';
import { ROOT } from '../screener.ts';

export interface Server {
	readonly child: ChildProcess;
	readonly port: number;
	/** Milliseconds from the command to listening. */
	readonly startedMs: number;
}

/** Starts the server on `folder`/weir. @throws Fault when it ends before it listens. */
export function start(folder: string, settings: Readonly<Record<string, string>> = {}): Promise<Server> {
	const began = performance.now();
	const child = spawn(process.execPath, [join(ROOT, 'bin/weir.mjs'), 'serve', '--port', '0', '--folder', `${folder}/weir`], {
		cwd: folder,
		stdio: ['ignore', 'ignore', 'pipe'],
		env: { ...process.env, WEIR_LOG_LEVEL: 'error', ...settings },
	});
	return new Promise((done, fail) => {
		let said = '';
		child.stderr?.on('data', (chunk: Buffer) => {
			said += chunk.toString('utf8');
			const port = /listens on http:\/\/127\.0\.0\.1:(\d{1,5})/.exec(said)?.[1];
			if (port !== undefined) done({ child, port: Number(port), startedMs: Math.round(performance.now() - began) });
		});
		child.on('exit', (code) => fail(new Fault('impossible', `The server ended with ${code}: ${said}`)));
	});
}

/** Ends it with a signal and waits until it is gone. */
export function end({ child }: Server, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
	return new Promise((done) => {
		child.on('exit', () => done());
		child.kill(signal);
	});
}

/** Runs another command on the same folder; what it printed. */
export function weir(folder: string, args: readonly string[]): string {
	const done = spawnSync(process.execPath, [join(ROOT, 'bin/weir.mjs'), ...args, '--folder', `${folder}/weir`], {
		cwd: folder,
		encoding: 'utf8',
	});
	if (done.status !== 0) throw new Fault('impossible', done.stderr);
	return done.stdout;
}

/** Process number and connection string of the embedded database of a folder; undefined while it is not running. */
export function database(folder: string): { readonly pid: number; readonly url: string } | undefined {
	try {
		const lines = readFileSync(`${folder}/weir/postgres/postmaster.pid`, 'utf8').split('\n');
		const password = readFileSync(`${folder}/weir/postgres.password`, 'utf8').trim();
		return { pid: Number(lines[0]), url: `postgres://weir:${password}@127.0.0.1:${lines[3]?.trim()}/weir` };
	} catch {
		return undefined;
	}
}

/** The text of a request for the load client. */
export function http(method: string, path: string, key: string, body: string): string {
	return `${method} ${path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
