// A log behind a URL in the layout of C2SP tlog-tiles, read with fetch. What comes back is hostile until the verifier has checked it:
// every body is bounded, and nothing is followed to another place.
import { Fault } from '../base/fault.ts';
import type { LogReader } from '../log/reader.ts';

/** A full bundle of the longest entries is 16,777,472 bytes. */
const MAX_BYTES = 17_000_000;
const TIMEOUT_MS = 30_000;

const MEANS: Readonly<Record<number, string>> = {
	401: '; it asks for an API key that is valid (--token FILE)',
	403: '; the role of this API key may not read the log',
};

/** Reads below `base` (http or https, with or without a slash at its end). 404 and 410 are undefined, other failures a Fault. */
export function urlReader(base: string, options: { readonly authorization?: string; readonly signal?: AbortSignal } = {}): LogReader {
	const prefix = base.endsWith('/') ? base : `${base}/`;
	return {
		read: async (path) => {
			const url = new URL(path, prefix);
			const timeout = AbortSignal.timeout(TIMEOUT_MS);
			try {
				const response = await fetch(url, {
					redirect: 'error',
					signal: options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]),
					...(options.authorization === undefined ? {} : { headers: { authorization: options.authorization } }),
				});
				if (response.status === 404 || response.status === 410) {
					await response.body?.cancel();
					return undefined;
				}
				if (!response.ok) throw new Error(`the server answered ${response.status}${MEANS[response.status] ?? ''}`);
				return await bounded(response);
			} catch (cause) {
				throw new Fault('file-unreadable', `${url} cannot be read: ${reason(cause)}`, { cause });
			}
		},
	};
}

async function bounded(response: Response): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of response.body ?? []) {
		size += chunk.length;
		if (size > MAX_BYTES) throw new Error(`the answer is longer than ${MAX_BYTES} bytes`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

// fetch hides what went wrong in the cause of its error.
function reason(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
