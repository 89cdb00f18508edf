// The gate: screened listings become revisions, a batch in one transaction. Clear is published, review is held with a case, block is
// refused with a case; an open case keeps the listing held whatever an edit says. The decision is bound to the revision, catalogue,
// engine and policy. If anything fails nothing is stored, and nothing that is not stored was ever published.
import { Fault } from '../base/fault.ts';
import { type Actor, actorText } from '../model/actor.ts';
import type { Case } from '../model/case.ts';
import { announceCase, announceListing } from './announce.ts';
import { type Dice, type LogRow, record } from './record.ts';
import { type Casebook, type CaseChange, caseAfterScreening, type Standing, standingOf } from './screened-case.ts';
import type { ListedMedia, ScreenedListing } from './screening.ts';
import type { AnnouncementRow, KeptAnswer, ListingRow, ListingState, PresentListing, RevisionRow, ShadowRow, Store, Tx } from './store.ts';

export interface Submission {
	readonly listingId: string;
	readonly screened: ScreenedListing;
	readonly actor: Actor;
	/** The one seller the caller speaks for, when it speaks for one. */
	readonly seller?: string;
	/** The revision it replaces, when the caller named one; 0: it must not exist yet. */
	readonly replaces?: number;
	readonly idempotency?: { readonly key: string; readonly requestHash: string };
	/** RFC 3339 UTC. */
	readonly at: string;
}

/** Where the listing stands after a submission. */
export interface Submitted {
	readonly listingId: string;
	readonly revision: number;
	readonly state: ListingState;
	readonly reasonCode?: string;
	readonly caseId?: string;
	/** JSON. */
	readonly verdictText: string;
}

export type SubmitOutcome =
	/** `fresh`: the listing did not exist before. `unchanged`: same content and versions as the present revision, so none was added. */
	| { readonly kind: 'stored'; readonly submitted: Submitted; readonly fresh: boolean; readonly unchanged: boolean; readonly seq?: number }
	| { readonly kind: 'stale'; readonly revision: number }
	| { readonly kind: 'not-yours' }
	| { readonly kind: 'key-reused' }
	/** What it was screened by is no longer in force; it must be screened again. */
	| { readonly kind: 'outdated' }
	/** The storage refused this very submission; nothing was stored. */
	| { readonly kind: 'failed' };

const DAY_MS = 86_400_000;

/** Stores a batch; one outcome for each submission, in order. No two of a batch may be of one listing. */
export function submitListings(batch: readonly Submission[], store: Store, casebook: Casebook, dice: Dice): Promise<SubmitOutcome[]> {
	return store.transact((tx) => submitWithin(tx, batch, casebook, dice));
}

/** The same inside a transaction of somebody else's. */
export async function submitWithin(tx: Tx, batch: readonly Submission[], casebook: Casebook, dice: Dice): Promise<SubmitOutcome[]> {
	const ids = batch.map(({ listingId }) => listingId);
	const [ruling, present, kept] = await Promise.all([tx.ruling(), tx.lockListings(ids), answersKept(batch, tx)]);
	const caseIds = [...present.values()].flatMap(({ caseId }) => caseId ?? []);
	const cases = caseIds.length === 0 ? new Map<string, Case>() : await tx.lockCases(caseIds);
	const media = await mediaOf(batch, present, tx);
	const plans = batch.map((one) => {
		const { listingId } = one;
		const around = {
			ruling,
			present: present.get(listingId),
			media: media.get(listingId),
			cases,
			kept: keptFor(one, kept),
			casebook,
			dice,
		};
		return plan(one, around);
	});
	await save(tx, plans);
	return plans.map(({ outcome }) => outcome);
}

interface Plan {
	readonly outcome: SubmitOutcome;
	readonly row?: ListingRow;
	readonly revision?: RevisionRow;
	readonly change?: CaseChange;
	readonly entries: readonly LogRow[];
	readonly announcements?: readonly AnnouncementRow[];
	readonly keep?: KeptAnswer;
	readonly shadow?: ShadowRow;
}

interface Around {
	readonly ruling: number;
	readonly present: PresentListing | undefined;
	/** What the present revision keeps of its media; asked for only where the new one has some. */
	readonly media: ListedMedia | undefined;
	readonly cases: ReadonlyMap<string, Case>;
	readonly kept: KeptAnswer | undefined;
	readonly casebook: Casebook;
	readonly dice: Dice;
}

