// A policy comes into force: proposed with what it changes, agreed to by whoever may, in force from the next submission on. What can
// lower a verdict takes two people, and the log says so in the open. An earlier version comes back the same way.
import type { Json } from '../base/json.ts';
import type { Actor } from '../model/actor.ts';
import type { PolicyChange } from '../policy/compare.ts';
import { mayComplete } from '../policy/four-eyes.ts';
import type { JobRow } from './job.ts';
import { newJob } from './job.ts';
import { type Dice, type LogRow, record } from './record.ts';

export interface PolicyRow {
	/** The first digits of the hash: what verdicts carry. */
	readonly version: string;
	readonly hash: string;
	readonly name: string;
	/** JSON; absent: the policy that the catalogue brings along. */
	readonly document?: string;
	readonly createdAt: string;
}

export interface ProposalRow {
	readonly id: string;
	readonly policy: string;
	/** The version in force when it was proposed. */
	readonly base: string;
	readonly changes: readonly PolicyChange[];
	readonly twoPeople: boolean;
	readonly status: 'open' | 'active' | 'rejected';
	readonly reason: string;
	readonly proposedBy: Actor;
	readonly proposedAt: string;
	readonly decidedBy?: Actor;
	readonly decidedAt?: string;
	readonly note?: string;
}

/** What one transaction on policies can do. */
export interface PolicyTx {
	/** The version in force, if one was ever activated; it stays in force until the transaction ends. */
	inForce(): Promise<string | undefined>;
	/** As `inForce`, and no submission is stored until the transaction ends. */
	inForceAlone(): Promise<string | undefined>;
	addPolicy(row: PolicyRow): Promise<void>;
	/** False when an open proposal of the same change exists. */
	addProposal(row: ProposalRow): Promise<boolean>;
	openProposal(policy: string, base: string): Promise<ProposalRow | undefined>;
	lockProposal(id: string): Promise<ProposalRow | undefined>;
	decideProposal(row: ProposalRow): Promise<void>;
	activate(policy: string, proposal: string, at: string): Promise<number>;
	/** Ends the candidate's silent run, if it is this policy's. */
	endShadowOf(policy: string, at: string): Promise<void>;
	countListings(): Promise<number>;
	addJob(row: JobRow): Promise<void>;
	addEntries(rows: readonly LogRow[]): Promise<void>;
}

export interface PolicyStore {
	transact<T>(work: (tx: PolicyTx) => Promise<T>): Promise<T>;
}

export type Moved = { readonly kind: 'moved'; readonly inForce: string };

export interface Proposing {
	readonly policy: PolicyRow;
	readonly base: string;
	readonly changes: readonly PolicyChange[];
	readonly twoPeople: boolean;
	readonly reason: string;
	readonly actor: Actor;
	readonly at: string;
}

export type ProposeOutcome = Moved | { readonly kind: 'proposed'; readonly proposal: ProposalRow; readonly fresh: boolean };

/** Stores a proposal; the same one again answers the one that is open. `builtIn`: in force while nothing was ever activated. */
export function proposePolicy(one: Proposing, store: PolicyStore, builtIn: string, dice: Dice): Promise<ProposeOutcome> {
	return store.transact(async (tx): Promise<ProposeOutcome> => {
		const { policy, base, changes, twoPeople, reason, actor, at } = one;
		const inForce = (await tx.inForce()) ?? builtIn;
		if (inForce !== base) return { kind: 'moved', inForce };
		await tx.addPolicy(policy);
		const proposal: ProposalRow = {
			id: dice.id(),
			policy: policy.version,
			...{ base, changes, twoPeople, reason },
			status: 'open',
			proposedBy: actor,
			proposedAt: at,
		};
		if (!(await tx.addProposal(proposal))) {
			const open = await tx.openProposal(policy.version, base);
			return open === undefined ? { kind: 'moved', inForce } : { kind: 'proposed', proposal: open, fresh: false };
		}
		const content = { hash: policy.hash, reason, changes: changes as unknown as Json };
		await tx.addEntries([entryOf('policy.proposed', proposal, actor, at, content, dice)]);
		return { kind: 'proposed', proposal, fresh: true };
	});
}

