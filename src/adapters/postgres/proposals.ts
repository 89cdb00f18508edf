// Proposals of policies and of catalogues, which are kept alike: what a transaction on them can do, and how they are read.
import type { ChangeTx, ProposalRow, RulingChange, Subject } from '../../flows/change-ruling.ts';
import { type Actor, actorText } from '../../model/actor.ts';
import { type Db, isUuid, run } from './database.ts';
import { addJob } from './jobs.ts';
import { countListings } from './listings.ts';
import { addEntries } from './log.ts';
import { addAnnouncements } from './outbox.ts';
import { holdInForce } from './ruling.ts';

type Row = Readonly<Record<string, unknown>>;

/** The part of a transaction that is the same for both; the names of their tables and columns follow from the subject. */
export function bindChanges(tx: Db, of: Subject): Omit<ChangeTx, 'endTrials'> {
	return {
		inForce: () => holdInForce(tx, of, false),
		inForceAlone: () => holdInForce(tx, of, true),
		addProposal: (row) => addProposal(tx, of, row),
		openProposal: async (version, base) => {
			const sql = `select * from ${of}_proposal where ${of} = $1 and base = $2 and status = 'open' for update`;
			const [row] = await run(tx, sql, [version, base]);
			return row === undefined ? undefined : proposalOf(of, row);
		},
		takeUp: async ({ id, changes, reason, proposedBy, proposedAt }) => {
			await run(tx, `update ${of}_proposal set changes = $2, reason = $3, proposed_by = $4, proposed_at = $5 where id = $1`, [
				id,
				JSON.stringify(changes),
				reason,
				actorText(proposedBy),
				proposedAt,
			]);
		},
		lockProposal: async (id) => {
			const [row] = isUuid(id) ? await run(tx, `select * from ${of}_proposal where id = $1 for update`, [id]) : [];
			return row === undefined ? undefined : proposalOf(of, row);
		},
		decideProposal: async ({ id, status, decidedBy, decidedAt, note }) => {
			await run(tx, `update ${of}_proposal set status = $2, decided_by = $3, decided_at = $4, note = $5 where id = $1`, [
				id,
				status,
				decidedBy === undefined ? null : actorText(decidedBy),
				decidedAt,
				note ?? null,
			]);
		},
		activate: async (version, proposal, at) => {
			const sql = `insert into ${of}_activation (${of}, proposal, at) values ($1, $2, $3) returning number`;
			const [row] = await run(tx, sql, [version, proposal ?? null, at]);
			return Number(row?.['number']);
		},
		isPreviewed: async ({ version, proposedAt }) => {
			const tried = of === 'policy' ? 'candidate' : 'catalogue';
			const sql = `select 1 from job where kind = 'preview' and status = 'done' and ${tried} = $1 and created_at >= $2 limit 1`;
			return (await run(tx, sql, [version, proposedAt])).length > 0;
		},
		countListings: () => countListings(tx),
		addJob: (row) => addJob(tx, row),
		addEntries: (rows) => addEntries(tx, rows),
		addAnnouncements: (rows) => addAnnouncements(tx, rows),
	};
}

async function addProposal(tx: Db, of: Subject, row: ProposalRow): Promise<boolean> {
	const added = await run(
		tx,
		`insert into ${of}_proposal (id, ${of}, base, changes, two_people, status, reason, proposed_by, proposed_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (${of}, base) where status = 'open' do nothing returning id`,
		[
			row.id,
			row.version,
			row.base,
			JSON.stringify(row.changes),
			row.twoPeople,
			row.status,
			row.reason,
			actorText(row.proposedBy),
			row.proposedAt,
		],
	);
	return added.length > 0;
}

function proposalOf<C extends RulingChange>(of: Subject, row: Row): ProposalRow<C> {
	return {
		id: String(row['id']),
		version: String(row[of]),
		base: String(row['base']),
		changes: row['changes'] as C[],
		twoPeople: row['two_people'] === true,
		status: row['status'] as ProposalRow['status'],
		reason: String(row['reason']),
		proposedBy: row['proposed_by'] as Actor,
		proposedAt: String(row['proposed_at']),
		...(row['decided_by'] == null ? {} : { decidedBy: row['decided_by'] as Actor, decidedAt: String(row['decided_at']) }),
		...(row['note'] == null ? {} : { note: String(row['note']) }),
	};
}

/** A proposal with the name of what is proposed, where such things have names, and the version of Weir that brought it along. */
export type ReadProposal<C extends RulingChange = RulingChange> = ProposalRow<C> & { readonly name: string; readonly cameWith?: string };

const NAMES = { policy: '(select name from policy where version = r.policy)', catalogue: 'r.catalogue' } as const;
const CAME_WITH = { policy: 'null', catalogue: '(select came_with from catalogue where version = r.catalogue)' } as const;

const readOf = <C extends RulingChange>(of: Subject, row: Row): ReadProposal<C> => ({
	...proposalOf<C>(of, row),
	name: String(row['name']),
	...(row['came_with'] == null ? {} : { cameWith: String(row['came_with']) }),
});

export async function readProposal<C extends RulingChange>(db: Db, of: Subject, id: string): Promise<ReadProposal<C> | undefined> {
	if (!isUuid(id)) return undefined;
	const [row] = await run(db, `select r.*, ${NAMES[of]} as name, ${CAME_WITH[of]} as came_with from ${of}_proposal r where r.id = $1`, [
		id,
	]);
	return row === undefined ? undefined : readOf(of, row);
}

export interface PageAsked {
	readonly limit: number;
	/** The last row of the page before. */
	readonly after?: { readonly at: string; readonly id: string };
}

/** Latest first. */
export async function listProposals<C extends RulingChange>(db: Db, of: Subject, { limit, after }: PageAsked): Promise<ReadProposal<C>[]> {
	const rows = await run(
		db,
		`select r.*, ${NAMES[of]} as name, ${CAME_WITH[of]} as came_with from ${of}_proposal r
		where $2::timestamptz is null or (r.proposed_at, r.id) < ($2::timestamptz, $3::uuid) order by r.proposed_at desc, r.id desc limit $1`,
		[limit, after?.at ?? null, after?.id ?? null],
	);
	return rows.map((row) => readOf<C>(of, row));
}

export interface ActivationRow {
	readonly number: number;
	readonly version: string;
	/** Absent: what the server ran before anything was agreed to. */
	readonly proposal?: string;
	readonly at: string;
}

/** What was in force, latest first. */
export async function listActivations(db: Db, of: Subject, most: number): Promise<(ActivationRow & { readonly name: string })[]> {
	const rows = await run(db, `select r.*, ${NAMES[of]} as name from ${of}_activation r order by r.number desc limit $1`, [most]);
	return rows.map((row) => ({
		number: Number(row['number']),
		version: String(row[of]),
		name: String(row['name']),
		...(row['proposal'] == null ? {} : { proposal: String(row['proposal']) }),
		at: String(row['at']),
	}));
}
