// Everything in a case that is not judging it: opening, evidence, claims as leases, comments, escalation, restriction, complaints as
// they come in, new screenings, second reviews, closing and reopening.
import { addMinutes, isBefore } from '../base/time.ts';
import { type Actor, personBehind } from '../model/actor.ts';
import { type Case, type CaseEvidence, decisionInForce, type Screened } from '../model/case.ts';
import { SEVERITY } from '../model/policy.ts';
import { heldByOther } from './decide.ts';
import type { Acted, Command, Context } from './laws.ts';
import { deadlineOf, escalationDue, riskOf } from './queue.ts';
import { type Refusal, refusal, refuse } from './refusals.ts';

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;

export function open(wanted: Of<'open'>, { now, rules }: Context): Acted {
	if (wanted.evidence.length === 0) return refuse('evidence-missing', '/evidence');
	const twice = repeated([], wanted.evidence);
	if (twice !== undefined) return { refusals: [twice] };
	const risk = riskOf(wanted.screened);
	const { kind: _kind, ...rest } = wanted;
	return { facts: [{ kind: 'opened', ...rest, risk, deadline: deadlineOf(risk, now, rules) }] };
}

export function addEvidence(state: Case, evidence: CaseEvidence): Acted {
	const twice = repeated(state.evidence, [evidence]);
	return twice === undefined ? { facts: [{ kind: 'evidence-added', evidence }] } : { refusals: [twice] };
}

/** Takes the case for a while, or renews the lease. Who has a conflict of interest or too much work cannot. */
export function claim(state: Case, actor: Actor, { now, rules, standing, claims = 0 }: Context): Acted {
	const by = personBehind(actor);
	if (by === undefined) return refuse('no-person');
	if (heldByOther(state, actor, now)) return refuse('claimed-by-other');
	if (state.seller !== undefined && standing?.conflicts.includes(state.seller)) return refuse('conflict-of-interest');
	if (claims >= rules.claimsPerPerson) return refuse('too-many-claims');
	return { facts: [{ kind: 'claimed', by, until: addMinutes(now, rules.claimMinutes) }] };
}

/** Gives up one's own lease; who may reassign gives up another's. */
export function release(state: Case, actor: Actor, { now }: Context, mayReassign: boolean): Acted {
	if (state.claim === undefined || !isBefore(now, state.claim.until)) return refuse('not-claimed');
	if (state.claim.by !== personBehind(actor) && !mayReassign) return refuse('claimed-by-other');
	return { facts: [{ kind: 'claim-released', by: state.claim.by }] };
}

export function comment(text: string): Acted {
	return text.trim() === '' ? refuse('text-missing', '/text') : { facts: [{ kind: 'commented', text }] };
}

/** A person escalates with a reason; Weir escalates by the clock alone. */
export function escalate(state: Case, note: string, actor: Actor, { now, rules }: Context): Acted {
	if (actor.kind !== 'system') {
		return note.trim() === '' ? refuse('text-missing', '/note') : { facts: [{ kind: 'escalated', cause: 'asked', note }] };
	}
	const cause = escalationDue(state, now, rules);
	return cause === undefined ? refuse('not-due') : { facts: [{ kind: 'escalated', cause, note }] };
}

/** Names the staff who may see the case from now on. Whoever restricts stays among them, so that it cannot vanish from its own view. */
export function restrict({ visibleTo, note }: Of<'restrict'>, actor: Actor): Acted {
	if (note.trim() === '') return refuse('text-missing', '/note');
	const named = visibleTo.filter((id) => id.trim() !== '');
	if (named.length === 0) return refuse('nobody-named', '/visibleTo');
	return { facts: [{ kind: 'restricted', visibleTo: [...new Set([...named, personBehind(actor) ?? (named[0] as string)])], note }] };
}

