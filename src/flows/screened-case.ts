// What a screening does to the case of a listing: opens one, records the new screening, opens a decided one again. A listing has one
// case for life. Every event leaves its own entry in the log, in the same transaction.
import type { Digest } from '../base/digest.ts';
import { Fault } from '../base/fault.ts';
import type { Json } from '../base/json.ts';
import { command } from '../cases/command.ts';
import type { Command } from '../cases/laws.ts';
import { priorityOf } from '../cases/queue.ts';
import { apply } from '../cases/reducer.ts';
import { evidenceOf, screenedOf } from '../cases/screened.ts';
import { type Actor, ROLES } from '../model/actor.ts';
import { type Case, type CaseEvidence, type Decision, decisionInForce, type Outcome } from '../model/case.ts';
import type { CaseEvent } from '../model/case-event.ts';
import type { Casework, ReasonCodes } from '../model/casework.ts';
import type { Tier } from '../model/substance.ts';
import type { Verdict, VerdictKind } from '../model/verdict.ts';
import type { WatchHits } from '../policy/confidential.ts';
import { may } from '../policy/permissions.ts';
import { type Dice, type LogRow, record } from './record.ts';
import type { ScreenedListing } from './screening.ts';
import type { ListingState, NewEvent, PresentListing } from './store.ts';

/** What casework needs to know beside the case: the tables of rules and reasons, and the tiers of families. */
export interface Casebook {
	readonly rules: Casework;
	readonly reasons: ReasonCodes;
	readonly familyTier: (id: string) => Tier | undefined;
	readonly digest: Digest;
	/** A digest under a key of the server, by which nobody can guess what a restricted list said. */
	readonly fingerprint: Digest;
}

/** A case after something happened to it, with everything to be stored. */
export interface CaseChange {
	readonly state: Case;
	readonly priority: number;
	readonly events: readonly NewEvent[];
	readonly entries: readonly LogRow[];
}

export const SYSTEM: Actor = { kind: 'system', id: 'weir', role: 'system' };

interface Screening {
	readonly listingId: string;
	readonly revision: number;
	readonly screened: ScreenedListing;
	readonly seller?: string;
	readonly at: string;
}

/** The case after this screening; undefined when none exists and none is needed. */
export function caseAfterScreening(known: Case | undefined, one: Screening, casebook: Casebook, dice: Dice): CaseChange | undefined {
	if (known === undefined && one.screened.verdict === 'clear') return undefined;
	const verdict = JSON.parse(one.screened.text) as Verdict;
	const { hits } = one.screened;
	const watched = hits === undefined ? {} : { watched: casebook.fingerprint(JSON.stringify((JSON.parse(hits) as WatchHits).reasons)) };
	const screened = { ...screenedOf(verdict, one.revision, casebook.familyTier), ...watched };
	const evidence = [...evidenceOf(verdict, one.revision, casebook.digest), ...documentsOf(one)];
	const { listingId: listing, seller, at } = one;
	const named = hits === undefined ? {} : { visibleTo: WATCHERS };
	if (known === undefined) {
		const caseId = dice.id();
		const opening: Command = { kind: 'open', caseId, listing, screened, evidence, ...named, ...(seller === undefined ? {} : { seller }) };
		return changeOf(null, opening, at, casebook, dice);
	}
	return changeOf(known, { kind: 'rescreen', screened, evidence, ...named }, at, casebook, dice);
}

/** For whom a case is that a restricted list raised: whoever may read the lists. What they said stands with the revision, sealed. */
const WATCHERS: readonly string[] = ROLES.filter((role) => may(role, 'watch-list:read')).map((role) => `role:${role}`);
/** The case of a listing that should not have been let through, opened or opened again; undefined when it waits for people already. */
export function caseForLook(
	known: Case | undefined,
	{ id: listing, revision, seller, verdictText }: Pick<PresentListing, 'id' | 'revision' | 'seller' | 'verdictText'>,
	{ at, note }: { readonly at: string; readonly note: string },
	casebook: Casebook,
	dice: Dice,
): CaseChange | undefined {
	if (known?.status === 'decided' || known?.status === 'closed') return changeOf(known, { kind: 'reopen', note }, at, casebook, dice);
	if (known !== undefined) return undefined;
	const verdict = JSON.parse(verdictText) as Verdict;
	const screened = screenedOf(verdict, revision, casebook.familyTier);
	const evidence = evidenceOf(verdict, revision, casebook.digest);
	const opening: Command = { kind: 'open', caseId: dice.id(), listing, screened, evidence, ...(seller === undefined ? {} : { seller }) };
	return changeOf(null, opening, at, casebook, dice);
}

