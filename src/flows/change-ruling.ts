// A policy or a catalogue comes into force: proposed with what it changes, agreed to by whoever may, in force from the next submission
// on. What can lower a verdict takes two people, a catalogue always does, and the log says so in the open. An earlier version comes
// back the same way. What Weir itself offers, a person has to propose first.
import type { Json } from '../base/json.ts';
import type { MarkedChange } from '../catalogue/effects.ts';
import { type Actor, personBehind } from '../model/actor.ts';
import type { AnnouncementKind } from '../model/announcement.ts';
import { countEffects } from '../model/effect.ts';
import type { PolicyChange } from '../policy/compare.ts';
import { mayComplete, type TwoPersonAct } from '../policy/four-eyes.ts';
import { announcement } from './announce.ts';
import type { JobRow } from './job.ts';
import { newJob } from './job.ts';
import { type Dice, type LogRow, record } from './record.ts';
import type { AnnouncementRow } from './store.ts';

/** What is proposed and comes into force. */
export type Subject = 'policy' | 'catalogue';

interface SubjectRules {
	readonly act: TwoPersonAct;
	/** Whatever it changes. */
	readonly alwaysTwoPeople: boolean;
	readonly announced: AnnouncementKind;
}

const RULES: Readonly<Record<Subject, SubjectRules>> = {
	policy: { act: 'weaken-policy', alwaysTwoPeople: false, announced: 'policy.changed' },
	catalogue: { act: 'promote-catalogue', alwaysTwoPeople: true, announced: 'catalogue.changed' },
};

export interface PolicyRow {
	/** The first digits of the hash: what verdicts carry. */
	readonly version: string;
	readonly hash: string;
	readonly name: string;
	/** JSON; absent: the policy that the catalogue brings along. */
	readonly document?: string;
	readonly createdAt: string;
}

/** A change of either, marked. */
export type RulingChange = PolicyChange | MarkedChange;

export interface ProposalRow<C extends RulingChange = RulingChange> {
	readonly id: string;
	readonly version: string;
	/** The version in force when it was proposed. */
	readonly base: string;
	readonly changes: readonly C[];
	readonly twoPeople: boolean;
	readonly status: 'open' | 'active' | 'rejected' | 'withdrawn';
	readonly reason: string;
	/** Weir itself: an offer, which nobody has proposed yet. */
	readonly proposedBy: Actor;
	readonly proposedAt: string;
	readonly decidedBy?: Actor;
	readonly decidedAt?: string;
	readonly note?: string;
}

/** What is in force until the transaction ends. */
export interface Held {
	/** Absent: the one that is brought along. */
	readonly version?: string;
	/** The number of the ruling. */
	readonly ruling: number;
}

/** What one transaction on policies, or on catalogues, can do. */
export interface ChangeTx {
	inForce(): Promise<Held>;
	/** As `inForce`, and no submission is stored until the transaction ends. */
	inForceAlone(): Promise<Held>;
	/** False when an open proposal of the same change exists. */
	addProposal(row: ProposalRow): Promise<boolean>;
	/** The open proposal of this change, locked until the transaction ends. */
	openProposal(version: string, base: string): Promise<ProposalRow | undefined>;
	/** Makes an offer the proposal of a person. */
	takeUp(row: ProposalRow): Promise<void>;
	lockProposal(id: string): Promise<ProposalRow | undefined>;
	decideProposal(row: ProposalRow): Promise<void>;
	/** `proposal`: what brought it; absent for what a server ran before anything was agreed to. */
	activate(version: string, proposal: string | undefined, at: string): Promise<number>;
	/** Ends what tries it out: a silent run, previews that wait. */
	endTrials(version: string, at: string): Promise<void>;
	/** Whether a preview of this proposal has gone over all listings. */
	isPreviewed(row: ProposalRow): Promise<boolean>;
	countListings(): Promise<number>;
	addJob(row: JobRow): Promise<void>;
	addEntries(rows: readonly LogRow[]): Promise<void>;
	addAnnouncements(rows: readonly AnnouncementRow[]): Promise<void>;
}

