// Failed attempts to sign in, counted by the hash of the address given: an address that nobody has is treated like any other.
import { createHash } from 'node:crypto';
import { addMinutes } from '../../base/time.ts';
import { type Db, run } from './database.ts';

const MOST = 10;
const WINDOW_MINUTES = 15;
const LOCK_MINUTES = 15;

const hashOf = (address: string): string => createHash('sha256').update(address.trim().toLowerCase()).digest('hex');

/** Until when an address is locked; undefined when it is not. */
export async function lockedUntil(db: Db, address: string, now: string): Promise<string | undefined> {
	const [row] = await run(db, 'select locked_until from sign_in_failure where address_hash = $1 and locked_until > $2', [
		hashOf(address),
		now,
	]);
	return row === undefined ? undefined : String(row['locked_until']);
}

/** Counts a failure; ten within a quarter of an hour lock the address for as long. True when this one locked it. */
export async function noteFailure(db: Db, address: string, now: string): Promise<boolean> {
	const [row] = await run(
		db,
		`insert into sign_in_failure as f (address_hash, count, since) values ($1, 1, $2)
		on conflict (address_hash) do update set
			count = case when f.since <= $3::timestamptz then 1 else f.count + 1 end,
			since = case when f.since <= $3::timestamptz then excluded.since else f.since end,
			locked_until = case when f.since > $3::timestamptz and f.count + 1 >= $4 then $5::timestamptz end
		returning locked_until`,
		[hashOf(address), now, addMinutes(now, -WINDOW_MINUTES), MOST, addMinutes(now, LOCK_MINUTES)],
	);
	return row?.['locked_until'] !== null;
}

/** Forgets the failures of an address, after a success; or of all that are over. */
export async function forgetFailures(db: Db, which: { readonly address: string } | { readonly before: string }): Promise<void> {
	if ('address' in which) await run(db, 'delete from sign_in_failure where address_hash = $1', [hashOf(which.address)]);
	else await run(db, 'delete from sign_in_failure where since < $1::timestamptz', [which.before]);
}
