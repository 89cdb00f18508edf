// Compiled catalogues in the database: registered once by their content, read as a whole when one is opened.
import { hash } from 'node:crypto';
import { Fault } from '../../base/fault.ts';
import type { ChangeStore, ChangeTx } from '../../flows/change-ruling.ts';
import type { Actor } from '../../model/actor.ts';
import { type CatalogueBytes, sharedBytes } from '../compiled-catalogue.ts';
import { asFault, type Db, run, transact } from './database.ts';
import { bindChanges, type PageAsked } from './proposals.ts';

export interface CatalogueRow {
	/** The first digits of the hash: what verdicts carry. */
	readonly version: string;
	/** SHA-256 over the content, as the file states it. */
	readonly hash: string;
	readonly size: number;
	readonly substances: number;
	readonly families: number;
	readonly registeredBy: Actor;
	/** RFC 3339 UTC. */
	readonly registeredAt: string;
}

export interface CatalogueTx extends ChangeTx {
	addCatalogue(row: CatalogueRow, bytes: Uint8Array): Promise<boolean>;
}

export function postgresCatalogues(db: Db): ChangeStore<CatalogueTx> {
	return {
		of: 'catalogue',
		transact: (work) =>
			transact(db, (tx) =>
				work({
					...bindChanges(tx, 'catalogue'),
					addCatalogue: (row, bytes) => addCatalogue(tx, row, bytes),
					endTrials: async (version, at) => {
						await run(
							tx,
							`update job set status = 'cancelled', updated_at = $2, finished_at = $2 where status = 'waiting' and catalogue = $1`,
							[version, at],
						);
					},
				}),
			),
	};
}

/** False when it is there already. */
async function addCatalogue(tx: Db, row: CatalogueRow, bytes: Uint8Array): Promise<boolean> {
	const added = await run(
		tx,
		`insert into catalogue (version, hash, size, substances, families, bytes, registered_by, registered_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning version`,
		[
			...[row.version, row.hash, row.size, row.substances, row.families],
			Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
			JSON.stringify(row.registeredBy),
			row.registeredAt,
		],
	);
	return added.length > 0;
}

const COLUMNS = 'version, hash, size, substances, families, registered_by, registered_at';

export async function readCatalogueRow(db: Db, version: string): Promise<CatalogueRow | undefined> {
	const [row] = await run(db, `select ${COLUMNS} from catalogue where version = $1`, [version]);
	return row === undefined ? undefined : rowOf(row);
}

/** Latest first. */
export async function listCatalogues(db: Db, { limit, after }: PageAsked): Promise<CatalogueRow[]> {
	const rows = await run(
		db,
		`select ${COLUMNS} from catalogue where $2::timestamptz is null or (registered_at, version) < ($2::timestamptz, $3::text)
		order by registered_at desc, version desc limit $1`,
		[limit, after?.at ?? null, after?.id ?? null],
	);
	return rows.map(rowOf);
}

const rowOf = (row: Readonly<Record<string, unknown>>): CatalogueRow => ({
	version: String(row['version']),
	hash: String(row['hash']),
	size: Number(row['size']),
	substances: Number(row['substances']),
	families: Number(row['families']),
	registeredBy: row['registered_by'] as Actor,
	registeredAt: String(row['registered_at']),
});

/**
 * The bytes of a registered catalogue, in memory that threads can share.
 * @throws Fault `database-unavailable`, or `artefact-invalid` when they are not what was registered.
 */
export async function readCatalogueBytes(db: Db, version: string): Promise<CatalogueBytes> {
	const [row] = await run(db, 'select hash, bytes from catalogue where version = $1', [version]).catch((error: unknown) => {
		throw asFault(error);
	});
	const bytes = row?.['bytes'] as Buffer | undefined;
	const stated = bytes?.subarray(8, 40).toString('hex');
	if (bytes === undefined || stated !== row?.['hash'] || hash('sha256', bytes.subarray(40), 'hex') !== stated)
		throw new Fault('artefact-invalid', `The registered catalogue ${version} is not what was registered; restore it from a backup.`);
	return sharedBytes(bytes);
}
