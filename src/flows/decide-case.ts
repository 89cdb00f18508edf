// A command on a case: read it locked, ask the rules, store what follows. When a decision takes effect on the text that is live, the
// listing moves in the same transaction; when the text has moved on meanwhile, it does not.

import { command } from '../cases/command.ts';
import type { Command, Standing } from '../cases/laws.ts';
import { type Refusal, type RefusalCode, refusal } from '../cases/refusals.ts';
import { type Actor, personBehind } from '../model/actor.ts';
import type { Case } from '../model/case.ts';
import type { CaseEvent } from '../model/case-event.ts';
import { announceCase, announceListing } from './announce.ts';
import { type Dice, record } from './record.ts';
import { type Casebook, type CaseChange, recorded, standingOf } from './screened-case.ts';
import type { ListingRow, PresentListing, Store, Tx } from './store.ts';

export interface CaseCommand {
	readonly caseId: string;
	readonly wanted: Exclude<Command, { kind: 'open' }>;
	readonly actor: Actor;
	/** The number of the last event the actor has seen; absent for sellers, who see none. */
	readonly seen?: number;
	/** What the register says about the person behind the actor. */
	readonly standing?: Standing;
	/** RFC 3339 UTC. */
	readonly at: string;
}

export type CaseOutcome =
	| { readonly kind: 'done'; readonly state: Case; readonly listing?: ListingRow }
	| { readonly kind: 'stale'; readonly seq: number }
	| { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

/** Refusals that come before any look at the state: whoever meets one learns nothing about the case. */
const BEFORE_STATE: ReadonlySet<RefusalCode> = new Set(['not-permitted', 'no-person', 'not-your-listing', 'case-unknown']);

/** Carries out one command, or says why not. Nothing is stored unless all of it is. */
export function decideCase(one: CaseCommand, store: Store, casebook: Casebook, dice: Dice): Promise<CaseOutcome> {
	return store.transact(async (tx) => {
		// The listing is locked first, as the gate does, so that the two cannot wait for each other.
		const listings = await tx.lockListingOf(one.caseId);
		const state = (await tx.lockCases([one.caseId])).get(one.caseId);
		if (state === undefined) return { kind: 'refused', refusals: [refusal('case-unknown')] };
		const person = personBehind(one.actor);
		const claims = one.wanted.kind === 'claim' && person !== undefined ? await tx.countClaims(person, one.caseId, one.at) : 0;
		const context = { now: one.at, rules: casebook.rules, reasons: casebook.reasons, claims };
		const answer = command(state, one.wanted, one.actor, one.standing === undefined ? context : { ...context, standing: one.standing });
		const unseen = one.seen !== undefined && one.seen !== state.seq;
		if (!answer.ok && !(unseen && answer.problems.every(({ code }) => !BEFORE_STATE.has(code))))
			return { kind: 'refused', refusals: answer.problems };
		if (unseen || !answer.ok) return { kind: 'stale', seq: state.seq };
		const change = recorded(state, answer.value, casebook.reasons, dice);
		const listing = listings === undefined ? undefined : moved(listings, change, casebook, one.at);
		await save(tx, change, listing, one, dice);
		await tx.addAnnouncements([
			...announceCase(change, casebook.reasons, dice),
			...(listing === undefined ? [] : [announceListing(listing, one.at, dice)]),
		]);
		return { kind: 'done', state: change.state, ...(listing === undefined ? {} : { listing }) };
	});
}

/** The listing's row where the events change it; undefined when it stays. */
function moved(present: PresentListing, change: CaseChange, casebook: Casebook, at: string): ListingRow | undefined {
	if (!change.events.some(({ event }) => touchesListing(event))) return undefined;
	// Its seller took it back; what the case decides about its text counts when it is submitted again.
	if (present.state === 'withdrawn') return undefined;
	const { state, reasonCode } = standingOf(present, change.state, casebook.reasons);
	if (state === present.state && reasonCode === present.reasonCode) return undefined;
	const {
		reasonCode: _before,
		inputHash: _hash,
		catalogueVersion: _c,
		engineVersion: _e,
		policyVersion: _p,
		verdictText: _v,
		...row
	} = present;
	return { ...row, state, updatedAt: at, ...(reasonCode === undefined ? {} : { reasonCode }) };
}

const touchesListing = ({ kind }: CaseEvent): boolean =>
	kind === 'decided' || kind === 'appeal-decided' || kind === 'reopened' || kind === 'decision-rejected';

async function save(tx: Tx, change: CaseChange, listing: ListingRow | undefined, one: CaseCommand, dice: Dice): Promise<void> {
	await tx.saveCases([change]);
	await tx.addEvents(change.events);
	await tx.addEntries(change.entries);
	if (listing === undefined) return;
	await tx.saveListings([listing]);
	const { id, revision, state, reasonCode } = listing;
	const content = { caseId: one.caseId, seq: change.state.seq, reasonCode: reasonCode ?? null };
	const facts = { revision, state };
	await tx.addEntries([record({ at: one.at, kind: 'listing.moved', subject: `listing/${id}`, actor: one.actor, content, facts }, dice)]);
}
