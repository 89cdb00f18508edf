// Policies in the database: versions, proposals, what is in force, and what the candidate says beside it. What is in force is held by
// an advisory lock: shared by every transaction that stores a decision, alone by the one that changes it.
import type { PolicyRow, PolicyStore, PolicyTx, ProposalRow } from '../../flows/change-policy.ts';
import type { PolicyText, Ruling } from '../../flows/screening.ts';
import type { ShadowRow } from '../../flows/store.ts';
import type { Actor } from '../../model/actor.ts';
import type { PolicyChange } from '../../policy/compare.ts';
import { type Db, isUuid, run, type Statements, transact } from './database.ts';
import { addJob } from './jobs.ts';
import { countListings } from './listings.ts';
import { addEntries } from './log.ts';

/** Any fixed number: who holds this advisory lock alone changes what is in force. */
const LOCK = 823_403;

type Row = Readonly<Record<string, unknown>>;

/** What is in force now. */
export async function readRuling(db: Db): Promise<Ruling> {
	const [row] = await run(
		db,
		`select a.number, p.version, p.document, s.id as shadow, c.version as shadow_version, c.document as shadow_document
		from (select 1) one
		left join lateral (select * from policy_activation order by number desc limit 1) a on true
		left join policy p on p.version = a.policy
		left join policy_shadow s on s.stopped_at is null
		left join policy c on c.version = s.policy`,
	);
	const text = (version: unknown, document: unknown): PolicyText => ({
		version: String(version),
		...(document === null ? {} : { document: String(document) }),
	});
	return {
		number: Number(row?.['number'] ?? 0),
		...(row?.['version'] == null ? {} : { policy: text(row['version'], row['document']) }),
		...(row?.['shadow'] == null ? {} : { shadow: { id: String(row['shadow']), ...text(row['shadow_version'], row['shadow_document']) } }),
	};
}

/** The number of what is in force, held until the transaction ends. */
export async function holdRuling(tx: Statements): Promise<number> {
	// Two statements, one behind the other: one alone would see the table as it was before it had waited for the lock.
	const [, [row]] = await Promise.all([
		run(tx, 'select pg_advisory_xact_lock_shared($1)', [LOCK]),
		run(tx, 'select coalesce(max(number), 0) as number from policy_activation'),
	]);
	return Number(row?.['number'] ?? 0);
}

export function postgresPolicies(db: Db): PolicyStore {
	return { transact: (work) => transact(db, (tx) => work(bind(tx))) };
}

function bind(tx: Db): PolicyTx {
	const inForce = async (lock: string): Promise<string | undefined> => {
		await run(tx, `select ${lock}($1)`, [LOCK]);
		const [row] = await run(tx, 'select policy from policy_activation order by number desc limit 1');
		return row === undefined ? undefined : String(row['policy']);
	};
	return {
		inForce: () => inForce('pg_advisory_xact_lock_shared'),
		inForceAlone: () => inForce('pg_advisory_xact_lock'),
		addPolicy: (row) => addPolicy(tx, row),
		addProposal: (row) => addProposal(tx, row),
		openProposal: async (policy, base) => {
			const [row] = await run(tx, `select * from policy_proposal where policy = $1 and base = $2 and status = 'open'`, [policy, base]);
			return row === undefined ? undefined : proposalOf(row);
		},
		lockProposal: async (id) => {
			const [row] = isUuid(id) ? await run(tx, 'select * from policy_proposal where id = $1 for update', [id]) : [];
			return row === undefined ? undefined : proposalOf(row);
		},
		decideProposal: async ({ id, status, decidedBy, decidedAt, note }) => {
			await run(tx, 'update policy_proposal set status = $2, decided_by = $3, decided_at = $4, note = $5 where id = $1', [
				id,
				status,
				JSON.stringify(decidedBy),
				decidedAt,
				note ?? null,
			]);
		},
		activate: async (policy, proposal, at) => {
			const sql = 'insert into policy_activation (policy, proposal, at) values ($1, $2, $3) returning number';
			const [row] = await run(tx, sql, [policy, proposal, at]);
			return Number(row?.['number']);
		},
		endShadowOf: async (policy, at) => {
			await run(tx, 'update policy_shadow set stopped_at = $2 where policy = $1 and stopped_at is null', [policy, at]);
		},
		countListings: () => countListings(tx),
		addJob: (row) => addJob(tx, row),
		addEntries: (rows) => addEntries(tx, rows),
	};
}