/** The seller's complaint about a restriction in force, the gate's own included: once per decision, and in time. */
export function appeal(state: Case, grounds: string, { now }: Context): Acted {
	if (grounds.trim() === '') return refuse('text-missing', '/grounds');
	const inForce = decisionInForce(state);
	const restricted = inForce === undefined ? state.screened.verdict !== 'clear' : inForce.outcome !== 'publish';
	if (!restricted) return refuse('nothing-to-appeal');
	if (state.appeal !== undefined) return refuse(state.appeal.decided === undefined ? 'appeal-pending' : 'appeal-heard');
	const over = inForce !== undefined && (state.appealUntil === undefined || !isBefore(now, state.appealUntil));
	return over ? refuse('appeal-too-late') : { facts: [{ kind: 'appealed', grounds }] };
}

/** Folds in another screening: a new revision, or the same under another catalogue or policy. What it makes worse is decided anew. */
export function rescreen(state: Case, { screened, evidence, visibleTo }: Of<'rescreen'>, { now, rules }: Context): Acted {
	// The same listing screened again is the same evidence; only another content under a known id is refused.
	const fresh = evidence.filter(({ id, hash }) => !state.evidence.some((held) => held.id === id && held.hash === hash));
	const twice = repeated(state.evidence, fresh);
	if (twice !== undefined) return { refusals: [twice] };
	const risk = riskOf(screened);
	// Whom a case restricted so is for since is the people's to say.
	const named = visibleTo === undefined || state.discreet === true ? {} : { visibleTo };
	const folded = { kind: 'rescreened', screened, risk, evidence: fresh, ...named } as const;
	const settled = state.status === 'decided' || state.status === 'closed';
	if (!settled || !worse(screened, decisionInForce(state)?.on ?? state.screened)) return { facts: [folded] };
	return { facts: [folded, { kind: 'reopened', deadline: deadlineOf(risk, now, rules), note: 'another screening' }] };
}

/** A second look for quality's sake, by someone who took no part. */
export function review(state: Case, { outcome, note }: Of<'review'>, actor: Actor): Acted {
	const standing = decisionInForce(state);
	if (standing === undefined) return refuse('undecided');
	if (state.deciders.includes(personBehind(actor) ?? '')) return refuse('decided-by-you');
	if (note.trim() === '') return refuse('text-missing', '/note');
	return { facts: [{ kind: 'reviewed', outcome, agrees: outcome === standing.outcome, note }] };
}

/**
 * Closing never decides. An open case closes only when its last screening is clear and it never held tier 1 nor was restricted; a
 * restriction stays decided, and open to complaint, until the time for complaints is over.
 */
export function close(state: Case, note: string, actor: Actor, { now }: Context): Acted {
	if (note.trim() === '') return refuse('text-missing', '/note');
	if (state.status === 'open') {
		const harmless = state.screened.verdict === 'clear' && state.worstTier !== 1 && state.visibleTo === undefined;
		if (!harmless || heldByOther(state, actor, now)) return refuse('undecided');
	} else {
		const inForce = decisionInForce(state);
		const answered = inForce?.outcome === 'publish' || state.appeal?.decided !== undefined;
		if (!answered && state.appealUntil !== undefined && isBefore(now, state.appealUntil)) return refuse('appeal-open');
	}
	return { facts: [{ kind: 'closed', note }] };
}

export function reopen(state: Case, note: string, { now, rules }: Context): Acted {
	if (note.trim() === '') return refuse('text-missing', '/note');
	return { facts: [{ kind: 'reopened', deadline: deadlineOf(state.risk, now, rules), note }] };
}

// Another text that is not clear, the same text judged more severely than when it was decided, or another thing that a restricted list
// says of it, of which nobody had thought.
function worse(now: Screened, then: Screened): boolean {
	if (now.verdict === 'clear') return false;
	if (now.watched !== undefined && now.watched !== then.watched) return true;
	return now.inputHash !== then.inputHash || SEVERITY[now.verdict] > SEVERITY[then.verdict] || (now.tier ?? 4) < (then.tier ?? 4);
}

function repeated(held: readonly CaseEvidence[], more: readonly CaseEvidence[]): Refusal | undefined {
	const ids = new Set(held.map(({ id }) => id));
	for (const { id } of more) {
		if (ids.has(id)) return refusal('evidence-exists', '/evidence');
		ids.add(id);
	}
	return undefined;
}
