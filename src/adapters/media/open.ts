// Opens a file that a listing names, inside the folder its operator gave: no absolute path, no way out by dots or links, no device or
// pipe, nothing larger than the limit.
import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { isAbsolute, join, normalize, sep } from 'node:path';

export type Opened =
	| { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
	/** There is no such file. */
	| { readonly kind: 'missing' }
	| { readonly kind: 'refused'; readonly why: string };

/** Why a path may not be looked up in the folder at all, or undefined. Touches no file. */
export function leavesFolder(path: string): string | undefined {
	if (path.includes('\0')) return 'holds a zero byte';
	if (/^[a-z][a-z0-9+.-]{0,30}:/i.test(path)) return 'is a URL, not a file';
	if (isAbsolute(path) || path.startsWith('\\')) return 'is an absolute path';
	const inside = normalize(path.replaceAll('\\', '/'));
	return inside === '..' || inside.startsWith(`..${sep}`) ? 'leaves the folder' : undefined;
}

/** Reads a file by its path inside `folder`, which is a real path. Never throws. */
export async function openInside(folder: string, path: string, mostBytes: number): Promise<Opened> {
	const why = leavesFolder(path);
	if (why !== undefined) return { kind: 'refused', why: `the path ${why}; give a relative path inside the folder` };
	let handle: FileHandle | undefined;
	try {
		const real = await realpath(join(folder, normalize(path.replaceAll('\\', '/'))));
		if (!real.startsWith(folder.endsWith(sep) ? folder : folder + sep))
			return { kind: 'refused', why: 'the path is a link that leaves the folder; copy the file into it' };
		// Without waiting for a writer, should it be a pipe; the real path has no link left to follow.
		handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
		const stats = await handle.stat();
		if (!stats.isFile()) return { kind: 'refused', why: 'it is not a regular file' };
		if (stats.size > mostBytes) return { kind: 'refused', why: tooLarge(stats.size, mostBytes) };
		const bytes = new Uint8Array(stats.size);
		let at = 0;
		while (at < bytes.length) {
			const { bytesRead } = await handle.read(bytes, at);
			if (bytesRead === 0) break;
			at += bytesRead;
		}
		return { kind: 'bytes', bytes: bytes.slice(0, at) };
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : '';
		if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
		return { kind: 'refused', why: `it cannot be opened (${code === '' ? String(error) : code})` };
	} finally {
		await handle?.close();
	}
}

/** For a person. */
export function tooLarge(size: number, most: number): string {
	return `it is ${Math.ceil(size / 1024 / 1024)} MiB large; give a file of at most ${Math.floor(most / 1024 / 1024)} MiB`;
}
