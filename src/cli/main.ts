// The entry point of the `weir` command, and the only file of the command line that reads the environment.
import type { Engine } from '../screen/screening.ts';
import type { PolicySettings } from './policy-file.ts';
import { runProcess } from './process.ts';

// The compiled package has .js beside this file where a clone has .ts.
const worker = new URL(import.meta.url.endsWith('.ts') ? './screen-worker.ts' : './screen-worker.js', import.meta.url);
const { NO_COLOR, FORCE_COLOR, TERM, WEIR_KEY } = process.env;

// Loaded when a command screens, so that help is instant.
const loadEngine = async (settings?: PolicySettings): Promise<Engine> => (await import('../adapters/engine.ts')).loadEngine(settings);

await runProcess({ NO_COLOR, FORCE_COLOR, TERM }, { loadEngine, worker, ...(WEIR_KEY === undefined ? {} : { key: WEIR_KEY }) });
