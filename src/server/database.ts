// The database of an installation: the one that DATABASE_URL names, or the embedded one in its folder; migrated either way.
import type pg from 'pg';
import { openCluster } from '../adapters/postgres/cluster.ts';
import { closePool, type Db, isAway, openDb, openPool } from '../adapters/postgres/database.ts';
import { migrate } from '../adapters/postgres/migrate.ts';
import { Fault } from '../base/fault.ts';
import type { Config } from './config.ts';

export interface Database {
	readonly url: string;
	readonly pool: pg.Pool;
	readonly db: Db;
	/** Numbers of the migrations that ran on opening. */
	readonly migrated: readonly number[];
	close(): Promise<void>;
}

/** Where it answers, as it stands: nothing is migrated. Close it when your connections are ended. @throws Fault `database-unavailable`. */
export async function reachDatabase({
	databaseUrl,
	folder,
}: Pick<Config, 'databaseUrl' | 'folder'>): Promise<Pick<Database, 'url' | 'close'>> {
	return databaseUrl === undefined ? openCluster(folder) : { url: databaseUrl, close: async () => undefined };
}

/** Opens and migrates it. @throws Fault `database-unavailable` with the reason and the fix. */
export async function openDatabase(config: Pick<Config, 'databaseUrl' | 'folder' | 'connections'>): Promise<Database> {
	const { url, close: leave } = await reachDatabase(config);
	const pool = openPool(url, config.connections);
	const close = async (): Promise<void> => {
		await closePool(pool);
		await leave();
	};
	try {
		const migrated = await migrate(pool);
		return { url, pool, db: openDb(pool), migrated, close };
	} catch (error) {
		await close();
		if (error instanceof Fault) throw error;
		const why = error instanceof Error ? error.message : String(error);
		const where = config.databaseUrl === undefined ? `in ${config.folder}` : 'that DATABASE_URL names';
		throw new Fault(
			'database-unavailable',
			`The database ${where} ${isAway(error) ? 'cannot be reached' : 'cannot be used'}: ${why || 'no answer'}`,
			{ cause: error },
		);
	}
}
