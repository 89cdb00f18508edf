// The golden cases of the demo: proposed, confirmed and answered by the rules of real work.
import type { Demo } from '../adapters/demo-files.ts';
import { run } from '../adapters/postgres/database.ts';
import { postgresGolden } from '../adapters/postgres/golden.ts';
import { standingOfPerson } from '../adapters/postgres/standing.ts';
import { Fault } from '../base/fault.ts';
import { answerGolden, confirmGolden, proposeGolden } from '../flows/golden-cases.ts';
import { type Actor, personBehind } from '../model/actor.ts';
import type { Case } from '../model/case.ts';
import type { World } from './world.ts';

type Step = Demo['golden'][number];

/** @throws Fault `table-invalid` when the rules refuse the step. */
export async function takeGoldenStep(step: Step, actor: Actor, at: string, { db, dice, casebook }: World): Promise<void> {
	const { listing, act, outcome = 'refuse', reason: reasonCode = 'restricted-chemical' } = step;
	const store = postgresGolden(db);
	const [row] = await run(
		db,
		'select c.state, g.id from review_case c left join golden_case g on g.case_id = c.id where c.listing_id = $1',
		[listing],
	);
	if (row === undefined) throw new Fault('table-invalid', `The demo's listing ${listing} has no case to make a golden one of.`);
	const { id: caseId, seq: seen } = row['state'] as Case;
	const by = { actor, at, standing: await standingOfPerson(db, personBehind(actor), at) };
	const id = String(row['id']);
	const right = { outcome, reasonCode };
	const taken =
		act === 'propose'
			? await proposeGolden({ ...by, caseId, seen, right }, store, casebook.reasons, dice)
			: act === 'confirm'
				? await confirmGolden({ ...by, id }, store, dice)
				: await answerGolden({ ...by, id, answer: right }, store, casebook.reasons, dice);
	if (taken.kind === 'done') return;
	const why = taken.kind === 'refused' ? taken.refusal.code : taken.kind;
	throw new Fault('table-invalid', `The demo's golden "${act}" on ${listing} is refused: ${why}.`);
}
