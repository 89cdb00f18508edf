// What the demo's compliance officer has set up besides: a corrective action that is under way, and a restricted list. Both by the flows of
// real work.
import type { Demo } from '../adapters/demo-files.ts';
import { postgresCorrective } from '../adapters/postgres/corrective.ts';
import { run } from '../adapters/postgres/database.ts';
import { Fault } from '../base/fault.ts';
import { describeProblem } from '../base/result.ts';
import { correct } from '../flows/corrective-actions.ts';
import type { Actor } from '../model/actor.ts';
import { keepList, readUpload } from './watch-list-routes.ts';
import type { World } from './world.ts';

export interface DemoHand {
	readonly actor: Actor;
	/** RFC 3339 UTC. */
	readonly at: string;
}

/** Records the action, linked to the case of its listing. @throws Fault `table-invalid` when the rules refuse it. */
export async function recordDemoAction(
	{ listing, found, cause, measure }: Demo['corrective'],
	{ owner, due }: { readonly owner: string; readonly due: string },
	{ actor, at }: DemoHand,
	{ db, dice }: World,
): Promise<void> {
	const [row] = await run(db, 'select id from review_case where listing_id = $1', [listing]);
	if (row === undefined) throw new Fault('table-invalid', `The demo's listing ${listing} has no case to correct anything after.`);
	const links = [{ kind: 'case', caseId: String(row['id']) }] as const;
	const wanted = { kind: 'record', actionId: dice.id(), found, links, cause, causeNote: '', measure, owner, due } as const;
	const outcome = await correct({ wanted, actor, at }, postgresCorrective(db), dice);
	if (outcome.kind === 'done') return;
	const why = outcome.kind === 'refused' ? outcome.refusals.map(({ code }) => code).join(', ') : outcome.kind;
	throw new Fault('table-invalid', `The demo's corrective action is refused: ${why}.`);
}

/** Uploads the list. @throws Fault `table-invalid` when it is not valid. */
export async function keepDemoList({ list }: Demo['watchList'], { actor, at }: DemoHand, world: World): Promise<void> {
	const read = readUpload(JSON.stringify(list), 'application/json', undefined, world);
	if (!read.ok)
		throw new Fault('table-invalid', `The demo's restricted list is not valid: ${read.problems.map(describeProblem).join('; ')}`);
	await keepList(read.value, actor, at, world);
}