function plan(one: Submission, { present, media, cases, kept, ruling, casebook, dice }: Around): Plan {
	if (kept !== undefined) return { outcome: replay(one, kept), entries: [] };
	if (one.screened.ruling !== ruling) return { outcome: { kind: 'outdated' }, entries: [] };
	const { actor, at } = one;
	if (one.seller !== undefined && present?.seller !== undefined && present.seller !== one.seller)
		return { outcome: { kind: 'not-yours' }, entries: [] };
	if (one.replaces !== undefined && one.replaces !== (present?.revision ?? 0))
		return { outcome: { kind: 'stale', revision: present?.revision ?? 0 }, entries: [] };
	// Weir screening again on its own neither brings back what its seller took back nor learns of other files.
	const isAgain = actor.kind === 'system' && present !== undefined;
	const screened = isAgain ? withKeptMedia(one, present, media) : one.screened;
	if (present !== undefined && ((isAgain && present.state === 'withdrawn') || isUnchanged(present, media, screened))) {
		const outcome: SubmitOutcome = { kind: 'stored', submitted: standing(present), fresh: false, unchanged: true };
		return { outcome, entries: [], ...keeping(one, outcome) };
	}
	const revision = (present?.revision ?? 0) + 1;
	const known = present?.caseId === undefined ? undefined : cases.get(present.caseId);
	if (present?.caseId !== undefined && known === undefined)
		throw new Fault('history-broken', `Listing ${one.listingId} names a case that is gone.`);
	const seller = screened.seller ?? one.seller ?? present?.seller;
	const change = caseAfterScreening(
		known,
		{ listingId: one.listingId, revision, screened, at, ...(seller === undefined ? {} : { seller }) },
		casebook,
		dice,
	);
	const { state, reasonCode } = keptBack(present, standingOf(screened, change?.state, casebook.reasons), actor);
	const caseId = change?.state.id ?? present?.caseId;
	const facts = { revision, verdict: screened.verdict, state, ...versionsOf(screened) };
	const entry = record(
		{
			at,
			kind: 'listing.screened',
			subject: `listing/${one.listingId}`,
			actor,
			content: {
				inputHash: screened.inputHash,
				verdictHash: screened.verdictHash,
				reasonCode: reasonCode ?? null,
				...(screened.media === undefined ? {} : { media: screened.media.files.map((file) => ({ ...file })) }),
			},
			facts,
		},
		dice,
	);
	const row: ListingRow = {
		id: one.listingId,
		revision,
		state,
		verdict: screened.verdict,
		title: screened.title,
		updatedAt: at,
		...(reasonCode === undefined ? {} : { reasonCode }),
		...(seller === undefined ? {} : { seller }),
		...(caseId === undefined ? {} : { caseId }),
	};
	const { title: _title, seller: _seller, id: _id, updatedAt: _updatedAt, caseId: _caseId, ...decision } = row;
	const revisionRow: RevisionRow = {
		...decision,
		listingId: one.listingId,
		content: screened.content,
		inputHash: screened.inputHash,
		verdictText: screened.text,
		...versionsOf(screened),
		submittedAt: at,
		submittedBy: actorText(actor),
		entryId: entry.id,
		substances: screened.substances,
		...(screened.media === undefined ? {} : { media: screened.media }),
		...(screened.hits === undefined ? {} : { hits: screened.hits }),
	};
	const submitted = standing({ ...row, verdictText: screened.text });
	const outcome: SubmitOutcome = {
		kind: 'stored',
		submitted,
		fresh: present === undefined,
		unchanged: false,
		...(change === undefined ? {} : { seq: change.state.seq }),
	};
	const entries = [entry, ...(change?.entries ?? [])];
	const announcements = [announceListing(row, at, dice), ...(change === undefined ? [] : announceCase(change, casebook.reasons, dice))];
	return {
		outcome,
		row,
		revision: revisionRow,
		entries,
		announcements,
		...(change === undefined ? {} : { change }),
		...keeping(one, outcome),
		...shadowOf(one, revision),
	};
}

// The revision that it replaces, or the same text, shows the same files.
function withKeptMedia({ screened, replaces }: Submission, present: PresentListing, media: ListedMedia | undefined): ScreenedListing {
	const isSame = replaces !== undefined || present.inputHash === screened.inputHash;
	return screened.media === undefined && media !== undefined && isSame ? { ...screened, media } : screened;
}

// Weir screening again on its own never publishes: what people or the gate kept back stays so until a person decides or the seller
// submits another text.
function keptBack(present: PresentListing | undefined, standing: Standing, actor: Actor): Standing {
	if (actor.kind !== 'system' || present === undefined || present.state === 'published' || standing.state !== 'published') return standing;
	return { state: present.state, ...(present.reasonCode === undefined ? {} : { reasonCode: present.reasonCode }) };
}

