// Fits every model the artefact carries, in the order in which they need each other, and compiles. Run: npm run train [-- --data DIR].
// Without --data only what the repository ships is learnt from. About four minutes.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const STEPS = ['train-encoder', 'train-identity', 'compile-catalogue', 'train-intent', 'compile-catalogue'];

for (const step of STEPS) {
	process.stderr.write(`— ${step}\n`);
	const script = fileURLToPath(new URL(`${step}.ts`, import.meta.url));
	const given = step.startsWith('train') ? process.argv.slice(2) : [];
	const { status } = spawnSync(process.execPath, [script, ...given], { stdio: 'inherit' });
	if (status !== 0) process.exit(status ?? 1);
}
