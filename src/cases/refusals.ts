// Why a command on a case is refused: one table of stable codes, with text, fix and HTTP status (RFC 9110). Programs branch on the
// code; people read the rest. Nothing else in Weir words these refusals.
import type { Problem, Result } from '../base/result.ts';
import type { Actor } from '../model/actor.ts';
import { type Action, isPermitted, may } from '../policy/permissions.ts';

export const REFUSALS = {
	'case-exists': { text: 'the case is open already', fix: 'send the command to the case itself', status: 409 },
	'case-unknown': { text: 'there is no such case', fix: 'check the id, or ask a compliance officer for access', status: 404 },
	'not-permitted': { text: 'your role may not do this', fix: 'ask someone whose role may', status: 403 },
	'scope-missing': { text: 'your key was narrowed and lacks a scope', fix: 'use a key that has it', status: 403 },
	'no-person': { text: 'no person answers for this key', fix: 'use a key that a person created, or sign in', status: 403 },
	'person-required': { text: 'only a signed-in person may do this', fix: 'sign in to the console', status: 403 },
	'wrong-status': { text: 'the case is not in a state that allows this', fix: 'read the case again', status: 409 },
	'claimed-by-other': { text: 'someone else holds the case', fix: 'wait until it is released or the lease ends', status: 409 },
	'not-claimed': { text: 'the case is not claimed', fix: 'claim it first', status: 409 },
	'too-many-claims': { text: 'you hold as many cases as one person may', fix: 'decide or release one first', status: 409 },
	'same-person': { text: 'two people are needed and you are the first', fix: 'ask another person, not another key', status: 403 },
	'decided-by-you': { text: 'you took or approved the decision in question', fix: 'leave it to someone who did not', status: 403 },
	'assigned-to-other': { text: 'the complaint is assigned to another person', fix: 'have it assigned to you', status: 403 },
	'not-certified': { text: 'you are not certified for your role', fix: 'complete the training for the role', status: 403 },
	'conflict-of-interest': {
		text: 'you declared a conflict of interest with this seller',
		fix: 'leave the case to someone else',
		status: 403,
	},
	'not-your-listing': { text: 'the listing belongs to another seller', fix: 'complain about your own listings only', status: 404 },
	'reason-missing': { text: 'a decision needs a reason code', fix: 'choose a reason code', status: 422 },
	'reason-unknown': { text: 'the reason code is not in the table', fix: 'choose one of the listed reason codes', status: 422 },
	'reason-unfit': { text: 'the reason code does not fit the outcome', fix: 'choose a code for this outcome', status: 422 },
	'evidence-missing': { text: 'a decision needs evidence', fix: 'name at least one piece of evidence of the case', status: 422 },
	'evidence-unknown': { text: 'the case holds no such evidence', fix: 'add it to the case first', status: 422 },
	'evidence-exists': { text: 'the case holds evidence of this id already', fix: 'give it an id of its own', status: 409 },
	'facts-missing': { text: 'a decision needs the facts found', fix: 'write down what you found', status: 422 },
	'legal-basis-missing': { text: 'a decision needs its legal basis', fix: 'name the provision or the clause of the terms', status: 422 },
	'follow-up-contradicts': { text: 'these follow-ups exclude each other', fix: 'keep one of them', status: 422 },
	'text-missing': { text: 'a text is needed', fix: 'write at least a word', status: 422 },
	'nobody-named': { text: 'a restricted case needs named staff', fix: 'name at least one person', status: 422 },
	'nothing-to-appeal': { text: 'no restriction is in force', fix: 'complain about a refused or held listing', status: 409 },
	'appeal-too-late': { text: 'the time for complaints is over', fix: 'use the out-of-court bodies or the courts', status: 409 },
	'appeal-pending': { text: 'your complaint is being dealt with', fix: 'wait for the answer', status: 409 },
	'appeal-heard': { text: 'a complaint about this decision was decided', fix: 'use the out-of-court bodies or the courts', status: 409 },
	'not-due': { text: 'the deadline is not near', fix: 'give a reason to escalate earlier', status: 409 },
	undecided: { text: 'the case needs a decision', fix: 'decide it; it cannot be closed as it is', status: 409 },
	'appeal-open': { text: 'the seller may still complain', fix: 'close it when the time for complaints is over', status: 409 },
	'golden-unknown': { text: 'there is no such golden case', fix: 'ask for the next one', status: 404 },
	'golden-exists': { text: 'the case has a golden case already', fix: 'retire that one first', status: 409 },
	'golden-settled': { text: 'it is confirmed or retired already', fix: 'read it again', status: 409 },
	'golden-retired': { text: 'this golden case is no longer asked', fix: 'ask for the next one', status: 409 },
	'golden-answered': { text: 'you have answered it, and an answer stays', fix: 'ask for the next one', status: 409 },
	'golden-restricted': { text: 'a restricted case never becomes a golden one', fix: 'choose another case', status: 409 },
	'golden-media': { text: 'a golden case has no images or attachments', fix: 'choose a listing that is text alone', status: 409 },
	'golden-personal': { text: 'the text could lead to a person', fix: 'choose a listing without contact details or names', status: 409 },
	'action-unknown': { text: 'there is no such corrective action', fix: 'list them', status: 404 },
	'action-settled': { text: 'it is done or found effective already', fix: 'check it, or record another one', status: 409 },
	'action-not-done': { text: 'nobody has reported it done', fix: 'wait for its owner', status: 409 },
	'action-not-yours': { text: 'another person owns it', fix: 'leave it to its owner or a compliance officer', status: 403 },
	'action-own': { text: 'you owned it or reported it done', fix: 'leave the check to somebody who did neither', status: 403 },
	'owner-unknown': { text: 'no member of staff has this id', fix: 'use an id of GET /v1/reviewers', status: 422 },
	'link-unknown': { text: 'there is no such thing, or it is restricted', fix: 'link what you can open', status: 422 },
	'due-passed': { text: 'this day has passed', fix: 'give today or a later day', status: 422 },
	'due-missing': { text: 'what did not work is done again until a day', fix: 'give the day', status: 422 },
	'look-unknown': { text: 'this listing is not in the sample, or was looked at', fix: 'ask for the sample again', status: 404 },
	'look-own': { text: 'you submitted this listing', fix: 'leave it to somebody else', status: 403 },
	'took-part': { text: 'you had a hand in this case', fix: 'ask for the next one', status: 403 },
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** A problem with a code that never changes. */
export interface Refusal extends Problem {
	readonly code: RefusalCode;
}

/** Events, or why there are none. */
export type Answer<T> = Extract<Result<T>, { ok: true }> | { readonly ok: false; readonly problems: readonly Refusal[] };

/** One refusal, at the member of the command it is about. */
export function refusal(code: RefusalCode, pointer = ''): Refusal {
	return { code, pointer, message: REFUSALS[code].text, fix: REFUSALS[code].fix };
}

/** Why this actor may not take an action: their role, or the scope that their key lacks; undefined when they may. */
export function unpermitted(actor: Actor, action: Action): Refusal | undefined {
	if (isPermitted(actor, action)) return undefined;
	return may(actor.role, action)
		? { ...refusal('scope-missing'), message: `your key was narrowed and lacks the scope ${action}` }
		: refusal('not-permitted');
}

/** One refusal as the answer to a command. */
export const refuse = (code: RefusalCode, pointer = ''): { readonly refusals: readonly Refusal[] } => ({
	refusals: [refusal(code, pointer)],
});
