// The whole check behind `npm test`: types (tsc), format and lint (Biome), then every test/**/*.test.ts under node:test, whose
// summary closes the output. Plain JavaScript, so that any Node >= 20 can start it. It must leave no process and no file behind, also
// when it is ended by a signal: tests have a temporary folder of their own, and the databases in it are found by their lock files.
//
//   npm test                  everything
//   npm test -- text/fold     only test files whose path contains one of the words (no type check, no lint)
//   npm test -- --quick       no type check, no lint, none of the slow files
//   npm run check             types, format and lint only
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [major] = process.versions.node.split('.').map(Number);
const bundled = `${root}node_modules/node/bin/node`;
const node = major >= 24 ? process.execPath : bundled;
/** For one test. A machine ten times slower needs less; a test that hangs leaves the others time to be told. */
const TEST_MS = 480_000;
const SLOW = /(?:^|\/)package\.test\.ts$|\.slow\.test\.ts$/;

const words = process.argv.slice(2);
const quick = words.includes('--quick');
const checkOnly = words.includes('--check');
const patterns = words.filter((word) => !word.startsWith('--'));
const unknown = words.find((word) => word.startsWith('--') && word !== '--quick' && word !== '--check');

const running = new Set();
let temporary;
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.on(signal, async () => {
		if (ending) return;
		ending = true;
		for (const child of running) killGroup(child.pid, 'SIGKILL');
		await leaveTemporary();
		process.exit(128 + constants.signals[signal]);
	});
}

if (unknown) fail(`unknown option ${unknown}; use --quick, --check or words of a test file's path`, 2);
if (!existsSync(node)) fail(`Node ${process.versions.node} is too old and the bundled Node is missing; run "npm ci" first`);

const files = readdirSync(`${root}test`, { recursive: true })
	.map((path) => `test/${path.replaceAll('\\', '/')}`)
	.filter((path) => path.endsWith('.test.ts'))
	.filter((path) => patterns.length === 0 || patterns.some((word) => path.includes(word)))
	.filter((path) => !quick || !SLOW.test(path))
	.sort();
if (files.length === 0 && !checkOnly) fail(`no test file matches ${patterns.join(' ')}`);

const failed = [];
if (checkOnly || (!quick && patterns.length === 0)) {
	const tools = [
		['type check', [`${root}node_modules/typescript/bin/tsc`, '-p', '.', '--noEmit']],
		['type check of the console', [`${root}node_modules/typescript/bin/tsc`, '-p', 'tsconfig.console.json', '--noEmit']],
		['format and lint', [`${root}node_modules/@biomejs/biome/bin/biome`, 'check', '--error-on-warnings', '--max-diagnostics=40']],
	];
	for (const [name, args] of tools) {
		const startedAt = performance.now();
		const code = await run(args);
		process.stdout.write(`# ${name}: ${code === 0 ? 'ok' : 'FAILED'} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)\n`);
		if (code !== 0) failed.push(name);
	}
}
if (!checkOnly) {
	const reporter = process.stdout.isTTY ? 'spec' : 'tap';
	const options = ['--test', '--test-concurrency=2', `--test-timeout=${TEST_MS}`, `--test-reporter=${reporter}`];
	temporary = mkdtempSync(join(tmpdir(), 'weir-test-'));
	chmodSync(temporary, 0o711); // as root the database's own user passes through it
	const code = await run([...options, ...files], { TMPDIR: temporary, TEMP: temporary, TMP: temporary });
	const left = await leaveTemporary();
	if (left > 0) process.stderr.write('weir: a test left a database running; it was ended\n');
	if (code !== 0 || left > 0) failed.push('tests');
}
if (failed.length > 0) process.stderr.write(`weir: failed: ${failed.join(', ')}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;

// Each tool runs in a process group of its own, so that whatever a test left running is found, reported as a failure, and ended.
function run(args, settings = {}) {
	return new Promise((resolve) => {
		const env = { ...process.env, ...settings };
		const child = spawn(node, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
		running.add(child);
		child.on('error', (error) => fail(error.message));
		child.on('exit', async (code, signal) => {
			if (ending) return;
			running.delete(child);
			const left = await leftBehind(child.pid);
			if (left) process.stderr.write('weir: a test left a process running; it was ended\n');
			resolve(left ? 1 : signal ? 1 : (code ?? 1));
		});
	});
}

// A child of a child may need a moment to be gone after its parent is, and more than that on a busy machine.
async function leftBehind(pid) {
	for (let wait = 0; wait < 400; wait++) {
		if (!killGroup(pid, 0)) return false;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	return killGroup(pid, 'SIGKILL');
}

function killGroup(pid, signal) {
	return kill(-pid, signal);
}

function kill(pid, signal) {
	try {
		process.kill(pid, signal);
		return true;
	} catch {
		return false;
	}
}

// A database outlives whoever started it, in a process group of its own. Ends those of the temporary folder, then removes the folder;
// how many there were.
async function leaveTemporary() {
	if (temporary === undefined) return 0;
	const pids = databasesIn(temporary, 5);
	for (const pid of pids) kill(pid, 'SIGQUIT');
	for (let wait = 0; wait < 200 && pids.some((pid) => kill(pid, 0)); wait++) await new Promise((resolve) => setTimeout(resolve, 50));
	for (const pid of pids) kill(pid, 'SIGKILL');
	rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
	return pids.length;
}

function databasesIn(folder, depth) {
	const found = Number(readOr(join(folder, 'postmaster.pid'), '').split('\n', 1)[0]);
	if (found > 0) return isDatabase(found) ? [found] : [];
	return depth === 0 ? [] : foldersIn(folder).flatMap((name) => databasesIn(join(folder, name), depth - 1));
}

// A number in a lock file may be another program's by now. Only Linux tells; elsewhere it is believed.
function isDatabase(pid) {
	return kill(pid, 0) && (process.platform !== 'linux' || readOr(`/proc/${pid}/comm`, '').startsWith('postgres'));
}

function foldersIn(folder) {
	try {
		const entries = readdirSync(folder, { withFileTypes: true });
		return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
	} catch {
		return [];
	}
}

function readOr(path, otherwise) {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return otherwise;
	}
}

function fail(message, code = 1) {
	process.stderr.write(`weir: ${message}\n`);
	process.exit(code);
}
