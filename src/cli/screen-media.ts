// With --files: reads the images and attachments that listings name before the listings go to the engine. Reading takes longer than
// screening, so it has processes of its own, and batches are small while it lasts.
import { type Batch, decodeRecord, type RecordShape } from '../adapters/listing-source.ts';
import { leavesFolder, openInside } from '../adapters/media/open.ts';
import type { MediaReader } from '../adapters/media/reader.ts';
import type { RawRecord } from '../adapters/raw-record.ts';
import type { Listing } from '../model/listing.ts';
import type { MediaPart, MediaText } from '../model/media.ts';

/** What goes to the engine at once; plain values, sent to workers. */
export interface ScreenJob {
	readonly records: readonly RawRecord[];
	/** With --files: what was read for each record. */
	readonly media?: readonly (readonly MediaText[])[];
}

const RECORDS_AT_ONCE = 8;
/** Files held in memory at once: one in work for each process, and the next. */
const LANES = 3;

export interface MediaFolder {
	/** Real path. */
	readonly path: string;
	readonly reader: MediaReader;
	readonly shape: RecordShape;
	/** Called after every file. */
	readonly onFile: () => void;
}

/** The batch's records with what their media say, a few records at a time. */
export async function* withMedia({ records }: Batch, folder: MediaFolder): AsyncGenerator<ScreenJob> {
	for (let at = 0; at < records.length; at += RECORDS_AT_ONCE) {
		const some = records.slice(at, at + RECORDS_AT_ONCE);
		const media: MediaText[][] = some.map(() => []);
		const files = some.flatMap((record, i) => {
			const { listing } = decodeRecord(record, folder.shape);
			// A listing with a path out of the folder is refused as a whole.
			const paths = listing.ok ? mediaOf(listing.value) : [];
			return paths.some(([, path]) => leavesFolder(path) !== undefined) ? [] : paths.map(([pointer, path]) => ({ i, pointer, path }));
		});
		const read = new Array<readonly MediaText[]>(files.length);
		let next = 0;
		const lane = async (): Promise<void> => {
			for (let k = next++; k < files.length; k = next++) {
				const file = files[k];
				if (file === undefined) return;
				read[k] = (await readFile(folder, file.path)).map((part) => ({ pointer: file.pointer, ...part }));
				folder.onFile();
			}
		};
		await Promise.all(Array.from({ length: LANES }, lane));
		for (const [k, { i }] of files.entries()) media[i]?.push(...(read[k] ?? []));
		yield { records: some, media };
	}
}

/** The media of a listing: JSON Pointer and path. */
export function mediaOf(listing: Listing): (readonly [pointer: string, path: string])[] {
	return [
		...(listing.images ?? []).map((path, i) => [`/images/${i}`, path] as const),
		...(listing.attachments ?? []).map((path, i) => [`/attachments/${i}`, path] as const),
	];
}

async function readFile({ path: folder, reader }: MediaFolder, path: string): Promise<readonly MediaPart[]> {
	const opened = await openInside(folder, path, reader.limits.bytes);
	switch (opened.kind) {
		case 'bytes':
			return reader.read(opened.bytes);
		case 'missing':
			return [{ kind: 'text', text: '', outcome: 'unscreened', note: 'there is no such file in the folder; put it there' }];
		case 'refused':
			return [{ kind: 'text', text: '', outcome: 'errored', note: opened.why }];
	}
}
