// What of policies a caller is shown: whoever may not read restricted lists sees documents, changes and trials as if there were none.
import { readPolicyRow } from '../adapters/postgres/policies.ts';
import type { PolicyChange } from '../policy/compare.ts';
import { isPermitted } from '../policy/permissions.ts';
import type { Caller } from './caller.ts';
import { hashesIn } from './watch-lists.ts';
import type { World } from './world.ts';

export const maySeeLists = ({ actor }: Caller): boolean => isPermitted(actor, 'watch-list:read');

/** A document as this caller may read it. */
export function shownDocument(document: unknown, caller: Caller): unknown {
	if (maySeeLists(caller) || typeof document !== 'object' || document === null) return document;
	const { watch: _watch, ...rest } = document as { readonly watch?: unknown };
	return rest;
}

export const shownChanges = (changes: readonly PolicyChange[], caller: Caller): PolicyChange[] =>
	changes.filter(({ setting }) => maySeeLists(caller) || !setting.startsWith('watch.'));

/** Whether this caller may see how a policy does that is tried out: what its lists match must not show. */
export async function maySeeTrial(version: string, caller: Caller, { db }: World): Promise<boolean> {
	if (maySeeLists(caller)) return true;
	const row = await readPolicyRow(db, version);
	return row?.document === undefined || hashesIn(JSON.parse(row.document)).length === 0;
}
