// Corrective actions: from events to state, one pure fold, and which events may follow. Whoever owned an action or reported it done never
// says whether it worked, whichever door they use. No event removes anything and there is no command that deletes.
import { assertNever, Fault } from '../base/fault.ts';
import { type Actor, personBehind, recorded } from '../model/actor.ts';
import {
	type ActionLink,
	type Cause,
	type CorrectiveAction,
	type CorrectiveEvent,
	type CorrectiveFact,
	isOverdue,
	type Undertaking,
} from '../model/corrective-action.ts';
import { type Action, isPermitted } from '../policy/permissions.ts';
import { type Answer, type Refusal, refusal, unpermitted } from './refusals.ts';

export type CorrectiveCommand =
	| ({
			readonly kind: 'record';
			readonly actionId: string;
			readonly found: string;
			readonly links: readonly ActionLink[];
			readonly cause: Cause;
			readonly causeNote: string;
	  } & Undertaking)
	| ({ readonly kind: 'change'; readonly note: string } & Partial<Undertaking>)
	| { readonly kind: 'done'; readonly note: string }
	| { readonly kind: 'check'; readonly effective: boolean; readonly note: string; readonly due?: string };

const NEEDS: Readonly<Record<CorrectiveCommand['kind'], Action>> = {
	record: 'corrective:record',
	change: 'corrective:record',
	done: 'corrective:do',
	check: 'corrective:check',
};

/** The state after all events. @throws Fault `history-broken` for an empty history, a wrong first event or a gap. */
export function reduceAction(events: readonly CorrectiveEvent[]): CorrectiveAction {
	const state = events.reduce<CorrectiveAction | null>(applyAction, null);
	if (state === null) throw new Fault('history-broken', 'A corrective action without events does not exist.');
	return state;
}

/** The state after one more event; `null` is the state before the first. @throws Fault `history-broken`. */
export function applyAction(before: CorrectiveAction | null, event: CorrectiveEvent): CorrectiveAction {
	const { seq, at, actor } = event;
	if (before === null) {
		if (event.kind !== 'recorded' || seq !== 1) throw new Fault('history-broken', 'A corrective action begins with event 1, "recorded".');
		const { actionId: id, found, links, cause, causeNote, measure, owner, due } = event;
		return {
			...{ id, seq, status: 'open', found, links, cause, causeNote, measure, owner, due },
			...{ recordedAt: at, recordedBy: actor, updatedAt: at, failedChecks: 0, hands: [owner] },
		};
	}
	if (seq !== before.seq + 1)
		throw new Fault('history-broken', `Corrective action ${before.id} has event ${seq} after event ${before.seq}.`);
	const state: CorrectiveAction = { ...before, seq, updatedAt: at };
	switch (event.kind) {
		case 'recorded':
			throw new Fault('history-broken', `Corrective action ${before.id} is recorded twice.`);
		case 'changed': {
			const { measure, owner, due } = event;
			return { ...state, measure, owner, due, hands: withHand(state, owner) };
		}
		case 'done':
			return { ...state, status: 'done', done: { at, by: actor, note: event.note }, hands: withHand(state, personBehind(actor)) };
		case 'checked': {
			const checked = { at, by: actor, note: event.note };
			if (event.effective) return { ...state, status: 'effective', checked };
			const { done: _done, ...open } = state;
			return { ...open, status: 'open', checked, due: event.due, failedChecks: state.failedChecks + 1 };
		}
		default:
			return assertNever(event);
	}
}

const withHand = ({ hands }: CorrectiveAction, person: string | undefined): readonly string[] =>
	person === undefined ? hands : [...new Set([...hands, person])];

/** The event a command causes, or every reason why not. */
export function commandAction(
	state: CorrectiveAction | null,
	wanted: CorrectiveCommand,
	actor: Actor,
	now: string,
): Answer<CorrectiveEvent> {
	const refused = forbidden(state, wanted, actor) ?? defect(wanted, now.slice(0, 10));
	if (refused !== undefined) return { ok: false, problems: [refused] };
	return { ok: true, value: { ...factOf(state, wanted), seq: (state?.seq ?? 0) + 1, at: now, actor: recorded(actor) } };
}

