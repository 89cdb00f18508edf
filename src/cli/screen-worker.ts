// One screening worker: loads the engine once, then answers batches in the order they arrive.
import { parentPort, workerData } from 'node:worker_threads';
import { loadEngine } from '../adapters/engine.ts';
import { serveScreenWorker } from './serve-worker.ts';

if (parentPort !== null) await serveScreenWorker(parentPort, workerData, () => loadEngine(workerData.policy));
