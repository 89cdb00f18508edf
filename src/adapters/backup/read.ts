// Reads a backup: its table of contents, and every file against the size and hash it must have. Nothing is written before all of it
// has been read once.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { Fault } from '../../base/fault.ts';
import { type BackupFile, MANIFEST_FILE, type Manifest, parseManifest } from './manifest.ts';

/** @throws Fault `file-unreadable` when it is no backup, `input-invalid` when it was changed. */
export async function readManifest(folder: string): Promise<Manifest> {
	let text: string;
	try {
		text = await readFile(join(folder, MANIFEST_FILE), 'utf8');
	} catch (cause) {
		throw new Fault(
			'file-unreadable',
			`${folder} is no whole backup: it has no ${MANIFEST_FILE}. One that was interrupted keeps a name with ".unfinished" and can be deleted.`,
			{ cause },
		);
	}
	return parseManifest(text);
}

/** Reads every file and compares. @throws Fault `input-invalid` naming the file and what is wrong with it. */
export async function checkFiles(
	folder: string,
	{ tables, keys }: Manifest,
	{ signal, told }: { readonly signal: AbortSignal; readonly told: (bytes: number) => void },
): Promise<void> {
	let done = 0;
	for (const file of [...tables, ...keys]) {
		const path = join(folder, file.file);
		const found = await stat(path).catch(() => undefined);
		if (found === undefined) throw new Fault('input-invalid', `${file.file} is missing from the backup; use another copy.`);
		if (found.size !== file.bytes)
			throw new Fault(
				'input-invalid',
				`${file.file} has ${found.size} bytes instead of ${file.bytes}: it was ${found.size < file.bytes ? 'cut short' : 'added to'}; use another copy.`,
			);
		const meter = measured(file, (bytes) => told(done + bytes));
		const stream = createReadStream(path, { signal });
		stream.on('error', (error) => meter.destroy(error));
		for await (const _ of stream.pipe(meter)) {
			// Only its hash matters.
		}
		done += file.bytes;
	}
}

/** Passes bytes on and fails at the end unless they are those of the file. */
export function measured(file: BackupFile, told: (bytes: number) => void = () => undefined): Transform {
	const hash = createHash('sha256');
	let bytes = 0;
	return new Transform({
		transform(chunk: Buffer, _encoding, done) {
			hash.update(chunk);
			bytes += chunk.length;
			told(bytes);
			done(null, chunk);
		},
		flush(done) {
			if (hash.digest('hex') === file.sha256) done();
			else done(new Fault('input-invalid', `${file.file} was changed since the backup was made (its SHA-256 differs); use another copy.`));
		},
	});
}
