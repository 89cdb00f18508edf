// The rules of golden cases: who may propose one, confirm it, retire it, answer it. The right answer takes two people, whichever door
// they use; nobody answers a case they had a hand in; a restricted case never becomes one.
import { type Actor, personBehind } from '../model/actor.ts';
import { type Case, decisionInForce } from '../model/case.ts';
import type { ReasonCodes } from '../model/casework.ts';
import type { GoldenAnswer, GoldenCase, GoldenSnapshot } from '../model/golden.ts';
import type { Listing } from '../model/listing.ts';
import type { Verdict } from '../model/verdict.ts';
import { maySecond } from '../policy/four-eyes.ts';
import type { Action } from '../policy/permissions.ts';
import { maySee, unfitToJudge } from './command.ts';
import { reasonDefect } from './decide.ts';
import type { Context } from './laws.ts';
import { type Refusal, refusal, unpermitted } from './refusals.ts';

type Register = Pick<Context, 'standing'>;

/** What keeps this actor from proposing the case with this answer; undefined when nothing does. */
export function unfitToPropose(
	state: Case,
	right: GoldenAnswer,
	actor: Actor,
	{ standing, reasons }: Register & { readonly reasons: ReasonCodes },
): Refusal | undefined {
	return (
		unfitFor('golden:propose', actor) ??
		unsuitable(state, actor) ??
		unfitToJudge(state, actor, register(standing)) ??
		reasonDefect(right, reasons)
	);
}

/** What keeps this actor from confirming it. `state` is its case as it is now. */
export function unfitToConfirm(golden: GoldenCase, state: Case, actor: Actor, { standing }: Register): Refusal | undefined {
	const unfit = unfitFor('golden:confirm', actor) ?? unsuitable(state, actor);
	if (unfit !== undefined) return unfit;
	if (golden.status !== 'proposed') return refusal('golden-settled');
	// What was proposed is the answer to a text that may meanwhile have been decided anew.
	if (decisionInForce(state)?.on.revision !== golden.revision) return refusal('undecided');
	if (!maySecond(golden.proposedBy, actor)) return refusal('same-person');
	if (state.deciders.includes(personBehind(actor) ?? '')) return refusal('decided-by-you');
	return unfitToJudge(state, actor, register(standing));
}

/** What keeps this actor from retiring it, proposed or live. */
export function unfitToRetire(golden: GoldenCase, actor: Actor): Refusal | undefined {
	return unfitFor('golden:retire', actor) ?? (golden.status === 'retired' ? refusal('golden-settled') : undefined);
}

export interface Answering {
	readonly reasons: ReasonCodes;
	/** Persons with an event in the case, whichever. */
	readonly hands: ReadonlySet<string>;
	readonly restricted: boolean;
}

/** What keeps this actor from answering it, apart from having done so already. */
export function unfitToAnswer(
	golden: GoldenCase,
	answer: GoldenAnswer,
	actor: Actor,
	{ reasons, hands, restricted }: Answering,
): Refusal | undefined {
	const unfit = unfitFor('golden:answer', actor);
	if (unfit !== undefined) return unfit;
	// One that waits for its second person is nobody's work yet, and one whose case was restricted since is nobody's any more.
	if (golden.status === 'proposed' || restricted) return refusal('golden-unknown');
	if (golden.status === 'retired') return refusal('golden-retired');
	const own = [golden.proposedBy, golden.confirmedBy].some((one) => one !== undefined && !maySecond(one, actor));
	if (own || hands.has(personBehind(actor) ?? '')) return refusal('took-part');
	return reasonDefect(answer, reasons);
}

/** The frozen listing and verdict, or why the listing cannot be frozen. */
export function snapshotOf(listing: Listing, verdict: Verdict): GoldenSnapshot | Refusal {
	const { id: _id, revision: _revision, seller, images = [], imageAlts: _alts, attachments = [], ...rest } = listing;
	// Pictures and documents show people, and without them the question would be another one.
	if (images.length + attachments.length > 0) return refusal('golden-media');
	const { listingId: _listing, inputHash: _hash, mediaHash: _media, ...said } = verdict;
	return { listing: rest, verdict: said, ...(seller?.country === undefined ? {} : { sellerCountry: seller.country }) };
}

function unfitFor(action: Action, actor: Actor): Refusal | undefined {
	return unpermitted(actor, action) ?? (personBehind(actor) === undefined ? refusal('no-person') : undefined);
}

// Sight first: who may not see a case learns nothing about it.
function unsuitable(state: Case, actor: Actor): Refusal | undefined {
	const lacking = unpermitted(actor, 'case:read');
	if (lacking !== undefined) return lacking;
	if (!maySee(state, actor)) return refusal('case-unknown');
	if (state.visibleTo !== undefined) return refusal('golden-restricted');
	const settled = state.status === 'decided' || state.status === 'closed';
	return settled && decisionInForce(state) !== undefined ? undefined : refusal('undecided');
}

const register = (standing: Register['standing']): Register => (standing === undefined ? {} : { standing });
