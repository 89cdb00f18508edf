// What routes of proposals have in common, whether of a policy or of a catalogue: found, listed, decided, and why not.
import { type PageAsked, type ReadProposal, readProposal } from '../adapters/postgres/proposals.ts';
import type { DecideOutcome, RulingChange, Subject } from '../flows/change-ruling.ts';
import { readCursor } from './cursor.ts';
import { Refused } from './problems.ts';
import type { World } from './world.ts';

/** Other changes that may come into force while one is looked at. */
const MOST_LOOKS = 3;
/** Stands for what the server or the catalogue brings along. */
export const BUILT_IN = 'built-in';

/** A proposal by its id. @throws Refused `not-found`. */
export async function requireProposal<C extends RulingChange>(of: Subject, id: string, world: World): Promise<ReadProposal<C>> {
	const found = await readProposal<C>(world.db, of, id);
	if (found === undefined) throw noSuchProposal();
	return found;
}

/** The same, still to be decided on. @throws Refused `not-found`, or `conflict` with the code `settled`. */
export async function requireOpen<C extends RulingChange>(of: Subject, id: string, world: World): Promise<ReadProposal<C>> {
	const found = await requireProposal<C>(of, id, world);
	if (found.status !== 'open') throw new Refused('conflict', `The proposal is ${found.status} already.`, { code: 'settled' });
	return found;
}

const noSuchProposal = (): Refused => new Refused('not-found', 'There is no such proposal.');

/** The page a query asks for, and one row more, which says whether there is another. */
export function pageAsked({ limit = 50, cursor }: { readonly limit?: number; readonly cursor?: string }): PageAsked {
	const after = cursor === undefined ? undefined : readCursor(cursor, ['string', 'string']);
	return { limit: limit + 1, ...(after === undefined ? {} : { after: { at: String(after[0]), id: String(after[1]) } }) };
}

/** Tries until nothing else has come into force between the look and the act. `attempt` is given the number of the ruling. */
export async function whileInForce(world: World, attempt: (ruling: number) => Promise<DecideOutcome>): Promise<DecideOutcome> {
	for (let look = 1; ; look++) {
		const outcome = await attempt(world.screening.ruling.number);
		if (outcome.kind !== 'outdated' || look === MOST_LOOKS) return outcome;
		await world.refreshRuling();
	}
}

/** The decision, which this server goes by from now on. @throws Refused for every other outcome. */
export async function requireDecided(
	of: Subject,
	outcome: DecideOutcome,
	world: World,
): Promise<Extract<DecideOutcome, { readonly kind: 'decided' }>> {
	switch (outcome.kind) {
		case 'unknown':
			throw noSuchProposal();
		case 'moved':
			throw await moved(of, outcome.inForce, world);
		case 'outdated':
			throw new Refused('conflict', 'What is in force keeps changing at this moment; do it again.', { code: 'ruling-moved' });
		case 'settled':
			throw new Refused('conflict', `The proposal is ${outcome.proposal.status} already.`, { code: 'settled' });
		case 'same-person':
			throw new Refused('not-permitted', SAME_PERSON[of], { code: 'same-person' });
		case 'not-proposed':
			throw new Refused('conflict', 'Weir offers it; a person has to propose it before another person agrees.', { code: 'not-proposed' });
		case 'not-yours':
			throw new Refused('not-permitted', 'Only whoever made a proposal can take it back; others refuse it.', { code: 'not-yours' });
		case 'decided':
			await world.refreshRuling();
			return outcome;
	}
}

const SAME_PERSON: Readonly<Record<Subject, string>> = {
	policy: 'Something in this policy can lower a verdict: another person than the one who proposed it must agree, through whichever key.',
	catalogue: 'A catalogue takes two people: another person than the one who proposed it must agree, through whichever key.',
};

/** Another version came into force than the one a proposal was compared with. */
export async function moved(of: Subject, inForce: string, world: World): Promise<Refused> {
	await world.refreshRuling();
	return new Refused('conflict', `Meanwhile the ${of} ${inForce} is in force; propose again, so that the changes shown are those made.`, {
		code: `${of}-moved`,
	});
}