function shadowOf({ screened, listingId, actor, at }: Submission, revision: number): { readonly shadow?: ShadowRow } {
	if (screened.shadow === undefined || actor.kind === 'system') return {};
	const { shadow, verdict: candidate, why } = screened.shadow;
	return { shadow: { shadow, listingId, revision, live: screened.verdict, candidate, why, at } };
}

const versionsOf = ({ catalogueVersion, engineVersion, policyVersion }: ScreenedListing) => ({
	catalogueVersion,
	engineVersion,
	policyVersion,
});

// A retried PUT must not make a second decision; but when versions or verdict moved on, the new decision counts.
function isUnchanged(present: PresentListing, media: ListedMedia | undefined, screened: ScreenedListing): boolean {
	return (
		present.state !== 'withdrawn' &&
		(screened.media === undefined || sameMedia(screened.media, media)) &&
		present.inputHash === screened.inputHash &&
		present.verdict === screened.verdict &&
		present.catalogueVersion === screened.catalogueVersion &&
		present.engineVersion === screened.engineVersion &&
		present.policyVersion === screened.policyVersion
	);
}

// The same address may hold another file today, and what could not be read yesterday may be read now.
const sameMedia = (one: ListedMedia, other: ListedMedia | undefined): boolean =>
	one.texts === other?.texts && JSON.stringify(one.files) === JSON.stringify(other.files);

async function mediaOf(
	batch: readonly Submission[],
	present: ReadonlyMap<string, PresentListing>,
	tx: Tx,
): Promise<ReadonlyMap<string, ListedMedia>> {
	const ids = batch.flatMap(({ listingId, screened, actor }) =>
		present.has(listingId) && (screened.media !== undefined || actor.kind === 'system') ? [listingId] : [],
	);
	return ids.length === 0 ? new Map() : tx.mediaOf(ids);
}

function standing(row: ListingRow & { readonly verdictText: string }): Submitted {
	return {
		listingId: row.id,
		revision: row.revision,
		state: row.state,
		...(row.reasonCode === undefined ? {} : { reasonCode: row.reasonCode }),
		...(row.caseId === undefined ? {} : { caseId: row.caseId }),
		verdictText: row.verdictText,
	};
}

function replay(one: Submission, kept: KeptAnswer): SubmitOutcome {
	if (kept.requestHash !== one.idempotency?.requestHash) return { kind: 'key-reused' };
	const submitted = JSON.parse(kept.answer) as Submitted;
	return { kind: 'stored', submitted, fresh: kept.status === 201, unchanged: true };
}

function keeping(one: Submission, outcome: SubmitOutcome): { readonly keep?: KeptAnswer } {
	if (one.idempotency === undefined || outcome.kind !== 'stored') return {};
	const { key, requestHash } = one.idempotency;
	const answer = JSON.stringify(outcome.submitted);
	return { keep: { actor: one.actor.id, key, requestHash, status: outcome.fresh ? 201 : 200, answer, at: one.at } };
}

async function answersKept(batch: readonly Submission[], tx: Tx): Promise<readonly KeptAnswer[]> {
	const keys = batch.flatMap(({ actor, idempotency }) => (idempotency === undefined ? [] : { actor: actor.id, key: idempotency.key }));
	const [first] = batch;
	if (keys.length === 0 || first === undefined) return [];
	return tx.keptAnswers(keys, new Date(Date.parse(first.at) - DAY_MS).toISOString());
}

const keptFor = ({ actor, idempotency }: Submission, kept: readonly KeptAnswer[]): KeptAnswer | undefined =>
	idempotency === undefined ? undefined : kept.find((one) => one.actor === actor.id && one.key === idempotency.key);

async function save(tx: Tx, plans: readonly Plan[]): Promise<void> {
	const changes = plans.flatMap(({ change }) => change ?? []);
	await tx.saveListings(plans.flatMap(({ row }) => row ?? []));
	await tx.addRevisions(plans.flatMap(({ revision }) => revision ?? []));
	await tx.saveCases(changes.map(({ state, priority }) => ({ state, priority })));
	await tx.addEvents(changes.flatMap(({ events }) => events));
	await tx.addEntries(plans.flatMap(({ entries }) => entries));
	await tx.addShadows(plans.flatMap(({ shadow }) => shadow ?? []));
	await tx.addAnnouncements(plans.flatMap(({ announcements = [] }) => announcements));
	await tx.keepAnswers(plans.flatMap(({ keep }) => keep ?? []));
}
