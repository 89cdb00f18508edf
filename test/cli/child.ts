// A whole `weir` process on the fake engine, for the tests that need a real one.
import { runProcess } from '../../src/cli/process.ts';
import { fakeEngine } from './fake-engine.ts';

await runProcess({}, { loadEngine: async () => fakeEngine, worker: new URL('./fake-worker.ts', import.meta.url) });
