// The built console for tests: built once for its sources and kept under dist, so that every browser test after the first starts at
// once. Two files that build at the same time make the same folder; the later one gives up its own.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildConsole } from '../../scripts/build-console.mjs';
import { ROOT } from '../house/source.ts';

const DIST = join(ROOT, 'dist');
const SOURCES = ['src', 'scripts/build-console.mjs', 'package-lock.json'];

/** The folder of the console as its sources are now. It belongs to all tests: nobody removes it. */
export async function builtConsole(): Promise<string> {
	const name = `console-test-${fingerprint()}`;
	const folder = join(DIST, name);
	if (existsSync(folder)) return folder;
	mkdirSync(DIST, { recursive: true });
	const made = mkdtempSync(join(DIST, 'console-making-'));
	await buildConsole(made);
	try {
		renameSync(made, folder);
	} catch (error) {
		rmSync(made, { recursive: true, force: true });
		if (!existsSync(folder)) throw error;
	}
	// Of older sources nothing is kept.
	for (const other of readdirSync(DIST))
		if (other.startsWith('console-test-') && other !== name) rmSync(join(DIST, other), { recursive: true, force: true });
	return folder;
}

// The console sees contract, model and policy; that other sources count too costs a build now and then, and never a stale page.
function fingerprint(): string {
	const hash = createHash('sha256');
	const add = (path: string): void => {
		const full = join(ROOT, path);
		const inside = /\.[a-z]{2,5}$/.test(path) ? undefined : readdirSync(full).sort();
		if (inside === undefined) hash.update(path).update(readFileSync(full));
		else for (const one of inside) add(`${path}/${one}`);
	};
	for (const path of SOURCES) add(path);
	return hash.digest('hex').slice(0, 16);
}
