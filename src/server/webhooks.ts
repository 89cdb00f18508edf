// Webhooks as the server runs them: the box that seals their secrets, where they may lead, and the deliverer over the outbox.
import type { Reach } from '../adapters/guarded-post.ts';
import type { Db } from '../adapters/postgres/database.ts';
import { postgresDeliveries } from '../adapters/postgres/outbox.ts';
import { type SecretBox, secretBox } from '../adapters/secret-box.ts';
import { postAnnouncement } from '../adapters/webhook-post.ts';
import { addHours } from '../base/time.ts';
import { type Deliverer, delivererOf } from '../flows/deliver.ts';
import type { Dice } from '../flows/record.ts';

/** How long announcements and their deliveries are kept, delivered or dead. */
const KEEP_HOURS = 30 * 24;

export interface Webhooks {
	readonly box: SecretBox;
	readonly reach: Reach;
	readonly deliverer: Deliverer;
	/** Forgets what is older than 30 days. */
	forget(now: string): Promise<void>;
}

export interface WebhookOptions {
	readonly db: Db;
	readonly secret: string;
	readonly reach: Reach;
	readonly dice: Dice;
	readonly now: () => string;
	readonly failed: (error: unknown) => void;
}

export function openWebhooks({ db, secret, reach, dice, now, failed }: WebhookOptions): Webhooks {
	const box = secretBox(secret, 'webhooks');
	const store = postgresDeliveries(db, box);
	const post = (one: Parameters<typeof postAnnouncement>[0], at: string) => postAnnouncement(one, at, reach);
	return {
		box,
		reach,
		deliverer: delivererOf({ store, post, now, chance: () => Math.random(), dice, failed }),
		forget: (at) => store.forget(addHours(at, -KEEP_HOURS)),
	};
}
