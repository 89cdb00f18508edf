// Checkpoints of C2SP tlog-checkpoint: the text a log signs. Three lines: origin, size, root; a log of ours writes no more.
import { bad, ok, type Result } from '../base/result.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { HASH_BYTES, type Hash } from './merkle.ts';

export interface Checkpoint {
	/** Names the log: a URL without scheme, such as `weir.local/log`. */
	readonly origin: string;
	readonly size: number;
	readonly root: Hash;
	/** Further lines, without meaning to us. */
	readonly extensions: readonly string[];
}

/** The origin of a log that is not told another. */
export const DEFAULT_ORIGIN = 'weir.local/log';

/** The text to be signed. */
export function formatCheckpoint({ origin, size, root }: Pick<Checkpoint, 'origin' | 'size' | 'root'>): string {
	return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Reads the text of a checkpoint note. */
export function parseCheckpoint(text: string): Result<Checkpoint> {
	const wrong = (message: string): Result<Checkpoint> => bad('', message, 'a checkpoint has three lines: origin, size, root hash');
	if (!text.endsWith('\n')) return wrong('the checkpoint does not end with a newline');
	const [origin = '', digits = '', base64 = '', ...extensions] = text.slice(0, -1).split('\n');
	const root = fromBase64(base64);
	if (origin === '') return wrong('the checkpoint has no origin');
	if (!/^(?:0|[1-9]\d{0,15})$/.test(digits) || !Number.isSafeInteger(Number(digits)))
		return wrong('the size of the checkpoint is not a number');
	if (root?.length !== HASH_BYTES) return wrong('the root of the checkpoint is not a SHA-256 hash in Base 64');
	if (extensions.includes('')) return wrong('the checkpoint has an empty line');
	return ok({ origin, size: Number(digits), root, extensions });
}