export async function addPolicy(tx: Db, { version, hash, name, document, createdAt }: PolicyRow): Promise<void> {
	const sql = 'insert into policy (version, hash, name, document, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing';
	await run(tx, sql, [version, hash, name, document ?? null, createdAt]);
}

async function addProposal(tx: Db, row: ProposalRow): Promise<boolean> {
	const added = await run(
		tx,
		`insert into policy_proposal (id, policy, base, changes, two_people, status, reason, proposed_by, proposed_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (policy, base) where status = 'open' do nothing returning id`,
		[
			row.id,
			row.policy,
			row.base,
			JSON.stringify(row.changes),
			row.twoPeople,
			row.status,
			row.reason,
			JSON.stringify(row.proposedBy),
			row.proposedAt,
		],
	);
	return added.length > 0;
}

function proposalOf(row: Row): ProposalRow {
	return {
		id: String(row['id']),
		policy: String(row['policy']),
		base: String(row['base']),
		changes: row['changes'] as PolicyChange[],
		twoPeople: row['two_people'] === true,
		status: row['status'] as ProposalRow['status'],
		reason: String(row['reason']),
		proposedBy: row['proposed_by'] as Actor,
		proposedAt: String(row['proposed_at']),
		...(row['decided_by'] == null ? {} : { decidedBy: row['decided_by'] as Actor, decidedAt: String(row['decided_at']) }),
		...(row['note'] == null ? {} : { note: String(row['note']) }),
	};
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

/** A proposal with the name of its policy. */
export type ReadProposal = ProposalRow & { readonly name: string };

export async function readProposal(db: Db, id: string): Promise<ReadProposal | undefined> {
	if (!isUuid(id)) return undefined;
	const sql = 'select r.*, p.name from policy_proposal r join policy p on p.version = r.policy where r.id = $1';
	const [row] = await run(db, sql, [id]);
	return row === undefined ? undefined : { ...proposalOf(row), name: String(row['name']) };
}

/** Latest first. */
export async function listProposals(
	db: Db,
	{ limit, after }: { readonly limit: number; readonly after?: { readonly at: string; readonly id: string } },
): Promise<ReadProposal[]> {
	const rows = await run(
		db,
		`select r.*, p.name from policy_proposal r join policy p on p.version = r.policy
		where $2::timestamptz is null or (r.proposed_at, r.id) < ($2::timestamptz, $3::uuid) order by r.proposed_at desc, r.id desc limit $1`,
		[limit, after?.at ?? null, after?.id ?? null],
	);
	return rows.map((row) => ({ ...proposalOf(row), name: String(row['name']) }));
}

export interface ActivationRow {
	readonly number: number;
	readonly version: string;
	readonly name: string;
	readonly proposal: string;
	readonly at: string;
}

/** What was in force, latest first. */
export async function listActivations(db: Db, most: number): Promise<ActivationRow[]> {
	const rows = await run(
		db,
		'select a.*, p.name from policy_activation a join policy p on p.version = a.policy order by a.number desc limit $1',
		[most],
	);
	return rows.map((row) => ({
		number: Number(row['number']),
		version: String(row['policy']),
		name: String(row['name']),
		proposal: String(row['proposal']),
		at: String(row['at']),
	}));
}

export async function addShadows(tx: Statements, rows: readonly ShadowRow[]): Promise<void> {
	const [first] = rows;
	if (first === undefined) return;
	const counts = new Map<string, number>();
	for (const { shadow, live, candidate } of rows) {
		const key = `${shadow} ${live}→${candidate}`;
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	const keys = [...counts.keys()].sort();
	await run(
		tx,
		`insert into policy_shadow_count as c (shadow, transition, listings) select * from unnest($1::uuid[], $2::text[], $3::bigint[])
		on conflict (shadow, transition) do update set listings = c.listings + excluded.listings`,
		[keys.map((key) => key.split(' ')[0]), keys.map((key) => key.split(' ')[1]), keys.map((key) => counts.get(key))],
	);
	const differing = rows.filter(({ live, candidate }) => live !== candidate);
	if (differing.length === 0) return;
	await run(
		tx,
		`insert into policy_shadow_difference (shadow, listing_id, revision, live, candidate, why, at)
		select * from unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])`,
		[
			differing.map((row) => row.shadow),
			differing.map((row) => row.listingId),
			differing.map((row) => row.revision),
			differing.map((row) => row.live),
			differing.map((row) => row.candidate),
			differing.map((row) => row.why.replaceAll('\0', '�')),
			differing.map((row) => row.at),
		],
	);
}
