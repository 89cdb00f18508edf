// Figures for Prometheus. Labels are of closed sets only: no id, no text of a caller ever becomes one.
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { ROUTES } from '../contract/routes.ts';
import type { Room } from './room.ts';

export interface Metrics {
	readonly registry: Registry;
	/** Decisions stored, by verdict and by state of the listing. */
	readonly decisions: Counter<'verdict' | 'state'>;
	/** Entries given their place in the log. */
	readonly sequenced: Counter;
	/** Milliseconds of one group commit, and submissions in it. */
	readonly commitSeconds: Histogram;
	readonly commitSize: Histogram;
	readonly failures: Counter<'what'>;
	/** Files shown to the malware scanner, by what it said. */
	readonly scans: Counter<'outcome'>;
}

interface Load {
	readonly room: Room;
	readonly scannerUp: () => Promise<boolean>;
	readonly waiting: () => number;
	readonly listeners: () => number;
	readonly holding: () => boolean;
}

export function openMetrics(load: Load): Metrics {
	const registry = new Registry();
	const registers = [registry];
	collectDefaultMetrics({ register: registry });
	new Gauge({
		name: 'weir_submissions_waiting',
		help: 'Submissions waiting for the next commit',
		registers,
		collect() {
			this.set(load.waiting());
		},
	});
	new Gauge({
		name: 'weir_event_listeners',
		help: 'Connections that listen to changes',
		registers,
		collect() {
			this.set(load.listeners());
		},
	});
	new Gauge({
		name: 'weir_holding',
		help: '1 while every listing is held because what is in force cannot be read',
		registers,
		collect() {
			this.set(load.holding() ? 1 : 0);
		},
	});
	const asked = (name: string, help: string, ask: () => Promise<number | undefined>): void => {
		new Gauge({
			...{ name, help, registers },
			async collect() {
				// Figures that cannot be had must not take the others with them.
				const value = await ask().catch(() => undefined);
				this.remove();
				if (value !== undefined) this.set(value);
			},
		});
	};
	asked('weir_disk_free_bytes', 'Room on the disk under the embedded database', async () => (await load.room.disk())?.free);
	asked('weir_disk_size_bytes', 'Size of that disk', async () => (await load.room.disk())?.size);
	asked('weir_media_bytes', 'Bytes of all files', load.room.used);
	asked('weir_media_limit_bytes', 'Bytes that all files may take', async () => load.room.limits.total);
	asked('weir_scanner_up', '0 while the malware scanner does not answer', async () => ((await load.scannerUp()) ? 1 : 0));
	return {
		registry,
		scans: new Counter({ name: 'weir_media_scans_total', help: 'Files shown to the malware scanner', labelNames: ['outcome'], registers }),
		decisions: new Counter({ name: 'weir_decisions_total', help: 'Decisions stored', labelNames: ['verdict', 'state'], registers }),
		sequenced: new Counter({ name: 'weir_log_sequenced_total', help: 'Log entries sequenced', registers }),
		failures: new Counter({ name: 'weir_failures_total', help: 'Background work that failed', labelNames: ['what'], registers }),
		commitSeconds: new Histogram({
			name: 'weir_commit_seconds',
			help: 'Duration of a group commit',
			buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2],
			registers,
		}),
		commitSize: new Histogram({
			name: 'weir_commit_size',
			help: 'Submissions in a group commit',
			buckets: [1, 2, 4, 8, 16, 32, 64, 128],
			registers,
		}),
	};
}

// That somebody keeps restricted lists must not show in figures: their addresses count as the policy's.
const counted = (url = 'none'): string => (url.startsWith(ROUTES.listWatchLists.path) ? ROUTES.readPolicy.path : url);

/** Counts requests by method, status class and route of the table. */
export function measureRequests(app: FastifyInstance, { registry }: Metrics): void {
	const seconds = new Histogram({
		name: 'weir_request_seconds',
		help: 'Duration of requests',
		labelNames: ['method', 'route', 'status'],
		buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2],
		registers: [registry],
	});
	app.addHook('onResponse', (request, reply, done) => {
		const route = counted(request.routeOptions.url);
		seconds.observe({ method: request.method, route, status: `${Math.floor(reply.statusCode / 100)}xx` }, reply.elapsedTime / 1000);
		done();
	});
}
