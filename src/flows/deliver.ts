// Telling webhooks: takes deliveries that are due under a lease, posts them, and settles each: delivered, tried again later, or dead.
// Each announcement is told at least once, in no promised order, under an id that never changes. Time and chance are arguments.
import { addHours } from '../base/time.ts';
import { type Dice, type LogRow, record } from './record.ts';
import { SYSTEM } from './screened-case.ts';

export interface Claimed {
	readonly id: number;
	readonly webhookId: string;
	readonly announcementId: string;
	/** From 1. */
	readonly attempt: number;
	readonly url: string;
	/** JSON. */
	readonly body: string;
	/** Newest first; two while a rotation is under way, none when they cannot be read. */
	readonly secrets: readonly string[];
}

export type DeliveryOutcome =
	| { readonly kind: 'delivered' }
	| {
			readonly kind: 'failed';
			readonly error: string;
			/** Absent: there is no further attempt. */
			readonly nextAt?: string;
			/** Ends the webhook until somebody looks; with `failingSince` only if every attempt has failed since then. */
			readonly disable?: { readonly reason: string; readonly failingSince?: string };
	  };

export interface Settled {
	readonly id: number;
	readonly webhookId: string;
	readonly at: string;
	readonly outcome: DeliveryOutcome;
	/** The log entry for the case that the webhook ends with this. */
	readonly entryOfEnd: () => LogRow;
}

export interface DeliveryStore {
	/** Takes what is due: up to `each` for a webhook, `most` in all, none for those of `except`. */
	claim(wanted: {
		readonly now: string;
		readonly until: string;
		readonly each: number;
		readonly most: number;
		readonly except: readonly string[];
	}): Promise<readonly Claimed[]>;
	settle(one: Settled): Promise<void>;
	/** Forgets announcements from before a time, delivered or not. */
	forget(before: string): Promise<void>;
}

export type Posted =
	| { readonly kind: 'answered'; readonly status: number; readonly retryAfterSeconds?: number }
	/** No answer; the reason in words that a stranger may read. */
	| { readonly kind: 'unanswered'; readonly reason: string };

export interface DelivererOptions {
	readonly store: DeliveryStore;
	readonly post: (one: Claimed, at: string) => Promise<Posted>;
	readonly now: () => string;
	/** From 0 to 1, for jitter. */
	readonly chance: () => number;
	readonly dice: Dice;
	readonly failed: (error: unknown) => void;
}

export interface Deliverer {
	/** Takes what is due and begins to tell it; how many it took. */
	step(): Promise<number>;
	/** Resolves when nothing is under way. */
	settled(): Promise<void>;
}

/** Seconds before the second, third … attempt: some 35 hours in all. */
const DELAYS_S = [5, 60, 300, 1800, 7200, 18_000, 36_000, 57_600] as const;
const LEASE_SECONDS = 60;
const EACH = 8;
const MOST = 64;
const DISABLE_HOURS = 72;

/** When to try again after the attempt of this number failed; undefined when it was the last. Half the delay is jitter. */
export function nextAttempt(attempt: number, at: string, chance: number, retryAfterSeconds = 0): string | undefined {
	const delay = DELAYS_S[attempt - 1];
	if (delay === undefined) return undefined;
	const wanted = Math.max(delay * (0.75 + chance / 2), Math.min(retryAfterSeconds, 86_400));
	return addHours(at, wanted / 3600);
}

/** What a post comes to. */
export function outcomeOf(posted: Posted, attempt: number, at: string, chance: number): DeliveryOutcome {
	if (posted.kind === 'answered' && posted.status >= 200 && posted.status < 300) return { kind: 'delivered' };
	const error = posted.kind === 'answered' ? `answered ${posted.status}` : posted.reason;
	if (posted.kind === 'answered' && posted.status === 410)
		return { kind: 'failed', error, disable: { reason: 'The receiver answered 410 Gone.' } };
	const nextAt = nextAttempt(attempt, at, chance, posted.kind === 'answered' ? posted.retryAfterSeconds : undefined);
	const reason = `Every attempt has failed for ${DISABLE_HOURS} hours; the last: ${error}.`;
	const disable = { reason, failingSince: addHours(at, -DISABLE_HOURS) };
	return { kind: 'failed', error, disable, ...(nextAt === undefined ? {} : { nextAt }) };
}

export function delivererOf({ store, post, now, chance, dice, failed }: DelivererOptions): Deliverer {
	const busy = new Map<string, Promise<void>>();
	const tell = async (one: Claimed): Promise<void> => {
		const posted = await post(one, now());
		const at = now();
		const { id, webhookId } = one;
		const entryOfEnd = (): LogRow =>
			record({ at, kind: 'webhook.disabled', subject: `webhook/${webhookId}`, actor: SYSTEM, content: { url: one.url } }, dice);
		await store.settle({ id, webhookId, at, outcome: outcomeOf(posted, one.attempt, at, chance()), entryOfEnd });
	};
	return {
		step: async () => {
			const at = now();
			const until = addHours(at, LEASE_SECONDS / 3600);
			const claimed = await store.claim({ now: at, until, each: EACH, most: MOST, except: [...busy.keys()] });
			for (const id of new Set(claimed.map(({ webhookId }) => webhookId))) {
				const mine = claimed.filter(({ webhookId }) => webhookId === id);
				// A delivery that cannot be settled keeps its lease and is tried again when that runs out.
				const told = Promise.all(mine.map((one) => tell(one).catch(failed))).then(() => void busy.delete(id));
				busy.set(id, told);
			}
			return claimed.length;
		},
		settled: async () => {
			await Promise.all(busy.values());
		},
	};
}
