// Routes of corrective actions. Who may do what, and that another person checks, is decided by the rules of cases.
import { listActions, openLinks, postgresCorrective, readAction } from '../adapters/postgres/corrective.ts';
import { run } from '../adapters/postgres/database.ts';
import { namesOf } from '../adapters/postgres/people.ts';
import type { CorrectiveCommand } from '../cases/corrective.ts';
import type { CorrectiveWire } from '../contract/corrective.ts';
import { correct } from '../flows/corrective-actions.ts';
import { type Actor, personBehind } from '../model/actor.ts';
import { type CorrectiveAction, type CorrectiveEvent, isOverdue } from '../model/corrective-action.ts';
import { pageOf, readCursor } from './cursor.ts';
import { type Answer, type Call, ifMatch, type Mounting, mount } from './mount.ts';
import { Refused, refusedByRules } from './problems.ts';
import type { World } from './world.ts';

export function mountCorrective(mounting: Mounting, world: World): void {
	const { db, dice } = world;
	const store = postgresCorrective(db);

	mount(mounting, 'listCorrective', async ({ query, caller, now }) => {
		const { status, overdue, limit = 50, cursor } = query;
		const today = now.slice(0, 10);
		const after = cursor === undefined ? undefined : readCursor(cursor, ['string', 'string']);
		const rows = await listActions(db, {
			limit: limit + 1,
			...(status === undefined ? {} : { status }),
			...(overdue === true ? { overdueOn: today } : {}),
			...(after === undefined ? {} : { after: { at: String(after[0]), id: String(after[1]) } }),
		});
		const shown = await Promise.all(rows.map((row) => read(row, caller.actor, now)));
		const page = pageOf(
			shown,
			limit,
			(one) => one,
			({ recordedAt, id }) => [recordedAt, id],
		);
		const [late] = await run(db, `select count(*)::int as count from corrective_action where status = 'open' and due < $1::date`, [today]);
		return { body: { ...page, people: await peopleIn(page.items), overdue: Number(late?.['count'] ?? 0) } };
	});

	mount(mounting, 'readCorrective', async ({ params, caller, now }) => {
		const found = await readAction(db, params.id);
		if (found === undefined) throw new Refused('not-found', 'There is no such corrective action.', { code: 'action-unknown' });
		const action = await read(found.state, caller.actor, now);
		const events = found.events.map(({ event, entryId }) => ({ ...eventWire(event), entryId }));
		const people = await namesOf(db, [...new Set([...idsIn(action), ...found.state.hands, ...events.map(({ by }) => by)])]);
		return { body: { ...action, events, people }, etag: action.seq };
	});

	mount(mounting, 'recordCorrective', async ({ body: { causeNote = '', ...body }, caller, now }) => {
		const wanted: CorrectiveCommand = { kind: 'record', actionId: dice.id(), causeNote, ...body };
		return { ...(await carryOut({ wanted, actor: caller.actor, at: now })), status: 201 };
	});
	const on = <N extends 'changeCorrective' | 'doneCorrective' | 'checkCorrective'>(
		name: N,
		wanted: (call: Call<N>) => CorrectiveCommand,
	): void =>
		mount(mounting, name, async (call) => {
			const seen = ifMatch(call.request);
			if (typeof seen !== 'number') throw new Refused('precondition-required', 'Send If-Match with the ETag of the action as you read it.');
			const { id } = call.params as { readonly id: string };
			return carryOut({ id, seen, wanted: wanted(call), actor: call.caller.actor, at: call.now });
		});
	on('changeCorrective', ({ body }) => ({ kind: 'change', ...body }));
	on('doneCorrective', ({ body }) => ({ kind: 'done', ...body }));
	on('checkCorrective', ({ body }) => ({ kind: 'check', ...body }));

	async function carryOut(step: Parameters<typeof correct>[0]): Promise<Answer> {
		const outcome = await correct(step, store, dice);
		if (outcome.kind === 'refused') throw refusedByRules(outcome.refusals);
		if (outcome.kind === 'stale')
			throw new Refused('precondition-failed', `The action has moved on to event ${outcome.seq}; read it again.`);
		return { body: await read(outcome.state, step.actor, step.at), etag: outcome.state.seq };
	}

	const read = async (state: CorrectiveAction, reader: Actor, now: string): Promise<CorrectiveWire> =>
		wire(state, { links: await openLinks(db, state.links), person: personBehind(reader), today: now.slice(0, 10) });
	const peopleIn = (items: readonly CorrectiveWire[]) => namesOf(db, [...new Set(items.flatMap(idsIn))]);
}

const idsIn = ({ owner, recordedBy, done, checked }: CorrectiveWire): string[] =>
	[owner, recordedBy, done?.by, checked?.by].filter((one) => one !== undefined);

interface Reading {
	readonly links: CorrectiveAction['links'];
	readonly person: string | undefined;
	readonly today: string;
}

const whoOf = (actor: Actor): string => personBehind(actor) ?? actor.id;

/** An action as it crosses the wire. */
export function wire(state: CorrectiveAction, { links, person, today }: Reading): CorrectiveWire {
	const { id, seq, status, found, cause, causeNote, measure, owner, due, recordedAt, recordedBy, done, checked, failedChecks, hands } =
		state;
	const word = ({ at, by, note }: NonNullable<CorrectiveAction['done']>) => ({ at, by: whoOf(by), note });
	return {
		...{ id, seq, status, overdue: isOverdue(state, today), found, links: [...links], cause, causeNote, measure, owner, due },
		...{ recordedAt, recordedBy: whoOf(recordedBy), failedChecks, yours: person !== undefined && hands.includes(person) },
		...(done === undefined ? {} : { done: word(done) }),
		...(checked === undefined ? {} : { checked: word(checked) }),
	};
}

function eventWire(event: CorrectiveEvent): { readonly kind: string; readonly at: string; readonly by: string; readonly note?: string } {
	const kind = event.kind === 'checked' ? (event.effective ? 'effective' : 'ineffective') : event.kind;
	return { kind, at: event.at, by: whoOf(event.actor), ...('note' in event ? { note: event.note } : {}) };
}
