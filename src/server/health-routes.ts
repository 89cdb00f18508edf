// Is it alive, is it ready, how is it doing. Health and readiness are open to all and say nothing more; figures need a key.
import { run } from '../adapters/postgres/database.ts';
import type { Metrics } from './metrics.ts';
import { type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import type { World } from './world.ts';

export function mountHealth(mounting: Mounting, world: World, metrics: Metrics, isStopping: () => boolean): void {
	mount(mounting, 'readHealth', async () => ({ body: { status: 'ok' } }));

	mount(mounting, 'readReadiness', async () => {
		if (isStopping()) throw new Refused('unavailable', 'The server is stopping.');
		try {
			await run(world.db, 'select 1');
		} catch {
			throw new Refused('unavailable', 'The database cannot be reached.');
		}
		// It goes on answering, so that people can propose what mends it; but nothing it decides is a decision.
		const { holding } = world.screening;
		if (holding !== undefined) throw new Refused('unavailable', holding, { code: 'holding' });
		const warnings = await world.warnings();
		return {
			body: {
				status: 'ready',
				...world.screening.versions,
				...(world.sandbox ? { sandbox: true } : {}),
				...(warnings.length === 0 ? {} : { warnings }),
			},
		};
	});

	mount(mounting, 'readMetrics', async () => ({ body: await metrics.registry.metrics() }));
}
