// Remembers in the server's folder which catalogue is in force, so that a start with another one of its own, as after an upgrade, waits
// for the database rather than open an engine that it would not use. A hint for the sake of memory: nothing is ever decided by it.
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueBytes } from '../adapters/compiled-catalogue.ts';
import { ARTEFACT } from '../adapters/engine.ts';
import { readCatalogueBytes } from '../adapters/postgres/catalogues.ts';
import { readRuling } from '../adapters/postgres/ruling.ts';
import type { Database } from './database.ts';

const at = (folder: string): string => join(folder, 'catalogue-in-force');

/** The catalogue in force, read when the database is there; undefined when nothing says that it is not the server's own. */
export function otherInForce(folder: string, database: Promise<Database>): Promise<CatalogueBytes | undefined> | undefined {
	const remembered = readHint(folder);
	if (remembered === undefined || remembered === ownVersion()) return undefined;
	return database.then(async ({ db }) => {
		const { catalogue } = await readRuling(db);
		return catalogue === undefined || catalogue === ownVersion() ? undefined : readCatalogueBytes(db, catalogue);
	});
}

/** Remembers the version in force. */
export function rememberInForce(folder: string, version: string): void {
	if (readHint(folder) === version) return;
	try {
		writeFileSync(at(folder), version);
	} catch {
		// A folder that cannot be written costs the next start a moment and some memory, no more.
	}
}

function readHint(folder: string): string | undefined {
	try {
		return readFileSync(at(folder), 'utf8');
	} catch {
		return undefined;
	}
}

// As the head of the file states it: enough for a hint.
function ownVersion(): string | undefined {
	try {
		const file = openSync(ARTEFACT, 'r');
		try {
			const hash = Buffer.alloc(8);
			readSync(file, hash, 0, hash.length, 8);
			return hash.toString('hex');
		} finally {
			closeSync(file);
		}
	} catch {
		return undefined;
	}
}
