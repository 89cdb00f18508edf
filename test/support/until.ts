// Waiting for what background work brings about: for the condition, never for a time. The limit is for what never comes.
import { setTimeout as pause } from 'node:timers/promises';

/** Far beyond what a machine ten times slower, and busy, needs. */
export const LIMIT_MS = 60_000;
const POLL_MS = 25;

/** What `look` finds once it finds something; false and undefined are nothing yet. @throws Error saying `what` after a minute. */
export async function until<T>(what: string, look: () => Promise<T | false | undefined> | T | false | undefined): Promise<T> {
	const limit = performance.now() + LIMIT_MS;
	while (true) {
		const found = await look();
		if (found !== undefined && found !== false) return found;
		if (performance.now() > limit) throw new Error(`waited a minute for ${what}`);
		await pause(POLL_MS);
	}
}
