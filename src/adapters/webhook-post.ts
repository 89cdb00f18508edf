// Posts one signed announcement (Standard Webhooks). The address is the receiver's to choose, so it goes through the guarded post; of
// the answer only the status counts.
import { Webhook } from 'standardwebhooks';
import type { Claimed, Posted } from '../flows/deliver.ts';
import { guardedPost, type Reach } from './guarded-post.ts';

export const TIMEOUT_MS = 10_000;

/** The headers that sign a body: one signature for each secret that is valid now. */
export function signedHeaders(id: string, at: string, body: string, secrets: readonly string[]): Readonly<Record<string, string>> {
	const time = new Date(at);
	return {
		'webhook-id': id,
		'webhook-timestamp': String(Math.floor(time.getTime() / 1000)),
		'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, time, body)).join(' '),
	};
}

/** Posts one announcement. Never throws: what went wrong is told. */
export async function postAnnouncement(one: Claimed, at: string, reach: Reach, timeoutMs = TIMEOUT_MS): Promise<Posted> {
	if (one.secrets.length === 0) return { kind: 'unanswered', reason: 'the secret cannot be read; rotate it' };
	const headers = { 'user-agent': 'Weir-Webhooks/1', ...signedHeaders(one.announcementId, at, one.body, one.secrets) };
	const reply = await guardedPost({ url: one.url, body: one.body, headers, reach, timeoutMs, readBytes: 0 });
	if (reply.kind === 'unanswered') return reply;
	const { text: _unread, ...answered } = reply;
	return answered;
}
