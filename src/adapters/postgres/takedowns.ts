// Listings that were taken down in a span, from their entries in the log. Candidates come from indexed tables; what counts is the log.
import { type ListingMove, type Takedown, takedownsOf } from '../../report/takedowns.ts';
import { type Db, run } from './database.ts';

/** More candidates than anybody takes down in a quarter; the newest count. */
const MOST = 20_000;

/** Takedowns from `from` (inclusive) to `to` (exclusive), RFC 3339 UTC. */
export async function readTakedowns(db: Db, from: string, to: string): Promise<Takedown[]> {
	const candidates = await run(
		db,
		`select id from (
			select listing_id as id, max(submitted_at) as at from listing_revision
			where submitted_at >= $1::timestamptz and submitted_at < $2::timestamptz and state <> 'published' and submitted_by ->> 'kind' = 'system'
			group by 1
			union
			-- Whatever people had published, and then thought better of.
			select c.listing_id, l.updated_at from review_case c join listing l on l.id = c.listing_id
			where l.updated_at >= $1::timestamptz and c.decided_at is not null and c.seq > 2
		) touched group by id order by max(at) desc limit $3`,
		[from, to, MOST],
	);
	if (candidates.length === 0) return [];
	const rows = await run(
		db,
		`select subject, json_agg(json_build_object('at', entry -> 'at', 'kind', entry -> 'kind', 'state', entry -> 'facts' -> 'state',
				'system', entry -> 'actor' ->> 'kind' = 'system') order by index nulls last, created_at) as moves
		from (select subject, index, created_at, convert_from(entry, 'UTF8')::json as entry from log_entry where subject = any($1::text[])) e
		where entry ->> 'kind' in ('listing.screened', 'listing.moved', 'listing.withdrawn') group by subject`,
		[candidates.map((row) => `listing/${row['id']}`)],
	);
	const [first, last] = [Date.parse(from), Date.parse(to)];
	return rows
		.flatMap((row) => takedownsOf((row['moves'] as readonly StoredMove[]).map(moveOf)))
		.filter(({ at }) => Date.parse(at) >= first && Date.parse(at) < last);
}

interface StoredMove {
	readonly at: string;
	readonly kind: string;
	readonly state: string | null;
	readonly system: boolean;
}

function moveOf({ at, kind, state, system }: StoredMove): ListingMove {
	if (kind === 'listing.withdrawn') return { at, state: 'withdrawn', by: 'submitter' };
	const by = kind === 'listing.moved' ? 'person' : system ? 'screening' : 'submitter';
	return { at, state: state ?? 'held', by };
}
