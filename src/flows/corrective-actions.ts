// A command on a corrective action: read it locked, ask the rules, append the event. Each event leaves an entry in the log, which names
// ids and states; what people wrote stands only in its opening.
import { applyAction, type CorrectiveCommand, commandAction } from '../cases/corrective.ts';
import { type Refusal, refusal } from '../cases/refusals.ts';
import type { Actor } from '../model/actor.ts';
import type { ActionLink, CorrectiveAction, CorrectiveEvent } from '../model/corrective-action.ts';
import type { Dice, LogRow } from './record.ts';
import { record } from './record.ts';

/** What one transaction on corrective actions can do. */
export interface CorrectiveTx {
	lock(id: string): Promise<CorrectiveAction | undefined>;
	/** Whether somebody with this id works on cases. */
	isStaff(person: string): Promise<boolean>;
	/** Whether what is linked is there, and not of a restricted case. */
	isThere(link: ActionLink): Promise<boolean>;
	save(state: CorrectiveAction): Promise<void>;
	addEvent(actionId: string, event: CorrectiveEvent, entryId: string): Promise<void>;
	addEntries(rows: readonly LogRow[]): Promise<void>;
}

export interface CorrectiveStore {
	transact<T>(work: (tx: CorrectiveTx) => Promise<T>): Promise<T>;
}

export interface CorrectiveStep {
	/** Of an action that is there; absent when one is recorded. */
	readonly id?: string;
	readonly wanted: CorrectiveCommand;
	readonly actor: Actor;
	/** The number of the last event the actor has seen. */
	readonly seen?: number;
	/** RFC 3339 UTC. */
	readonly at: string;
}

export type CorrectiveOutcome =
	| { readonly kind: 'done'; readonly state: CorrectiveAction }
	| { readonly kind: 'stale'; readonly seq: number }
	| { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

/** Carries out one command, or says why not. */
export function correct({ id, wanted, actor, seen, at }: CorrectiveStep, store: CorrectiveStore, dice: Dice): Promise<CorrectiveOutcome> {
	return store.transact(async (tx) => {
		const state = id === undefined ? undefined : await tx.lock(id);
		if (id !== undefined && state === undefined) return { kind: 'refused', refusals: [refusal('action-unknown')] };
		if (state !== undefined && seen !== undefined && seen !== state.seq) return { kind: 'stale', seq: state.seq };
		const answer = commandAction(state ?? null, wanted, actor, at);
		if (!answer.ok) return { kind: 'refused', refusals: answer.problems };
		const unknown = await unknownIn(wanted, tx);
		if (unknown.length > 0) return { kind: 'refused', refusals: unknown };
		const after = applyAction(state ?? null, answer.value);
		const entry = entryOf(after, answer.value, dice);
		await tx.save(after);
		await tx.addEvent(after.id, answer.value, entry.id);
		await tx.addEntries([entry]);
		return { kind: 'done', state: after };
	});
}

async function unknownIn(wanted: CorrectiveCommand, tx: CorrectiveTx): Promise<Refusal[]> {
	const found: Refusal[] = [];
	if ('owner' in wanted && wanted.owner !== undefined && !(await tx.isStaff(wanted.owner))) found.push(refusal('owner-unknown', '/owner'));
	for (const [place, link] of wanted.kind === 'record' ? wanted.links.entries() : [])
		if (!(await tx.isThere(link))) found.push(refusal('link-unknown', `/links/${place}`));
	return found;
}

function entryOf({ id, status, cause, due }: CorrectiveAction, event: CorrectiveEvent, dice: Dice): LogRow {
	const { actor, at, kind, ...said } = event;
	const content = JSON.parse(JSON.stringify(said)) as Parameters<typeof record>[0]['content'];
	return record({ at, kind: `corrective.${kind}`, subject: `corrective/${id}`, actor, content, facts: { status, cause, due } }, dice);
}
