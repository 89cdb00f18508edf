// The receiver's side of announcements: is it from Weir, is it fresh, is it new. A signature alone does not stop a replay: whoever
// receives must refuse what is older than five minutes and remember ids for as long, which `Receiver` does.
import { Webhook } from 'standardwebhooks';
import { ANNOUNCEMENT_KINDS, type Announcement } from '../model/announcement.ts';

/** Ten minutes: five before now and five after are accepted. */
const WINDOW_MS = 600_000;

export type Received =
	| { readonly kind: 'new'; readonly id: string; readonly announcement: Announcement }
	/** Told before; answer 2xx and do nothing. */
	| { readonly kind: 'repeated'; readonly id: string }
	/** Not from Weir, too old, or changed on the way; answer 400. */
	| { readonly kind: 'refused'; readonly reason: string };

/** Where a receiver with several processes keeps the ids it has seen; one process needs none of its own. */
export interface SeenIds {
	/** True the first time an id is given within `forMs`. */
	add(id: string, forMs: number): boolean | Promise<boolean>;
}

export interface ReceiverOptions {
	/** `whsec_…`; give both while a rotation is under way. */
	readonly secrets: readonly string[];
	readonly seen?: SeenIds;
}

export interface Receiver {
	/** `body` is the text exactly as it came. */
	receive(headers: Readonly<Record<string, string | string[] | undefined>>, body: string): Promise<Received>;
}

export function openReceiver({ secrets, seen = seenHere() }: ReceiverOptions): Receiver {
	const verifiers = secrets.map((secret) => new Webhook(secret));
	return {
		receive: async (headers, body) => {
			const given = {
				'webhook-id': one(headers['webhook-id']),
				'webhook-timestamp': one(headers['webhook-timestamp']),
				'webhook-signature': one(headers['webhook-signature']),
			};
			let reason = 'no secret to verify with';
			for (const verifier of verifiers) {
				try {
					const value: unknown = verifier.verify(body, given);
					if (!isAnnouncement(value)) return { kind: 'refused', reason: 'signed, but of a kind this version does not know' };
					const id = given['webhook-id'];
					return (await seen.add(id, WINDOW_MS)) ? { kind: 'new', id, announcement: value } : { kind: 'repeated', id };
				} catch (error) {
					reason = error instanceof Error ? error.message : String(error);
				}
			}
			return { kind: 'refused', reason };
		},
	};
}

const one = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');

function isAnnouncement(value: unknown): value is Announcement {
	if (typeof value !== 'object' || value === null || !('type' in value) || !('data' in value)) return false;
	return ANNOUNCEMENT_KINDS.some((kind) => kind === value.type);
}

function seenHere(): SeenIds {
	const until = new Map<string, number>();
	return {
		add: (id, forMs) => {
			const now = Date.now();
			for (const [old, end] of until) if (end <= now) until.delete(old);
			if (until.has(id)) return false;
			until.set(id, now + forMs);
			return true;
		},
	};
}
