// What must hold after every fault, asked of the database and of the log themselves rather than of the server's word.
import pg from 'pg';
import { urlReader } from '../../src/adapters/log-url.ts';
import { parseVerifierKey } from '../../src/log/key.ts';
import { verifyLog } from '../../src/log/verify.ts';
import type { Book } from './shop.ts';

/** The statement counts what must not be. */
const NEVER: Readonly<Record<string, string>> = {
	'listings whose standing is not that of their present revision': `select count(*)::int from listing l
		left join listing_revision r on r.listing_id = l.id and r.revision = l.revision
		where r.verdict_kind is distinct from l.verdict or r.state is distinct from l.state`,
	'published listings without a verdict of clear': `select count(*)::int from listing_revision where state = 'published'
		and (verdict_kind <> 'clear' or verdict ->> 'verdict' is distinct from 'clear')`,
	'gaps in the revisions of a listing': `select count(*)::int from (
		select 1 from listing_revision group by listing_id having count(*) <> max(revision)) x`,
	'held or refused listings without a case': `select count(*)::int from listing where state <> 'published' and case_id is null`,
	'cases whose state is not that of their last event': `select count(*)::int from review_case c
		where c.seq is distinct from (select max(seq) from case_event e where e.case_id = c.id)`,
	'gaps in the events of a case': `select count(*)::int from (
		select 1 from case_event group by case_id having count(*) <> max(seq)) x`,
	'decisions without an entry in the log': `select count(*)::int from (
		select entry_id from listing_revision union all select entry_id from case_event) d
		left join log_entry e on e.id = d.entry_id where e.id is null`,
	'entries without an opening': `select count(*)::int from log_entry e left join log_opening o on o.entry_id = e.id where o.entry_id is null`,
	'entries with two places or none below the checkpoint': `select abs((select count(*) from log_entry where index is not null)
		- coalesce((select size from log_checkpoint), 0))::int`,
};

export interface Audit {
	/** What does not hold, in words. */
	readonly broken: readonly string[];
	/** The checkpoint, for the next audit: the log must have grown from it. */
	readonly checkpoint: Uint8Array;
	readonly entries: number;
}

export interface Audited {
	readonly url: string;
	readonly key: string;
	readonly database: string;
	readonly books: readonly Book[];
	readonly before?: Audit;
}

/** Checks everything; an empty `broken` says that all holds. */
export async function audit({ url, key, database, books, before }: Audited): Promise<Audit> {
	const client = new pg.Client({ connectionString: database });
	client.on('error', () => undefined);
	await client.connect();
	try {
		const count = async (text: string): Promise<number> => Number(Object.values((await client.query(text)).rows[0] as object)[0]);
		await sequenced(() => count('select count(*) from log_entry where index is null'));
		const broken: string[] = [];
		for (const [what, text] of Object.entries(NEVER)) {
			const found = await count(text);
			if (found > 0) broken.push(`${found} ${what}`);
		}
		broken.push(...(await compare(client, books)));
		const entries = await count('select count(*) from log_entry');
		if (before !== undefined && entries < before.entries) broken.push(`${before.entries - entries} entries are gone`);
		const reader = urlReader(`${url}/log/`, { authorization: `Bearer ${key}` });
		const vkey = parseVerifierKey(new TextDecoder().decode(await reader.read('key')).trim());
		if (!vkey.ok) return { broken: [...broken, 'the key of the log cannot be read'], checkpoint: new Uint8Array(0), entries };
		const checkpoint = (await reader.read('checkpoint')) ?? new Uint8Array(0);
		const report = await verifyLog(reader, { key: vkey.value, ...(before === undefined ? {} : { since: before.checkpoint }) });
		if (!report.ok) broken.push(`the log does not verify: ${report.failures[0]?.message ?? 'stopped'}`);
		return { broken, checkpoint, entries };
	} finally {
		await client.end();
	}
}

async function sequenced(waiting: () => Promise<number>): Promise<void> {
	for (let tries = 0; tries < 600 && (await waiting()) > 0; tries++) await new Promise((done) => setTimeout(done, 100));
}

// Every answer a client got is stored as it was given; nothing is stored twice, nothing that was never sent.
async function compare(client: pg.Client, books: readonly Book[]): Promise<string[]> {
	const { rows } = await client.query<{ id: string; revision: number; state: string; verdict: string; hash: string }>(
		`select listing_id as id, revision, state, verdict_kind as verdict, input_hash as hash from listing_revision
		where listing_id = any($1::text[])`,
		[books.map(({ id }) => id)],
	);
	const stored = new Map(rows.map((row) => [`${row.id} ${row.revision}`, row]));
	const broken: string[] = [];
	for (const { id, bodies, answers } of books) {
		for (const { revision, state, verdict, inputHash } of answers) {
			const row = stored.get(`${id} ${revision}`);
			if (row === undefined) broken.push(`${id} revision ${revision} was acknowledged and is not stored`);
			else if (row.state !== state || row.verdict !== verdict || row.hash !== inputHash)
				broken.push(`${id} revision ${revision} is stored otherwise than acknowledged`);
		}
		if (stored.has(`${id} ${bodies.length + 1}`)) broken.push(`${id} has more revisions than were sent`);
	}
	return broken;
}
