// How much room the disk of a folder has.
import { statfs } from 'node:fs/promises';

export interface Disk {
	/** Bytes that this process may still write. */
	readonly free: number;
	readonly size: number;
}

/** The disk that a folder is on; undefined where the system does not say. */
export async function diskOf(folder: string): Promise<Disk | undefined> {
	try {
		const { bavail, blocks, bsize } = await statfs(folder);
		return { free: bavail * bsize, size: blocks * bsize };
	} catch {
		return undefined;
	}
}
