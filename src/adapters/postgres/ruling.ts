// What is in force: the latest policy and the latest catalogue together, under one number that grows whenever either changes. It is
// held by an advisory lock: shared by every transaction that stores a decision, alone by the one that changes it.
import type { Held } from '../../flows/change-ruling.ts';
import type { PolicyText, Ruling } from '../../flows/screening.ts';
import { type Db, run, type Statements } from './database.ts';

/** Any fixed number: who holds this advisory lock alone changes what is in force. */
const LOCK = 823_403;

// Both counts only ever grow, one change at a time, so no two rulings have the same sum.
const NUMBER = `(select coalesce(max(number), 0) from policy_activation) + (select coalesce(max(number), 0) from catalogue_activation)`;

/** What is in force now. */
export async function readRuling(db: Db): Promise<Ruling> {
	const [row] = await run(
		db,
		`select ${NUMBER} as number, p.version, p.document, k.catalogue, s.id as shadow, c.version as shadow_version, c.document as shadow_document,
			q.id as quiet, q.catalogue as quiet_catalogue
		from (select 1) one
		left join lateral (select * from policy_activation order by number desc limit 1) a on true
		left join policy p on p.version = a.policy
		left join lateral (select * from catalogue_activation order by number desc limit 1) k on true
		left join shadow s on s.stopped_at is null and s.policy is not null
		left join policy c on c.version = s.policy
		left join shadow q on q.stopped_at is null and q.catalogue is not null`,
	);
	const text = (version: unknown, document: unknown): PolicyText => ({
		version: String(version),
		...(document === null ? {} : { document: String(document) }),
	});
	return {
		number: Number(row?.['number'] ?? 0),
		...(row?.['version'] == null ? {} : { policy: text(row['version'], row['document']) }),
		...(row?.['catalogue'] == null ? {} : { catalogue: String(row['catalogue']) }),
		...(row?.['shadow'] == null ? {} : { shadow: { id: String(row['shadow']), ...text(row['shadow_version'], row['shadow_document']) } }),
		...(row?.['quiet'] == null ? {} : { beside: { id: String(row['quiet']), catalogue: String(row['quiet_catalogue']) } }),
	};
}

/** The number of what is in force, held until the transaction ends. */
export async function holdRuling(tx: Statements): Promise<number> {
	// Two statements, one behind the other: one alone would see the tables as they were before it had waited for the lock.
	const [, [row]] = await Promise.all([run(tx, 'select pg_advisory_xact_lock_shared($1)', [LOCK]), run(tx, `select ${NUMBER} as number`)]);
	return Number(row?.['number'] ?? 0);
}

// A policy without a document is whatever the catalogue in force brings along, under the version that it has there.
const IN_FORCE = {
	policy: `select case when p.document is not null then p.version end as version from policy_activation a join policy p on p.version = a.policy
		order by a.number desc limit 1`,
	catalogue: 'select catalogue as version from catalogue_activation order by number desc limit 1',
} as const;

/** What is in force of one subject, held until the transaction ends; `alone`: no submission is stored until then. */
export async function holdInForce(tx: Db, of: keyof typeof IN_FORCE, alone: boolean): Promise<Held> {
	await run(tx, `select ${alone ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared'}($1)`, [LOCK]);
	const [row] = await run(tx, `select ${NUMBER} as number, (${IN_FORCE[of]}) as version`);
	return { ruling: Number(row?.['number'] ?? 0), ...(row?.['version'] == null ? {} : { version: String(row['version']) }) };
}