/** Policies or catalogues; `Tx`: what registering a new one takes besides. */
export interface ChangeStore<Tx extends ChangeTx = ChangeTx> {
	readonly of: Subject;
	transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

export type Moved = { readonly kind: 'moved'; readonly inForce: string };

export interface Proposing<Tx extends ChangeTx> {
	readonly version: string;
	readonly base: string;
	readonly changes: readonly RulingChange[];
	readonly twoPeople: boolean;
	readonly reason: string;
	readonly actor: Actor;
	readonly at: string;
	/** Keeps what is proposed, where it is not kept yet. */
	readonly keep: (tx: Tx) => Promise<void>;
}

export type ProposeOutcome = Moved | { readonly kind: 'proposed'; readonly proposal: ProposalRow; readonly fresh: boolean };

/**
 * Stores a proposal; the same one again answers the one that is open, and an offer becomes the proposal of whoever proposes it.
 * `builtIn`: in force while nothing was ever activated.
 */
export function propose<Tx extends ChangeTx>(
	one: Proposing<Tx>,
	store: ChangeStore<Tx>,
	builtIn: string,
	dice: Dice,
): Promise<ProposeOutcome> {
	return store.transact(async (tx): Promise<ProposeOutcome> => {
		const { version, base, changes, reason, actor, at } = one;
		const { version: inForce = builtIn } = await tx.inForce();
		if (inForce !== base) return { kind: 'moved', inForce };
		await one.keep(tx);
		const proposal: ProposalRow = {
			id: dice.id(),
			...{ version, base, changes, reason },
			twoPeople: one.twoPeople || RULES[store.of].alwaysTwoPeople,
			status: 'open',
			proposedBy: actor,
			proposedAt: at,
		};
		const entry = (verb: string, of: ProposalRow): LogRow =>
			entryOf(store.of, verb, of, { actor, at, content: { reason, changes: changes as unknown as Json } }, dice);
		if (await tx.addProposal(proposal)) {
			await tx.addEntries([entry(isOffer(proposal) ? 'offered' : 'proposed', proposal)]);
			return { kind: 'proposed', proposal, fresh: true };
		}
		const open = await tx.openProposal(version, base);
		if (open === undefined) return { kind: 'moved', inForce };
		if (!isOffer(open) || isOffer(proposal)) return { kind: 'proposed', proposal: open, fresh: false };
		const taken = { ...open, changes, reason, proposedBy: actor, proposedAt: at };
		await tx.takeUp(taken);
		await tx.addEntries([entry('proposed', taken)]);
		return { kind: 'proposed', proposal: taken, fresh: true };
	});
}

/** Whether Weir itself stands behind it, so that no person has proposed it yet. */
export const isOffer = ({ proposedBy }: Pick<ProposalRow, 'proposedBy'>): boolean => proposedBy.kind === 'system';

export interface Deciding {
	readonly id: string;
	readonly actor: Actor;
	readonly at: string;
}

export interface Approving extends Deciding {
	/** The ruling under which it was found to be usable. */
	readonly ruling: number;
	/** The version that the policy in force has from then on, where a catalogue brings along another one. */
	readonly policyAfter?: string;
}

export type DecideOutcome =
	| { readonly kind: 'unknown' }
	| Moved
	/** Something else came into force since it was looked at: look again. */
	| { readonly kind: 'outdated' }
	/** It was decided before, in the other sense or by somebody else. */
	| { readonly kind: 'settled'; readonly proposal: ProposalRow }
	/** It takes two people, and one person stands behind both halves. */
	| { readonly kind: 'same-person' }
	/** Weir offers it, and no person has proposed it yet. */
	| { readonly kind: 'not-proposed' }
	/** Only whoever proposed it can take it back. */
	| { readonly kind: 'not-yours' }
	| { readonly kind: 'decided'; readonly proposal: ProposalRow; readonly job?: string };

/** Agrees to a proposal: it is in force when the transaction ends, and all listings are screened again. */
export function approve(one: Approving, store: ChangeStore, builtIn: string, dice: Dice): Promise<DecideOutcome> {
	const { of } = store;
	const { act, alwaysTwoPeople, announced } = RULES[of];
	const { actor, at } = one;
	return store.transact(async (tx): Promise<DecideOutcome> => {
		const { version: inForce = builtIn, ruling } = await tx.inForceAlone();
		const known = await tx.lockProposal(one.id);
		if (known === undefined) return { kind: 'unknown' };
		if (known.status !== 'open') return settled(known, actor, 'active');
		// First of all: what is brought along may have another version in another ruling.
		if (ruling !== one.ruling) return { kind: 'outdated' };
		if (known.base !== inForce) return { kind: 'moved', inForce };
		if (isOffer(known)) return { kind: 'not-proposed' };
		if ((known.twoPeople || alwaysTwoPeople) && !mayComplete(act, known.proposedBy, actor)) return { kind: 'same-person' };
		const proposal: ProposalRow = { ...known, status: 'active', decidedBy: actor, decidedAt: at };
		const { version } = proposal;
		const previewed = await tx.isPreviewed(proposal);
		await tx.decideProposal(proposal);
		await tx.activate(version, proposal.id, at);
		await tx.endTrials(version, at);
		const job = newJob({ kind: 'rescreen', cause: { kind: of, version }, actor, at, total: await tx.countListings() }, dice);
		await tx.addJob(job);
		const content = { proposal: proposal.id, changes: proposal.changes as unknown as Json, rescreen: job.id };
		await tx.addEntries([entryOf(of, 'activated', proposal, { actor, at, content, facts: { previewed } }, dice)]);
		const policy = one.policyAfter === undefined ? [] : [announcement('policy.changed', at, { version: one.policyAfter }, dice)];
		await tx.addAnnouncements([announcement(announced, at, { version }, dice), ...policy]);
		return { kind: 'decided', proposal, job: job.id };
	});
}

export interface Closing extends Deciding {
	readonly note: string;
}

/** Refuses a proposal. */
export const reject = (one: Closing, store: ChangeStore, dice: Dice): Promise<DecideOutcome> =>
	close(one, { status: 'rejected', may: () => true }, store, dice);

/** Takes a proposal back: only whoever made it can, in person or by a key they answer for. */
export const withdraw = (one: Closing, store: ChangeStore, dice: Dice): Promise<DecideOutcome> =>
	close(one, { status: 'withdrawn', may: ({ proposedBy }) => isSame(proposedBy, one.actor) }, store, dice);

interface Ending {
	readonly status: 'rejected' | 'withdrawn';
	readonly may: (known: ProposalRow) => boolean;
}

function close({ id, actor, at, note }: Closing, { status, may }: Ending, store: ChangeStore, dice: Dice): Promise<DecideOutcome> {
	return store.transact(async (tx): Promise<DecideOutcome> => {
		const known = await tx.lockProposal(id);
		if (known === undefined) return { kind: 'unknown' };
		if (!may(known)) return { kind: 'not-yours' };
		if (known.status !== 'open') return settled(known, actor, status);
		const proposal: ProposalRow = { ...known, status, decidedBy: actor, decidedAt: at, note };
		await tx.decideProposal(proposal);
		await tx.endTrials(proposal.version, at);
		const content = { proposal: proposal.id, note };
		await tx.addEntries([entryOf(store.of, status, proposal, { actor, at, content }, dice)]);
		return { kind: 'decided', proposal };
	});
}

// One actor, or one person behind both. Where nobody answers for a key, it is itself alone.
const isSame = (a: Actor, b: Actor): boolean =>
	(a.kind === b.kind && a.id === b.id) || (personBehind(a) !== undefined && personBehind(a) === personBehind(b));

// The same act by the same actor again, after an answer that was lost, answers as before.
const settled = (proposal: ProposalRow, actor: Actor, wanted: ProposalRow['status']): DecideOutcome =>
	proposal.status === wanted && proposal.decidedBy !== undefined && isSame(proposal.decidedBy, actor)
		? { kind: 'decided', proposal }
		: { kind: 'settled', proposal };

interface Fact {
	readonly actor: Actor;
	readonly at: string;
	readonly content: Json;
	readonly facts?: Readonly<Record<string, boolean>>;
}

function entryOf(of: Subject, verb: string, proposal: ProposalRow, { actor, at, content, facts }: Fact, dice: Dice): LogRow {
	const { version, base, changes } = proposal;
	const { weaker, unknown, stricter } = countEffects(changes);
	const weakening = weaker + unknown > 0;
	return record(
		{
			at,
			kind: `${of}.${verb}`,
			subject: `${of}/${version}`,
			actor,
			content,
			facts: { base, weakening, weaker, unknown, stricter, ...facts },
		},
		dice,
	);
}