export interface Deciding {
	readonly id: string;
	readonly actor: Actor;
	readonly at: string;
}

export type DecideOutcome =
	| { readonly kind: 'unknown' }
	| Moved
	/** It was decided before, in the other sense or by somebody else. */
	| { readonly kind: 'settled'; readonly proposal: ProposalRow }
	/** Something in it can lower a verdict, and one person stands behind both halves. */
	| { readonly kind: 'same-person' }
	| { readonly kind: 'decided'; readonly proposal: ProposalRow; readonly job?: string };

/** Agrees to a proposal: the policy is in force when the transaction ends, and all listings are screened again. */
export function approvePolicy(one: Deciding, store: PolicyStore, builtIn: string, dice: Dice): Promise<DecideOutcome> {
	return store.transact(async (tx): Promise<DecideOutcome> => {
		const inForce = (await tx.inForceAlone()) ?? builtIn;
		const known = await tx.lockProposal(one.id);
		if (known === undefined) return { kind: 'unknown' };
		if (known.status !== 'open') return settled(known, one.actor, 'active');
		if (known.base !== inForce) return { kind: 'moved', inForce };
		if (known.twoPeople && !mayComplete('weaken-policy', known.proposedBy, one.actor)) return { kind: 'same-person' };
		const proposal: ProposalRow = { ...known, status: 'active', decidedBy: one.actor, decidedAt: one.at };
		await tx.decideProposal(proposal);
		await tx.activate(proposal.policy, proposal.id, one.at);
		await tx.endShadowOf(proposal.policy, one.at);
		const job = newJob(
			{
				kind: 'rescreen',
				cause: { kind: 'policy', version: proposal.policy },
				actor: one.actor,
				at: one.at,
				total: await tx.countListings(),
			},
			dice,
		);
		await tx.addJob(job);
		const content = { proposal: proposal.id, changes: proposal.changes as unknown as Json, rescreen: job.id };
		await tx.addEntries([entryOf('policy.activated', proposal, one.actor, one.at, content, dice)]);
		return { kind: 'decided', proposal, job: job.id };
	});
}

/** Refuses a proposal; whoever made it may take it back so. */
export function rejectPolicy(one: Deciding & { readonly note: string }, store: PolicyStore, dice: Dice): Promise<DecideOutcome> {
	return store.transact(async (tx): Promise<DecideOutcome> => {
		const known = await tx.lockProposal(one.id);
		if (known === undefined) return { kind: 'unknown' };
		if (known.status !== 'open') return settled(known, one.actor, 'rejected');
		const proposal: ProposalRow = { ...known, status: 'rejected', decidedBy: one.actor, decidedAt: one.at, note: one.note };
		await tx.decideProposal(proposal);
		await tx.endShadowOf(proposal.policy, one.at);
		const content = { proposal: proposal.id, note: one.note };
		await tx.addEntries([entryOf('policy.rejected', proposal, one.actor, one.at, content, dice)]);
		return { kind: 'decided', proposal };
	});
}

// The same act by the same actor again, after an answer that was lost, answers as before.
const settled = (proposal: ProposalRow, actor: Actor, wanted: ProposalRow['status']): DecideOutcome =>
	proposal.status === wanted && proposal.decidedBy?.kind === actor.kind && proposal.decidedBy.id === actor.id
		? { kind: 'decided', proposal }
		: { kind: 'settled', proposal };

function entryOf(kind: string, proposal: ProposalRow, actor: Actor, at: string, content: Json, dice: Dice): LogRow {
	const { policy, base, twoPeople, changes } = proposal;
	const counted = (effect: PolicyChange['effect']): number => changes.filter((change) => change.effect === effect).length;
	const facts = { base, weakening: twoPeople, weaker: counted('weaker'), unknown: counted('unknown'), stricter: counted('stricter') };
	return record({ at, kind, subject: `policy/${policy}`, actor, content, facts }, dice);
}
