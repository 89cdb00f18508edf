// Second looks at listings that the gate let through on its own: drawing them along the log, and a person's word on one. A listing that
// should not have gone through is taken off at once: its case is opened, and people decide it.
import type { Draw, Sampled } from '../cases/quality.ts';
import { type Refusal, refusal, unpermitted } from '../cases/refusals.ts';
import { screenedOf } from '../cases/screened.ts';
import { type Actor, personBehind } from '../model/actor.ts';
import type { Outcome } from '../model/case.ts';
import type { Verdict } from '../model/verdict.ts';
import { announceCase, announceListing } from './announce.ts';
import { type Dice, type LogRow, record } from './record.ts';
import { type Casebook, caseForLook, standingOf } from './screened-case.ts';
import type { ListingRow, PresentListing, Tx } from './store.ts';

/** A revision that the gate published on its verdict alone. */
export interface ClearRevision {
	readonly listingId: string;
	readonly revision: number;
	readonly verdict: Verdict;
}

export interface DrawnClear {
	readonly listingId: string;
	readonly revision: number;
	readonly why: Sampled;
	readonly at: string;
}

export interface DrawTx {
	/** Revisions of the next stretch of the log that may be drawn; undefined at its end. Held until the transaction ends. */
	nextClears(may: Draw['mayBeClear']): Promise<readonly ClearRevision[] | undefined>;
	addDrawn(rows: readonly DrawnClear[]): Promise<void>;
}

/** Draws from what the gate let through since the last time, up to `stretches` of the log. */
export async function drawClears({
	transact,
	draw,
	familyTier,
	now,
	stretches,
}: {
	readonly transact: <T>(work: (tx: DrawTx) => Promise<T>) => Promise<T>;
	readonly draw: Pick<Draw, 'clear' | 'mayBeClear'>;
	readonly familyTier: Casebook['familyTier'];
	readonly now: string;
	readonly stretches: number;
}): Promise<void> {
	for (let n = 0; n < stretches; n++) {
		const more = await transact(async (tx) => {
			const clears = await tx.nextClears(draw.mayBeClear);
			const drawn = (clears ?? []).flatMap(({ listingId, revision, verdict }) => {
				const why = draw.clear(listingId, revision, screenedOf(verdict, revision, familyTier));
				return why === undefined ? [] : [{ listingId, revision, why, at: now }];
			});
			if (drawn.length > 0) await tx.addDrawn(drawn);
			return clears !== undefined;
		});
		if (!more) return;
	}
}

export interface ClearLook {
	readonly listingId: string;
	readonly revision: number;
	/** What should have become of it. */
	readonly outcome: Outcome;
	readonly note: string;
	readonly actor: Actor;
	readonly at: string;
}

export interface LookTx
	extends Pick<Tx, 'lockListings' | 'lockCases' | 'saveCases' | 'addEvents' | 'addEntries' | 'saveListings' | 'addAnnouncements'> {
	/** Who submitted it; undefined when it was not drawn or has been looked at. */
	lockDrawn(listingId: string, revision: number): Promise<Actor | undefined>;
	saveLook(look: ClearLook, entryId: string): Promise<void>;
}

export type LookOutcome =
	/** `caseId`: the case that was opened for it. */
	| { readonly kind: 'done'; readonly entryId: string; readonly caseId?: string; readonly listing?: ListingRow }
	| { readonly kind: 'refused'; readonly refusal: Refusal };

/** Records what a person says of a listing that was drawn. */
export function lookAgain(
	look: ClearLook,
	{
		transact,
		casebook,
		dice,
	}: {
		readonly transact: <T>(work: (tx: LookTx) => Promise<T>) => Promise<T>;
		readonly casebook: Casebook;
		readonly dice: Dice;
	},
): Promise<LookOutcome> {
	const { actor, listingId, revision } = look;
	const refuse = (code: Parameters<typeof refusal>[0], pointer = ''): LookOutcome => ({ kind: 'refused', refusal: refusal(code, pointer) });
	return transact(async (tx): Promise<LookOutcome> => {
		const lacking = unpermitted(actor, 'qa:review');
		if (lacking !== undefined) return { kind: 'refused', refusal: lacking };
		const person = personBehind(actor);
		if (person === undefined) return refuse('no-person');
		if (look.note.trim() === '') return refuse('text-missing', '/note');
		// The listing is locked first, as the gate does, so that the two cannot wait for each other.
		const present = (await tx.lockListings([listingId])).get(listingId);
		const submitter = await tx.lockDrawn(listingId, revision);
		if (present === undefined || submitter === undefined) return refuse('look-unknown');
		if (personBehind(submitter) === person) return refuse('look-own');
		const entry = entryOf(look, dice);
		await tx.saveLook(look, entry.id);
		await tx.addEntries([entry]);
		const live = present.revision === revision && present.state === 'published';
		if (look.outcome === 'publish' || !live) return { kind: 'done', entryId: entry.id };
		return { kind: 'done', entryId: entry.id, ...(await takenOff(present, look, { tx, casebook, dice })) };
	});
}

function entryOf({ listingId, revision, outcome, note, actor, at }: ClearLook, dice: Dice): LogRow {
	const facts = { revision, agrees: outcome === 'publish' };
	return record(
		{ at, kind: 'listing.looked-at', subject: `listing/${listingId}`, actor, content: { revision, outcome, note }, facts },
		dice,
	);
}

// A case that waits for people keeps its listing from being published.
async function takenOff(
	present: PresentListing,
	{ note, at }: ClearLook,
	{ tx, casebook, dice }: { readonly tx: LookTx; readonly casebook: Casebook; readonly dice: Dice },
): Promise<{ readonly caseId?: string; readonly listing?: ListingRow }> {
	const known = present.caseId === undefined ? undefined : (await tx.lockCases([present.caseId])).get(present.caseId);
	const change = caseForLook(known, present, { at, note }, casebook, dice);
	if (change === undefined) return {};
	const { state, reasonCode } = standingOf(present, change.state, casebook.reasons);
	const { inputHash: _h, catalogueVersion: _c, engineVersion: _e, policyVersion: _p, verdictText: _v, reasonCode: _r, ...row } = present;
	const listing: ListingRow = {
		...row,
		state,
		caseId: change.state.id,
		updatedAt: at,
		...(reasonCode === undefined ? {} : { reasonCode }),
	};
	await tx.saveListings([listing]);
	await tx.saveCases([change]);
	await tx.addEvents(change.events);
	await tx.addEntries(change.entries);
	await tx.addAnnouncements([...announceCase(change, casebook.reasons, dice), announceListing(listing, at, dice)]);
	return { caseId: change.state.id, listing };
}
