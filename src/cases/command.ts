// What may happen next: a command on a state becomes events, or refusals with stable codes. Permission, sight and state are checked
// here, against the table in laws.ts; what each command asks beyond that is in decide.ts and work.ts.
import { assertNever } from '../base/fault.ts';
import { type Actor, personBehind, recorded } from '../model/actor.ts';
import type { Case } from '../model/case.ts';
import type { CaseEvent } from '../model/case-event.ts';
import { isPermitted } from '../policy/permissions.ts';
import { approve, assignAppeal, decide, decideAppeal, reject } from './decide.ts';
import { type Acted, type Command, type Context, LAWS } from './laws.ts';
import { type Answer, type Refusal, refusal, refuse, unpermitted } from './refusals.ts';
import { addEvidence, appeal, claim, close, comment, escalate, open, release, reopen, rescreen, restrict, review } from './work.ts';

/** May this actor see the case itself (not the seller's view of it)? Restricted cases are for named staff only. */
export function maySee(state: Case, actor: Actor): boolean {
	if (actor.kind === 'system') return true;
	if (!isPermitted(actor, 'case:read')) return false;
	return state.visibleTo === undefined || namesOf(actor).some((name) => state.visibleTo?.includes(name));
}

/** What a restricted case may call this actor by: their person, and their role where a person stands behind it. */
export function namesOf(actor: Actor): readonly string[] {
	const person = personBehind(actor);
	return person === undefined ? [] : [person, `role:${actor.role}`];
}

/** The events a command causes, numbered and stamped, ready to append; or every reason why not. `null` is the state before the first event. */
export function command(state: Case | null, wanted: Command, actor: Actor, context: Context): Answer<CaseEvent[]> {
	const refused = forbidden(state, wanted, actor, context);
	if (refused !== undefined) return { ok: false, problems: [refused] };
	const acted = act(state, wanted, actor, context);
	if ('refusals' in acted) return { ok: false, problems: acted.refusals };
	const from = state?.seq ?? 0;
	return {
		ok: true,
		value: acted.facts.map((fact, index) => ({ ...fact, seq: from + index + 1, at: context.now, actor: recorded(actor) })),
	};
}

// Permission first, then sight, then state: who may not see a case learns nothing about it.
function forbidden(state: Case | null, wanted: Command, actor: Actor, context: Context): Refusal | undefined {
	const law = LAWS[wanted.kind];
	if ((actor.kind === 'system') !== (actor.role === 'system')) return refusal('not-permitted');
	const lacking = unpermitted(actor, law.action) ?? (needsSight(state, wanted, actor) ? unpermitted(actor, 'case:read') : undefined);
	if (lacking !== undefined) return lacking;
	// A complaint is the seller's own word and no half of anything: nobody of the marketplace has to answer for it.
	if (actor.kind !== 'system' && wanted.kind !== 'appeal' && personBehind(actor) === undefined) return refusal('no-person');
	if (state === null) return undefined;
	if (wanted.kind === 'appeal' && wanted.seller !== state.seller) return refusal('not-your-listing');
	if (wanted.kind !== 'appeal' && !maySee(state, actor)) return refusal('case-unknown');
	if (wanted.kind === 'open') return refusal('case-exists');
	if (!law.from.includes(state.status)) return refusal('wrong-status');
	if (law.inPerson && actor.kind !== 'person') return refusal('person-required');
	return law.judging ? unfitToJudge(state, actor, context) : undefined;
}

// A complaint needs no sight of the case, and Weir itself sees all.
const needsSight = (state: Case | null, wanted: Command, actor: Actor): boolean =>
	state !== null && wanted.kind !== 'appeal' && actor.kind !== 'system';

/** What keeps a person from judging this case: no certification for their role, or a conflict of interest. */
export function unfitToJudge(state: Case, actor: Actor, { standing }: Pick<Context, 'standing'>): Refusal | undefined {
	if (standing === undefined || !standing.certified.some((role) => role === actor.role)) return refusal('not-certified');
	if (state.seller !== undefined && standing.conflicts.includes(state.seller)) return refusal('conflict-of-interest');
	return undefined;
}

function act(state: Case | null, wanted: Command, actor: Actor, context: Context): Acted {
	if (wanted.kind === 'open') return open(wanted, context);
	if (state === null) return refuse('case-unknown');
	switch (wanted.kind) {
		case 'add-evidence':
			return addEvidence(state, wanted.evidence);
		case 'claim':
			return claim(state, actor, context);
		case 'release':
			return release(state, actor, context, isPermitted(actor, 'case:reassign'));
		case 'comment':
			return comment(wanted.text);
		case 'escalate':
			return escalate(state, wanted.note, actor, context);
		case 'restrict':
			return restrict(wanted, actor);
		case 'decide':
			return decide(state, wanted.decision, actor, context);
		case 'approve':
			return approve(state, actor, context);
		case 'reject':
			return reject(state, wanted.note, actor);
		case 'appeal':
			return appeal(state, wanted.grounds, context);
		case 'assign-appeal':
			return assignAppeal(state, wanted.to);
		case 'decide-appeal':
			return decideAppeal(state, wanted.decision, actor, context);
		case 'rescreen':
			return rescreen(state, wanted, context);
		case 'review':
			return review(state, wanted, actor);
		case 'close':
			return close(state, wanted.note, actor, context);
		case 'reopen':
			return reopen(state, wanted.note, context);
		default:
			return assertNever(wanted);
	}
}
