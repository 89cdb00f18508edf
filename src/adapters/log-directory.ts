// A log as a directory of files in the layout of C2SP tlog-tiles: read for verification, written for exports. A file appears under its
// name only when it is complete, and the checkpoint is the last to change, so a reader never sees a promise before what it promises.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault } from '../base/fault.ts';
import type { LogReader } from '../log/reader.ts';
import type { Sequenced } from '../log/sequence.ts';
import type { Resource } from '../log/tile.ts';

const CHECKPOINT = 'checkpoint';

/** Reads files below `directory`. A missing file is undefined; anything else that fails is a Fault `file-unreadable`. */
export function directoryReader(directory: string): LogReader {
	return {
		read: async (path) => {
			try {
				return await readFile(join(directory, path));
			} catch (error) {
				if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
				throw new Fault('file-unreadable', `${join(directory, path)} cannot be read: ${reason(error)}`, { cause: error });
			}
		},
	};
}

/**
 * A reader that keeps below `directory` what it reads. `finish` puts the checkpoint there, last, so that a copy that was cut short is
 * none. @throws Fault `output-failed`.
 */
export function keepCopy(from: LogReader, directory: string): { readonly reader: LogReader; finish(): Promise<void> } {
	let checkpoint: Uint8Array | undefined;
	return {
		reader: {
			read: async (path) => {
				const bytes = await from.read(path);
				if (path === CHECKPOINT) checkpoint = bytes;
				else if (bytes !== undefined) await writeWhole(join(directory, path), bytes);
				return bytes;
			},
		},
		finish: async () => {
			if (checkpoint !== undefined) await writeWhole(join(directory, CHECKPOINT), checkpoint);
		},
	};
}

/** Puts files below `directory`, each complete or not at all. @throws Fault `output-failed`. */
export async function writeResources(directory: string, resources: Iterable<Resource>): Promise<void> {
	for (const { path, bytes } of resources) await writeWhole(join(directory, path), bytes);
}

/**
 * Takes one sequencing step over into the directory: tiles and bundles, then the signed checkpoint, then away with the partial ones
 * that longer ones replace. @throws Fault `output-failed`.
 */
export async function writeStep(directory: string, step: Pick<Sequenced, 'resources' | 'superseded'>, checkpoint: string): Promise<void> {
	await writeResources(directory, step.resources);
	await writeWhole(join(directory, CHECKPOINT), new TextEncoder().encode(checkpoint));
	for (const path of step.superseded) await rm(join(directory, path), { force: true });
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
	const draft = `${path}.${randomUUID()}.draft`;
	try {
		await mkdir(dirname(path), { recursive: true });
		const file = await open(draft, 'wx');
		try {
			await file.writeFile(bytes);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(draft, path);
	} catch (error) {
		await rm(draft, { force: true }).catch(() => undefined);
		throw new Fault('output-failed', `${path} cannot be written: ${reason(error)}`, { cause: error });
	}
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
