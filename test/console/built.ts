// The built console for tests: built once for its sources and kept in the temporary folder, so that every browser test of a run after
// the first starts at once. Two files that build at the same time make the same folder; the later one gives up its own. Not in dist,
// which another test empties and packs.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildConsole } from '../../scripts/build-console.mjs';
import { ROOT } from '../house/source.ts';

const PLACE = tmpdir();
const PREFIX = 'weir-console-';
const SOURCES = ['src', 'scripts/build-console.mjs', 'package-lock.json'];

/** The folder of the console as its sources are now. It belongs to all tests: nobody removes it. */
export async function builtConsole(): Promise<string> {
	const folder = join(PLACE, `${PREFIX}${fingerprint()}`);
	if (existsSync(folder)) return folder;
	const made = mkdtempSync(join(PLACE, 'weir-making-'));
	await buildConsole(made);
	try {
		renameSync(made, folder);
	} catch (error) {
		rmSync(made, { recursive: true, force: true });
		if (!existsSync(folder)) throw error;
	}
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
