// Golden cases come and go: proposed by one person, confirmed by another, answered once by each reviewer, retired and never deleted.
// Every step leaves an entry in the log that names no text; the right answer stands only in its opening.
import { snapshotOf, unfitToAnswer, unfitToConfirm, unfitToPropose, unfitToRetire } from '../cases/golden.ts';
import type { Standing } from '../cases/laws.ts';
import { type Refusal, refusal } from '../cases/refusals.ts';
import { type Actor, personBehind } from '../model/actor.ts';
import { type Case, decisionInForce } from '../model/case.ts';
import type { ReasonCodes } from '../model/casework.ts';
import type { GoldenAnswer, GoldenCase, GoldenSnapshot, Retirement } from '../model/golden.ts';
import type { Listing } from '../model/listing.ts';
import type { Verdict } from '../model/verdict.ts';
import { personalTraces } from '../report/personal.ts';
import { type Dice, type LogRow, record } from './record.ts';

/** One person's answer, on its way to the table. */
export interface AnswerRow extends GoldenAnswer {
	readonly golden: string;
	readonly person: string;
	readonly role: string;
	readonly at: string;
	readonly entryId: string;
}

/** What one transaction on golden cases can do. */
export interface GoldenTx {
	lockCase(id: string): Promise<Case | undefined>;
	revision(listing: string, revision: number): Promise<{ readonly listing: Listing; readonly verdict: Verdict } | undefined>;
	/** False when the case has one that is not retired. */
	addGolden(row: GoldenCase): Promise<boolean>;
	lockGolden(id: string): Promise<GoldenCase | undefined>;
	saveGolden(row: GoldenCase): Promise<void>;
	/** Persons with an event in the case. */
	hands(caseId: string): Promise<ReadonlySet<string>>;
	/** False when the person has answered it. */
	addAnswer(row: AnswerRow): Promise<boolean>;
	addEntries(rows: readonly LogRow[]): Promise<void>;
}

export interface GoldenStore {
	transact<T>(work: (tx: GoldenTx) => Promise<T>): Promise<T>;
}

interface By {
	readonly actor: Actor;
	/** What the register says about the person behind the actor. */
	readonly standing?: Standing;
	/** RFC 3339 UTC. */
	readonly at: string;
}

export type GoldenOutcome<T> =
	| ({ readonly kind: 'done' } & T)
	| { readonly kind: 'stale'; readonly seq: number }
	| { readonly kind: 'refused'; readonly refusal: Refusal };

type Changed = GoldenOutcome<{ readonly golden: GoldenCase }>;

const refused = (one: Refusal): { readonly kind: 'refused'; readonly refusal: Refusal } => ({ kind: 'refused', refusal: one });

/** Makes a golden case of a decided one; live once another person has confirmed it. */
export function proposeGolden(
	one: By & { readonly caseId: string; readonly seen: number; readonly right: GoldenAnswer },
	store: GoldenStore,
	reasons: ReasonCodes,
	dice: Dice,
): Promise<Changed> {
	return store.transact(async (tx): Promise<Changed> => {
		const { right, actor, at, seen } = one;
		const state = await tx.lockCase(one.caseId);
		if (state === undefined) return refused(refusal('case-unknown'));
		const unfit = unfitToPropose(state, right, actor, { reasons, ...standingOf(one) });
		if (unfit !== undefined) return refused(unfit);
		if (seen !== state.seq) return { kind: 'stale', seq: state.seq };
		const revision = decisionInForce(state)?.on.revision ?? state.screened.revision;
		const judged = await tx.revision(state.listing, revision);
		if (judged === undefined) return refused(refusal('undecided'));
		const snapshot = snapshotOf(judged.listing, judged.verdict);
		if ('code' in snapshot) return refused(snapshot);
		if (leadsToSomeone(snapshot, [state.listing, ...(state.seller === undefined ? [] : [state.seller])]))
			return refused(refusal('golden-personal'));
		const golden: GoldenCase = {
			...{ id: dice.id(), caseId: state.id, revision, snapshot, right },
			...{ status: 'proposed', proposedBy: actor, proposedAt: at },
		};
		if (!(await tx.addGolden(golden))) return refused(refusal('golden-exists'));
		await tx.addEntries([entryOf('golden.proposed', golden, one, dice)]);
		return { kind: 'done', golden };
	});
}

