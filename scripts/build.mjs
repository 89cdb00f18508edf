// Compiles src/ to dist/ (JavaScript and declarations) for publishing; `npm pack` runs it first. Development needs no build.
// It must never leave a file of an earlier build behind, and never touch anything but dist/.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildConsole } from './build-console.mjs';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

rmSync(at('dist'), { recursive: true, force: true });
const tsc = spawnSync(process.execPath, [at('node_modules/typescript/bin/tsc'), '-p', at('tsconfig.build.json')], { stdio: 'inherit' });
if (tsc.status !== 0) process.exit(tsc.status ?? 1);
if (!existsSync(at('catalogue/compiled/weir.catalogue'))) {
	process.stderr.write('build: catalogue/compiled/weir.catalogue is missing; run "npm run compile" first.\n');
	process.exit(1);
}
await buildConsole();
