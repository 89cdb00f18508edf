// Secrets that are made on first start and kept in files that only their owner may read. A file is written beside its place and moved
// there, so that a crash leaves a whole secret or none.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../base/fault.ts';

/** The text in `folder/name`, made by `make` when the file is not there. @throws Fault `file-unreadable` or `output-failed`. */
export function keptSecret(folder: string, name: string, make: () => string): string {
	const path = join(folder, name);
	if (existsSync(path)) return read(path);
	try {
		mkdirSync(folder, { recursive: true, mode: 0o711 });
		writeFileSync(`${path}.new`, `${make()}\n`, { mode: 0o600 });
		renameSync(`${path}.new`, path);
	} catch (cause) {
		throw new Fault('output-failed', `${path} cannot be written; check the folder's permissions.`, { cause });
	}
	return read(path);
}

/** The text in `folder/name`; undefined when the file is not there. @throws Fault `file-unreadable`. */
export function secretIn(folder: string, name: string): string | undefined {
	const path = join(folder, name);
	return existsSync(path) ? read(path) : undefined;
}

function read(path: string): string {
	try {
		return readFileSync(path, 'utf8').trim();
	} catch (cause) {
		throw new Fault('file-unreadable', `${path} cannot be read; check its permissions.`, { cause });
	}
}
