// The thread in which hostile files are opened: one file at a time, its parts sent as they are read, so that what was read before a time
// limit is not lost. Its keeper ends it when a limit is passed.
import { parentPort } from 'node:worker_threads';
import type { MediaPart } from '../../model/media.ts';
import type { MediaLimits } from './limits.ts';
import { partsOf } from './parts.ts';

export interface MediaRequest {
	readonly bytes: Uint8Array;
	readonly limits: MediaLimits;
}

export type MediaReply =
	| { readonly kind: 'part'; readonly part: MediaPart }
	| { readonly kind: 'done' }
	/** The file cannot be read. */
	| { readonly kind: 'failed'; readonly message: string }
	/** Reading was given up, and another try may go better. */
	| { readonly kind: 'gave-up'; readonly message: string };

parentPort?.on('message', async ({ bytes, limits }: MediaRequest) => {
	const reply = (message: MediaReply): void => parentPort?.postMessage(message);
	try {
		for await (const part of partsOf(bytes, limits)) reply({ kind: 'part', part });
		reply({ kind: 'done' });
	} catch (error) {
		reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
	}
});
