// Policies in the database: every version that was ever proposed, and how a transaction changes which one is in force.
import type { ChangeStore, ChangeTx, PolicyRow } from '../../flows/change-ruling.ts';
import { type Db, run, transact } from './database.ts';
import { bindChanges } from './proposals.ts';

export interface PolicyTx extends ChangeTx {
	addPolicy(row: PolicyRow): Promise<void>;
}

export function postgresPolicies(db: Db): ChangeStore<PolicyTx> {
	return {
		of: 'policy',
		transact: (work) =>
			transact(db, (tx) =>
				work({
					...bindChanges(tx, 'policy'),
					addPolicy: (row) => addPolicy(tx, row),
					endTrials: async (version, at) => {
						await run(tx, 'update shadow set stopped_at = $2 where policy = $1 and stopped_at is null', [version, at]);
					},
				}),
			),
	};
}

async function addPolicy(tx: Db, { version, hash, name, document, createdAt }: PolicyRow): Promise<void> {
	const sql = 'insert into policy (version, hash, name, document, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing';
	await run(tx, sql, [version, hash, name, document ?? null, createdAt]);
}

export async function readPolicyRow(db: Db, version: string): Promise<PolicyRow | undefined> {
	const [row] = await run(db, 'select * from policy where version = $1', [version]);
	if (row === undefined) return undefined;
	return {
		version: String(row['version']),
		hash: String(row['hash']),
		name: String(row['name']),
		createdAt: String(row['created_at']),
		...(row['document'] === null ? {} : { document: String(row['document']) }),
	};
}