// The files themselves are kept under their hashes, so that a decision can name the one it rests on.
function documentsOf({ screened, revision, at }: Screening): CaseEvidence[] {
	const files = new Map((screened.media?.files ?? []).map((file) => [file.hash, file]));
	return [...files.values()].map(({ hash, pointer }) => ({
		id: `document-${revision}-${hash.slice(0, 12)}`,
		kind: 'document',
		hash,
		source: `${pointer} of revision ${revision}`,
		capturedAt: at,
	}));
}

/** Where a listing stands by its verdict and its case, with the code the seller may see. */
export interface Standing {
	readonly state: ListingState;
	readonly reasonCode?: string;
}

/** What a verdict alone makes of a listing. */
const GATE: Readonly<Record<VerdictKind, Standing>> = {
	clear: { state: 'published' },
	review: { state: 'held', reasonCode: 'under-review' },
	block: { state: 'refused', reasonCode: 'restricted-chemical' },
};

/** What the gate makes of a listing that has no case. */
export const gateStanding = (verdict: VerdictKind): Standing => GATE[verdict];

const DECIDED: Readonly<Record<Outcome, ListingState>> = { publish: 'published', refuse: 'refused', hold: 'held' };

/**
 * Where a listing stands. A case that waits for people keeps it from being published whatever the text says now; a person's decision
 * on this very text stands above the engine's verdict; else the verdict decides.
 */
export function standingOf(
	screened: Pick<ScreenedListing, 'verdict' | 'inputHash'>,
	state: Case | undefined,
	reasons: ReasonCodes,
): Standing {
	if (state === undefined) return GATE[screened.verdict];
	if (state.status === 'open' || state.status === 'proposed') return screened.verdict === 'clear' ? GATE.review : GATE[screened.verdict];
	const decision = decisionInForce(state);
	return decision !== undefined && decision.on.inputHash === screened.inputHash
		? decidedStanding(decision, reasons)
		: GATE[screened.verdict];
}

/** Where a decision puts its listing. A confidential reason is shown under its public code. */
export function decidedStanding({ outcome, reasonCode }: Decision, reasons: ReasonCodes): Standing {
	const state = DECIDED[outcome];
	return state === 'published' ? { state } : { state, reasonCode: shownCode(reasonCode, reasons) };
}

const shownCode = (code: string, reasons: ReasonCodes): string => reasons.get(code)?.shownAs ?? code;

// Weir's own commands follow from a screening that happened; a refusal would mean that the rules contradict themselves.
function changeOf(known: Case | null, wanted: Command, now: string, { rules, reasons }: Casebook, dice: Dice): CaseChange {
	const answer = command(known, wanted, SYSTEM, { now, rules, reasons });
	if (!answer.ok) throw new Fault('impossible', `Weir's own "${wanted.kind}" is refused: ${answer.problems[0]?.code ?? 'unknown'}`);
	return recorded(known, answer.value, reasons, dice);
}

/** A case with new events, and their log entries. Text that people wrote stands only in what the entries commit to. */
export function recorded(known: Case | null, events: readonly CaseEvent[], reasons: ReasonCodes, dice: Dice): CaseChange {
	const state = events.reduce<Case | null>(apply, known);
	if (state === null) throw new Fault('impossible', 'A case without events.');
	const rows = events.map((event) => ({
		event,
		entry: record(
			{
				at: event.at,
				kind: `case.${event.kind}`,
				subject: `case/${state.id}`,
				actor: event.actor,
				content: event as unknown as Json,
				facts: { seq: event.seq, ...openFacts(event, reasons) },
			},
			dice,
		),
	}));
	return {
		state,
		priority: priorityOf(state),
		events: rows.map(({ event, entry }) => ({ caseId: state.id, event, entryId: entry.id })),
		entries: rows.map(({ entry }) => entry),
	};
}

// A confidential reason stands in the open under its public code, as everywhere.
function openFacts(event: CaseEvent, reasons: ReasonCodes): Readonly<Record<string, string | number>> {
	switch (event.kind) {
		case 'opened':
		case 'rescreened':
			return { revision: event.screened.revision, verdict: event.screened.verdict, risk: event.risk };
		case 'decided':
		case 'appeal-decided':
		case 'decision-proposed':
			return { outcome: event.decision.outcome, reasonCode: shownCode(event.decision.reasonCode, reasons) };
		default:
			return {};
	}
}