/** Agrees that the answer is right: another person than the proposer, and none of those who decided the case. */
export function confirmGolden(one: By & { readonly id: string }, store: GoldenStore, dice: Dice): Promise<Changed> {
	return store.transact(async (tx): Promise<Changed> => {
		const known = await tx.lockGolden(one.id);
		const state = known === undefined ? undefined : await tx.lockCase(known.caseId);
		if (known === undefined || state === undefined) return refused(refusal('golden-unknown'));
		const unfit = unfitToConfirm(known, state, one.actor, standingOf(one));
		if (unfit !== undefined) return refused(unfit);
		const golden: GoldenCase = { ...known, status: 'live', confirmedBy: one.actor, confirmedAt: one.at };
		await tx.saveGolden(golden);
		await tx.addEntries([entryOf('golden.confirmed', golden, one, dice)]);
		return { kind: 'done', golden };
	});
}

/** Hands it out no more. What was answered stays, and counts unless the right answer was mistaken. */
export function retireGolden(
	one: By & { readonly id: string; readonly because: Retirement },
	store: GoldenStore,
	dice: Dice,
): Promise<Changed> {
	return store.transact(async (tx): Promise<Changed> => {
		const known = await tx.lockGolden(one.id);
		if (known === undefined) return refused(refusal('golden-unknown'));
		const unfit = unfitToRetire(known, one.actor);
		if (unfit !== undefined) return refused(unfit);
		const golden: GoldenCase = { ...known, status: 'retired', retiredBy: one.actor, retiredAt: one.at, because: one.because };
		await tx.saveGolden(golden);
		await tx.addEntries([entryOf('golden.retired', golden, one, dice, { because: one.because })]);
		return { kind: 'done', golden };
	});
}

/** Takes a reviewer's one answer; what is right comes back only now. */
export function answerGolden(
	one: By & { readonly id: string; readonly answer: GoldenAnswer },
	store: GoldenStore,
	reasons: ReasonCodes,
	dice: Dice,
): Promise<GoldenOutcome<{ readonly golden: GoldenCase; readonly entryId: string }>> {
	return store.transact(async (tx) => {
		const { answer, actor, at } = one;
		const golden = await tx.lockGolden(one.id);
		const state = golden === undefined ? undefined : await tx.lockCase(golden.caseId);
		if (golden === undefined || state === undefined) return refused(refusal('golden-unknown'));
		const context = { reasons, hands: await tx.hands(golden.caseId), restricted: state.visibleTo !== undefined };
		const unfit = unfitToAnswer(golden, answer, actor, context);
		if (unfit !== undefined) return refused(unfit);
		const entry = record({ at, kind: 'golden.answered', subject: `golden/${golden.id}`, actor, content: { ...answer } }, dice);
		const row = { golden: golden.id, person: personBehind(actor) ?? '', role: actor.role, at, entryId: entry.id, ...answer };
		if (!(await tx.addAnswer(row))) return refused(refusal('golden-answered'));
		await tx.addEntries([entry]);
		return { kind: 'done', golden, entryId: entry.id };
	});
}

const standingOf = ({ standing }: By): { readonly standing?: Standing } => (standing === undefined ? {} : { standing });

// Neither the case nor what is right stands in the open: whoever answers may read the log.
function entryOf(
	kind: string,
	{ id, caseId, revision, right }: GoldenCase,
	{ actor, at }: By,
	dice: Dice,
	facts?: Readonly<Record<string, string>>,
): LogRow {
	const content = { caseId, revision, outcome: right.outcome, reasonCode: right.reasonCode };
	return record({ at, kind, subject: `golden/${id}`, actor, content, ...(facts === undefined ? {} : { facts }) }, dice);
}

const CAS = /(?<![\d-])\d{2,7}-\d{2}-\d(?![\d-])/g;

/** Whether a text of the frozen listing could lead to a person or a party. Numbers of chemicals lead to nobody. */
function leadsToSomeone({ listing }: GoldenSnapshot, known: readonly string[]): boolean {
	const { title, description = '', attributes = {}, tags = [], category = '' } = listing;
	const texts = [title, description, category, ...tags, ...Object.entries(attributes).flat()];
	return texts.some((text) => personalTraces(text.replaceAll(CAS, ' '), known).length > 0);
}
