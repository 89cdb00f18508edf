// Routes of API keys: made, listed, rotated, revoked. A secret leaves once, in the answer that made it, and never through a cache; nobody
// gets a key here that speaks for another person, or that may do what their own key was narrowed not to.
import { transact } from '../adapters/postgres/database.ts';
import { lockKey, OVERLAP_HOURS, replaceKey, rotateKey, unfitToRotate } from '../adapters/postgres/key-rotation.ts';
import { createKey, type KeyRow, listKeys, revokeKey } from '../adapters/postgres/keys.ts';
import { addEntries } from '../adapters/postgres/log.ts';
import type { Problem } from '../base/result.ts';
import { isBefore } from '../base/time.ts';
import { createdEntry, revokedEntry } from '../flows/key-entries.ts';
import { personBehind, type Role } from '../model/actor.ts';
import { isPermitted } from '../policy/permissions.ts';
import { beyond, scopeProblems } from '../policy/scopes.ts';
import type { Caller } from './caller.ts';
import { type Answer, type Call, type Mounting, mount, scopeMissing } from './mount.ts';
import { Refused } from './problems.ts';
import type { World } from './world.ts';

const SECRET = { 'cache-control': 'no-store' };

export function mountKeys(mounting: Mounting, world: World): void {
	mount(mounting, 'listKeys', async () => ({ body: { items: await listKeys(world.db) } }));
	mount(mounting, 'createKey', (call) => newKey(call, mounting, world));
	mount(mounting, 'rotateKey', (call) => rotated(call, mounting, world));

	mount(mounting, 'revokeKey', async ({ params, caller, now }) => {
		const ended = await transact(world.db, async (tx) => {
			const done = await revokeKey(tx, params.id, now);
			if (done) await addEntries(tx, [revokedEntry(params.id, caller.actor, now, world.dice)]);
			return done;
		});
		mounting.callers.forget(params.id);
		if (!ended) throw new Refused('not-found', 'There is no such key that still works.');
		return { status: 204 };
	});
}

async function newKey({ body, caller, now }: Call<'createKey'>, { callers }: Mounting, { db, dice }: World): Promise<Answer> {
	const { role, name = role, seller, expiresAt, scopes, replaces } = body;
	const problems = keyProblems({ role, now, seller, expiresAt, scopes });
	if (problems.length > 0) throw new Refused('input-invalid', 'The key cannot be made.', { errors: problems });
	requireWithin(caller, { role, ...(scopes === undefined ? {} : { scopes }) });
	const createdBy = personBehind(caller.actor);
	const by = { actor: caller.actor, dice };
	const issued = await transact(db, async (tx) => {
		const old = replaces === undefined ? undefined : keyToEnd(await lockKey(tx, replaces), caller, now);
		const key = await createKey(tx, {
			name,
			role,
			now,
			...(seller === undefined ? {} : { seller }),
			...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
			...(createdBy === undefined ? {} : { createdBy }),
			...(scopes === undefined ? {} : { scopes }),
		});
		await addEntries(tx, [createdEntry(key, caller.actor, dice)]);
		if (old !== undefined) await replaceKey(tx, old, key.id, { now, overlapHours: OVERLAP_HOURS }, by);
		return key;
	});
	if (replaces !== undefined) callers.forget(replaces);
	return { status: 201, body: issued, headers: SECRET };
}

async function rotated({ params, body, caller, now }: Call<'rotateKey'>, { callers }: Mounting, { db, dice }: World): Promise<Answer> {
	const { overlapHours = OVERLAP_HOURS, expiresAt } = body ?? {};
	const late = timeProblems(expiresAt, now);
	if (late.length > 0) throw new Refused('input-invalid', 'The key cannot be rotated.', { errors: late });
	const rotation = { now, overlapHours, ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }) };
	const { successor } = await transact(db, async (tx) => {
		const old = keyToEnd(await lockKey(tx, params.id), caller, now);
		requireWithin(caller, old);
		// Whoever holds the successor acts in the name of the old key's person.
		if (old.createdBy !== undefined && old.createdBy !== personBehind(caller.actor))
			throw new Refused(
				'not-permitted',
				'Another person answers for this key, and its successor would speak for them; make a key of your own that replaces it ("replaces"), or have it rotated where the server runs: weir key rotate.',
				{ code: 'not-yours' },
			);
		return rotateKey(tx, old, rotation, { actor: caller.actor, dice });
	});
	callers.forget(params.id);
	return { status: 201, body: successor, headers: SECRET };
}

// Replacing a key ends it, which is an action of its own.
function keyToEnd(key: KeyRow | undefined, { actor }: Caller, now: string): KeyRow {
	if (!isPermitted(actor, 'key:revoke')) throw scopeMissing(actor, 'key:revoke');
	if (key === undefined) throw new Refused('not-found', 'There is no such key.');
	const unfit = unfitToRotate(key, now);
	if (unfit !== undefined) throw new Refused('conflict', unfit, { code: 'key-ended' });
	return key;
}

function requireWithin({ actor }: Caller, made: { readonly role: Role; readonly scopes?: readonly string[] }): void {
	const more = beyond(actor, made);
	if (more.length === 0) return;
	const message = `would let the key do what your own key may not: ${more.join(', ')}`;
	const problem = { pointer: '/scopes', message, fix: 'narrow it to scopes of your own key, or use a key with the whole role' };
	throw new Refused('not-permitted', 'A narrowed key makes no key that may do more.', { code: 'scope-missing', errors: [problem] });
}

interface Asked {
	readonly role: Role;
	readonly now: string;
	readonly seller: string | undefined;
	readonly expiresAt: string | undefined;
	readonly scopes: readonly string[] | undefined;
}

function keyProblems({ role, now, seller, expiresAt, scopes }: Asked): Problem[] {
	const misplaced = { pointer: '/seller', message: 'limits keys with the role seller only', fix: 'leave it out' };
	return [
		...(seller !== undefined && role !== 'seller' ? [misplaced] : []),
		...timeProblems(expiresAt, now),
		...(scopes === undefined ? [] : scopeProblems(role, scopes)),
	];
}

function timeProblems(expiresAt: string | undefined, now: string): Problem[] {
	if (expiresAt === undefined || (!Number.isNaN(Date.parse(expiresAt)) && isBefore(now, expiresAt))) return [];
	return [{ pointer: '/expiresAt', message: 'is not a time to come', fix: 'give an RFC 3339 time in the future' }];
}
