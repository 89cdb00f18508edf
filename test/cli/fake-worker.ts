// A screening worker on the fake engine.
import { parentPort, workerData } from 'node:worker_threads';
import { serveScreenWorker } from '../../src/cli/serve-worker.ts';
import { fakeEngine } from './fake-engine.ts';

if (parentPort !== null) await serveScreenWorker(parentPort, workerData, async () => fakeEngine);
