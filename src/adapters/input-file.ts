// Opens the input of a command: a file or standard input. Everything that can be wrong with a path becomes one sentence.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Fault } from '../base/fault.ts';

export interface Input {
	/** For messages. */
	readonly name: string;
	/** Bytes, when known in advance. */
	readonly size: number | undefined;
	readonly chunks: AsyncIterable<Uint8Array>;
	/** Device and inode, to recognise the same file given as output. */
	readonly identity: string | undefined;
}

const WHY: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such file',
	EACCES: 'permission is denied',
	EPERM: 'permission is denied',
	ENOTDIR: 'a part of the path is not a folder',
	ELOOP: 'its links go in a circle',
	ENAMETOOLONG: 'the name is too long',
	EMFILE: 'too many files are open',
};

const CHUNK = 256 * 1024;

/** @throws Fault `file-unreadable`. The stream ends with an AbortError when the signal fires. */
export async function openInput(path: string, stdin: Readable, signal: AbortSignal): Promise<Input> {
	if (path === '-') {
		const stop = (): void => void stdin.destroy(new DOMException('Stopped', 'AbortError'));
		if (signal.aborted) stop();
		else signal.addEventListener('abort', stop, { once: true });
		return { name: 'standard input', size: undefined, chunks: stdin, identity: undefined };
	}
	try {
		const stats = await stat(path);
		if (stats.isDirectory()) throw new Fault('file-unreadable', `${path} is a directory. Name a file in it.`);
		const size = stats.isFile() ? stats.size : undefined;
		return { name: path, size, chunks: read(path, signal), identity: `${stats.dev}:${stats.ino}` };
	} catch (error) {
		throw unreadable(path, error);
	}
}

// Opened when it is first read, and only once: the path may be a pipe.
async function* read(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
	try {
		for await (const chunk of createReadStream(path, { highWaterMark: CHUNK, signal })) yield chunk as Uint8Array;
	} catch (error) {
		if (signal.aborted) throw error;
		throw unreadable(path, error);
	}
}

/** Device and inode of an existing file, as in Input; undefined when there is none. */
export async function identityOf(path: string): Promise<string | undefined> {
	try {
		const stats = await stat(path);
		return stats.isFile() ? `${stats.dev}:${stats.ino}` : undefined;
	} catch {
		return undefined;
	}
}

/** The sentence for a path that cannot be read. */
export function unreadable(path: string, error: unknown): Fault {
	if (error instanceof Fault) return error;
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return new Fault('file-unreadable', `${path} cannot be read: ${WHY[code] ?? (error instanceof Error ? error.message : String(error))}.`, {
		cause: error,
	});
}
