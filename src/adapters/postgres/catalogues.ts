// Compiled catalogues in the database: registered once by their content, read as a whole when one is opened.
import { hash } from 'node:crypto';
import { Fault } from '../../base/fault.ts';
import type { ChangeStore } from '../../flows/change-ruling.ts';
import type { CatalogueRow, CatalogueTx } from '../../flows/keep-catalogue.ts';
import { type Actor, actorText } from '../../model/actor.ts';
import { type CatalogueBytes, sharedBytes } from '../compiled-catalogue.ts';
import { asFault, type Db, run, transact } from './database.ts';
import { bindChanges, type PageAsked } from './proposals.ts';

export function postgresCatalogues(db: Db): ChangeStore<CatalogueTx> {
	return {
		of: 'catalogue',
		transact: (work) =>
			transact(db, (tx) =>
				work({
					...bindChanges(tx, 'catalogue'),
					addCatalogue: (row, bytes) => addCatalogue(tx, row, bytes),
					decidedLastBy: async () => {
						const [row] = await run(tx, 'select catalogue_version from listing_revision order by submitted_at desc limit 1');
						return row === undefined ? undefined : String(row['catalogue_version']);
					},
					endTrials: async (version, at) => {
						await run(
							tx,
							`update job set status = 'cancelled', updated_at = $2, finished_at = $2 where status = 'waiting' and catalogue = $1`,
							[version, at],
						);
						await run(tx, 'update shadow set stopped_at = $2 where catalogue = $1 and stopped_at is null', [version, at]);
					},
				}),
			),
	};
}

/** False when it is there already. */
async function addCatalogue(tx: Db, row: CatalogueRow, bytes: Uint8Array): Promise<boolean> {
	const added = await run(
		tx,
		`insert into catalogue (version, hash, size, substances, families, bytes, registered_by, registered_at, came_with)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning version`,
		[
			...[row.version, row.hash, row.size, row.substances, row.families],
			Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
			actorText(row.registeredBy),
			row.registeredAt,
			row.cameWith ?? null,
		],
	);
	return added.length > 0;
}

const COLUMNS = 'version, hash, size, substances, families, registered_by, registered_at, came_with';

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
	...(row['came_with'] === null ? {} : { cameWith: String(row['came_with']) }),
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

/** How a catalogue stands that a server brings along. */
export interface Standing {
	/** What is in force; undefined while nothing is recorded. */
	readonly inForce?: string;
	/** It was in force, or people have decided on it. */
	readonly isDecided: boolean;
	/** The proposal of it against what is in force. */
	readonly open?: string;
	/** Nobody has proposed it; Weir offers it. */
	readonly isOffer: boolean;
	/** Offers of it against what was in force before. */
	readonly outdated: readonly string[];
}

export async function readStanding(db: Db, version: string): Promise<Standing> {
	const [row] = await run(
		db,
		`select f.catalogue as in_force, p.id as open, p.proposed_by ->> 'kind' = 'system' as offer,
			exists (select from catalogue_activation where catalogue = $1)
				or exists (select from catalogue_proposal where catalogue = $1 and status in ('active', 'rejected')) as decided,
			array(select id::text from catalogue_proposal where catalogue = $1 and status = 'open' and base <> f.catalogue
				and proposed_by ->> 'kind' = 'system') as outdated
		from (select 1) one
		left join lateral (select catalogue from catalogue_activation order by number desc limit 1) f on true
		left join catalogue_proposal p on p.catalogue = $1 and p.base = f.catalogue and p.status = 'open'`,
		[version],
	);
	return {
		isDecided: row?.['decided'] === true,
		isOffer: row?.['offer'] === true,
		outdated: (row?.['outdated'] ?? []) as readonly string[],
		...(row?.['in_force'] == null ? {} : { inForce: String(row['in_force']) }),
		...(row?.['open'] == null ? {} : { open: String(row['open']) }),
	};
}
