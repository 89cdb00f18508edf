// Routes of second looks: what was drawn and waits, and a person's word on a listing that the gate let through.
import { dueReviews, looking, waitingClears } from '../adapters/postgres/second-looks.ts';
import { addHours } from '../base/time.ts';
import type { SecondLooks } from '../contract/second-looks.ts';
import { lookAgain } from '../flows/second-looks.ts';
import { personBehind } from '../model/actor.ts';
import { type Mounting, mount } from './mount.ts';
import { refusedByRules } from './problems.ts';
import type { World } from './world.ts';

const SHOWN = 50;
/** Older decisions are history. */
const REACH_HOURS = 90 * 24;

export function mountSecondLooks(mounting: Mounting, world: World): void {
	const { db, casebook, dice, changes, draw } = world;

	mount(mounting, 'listSecondLooks', async ({ caller, now }) => {
		const due = await dueReviews(db, { from: addHours(now, -REACH_HOURS), person: personBehind(caller.actor), draw: draw.decision });
		const clears = await waitingClears(db, SHOWN);
		const items = due.slice(0, SHOWN).flatMap(({ state, title, why }) => {
			const decision = state.decisions.at(-1);
			if (decision === undefined) return [];
			return [{ caseId: state.id, title, outcome: decision.outcome, risk: state.risk, decidedAt: decision.at, why }];
		});
		const body: SecondLooks = { decisions: { left: due.length, items }, clears: { left: clears.left, items: [...clears.items] } };
		return { body };
	});

	mount(mounting, 'lookAgain', async ({ body, caller, now }) => {
		const outcome = await lookAgain({ ...body, actor: caller.actor, at: now }, { transact: looking(db), casebook, dice });
		if (outcome.kind === 'refused') throw refusedByRules([outcome.refusal]);
		const { entryId, caseId, listing } = outcome;
		if (listing !== undefined) changes.tell({ kind: 'listing', id: listing.id, at: now, state: listing.state });
		if (caseId !== undefined) changes.tell({ kind: 'case', id: caseId, at: now, state: 'open' });
		return { status: 201, body: { agrees: body.outcome === 'publish', entryId, ...(caseId === undefined ? {} : { caseId }) } };
	});
}
