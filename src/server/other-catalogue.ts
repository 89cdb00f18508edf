// Remembers in the server's folder that another catalogue than its own is in force, so that the next start waits for the database
// rather than open an engine that it would not use. A hint for the sake of memory: nothing is ever decided by it.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueBytes } from '../adapters/compiled-catalogue.ts';
import { readCatalogueBytes } from '../adapters/postgres/catalogues.ts';
import { readRuling } from '../adapters/postgres/ruling.ts';
import type { Database } from './database.ts';

const at = (folder: string): string => join(folder, 'other-catalogue');

/** The catalogue in force, read when the database is there; undefined when nothing says that it is not the server's own. */
export function otherInForce(folder: string, database: Promise<Database>): Promise<CatalogueBytes | undefined> | undefined {
	if (!existsSync(at(folder))) return undefined;
	return database.then(async ({ db }) => {
		const { catalogue } = await readRuling(db);
		return catalogue === undefined ? undefined : readCatalogueBytes(db, catalogue);
	});
}

export function rememberOther(folder: string, isOther: boolean): void {
	if (isOther === existsSync(at(folder))) return;
	try {
		if (isOther) writeFileSync(at(folder), '');
		else rmSync(at(folder), { force: true });
	} catch {
		// A folder that cannot be written costs the next start a moment and some memory, no more.
	}
}