function forbidden(state: CorrectiveAction | null, wanted: CorrectiveCommand, actor: Actor): Refusal | undefined {
	const lacking = unpermitted(actor, NEEDS[wanted.kind]);
	if (lacking !== undefined) return lacking;
	const person = personBehind(actor);
	if (person === undefined) return refusal('no-person');
	if ((wanted.kind === 'record') !== (state === null)) return refusal('action-unknown');
	if (state === null) return undefined;
	if (wanted.kind === 'check') {
		if (state.status !== 'done') return refusal('action-not-done');
		return state.hands.includes(person) ? refusal('action-own') : undefined;
	}
	if (state.status !== 'open') return refusal('action-settled');
	if (wanted.kind === 'done' && person !== state.owner && !isPermitted(actor, 'corrective:record')) return refusal('action-not-yours');
	return undefined;
}

function defect(wanted: CorrectiveCommand, today: string): Refusal | undefined {
	const empty = (text: string | undefined, pointer: string): Refusal | undefined =>
		text !== undefined && text.trim() === '' ? refusal('text-missing', pointer) : undefined;
	const late = (due: string | undefined): Refusal | undefined =>
		due !== undefined && due < today ? refusal('due-passed', '/due') : undefined;
	switch (wanted.kind) {
		case 'record':
			return (
				empty(wanted.found, '/found') ??
				empty(wanted.measure, '/measure') ??
				(wanted.cause === 'other' ? empty(wanted.causeNote, '/causeNote') : undefined) ??
				late(wanted.due)
			);
		case 'change':
			return empty(wanted.note, '/note') ?? empty(wanted.measure, '/measure') ?? late(wanted.due);
		case 'done':
			return empty(wanted.note, '/note');
		case 'check':
			if (!wanted.effective && wanted.due === undefined) return refusal('due-missing', '/due');
			return empty(wanted.note, '/note') ?? late(wanted.effective ? undefined : wanted.due);
		default:
			return assertNever(wanted);
	}
}

function factOf(state: CorrectiveAction | null, wanted: CorrectiveCommand): CorrectiveFact {
	switch (wanted.kind) {
		case 'record': {
			const { kind: _kind, ...said } = wanted;
			return { kind: 'recorded', ...said };
		}
		case 'change': {
			const { measure, owner, due } = { ...(state as CorrectiveAction), ...withoutUndefined(wanted) };
			return { kind: 'changed', note: wanted.note, measure, owner, due };
		}
		case 'done':
			return { kind: 'done', note: wanted.note };
		case 'check':
			return wanted.effective || wanted.due === undefined
				? { kind: 'checked', effective: true, note: wanted.note }
				: { kind: 'checked', effective: false, note: wanted.note, due: wanted.due };
		default:
			return assertNever(wanted);
	}
}

const withoutUndefined = ({ measure, owner, due }: Partial<Undertaking>): Partial<Undertaking> => ({
	...(measure === undefined ? {} : { measure }),
	...(owner === undefined ? {} : { owner }),
	...(due === undefined ? {} : { due }),
});

/** How actions stand on a day. */
export interface ActionFigures {
	readonly open: number;
	readonly overdue: number;
	/** Done, and waiting for another person's check. */
	readonly unchecked: number;
	readonly effective: number;
	/** Checks that found that an action had not worked. */
	readonly failedChecks: number;
	readonly byCause: readonly { readonly cause: Cause; readonly count: number }[];
}

/** Figures of these actions. `today`: ISO date. */
export function actionFigures(actions: readonly CorrectiveAction[], today: string): ActionFigures {
	const causes = new Map<Cause, number>();
	for (const { cause } of actions) causes.set(cause, (causes.get(cause) ?? 0) + 1);
	const inStatus = (status: CorrectiveAction['status']): number => actions.filter((one) => one.status === status).length;
	return {
		open: inStatus('open'),
		overdue: actions.filter((one) => isOverdue(one, today)).length,
		unchecked: inStatus('done'),
		effective: inStatus('effective'),
		failedChecks: actions.reduce((sum, one) => sum + one.failedChecks, 0),
		byCause: [...causes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([cause, count]) => ({ cause, count })),
	};
}
