// Routes of golden cases. Who may propose, confirm, retire and answer is decided by the rules of cases; what is right leaves here only
// for those who made or keep the case, or have answered it.
import { type GoldenFilter, type ListedGolden, listGolden, nextGolden, postgresGolden } from '../adapters/postgres/golden.ts';
import { namesOf } from '../adapters/postgres/people.ts';
import { standingOfPerson } from '../adapters/postgres/standing.ts';
import { refusal } from '../cases/refusals.ts';
import type { GoldenCaseWire, GoldenResult, GoldenWork } from '../contract/golden.ts';
import { answerGolden, confirmGolden, type GoldenOutcome, proposeGolden, retireGolden } from '../flows/golden-cases.ts';
import { personBehind } from '../model/actor.ts';
import type { GoldenCase } from '../model/golden.ts';
import { isPermitted } from '../policy/permissions.ts';
import type { Caller } from './caller.ts';
import { pageOf, readCursor } from './cursor.ts';
import { type Mounting, mount } from './mount.ts';
import { Refused, refusedByRules } from './problems.ts';
import type { World } from './world.ts';

export function mountGolden(mounting: Mounting, world: World): void {
	const { db, dice } = world;
	const { reasons } = world.casebook;
	const store = postgresGolden(db);
	const by = async (caller: Caller, now: string) => ({
		actor: caller.actor,
		at: now,
		standing: await standingOfPerson(db, personBehind(caller.actor), now),
	});
	const changed = async (golden: GoldenCase, caller: Caller): Promise<GoldenCaseWire> => {
		const rows = await listGolden(db, { caseId: golden.caseId, ...readerOf(caller), limit: MOST_OF_CASE });
		return wire(rows.find(({ id }) => id === golden.id) ?? { ...golden, answers: 0 });
	};

	mount(mounting, 'listGolden', async ({ query, caller }) => {
		const { limit = 50, cursor, caseId } = query;
		const after = cursor === undefined ? undefined : readCursor(cursor, ['string', 'string']);
		const rows = await listGolden(db, {
			...{ ...readerOf(caller), limit: limit + 1 },
			...(caseId === undefined ? {} : { caseId }),
			...(after === undefined ? {} : { after: { at: String(after[0]), id: String(after[1]) } }),
		});
		const page = pageOf(rows, limit, wire, ({ proposedAt, id }) => [proposedAt, id]);
		const people = page.items.flatMap(({ proposedBy, confirmedBy, retiredBy }) => [proposedBy, confirmedBy, retiredBy]);
		return { body: { ...page, people: await namesOf(db, [...new Set(people.filter((id) => id !== undefined))]) } };
	});

	mount(mounting, 'proposeGolden', async ({ body, caller, now }) => {
		const { caseId, seq, ...right } = body;
		const { golden } = done(await proposeGolden({ ...(await by(caller, now)), caseId, seen: seq, right }, store, reasons, dice));
		return { status: 201, body: await changed(golden, caller) };
	});

	mount(mounting, 'confirmGolden', async ({ params, caller, now }) => {
		const { golden } = done(await confirmGolden({ ...(await by(caller, now)), id: params.id }, store, dice));
		return { body: await changed(golden, caller) };
	});

	mount(mounting, 'retireGolden', async ({ params, body, caller, now }) => {
		const { golden } = done(await retireGolden({ ...(await by(caller, now)), id: params.id, because: body.because }, store, dice));
		return { body: await changed(golden, caller) };
	});

	mount(mounting, 'nextGolden', async ({ caller }) => {
		const person = personBehind(caller.actor);
		if (person === undefined) throw refusedByRules([refusal('no-person')]);
		const { next, left } = await nextGolden(db, person);
		const body: GoldenWork = { left, ...(next === undefined ? {} : { work: next }) };
		return { body };
	});

	mount(mounting, 'answerGolden', async ({ params, body: answer, caller, now }) => {
		const { golden, entryId } = done(await answerGolden({ ...(await by(caller, now)), id: params.id, answer }, store, reasons, dice));
		const { id, right } = golden;
		const agrees = answer.outcome === right.outcome;
		const body: GoldenResult = { id, answer, right, agrees, reasonAgrees: answer.reasonCode === right.reasonCode, entryId };
		return { status: 201, body };
	});
}

/** A case has one golden case at a time, and as many retired ones as it came to. */
const MOST_OF_CASE = 200;

function done<T>(outcome: GoldenOutcome<T>): T {
	if (outcome.kind === 'done') return outcome;
	if (outcome.kind === 'refused') throw refusedByRules([outcome.refusal]);
	throw new Refused('precondition-failed', `The case has moved on to event ${outcome.seq}; read it again.`);
}

// Whoever may still be asked learns what is right by answering; whoever is to confirm it has to know what.
const readerOf = ({ actor }: Caller): { readonly person: string; readonly knows: GoldenFilter['knows'] } => ({
	person: personBehind(actor) ?? '',
	knows: isPermitted(actor, 'golden:retire') ? 'everything' : isPermitted(actor, 'golden:confirm') ? 'proposals' : 'own',
});

function wire(row: ListedGolden): GoldenCaseWire {
	const { id, caseId, revision, snapshot, right, yours, status, proposedBy, proposedAt, answers } = row;
	const { confirmedBy, confirmedAt, retiredBy, retiredAt, because } = row;
	const named = (member: 'proposedBy' | 'confirmedBy' | 'retiredBy', actor: GoldenCase['confirmedBy']): object => {
		const who = actor === undefined ? undefined : personBehind(actor);
		return who === undefined ? {} : { [member]: who };
	};
	return {
		...{ id, caseId, revision, title: snapshot.listing.title, status, right, proposedAt, answers },
		...(yours === undefined ? {} : { yours }),
		...named('proposedBy', proposedBy),
		...named('confirmedBy', confirmedBy),
		...named('retiredBy', retiredBy),
		...(confirmedAt === undefined ? {} : { confirmedAt }),
		...(retiredAt === undefined || because === undefined ? {} : { retiredAt, because }),
	};
}
